import msgspec
import pytest

from pratique.rules import load
from pratique.rules.compile import compiled
from pratique.rules.schema import Rule
from pratique.training import examples

RULES = load.read()
CATALOGUE = compiled(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples_behave_as_their_side_of_the_file_says(rule: Rule) -> None:
    assert list(examples.failures(rule, CATALOGUE)) == []


@pytest.mark.parametrize(
    ("language", "least"), [("python", 100), ("javascript", 60), ("rust", 30), ("java", 30)]
)
def test_rules_carry_over_to_every_language_without_a_condition_on_it(
    language: str, least: int
) -> None:
    fire = [
        rule.id
        for rule in RULES
        if rule.examples is not None
        and any(one.language == language for one in rule.examples.positive)
        and b'"languages":[' not in msgspec.json.encode(rule.match)
    ]
    assert len(fire) >= least, sorted(fire)


def test_every_language_that_a_rule_claims_has_an_example() -> None:
    for rule in RULES:
        shown = {one.language for one in rule.examples.positive} if rule.examples else set()
        assert set(rule.languages) <= shown, rule.id
