"""Turn what a person names into artifacts on disk: files, folders, purls, releases, lock files."""

import contextlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from packageurl import PackageURL

from pratique import ecosystems
from pratique.cli import lockfiles, progress
from pratique.cli.lockfiles import Failed
from pratique.ecosystems import ECOSYSTEMS
from pratique.errors import InputError, PratiqueError, UsageError
from pratique.model import Fetched, Target

HEAD = 65536
_T = TypeVar("_T")


def artifacts(
    what: tuple[str, ...], requirements: tuple[Path, ...], folder: Path, failed: Failed
) -> Iterator[Fetched]:
    """Yield every artifact that is named, fetching releases into `folder` one by one.

    Raises UsageError for what cannot be understood; tells `failed` what cannot be read or fetched.
    """
    if not what and not requirements:
        raise UsageError("name something to review: a file, a folder, or pypi:name==version")
    parsed = tuple(named(text) for text in what)
    for one in parsed:
        if isinstance(one, Target):
            yield from _fetched((one,), folder, failed)
        elif lockfiles.known(one.name) and one.is_file():
            yield from _locked(one, folder, failed)
        else:
            yield from _guarded(local(one, folder, failed), failed)
    for path in requirements:
        yield from _locked(path, folder, failed)


def _locked(path: Path, folder: Path, failed: Failed) -> Iterator[Fetched]:
    """Yield what a lock file names; poms that set its versions are fetched while it is read."""

    def pom(name: str, version: str) -> bytes | None:
        filename = f"{name.rpartition(':')[2]}-{version}.pom"
        target = Target(ecosystem="maven", name=name, version=version, filename=filename)
        found = tuple(_fetched((target,), folder / "parents", failed))
        return Path(found[0].path).read_bytes() if found else None

    releases = tuple(_guarded(lockfiles.targets(path, failed, pom), failed))
    yield from _fetched(releases, folder, failed)


def named(text: str) -> Target | Path:
    """Return a release for `pkg:…` and `<ecosystem>:…`, and a path for all else."""
    if not text:
        raise UsageError("an empty name; name a file, a folder, or pypi:name==version")
    if text.startswith("pkg:"):
        return _purl(text)
    prefix, sign, rest = text.partition(":")
    if sign and prefix in ECOSYSTEMS and prefix != "unknown" and not Path(text).exists():
        return ECOSYSTEMS[prefix].target(rest)
    return Path(text)


def _purl(text: str) -> Target:
    try:
        purl = PackageURL.from_string(text)
    except ValueError as error:
        raise UsageError(
            f"{text}: no package URL ({error}); write pkg:type/name@version"
        ) from error
    for ecosystem in ECOSYSTEMS.values():
        if ecosystem.purl_type == purl.type and ecosystem.id != "unknown":
            qualifiers = purl.qualifiers if isinstance(purl.qualifiers, dict) else {}
            return Target(
                ecosystem=ecosystem.id,
                name=f"{purl.namespace}/{purl.name}" if purl.namespace else purl.name,
                version=purl.version,
                filename=qualifiers.get("file_name") or _qualified(purl, qualifiers),
            )
    known = ", ".join(one.purl_type for one in ECOSYSTEMS.values() if one.id != "unknown")
    raise UsageError(f"{text}: no registry is known for {purl.type}; known are {known}")


def _qualified(purl: PackageURL, qualifiers: dict[str, str]) -> str | None:
    """Return the one file of a release that `classifier` and `type` name, as Maven calls it."""
    classifier, kind = qualifiers.get("classifier"), qualifiers.get("type")
    if not purl.version or not (classifier or kind):
        return None
    stem = "-".join(part for part in (purl.name, purl.version, classifier) if part)
    return f"{stem}.{kind or 'jar'}"


def local(path: Path, folder: Path, failed: Failed) -> Iterator[Fetched]:
    """Yield the artifact that a path is, or those in a folder; `-` is standard input.

    What cannot be read in a folder is told, and the rest of it is yielded all the same.
    """
    if str(path) == "-":
        yield _file(_standard_input(folder), "stdin")
    elif path.is_dir():
        found = False
        for name in sorted(one for one in path.rglob("*") if one.is_file()):
            if ecosystems.identify(_shown(name.name))[0].id != "unknown":
                found = True
                yield from _guarded((_file(one, one.name) for one in (name,)), failed)
        if not found:
            raise InputError(f"{path}: no artifact in this folder; name wheels, sdists or others")
    else:
        yield _file(path, path.name)


def _file(path: Path, filename: str) -> Fetched:
    if path.exists() and not path.is_file():
        raise InputError(f"{path}: is a device or a pipe; copy it to a file, or hand it over as -")
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        advice = "write pypi:name==version for a release" if not path.exists() else "check it"
        raise InputError(f"{path}: cannot be read ({error.strerror}); {advice}") from error
    return Fetched(artifact=ecosystems.identify(_shown(filename), head)[1], path=str(path))


def _shown(filename: str) -> str:
    """Return a name on disk as text, bytes that are no UTF-8 spelled out."""
    return filename.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _standard_input(folder: Path) -> Path:
    path = folder / "stdin"
    with path.open("wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
    return path


def _fetched(targets: tuple[Target, ...], folder: Path, failed: Failed) -> Iterator[Fetched]:
    with contextlib.ExitStack() as stack:
        bar = stack.enter_context(progress.bar())
        clients = {
            name: stack.enter_context(ECOSYSTEMS[name].client(bar))
            for name in {target.ecosystem for target in targets}
        }
        for target in dict.fromkeys(targets):
            ecosystem = ECOSYSTEMS[target.ecosystem]
            yield from _guarded(ecosystem.fetch(target, clients[target.ecosystem], folder), failed)


def _guarded(items: Iterator[_T], failed: Failed) -> Iterator[_T]:
    """Yield until something cannot be had, and say so; a usage error is not caught."""
    try:
        yield from items
    except UsageError:
        raise
    except PratiqueError as error:
        failed(error)
