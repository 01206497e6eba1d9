"""What `expected.toml` says: how to build the archives of a case, and what must be found."""

from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

Ecosystem = Literal["pypi", "npm", "crates", "maven"]
Classification = Literal["clear", "suspicious", "malicious"]
ArchiveKind = Literal["wheel", "sdist", "npm", "crate", "jar", "source"]
"""`source` is the archive of a tag in the project's repository, as a caller may give it."""


class Evidence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One planted line: a text that stands exactly once in a member of the built archive."""

    member: str
    """Path inside the archive, with its top folder (`{top}` is replaced by it)."""
    text: str
    archives: tuple[ArchiveKind, ...] = ()
    """The kinds of archive that carry it; all of the release when empty."""
    source: str = ""
    """For a class member: the Java file in the tree that holds the text."""


class Release(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One release: which trees are laid over each other, and what its review must say."""

    role: str
    """previous, bad, later, dependency…; archives are built into a folder of this name."""
    version: str
    trees: tuple[str, ...]
    archives: tuple[ArchiveKind, ...]
    expect: Classification
    """The least that a review with everything at hand must say (`clear`: exactly that)."""
    alone: Classification = "clear"
    """The least that the archive must give without previous release and without metadata."""
    against: str = ""
    """The role of the release that it follows."""
    why: str = ""
    name: str = ""
    """Project, when it is not the one of the case (a dependency)."""
    evidence: tuple[Evidence, ...] = ()
    uploaded: datetime | None = None
    user: str = "maintainers"
    email: str = ""
    attested: bool = False
    commit: str = ""
    """Commit that the attestation names."""
    ref: str = ""
    """Branch or tag that the attestation names."""
    tagged: bool = True
    """Whether the source repository has a tag for it."""
    remove: tuple[str, ...] = ()
    """Paths of earlier trees that this release no longer has."""


class Generated(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands for `@@name@@` in a tree: made by a function of `generate`."""

    kind: str
    source: str = ""
    """File of the case's `pieces` folder that goes in."""
    size: int = 0
    depth: int = 1
    key: int = 0
    text: str = ""


class Older(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A release that exists in the registry's metadata only."""

    version: str
    uploaded: datetime
    attested: bool = False
    user: str = "maintainers"


class Sibling(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another upload by the same account, for cadence."""

    name: str
    version: str
    uploaded: datetime


class Case(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One incident or one re-enactment."""

    id: str
    ecosystem: Ecosystem
    name: str
    happened: str = ""
    source: str
    """Public report that it follows, one line."""
    about: str
    repository: str = ""
    twin_of: str = ""
    """The malicious case that this honest package resembles."""
    release: tuple[Release, ...]
    generated: dict[str, Generated] = {}
    history: tuple[Older, ...] = ()
    burst: tuple[Sibling, ...] = ()
    served: tuple[str, ...] = ()
    """Generated things that the payload would download: written beside the archives."""


def load(folder: Path) -> Case:
    """Read the `expected.toml` of a case folder."""
    path = folder / "expected.toml"
    try:
        case = msgspec.toml.decode(path.read_bytes(), type=Case)
    except msgspec.DecodeError as error:
        raise ValueError(f"{path}: {error}") from error
    if case.id != folder.name:
        raise ValueError(f"{path}: id is {case.id}, the folder {folder.name}: make them equal")
    return case


def cases(root: Path) -> tuple[Path, ...]:
    """Return the case folders below a folder, in order of name."""
    return tuple(sorted(path.parent for path in root.glob("*/expected.toml")))
