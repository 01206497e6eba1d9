"""Decide: from findings, limitations and coverage to one classification with its reason.

The classification is the worst that applies, malicious > suspicious > refused > held > clear. A
score is evidence only: it makes an artifact suspicious and can never clear a hold. `clear` needs a
complete coverage proof, which the Verdict carries. All numbers stand in `verdict_policy.toml`.
"""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

import msgspec

from pratique import vocabulary
from pratique.model import (
    CONFIDENCES,
    SEVERITIES,
    Activation,
    Confidence,
    Contribution,
    Coverage,
    Fact,
    Finding,
    Limitation,
    Score,
    Severity,
    Verdict,
)

_EARLY = ("install", "build", "startup", "import")
_IDLE = ("test", "dead")
_REASON = 200
_UNTOLD = frozenset(("forgeable", "established"))
"""Tags of facts about the path that say nothing against a release."""


class _Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What people write is strict."""


class Indicators(_Record, frozen=True, kw_only=True):
    """What indicators weigh that no rule speaks of."""

    each: float
    early: float
    ceiling: float


class Threshold(_Record, frozen=True, kw_only=True):
    """Scores from which a classification follows."""

    suspicious: float


class Malicious(_Record, frozen=True, kw_only=True):
    """What the strongest verdict needs."""

    severity: Severity
    confidence: Confidence
    activations: frozenset[Activation]
    behaviours: frozenset[str]
    rules: frozenset[str]
    path: frozenset[str]


class Policy(_Record, frozen=True, kw_only=True):
    """The policy table."""

    weight: dict[Severity, dict[Confidence, float]]
    activation: dict[Activation, float]
    whenever: frozenset[str]
    """Rules whose findings weigh the same whenever the code runs, in tests too."""
    indicators: Indicators
    threshold: Threshold
    malicious: Malicious


class Settings(_Record, frozen=True, kw_only=True):
    """What one run may choose; None keeps what the policy says."""

    suspicious: float | None = None
    """The score from which an artifact is suspicious."""


@cache
def policy() -> Policy:
    """Return the policy that ships with this program."""
    text = resources.files("pratique").joinpath("verdict_policy.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Policy)


def score(findings: Iterable[Finding], facts: Iterable[Fact]) -> Score:
    """Return how bad it looks: one less the product of (1 - weight): more never lowers it."""
    table = policy()
    best: dict[str, float] = {}
    for finding in findings:
        if not finding.nursery:
            best[finding.rule] = max(best.get(finding.rule, 0.0), weight(finding, table))
    rest = _indicators(facts, table)
    if rest:
        best["indicators"] = rest
    innocent = 1.0
    for value in best.values():
        innocent *= 1.0 - value
    order = sorted(best.items(), key=lambda item: (-item[1], item[0]))
    contributions = tuple(Contribution(feature=rule, value=value) for rule, value in order)
    return Score(value=round(1.0 - innocent, 6), contributions=contributions)


def weight(finding: Finding, table: Policy) -> float:
    """Return what one finding weighs, between 0 and 1."""
    full = table.weight[finding.severity][finding.confidence]
    return full if finding.rule in table.whenever else full * table.activation[finding.activation]


def _indicators(facts: Iterable[Fact], table: Policy) -> float:
    """Weigh indicators by the distinct behaviours among them, early ones more, up to a ceiling."""
    seen: dict[str, float] = {}
    for fact in facts:
        if fact.activation in _IDLE or vocabulary.get(fact.behaviour).kind == "capability":
            continue
        early = fact.activation in _EARLY
        worth = table.indicators.early if early else table.indicators.each
        seen[fact.behaviour] = max(seen.get(fact.behaviour, 0.0), worth)
    return round(min(sum(seen.values()), table.indicators.ceiling), 6)


def decide(
    findings: Iterable[Finding],
    score: Score,
    limitations: Iterable[Limitation],
    coverage: Coverage,
    settings: Settings | None = None,
    *,
    facts: Iterable[Fact] = (),
) -> Verdict:
    """Return the worst classification that applies, what decided it, and a sentence for a phone."""
    table = policy()
    threshold = settings.suspicious if settings is not None else None
    counted = tuple(finding for finding in findings if not finding.nursery)
    ranked = sorted(counted, key=lambda one: (-weight(one, table), one.rule))
    proof = coverage.digest()
    strongest = [one for one in ranked if _malicious(one, table)]
    if strongest and _allowed(strongest, counted, tuple(facts), table):
        codes = _codes(strongest + ranked)
        reason = _sentence(strongest[0])
        return Verdict(classification="malicious", codes=codes, reason=reason, proof=proof)
    if score.value >= (table.threshold.suspicious if threshold is None else threshold):
        reason = _sentence(ranked[0]) if ranked else "looks like known malware as a whole"
        codes = _codes(ranked)
        return Verdict(classification="suspicious", codes=codes, reason=reason, proof=proof)
    return _without_findings(tuple(limitations), coverage, proof)


def _without_findings(
    limitations: tuple[Limitation, ...], coverage: Coverage, proof: str
) -> Verdict:
    refusals = tuple(one for one in limitations if one.effect == "refuse")
    if refusals:
        codes = tuple(dict.fromkeys(one.code for one in refusals))
        reason = f"the container breaks the registry's policy: {codes[0]}"
        return Verdict(classification="refused", codes=codes, reason=reason, proof=proof)
    holds = tuple(one for one in limitations if one.effect == "hold")
    codes = tuple(dict.fromkeys(one.code for one in holds))
    if not codes and not coverage.complete:
        codes = tuple(f"limit-{name}" for name in coverage.fired) or ("coverage-incomplete",)
    if codes:
        reason = f"could not be looked at in full: {codes[0]}"
        return Verdict(classification="held", codes=codes, reason=reason, proof=proof)
    return Verdict(classification="clear", reason="nothing found, everything read", proof=proof)


def _malicious(finding: Finding, table: Policy) -> bool:
    rule = table.malicious
    if SEVERITIES.index(finding.severity) < SEVERITIES.index(rule.severity):
        return False
    if CONFIDENCES.index(finding.confidence) < CONFIDENCES.index(rule.confidence):
        return False
    if finding.rule in rule.rules or not rule.behaviours.isdisjoint(finding.behaviours):
        return True
    return finding.activation in rule.activations


def _allowed(
    strongest: Iterable[Finding],
    counted: Iterable[Finding],
    facts: tuple[Fact, ...],
    table: Policy,
) -> bool:
    """Ask for evidence beside content where identity says that the project is established."""
    if not any("established" in fact.tags for fact in facts):
        return True
    rule = table.malicious
    if any(not rule.behaviours.isdisjoint(one.behaviours) for one in strongest):
        return True
    if any(not rule.path.isdisjoint(one.behaviours) for one in counted):
        return True
    return any(fact.behaviour in rule.path and _UNTOLD.isdisjoint(fact.tags) for fact in facts)


def _codes(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.rule for finding in findings))


def _sentence(finding: Finding) -> str:
    place = finding.location
    line = f" line {place.line}" if place.line else ""
    layer = f" (hidden: {place.layer})" if place.layer else ""
    when = _WHEN[finding.activation]
    return f"{finding.summary}, {when}: {place.member}{line}{layer}"[:_REASON]


_WHEN: dict[Activation, str] = {
    "install": "when installed",
    "build": "when built",
    "startup": "when the interpreter starts",
    "import": "when imported",
    "entrypoint": "when its command is run",
    "call": "when called",
    "unknown": "at a time not known",
    "test": "in its tests",
    "dead": "in code that nothing here runs",
}
