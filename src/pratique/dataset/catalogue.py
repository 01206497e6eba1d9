"""The catalogue: one SQLite file (WAL) with everything but the blobs.

One process writes at a time (a lock beside the file); any number reads. `synchronous = full`, so
that what a transaction acknowledged survives a loss of power. `migrations.STEPS` bring an older
file up to date when it is opened for writing.
"""

import contextlib
import fcntl
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self, TypeVar

import msgspec

from pratique.dataset.migrations import STEPS
from pratique.dataset.record import Campaign, Claim, Join, Package, Pair, Sample, Snapshot, Split
from pratique.errors import DatasetError

FILE = "catalogue.sqlite"
_Record = TypeVar("_Record", bound=msgspec.Struct)


class Catalogue:
    """An open catalogue. Use as a context manager; raises DatasetError for a damaged file."""

    def __init__(self, folder: Path, *, write: bool = False) -> None:
        self._path = folder / FILE
        self._lock = _locked(folder) if write else -1
        self._inside = False
        try:
            _whole(self._path, write=write)
            if write:
                os.close(os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
            self.rows = sqlite3.connect(self._path, isolation_level=None, timeout=30)
            with self.damage():
                self.rows.execute("pragma journal_mode = wal")
                self.rows.execute("pragma synchronous = full")
                self._migrate(write=write)
        except DatasetError:
            self._unlock()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and let others write."""
        self.rows.close()
        self._unlock()

    def _unlock(self) -> None:
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    @contextlib.contextmanager
    def damage(self) -> Iterator[None]:
        """Turn SQLite's complaints into one line that says what to do."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise DatasetError(
                f"{self._path}: the catalogue cannot be used ({error}); put a copy in its place, "
                "or move it away and import again: blobs that are there are taken as they are"
            ) from error

    def _migrate(self, *, write: bool) -> None:
        version = self.rows.execute("pragma user_version").fetchone()[0]
        if version > len(STEPS):
            raise DatasetError(f"{self._path}: written by a newer version; use that one")
        if version < len(STEPS) and not write:
            raise DatasetError(
                f"{self._path}: of an older version; `pratique dataset init` lifts it"
            )
        for number, step in enumerate(STEPS[version:], version + 1):
            script = f"begin immediate; {step}; pragma user_version = {number}; commit;"
            self.rows.executescript(script)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Do everything inside or nothing; one inside another belongs to the outer one."""
        if self._inside:
            yield
            return
        with self.damage():
            self.rows.execute("begin immediate")
            self._inside, whole = True, False
            try:
                yield
                whole = True
            finally:
                self._inside = False
                self.rows.execute("commit" if whole else "rollback")

    def meta(self, name: str) -> str:
        """Return a setting, empty when there is none."""
        row = self.rows.execute("select value from meta where name = ?", (name,)).fetchone()
        return "" if row is None else str(row[0])

    def set_meta(self, name: str, value: str) -> None:
        """Keep a setting."""
        self.rows.execute("insert or replace into meta values (?, ?)", (name, value))

    def problems(self) -> tuple[str, ...]:
        """Return what SQLite finds wrong with the file, nothing when it is whole."""
        with self.damage():
            found = [str(row[0]) for row in self.rows.execute("pragma integrity_check(20)")]
        return () if found == ["ok"] else tuple(found)

    def add_sample(self, sample: Sample, *, stored: bool) -> bool:
        """Add a sample, or what is newly known of it; return whether it was unknown before."""
        known = self.sample(sample.sha256)
        merged = sample if known is None else _merged(known, sample)
        row = (
            merged.sha256, merged.ecosystem, merged.name, merged.version, merged.first_seen,
            int(stored), encode(merged),
        )  # fmt: skip
        self.rows.execute(
            "insert into samples values (?, ?, ?, ?, ?, ?, ?) on conflict (sha256) do update set "
            "ecosystem = excluded.ecosystem, name = excluded.name, version = excluded.version, "
            "first_seen = excluded.first_seen, stored = max(stored, excluded.stored), "
            "record = excluded.record",
            row,
        )
        return known is None

    def sample(self, sha256: str) -> Sample | None:
        """Return one sample."""
        row = self.rows.execute("select record from samples where sha256 = ?", (sha256,)).fetchone()
        return None if row is None else decode(row[0], Sample)

    def samples(self) -> Iterator[Sample]:
        """Yield every sample, in order of the digest."""
        yield from self._records("select record from samples order by sha256", Sample)

    def stored(self) -> frozenset[str]:
        """Return the digests whose bytes the store acknowledged."""
        rows = self.rows.execute("select sha256 from samples where stored = 1")
        return frozenset(str(row[0]) for row in rows)

    def add_claim(self, claim: Claim) -> bool:
        """Add a claim; the same claim of the same source twice is one. True when it is new."""
        parts = (claim.sha256, claim.source, claim.source_digest, claim.by, claim.label)
        mark = "\0".join(parts)
        added = self.rows.execute(
            "insert into claims (sha256, source, mark, label, record) values (?, ?, ?, ?, ?) "
            "on conflict (mark) do update set record = excluded.record "
            "where record != excluded.record",
            (claim.sha256, claim.source, mark, claim.label, encode(claim)),
        )
        return bool(added.rowcount)

    def claims(self, sha256: str = "") -> Iterator[Claim]:
        """Yield the claims about one sample, or all, in a stable order."""
        query = "select record from claims where sha256 = ? or ? = '' order by sha256, mark"
        yield from self._records(query, Claim, sha256, sha256)

    def add_package(self, package: Package) -> bool:
        """Add or renew what a source says of a release; True when something changed."""
        added = self.rows.execute(
            "insert into packages values (?, ?, ?, ?) on conflict (source, id) do update set "
            "purl = excluded.purl, record = excluded.record where record != excluded.record",
            (package.source, package.id, package.purl, encode(package)),
        )
        return bool(added.rowcount)

    def packages(self) -> Iterator[Package]:
        """Yield every package record."""
        yield from self._records("select record from packages order by source, id", Package)

    def replace_campaigns(
        self, campaigns: Iterable[Campaign], joins: Iterable[tuple[str, Join]]
    ) -> None:
        """Put a new clustering in the place of the old one."""
        with self.transaction():
            self.rows.execute("delete from campaigns")
            self.rows.execute("delete from joins")
            self.rows.executemany(
                "insert into campaigns values (?, ?, ?)",
                ((one.id, one.named_by, encode(one)) for one in campaigns),
            )
            self.rows.executemany(
                "insert into joins values (?, ?, ?)",
                ((join.sha256, campaign, encode(join)) for campaign, join in joins),
            )

    def campaigns(self) -> Iterator[Campaign]:
        """Yield every campaign, in order of the id."""
        yield from self._records("select record from campaigns order by id", Campaign)

    def joins(self) -> Iterator[tuple[str, Join]]:
        """Yield every sample's campaign with the reason, in order of the digest."""
        rows = self.rows.execute("select campaign, record from joins order by sha256")
        for campaign, record in rows:
            yield str(campaign), decode(record, Join)

    def add_pair(self, pair: Pair) -> bool:
        """Add or renew a pair; True when something changed."""
        added = self.rows.execute(
            "insert into pairs values (?, ?) on conflict (bad) do update set "
            "record = excluded.record where record != excluded.record",
            (pair.bad, encode(pair)),
        )
        return bool(added.rowcount)

    def pairs(self) -> Iterator[Pair]:
        """Yield every pair."""
        yield from self._records("select record from pairs order by bad", Pair)

    def add_snapshot(self, snapshot: Snapshot) -> bool:
        """Keep registry metadata; True when something changed."""
        added = self.rows.execute(
            "insert into snapshots values (?, ?, ?) on conflict (sha256, taken) do update set "
            "record = excluded.record where record != excluded.record",
            (snapshot.sha256, snapshot.taken, encode(snapshot)),
        )
        return bool(added.rowcount)

    def snapshots(self) -> Iterator[Snapshot]:
        """Yield every snapshot."""
        yield from self._records("select record from snapshots order by sha256, taken", Snapshot)

    def add_split(self, split: Split) -> bool:
        """Keep a split, and tell whether it is new; one that exists is never changed."""
        known = self.split(split.name)
        if known is not None and known.digest != split.digest:
            raise DatasetError(f"split {split.name}: is frozen; choose another name")
        self.rows.execute(
            "insert or replace into splits values (?, ?)", (split.name, encode(split))
        )
        return known is None

    def split(self, name: str) -> Split | None:
        """Return one split."""
        row = self.rows.execute("select record from splits where name = ?", (name,)).fetchone()
        return None if row is None else decode(row[0], Split)

    def splits(self) -> Iterator[Split]:
        """Yield every split."""
        yield from self._records("select record from splits order by name", Split)

    def _records(self, query: str, kind: type[_Record], *values: str) -> Iterator[_Record]:
        with self.damage():
            for row in self.rows.execute(query, values).fetchall():
                yield decode(row[0], kind)


def encode(record: msgspec.Struct) -> bytes:
    """Return the stored form of a record."""
    return msgspec.json.encode(record)


def decode(stored: bytes, kind: type[_Record]) -> _Record:
    """Return a record from its stored form; DatasetError when it is none."""
    try:
        return msgspec.json.decode(stored, type=kind)
    except msgspec.DecodeError as error:
        raise DatasetError(f"a stored {kind.__name__.lower()} cannot be read ({error})") from error


def _merged(known: Sample, new: Sample) -> Sample:
    """Return both: what is known stays, what was empty is filled, the earliest sighting counts."""
    changes = {
        field: getattr(new, field)
        for field in known.__struct_fields__
        if not getattr(known, field) or (field == "ecosystem" and known.ecosystem == "unknown")
    }
    seen = [one for one in (known.first_seen, new.first_seen) if one]
    changes["first_seen"] = min(seen, default="")
    merged: Sample = msgspec.structs.replace(known, **changes)
    return merged


def _whole(path: Path, *, write: bool) -> None:
    """Refuse a file that is shorter than its own header says, which SQLite notices only late."""
    if not write and not path.is_file():
        raise DatasetError(f"{path.parent}: no dataset is there; `pratique dataset init` makes one")
    log = path.with_name(path.name + "-wal")
    try:
        if log.exists() and log.stat().st_size:
            return
        with path.open("rb") as file:
            head = file.read(100)
        size = path.stat().st_size
    except FileNotFoundError:
        return
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read ({error.strerror})") from error
    if not size:
        if write:
            return
        raise DatasetError(
            f"{path}: the catalogue is empty; put a copy in its place, or import again: blobs that "
            "are there are taken as they are"
        )
    page = int.from_bytes(head[16:18], "big") or 1
    page = 65536 if page == 1 else page
    pages = int.from_bytes(head[28:32], "big")
    if len(head) < 100 or not head.startswith(b"SQLite format 3\0") or size < page * pages:
        raise DatasetError(
            f"{path}: the catalogue is cut short or damaged; put a copy in its place, or move it "
            "away and import again: blobs that are there are taken as they are"
        )


def _locked(folder: Path) -> int:
    """Hold the dataset for this process; the kernel lets go of it when the process ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise DatasetError(f"{folder}: cannot be used ({error.strerror}); name another") from error
    for _ in range(20):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            time.sleep(0.1)
        else:
            return descriptor
    os.close(descriptor)
    raise DatasetError(f"{folder}: another process is writing to it; wait for its end")
