"""Names of releases as purls, from what layouts put into paths."""

import re

from packageurl import PackageURL

from pratique.dataset.record import Sample
from pratique.model import EcosystemId

PURL_TYPES: dict[EcosystemId, str] = {
    "pypi": "pypi",
    "npm": "npm",
    "crates": "cargo",
    "maven": "maven",
    "unknown": "generic",
}


def normal(ecosystem: EcosystemId, name: str) -> str:
    """Return a project's name as its registry compares it."""
    if ecosystem == "pypi":
        return re.sub(r"[-_.]+", "-", name).lower()
    return name


def purl(ecosystem: EcosystemId, name: str, version: str = "") -> str:
    """Return the package URL of a release or, without a version, of a project."""
    if not name:
        return ""
    plain = normal(ecosystem, name)
    namespace, _, last = plain.rpartition(":" if ecosystem == "maven" else "/")
    return PackageURL(
        type=PURL_TYPES[ecosystem],
        namespace=namespace or None,
        name=last,
        version=version or None,
    ).to_string()


def sample(
    ecosystem: EcosystemId, name: str, version: str, *, sha256: str, filename: str, size: int
) -> Sample:
    """Return the record of a file whose release is known."""
    return Sample(
        sha256=sha256,
        purl=purl(ecosystem, name, version),
        filename=filename,
        size=size,
        ecosystem=ecosystem,
        name=normal(ecosystem, name),
        version=version,
    )
