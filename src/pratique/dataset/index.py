"""Build what a worker needs to recognise known malware: one small read-only file.

Digests are cut to 8 bytes and sketches to the low byte of each permutation (b-bit minwise hashing,
Li and König 2010), so that 100,000 different samples take about 50 MB; copies of one sketch take
one row. The file is written beside its place and renamed: a reader has the old one or the new.
"""

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path

from pratique.dataset.points import Point
from pratique.errors import DatasetError
from pratique.fingerprint import band_keys

VERSION = 1
BANDS_USED = 16
"""Of 32: at a Jaccard index of 0.85 a pair shares one of 16 bands with probability 0.99999."""
FEW = 24
"""Shingles below which a sketch is too common to be matched."""
MOST = 48
"""Rows of one band; a band that more different sketches share tells nothing."""
_TABLES = """
create table meta (name text primary key, value text not null) without rowid;
create table owners (id integer primary key, sha256 text not null, campaign text not null,
    purl text not null, decisive text not null, sketch blob);
create table digests (key integer primary key, owner integer not null);
create table members (key integer primary key, owner integer not null);
create table indicators (text text primary key, owner integer not null) without rowid;
create table bands (key integer not null, owner integer not null, primary key (key, owner))
    without rowid;
"""


def short(sha256: str) -> int:
    """Return the signed 64-bit number that stands for a digest in an index."""
    return int.from_bytes(bytes.fromhex(sha256[:16]), "big", signed=True)


def band_numbers(tokens: Sequence[int]) -> Iterator[int]:
    """Yield the numbers under which a sketch is found."""
    for key in islice(band_keys(tokens), BANDS_USED):
        yield int.from_bytes(hashlib.blake2b(key, digest_size=8).digest(), "big", signed=True)


def bits(tokens: Sequence[int]) -> bytes:
    """Return the low byte of each permutation."""
    return bytes(token & 0xFF for token in tokens)


def build(
    path: Path,
    points: Iterable[Point],
    campaigns: Mapping[str, str],
    purls: Mapping[str, str],
    packages: Iterable[tuple[str, str]] = (),
) -> int:
    """Write the index of all points that are not benign to `path`; return its size in bytes.

    `campaigns` and `purls` are by digest; `packages` are (digest, purl) that are known by digest
    only. What a benign point shows too is left out.
    """
    known = list(points)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix="index-")
        os.close(handle)
        with sqlite3.connect(name) as rows:
            rows.executescript("pragma journal_mode = off; pragma synchronous = off;" + _TABLES)
            rows.execute("insert into meta values ('version', ?)", (str(VERSION),))
            _fill(rows, known, campaigns, purls)
            _digests(rows, packages)
        rows.close()
        with sqlite3.connect(name) as rows:
            rows.execute("vacuum")
        rows.close()
        _durable(Path(name), path)
    except (OSError, sqlite3.Error) as error:
        raise DatasetError(f"{path}: the index cannot be written ({error})") from error
    return path.stat().st_size


def _fill(
    rows: sqlite3.Connection,
    points: Sequence[Point],
    campaigns: Mapping[str, str],
    purls: Mapping[str, str],
) -> None:
    benign = {
        thing
        for point in points
        if point.benign
        for thing in chain(point.members, point.indicators, (point.tokens,))
    }
    sketches: dict[tuple[int, ...], int] = {}
    crowds: dict[int, int] = {}
    bad = (point for point in points if not point.benign)
    for number, point in enumerate(bad, 1):
        fresh = _matched(point) and point.tokens not in sketches and point.tokens not in benign
        if fresh:
            sketches[point.tokens] = number
        rows.execute(
            "insert into owners values (?, ?, ?, ?, ?, ?)",
            (
                number,
                point.sha256,
                campaigns.get(point.sha256, ""),
                purls.get(point.sha256, ""),
                " ".join(point.decisive),
                bits(point.tokens) if fresh else None,
            ),
        )
        rows.execute("insert or ignore into digests values (?, ?)", (short(point.sha256), number))
        rows.executemany(
            "insert or ignore into members values (?, ?)",
            ((short(one), number) for one in point.payloads if one not in benign),
        )
        rows.executemany(
            "insert or ignore into indicators values (?, ?)",
            ((one, number) for one in point.indicators if one not in benign),
        )
        for key in band_numbers(point.tokens) if fresh else ():
            crowds[key] = crowds.get(key, 0) + 1
            if crowds[key] <= MOST:
                rows.execute("insert or ignore into bands values (?, ?)", (key, number))


def _digests(rows: sqlite3.Connection, packages: Iterable[tuple[str, str]]) -> None:
    for sha256, purl in packages:
        added = rows.execute(
            "insert into owners (sha256, campaign, purl, decisive) values (?, '', ?, '')",
            (sha256, purl),
        )
        rows.execute(
            "insert or ignore into digests values (?, ?)", (short(sha256), added.lastrowid)
        )


def _matched(point: Point) -> bool:
    """Tell whether a sketch is worth matching: enough code, and something decisive in it."""
    return bool(point.tokens and point.decisive) and point.shingles >= FEW


def _durable(made: Path, path: Path) -> None:
    with made.open("rb") as file:
        os.fsync(file.fileno())
    made.chmod(0o444)
    made.replace(path)
