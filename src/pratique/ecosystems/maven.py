"""Maven Central and repositories of its layout: jars, wars and poms.

The pure half stands in `maven_names`, `maven_pom` and `maven_jar`; the half that talks to a
repository in `maven_repository`, imported only when one is asked.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pratique.ecosystems import maven_names, policies, tool_configs
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


class Maven(Ecosystem):
    """Maven Central, and every repository that has its layout."""

    id = "maven"
    purl_type = "maven"
    late = 3600

    def __init__(self, feed: str = "") -> None:
        self._feed = feed

    def identify(self, filename: str, head: bytes = b"") -> Artifact | None:
        """Return the jar, war or pom that a file is by its name, else by its first bytes."""
        return maven_names.identify(filename, head)

    def policy(self, artifact: Artifact, container: str) -> ContainerPolicy:
        """Return the column of jars, or that of poms."""
        del container
        return policies.get("pom" if artifact.kind == "pom" else "jar")

    def wants(self, path: str) -> int:
        """Want manifest, services, poms and the descriptors of plugins."""
        if "!/" in path:
            return 0
        from pratique.ecosystems import maven_jar

        alone = path.lower().endswith(".pom") and "/" not in path
        if alone or maven_jar.wants(path):
            return METADATA_BYTES
        return tool_configs.MOST if tool_configs.wanted(path) else 0

    def describe(
        self, artifact: Artifact, members: tuple[Member, ...], contents: Mapping[str, bytes]
    ) -> Description:
        """Return what a jar, a war or a pom says about itself and what of it runs when."""
        from pratique.ecosystems import maven_jar

        if artifact.kind == "pom":
            return maven_jar.describe_pom(artifact, contents)
        found = maven_jar.describe(artifact, members, contents)
        return tool_configs.added(found, members, contents)

    def normalise(self, name: str) -> str:
        """Return the coordinates as they are: repositories tell letters' case apart."""
        return name.replace("/", ":")

    def version_key(self, version: str) -> tuple[object, ...]:
        """Order as Maven's ComparableVersion does."""
        return maven_names.version_key(version)

    def target(self, text: str) -> Target:
        """Read `group:artifact:version`."""
        return maven_names.target(text)

    def metadata_facts(
        self, artifact: Artifact, manifest: Manifest, metadata: bytes | None
    ) -> tuple[Fact, ...]:
        """Return where the repository's pom and the jar's own disagree."""
        from pratique.ecosystems import maven_repository

        return maven_repository.disagreements(artifact, manifest, metadata)

    def client(self, progress: "Progress | None" = None) -> "Client":
        """Return a client with the mirrors' credentials and the proxy of `settings.xml`."""
        from pratique.ecosystems import maven_repository

        return maven_repository.client(progress)

    def history(self, name: str, client: "Client") -> History:
        """Ask the configured repository for every release."""
        from pratique.ecosystems import maven_repository

        return maven_repository.history(name, client)

    def fetch(self, target: Target, client: "Client", folder: Path) -> Iterator[Fetched]:
        """Download the files of a release that are reviewed: its jar or war, and its pom."""
        from pratique.ecosystems import maven_repository

        yield from maven_repository.fetch(target, client, folder)

    def fetch_file(self, name: str, file: RegistryFile, client: "Client", folder: Path) -> Fetched:
        """Download one file that `history` listed."""
        from pratique.ecosystems import maven_repository

        return maven_repository.fetch_file(name, file, client, folder)

    def following(self, feed: str) -> "Maven":
        """Return this registry with another address of its feed."""
        return Maven(feed)

    def head(self, client: "Client") -> int:
        """Return the second at which the feed stands."""
        from pratique.ecosystems import maven_feed

        return maven_feed.head(client, self._feed)

    def changes(self, since: int, client: "Client") -> tuple[Event, ...]:
        """Return what was released after a second."""
        from pratique.ecosystems import maven_feed

        return maven_feed.changes(since, client, self._feed)

    def listed(self, event: Event, found: History) -> RegistryFile | None:
        """Return the file of a release, whatever its packaging: the repository lists none."""
        from pratique.ecosystems import maven_repository

        return maven_repository.listed(event, found)
