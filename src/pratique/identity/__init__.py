"""Who it is and where it comes from: names, publishers, cadence, attestations."""

from collections.abc import Iterator

from pratique.identity.accounts import accounts
from pratique.identity.attestations import attestations
from pratique.identity.cadence import cadence, is_young
from pratique.identity.naming import naming
from pratique.identity.provenance import provenance
from pratique.identity.publishing import publishing
from pratique.identity.verifying import verified
from pratique.model import Artifact, Fact, Standing

__all__ = [
    "accounts",
    "attestations",
    "cadence",
    "is_young",
    "naming",
    "provenance",
    "publishing",
    "standing",
    "verified",
]


def standing(known: Standing, artifact: Artifact) -> Iterator[Fact]:
    """Yield all that the registry's and the source's own records say about a release. Pure."""
    version = artifact.version or ""
    if known.history is not None:
        yield from cadence(known.history, version, artifact.filename)
        yield from publishing(known.history, version, artifact.filename)
    yield from accounts(known, artifact)
    yield from provenance(known, artifact)
