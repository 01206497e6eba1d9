"""Croissant 1.1 with RAI: what the Parquet files hold, whence, and what they are unfit for.

https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html and croissant-rai-spec.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from pratique.dataset import figures
from pratique.dataset.catalogue import Catalogue

_SAMPLES = (
    "sha256 purl filename ecosystem name version first_seen campaign split engine size facts "
    "layers decisive labels behaviours indicators members sketch"
)
_CLAIMS = "sha256 source source_digest time label confidence by detail withdrawn"
_FACTS = (
    "sha256 behaviour activation source language symbol scope member layer snippet line values "
    "via tags"
)
COLUMNS = {
    "samples": tuple(_SAMPLES.split()),
    "claims": tuple(_CLAIMS.split()),
    "facts": tuple(_FACTS.split()),
}
"""Columns of each table."""
_NUMBERS = frozenset(("size", "facts", "layers", "decisive", "line", "sketch"))
_MANY = frozenset(("labels", "behaviours", "indicators", "members", "sketch", "values", "via",
                   "tags"))  # fmt: skip
_CONTEXT: dict[str, object] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataBiases": "cr:dataBiases",
    "dataCollection": "cr:dataCollection",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "personalSensitiveInformation": "cr:personalSensitiveInformation",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def described(catalogue: Catalogue, paths: Mapping[str, Path]) -> bytes:
    """Return the description of Parquet files that are on disk, as JSON-LD."""
    counted = figures.figures(catalogue)
    files = [_file(name, path) for name, path in paths.items()]
    total = hashlib.sha256("".join(str(one["sha256"]) for one in files).encode()).hexdigest()
    tree: dict[str, object] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": [
            "http://mlcommons.org/croissant/1.1",
            "http://mlcommons.org/croissant/RAI/1.0",
        ],
        "name": "pratique-known-malware",
        "description": (
            f"Facts, labels with provenance, campaigns and splits of {counted.samples} packages "
            "said to be malicious or benign. No bytes of samples, no code but short excerpts."
        ),
        "license": "https://spdx.org/licenses/Apache-2.0.html",
        "url": "https://pratique.example/dataset",
        "version": f"1.0.0+{total[:12]}",
        "datePublished": counted.newest or "1970-01-01",
        "citeAs": "pratique: a dataset of known malware in package registries",
        "creator": {"@type": "sc:Organization", "name": "pratique maintainers"},
        "distribution": files,
        "recordSet": [_record_set(name) for name in paths],
    }
    tree |= _responsible(counted)
    return msgspec.json.format(msgspec.json.encode(tree), indent=1) + b"\n"


def _file(name: str, path: Path) -> dict[str, object]:
    return {
        "@type": "cr:FileObject",
        "@id": f"{name}-file",
        "name": path.name,
        "contentUrl": path.name,
        "encodingFormat": "application/x-parquet",
        "contentSize": f"{path.stat().st_size} B",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }


def _record_set(name: str) -> dict[str, object]:
    found: dict[str, object] = {"@type": "cr:RecordSet", "@id": name, "name": name}
    if name == "samples":
        found["key"] = {"@id": "samples/sha256"}
    found["field"] = [_field(name, column) for column in COLUMNS[name]]
    return found


def _field(name: str, column: str) -> dict[str, object]:
    found: dict[str, object] = {
        "@type": "cr:Field",
        "@id": f"{name}/{column}",
        "name": column,
        "dataType": "sc:Integer" if column in _NUMBERS else "sc:Text",
        "source": {"fileObject": {"@id": f"{name}-file"}, "extract": {"column": column}},
    }
    if column in _MANY:
        found["isArray"] = True
        found["arrayShape"] = "-1"
    if column == "sha256" and name != "samples":
        found["references"] = {"field": {"@id": "samples/sha256"}}
    return found


def _responsible(counted: figures.Figures) -> dict[str, object]:
    return {
        "rai:dataCollection": "Imported from public collections of packages that registries "
        "removed; each claim names its source, the source's state and what it said.",
        "rai:dataCollectionType": ["Secondary Data analysis"],
        "rai:dataAnnotationProtocol": "Labels are the sources' own and kept apart where they "
        "disagree. Facts are a static reader's, frozen with its digest.",
        "rai:dataPreprocessingProtocol": [("Tokens of accounts, mail addresses and names of home "
                                          "folders are redacted.")],
        "rai:dataLimitations": list(counted.gaps),
        "rai:dataBiases": list(counted.biases),
        "rai:dataUseCases": [("Design, training and testing of detectors of malicious packages, "
                             "with campaign-disjoint, time-ordered splits.")],
        "rai:dataSocialImpact": "A wrong label hurts an honest author: decisions about a package "
        "belong to people.",
        "rai:personalSensitiveInformation": [("None known after redaction; names of projects "
                                             "and their versions are public.")],
        "rai:dataReleaseMaintenancePlan": "Splits are frozen by digest; new data gets new splits.",
    }  # fmt: skip
