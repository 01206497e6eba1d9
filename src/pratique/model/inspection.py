"""What the child found in one artifact, and the proof of what it looked at."""

import hashlib
from typing import Literal

import msgspec

from pratique.model.artifact import Manifest
from pratique.model.container import Member
from pratique.model.fact import Fact, Layer, Trigger

Effect = Literal["note", "hold", "refuse"]


class Limitation(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was not, or could not be, looked at as it should be (capa's word)."""

    code: str
    """Kebab-case and stable: zip-trailing-bytes, child-signal, limit-members…"""
    effect: Effect = "hold"
    """note: said only. hold: never clear. refuse: the registry's policy forbids the container."""
    member: str = ""
    detail: str = ""
    offset: int = -1


class Skip(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A member that was listed and not analysed, and why."""

    member: str
    reason: str


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """The proof of what was looked at. A verdict of `clear` cannot exist without a complete one."""

    sha256: str
    size: int
    accounted: int = 0
    """Bytes of the file explained as header, member data or declared padding."""
    listed: int = 0
    analysed: int = 0
    skipped: tuple[Skip, ...] = ()
    fired: tuple[str, ...] = ()
    """Names of limits that were met."""
    engine: str = ""
    """Digest of the code that read the members."""
    rules: str = ""
    versions: tuple[str, ...] = ()
    """`library==version` of the readers."""

    @property
    def complete(self) -> bool:
        """Whether every byte and every member is accounted for and no limit fired."""
        return (
            len(self.sha256) == 64
            and self.size > 0
            and self.accounted == self.size
            and self.listed == self.analysed
            and not self.skipped
            and not self.fired
        )

    def digest(self) -> str:
        """Return the sha256 of this record, which a verdict carries as its proof."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()


class Fingerprints(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Digests and sketches for the dataset's matching."""

    tokens: tuple[int, ...] = ()
    """MinHash of the normalised code tokens of the whole artifact."""
    shingles: int = 0
    """How many different runs of tokens went into it; a few tell little."""
    members: tuple[str, ...] = ()
    """sha256 of every code member that is not trivially small."""


class Inspection(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that one child says about one artifact."""

    sha256: str
    size: int
    container: str
    """zip, tar.gz, class, pom, source… as recognised by content."""
    members: tuple[Member, ...] = ()
    manifest: Manifest = msgspec.field(default_factory=Manifest)
    triggers: tuple[Trigger, ...] = ()
    facts: tuple[Fact, ...] = ()
    layers: tuple[Layer, ...] = ()
    limitations: tuple[Limitation, ...] = ()
    coverage: Coverage
    fingerprints: Fingerprints = msgspec.field(default_factory=Fingerprints)
