"""CSV: one row a sample, cells that no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from pratique import escape
from pratique.dataset.catalogue import Catalogue
from pratique.dataset.exporters.files import written
from pratique.dataset.exporting import Row, rows

COLUMNS = (
    "sha256", "purl", "filename", "size", "ecosystem", "first_seen", "labels", "campaign",
    "split", "behaviours", "indicators",
)  # fmt: skip


def write(catalogue: Catalogue, folder: Path, split: str) -> tuple[Path, ...]:
    """Write `samples.csv`."""
    return (written(folder / "samples.csv", _lines(catalogue, split)),)


def _lines(catalogue: Catalogue, split: str) -> Iterator[bytes]:
    yield _line(COLUMNS)
    for row in rows(catalogue, split):
        yield _line(_cells(row))


def _cells(row: Row) -> tuple[str, ...]:
    sample = row.sample
    return (
        sample.sha256,
        sample.purl,
        sample.filename,
        str(sample.size),
        sample.ecosystem,
        sample.first_seen,
        " ".join(sorted({claim.label for claim in row.claims})),
        row.campaign,
        row.split,
        " ".join(sorted({fact.behaviour for fact in row.facts})),
        " ".join(row.indicators),
    )


def _line(cells: tuple[str, ...]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(escape.csv(cell, 4000) for cell in cells)
    return out.getvalue().encode()
