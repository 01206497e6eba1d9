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
