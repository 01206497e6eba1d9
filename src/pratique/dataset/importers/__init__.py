"""Importers, one layout each: a function from a place to `Found`, `Told` and `Unread`.

Adding one is a module here and a line in `IMPORTERS`.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec

from pratique.dataset.importers import datadog, folder, malregistry, osv, own
from pratique.dataset.importers.options import Options
from pratique.dataset.intake import Item
from pratique.errors import DatasetError

__all__ = ["IMPORTERS", "Options", "recognise"]


class Importer(msgspec.Struct, frozen=True, kw_only=True):
    """One layout."""

    read: Callable[[Path, Options, Mapping[str, str]], Iterator[Item]]
    """From a place, the options and what was taken before, to items."""
    count: Callable[[Path, Options], int]
    """How many items there will be, 0 when that is not known beforehand."""
    needs_key: bool
    means: str


IMPORTERS: dict[str, Importer] = {
    "malregistry": Importer(
        read=malregistry.items,
        count=malregistry.count,
        needs_key=True,
        means="a folder or bare git repository laid out as name/version/file",
    ),
    "datadog": Importer(
        read=datadog.items,
        count=datadog.count,
        needs_key=True,
        means="samples/<ecosystem> with manifest.json and encrypted zips",
    ),
    "osv": Importer(
        read=osv.items,
        count=osv.count,
        needs_key=False,
        means="OSV records: a folder, one file, or a stream of lines",
    ),
    "folder": Importer(
        read=folder.items,
        count=folder.count,
        needs_key=True,
        means="every file of a plain folder",
    ),
    "own": Importer(
        read=own.items, count=own.count, needs_key=False, means="an export of this program"
    ),
}
"""Name of each layout."""


def recognise(place: Path) -> str:
    """Return the layout that a place most likely has; DatasetError when it shows none."""
    if not place.exists() and str(place) != "-":
        raise DatasetError(f"{place}: there is nothing; check the name")
    if (place / "records.jsonl").is_file() or place.name == "records.jsonl":
        return "own"
    if (place / "samples").is_dir() or (place / "manifest.json").is_file():
        return "datadog"
    if place.suffix in {".json", ".jsonl"} or str(place) == "-":
        return "osv"
    if (place / "HEAD").is_file() and (place / "objects").is_dir():
        return "malregistry"
    if place.is_dir() and next(place.rglob("MAL-*.json"), None) is not None:
        return "osv"
    raise DatasetError(f"{place}: not recognised; say --layout {'|'.join(IMPORTERS)}")
