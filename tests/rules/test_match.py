import time
from collections.abc import Callable
from typing import Any

import pytest

from pratique.model import ArtifactKind, EcosystemId, Fact, Finding, Location
from pratique.rules import load, match
from pratique.rules.compile import compiled
from pratique.rules.schema import Rule
from tests.rules.facts import fact

HEAD = """
id: exec/example
summary: shows a technique
why: because
severity: high
confidence: high
status: stable
"""


def rule(body: str) -> Rule:
    return compiled((load.parse(HEAD + body, "exec/example.yaml"),))[0]


def found(
    body: str,
    *facts: Fact,
    ecosystem: EcosystemId = "pypi",
    kind: ArtifactKind = "sdist",
) -> tuple[Finding, ...]:
    return match.findings((rule(body),), facts, ecosystem, kind)


def test_a_leaf_matches_its_behaviour() -> None:
    assert found("match: {behaviour: exec/shell}", fact("exec/shell"))
    assert not found("match: {behaviour: exec/shell}", fact("exec/process"))


def test_a_namespace_pattern_stands_for_its_behaviours() -> None:
    assert found("match: {behaviour: 'creds/*'}", fact("creds/wallet"))
    assert not found("match: {behaviour: 'creds/*'}", fact("collect/keylog"))


def test_tests_and_dead_code_say_nothing_unless_asked() -> None:
    assert not found("match: {behaviour: exec/shell}", fact("exec/shell", "test"))
    assert not found("match: {behaviour: exec/shell}", fact("exec/shell", "dead"))
    assert found("match: {behaviour: exec/shell, when: any}", fact("exec/shell", "dead"))


def test_activation_of_the_rule_holds_for_leaves_that_say_none() -> None:
    body = "when: early\nmatch: {all: [{behaviour: exec/shell}, {behaviour: net/http, when: late}]}"
    assert found(body, fact("exec/shell", "install"), fact("net/http", "call"))
    assert not found(body, fact("exec/shell", "call"), fact("net/http", "call"))
    assert not found(body, fact("exec/shell", "install"), fact("net/http", "install"))


def test_not_is_met_by_absence() -> None:
    body = "match: {all: [{behaviour: exec/shell}, {not: {behaviour: net/http}}]}"
    assert found(body, fact("exec/shell"))
    assert not found(body, fact("exec/shell"), fact("net/http"))


def test_any_takes_one_and_shows_all_that_hold() -> None:
    body = "match: {any: [{behaviour: exec/shell}, {behaviour: net/http}]}"
    one = found(body, fact("net/http"))
    both = found(body, fact("exec/shell"), fact("net/http"))
    assert one[0].behaviours == ("net/http",)
    assert both[0].behaviours == ("exec/shell", "net/http")


@pytest.mark.parametrize(
    ("distinct", "facts", "expected"),
    [
        ("behaviour", [fact("creds/wallet"), fact("creds/wallet", line=2)], False),
        ("behaviour", [fact("creds/wallet"), fact("creds/browser")], True),
        ("fact", [fact("creds/wallet"), fact("creds/wallet", line=2)], True),
        ("member", [fact("creds/wallet"), fact("creds/browser")], False),
        ("member", [fact("creds/wallet"), fact("creds/browser", member="b.py")], True),
        ("value", [fact("creds/wallet", values=[("path", "a"), ("path", "b")])], True),
    ],
)
def test_count_counts_what_it_is_told(distinct: str, facts: list[Fact], *, expected: bool) -> None:
    body = (
        f"match: {{count: {{at_least: 2, distinct: {distinct}, of: [{{behaviour: 'creds/*'}}]}}}}"
    )
    assert bool(found(body, *facts)) is expected


def test_count_of_conditions() -> None:
    body = (
        "match: {count: {at_least: 2, of: [{behaviour: creds/wallet}, {behaviour: creds/browser}]}}"
    )
    assert not found(body, fact("creds/wallet"), fact("creds/wallet", line=2))
    assert found(body, fact("creds/wallet"), fact("creds/browser"))


@pytest.mark.parametrize(
    ("scope", "other", "expected"),
    [
        ("expression", {"line": 1, "scope": "f"}, True),
        ("expression", {"line": 2, "scope": "f"}, False),
        ("function", {"line": 2, "scope": "f"}, True),
        ("function", {"line": 2, "scope": "g"}, False),
        ("member", {"line": 2, "scope": "g"}, True),
        ("member", {"member": "b.py", "scope": "f"}, False),
        ("artifact", {"member": "b.py", "scope": "f"}, True),
    ],
)
def test_scope_is_where_the_parts_have_to_meet(
    scope: str, other: dict[str, Any], *, expected: bool
) -> None:
    facts = [fact("exec/shell", scope="f"), fact("net/http", **other)]
    whole = f"scope: {scope}\nmatch: {{all: [{{behaviour: exec/shell}}, {{behaviour: net/http}}]}}"
    inner = f"match: {{scope: {scope}, all: [{{behaviour: exec/shell}}, {{behaviour: net/http}}]}}"
    assert bool(found(whole, *facts)) is expected
    assert bool(found(inner, *facts)) is expected


def test_values_are_tested_by_kind_pattern_and_exception() -> None:
    body = "match: {behaviour: net/http, values: [{kinds: [host], matches: 'a\\.example$', unless: '^www'}]}"
    assert found(body, fact("net/http", values=[("host", "x.a.example")]))
    assert not found(body, fact("net/http", values=[("url", "x.a.example")]))
    assert not found(body, fact("net/http", values=[("host", "www.a.example")]))
    assert found(
        body, fact("net/http", values=[("host", "www.a.example"), ("host", "b.a.example")])
    )


def test_absent_refuses_a_fact_with_one_such_value() -> None:
    body = "match: {behaviour: net/http, absent: [{kinds: [url], matches: 'github'}]}"
    assert found(body, fact("net/http"))
    assert found(body, fact("net/http", values=[("url", "https://a.example")]))
    assert not found(body, fact("net/http", values=[("url", "https://github.com/a")]))


def test_tags_source_symbol_member_and_language() -> None:
    seen = fact("net/http", tags=("new",), source="diff", symbol="requests.get", language="python")
    for test in (
        "tags: new",
        "untagged: established",
        "source: [diff]",
        "symbol: '^requests\\.'",
        "member: '__init__\\.py$'",
        "languages: [python]",
    ):
        assert found(f"match: {{behaviour: net/http, {test}}}", seen), test
    for test in (
        "tags: [new, silenced]",
        "untagged: new",
        "source: [code]",
        "symbol: '^urllib'",
        "member: 'setup\\.py$'",
        "languages: [java]",
    ):
        assert not found(f"match: {{behaviour: net/http, {test}}}", seen), test


def test_depth_counts_the_decoders_of_a_layer() -> None:
    layered = fact("exec/shell", layer="base64/zlib")
    assert found("match: {behaviour: exec/shell, depth: 2}", layered)
    assert not found("match: {behaviour: exec/shell, depth: 3}", layered)
    assert not found("match: {behaviour: exec/shell, depth: 1}", fact("exec/shell"))
    assert not found("match: {behaviour: exec/shell, plain: true}", layered)


def test_via_asks_for_an_order_and_allows_steps_between() -> None:
    chain = fact("net/exfil-chain", via=("creds/files", "fs/archive", "net/http"))
    assert found("match: {behaviour: net/exfil-chain, via: ['creds/*', 'net/*']}", chain)
    assert found("match: {behaviour: net/exfil-chain, via: [fs/archive]}", chain)
    assert not found("match: {behaviour: net/exfil-chain, via: ['net/*', 'creds/*']}", chain)


def test_ecosystem_and_kind_restrict_a_rule() -> None:
    assert not found("ecosystems: [npm]\nmatch: {behaviour: exec/shell}", fact("exec/shell"))
    assert not found("kinds: [wheel]\nmatch: {behaviour: exec/shell}", fact("exec/shell"))
    assert found("kinds: [wheel]\nmatch: {behaviour: exec/shell}", fact("exec/shell"), kind="wheel")


def test_the_decisive_place_is_the_chain_that_runs_first() -> None:
    finding = found(
        "match: {all: [{behaviour: exec/shell}, {behaviour: net/exfil-chain}]}",
        fact("exec/shell", "install", member="setup.py"),
        fact("net/exfil-chain", "call", line=9),
        fact(
            "net/exfil-chain",
            "import",
            line=5,
            trail=(Location(member="example/__init__.py", line=4),),
        ),
    )[0]
    assert (finding.location.line, finding.activation) == (5, "import")
    assert Location(member="example/__init__.py", line=4) in finding.evidence
    assert "T1041" in finding.attack


def test_a_flood_of_places_gives_few_findings() -> None:
    body = "scope: member\nmatch: {behaviour: exec/shell}"
    facts = [fact("exec/shell", member=f"m{number}.py") for number in range(500)]
    assert len(found(body, *facts)) == 8


def test_a_referenced_rule_stands_for_its_condition() -> None:
    other = load.parse(HEAD + "when: early\nmatch: {behaviour: net/http}", "exec/example.yaml")
    referring = load.parse(
        HEAD.replace("exec/example", "exec/other")
        + "match: {all: [{rule: exec/example}, {behaviour: exec/shell}]}",
        "exec/other.yaml",
    )
    rules = compiled((other, referring))
    early = (fact("net/http", "import"), fact("exec/shell", "call"))
    late = (fact("net/http", "call"), fact("exec/shell", "call"))
    assert [one.rule for one in match.findings(rules, early, "pypi", "sdist")] == [
        "exec/example",
        "exec/other",
    ]
    assert not match.findings(rules, late, "pypi", "sdist")


def test_matching_is_pure_and_independent_of_the_order_of_facts() -> None:
    facts = [
        fact("exec/shell", member=member, line=line)
        for member in ("b.py", "a.py")
        for line in (3, 1)
    ]
    body = "scope: member\nmatch: {behaviour: exec/shell}"
    forward, backward = found(body, *facts), found(body, *reversed(facts))
    assert [one.location for one in forward] == [one.location for one in backward]


def test_an_innocent_artifact_costs_less_than_a_millisecond() -> None:
    rules = load.catalog()
    facts = [fact(name, "call") for name in ("fs/read", "fs/write", "net/http", "exec/process")] * 5
    match.findings(rules, facts, "pypi", "wheel")
    best = min(_seconds(lambda: match.findings(rules, facts, "pypi", "wheel")) for _ in range(20))
    assert best < 0.001


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
