"""Choose the benign artifacts of PyPI and write their locks: ``python -m support.corpora_pypi``."""

import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, zip_longest

import msgspec
import pypi_simple
import requests
from bench.corpus_lock import SMALL, Entry, Stratum, path_of, present, root, write
from bench.corpus_size import unpacked_size
from support.corpora_closures import APPLICATIONS, HOMES, Pins, closure, homes, normal

from bench import corpus_pypi

TARGETS: dict[tuple[Stratum, bool], int] = {
    ("wheel", True): 125,
    ("sdist", True): 155,
    ("sdist", False): 285,
    ("wheel", False): 225,
}
"""How many artifacts of each kind, small and not, are wanted."""

LARGEST = 20_000_000
"""No larger file is taken: a corpus must download in minutes."""

_GUESS = {"sdist": 5_500, "wheel": 6_500}
"""A file under so many packed bytes mostly unpacks to less than SMALL."""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One file as the index lists it, kept beside the corpora so that no page is asked twice."""

    filename: str
    version: str
    kind: Stratum
    size: int
    sha256: str
    uploaded: str

    @property
    def probably_small(self) -> bool:
        """Guess from the packed size whether this is small inside."""
        return self.size < _GUESS[self.kind]


def listed(address: str, name: str) -> tuple[Listed, ...]:
    """List a project's sdists and wheels, oldest first."""
    kept = root() / "lists" / "pypi" / f"{name}.json"
    if not kept.is_file():
        try:
            found = corpus_pypi.files(address, name)
        except (pypi_simple.NoSuchProjectError, requests.RequestException):
            found = ()
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(msgspec.json.encode(tuple(_listed(found))))
    files = msgspec.json.decode(kept.read_bytes(), type=tuple[Listed, ...])
    return tuple(sorted(files, key=lambda file: (file.uploaded, file.filename)))


def _listed(found: Iterable[pypi_simple.DistributionPackage]) -> Iterator[Listed]:
    for file in found:
        digest = file.digests.get("sha256")
        if file.package_type not in {"sdist", "wheel"} or file.is_yanked or digest is None:
            continue
        if file.size is None or file.version is None or file.upload_time is None:
            continue
        yield Listed(
            filename=file.filename,
            version=file.version,
            kind="sdist" if file.package_type == "sdist" else "wheel",
            size=file.size,
            sha256=digest,
            uploaded=file.upload_time.isoformat(),
        )


def entry_of(name: str, file: Listed) -> Entry:
    """Turn a listed file into an entry whose inside is not measured yet."""
    return Entry(
        ecosystem="pypi",
        name=name,
        version=file.version,
        filename=file.filename,
        sha256=file.sha256,
        size=file.size,
        unpacked_size=0,
        strata=(file.kind,),
    )


def measured(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Download what is missing and measure it; what can't be had is dropped."""
    wanted = tuple(entries)
    for problem in corpus_pypi.fetch(entry for entry in wanted if not present(entry)):
        print(problem)
    return tuple(with_size(entry) for entry in wanted if present(entry))


def with_size(entry: Entry) -> Entry:
    """Measure an artifact on disk and say whether it is small."""
    size = unpacked_size(path_of(entry))
    strata = (*entry.strata, "small") if size < SMALL else entry.strata
    return msgspec.structs.replace(entry, unpacked_size=size, strata=strata)


def options(files: tuple[Listed, ...], version: str) -> tuple[Listed, ...]:
    """Offer at most one sdist and one wheel of a version, the most portable wheel."""
    usable = [file for file in files if file.version == version and file.size <= LARGEST]
    sdists = [file for file in usable if file.kind == "sdist"]
    wheels = [file for file in usable if file.kind == "wheel"]
    wheels.sort(key=lambda file: (_portability(file.filename), file.filename))
    return (*sdists[:1], *wheels[:1])


def _portability(filename: str) -> int:
    if filename.endswith("-none-any.whl"):
        return 0
    return 1 if re.search(r"cp31[12].*(manylinux|linux).*x86_64", filename) else 2


def choose(pins: Pins, lists: dict[str, tuple[Listed, ...]]) -> dict[str, list[Listed]]:
    """Fill the targets, scarce kinds first, a project once; then allow its other kind."""
    chosen: dict[str, list[Listed]] = {}
    for both in (False, True):
        for (kind, small), target in TARGETS.items():
            room = round(target * 1.08) - sum(
                (file.kind, file.probably_small) == (kind, small)
                for files in chosen.values()
                for file in files
            )
            for name, version in pins:
                have = chosen.get(name, [])
                if room <= 0 or len(have) > both or any(file.kind == kind for file in have):
                    continue
                for file in options(lists[name], version):
                    if (file.kind, file.probably_small) == (kind, small):
                        chosen.setdefault(name, []).append(file)
                        room -= 1
    return chosen


def candidates() -> Pins:
    """Take the pins of every closure in turn, each project once."""
    sources = [homes(*home) for home in reversed(HOMES)]
    sources.append(tuple(chain.from_iterable(map(closure, APPLICATIONS))))
    pins: dict[str, str] = {}
    for pin in chain.from_iterable(zip_longest(*sources)):
        if pin is not None:
            pins.setdefault(*pin)
    return tuple(pins.items())


def lists_of(pins: Pins) -> dict[str, tuple[Listed, ...]]:
    """List the files of every project."""
    address = corpus_pypi.index()
    with ThreadPoolExecutor(corpus_pypi.WORKERS) as pool:
        found = pool.map(lambda pin: listed(address, pin[0]), pins)
        return {name: files for (name, _), files in zip(pins, found, strict=True)}


def trimmed(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Cut each kind, small and not, to its target."""
    left = dict(TARGETS)
    kept = []
    for entry in entries:
        kind = entry.strata[0], "small" in entry.strata
        if left[kind] > 0:
            left[kind] -= 1
            kept.append(entry)
    return tuple(sorted(kept, key=lambda entry: (normal(entry.name), entry.filename)))


def main() -> None:
    """Write the lock of ``pypi-benign``."""
    pins = candidates()[:900]
    lists = lists_of(pins)
    chosen = choose(pins, lists)
    entries = measured(entry_of(name, file) for name in chosen for file in chosen[name])
    write("pypi-benign", trimmed(entries))


if __name__ == "__main__":
    main()
