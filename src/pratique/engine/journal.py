"""What a watch has done: position, queue, finished keys and output, exactly once across kill -9.

One SQLite database (WAL) holds all but the output lines themselves. A line is written and synced
*first*, and becomes part of the record only when the transaction that follows commits the new
length of the file together with its key. Opening a journal cuts the output back to the committed
length. So a kill anywhere leaves a line and its key both there, or both not.
"""

import contextlib
import fcntl
import hashlib
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

import msgspec

from pratique.engine.output import Output, Place
from pratique.errors import InputError
from pratique.model import Event, EventKind

SCHEMA = 1
_TABLES = """
create table if not exists meta (name text primary key, value integer not null) without rowid;
create table if not exists seen (serial integer not null, mark blob not null,
    time integer not null, primary key (serial, mark)) without rowid;
create table if not exists queue (id integer primary key, event blob not null, due real not null,
    tries integer not null default 0);
create index if not exists queue_due on queue (due);
create table if not exists listed (mark blob primary key) without rowid;
create table if not exists done (mark blob primary key) without rowid;
create table if not exists outbox (id integer primary key, delivery text not null,
    body blob not null, due real not null, tries integer not null default 0);
"""


class Queued(msgspec.Struct, frozen=True, kw_only=True):
    """An event that is not dealt with yet."""

    id: int
    event: Event
    tries: int


class Posted(msgspec.Struct, frozen=True, kw_only=True):
    """A message that is not delivered yet."""

    id: int
    delivery: str
    body: bytes
    tries: int


class Journal:
    """The state of one watch, held by one process at a time. Use as a context manager."""

    def __init__(self, folder: Path, output: Output) -> None:
        self._output = output
        self._lock = _locked(folder)
        try:
            self._rows = sqlite3.connect(folder / "watch.sqlite", isolation_level=None)
            self._rows.execute("pragma journal_mode = wal")
            self._rows.execute("pragma synchronous = normal")
            self._rows.executescript(_TABLES)
        except sqlite3.Error as error:
            raise InputError(f"{folder}: the state cannot be used ({error})") from error
        if self._meta("schema", SCHEMA) != SCHEMA:
            raise InputError(f"{folder}: written by another version; name another --state")
        self._set("schema", SCHEMA)
        number = self._meta("number", 0)
        if number:
            output.recover(Place(number=number, length=self._meta("length", 0)))
        else:
            output.begin()
        self._write_place()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._rows.close()
        self._output.close()
        os.close(self._lock)

    @property
    def position(self) -> int:
        """Return the newest serial that was taken from the feed, -1 when none ever was."""
        return self._meta("position", -1)

    @property
    def floor(self) -> int:
        """Return the serial that this watch began after."""
        return self._meta("floor", 0)

    @property
    def began(self) -> int:
        """Return since when files are new, in Unix time; 0 where every file is."""
        return self._meta("began", 0)

    def start_at(self, serial: int, moment: float = 0.0) -> None:
        """Set the position of a watch that has none, and since when files are new."""
        with self._transaction():
            self._set("floor", serial)
            self._set("began", int(moment))
            self._set("position", serial)

    def take(
        self, events: Iterable[Event], kinds: frozenset[EventKind], *, settled: int = -1
    ) -> tuple[Event, ...]:
        """Queue some kinds and move the position in one transaction; return what was new.

        Entries are known by serial and content, because a feed is asked again for its last ones:
        a serial may become visible after a higher one. Those up to `settled` are forgotten.
        """
        new = []
        with self._transaction():
            for event in events:
                mark = _mark(event.name, event.action, event.version)
                fresh = self._rows.execute(
                    "insert or ignore into seen values (?, ?, ?)",
                    (event.serial, mark, event.time),
                ).rowcount
                if not fresh:
                    continue
                new.append(event)
                if event.kind in kinds:
                    self._rows.execute(
                        "insert into queue (event, due) values (?, 0)",
                        (msgspec.msgpack.encode(event),),
                    )
            if new:
                newest = max(self.position, *(event.serial for event in new))
                self._set("position", newest)
            self._rows.execute("delete from seen where serial <= ?", (settled,))
        return tuple(new)

    def expand(self, changes: Iterable[Queued], uploads: Iterable[Event]) -> int:
        """Put uploads in the place of changes; return how many were never put there before."""
        new = 0
        with self._transaction():
            for event in uploads:
                mark = _mark(event.name, event.version, event.filename, event.action)
                fresh = self._rows.execute(
                    "insert or ignore into listed values (?)", (mark,)
                ).rowcount
                if fresh:
                    new += 1
                    self._rows.execute(
                        "insert into queue (event, due) values (?, 0)",
                        (msgspec.msgpack.encode(event),),
                    )
            for one in changes:
                self.drop(one)
        return new

    def first_since(self, moment: float) -> int:
        """Return the lowest known serial that is younger than a Unix time, else the position."""
        row = self._rows.execute("select min(serial) from seen where time > ?", (moment,))
        found = row.fetchone()[0]
        return self.position if found is None else int(found)

    def due(self, limit: int, now: float) -> tuple[Queued, ...]:
        """Return uploads whose time has come, oldest serials first."""
        rows = self._rows.execute(
            "select id, event, tries from queue where due <= ? order by id limit ?", (now, limit)
        )
        return tuple(
            Queued(id=one, event=msgspec.msgpack.decode(event, type=Event), tries=tries)
            for one, event, tries in rows
        )

    def queued(self) -> int:
        """Return how many uploads are not reviewed yet."""
        return int(self._rows.execute("select count(*) from queue").fetchone()[0])

    def finished(self) -> int:
        """Return how many files were ever reviewed."""
        return int(self._rows.execute("select count(*) from done").fetchone()[0])

    def next_due(self) -> float:
        """Return when the next queued upload or message is due, infinity when there is none."""
        found = self._rows.execute(
            "select min(due) from (select due from queue union all select due from outbox)"
        ).fetchone()[0]
        return float("inf") if found is None else float(found)

    def is_done(self, key: tuple[str, ...]) -> bool:
        """Tell whether a file was reviewed: ecosystem, name, version, file name, sha256."""
        row = self._rows.execute("select 1 from done where mark = ?", (_mark(*key),)).fetchone()
        return row is not None

    def later(self, queued: Queued, due: float) -> None:
        """Put an upload off, one try more."""
        self._rows.execute(
            "update queue set due = ?, tries = tries + 1 where id = ?", (due, queued.id)
        )

    def drop(self, queued: Queued) -> None:
        """Forget an upload that is already done."""
        self._rows.execute("delete from queue where id = ?", (queued.id,))

    def finish(
        self,
        queued: Queued | None,
        key: tuple[str, ...] | None,
        line: str,
        post: bytes | None = None,
    ) -> bool:
        """Write a line, and record it with its key and its message; False if the key was done.

        `key` is None for lines that tell of no file.
        """
        if key is not None and self.is_done(key):
            if queued is not None:
                self.drop(queued)
            return False
        self._output.append(line)
        with self._transaction():
            if key is not None:
                self._rows.execute("insert into done values (?)", (_mark(*key),))
            if queued is not None:
                self.drop(queued)
            if post is not None:
                delivery = _mark(*(key or (line,))).hex()
                self._rows.execute(
                    "insert into outbox (delivery, body, due) values (?, ?, 0)", (delivery, post)
                )
            self._write_place()
        if self._output.is_full():
            self._output.rotate()
            self._write_place()
        return True

    def posts(self, now: float, limit: int = 50) -> tuple[Posted, ...]:
        """Return messages whose time has come."""
        rows = self._rows.execute(
            "select id, delivery, body, tries from outbox where due <= ? order by id limit ?",
            (now, limit),
        )
        return tuple(
            Posted(id=one, delivery=delivery, body=body, tries=tries)
            for one, delivery, body, tries in rows
        )

    def owes(self, tries: int) -> bool:
        """Tell whether a message waits that was not tried so often yet."""
        query = "select 1 from outbox where tries < ? limit 1"
        return self._rows.execute(query, (tries,)).fetchone() is not None

    def posted(self, post: Posted) -> None:
        """Forget a delivered message."""
        self._rows.execute("delete from outbox where id = ?", (post.id,))

    def post_later(self, post: Posted, due: float) -> None:
        """Put a message off, one try more."""
        self._rows.execute(
            "update outbox set due = ?, tries = tries + 1 where id = ?", (due, post.id)
        )

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._rows:
            self._rows.execute("begin immediate")
            yield

    def _meta(self, name: str, default: int) -> int:
        row = self._rows.execute("select value from meta where name = ?", (name,)).fetchone()
        return default if row is None else int(row[0])

    def _set(self, name: str, value: int) -> None:
        self._rows.execute("insert or replace into meta values (?, ?)", (name, value))

    def _write_place(self) -> None:
        self._set("number", self._output.place.number)
        self._set("length", self._output.place.length)


def _mark(*parts: str) -> bytes:
    """Return 16 bytes that stand for some words; lengths keep ("a", "bc") from ("ab", "c")."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.digest()[:16]


def _locked(folder: Path) -> int:
    """Hold the folder for this process; the kernel lets go of it when the process ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise InputError(f"{folder}: cannot be used ({error.strerror}); name another") from error
    for _ in range(20):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            time.sleep(0.1)
        else:
            return descriptor
    os.close(descriptor)
    raise InputError(f"{folder}: another watch is using it; stop that one or name another --state")
