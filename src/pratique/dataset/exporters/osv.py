"""OSV 1.7 records that ossf/malicious-packages takes: one project a file, one `affected` a record.

Only keys that their validator allows (`internal/report/validate.go`): `iocs`, `indicators` and
`cwes` under `affected[].database_specific`; everything else stays in our own records. The id is a
draft's (`MAL-0000-…`); theirs is given at ingestion.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import msgspec
from packageurl import PackageURL

from pratique.dataset.catalogue import Catalogue
from pratique.dataset.exporters.files import written
from pratique.dataset.exporting import Row, rows
from pratique.dataset.record import BAD
from pratique.dataset.store import now

VERSION = "1.7.0"
ECOSYSTEMS = {"pypi": "PyPI", "npm": "npm", "crates": "crates.io", "maven": "Maven"}
_CWE = {
    "cweId": "CWE-506",
    "name": "Embedded Malicious Code",
    "description": "The product contains code that appears to be malicious in nature.",
}


def write(catalogue: Catalogue, folder: Path, split: str) -> tuple[Path, ...]:
    """Write `osv/<ecosystem>/<project>/MAL-0000-….json` for every project called malicious."""
    projects: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows(catalogue, split):
        bad = any(claim.label in BAD and not claim.withdrawn for claim in row.claims)
        if bad and row.sample.ecosystem in ECOSYSTEMS and row.sample.name and row.sample.version:
            projects[row.sample.ecosystem, row.sample.name].append(row)
    made = now()
    return tuple(
        written(
            folder / "osv" / ecosystem / _safe(name) / f"MAL-0000-{_safe(name)}.json",
            (msgspec.json.format(msgspec.json.encode(record(found, made)), indent=2), b"\n"),
        )
        for (ecosystem, name), found in sorted(projects.items())
    )


def record(found: list[Row], made: str) -> dict[str, object]:  # foreign JSON is a tree
    """Return the record of one project from its releases."""
    sample = found[0].sample
    ecosystem = ECOSYSTEMS[sample.ecosystem]
    sources = sorted({claim.source for row in found for claim in row.claims})
    behaviours = sorted({fact.behaviour for row in found for fact in row.facts})
    details = f"Said to be malicious by: {', '.join(sources)}."
    if behaviours:
        details += f"\n\nBehaviours seen in its code: {', '.join(behaviours)}."
    specific: dict[str, object] = {"cwes": [_CWE]}
    specific["indicators"] = {"sha256": sorted({row.sample.sha256 for row in found})}
    told = _iocs(one for row in found for one in row.indicators)
    if told:
        specific["iocs"] = told
    package = PackageURL.from_string(sample.purl)
    plain = PackageURL(package.type, package.namespace, package.name)
    return {
        "schema_version": VERSION,
        "id": f"MAL-0000-{_safe(sample.name)}",
        "modified": made,
        "published": made,
        "summary": f"Malicious code in {sample.name} ({ecosystem})",
        "details": details,
        "affected": [
            {
                "package": {
                    "ecosystem": ecosystem,
                    "name": sample.name,
                    "purl": plain.to_string(),
                },
                "versions": sorted({row.sample.version for row in found}),
                "database_specific": specific,
            }
        ],
        "references": [],
        "database_specific": {},
    }


def _iocs(indicators: Iterable[str]) -> dict[str, list[str]]:
    kinds = {"host": "domains", "url": "urls", "ip": "ip_addresses"}
    told: dict[str, set[str]] = defaultdict(set)
    for one in indicators:
        kind, _, text = one.partition(":")
        if kind in kinds:
            told[kinds[kind]].add(f"https://{text}" if kind == "url" else text)
    return {kind: sorted(texts) for kind, texts in sorted(told.items())}


def _safe(name: str) -> str:
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip(".-")[:80] or "unnamed"
    mark = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:8]
    return safe if safe == name else f"{safe}-{mark}"
