import pytest

from pratique.engine import hunt
from pratique.errors import RuleError
from pratique.review import Reviewer
from tests.dataset import made

RULE = """
id: net/test-collector
summary: posts to the test's collector
why: only this test has it
severity: high
confidence: high
match:
  behaviour: [net/http, net/upload, net/exfil-chain]
  values:
    - kinds: [url]
      matches: drop\\.invalid/collect
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    items = [
        made.found("thief-one", made.thief("thief-one")),
        made.found("adder", made.honest("adder"), label="benign"),
    ]
    with made.filled(tmp_path_factory.mktemp("hunt"), *items) as store:
        yield store


def test_a_new_rule_finds_over_frozen_facts(store, tmp_path):
    (tmp_path / "r.yaml").write_text(RULE + "examples: {positive: [], negative: []}\n")
    found = list(hunt.by_rule(store.catalogue, hunt.rule(str(tmp_path / "r.yaml"))))
    assert {hit.purl for hit in found} == {"pkg:pypi/thief-one@1.0"}
    assert found[0].location.member == "thief-one-1.0/setup.py"


def test_a_rule_of_the_catalogue_is_named_by_its_id(store):
    rule = hunt.rule("net/environment-to-network") if _there() else None
    assert rule is None or list(hunt.by_rule(store.catalogue, rule))


def _there():
    from pratique import rules

    return any(one.id == "net/environment-to-network" for one in rules.catalog())


def test_an_indicator_is_found_in_values_and_by_digest(store):
    found = list(hunt.by_value(store.catalogue, "drop.invalid"))
    assert found
    assert {hit.purl for hit in found} == {"pkg:pypi/thief-one@1.0"}
    (hit,) = hunt.by_value(store.catalogue, found[0].sha256)
    assert hit.what == "sha256"


def test_yara_and_text_search_the_bytes_of_members(store, tmp_path):
    pytest.importorskip("yara_x")
    path = tmp_path / "r.yar"
    path.write_text('rule keys { strings: $a = "id_" condition: $a }')
    with Reviewer() as reviewer:
        (hit,) = hunt.by_bytes(store, reviewer, hunt.yara(path))
        assert (hit.what, hit.location.member) == ("keys", "thief-one-1.0/setup.py")
        lines = [hit.location.line for hit in hunt.by_bytes(store, reviewer, hunt.text("urlopen"))]
    assert lines == [6, 11]
    assert {why for _, _, _, why in store.audits()} == {"freeze", "hunt"}


def test_what_is_neither_rule_nor_yara_is_said(tmp_path):
    (tmp_path / "r.yar").write_text("rule {")
    with pytest.raises(RuleError, match="not readable as YARA"):
        hunt.yara(tmp_path / "r.yar")
    with pytest.raises(RuleError, match="neither a file nor"):
        hunt.rule("no/such-rule")
