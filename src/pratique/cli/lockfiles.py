"""Read what requirements and lock files name: releases, with the digests that they pin.

`requirements.txt` (pip), `pylock.toml` (PEP 751), `uv.lock`, `poetry.lock` and `Pipfile.lock`;
`Cargo.lock` and `pom.xml` in `lockfiles_builds`, those of npm, Yarn and pnpm in `lockfiles_npm`.
Environment markers do not matter here: whatever may be installed somewhere is reviewed.
"""

import logging
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from pratique.cli import lockfiles_builds, lockfiles_npm
from pratique.ecosystems import ECOSYSTEMS
from pratique.errors import InputError, PratiqueError, UsageError
from pratique.model import Target

LOG = logging.getLogger(__name__)
Failed = Callable[[PratiqueError], None]
"""Called with each thing that could not be had; the others are reviewed all the same."""
LARGEST = 64 * 1024 * 1024
INCLUDES = 20
_COMMENT = re.compile(r"(^|\s)#.*$")
_HASH = re.compile(r"--hash[=\s]+(\S+)")
_INCLUDE = re.compile(r"(?:-r|--requirement)[=\s]*(\S.*)")
_PIP_OPTION = re.compile(r"\s--[a-z-]+.*$")


def targets(path: Path, failed: Failed) -> Iterator[Target]:
    """Yield every release that a requirements or lock file names.

    Tells `failed` about each line that names nothing that can be fetched, and reads on. Raises
    InputError for a file that cannot be read.
    """
    reader = _READERS.get(path.name) or (
        _pylock if path.name.startswith("pylock.") and path.suffix == ".toml" else None
    )
    if reader is None:
        yield from _requirements(path, failed, 0)
        return
    try:
        yield from reader(_text(path))
    except (tomllib.TOMLDecodeError, msgspec.DecodeError, RecursionError) as error:
        raise InputError(f"{path}: cannot be read as a lock file ({error})") from error


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path}: larger than {LARGEST} bytes; is it a lock file?")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the name") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start}") from error


def _requirements(path: Path, failed: Failed, depth: int) -> Iterator[Target]:
    if depth > INCLUDES:
        raise InputError(f"{path}: requirements files include each other without end")
    for number, line in _lines(_text(path)):
        included = _INCLUDE.fullmatch(line)
        if included:
            yield from _requirements(path.parent / included[1].strip(), failed, depth + 1)
        elif line.startswith("-"):
            LOG.warning("%s:%d: an option, not read: %s", path, number, line[:80])
        else:
            try:
                yield _requirement(path, number, line)
            except InputError as error:
                failed(error)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Join continued lines and drop comments, as pip does."""
    held, first = "", 0
    for number, raw in enumerate(text.splitlines(), 1):
        first = first or number
        if raw.endswith("\\") and not raw.lstrip().startswith("#"):
            held += raw[:-1] + " "
            continue
        line = _COMMENT.sub("", held + raw).strip()
        if line:
            yield first, line
        held, first = "", 0
    if held.strip():
        yield first, held.strip()


def _requirement(path: Path, number: int, line: str) -> Target:
    hashes = tuple(_HASH.findall(line))
    bare = _PIP_OPTION.sub("", line).strip()
    try:
        target = ECOSYSTEMS["pypi"].target(bare)
    except UsageError as error:
        raise InputError(f"{path}:{number}: {error}") from error
    return msgspec.structs.replace(target, hashes=_sha256(f"{path}:{number}", hashes))


def _sha256(place: str, hashes: Iterable[str]) -> tuple[str, ...]:
    listed = tuple(hashes)
    known = tuple(one for one in listed if one.startswith("sha256:"))
    if listed and not known:
        raise InputError(f"{place}: pins no sha256 digest, the only kind that is compared")
    return known


def _target(name: object, version: object, hashes: Iterable[object]) -> Iterator[Target]:
    """Yield one locked release; entries without a version are local projects."""
    if isinstance(name, str) and isinstance(version, str):
        yield Target(
            ecosystem="pypi",
            name=name,
            version=version.removeprefix("=="),
            hashes=_sha256(name, [str(one) for one in hashes if one]),
        )


def _packages(text: str, key: str) -> Iterator[dict[str, Any]]:
    listed = tomllib.loads(text).get(key)
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, dict):
            yield entry


def _tables(*values: object) -> Iterator[dict[str, Any]]:
    for value in values:
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield one


def _pylock(text: str) -> Iterator[Target]:
    for entry in _packages(text, "packages"):
        files = _tables(entry.get("sdist"), entry.get("wheels"))
        digests = [
            f"{kind}:{value}"
            for file in files
            for kind, value in _mapping(file.get("hashes")).items()
        ]
        yield from _target(entry.get("name"), entry.get("version"), digests)


def _uv(text: str) -> Iterator[Target]:
    for entry in _packages(text, "package"):
        if "registry" in _mapping(entry.get("source")):
            files = _tables(entry.get("sdist"), entry.get("wheels"))
            digests = [file.get("hash") for file in files]
            yield from _target(entry.get("name"), entry.get("version"), digests)


def _poetry(text: str) -> Iterator[Target]:
    for entry in _packages(text, "package"):
        if not _mapping(entry.get("source")).get("url"):
            digests = [file.get("hash") for file in _tables(entry.get("files"))]
            yield from _target(entry.get("name"), entry.get("version"), digests)


def _pipfile(text: str) -> Iterator[Target]:
    document = msgspec.json.decode(text, type=dict[str, Any])
    for section in ("default", "develop"):
        for name, entry in _mapping(document.get(section)).items():
            table = _mapping(entry)
            hashes = table.get("hashes")
            digests = hashes if isinstance(hashes, list) else []
            yield from _target(name, table.get("version"), digests)


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


_READERS: dict[str, Callable[[str], Iterator[Target]]] = {
    "pylock.toml": _pylock,
    "uv.lock": _uv,
    "poetry.lock": _poetry,
    "Pipfile.lock": _pipfile,
    "package-lock.json": lockfiles_npm.package_lock,
    "npm-shrinkwrap.json": lockfiles_npm.package_lock,
    "yarn.lock": lockfiles_npm.yarn,
    "pnpm-lock.yaml": lockfiles_npm.pnpm,
    "Cargo.lock": lockfiles_builds.cargo,
    "pom.xml": lockfiles_builds.pom,
}
