"""The lock files of the corpora: what an artifact is called, what it hashes to, where it is kept.

A lock is a JSON Lines file under ``bench/corpora``, one line an artifact, without addresses: the
clients that are configured on a machine find it again by name, version and sha256.
"""

import os
import re
from hashlib import sha256
from pathlib import Path
from typing import Literal

import msgspec
import platformdirs

Ecosystem = Literal["pypi", "npm", "crates", "maven"]
Stratum = Literal["sdist", "wheel", "small", "hard", "scoped"]
Side = Literal["previous", "release"]

SMALL = 20_000
"""An artifact whose files unpack to fewer bytes than this is in the stratum ``small``."""

LOCKS = Path(__file__).parent / "corpora"
"""The folder of the lock files."""


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One artifact of a corpus: one line of a lock file."""

    ecosystem: Ecosystem
    name: str
    """As the ecosystem normalises it; an npm name with its scope."""
    version: str
    filename: str
    sha256: str
    size: int
    """Bytes of the file."""
    unpacked_size: int
    """Bytes of the regular files inside."""
    strata: tuple[Stratum, ...] = ()
    side: Side | None = None
    """Which half of an update this is, in a corpus of pairs."""
    package: str | None = None
    """The Debian package that carries it, ``name=version``."""


class CorpusError(Exception):
    """A lock file or a corpus on disk is not what it should be."""


def reserved(ecosystem: str, name: str) -> bool:
    """Tell whether a project is kept for independent evaluation: never train, tune or bench on it.

    The name counts in lower case, for PyPI also with runs of ``-_.`` as one ``-``, for npm with
    its scope.
    """
    name = name.lower()
    if ecosystem == "pypi":
        name = re.sub(r"[-_.]+", "-", name)
    return sha256(f"{ecosystem}:{name}".encode()).hexdigest()[0] in "01234"


def names() -> tuple[str, ...]:
    """Name every corpus that has a lock file."""
    return tuple(sorted(path.stem for path in LOCKS.glob("*.jsonl")))


def lock_of(name: str) -> Path:
    """Locate the lock file of a corpus."""
    return LOCKS / f"{name}.jsonl"


def load(name: str) -> tuple[Entry, ...]:
    """Read the lock of a corpus; the artifacts need not be on disk.

    Raise CorpusError, naming file and line, when the corpus is unknown, a line is broken or a
    reserved project stands in it.
    """
    path = lock_of(name)
    if not path.is_file():
        raise CorpusError(f"no corpus is called {name!r}: take one of {', '.join(names())}")
    entries = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            entry = msgspec.json.decode(line, type=Entry)
        except msgspec.MsgspecError as error:
            raise CorpusError(f"{path.name}, line {number}: {error}") from error
        if reserved(entry.ecosystem, entry.name):
            raise CorpusError(f"{path.name}, line {number}: {entry.name} is a reserved project")
        entries.append(entry)
    return tuple(entries)


def pairs(name: str) -> tuple[tuple[Entry, Entry], ...]:
    """Read a corpus of updates as (previous release, release), the lines in that order."""
    entries = load(name)
    found = tuple(zip(entries[::2], entries[1::2], strict=True))
    for old, new in found:
        if (old.name, old.side, new.side) != (new.name, "previous", "release"):
            raise CorpusError(f"{name}: {old.filename} and {new.filename} are no update")
    return found


def write(name: str, entries: tuple[Entry, ...]) -> None:
    """Write a lock, in the order given."""
    lines = (msgspec.json.encode(entry) + b"\n" for entry in entries)
    lock_of(name).write_bytes(b"".join(lines))


def root() -> Path:
    """Locate the folder that artifacts are kept in: ``PRATIQUE_CORPORA``, else the user's cache."""
    chosen = os.environ.get("PRATIQUE_CORPORA")
    return Path(chosen) if chosen else platformdirs.user_cache_path("pratique") / "corpora"


def path_of(entry: Entry) -> Path:
    """Locate an artifact on disk; it is there once ``make corpus`` has run."""
    return root() / entry.ecosystem / entry.sha256[:2] / entry.sha256 / entry.filename


def present(entry: Entry) -> bool:
    """Tell whether an artifact is on disk with its locked size (``verify`` hashes it)."""
    path = path_of(entry)
    return path.is_file() and path.stat().st_size == entry.size
