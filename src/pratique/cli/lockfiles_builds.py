"""Read what the builds of other languages name: Cargo's lock file, and Maven's pom."""

import logging
import tomllib
from collections.abc import Iterator

from pratique.ecosystems import maven_pom
from pratique.model import Target

LOG = logging.getLogger(__name__)
REGISTRY = ("registry+", "sparse+")


def cargo(text: str) -> Iterator[Target]:
    """Yield the crates that a `Cargo.lock` takes from a registry, with their checksums."""
    listed = tomllib.loads(text).get("package")
    for entry in listed if isinstance(listed, list) else ():
        if not isinstance(entry, dict):
            continue
        name, version, source = (entry.get(key) for key in ("name", "version", "source"))
        if not isinstance(name, str) or not isinstance(version, str):
            continue
        if not isinstance(source, str) or not source.startswith(REGISTRY):
            if source:
                LOG.warning("%s %s: from %s, which is not a registry", name, version, source)
            continue
        checksum = entry.get("checksum")
        pinned = (f"sha256:{checksum}",) if isinstance(checksum, str) else ()
        yield Target(ecosystem="crates", name=name, version=version, hashes=pinned)


def pom(text: str) -> Iterator[Target]:
    """Yield what a pom depends on in fixed versions; ranges ask for the newest release."""
    document = maven_pom.read(text.encode())
    found = maven_pom.project(document)
    managed = {
        f"{one.get('groupId', '')}:{one.get('artifactId', '')}": one.get("version", "")
        for one in maven_pom.groups(
            document, (("dependencyManagement", "dependencies", "dependency"),)
        )
    }
    for one in found.dependencies:
        version = one.requirement or managed.get(one.name, "")
        if one.url or "${" in one.name or not one.name.strip(":"):
            LOG.warning("%s: not from a repository, not reviewed", one.name)
            continue
        fixed = version and "${" not in version and not set(version) & set("[](),")
        yield Target(ecosystem="maven", name=one.name, version=version if fixed else None)
