"""Parquet for those who train: samples, claims, facts; no bytes. Croissant describes the columns.

Values and snippets of facts are redacted; rows are in a stable order and written without times, so
that the same data gives the same files.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pratique.dataset.catalogue import Catalogue
from pratique.dataset.exporters import croissant
from pratique.dataset.exporters.files import written
from pratique.dataset.exporting import Row, rows
from pratique.dataset.indicators import redacted
from pratique.errors import DatasetError

if TYPE_CHECKING:
    import pyarrow as pa

_CHUNK = 512
_TEXT = 400


def write(catalogue: Catalogue, folder: Path, split: str) -> tuple[Path, ...]:
    """Write samples.parquet, claims.parquet, facts.parquet and croissant.json."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise DatasetError(
            "pyarrow is missing; install pratique with the extra `dataset`"
        ) from error
    schemas = _schemas()
    paths = {name: folder / f"{name}.parquet" for name in schemas}
    folder.mkdir(parents=True, exist_ok=True)
    writers = {
        name: pq.ParquetWriter(path.with_suffix(".part"), schemas[name], compression="zstd")
        for name, path in paths.items()
    }
    try:
        for chunk in _chunks(rows(catalogue, split)):
            for name, found in _tables(chunk).items():
                writers[name].write_table(pa.Table.from_pylist(found, schema=schemas[name]))
    except OSError as error:
        raise DatasetError(f"{folder}: cannot be written ({error.strerror})") from error
    finally:
        for writer in writers.values():
            writer.close()
    for path in paths.values():
        path.with_suffix(".part").replace(path)
    described = written(folder / "croissant.json", (croissant.described(catalogue, paths),))
    return (*paths.values(), described)


def _schemas() -> dict[str, "pa.Schema"]:
    import pyarrow as pa

    text, number, texts = pa.string(), pa.int64(), pa.list_(pa.string())
    return {
        "samples": pa.schema(
            [(name, text) for name in croissant.COLUMNS["samples"] if name not in _OTHER]
            + [("size", number), ("facts", number), ("layers", number), ("decisive", number)]
            + [("labels", texts), ("behaviours", texts), ("indicators", texts)]
            + [("members", texts), ("sketch", pa.list_(pa.uint32()))]
        ),
        "claims": pa.schema([(name, text) for name in croissant.COLUMNS["claims"]]),
        "facts": pa.schema(
            [(name, text) for name in croissant.COLUMNS["facts"] if name not in _OTHER]
            + [("line", number), ("values", texts), ("via", texts), ("tags", texts)]
        ),
    }


_OTHER = frozenset(
    "size facts layers decisive labels behaviours indicators members sketch line values via "
    "tags".split()
)
"""Columns that are no plain text."""
_Table = list[dict[str, object]]


def _chunks(found: Iterator[Row]) -> Iterator[list[Row]]:
    chunk: list[Row] = []
    for row in found:
        chunk.append(row)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    yield chunk


def _tables(chunk: list[Row]) -> dict[str, _Table]:
    return {
        "samples": [_sample(row) for row in chunk],
        "claims": [
            {name: getattr(claim, name) for name in croissant.COLUMNS["claims"]}
            for row in chunk
            for claim in row.claims
        ],
        "facts": [one for row in chunk for one in _facts(row)],
    }


def _sample(row: Row) -> dict[str, object]:
    sample = row.sample
    plain = {
        name: getattr(sample, name)
        for name in ("sha256", "purl", "filename", "ecosystem", "name", "version", "first_seen")
    }
    return plain | {
        "campaign": row.campaign,
        "split": row.split,
        "engine": row.engine,
        "size": sample.size,
        "facts": len(row.facts),
        "layers": len({fact.location.layer for fact in row.facts if fact.location.layer}),
        "decisive": row.decisive,
        "labels": sorted({claim.label for claim in row.claims}),
        "behaviours": sorted({fact.behaviour for fact in row.facts}),
        "indicators": list(row.indicators),
        "members": list(row.members),
        "sketch": list(row.sketch),
    }


def _facts(row: Row) -> Iterator[dict[str, object]]:
    for fact in row.facts:
        yield {
            "sha256": row.sample.sha256,
            "behaviour": fact.behaviour,
            "activation": fact.activation,
            "source": fact.source,
            "language": fact.language,
            "symbol": redacted(fact.symbol[:_TEXT]),
            "scope": fact.scope[:_TEXT],
            "member": redacted(fact.location.member),
            "layer": fact.location.layer,
            "snippet": redacted(fact.snippet),
            "line": fact.location.line,
            "values": [f"{one.kind}:{redacted(one.text[:_TEXT])}" for one in fact.values],
            "via": list(fact.via),
            "tags": list(fact.tags),
        }
