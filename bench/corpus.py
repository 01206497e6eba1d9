"""Build the locked corpora on this machine, and say what they hold.

    python -m bench.corpus build [NAME…]     fetch what is missing, check every sha256
    python -m bench.corpus verify [NAME…]    hash what is there, fetch nothing
    python -m bench.corpus list              count artifacts by corpus and stratum

A build goes on where an earlier one stopped. What a machine cannot fetch is named, each in a line,
and the rest is built all the same; the exit code is 1 when something is missing.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256

from bench import corpus_debian, corpus_npm, corpus_pypi
from bench.corpus_lock import CorpusError, Ecosystem, Entry, load, names, path_of, present, root

FETCHERS: dict[Ecosystem, Callable[[Iterable[Entry]], Iterator[str]]] = {
    "pypi": corpus_pypi.fetch,
    "npm": corpus_npm.fetch,
    "crates": corpus_debian.fetch,
    "maven": corpus_debian.fetch,
}
"""How the artifacts of an ecosystem are brought to their places."""
SHOWN = 20
"""Complaints that are printed of one corpus; the rest is counted."""


def build(name: str) -> int:
    """Bring the artifacts of a corpus to this machine; return how many are missing."""
    entries = tuple({entry.sha256: entry for entry in load(name)}.values())
    wanted = [entry for entry in entries if not present(entry)]
    problems: list[str] = []
    for ecosystem, fetch in FETCHERS.items():
        some = [entry for entry in wanted if entry.ecosystem == ecosystem]
        if some:
            print(f"{name}: fetching {len(some)} of {len(entries)} artifacts", flush=True)
            problems += fetch(some)
    problems += [_broken(entry) for entry in wanted if present(entry) and not sound(entry)]
    missing = sum(not present(entry) for entry in entries)
    _say(name, problems)
    print(f"{name}: {len(entries) - missing} of {len(entries)} artifacts are in {root()}")
    return missing


def verify(name: str) -> int:
    """Hash the artifacts of a corpus; return how many are missing or damaged."""
    problems = []
    for entry in load(name):
        if not present(entry):
            problems.append(f"{entry.filename}: not there, run `make corpus`")
        elif not sound(entry):
            problems.append(_broken(entry))
    _say(name, problems)
    print(f"{name}: {len(problems)} problems")
    return len(problems)


def sound(entry: Entry) -> bool:
    """Tell whether an artifact on disk hashes to what the lock names."""
    return sha256(path_of(entry).read_bytes()).hexdigest() == entry.sha256


def table() -> Iterator[str]:
    """Yield a line of Markdown for each corpus: how many artifacts of which kind."""
    yield "| corpus | artifacts | projects | sdists | wheels | under 20 kB | MB packed |"
    yield "|---|---|---|---|---|---|---|"
    for name in names():
        entries = load(name)
        strata = Counter(stratum for entry in entries for stratum in entry.strata)
        projects = len({(entry.ecosystem, entry.name) for entry in entries})
        size = round(sum(entry.size for entry in entries) / 1e6)
        kinds = (strata["sdist"] or "-", strata["wheel"] or "-", strata["small"])
        cells = (name, len(entries), projects, *kinds, size)
        yield "| " + " | ".join(str(cell) for cell in cells) + " |"


def _broken(entry: Entry) -> str:
    path_of(entry).unlink()
    return f"{entry.filename}: the file on disk was not what the lock names and was removed"


def _say(name: str, problems: list[str]) -> None:
    for problem in problems[:SHOWN]:
        print(f"{name}: {problem}", file=sys.stderr)
    if len(problems) > SHOWN:
        print(f"{name}: and {len(problems) - SHOWN} more", file=sys.stderr)


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m bench.corpus")
    parser.add_argument("verb", choices=("build", "verify", "list"))
    parser.add_argument("name", nargs="*", help="corpora; all of them when none is named")
    options = parser.parse_args(arguments)
    if options.verb == "list":
        print("\n".join(table()))
        missing = sum(not present(entry) for name in names() for entry in load(name))
        print(f"\n{missing} artifacts are not in {root()}" if missing else f"\nall in {root()}")
        return 0
    work = build if options.verb == "build" else verify
    try:
        return int(sum(work(name) for name in options.name or names()) > 0)
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
