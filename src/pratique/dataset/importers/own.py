"""Read what `pratique dataset export --format records` wrote: one record a line, nothing live."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from pratique.dataset.importers.options import Options
from pratique.dataset.intake import Item, Told, Unread
from pratique.dataset.record import SCHEMA, Line
from pratique.errors import DatasetError

NAME = "records.jsonl"


def count(place: Path, options: Options) -> int:
    """Return how many lines there are."""
    del options
    with _file(place).open("rb") as file:
        return sum(1 for _ in file)


def items(place: Path, options: Options, known: Mapping[str, str]) -> Iterator[Item]:
    """Yield one item a line."""
    del options
    try:
        file = _file(place).open("rb")
    except OSError as error:
        raise DatasetError(f"{place}: cannot be read ({error.strerror})") from error
    with file:
        for number, raw in enumerate(file, 1):
            digest = hashlib.sha256(raw).hexdigest()
            item = f"line {digest[:32]}"
            if item not in known:
                yield _item(item, number, digest, raw)


def _item(item: str, number: int, digest: str, raw: bytes) -> Item:
    try:
        line = msgspec.json.decode(raw, type=Line)
    except msgspec.DecodeError as error:
        return Unread(item=f"line {number}", why=f"not a record ({error})")
    if line.schema > SCHEMA:
        return Unread(item=f"line {number}", why="written by a newer version")
    return Told(
        item=item,
        digest=digest,
        samples=(line.sample,) if line.sample else (),
        claims=(line.claim,) if line.claim else (),
        packages=(line.package,) if line.package else (),
        evidence=(line.evidence,) if line.evidence else (),
        campaigns=(line.campaign,) if line.campaign else (),
        joins=((line.campaign_id, line.join),) if line.join else (),
        pairs=(line.pair,) if line.pair else (),
        snapshots=(line.snapshot,) if line.snapshot else (),
        splits=(line.split,) if line.split else (),
    )


def _file(place: Path) -> Path:
    return place / NAME if place.is_dir() else place
