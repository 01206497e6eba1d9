import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pratique import verdict
from pratique.model import (
    ACTIVATIONS,
    CONFIDENCES,
    SEVERITIES,
    Coverage,
    Finding,
    Limitation,
    Location,
)
from tests.rules.facts import fact

WHOLE = Coverage(sha256="0" * 64, size=10, accounted=10, listed=1, analysed=1)
PARTIAL = msgspec.structs.replace(WHOLE, accounted=9)
HOLD = Limitation(code="limit-members")
REFUSE = Limitation(code="zip-trailing-bytes", effect="refuse")
NOTE = Limitation(code="unusual", effect="note")


def finding(**more: object) -> Finding:
    given_fields: dict[str, object] = {
        "rule": "exec/example",
        "summary": "does something",
        "severity": "critical",
        "confidence": "high",
        "activation": "install",
        "location": Location(member="setup.py", line=3),
    }
    return msgspec.convert(msgspec.to_builtins(given_fields | more), Finding)


def decided(
    *findings: Finding,
    limitations: tuple[Limitation, ...] = (),
    coverage: Coverage = WHOLE,
    facts: tuple[verdict.Fact, ...] = (),
    settings: verdict.Settings | None = None,
) -> verdict.Verdict:
    scored = verdict.score(findings, facts)
    return verdict.decide(findings, scored, limitations, coverage, settings, facts=facts)


def test_nothing_found_and_everything_read_is_clear() -> None:
    answer = decided(limitations=(NOTE,))
    assert answer.classification == "clear"
    assert answer.proof == WHOLE.digest()


@pytest.mark.parametrize(
    ("findings", "limitations", "coverage", "expected"),
    [
        ((finding(),), (REFUSE, HOLD), PARTIAL, "malicious"),
        ((finding(confidence="medium"),), (REFUSE, HOLD), PARTIAL, "suspicious"),
        ((), (REFUSE, HOLD), PARTIAL, "refused"),
        ((), (HOLD,), WHOLE, "held"),
        ((), (), PARTIAL, "held"),
        ((finding(severity="low"),), (), WHOLE, "clear"),
        ((finding(nursery=True),), (), WHOLE, "clear"),
        ((finding(activation="call"),), (), WHOLE, "suspicious"),
        ((finding(activation="test"),), (), WHOLE, "clear"),
    ],
)
def test_the_worst_that_applies_wins(
    findings: tuple[Finding, ...],
    limitations: tuple[Limitation, ...],
    coverage: Coverage,
    expected: str,
) -> None:
    answer = decided(*findings, limitations=limitations, coverage=coverage)
    assert answer.classification == expected


def test_a_limit_that_fired_is_named_when_nothing_else_says_why() -> None:
    fired = msgspec.structs.replace(WHOLE, fired=("members",))
    assert decided(coverage=fired).codes == ("limit-members",)
    assert decided(coverage=PARTIAL).codes == ("coverage-incomplete",)


def test_known_malware_needs_no_activation() -> None:
    known = finding(activation="unknown", behaviours=("meta/known-bad",))
    assert decided(known).classification == "malicious"


def test_an_established_project_needs_evidence_beside_content() -> None:
    established = fact("meta/release-anomaly", tags=("established", "forgeable"), source="identity")
    lost = fact("meta/provenance-regress", source="identity")
    path = finding(rule="meta/example", severity="low", behaviours=("meta/account-risk",))
    assert decided(finding(), facts=(established,)).classification == "suspicious"
    assert decided(finding(), facts=(established, lost)).classification == "malicious"
    assert decided(finding(), path, facts=(established,)).classification == "malicious"


def test_capabilities_alone_weigh_nothing_and_indicators_alone_never_enough() -> None:
    capable = [fact("exec/shell"), fact("net/http"), fact("creds/env-dump")]
    assert verdict.score((), capable).value == 0
    every = [fact(name) for name in verdict.vocabulary.ids()]
    assert 0 < verdict.score((), every).value < verdict.policy().threshold.suspicious


def test_several_middling_findings_of_one_kind_count_once() -> None:
    one = verdict.score((finding(severity="medium"),), ())
    many = verdict.score(tuple(finding(severity="medium") for _ in range(50)), ())
    assert one.value == many.value


def test_the_threshold_is_a_setting() -> None:
    strict = verdict.Settings(suspicious=0.01)
    weak = finding(severity="low")
    assert decided(weak).classification == "clear"
    assert decided(weak, settings=strict).classification == "suspicious"


def test_the_reason_says_what_when_and_where() -> None:
    reason = decided(finding()).reason
    assert reason == "does something, when installed: setup.py line 3"


FINDINGS = st.builds(
    lambda number, severity, confidence, activation, nursery: finding(
        rule=f"exec/rule{number}",
        severity=severity,
        confidence=confidence,
        activation=activation,
        nursery=nursery,
    ),
    st.integers(0, 30),
    st.sampled_from(SEVERITIES),
    st.sampled_from(CONFIDENCES),
    st.sampled_from(ACTIVATIONS),
    st.booleans(),
)
FACTS = st.builds(
    fact,
    st.sampled_from(verdict.vocabulary.ids()),
    st.sampled_from(ACTIVATIONS),
)


@given(st.lists(FINDINGS), st.lists(FACTS), st.lists(FINDINGS), st.lists(FACTS))
def test_more_never_lowers_score_or_classification(
    findings: list[Finding],
    facts: list[verdict.Fact],
    more_findings: list[Finding],
    more_facts: list[verdict.Fact],
) -> None:
    before = verdict.score(findings, facts)
    after = verdict.score(findings + more_findings, facts + more_facts)
    assert 0 <= before.value <= after.value <= 1
    order = ("clear", "held", "refused", "suspicious", "malicious")
    first = verdict.decide(findings, before, (), WHOLE)
    second = verdict.decide(findings + more_findings, after, (), WHOLE)
    assert order.index(first.classification) <= order.index(second.classification)


def test_the_policy_names_only_what_exists() -> None:
    table = verdict.policy()
    assert set(table.weight) == set(SEVERITIES)
    assert all(set(row) == set(CONFIDENCES) for row in table.weight.values())
    assert set(table.activation) == set(ACTIVATIONS)
    for name in table.malicious.behaviours | table.malicious.path:
        assert verdict.vocabulary.known(name)
