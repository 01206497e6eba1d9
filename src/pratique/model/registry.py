"""What a registry says: the files of a release, the releases of a project, one change in a feed."""

from typing import Literal

import msgspec

from pratique.model.artifact import ArtifactKind, EcosystemId

ProjectStatus = Literal["active", "archived", "quarantined", "deprecated"]
"""PEP 792's markers; a registry without markers says `active`."""

EventKind = Literal[
    "upload",
    "change",
    "remove",
    "create",
    "yank",
    "unyank",
    "quarantine",
    "quarantine-cleared",
    "owner",
    "other",
]


class RegistryFile(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One file as the registry lists it; everything here is the registry's claim."""

    filename: str
    url: str
    version: str
    kind: ArtifactKind = "unknown"
    sha256: str = ""
    size: int = 0
    uploaded: float = 0.0
    """Unix time; 0 when the registry does not say."""
    yanked: bool = False
    provenance: str = ""
    """Address of the file's attestation, empty when there is none."""
    integrity: str = ""
    """Digests as Subresource Integrity writes them (`sha512-…`), where the registry has those."""
    source: str = ""
    """The index that lists it."""
    publisher: str = ""
    """Who uploaded it, as the registry names accounts; empty where it does not say."""
    email: str = ""
    """The uploader's address, where the registry shows it."""
    workflow: str = ""
    """Repository and workflow that an attestation names."""


class Release(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One version of a project with all its files."""

    version: str
    files: tuple[RegistryFile, ...] = ()

    @property
    def uploaded(self) -> float:
        """Return when the first file came, 0 when that is not known."""
        return min((file.uploaded for file in self.files if file.uploaded), default=0.0)

    @property
    def yanked(self) -> bool:
        """Tell whether every file is withdrawn."""
        return bool(self.files) and all(file.yanked for file in self.files)


class History(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A project as its registry lists it at one moment."""

    ecosystem: EcosystemId
    name: str
    releases: tuple[Release, ...] = ()
    """Ordered by version, oldest first."""
    status: ProjectStatus = "active"
    serial: int = 0
    """Position of the answer in the registry's feed; 0 when it does not say."""

    def release(self, version: str) -> Release | None:
        """Return one release, matched literally."""
        return next((one for one in self.releases if one.version == version), None)

    @property
    def files(self) -> tuple[RegistryFile, ...]:
        """Return every file of every release."""
        return tuple(file for release in self.releases for file in release.files)


class Attestation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a signed statement says about where a file was built; a claim until it is verified."""

    filename: str
    sha256: str = ""
    """Digest of the file that the statement speaks of."""
    repository: str = ""
    """`owner/name`, or an address."""
    workflow: str = ""
    ref: str = ""
    commit: str = ""
    verified: bool | None = None
    """True or False once a signature was checked against a trust root; None: not checked."""
    problem: str = ""
    """Why it was not checked, or what is wrong with it."""


class Upload(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One upload of an account, whatever the project."""

    name: str
    version: str
    uploaded: float


class Repository(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Tags and branches of a source repository at one moment, as a caller found them."""

    address: str = ""
    tags: dict[str, str] = {}
    """Tag to commit."""
    commits: frozenset[str] = frozenset()
    """Commits that some branch or tag reaches."""


class Standing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that is known about a release beside its bytes: who published it, when, from where."""

    history: History | None = None
    attestations: tuple[Attestation, ...] = ()
    """Of files of any release of the project."""
    uploads: tuple[Upload, ...] = ()
    """What else the account uploaded lately."""
    repository: Repository | None = None


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry of a registry's feed of changes."""

    ecosystem: EcosystemId
    kind: EventKind
    name: str
    version: str = ""
    filename: str = ""
    """The file that came or went, where the event names one."""
    serial: int
    time: int = 0
    action: str = ""
    """The registry's own words, hostile until escaped."""
