"""What differs between registries: naming, fetching, metadata, triggers, policy and feed.

To add an ecosystem, write `<name>.py` with one subclass of `Ecosystem` and add it to the table
below; the order of the table is the order in which a file's name is tried.
"""

from pratique.ecosystems.crates import Crates
from pratique.ecosystems.interface import Description, Ecosystem
from pratique.ecosystems.maven import Maven
from pratique.ecosystems.npm import Npm
from pratique.ecosystems.pypi import PyPI
from pratique.ecosystems.unknown import Unknown
from pratique.model import Artifact

ECOSYSTEMS: dict[str, Ecosystem] = {
    "crates": Crates(),
    "maven": Maven(),
    "npm": Npm(),
    "pypi": PyPI(),
    "unknown": Unknown(),
}
"""Every ecosystem by its id; `unknown` takes whatever the others leave."""

__all__ = ["ECOSYSTEMS", "Description", "Ecosystem", "identify", "warm"]


def warm() -> None:
    """Load what describes archives, in the parent of many processes that do."""
    from pratique.ecosystems import (
        crates_manifest,
        maven_jar,
        npm_package,
        pypi_sdist,
        pypi_wheel,
    )

    del crates_manifest, maven_jar, npm_package, pypi_sdist, pypi_wheel


def identify(filename: str, head: bytes = b"") -> tuple[Ecosystem, Artifact]:
    """Return the ecosystem that a file belongs to, and what it is there.

    `filename` is the bare name; `head` the first 64 KiB, for names that say nothing.
    """
    for ecosystem in ECOSYSTEMS.values():
        artifact = ecosystem.identify(filename, head)
        if artifact is not None:
            return ecosystem, artifact
    unknown = ECOSYSTEMS["unknown"]
    return unknown, Artifact(ecosystem="unknown", kind="unknown", filename=filename)
