"""Crate names, file names and versions, as Cargo reads them.

Sources: The Cargo Book, "The Manifest Format" (names), "Registry Index" (folders of the index);
Semantic Versioning 2.0.0 (order).
"""

import re
from functools import lru_cache

from packageurl import PackageURL

from pratique.model import Artifact

_FILE = re.compile(r"(.+?)-v?([0-9]+\.[0-9]+\.[0-9]+(?:[-+].+)?)\.crate", re.IGNORECASE)
_LOOSE = re.compile(r"(.+)-([0-9][^-]*)\.crate", re.IGNORECASE)
_VERSION = re.compile(
    r"v?(\d{1,20})(?:\.(\d{1,20}))?(?:\.(\d{1,20}))?(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?"
)


def identify(filename: str) -> Artifact | None:
    """Return the crate that a file name speaks of, or None.

    >>> identify("serde-1.0.0.crate").version, identify("md-5-0.10.6.crate").name
    ('1.0.0', 'md-5')
    """
    if not filename.lower().endswith(".crate"):
        return None
    found = _FILE.fullmatch(filename) or _LOOSE.fullmatch(filename)
    name, version = (found[1], found[2]) if found else (filename[:-6] or None, None)
    return Artifact(
        ecosystem="crates",
        kind="crate",
        name=name,
        version=version,
        filename=filename,
        purl=purl(name, version) if name else None,
    )


def normalise(name: str) -> str:
    """Return the spelling under which the registry compares names: `Foo_Bar` is `foo-bar`."""
    return name.lower().replace("_", "-")


def purl(name: str, version: str | None) -> str:
    """Return the package URL of a release; its type is `cargo`."""
    return PackageURL("cargo", None, name, version).to_string()


@lru_cache(maxsize=4096)
def version_key(text: str) -> tuple[object, ...]:
    """Order as SemVer does: a pre-release before its release; unreadable ones come first.

    >>> version_key("1.0.0-rc.1") < version_key("1.0.0") < version_key("1.0.10")
    True
    """
    found = _VERSION.fullmatch(text.strip())
    if found is None:
        return (0, text)
    numbers = tuple(int(part or 0) for part in found.groups()[:3])
    pre = found[4]
    parts = tuple(
        (0, int(one), "") if one.isdigit() and len(one) < 20 else (1, 0, one)
        for one in (pre.split(".") if pre else ())
    )
    return (1, numbers, 0 if pre else 1, parts, found[5] or "")


def index_path(name: str) -> str:
    """Return where the index keeps a crate.

    >>> index_path("a"), index_path("abc"), index_path("Serde")
    ('1/a', '3/a/abc', 'se/rd/serde')
    """
    lower = name.lower()
    if len(lower) < 3:
        return f"{len(lower)}/{lower}"
    if len(lower) == 3:
        return f"3/{lower[0]}/{lower}"
    return f"{lower[:2]}/{lower[2:4]}/{lower}"
