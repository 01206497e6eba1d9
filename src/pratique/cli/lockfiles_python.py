"""Read what Python's lock files name: `pylock.toml` (PEP 751), uv's, Poetry's and Pipenv's.

A reader yields releases, and a sentence for each entry that no registry has; projects that lie in
the folder itself (`editable`, `virtual`, `directory`) are the reader's own and yield nothing.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from pratique.model import Target

_HEX = re.compile(r"[0-9a-fA-F]{64}")


def sha256(hashes: Iterable[object]) -> tuple[str, ...] | None:
    """Return the sha256 digests among pinned ones, None where only others are pinned."""
    listed = [one for one in hashes if isinstance(one, str) and one]
    listed = [f"sha256:{one}" if _HEX.fullmatch(one) else one for one in listed]
    known = tuple(one for one in listed if one.startswith("sha256:"))
    return None if listed and not known else known


def pylock(text: str) -> Iterator[Target | str]:
    """Yield the releases of a `pylock.toml`."""
    for entry in _entries(text, "packages"):
        elsewhere = next((key for key in ("vcs", "archive") if entry.get(key)), "")
        if elsewhere:
            address = _mapping(entry[elsewhere]).get("url") or _mapping(entry[elsewhere]).get(
                "path"
            )
            yield _from(entry, elsewhere, address)
            continue
        files = _tables(entry.get("sdist"), entry.get("wheels"))
        digests = [
            f"{kind}:{value}"
            for file in files
            for kind, value in _mapping(file.get("hashes")).items()
        ]
        yield from _target(entry, digests)


def uv(text: str) -> Iterator[Target | str]:
    """Yield the releases of a `uv.lock`."""
    for entry in _entries(text, "package"):
        source = _mapping(entry.get("source"))
        if "registry" in source:
            files = _tables(entry.get("sdist"), entry.get("wheels"))
            yield from _target(entry, [file.get("hash") for file in files])
        for kind in ("git", "url", "path"):
            if kind in source:
                yield _from(entry, kind, source[kind])


def poetry(text: str) -> Iterator[Target | str]:
    """Yield the releases of a `poetry.lock`; those of old ones pin their files at the end."""
    pinned = _mapping(tomllib.loads(text).get("metadata"))
    for entry in _entries(text, "package"):
        source = _mapping(entry.get("source"))
        kind = source.get("type")
        if kind in {"git", "url", "file"}:
            yield _from(entry, str(kind), source.get("url"))
        elif kind != "directory":
            name = str(entry.get("name"))
            at_end = _mapping(pinned.get("files")).get(name)
            files = _tables(entry.get("files"), at_end)
            digests = [file.get("hash") for file in files]
            plain = _mapping(pinned.get("hashes")).get(name)
            yield from _target(entry, digests + (plain if isinstance(plain, list) else []))


def pipfile(text: str) -> Iterator[Target | str]:
    """Yield the releases of a `Pipfile.lock`."""
    document = msgspec.json.decode(text, type=dict[str, Any])
    for section in ("default", "develop"):
        for name, given in _mapping(document.get(section)).items():
            entry = {**_mapping(given), "name": name}
            elsewhere = next((key for key in ("git", "file", "hg", "svn") if key in entry), "")
            if elsewhere:
                yield _from(entry, elsewhere, entry[elsewhere])
            elif entry.get("version"):
                hashes = entry.get("hashes")
                yield from _target(entry, hashes if isinstance(hashes, list) else [])


def _from(entry: dict[str, Any], kind: str, address: object) -> str:
    """Say that an entry has its files from somewhere that is no registry."""
    where = f" ({address})" if isinstance(address, str) and address else ""
    return (
        f"{entry.get('name')}: comes from {kind}{where}, not from a registry; review it by itself"
    )


def _target(entry: dict[str, Any], hashes: Iterable[object]) -> Iterator[Target | str]:
    """Yield one locked release; entries without a version are local projects."""
    name, version = entry.get("name"), entry.get("version")
    if isinstance(name, str) and isinstance(version, str):
        pinned = sha256(hashes)
        if pinned is None:
            yield f"{name}: pins no sha256 digest, the only kind that is compared"
            return
        yield Target(ecosystem="pypi", name=name, version=version.removeprefix("=="), hashes=pinned)


def _entries(text: str, key: str) -> Iterator[dict[str, Any]]:
    listed = tomllib.loads(text).get(key)
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, dict):
            yield entry


def _tables(*values: object) -> Iterator[dict[str, Any]]:
    for value in values:
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield one


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
