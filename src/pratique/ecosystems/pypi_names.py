"""PyPI's file names, project names and versions.

Sources: PEP 427 and 625 (file names), PEP 503 (names), PEP 440 (versions). What `packaging` accepts
is read as `packaging` reads it; what it rejects (old or hostile uploads) is read as well as
possible, because it has to be reviewed all the same.
"""

import re
import zlib
from functools import lru_cache

from packageurl import PackageURL
from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    canonicalize_name,
    parse_sdist_filename,
    parse_wheel_filename,
)
from packaging.version import InvalidVersion, Version

from pratique.errors import UsageError
from pratique.model import Artifact, ArtifactKind, Target

SDIST_SUFFIXES = (
    ".tar.gz",
    ".zip",
    ".tgz",
    ".tar.bz2",
    ".tbz",
    ".tar.xz",
    ".txz",
    ".tar.zst",
    ".tar.Z",
    ".tar",
)
"""Longest first where one ends with another; `.tar.gz` and `.zip` are the ones still accepted."""

_VERSION_START = re.compile(r"-v?(?=[0-9])")


def identify(filename: str, head: bytes = b"") -> Artifact | None:
    """Return the wheel, sdist or egg that a file name, or else its first bytes, speak of."""
    lowered = filename.lower()
    if lowered.endswith(".whl"):
        return _artifact("wheel", filename, *wheel_parts(filename))
    if lowered.endswith(".egg"):
        return _artifact("egg", filename, *egg_parts(filename))
    if lowered.endswith(".tgz") and b"package/" in _tar_head(head):
        return None
    suffix = next((one for one in SDIST_SUFFIXES if lowered.endswith(one.lower())), "")
    if suffix:
        return _artifact("sdist", filename, *sdist_parts(filename[: -len(suffix)], suffix))
    return _by_content(filename, head)


def wheel_parts(filename: str) -> tuple[str | None, str | None]:
    """Return project and version of a wheel's name, as written there."""
    parts = filename[:-4].split("-")
    try:
        parse_wheel_filename(filename)
    except InvalidWheelFilename:
        if len(parts) < 2:
            return (parts[0] or None, None)
    return (parts[0] or None, parts[1] or None)


def egg_parts(filename: str) -> tuple[str | None, str | None]:
    """Return project and version of an egg's name: `name-version-py3.9[-platform].egg`."""
    parts = filename[:-4].split("-")
    return (parts[0] or None, parts[1] if len(parts) > 1 else None)


def sdist_parts(stem: str, suffix: str = ".tar.gz") -> tuple[str | None, str | None]:
    """Return project and version of an sdist's name without its suffix, as written there."""
    try:
        parse_sdist_filename(stem + (suffix if suffix in (".tar.gz", ".zip") else ".tar.gz"))
    except InvalidSdistFilename:
        found = _VERSION_START.search(stem)
        if found is None:
            return (stem or None, None)
        return (stem[: found.start()] or None, stem[found.start() + 1 :] or None)
    name, _, version = stem.rpartition("-")
    return (name, version)


def target(text: str, hashes: tuple[str, ...] = ()) -> Target:
    """Read a requirement (PEP 508, markers ignored) or `name@version` as what to fetch."""
    bare = text.strip()
    if not bare:
        raise UsageError("pypi: names no project; write pypi:name==version")
    name, sign, wanted = bare.partition("@")
    if sign and wanted.strip() and version(wanted.strip()):
        bare = f"{name.strip()}=={wanted.strip()}"
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        found = Requirement(bare)
    except (InvalidRequirement, RecursionError) as error:  # a marker may be nested without end
        raise UsageError(
            f"{text[:200]}: names no release; write name==version ({str(error).splitlines()[0]})"
        ) from error
    if found.url:
        raise UsageError(
            f"{text[:200]}: an address is not fetched; download the file yourself and name it"
        )
    exact = [one for one in found.specifier if one.operator in {"==", "==="}]
    pinned = exact[0].version if len(exact) == len(found.specifier) == 1 else ""
    if pinned and not pinned.endswith(".*"):
        return Target(ecosystem="pypi", name=found.name, version=pinned, hashes=hashes)
    return Target(
        ecosystem="pypi",
        name=found.name,
        requirement=str(found.specifier) or None,
        hashes=hashes,
    )


def normalise(name: str) -> str:
    """Return the PEP 503 spelling: lower case, runs of `-_.` as one `-`."""
    return canonicalize_name(name)


@lru_cache(maxsize=4096)
def version(text: str) -> Version | None:
    """Return a PEP 440 version, or None for what is not one."""
    try:
        return Version(text)
    except InvalidVersion:
        return None


def version_key(text: str) -> tuple[object, ...]:
    """Return a key that orders as pip does; what is not PEP 440 comes first, by its text."""
    parsed = version(text)
    return (0, text) if parsed is None else (1, parsed)


def same_version(one: str, two: str) -> bool:
    """Tell whether two spellings are one version, `1.0` and `1.0.0` included."""
    left, right = version(one), version(two)
    if left is None or right is None:
        return one.lower().replace("_", "-") == two.lower().replace("_", "-")
    return left == right


def purl(name: str, version_text: str | None) -> str:
    """Return the package URL of a release."""
    return PackageURL("pypi", None, normalise(name), version_text).to_string()


def _artifact(
    kind: ArtifactKind, filename: str, name: str | None, version_text: str | None
) -> Artifact:
    return Artifact(
        ecosystem="pypi",
        kind=kind,
        name=name,
        version=version_text,
        filename=filename,
        purl=purl(name, version_text) if name else None,
    )


def _by_content(filename: str, head: bytes) -> Artifact | None:
    """Recognise a file whose name says nothing, as in stores addressed by digest."""
    if head.startswith(b"PK\x03\x04"):
        if b".dist-info/" in head:
            return _artifact("wheel", filename, None, None)
        if b"EGG-INFO/" in head:
            return _artifact("egg", filename, None, None)
        if b"/PKG-INFO" in head or b"/setup.py" in head:
            return _artifact("sdist", filename, None, None)
        return None
    text = _tar_head(head)
    if b"/PKG-INFO" in text or b"/setup.py" in text or b"/pyproject.toml" in text:
        return _artifact("sdist", filename, None, None)
    return None


def _tar_head(head: bytes) -> bytes:
    """Return up to 64 KiB of the tar inside a gzip's first bytes; empty when it is none."""
    if not head.startswith(b"\x1f\x8b"):
        return b""
    try:
        text = zlib.decompressobj(31).decompress(head, 65536)
    except zlib.error:
        return b""
    return text if text[257:262] == b"ustar" else b""
