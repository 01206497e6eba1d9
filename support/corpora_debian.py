"""Choose the benign crates and jars and write their locks: ``python -m support.corpora_debian``."""

import subprocess
from collections.abc import Iterator
from hashlib import sha256

from bench.corpus_lock import SMALL, Entry, Stratum, path_of, reserved, write
from bench.corpus_size import unpacked_size

from bench import corpus_debian

TARGET = 90
"""Artifacts of each corpus; the gate of the issue wants 60."""
EACH = 2
"""Artifacts of one package at the most."""
CORPORA = (
    ("crates-benign", "^librust-.*-dev$", "crates"),
    ("maven-benign", "^lib.*-java$", "maven"),
)


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


def chosen(pattern: str, ecosystem: str) -> Iterator[Entry]:
    """Yield artifacts of packages in their order, as many as are wanted, and keep them."""
    count = 0
    seen: set[str] = set()
    for package in packages(pattern):
        if count >= TARGET:
            return
        version = ""
        for found in corpus_debian.artifacts(package)[:EACH]:
            if found.ecosystem != ecosystem or found.name in seen:
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
    """Write both locks."""
    for name, pattern, ecosystem in CORPORA:
        entries = tuple(chosen(pattern, ecosystem))
        write(name, tuple(sorted(entries, key=lambda one: (one.name, one.version))))
        print(f"{name}: {len(entries)} artifacts")


if __name__ == "__main__":
    main()
