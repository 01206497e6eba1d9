"""Dependencies that are worth a review of their own, and what their verdict means for the parent.

The payload travels in a dependency (axios 2026-03, is-it-ai 2026-10): new, young, pinned to one
version, or at an address. The parent inherits the verdict as a fact at the line that declares it.
"""

from collections.abc import Iterable

from pratique import compare as comparing
from pratique.model import (
    CLASSIFICATIONS,
    Activation,
    Dependency,
    Fact,
    Finding,
    Location,
    Manifest,
    Review,
    Value,
)

DEPTH = 2
"""How far dependencies of dependencies are followed."""
COUNT = 12
"""Dependencies of one artifact that are reviewed."""
_ALERT = CLASSIFICATIONS.index("suspicious")
_COUNTED = frozenset(("runtime", "optional", "bundled"))


def worth_review(manifest: Manifest, new: Iterable[str] = ()) -> tuple[Dependency, ...]:
    """Return dependencies to look at: new ones first, then those pinned to one version.

    Young ones are known to the registry only: the caller drops old ones once it has asked.
    """
    fresh = {name.lower() for name in new}
    counted = [one for one in manifest.dependencies if one.scope in _COUNTED and not one.url]
    chosen = [one for one in counted if one.name.lower() in fresh]
    chosen += [one for one in counted if one not in chosen and comparing.exactly_pinned(one)]
    return tuple({one.name.lower(): one for one in chosen}.values())[:COUNT]


def inherited(review: Review, manifest: str) -> Fact | None:
    """Return what the verdict of a dependency means for what declares it; None if nothing.

    `manifest` is the member that declares it. The fact happens when the dependency's own decisive
    code does: what it does when installed is done to whoever installs the parent.
    """
    classification = review.verdict.classification
    if CLASSIFICATIONS.index(classification) < _ALERT:
        return None
    artifact = review.artifact
    decisive = _decisive(review)
    when: Activation = decisive.activation if decisive else "unknown"
    name = artifact.purl or artifact.name or artifact.filename
    return Fact(
        behaviour="meta/dependency-anomaly",
        location=Location(member=manifest),
        activation=when,
        source="dataset",
        symbol=artifact.name or artifact.filename,
        values=(Value("name", name), Value("string", review.verdict.reason[:200])),
        snippet=f"{name} is {classification}: {review.verdict.reason}"[:240],
        tags=("dependency", classification),
    )


def _decisive(review: Review) -> Finding | None:
    by_rule = {one.rule: one for one in reversed(review.findings) if not one.nursery}
    return next((by_rule[code] for code in review.verdict.codes if code in by_rule), None)
