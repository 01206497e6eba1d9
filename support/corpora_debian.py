"""Choose the benign crates and jars and write their locks: ``python -m support.corpora_debian``.

A corpus takes up the order of packages where those before it stopped, with no project of theirs.
With names of corpora, only those are written.
"""

import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256

import msgspec
from bench.corpus_lock import SMALL, Ecosystem, Entry, Stratum, load, path_of, reserved, write
from bench.corpus_size import unpacked_size

from bench import corpus_debian

EACH = 2
"""Artifacts of one package at the most."""


class Draw(msgspec.Struct, frozen=True, kw_only=True):
    """What a corpus is drawn from."""

    pattern: str
    """Which of Debian's packages."""
    ecosystem: Ecosystem
    target: int
    """How many artifacts; one more when the last package has two."""
    known: tuple[str, ...] = ()
    """Corpora whose projects are left out."""


_CRATES = "^librust-.*-dev$"
_JARS = "^lib.*-java$"
CORPORA = {
    "crates-benign": Draw(pattern=_CRATES, ecosystem="crates", target=90),
    "maven-benign": Draw(pattern=_JARS, ecosystem="maven", target=90),
    "crates-fresh": Draw(pattern=_CRATES, ecosystem="crates", target=200, known=("crates-benign",)),
    "maven-fresh": Draw(pattern=_JARS, ecosystem="maven", target=220, known=("maven-benign",)),
    "crates-later": Draw(
        pattern=_CRATES, ecosystem="crates", target=200, known=("crates-benign", "crates-fresh")
    ),
    "maven-later": Draw(
        pattern=_JARS, ecosystem="maven", target=200, known=("maven-benign", "maven-fresh")
    ),
}


def packages(pattern: str) -> list[str]:
    """Return the names of packages that apt knows, in an order that means nothing."""
    answer = subprocess.run(
        ["apt-cache", "search", "--names-only", pattern],
        capture_output=True,
        text=True,
        check=True,
    )
    names = [line.split(" ", 1)[0] for line in answer.stdout.splitlines()]
    return sorted(
        (name for name in names if "+" not in name),
        key=lambda name: sha256(name.encode()).hexdigest(),
    )


def chosen(draw: Draw) -> Iterator[Entry]:
    """Yield artifacts of packages in their order, as many as are wanted, and keep them."""
    count = 0
    seen = {entry.name for name in draw.known for entry in load(name)}
    for package in packages(draw.pattern):
        if count >= draw.target:
            return
        for found in corpus_debian.artifacts(package)[:EACH]:
            if found.ecosystem != draw.ecosystem or found.name in seen:
                continue
            if reserved(found.ecosystem, found.name):
                continue
            seen.add(found.name)
            held = corpus_debian.download(package)
            version = held.name.split("_")[1].replace("%3a", ":") if held is not None else ""
            yield _entry(found, f"{package}={version}")
            count += 1


def _entry(found: corpus_debian.Found, package: str) -> Entry:
    entry = Entry(
        ecosystem=found.ecosystem,
        name=found.name,
        version=found.version,
        filename=found.filename,
        sha256=sha256(found.data).hexdigest(),
        size=len(found.data),
        unpacked_size=0,
        package=package,
    )
    corpus_debian.put(entry, found.data)
    size = unpacked_size(path_of(entry))
    strata: tuple[Stratum, ...] = ("small",) if size < SMALL else ()
    return Entry(
        ecosystem=entry.ecosystem,
        name=entry.name,
        version=entry.version,
        filename=entry.filename,
        sha256=entry.sha256,
        size=entry.size,
        unpacked_size=size,
        strata=strata,
        package=package,
    )


def main() -> None:
    """Write the locks that are named, or all of them."""
    for name in sys.argv[1:] or CORPORA:
        entries = tuple(chosen(CORPORA[name]))
        write(name, tuple(sorted(entries, key=lambda one: (one.name, one.version))))
        print(f"{name}: {len(entries)} artifacts")


if __name__ == "__main__":
    main()
