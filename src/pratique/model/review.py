"""What is answered: findings, score, verdict and the whole record of a review."""

from typing import Literal

import msgspec

from pratique.model.artifact import Artifact, Manifest
from pratique.model.container import Member
from pratique.model.fact import Activation, Fact, Layer, Location, Trigger
from pratique.model.inspection import Coverage, Fingerprints, Limitation

Severity = Literal["low", "medium", "high", "critical"]
SEVERITIES: tuple[Severity, ...] = ("low", "medium", "high", "critical")
Confidence = Literal["low", "medium", "high"]
CONFIDENCES: tuple[Confidence, ...] = ("low", "medium", "high")
Classification = Literal["clear", "held", "refused", "suspicious", "malicious"]
CLASSIFICATIONS: tuple[Classification, ...] = (
    "clear",
    "held",
    "refused",
    "suspicious",
    "malicious",
)
"""Ordered from best to worst; the worst that applies wins."""

SCHEMA = 1


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that matched, with its evidence (zizmor's word)."""

    rule: str
    summary: str
    """Completes "this package …"."""
    severity: Severity
    confidence: Confidence
    activation: Activation
    location: Location
    """The decisive place."""
    evidence: tuple[Location, ...] = ()
    behaviours: tuple[str, ...] = ()
    attack: tuple[str, ...] = ()
    snippet: str = ""
    values: tuple[str, ...] = ()
    """The constants that matter: hosts, commands, paths."""
    nursery: bool = False
    """A nursery finding is recorded and has no effect on the verdict."""


class Contribution(msgspec.Struct, frozen=True, kw_only=True):
    """One term of the additive score."""

    feature: str
    value: float


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """How bad it looks, 0 to 1, rising; `probability` only from a calibrated detector."""

    value: float
    probability: float | None = None
    contributions: tuple[Contribution, ...] = ()

    def __post_init__(self) -> None:
        """Refuse NaN and what is outside 0 to 1: a child could lie here."""
        if not 0.0 <= self.value <= 1.0:
            raise ValueError("score outside 0..1")


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The classification with what decided it."""

    classification: Classification
    codes: tuple[str, ...] = ()
    """Rule ids or limitation codes that decided, worst first."""
    reason: str = ""
    """One sentence for a phone."""
    proof: str = ""
    """Digest of the coverage record; `clear` cannot exist without it."""

    def __post_init__(self) -> None:
        """Refuse to construct a `clear` without a proof."""
        if self.classification == "clear" and len(self.proof) != 64:
            raise ValueError("a clear verdict needs the digest of its coverage proof")


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """The record of one review: the JSON, the queue message and the stored row."""

    schema: int = SCHEMA
    artifact: Artifact
    verdict: Verdict
    score: Score
    findings: tuple[Finding, ...] = ()
    limitations: tuple[Limitation, ...] = ()
    coverage: Coverage
    triggers: tuple[Trigger, ...] = ()
    facts: tuple[Fact, ...] = ()
    layers: tuple[Layer, ...] = ()
    members: tuple[Member, ...] = ()
    manifest: Manifest = msgspec.field(default_factory=Manifest)
    fingerprints: Fingerprints = msgspec.field(default_factory=Fingerprints)

    def __post_init__(self) -> None:
        """Refuse a `clear` whose proof is not that of a complete coverage without holds."""
        if self.verdict.classification != "clear":
            return
        if not self.coverage.complete or self.verdict.proof != self.coverage.digest():
            raise ValueError("a clear verdict needs a complete coverage proof")
        if any(limitation.effect != "note" for limitation in self.limitations):
            raise ValueError("a clear verdict cannot stand beside a hold or a refusal")
