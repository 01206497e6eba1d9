"""Choose honest updates on PyPI, release after release: ``python -m support.corpora_pairs``.

The newer half of a pair is an artifact of ``pypi-benign``; the older is the final release before it
in version order, as a file of the same kind.
"""

from collections.abc import Iterator

import msgspec
from bench.corpus_lock import Entry, Side, load, present, write
from packaging.version import InvalidVersion, Version
from support.corpora_pypi import LARGEST, Listed, entry_of, listed, measured

from bench import corpus_pypi

WANTED = 130
"""Pairs; the limit that they measure is one alarm in a hundred."""
SDISTS = 0.5
"""The least share of them that are sdists."""


def previous(files: tuple[Listed, ...], entry: Entry) -> Listed | None:
    """Return the same kind of file of the final release before an artifact's, if it has one."""
    now = _version(entry.version)
    older: dict[Version, Listed] = {}
    for file in files:
        version = _version(file.version)
        if version is None or now is None or version >= now or version.is_prerelease:
            continue
        if file.kind == entry.strata[0] and _tags(file.filename) == _tags(entry.filename):
            older[version] = file
    newest = max((_version(file.version) for file in files if _final(file, now)), default=None)
    return older.get(newest) if newest is not None else None


def _final(file: Listed, now: Version | None) -> bool:
    version = _version(file.version)
    return version is not None and now is not None and version < now and not version.is_prerelease


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:
        return None


def _tags(filename: str) -> str:
    """Return what of a file name says which machine it is for."""
    return filename.split("-", 2)[-1].partition("-")[2] if filename.endswith(".whl") else ""


def pairs() -> Iterator[tuple[Entry, Entry]]:
    """Yield updates, sdists and wheels in turn, none of a project twice."""
    address = corpus_pypi.index()
    found: dict[str, list[tuple[Entry, Entry]]] = {"sdist": [], "wheel": []}
    seen: set[str] = set()
    for new in load("pypi-benign"):
        if new.name in seen or not present(new):
            continue
        file = previous(listed(address, new.name), new)
        if file is not None and file.size <= LARGEST:
            seen.add(new.name)
            found[new.strata[0]].append((entry_of(new.name, file), new))
    sdists = found["sdist"][:: max(1, len(found["sdist"]) // round(WANTED * SDISTS))]
    sdists = sdists[: round(WANTED * SDISTS)]
    wheels = found["wheel"][:: max(1, len(found["wheel"]) // (WANTED - len(sdists)))]
    yield from (*sdists, *wheels[: WANTED - len(sdists)])


def main() -> None:
    """Write the lock of ``pypi-pairs``."""
    chosen = tuple(pairs())
    olds = {entry.sha256: entry for entry in measured(old for old, _ in chosen)}
    lines: list[Entry] = []
    for old, new in sorted(chosen, key=lambda pair: pair[1].name):
        if old.sha256 in olds:
            lines += (_side(olds[old.sha256], "previous"), _side(new, "release"))
    write("pypi-pairs", tuple(lines))


def _side(entry: Entry, side: Side) -> Entry:
    return msgspec.structs.replace(entry, side=side)


if __name__ == "__main__":
    main()
