"""What the `expected.toml` of a re-enactment says."""

from pathlib import Path

import msgspec

from tests.incidents.case import (
    ArchiveKind,
    Case,
    Classification,
    Ecosystem,
    Evidence,
    Generated,
    Release,
)

ECOSYSTEMS: tuple[Ecosystem, ...] = ("pypi", "npm", "crates", "maven")
ONLY = "release"


class Reenactment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One technique, or the honest twin of one."""

    name: str
    """The package's name; group:artifact for Maven."""
    version: str
    archives: tuple[ArchiveKind, ...]
    about: str
    """The technique in one line, or what makes the twin honest."""
    source: str = ""
    """Which public reports show the technique, one line."""
    expect: Classification
    """The least that a review must say; `clear`: exactly that."""
    twin_of: str = ""
    """The technique that this honest package resembles."""
    evidence: tuple[Evidence, ...] = ()
    generated: dict[str, Generated] = {}
    nested: dict[str, str] = {}
    """Maven: path of a jar inside the jar → folder with its Java sources; a path that ends with a
    slash is a folder of the jar itself (`META-INF/versions/11/`)."""


def load(folder: Path) -> Reenactment:
    """Read the `expected.toml` of a folder."""
    path = folder / "expected.toml"
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Reenactment)
    except msgspec.DecodeError as error:
        raise ValueError(f"{path}: {error}") from error


def as_case(folder: Path) -> Case:
    """Return a re-enactment as a case of one release, which the builder of incidents can build."""
    said = load(folder)
    ecosystem = next(one for one in ECOSYSTEMS if one == folder.parent.name)
    release = Release(
        role=ONLY,
        version=said.version,
        trees=("tree",),
        archives=said.archives,
        expect=said.expect,
        alone=said.expect,
        why=said.about,
        evidence=said.evidence,
    )
    return Case(
        id=folder.name,
        ecosystem=ecosystem,
        name=said.name,
        source=said.source,
        about=said.about,
        twin_of=said.twin_of,
        release=(release,),
        generated=said.generated,
    )


def folders(root: Path, ecosystem: Ecosystem | None = None) -> tuple[Path, ...]:
    """Return the folders of all re-enactments, or of one ecosystem."""
    wanted = (ecosystem,) if ecosystem else ECOSYSTEMS
    found = (path.parent for one in wanted for path in root.glob(f"{one}/*/expected.toml"))
    return tuple(sorted(found))
