"""Files that belong to no registry that is known here: read all the same, and never fetched."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pratique.ecosystems import policies
from pratique.ecosystems.interface import Description, Ecosystem
from pratique.errors import UsageError
from pratique.model import (
    Artifact,
    ContainerPolicy,
    Fetched,
    History,
    Member,
    RegistryFile,
    Target,
)

if TYPE_CHECKING:
    from pratique.ecosystems.http import Client


class Unknown(Ecosystem):
    """Take any file for what its bytes are."""

    id = "unknown"
    purl_type = "generic"

    def identify(self, filename: str, head: bytes = b"") -> Artifact:
        """Return an artifact of kind `unknown`."""
        del head
        return Artifact(ecosystem="unknown", kind="unknown", filename=filename)

    def policy(self, artifact: Artifact, container: str) -> ContainerPolicy:
        """Return the column that holds whatever is unusual."""
        del artifact, container
        return policies.UNKNOWN

    def wants(self, path: str) -> int:
        """Want nothing: no metadata is known."""
        del path
        return 0

    def describe(
        self, artifact: Artifact, members: tuple[Member, ...], contents: Mapping[str, bytes]
    ) -> Description:
        """Return an empty description."""
        del artifact, members, contents
        return Description()

    def normalise(self, name: str) -> str:
        """Return the name as it is."""
        return name

    def version_key(self, version: str) -> tuple[object, ...]:
        """Order by text."""
        return (version,)

    def history(self, name: str, client: "Client") -> History:
        """Refuse: there is no registry to ask."""
        del client
        raise UsageError(f"{name}: no registry is known for it; write pypi:name==version")

    def fetch(self, target: Target, client: "Client", folder: Path) -> Iterator[Fetched]:
        """Refuse: there is no registry to ask."""
        del client, folder
        raise UsageError(f"{target.name}: no registry is known for it; write pypi:name==version")

    def fetch_file(self, name: str, file: RegistryFile, client: "Client", folder: Path) -> Fetched:
        """Refuse: there is no registry to ask."""
        del file, client, folder
        raise UsageError(f"{name}: no registry is known for it; write pypi:name==version")
