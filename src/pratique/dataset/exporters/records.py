"""Our own format: `records.jsonl`, one record a line, and its JSON Schema beside it."""

from pathlib import Path

import msgspec

from pratique.dataset import record
from pratique.dataset.catalogue import Catalogue
from pratique.dataset.exporters.files import written
from pratique.dataset.exporting import lines


def write(catalogue: Catalogue, folder: Path, split: str) -> tuple[Path, ...]:
    """Write every record; a split is a record itself, so none is chosen."""
    del split
    body = (msgspec.json.encode(line) + b"\n" for line in lines(catalogue))
    return (
        written(folder / "records.jsonl", body),
        written(folder / "schema.json", (record.schema(),)),
    )
