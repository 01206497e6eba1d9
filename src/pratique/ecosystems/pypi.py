"""PyPI: wheels, sdists and eggs, the simple API, and the changelog.

The pure half stands in `pypi_names`, `pypi_wheel`, `pypi_sdist` and what they import, the last two
loaded by who describes; the half that talks to an index in `pypi_index` and `pypi_feed`, which are
imported only when one is asked.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pratique.ecosystems import policies, pypi_names, tool_configs
from pratique.ecosystems.interface import Description, Ecosystem
from pratique.ecosystems.pypi_record import RECORD_BYTES
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
_ROOT = frozenset(("setup.py", "setup.cfg", "pyproject.toml", "PKG-INFO"))
_DIST_INFO = frozenset(("METADATA", "entry_points.txt"))
_EGG_INFO = frozenset(("PKG-INFO", "entry_points.txt"))


class PyPI(Ecosystem):
    """The Python Package Index, and every index that speaks its protocols."""

    id = "pypi"
    purl_type = "pypi"

    def __init__(self, feed: str = "") -> None:
        self._feed = feed

    def identify(self, filename: str, head: bytes = b"") -> Artifact | None:
        """Return the wheel, sdist or egg that a file is by its name, else by its first bytes."""
        return pypi_names.identify(filename, head)

    def policy(self, artifact: Artifact, container: str) -> ContainerPolicy:
        """Return the column of a wheel, an egg, or of the two forms of sdists."""
        if artifact.kind in {"wheel", "egg"}:
            return policies.get(artifact.kind)
        if artifact.filename.lower().endswith(".zip") or (
            container == "zip" and not artifact.filename.lower().endswith(".tar.gz")
        ):
            return policies.get("sdist-zip")
        return policies.get("sdist-tar")

    def wants(self, path: str) -> int:
        """Want metadata, RECORD, build files, and every `.pth` and `.start`."""
        if "!/" in path:
            return 0
        folder, _, name = path.rpartition("/")
        if name.endswith((".pth", ".start")):
            return METADATA_BYTES
        top = folder.rpartition("/")[2]
        if top.endswith(".dist-info"):
            if name == "RECORD":
                return RECORD_BYTES
            return METADATA_BYTES if name in _DIST_INFO else 0
        if top.endswith(".egg-info") or top == "EGG-INFO":
            return METADATA_BYTES if name in _EGG_INFO else 0
        if name in _ROOT and "/" not in folder:
            return METADATA_BYTES
        return tool_configs.MOST if tool_configs.wanted(path) else 0

    def describe(
        self, artifact: Artifact, members: tuple[Member, ...], contents: Mapping[str, bytes]
    ) -> Description:
        """Return what a wheel, an egg or an sdist says about itself and what of it runs when."""
        from pratique.ecosystems import pypi_sdist, pypi_wheel

        reader = {
            "wheel": pypi_wheel.describe_wheel,
            "egg": pypi_wheel.describe_egg,
        }.get(artifact.kind, pypi_sdist.describe_sdist)
        return tool_configs.added(reader(artifact, members, contents), members, contents)

    def normalise(self, name: str) -> str:
        """Return the PEP 503 spelling."""
        return pypi_names.normalise(name)

    def version_key(self, version: str) -> tuple[object, ...]:
        """Order by PEP 440."""
        return pypi_names.version_key(version)

    def target(self, text: str) -> Target:
        """Read `name`, `name==version`, `name@version` or any requirement."""
        return pypi_names.target(text)

    def metadata_facts(
        self, artifact: Artifact, manifest: Manifest, metadata: bytes | None
    ) -> tuple[Fact, ...]:
        """Return where the registry's JSON and the archive's own metadata disagree."""
        from pratique.ecosystems import pypi_registry

        return pypi_registry.disagreements(artifact, manifest, metadata)

    def client(self, progress: "Progress | None" = None) -> "Client":
        """Return a client that is configured as pip is."""
        from pratique.ecosystems import pypi_index

        return pypi_index.client(progress)

    def history(self, name: str, client: "Client") -> History:
        """Ask the configured indexes for every release."""
        from pratique.ecosystems import pypi_index

        return pypi_index.history(name, client)

    def fetch(self, target: Target, client: "Client", folder: Path) -> Iterator[Fetched]:
        """Download every file of a release."""
        from pratique.ecosystems import pypi_index

        yield from pypi_index.fetch(target, client, folder)

    def fetch_file(self, name: str, file: RegistryFile, client: "Client", folder: Path) -> Fetched:
        """Download one file that `history` listed."""
        from pratique.ecosystems import pypi_index

        return pypi_index.fetch_file(name, file, client, folder)

    def following(self, feed: str) -> "PyPI":
        """Return PyPI with another address of its changelog."""
        return PyPI(feed)

    def head(self, client: "Client") -> int:
        """Return the newest serial of the changelog."""
        from pratique.ecosystems import pypi_feed

        return pypi_feed.head(client, self._feed)

    def changes(self, since: int, client: "Client") -> tuple[Event, ...]:
        """Return the changelog after a serial."""
        from pratique.ecosystems import pypi_feed

        return pypi_feed.changes(since, client, self._feed)
