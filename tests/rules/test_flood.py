"""Every rule against floods: a linear-time engine has to stay one whatever a value contains."""

import re
import time
from collections.abc import Iterator

import pytest

from pratique.model import ACTIVATIONS, Fact, Location, Value
from pratique.rules import lint, load, match
from pratique.rules.schema import Condition, Rule, children

KINDS = ("argv", "command", "host", "url", "path", "string", "key", "name")


def patterns(condition: Condition) -> Iterator[str]:
    for value in condition.values + condition.absent:
        yield value.matches
        yield value.unless
    yield condition.symbol
    yield condition.member
    for child in children(condition):
        yield from patterns(child)


def longest_literal(rule: Rule) -> str:
    literals = [
        literal for one in patterns(rule.match) for literal in re.findall(r"[\w./:-]{2,}", one)
    ]
    return max(literals, key=len, default="exec")


def flooded(rule: Rule, text: str) -> tuple[Fact, ...]:
    values = tuple(Value(kind, text) for kind in KINDS)
    return tuple(
        Fact(
            behaviour=behaviour,
            activation=activation,
            location=Location(member=text[:4096], line=1),
            symbol=text[:100_000],
            values=values,
            via=("creds/files", "net/http"),
        )
        for behaviour in lint.behaviours(rule)
        for activation in ACTIVATIONS[:1]
    )


def seconds(rule: Rule, text: str) -> float:
    facts = flooded(rule, text)
    start = time.process_time()
    match.findings((rule,), facts, "pypi", "sdist")
    return time.process_time() - start


@pytest.mark.parametrize("rule", load.catalog(), ids=lambda rule: rule.id)
def test_a_flood_costs_less_than_a_second(rule: Rule) -> None:
    literal = longest_literal(rule)
    for text in ("A" * 10**6, " " * 10**6, (literal * 10**6)[: 10**6]):
        assert seconds(rule, text) < 1


def test_one_line_of_fifty_megabytes_costs_less_than_a_second_for_any_rule() -> None:
    line = "curl https://a.example/ -o x; " * (50 * 1024 * 1024 // 30)
    costs = {
        rule.id: seconds_once(rule, line) for rule in load.catalog() if any(patterns(rule.match))
    }
    assert max(costs.values()) < 1, max(costs, key=lambda name: costs[name])


def seconds_once(rule: Rule, text: str) -> float:
    facts = tuple(
        Fact(
            behaviour=behaviour,
            activation="install",
            location=Location(member="a.py", line=1),
            values=(Value("command", text),),
        )
        for behaviour in lint.behaviours(rule)[:1]
    )
    start = time.process_time()
    match.findings((rule,), facts, "pypi", "sdist")
    return time.process_time() - start
