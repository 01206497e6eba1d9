"""Who it is and where it comes from: names, publishers, cadence, attestations."""

from pratique.identity.cadence import cadence
from pratique.identity.publishing import publishing

__all__ = ["cadence", "publishing"]
