"""Read what requirements and lock files name: releases, with the digests that they pin.

pip's requirements stand in `lockfiles_requirements`, Python's lock files in `lockfiles_python`,
Cargo's in `lockfiles_cargo`, Maven's poms in `lockfiles_maven`, those of npm, Yarn and pnpm in
`lockfiles_npm`. Environment markers do not matter here: whatever may be installed somewhere is
reviewed. What an entry names that no registry has is told, never left out in silence.
"""

import codecs
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from pratique.cli import (
    lockfiles_cargo,
    lockfiles_maven,
    lockfiles_npm,
    lockfiles_python,
    lockfiles_requirements,
)
from pratique.errors import InputError, PratiqueError
from pratique.model import Target

Failed = Callable[[PratiqueError], None]
"""Called with each thing that could not be had; the others are reviewed all the same."""
LARGEST = 64 * 1024 * 1024
_UNKNOWN = frozenset((".json", ".toml", ".yaml", ".yml", ".lock", ".xml"))
"""Ends of names that pip's requirements do not have."""


def targets(
    path: Path, failed: Failed, poms: lockfiles_maven.Poms = lockfiles_maven.absent
) -> Iterator[Target]:
    """Yield every release that a requirements or lock file names.

    Tells `failed` about each entry that names nothing that can be fetched, and reads on. `poms`
    finds the parents of a pom that are not beside it. Raises InputError for a file that cannot be
    read, or that names nothing at all.
    """
    nothing = True
    try:
        for one in _entries(path, poms):
            nothing = False
            if isinstance(one, str):
                failed(InputError(one))
            else:
                yield one
    except (tomllib.TOMLDecodeError, msgspec.DecodeError, RecursionError) as error:
        raise InputError(f"{path}: cannot be read as a lock file ({error})") from error
    if nothing:
        raise InputError(f"{path}: names no release; is it what you meant?")


def known(name: str) -> bool:
    """Tell whether files of this name list releases, so that nobody means the file itself."""
    return _reader(name) is not None or name.endswith("pom.xml") or name == "requirements.txt"


def _entries(path: Path, poms: lockfiles_maven.Poms) -> Iterator[Target | str]:
    if path.name.endswith(("pom.xml", ".pom")):
        for one in lockfiles_maven.releases(path, poms):
            yield f"{path}: {one}" if isinstance(one, str) else one
        return
    reader = _reader(path.name)
    if reader is None:
        if path.suffix in _UNKNOWN:
            listed = ", ".join(sorted((*_READERS, "pom.xml", "requirements.txt")))
            raise InputError(f"{path}: no lock file that is known; known are {listed}")
        yield from lockfiles_requirements.releases(path, _text)
        return
    for one in reader(_text(path)):
        yield f"{path}: {one}" if isinstance(one, str) else one


def _reader(name: str) -> Callable[[str], Iterator[Target | str]] | None:
    if name.startswith("pylock.") and name.endswith(".toml"):
        return lockfiles_python.pylock
    return next((_READERS[one] for one in _READERS if name.endswith(one)), None)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path}: larger than {LARGEST} bytes; is it a lock file?")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the name") from error
    # pip and PowerShell's redirection agree on UTF-16 with its mark.
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start}") from error


_READERS: dict[str, Callable[[str], Iterator[Target | str]]] = {
    "pylock.toml": lockfiles_python.pylock,
    "uv.lock": lockfiles_python.uv,
    "poetry.lock": lockfiles_python.poetry,
    "Pipfile.lock": lockfiles_python.pipfile,
    "package-lock.json": lockfiles_npm.package_lock,
    "npm-shrinkwrap.json": lockfiles_npm.package_lock,
    "yarn.lock": lockfiles_npm.yarn,
    "pnpm-lock.yaml": lockfiles_npm.pnpm,
    "Cargo.lock": lockfiles_cargo.cargo,
}
