"""Choose the benign tarballs of npm and write their locks: ``python -m support.corpora_npm``.

A few large applications are installed without scripts; the tarballs of their closures lie in npm's
cache. Updates are pairs of consecutive releases of projects in those closures.
"""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import msgspec
from bench.corpus_lock import SMALL, Entry, Side, Stratum, path_of, reserved, root, write
from bench.corpus_size import unpacked_size

from bench import corpus_npm

APPLICATIONS: dict[str, tuple[str, ...]] = {
    "a": ("react-scripts@5",),
    "b": ("firebase-tools",),
    "c": ("@nestjs/cli", "@vue/cli", "electron-builder"),
    "d": ("verdaccio", "pm2", "discord.js", "telegraf", "hardhat", "web3"),
    "e": ("serverless@3", "puppeteer", "nodemon", "lerna"),
}
"""What is installed in one step each."""

WANTED = 800
PAIRS = 70
LARGEST = 20_000_000

Pin = tuple[str, str]


def install(applications: Mapping[str, tuple[str, ...]]) -> None:
    """Install what is not installed yet, without scripts."""
    for folder, application in applications.items():
        place = root() / "npm-work" / "apps" / folder
        if not (place / "package-lock.json").is_file():
            corpus_npm.install(application, place)


def pins(applications: Mapping[str, tuple[str, ...]]) -> dict[Pin, str]:
    """Map name and version of every package in the closures to its integrity; no reserved ones."""
    found: dict[Pin, str] = {}
    for folder in applications:
        lock = root() / "npm-work" / "apps" / folder / "package-lock.json"
        for place, package in json.loads(lock.read_text())["packages"].items():
            name = package.get("name") or place.rpartition("node_modules/")[2]
            if name and "integrity" in package and not reserved("npm", name):
                found[name, package["version"]] = package["integrity"]
    return found


def tarball(integrity: str) -> Path | None:
    """Locate the content of an integrity in the cache, when it is there."""
    for word in integrity.split():
        kind, _, encoded = word.partition("-")
        digest = base64.b64decode(encoded.partition("?")[0]).hex()
        folder = corpus_npm.cache() / "_cacache" / "content-v2" / kind
        path = folder / digest[:2] / digest[2:4] / digest[4:]
        if path.is_file():
            return path
    return None


def entry_of(name: str, version: str, file: Path) -> Entry:
    """Put a tarball in its place and measure it."""
    data = file.read_bytes()
    scoped = name.startswith("@")
    strata: tuple[Stratum, ...] = ("scoped",) if scoped else ()
    entry = Entry(
        ecosystem="npm",
        name=name,
        version=version,
        filename=f"{name.removeprefix('@').replace('/', '-')}-{version}.tgz",
        sha256=sha256(data).hexdigest(),
        size=len(data),
        unpacked_size=0,
        strata=strata,
    )
    corpus_npm.put(file, entry)
    size = unpacked_size(path_of(entry))
    strata = (*strata, "small") if size < SMALL else strata
    return msgspec.structs.replace(entry, unpacked_size=size, strata=strata)


def benign() -> Iterator[Entry]:
    """Yield one version a project, in an order that depends on names only."""
    newest: dict[str, tuple[str, str]] = {}
    for (name, version), integrity in pins(APPLICATIONS).items():
        if name not in newest or order(version) > order(newest[name][0]):
            newest[name] = version, integrity
    count = 0
    for name in sorted(newest, key=lambda name: sha256(name.encode()).digest()):
        version, integrity = newest[name]
        file = tarball(integrity)
        if count < WANTED and file is not None and file.stat().st_size <= LARGEST:
            count += 1
            yield entry_of(name, version, file)


def order(version: str) -> tuple[int, ...]:
    """Return what versions are compared by: their first three numbers."""
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("-")[0])[:3])


def updates(entries: tuple[Entry, ...]) -> Iterator[tuple[Entry, Entry]]:
    """Yield consecutive final releases of projects of the corpus, every few of them."""
    step = max(1, len(entries) // (PAIRS + 30))
    wanted = []
    for entry in entries[::step]:
        older = previous(entry)
        if older and len(wanted) < PAIRS:
            wanted.append((older, entry))
    corpus_npm.add([f"{entry.name}@{older}" for older, entry in wanted])
    for older, entry in wanted:
        integrity = corpus_npm.ask("view", f"{entry.name}@{older}", "dist.integrity")
        file = tarball(integrity) if isinstance(integrity, str) else None
        if file is not None and file.stat().st_size <= LARGEST:
            yield entry_of(entry.name, older, file), entry


def previous(entry: Entry) -> str:
    """Return the final version before an artifact's, asked of npm; empty when there is none."""
    versions = corpus_npm.ask("view", entry.name, "versions")
    if not isinstance(versions, list):
        return ""
    finals = [one for one in versions if isinstance(one, str) and "-" not in one]
    older = [one for one in finals if order(one) < order(entry.version)]
    return max(older, key=order, default="")


def main() -> None:
    """Install what is not installed yet, then write the locks of ``npm-benign``, ``npm-pairs``."""
    install(APPLICATIONS)
    entries = tuple(benign())
    write("npm-benign", tuple(sorted(entries, key=lambda entry: entry.name)))
    lines: list[Entry] = []
    for old, new in sorted(updates(entries), key=lambda pair: pair[1].name):
        lines += (_side(old, "previous"), _side(new, "release"))
    write("npm-pairs", tuple(lines))


def _side(entry: Entry, side: Side) -> Entry:
    return msgspec.structs.replace(entry, side=side)


if __name__ == "__main__":
    main()
