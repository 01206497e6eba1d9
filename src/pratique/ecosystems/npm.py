"""npm: tarballs, the packument of a project, and its feed of changes.

The pure half stands in `npm_names`, `npm_package` and what they import; the half that talks to a
registry in `npm_index` and `npm_feed`, which are imported only when one is asked.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pratique.ecosystems import npm_names, policies, tool_configs
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
_NESTED = 9
"""Folders down to which bundled packages are asked what they run."""
README_BYTES = 65_536


class Npm(Ecosystem):
    """The npm registry, and every registry that speaks its protocol."""

    id = "npm"
    purl_type = "npm"

    def __init__(self, feed: str = "") -> None:
        self._feed = feed

    def identify(self, filename: str, head: bytes = b"") -> Artifact | None:
        """Return the tarball that a file is by its name and first members."""
        return npm_names.identify(filename, head)

    def policy(self, artifact: Artifact, container: str) -> ContainerPolicy:
        """Return the one column of npm."""
        del artifact, container
        return policies.get("npm")

    def wants(self, path: str) -> int:
        """Want `package.json`, `binding.gyp`, `.npmrc`, the README and configuration of tools."""
        if "!/" in path:
            return 0
        inner = path.partition("/")[2] or path
        if inner == ".npmrc" or inner.lower() in {"package.json", "binding.gyp"}:
            return METADATA_BYTES
        if inner.lower().endswith(".gypi"):
            return README_BYTES
        if inner.lower() in {"readme.md", "readme"}:
            return README_BYTES
        if inner.startswith("node_modules/") and inner.endswith("/package.json"):
            return README_BYTES if inner.count("/") <= _NESTED else 0
        return tool_configs.MOST if tool_configs.wanted(inner) else 0

    def describe(
        self, artifact: Artifact, members: tuple[Member, ...], contents: Mapping[str, bytes]
    ) -> Description:
        """Return what a tarball says about itself and what of it runs when."""
        from pratique.ecosystems import npm_package

        return npm_package.describe(artifact, members, contents)

    def metadata_facts(
        self, artifact: Artifact, manifest: Manifest, metadata: bytes | None
    ) -> tuple[Fact, ...]:
        """Return where the registry's manifest and the archive's own disagree."""
        from pratique.ecosystems import npm_shown

        return npm_shown.disagreements(artifact, manifest, metadata)

    def normalise(self, name: str) -> str:
        """Return a name as the registry compares it."""
        return npm_names.normalise(name)

    def version_key(self, version: str) -> tuple[object, ...]:
        """Order by SemVer."""
        return npm_names.version_key(version)

    def target(self, text: str) -> Target:
        """Read `name`, `@scope/name`, each with `@version`."""
        return npm_names.target(text)

    def client(self, progress: "Progress | None" = None) -> "Client":
        """Return a client that is configured as npm is."""
        from pratique.ecosystems import npm_index

        return npm_index.client(progress)

    def history(self, name: str, client: "Client") -> History:
        """Ask the registry for every release."""
        from pratique.ecosystems import npm_index

        return npm_index.history(name, client)

    def fetch(self, target: Target, client: "Client", folder: Path) -> Iterator[Fetched]:
        """Download the tarball of a release."""
        from pratique.ecosystems import npm_index

        yield from npm_index.fetch(target, client, folder)

    def fetch_file(self, name: str, file: RegistryFile, client: "Client", folder: Path) -> Fetched:
        """Download one file that `history` listed."""
        from pratique.ecosystems import npm_index

        return npm_index.fetch_file(name, file, client, folder)

    def following(self, feed: str) -> "Npm":
        """Return npm with another address of its feed."""
        return Npm(feed)

    def head(self, client: "Client") -> int:
        """Return the newest sequence number of the feed."""
        from pratique.ecosystems import npm_feed

        return npm_feed.head(client, self._feed)

    def moment(self, position: int, client: "Client") -> float:
        """Return when the feed stood at a sequence number."""
        from pratique.ecosystems import npm_feed

        return npm_feed.moment(position, client, self._feed)

    def changes(self, since: int, client: "Client") -> tuple[Event, ...]:
        """Return which projects changed after a sequence number."""
        from pratique.ecosystems import npm_feed

        return npm_feed.changes(since, client, self._feed)

    def uploads(self, event: Event, client: "Client") -> tuple[Event, ...] | None:
        """Return every release of a changed project."""
        from pratique.ecosystems import npm_feed

        return npm_feed.uploads(event, client)
