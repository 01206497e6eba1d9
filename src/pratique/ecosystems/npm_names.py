"""npm's file names, project names and versions.

Sources: npm's documentation of `package.json` and of scopes, the SemVer 2.0.0 specification.
"""

import re
import zlib
from collections.abc import Iterator
from functools import lru_cache

from packageurl import PackageURL

from pratique.ecosystems.npm_json import document, text
from pratique.errors import UsageError
from pratique.model import Artifact, Target

HEAD_BYTES = 262_144
"""Bytes that the beginning of a file may inflate to while its name is looked for."""
_BLOCK = 512
_STEM = re.compile(r"(.+?)-v?([0-9].*)$")
_VERSION = re.compile(
    r"[v=\s]*([0-9]{1,16})(?:\.([0-9]{1,16}))?(?:\.([0-9]{1,16}))?(?:-([0-9A-Za-z.-]+))?(?:\+.*)?\s*$"
)
_EXACT = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+(?:[-+].*)?")
_NAME = re.compile(r"(?:@[^/\s@]+/)?[^/\s@]+")


def identify(filename: str, head: bytes = b"") -> Artifact | None:
    """Return the npm tarball that a file is, or None.

    A `.tgz` is npm's unless its first members are those of a Python source distribution; any other
    name is npm's only when its first members lie in `package/`, beside a `package.json`.
    """
    lowered = filename.lower()
    names: dict[str, bytes] = {}
    for path, body in _members(head):
        names.setdefault(path, body)
    own = next((path for path in names if path.partition("/")[2] == "package.json"), "")
    if lowered.endswith(".tgz"):
        python = any(
            path.partition("/")[2] in {"PKG-INFO", "setup.py", "pyproject.toml"} for path in names
        )
        if python and not own:
            return None
    elif own != "package/package.json" or lowered.endswith(".whl"):
        return None
    stem = re.sub(r"\.(?:tgz|tar\.gz|tar)$", "", filename, flags=re.IGNORECASE)
    match = _STEM.fullmatch(stem)
    name, version = (match[1], match[2]) if match else (stem or None, None)
    if own:
        stated, _ = document(names[own])
        name = text(stated.get("name")) or name
        version = text(stated.get("version")) or version
    return Artifact(
        ecosystem="npm",
        kind="npm",
        name=name,
        version=version,
        filename=filename,
        purl=purl(name, version),
    )


def purl(name: str | None, version: str | None) -> str | None:
    """Return the package URL of a release, None for a name that cannot be one."""
    if not name or not _NAME.fullmatch(name):
        return None
    scope, _, plain = name.rpartition("/")
    try:
        return PackageURL("npm", scope or None, plain, version).to_string()
    except ValueError:
        return None


def normalise(name: str) -> str:
    """Return a name as the registry compares it: old names may have capitals, and keep them."""
    return name.strip()


def target(text_: str) -> Target:
    """Read `name`, `@scope/name`, each with `@version`, `@tag` or a range such as `@^1.2`.

    >>> target("@babel/core@7.0.0").name, target("left-pad").version
    ('@babel/core', None)
    """
    plain = text_.strip()
    name, sign, version = plain[1:].partition("@")
    name = plain[:1] + name
    if not _NAME.fullmatch(name) or (sign and not version):
        raise UsageError(f"npm:{text_}: names no package; write npm:name@version")
    exact = version if _EXACT.fullmatch(version) else None
    return Target(
        ecosystem="npm",
        name=name,
        version=exact,
        requirement=version if version and exact is None else None,
    )


@lru_cache(maxsize=4096)
def version_key(version: str) -> tuple[object, ...]:
    """Return a key that orders versions as SemVer does; unreadable ones come first.

    >>> sorted(["1.10.0", "1.2.0", "1.10.0-rc.1", "x"], key=version_key)
    ['x', '1.2.0', '1.10.0-rc.1', '1.10.0']
    """
    match = _VERSION.match(version)
    if match is None:
        return (0, version)
    numbers = tuple(int(match[place] or 0) for place in (1, 2, 3))
    if not match[4]:
        return (1, numbers, 1, ())
    return (1, numbers, 0, tuple(_identifier(one) for one in match[4].split(".")))


def _identifier(one: str) -> tuple[int, int, str]:
    return (0, int(one), "") if one.isdigit() and len(one) < 17 else (1, 0, one)


def _members(head: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield path and body of the files that the first bytes of a tarball hold whole or in part."""
    data = head
    if head[:2] == b"\x1f\x8b":
        try:
            data = zlib.decompressobj(31).decompress(head, HEAD_BYTES)
        except zlib.error:
            return
    position = 0
    while position + _BLOCK <= len(data):
        header = data[position : position + _BLOCK]
        position += _BLOCK
        if header[257:262] != b"ustar" and not header[124:135].strip(b"\0 ").isdigit():
            return
        try:
            size = int(header[124:136].strip(b"\0 ") or b"0", 8)
        except ValueError:
            return
        if size < 0:
            return
        if header[156:157] in {b"0", b"\0", b"7"}:
            name = header[:100].rstrip(b"\0").decode("utf-8", "replace")
            yield name, data[position : position + size]
        position += (size + _BLOCK - 1) // _BLOCK * _BLOCK
