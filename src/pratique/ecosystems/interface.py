"""The port that every registry implements: what differs between ecosystems, and nothing else.

An ecosystem is one module with one subclass, and one line in the table of `__init__`. The methods
fall in three groups:

- **pure**, and run on hostile bytes in the child: `identify`, `policy`, `wants`, `describe`;
- **pure**, and run in the parent: `normalise`, `version_key`, `target`, `metadata_facts`;
- **edge**, and run in the parent only, always through the one egress client that is passed in:
  `history`, `fetch`, `fetch_file`, and for `watch`: `head`, `moment`, `changes`,
  `listed`, `uploads`.

Nothing here raises for what an archive contains: that is a `Limitation` or a `Fact`. The edge
methods raise `FetchError`s.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

import msgspec

from pratique.errors import FetchError, UsageError
from pratique.model import (
    Artifact,
    ArtifactKind,
    ContainerPolicy,
    EcosystemId,
    Event,
    Fact,
    Fetched,
    History,
    Limitation,
    Manifest,
    Member,
    RegistryFile,
    Target,
    Trigger,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pratique.ecosystems.http import Client, Progress


class Description(msgspec.Struct, frozen=True, kw_only=True):
    """What an archive says about itself, and what of it runs when."""

    manifest: Manifest = msgspec.field(default_factory=Manifest)
    triggers: tuple[Trigger, ...] = ()
    facts: tuple[Fact, ...] = ()
    limitations: tuple[Limitation, ...] = ()
    layout: ArtifactKind | None = None
    """The kind whose files lie like these, where that is not the kind that the name says."""


class Ecosystem(ABC):
    """One registry: naming, container policy, metadata, triggers, fetching and feed."""

    id: ClassVar[EcosystemId]
    purl_type: ClassVar[str]
    """The type in a package URL; differs from the id for crates (`cargo`)."""
    late: ClassVar[int] = 0
    """By how much an entry of the feed may appear behind a newer one, in positions."""

    @abstractmethod
    def identify(self, filename: str, head: bytes = b"") -> Artifact | None:
        """Return what a file of this name is here, or None when it is not of this ecosystem.

        `head` is the first 64 KiB of the file, for names that say nothing.
        """

    @abstractmethod
    def policy(self, artifact: Artifact, container: str) -> ContainerPolicy:
        """Return the column of the policy table for this artifact.

        `container` is what its bytes are (`zip`, `gzip`, `tar`…), whatever its name says.
        """

    @abstractmethod
    def wants(self, path: str) -> int:
        """Return how many bytes of the member at this canonical path `describe` needs, mostly 0.

        More than 0 only for small members of known names, never for nested ones (`a.zip!/b`). The
        caller may give less than asked for; the member's size then says that it was cut.
        """

    @abstractmethod
    def describe(
        self,
        artifact: Artifact,
        members: tuple[Member, ...],
        contents: Mapping[str, bytes],
    ) -> Description:
        """Return manifest, triggers, facts and limitations of an archive.

        `contents` maps the path of every wanted member to its first bytes, as many as `wants`
        said. Pure, bounded (linear in its input), and never raises for what the bytes are.
        """

    @abstractmethod
    def normalise(self, name: str) -> str:
        """Return the one spelling under which the registry compares project names."""

    @abstractmethod
    def version_key(self, version: str) -> tuple[object, ...]:
        """Return a key that orders versions as the ecosystem does; unreadable ones come first."""

    def target(self, text: str) -> Target:
        """Read what a person wrote after `<id>:`, `name` or `name@version` unless overridden.

        Raises UsageError for what names nothing.
        """
        name, sign, version = text.rpartition("@")
        if not sign or not name:
            name, version = text, ""
        if not name.strip("@/ "):
            raise UsageError(f"{self.id}:{text}: names no project; write {self.id}:name@version")
        return Target(ecosystem=self.id, name=name, version=version or None)

    def metadata_facts(
        self,
        artifact: Artifact,
        manifest: Manifest,
        metadata: bytes | None,
    ) -> tuple[Fact, ...]:
        """Return where the registry's JSON and the archive's own manifest disagree."""
        del artifact, manifest, metadata
        return ()

    def client(self, progress: "Progress | None" = None) -> "Client":
        """Return an egress client with this registry's certificates, proxy and patience."""
        from pratique.ecosystems.http import Client

        return Client(progress=progress)

    @abstractmethod
    def history(self, name: str, client: "Client") -> History:
        """Return every release that the registry lists now, oldest version first."""

    @abstractmethod
    def fetch(self, target: Target, client: "Client", folder: "Path") -> Iterator[Fetched]:
        """Download every file of a release into `folder`, one by one.

        A file whose digest is not the promised one is yielded all the same, with both digests, so
        that its review is `held`.
        """

    @abstractmethod
    def fetch_file(
        self, name: str, file: RegistryFile, client: "Client", folder: "Path"
    ) -> Fetched:
        """Download one file that `history` listed."""

    def following(self, feed: str) -> "Ecosystem":
        """Return this ecosystem with another address of its feed; empty keeps the default."""
        if feed:
            raise UsageError(f"{self.id}: the address of its feed cannot be set")
        return self

    def head(self, client: "Client") -> int:
        """Return the newest position of the feed."""
        del client
        raise FetchError(f"{self.id} has no feed of uploads: name releases to review instead")

    def moment(self, position: int, client: "Client") -> float:
        """Return when the feed stood at a position, 0 when that is not known.

        Only asked of a feed whose entries name no files.
        """
        del position, client
        return 0.0

    def changes(self, since: int, client: "Client") -> tuple[Event, ...]:
        """Return what the feed says after a position, in order; empty when nothing is new."""
        del since, client
        raise FetchError(f"{self.id} has no feed of uploads: name releases to review instead")

    def listed(self, event: Event, found: History) -> RegistryFile | None:
        """Return the file that an upload names, None where the registry does not list it yet."""
        del self
        return next((file for file in found.files if file.filename == event.filename), None)

    def uploads(self, event: Event, client: "Client") -> tuple[Event, ...] | None:
        """Return an upload for every file of the project of a `change`, old and new alike.

        None means that the registry's answer is from before the change.
        """
        del event, client
        return ()
