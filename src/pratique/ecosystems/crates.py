"""crates.io: `.crate` files, the sparse index, and static downloads.

The pure half stands in `crates_names` and `crates_manifest`; the half that talks to an index in
`crates_index`, imported only when one is asked.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pratique.ecosystems import crates_names, policies, tool_configs
from pratique.ecosystems.interface import Description, Ecosystem
from pratique.model import (
    Artifact,
    ContainerPolicy,
    Event,
    Fact,
    Fetched,
    History,
    Manifest,
    Member,
    RegistryFile,
    Target,
)

if TYPE_CHECKING:
    from pratique.ecosystems.http import Client, Progress

METADATA_BYTES = 1024 * 1024
_WANTED = frozenset(("Cargo.toml", "Cargo.toml.orig"))


class Crates(Ecosystem):
    """crates.io, and every registry that Cargo's sparse protocol speaks to."""

    id = "crates"
    purl_type = "cargo"

    def __init__(self, feed: str = "") -> None:
        self._feed = feed

    def identify(self, filename: str, head: bytes = b"") -> Artifact | None:
        """Return the crate that a file is by its name."""
        del head
        return crates_names.identify(filename)

    def policy(self, artifact: Artifact, container: str) -> ContainerPolicy:
        """Return the column of a crate."""
        del artifact, container
        return policies.get("crate")

    def wants(self, path: str) -> int:
        """Want both manifests of the crate and Cargo's configuration beside them."""
        parts = path.split("/")
        if "!/" in path:
            return 0
        if len(parts) == 2 and parts[1] in _WANTED:
            return METADATA_BYTES
        if parts[1:] in ([".cargo", "config.toml"], [".cargo", "config"]):
            return METADATA_BYTES
        return tool_configs.MOST if tool_configs.wanted(path) else 0

    def describe(
        self, artifact: Artifact, members: tuple[Member, ...], contents: Mapping[str, bytes]
    ) -> Description:
        """Return what a crate says about itself and what of it runs when it is built."""
        from pratique.ecosystems import crates_manifest

        found = crates_manifest.describe(artifact, members, contents)
        return tool_configs.added(found, members, contents)

    def normalise(self, name: str) -> str:
        """Return the name in lower case, `_` as `-`."""
        return crates_names.normalise(name)

    def version_key(self, version: str) -> tuple[object, ...]:
        """Order as SemVer does."""
        return crates_names.version_key(version)

    def metadata_facts(
        self, artifact: Artifact, manifest: Manifest, metadata: bytes | None
    ) -> tuple[Fact, ...]:
        """Return where the index's line and the crate's own manifest disagree."""
        from pratique.ecosystems import crates_index

        return crates_index.disagreements(artifact, manifest, metadata)

    def client(self, progress: "Progress | None" = None) -> "Client":
        """Return a client that is configured as Cargo is."""
        from pratique.ecosystems import crates_index

        return crates_index.client(progress)

    def history(self, name: str, client: "Client") -> History:
        """Ask the configured index for every release."""
        from pratique.ecosystems import crates_index

        return crates_index.history(name, client)

    def fetch(self, target: Target, client: "Client", folder: Path) -> Iterator[Fetched]:
        """Download the one file of a release."""
        from pratique.ecosystems import crates_index

        yield from crates_index.fetch(target, client, folder)

    def fetch_file(self, name: str, file: RegistryFile, client: "Client", folder: Path) -> Fetched:
        """Download one file that `history` listed."""
        from pratique.ecosystems import crates_index

        return crates_index.fetch_file(name, file, client, folder)

    def following(self, feed: str) -> "Crates":
        """Return this registry with another address of its feed."""
        return Crates(feed)

    def head(self, client: "Client") -> int:
        """Return the second at which the feed stands."""
        from pratique.ecosystems import crates_feed

        return crates_feed.head(client, self._feed)

    def changes(self, since: int, client: "Client") -> tuple[Event, ...]:
        """Return what was released after a second."""
        from pratique.ecosystems import crates_feed

        return crates_feed.changes(since, client, self._feed)
