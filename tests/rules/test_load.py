from pathlib import Path

import pytest

from pratique.errors import RuleError
from pratique.rules import load
from pratique.rules.compile import compiled
from pratique.rules.schema import Rule

TEXT = """
id: exec/example
summary: shows a technique
why: because
severity: high
confidence: high
match: {behaviour: exec/shell}
"""


def compiles(text: str) -> Rule:
    return compiled((load.parse(text, "exec/example.yaml"),))[0]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("why: because", "why: because\nweight: 3"), "unknown field `weight`"),
        (("why: because", "why: because\nwhy: again"), "'why' stands twice"),
        (("severity: high", "severity: huge"), "severity"),
        (("{behaviour: exec/shell}", "{behaviour: exec/shell, color: red}"), "color"),
        (("why: because", "why: [unclosed"), "not readable as YAML"),
        (("why: because", "why: !!python/object/apply:os.getcwd []"), "not readable as YAML"),
        (("id: exec/example", "{<<: {id: exec/example}"), "not readable as YAML"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_fault(
    change: tuple[str, str], says: str
) -> None:
    with pytest.raises(RuleError, match="exec/example") as refused:
        load.parse(TEXT.replace(*change), "exec/example.yaml")
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        ("{behaviour: exec/unheard}", "no behaviour of the vocabulary"),
        ("{behaviour: exec/shell, when: sometimes}", "when: sometimes"),
        ("{behaviour: exec/shell, symbol: '(?=x)'}", "perl operator"),
        ("{behaviour: exec/shell, values: [{matches: '('}]}", "missing"),
        ("{behaviour: exec/shell, via: [net/unheard]}", "no behaviour"),
        ("{behaviour: exec/shell, rule: exec/other}", "has one of"),
        ("{}", "has one of"),
        ("{not: {behaviour: exec/shell}}", "without any fact"),
        ("{count: {at_least: 0, of: [{behaviour: exec/shell}]}}", "at_least"),
        ("{rule: exec/unheard}", "there is no rule exec/unheard"),
        ("{rule: exec/example}", "in a circle"),
    ],
)
def test_a_wrong_condition_is_refused_with_its_rule_and_fault(condition: str, says: str) -> None:
    with pytest.raises(RuleError, match="exec/example") as refused:
        compiles(TEXT.replace("{behaviour: exec/shell}", condition))
    assert says.lower() in str(refused.value).lower()


def test_two_rules_of_one_name_are_refused() -> None:
    rule = load.parse(TEXT, "exec/example.yaml")
    with pytest.raises(RuleError, match="same id"):
        compiled((rule, rule))


def test_needs_are_what_no_match_can_do_without() -> None:
    both = compiles(
        TEXT.replace(
            "{behaviour: exec/shell}",
            "{all: [{behaviour: [exec/shell, exec/process]}, {behaviour: net/http}, {not: {behaviour: fs/read}}]}",
        )
    )
    either = compiles(
        TEXT.replace(
            "{behaviour: exec/shell}", "{any: [{behaviour: exec/shell}, {behaviour: net/http}]}"
        )
    )
    assert both.needs == (("net/http",), ("exec/shell", "exec/process"))
    assert either.needs == (("exec/shell", "net/http"),)


def test_an_id_has_to_spell_its_path(tmp_path: Path) -> None:
    (tmp_path / "exec").mkdir()
    (tmp_path / "exec" / "misnamed.yaml").write_text(TEXT)
    with pytest.raises(RuleError, match="spell the path"):
        load.read(tmp_path)


def test_the_compiled_catalogue_is_the_same_from_the_cache_and_from_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PRATIQUE_CACHE", "on")
    read = load.catalog.__wrapped__
    first = read()
    kept = list(tmp_path.glob("pratique/rules-*.msgpack"))
    assert len(kept) == 1
    assert read() == first
    kept[0].write_bytes(b"\xff not msgpack")
    assert read() == first


def test_cache_off_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PRATIQUE_CACHE", "off")
    assert load.catalog.__wrapped__()
    assert not list(tmp_path.rglob("*"))


def test_a_folder_that_cannot_be_written_costs_time_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pratique").write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PRATIQUE_CACHE", "on")
    assert load.catalog.__wrapped__()


def test_the_digest_covers_every_byte_and_name(tmp_path: Path) -> None:
    one = {"exec/a": b"x", "exec/b": b"y"}
    assert load._digest(one) != load._digest({"exec/a": b"xy", "exec/b": b""})
    assert load._digest(one) != load._digest({"exec/c": b"x", "exec/b": b"y"})
    assert len(load.digest()) == 64
