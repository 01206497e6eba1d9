"""Gather what an artifact's fingerprints are made of, while its members pass by."""

from collections.abc import Iterable

from pratique import fingerprint, vocabulary
from pratique.inspection.request import Sketching
from pratique.model import Content, Fact, Fingerprints

KEPT_BYTES = 16 * 1024 * 1024
"""Code that waits for the choice; what comes after that much has no say in the sketch."""
SMALL = 256
"""A code member below this size has no digest of its own: an empty `__init__` tells nothing."""
_MEMBERS = 4096


class Prints:
    """The code members of one artifact."""

    def __init__(self, sketch: Sketching) -> None:
        self._sketch = sketch
        self._code: list[tuple[str, bytes]] = []
        self._left = KEPT_BYTES
        self._digests: dict[str, None] = {}

    def take(self, content: Content) -> None:
        """Note one window of a member; only the first tells anything here."""
        member = content.member
        if content.offset or member.view or not fingerprint.is_code(member.path):
            return
        if self._left > 0 and content.data and self._sketch != "never":
            data = content.data[: fingerprint.BYTES]
            self._left -= len(data)
            self._code.append((member.path, data))
        if content.final and member.size >= SMALL and len(self._digests) < _MEMBERS:
            self._digests[member.sha256] = None

    def finish(self, facts: Iterable[Fact]) -> Fingerprints:
        """Return the sketch, where it is wanted, and the digests."""
        wanted = self._sketch == "always" or any(_decisive(fact) for fact in facts)
        tokens, shingles = fingerprint.sketch(self._code) if wanted else ((), 0)
        return Fingerprints(tokens=tokens, shingles=shingles, members=tuple(self._digests))


def _decisive(fact: Fact) -> bool:
    """Tell whether a near-duplicate could matter: only what shows something is looked up."""
    return vocabulary.get(fact.behaviour).kind in {"chain", "indicator"}
