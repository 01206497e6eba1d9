"""Nothing that an uploader writes keeps a meaning in any report."""

import json
import re
import unicodedata
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from pratique import escape
from pratique.model import Comparison, Review
from pratique.report import DIFFS, FORMATS, render, render_diff
from tests.report.hostile import ATTACKS, PLAIN, comparison, review

GOLDEN = Path(__file__).parent / "golden"
FORBIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
EVERY = [("review", form) for form in FORMATS] + [("diff", form) for form in DIFFS]
NAMED = pytest.mark.parametrize("attack", sorted(ATTACKS))
WRITTEN = pytest.mark.parametrize(("kind", "form"), EVERY, ids=lambda part: part)


def written(kind: str, form: str, text: str) -> str:
    if kind == "diff":
        return "".join(render_diff(comparison(text), form))
    return "".join(render([review(text), review(PLAIN)], form))


@NAMED
@WRITTEN
def test_no_character_controls_or_hides_anything(kind, form, attack):
    for character in written(kind, form, ATTACKS[attack]):
        if character == "\n":
            continue
        assert unicodedata.category(character) not in FORBIDDEN, hex(ord(character))
        assert not 0xFE00 <= ord(character) <= 0xFE0F
        assert ord(character) not in {0x3164, 0x2800, 0x115F, 0x1160, 0xFFA0}


@NAMED
@WRITTEN
def test_one_line_stays_one_line(kind, form, attack):
    if form == "sarif":
        return  # JSON over many lines, one for each value: its schema is tested below
    assert written(kind, form, ATTACKS[attack]).count("\n") == written(kind, form, PLAIN).count(
        "\n"
    )


@NAMED
@WRITTEN
def test_a_report_stays_small(kind, form, attack):
    limit = 12_000_000 if form in {"json", "jsonl"} else 400_000
    assert len(written(kind, form, ATTACKS[attack])) < limit


@NAMED
@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_json_says_exactly_what_the_record_says(form, attack):
    text = written("review", form, ATTACKS[attack])
    first = text.splitlines()[0] if form == "jsonl" else json.dumps(json.loads(text)[0])
    assert msgspec.json.decode(first, type=Review) == review(ATTACKS[attack])
    diff = written("diff", "json", ATTACKS[attack])
    assert msgspec.json.decode(diff, type=Comparison) == comparison(ATTACKS[attack])


# -- HTML


class Shape(HTMLParser):
    """The tags and attributes of a page, without its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: Counter[str] = Counter()
        self.attributes: Counter[tuple[str, str]] = Counter()
        self.comments = 0

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        for name, value in attrs:
            self.attributes[(name, value or "")] += 1

    def handle_comment(self, _data):
        self.comments += 1


def shape(page: str) -> Shape:
    made = Shape()
    made.feed(page)
    made.close()
    return made


@NAMED
@pytest.mark.parametrize("kind", ["review", "diff"])
def test_a_page_has_the_same_elements_whatever_is_in_it(kind, attack):
    hostile, plain = (shape(written(kind, "html", text)) for text in (ATTACKS[attack], PLAIN))
    assert hostile.tags == plain.tags
    assert hostile.attributes == plain.attributes
    assert hostile.comments == 0
    assert not {"script", "iframe", "object", "a", "img", "form", "base", "link"} & set(
        hostile.tags
    )
    names = {name for name, _ in hostile.attributes}
    assert not any(name.startswith("on") or name in {"href", "src", "style"} for name in names)


@pytest.mark.parametrize("kind", ["review", "diff"])
def test_a_page_forbids_scripts_and_requests(kind):
    page = written(kind, "html", PLAIN)
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy


# -- Markdown


@NAMED
def test_markdown_keeps_no_sign_that_means_something(attack):
    hostile, plain = (written("review", "markdown", text) for text in (ATTACKS[attack], PLAIN))
    for sign in "`*_[]<>|~!@{}$\\":
        assert hostile.count(sign) == plain.count(sign), sign
    assert "http:" not in hostile
    assert "www." not in hostile
    assert len(re.findall(r"^#", hostile, re.MULTILINE)) == 2


# -- SARIF


@pytest.fixture(scope="module")
def schema():
    path = Path(__file__).parent / "sarif-schema-2.1.0.json"
    return json.loads(path.read_text())


@pytest.mark.parametrize("attack", [*sorted(ATTACKS), "plain"])
def test_sarif_is_what_its_schema_says(schema, attack):
    import jsonschema

    log = json.loads(written("review", "sarif", ATTACKS.get(attack, PLAIN)))
    checker = jsonschema.Draft4Validator.FORMAT_CHECKER
    jsonschema.Draft4Validator(schema, format_checker=checker).validate(log)


@NAMED
def test_sarif_has_no_links_placeholders_or_schemes_of_an_uploader(attack):
    log = json.loads(written("review", "sarif", ATTACKS[attack]))
    for result in log["runs"][0]["results"]:
        text = result["message"]["text"]
        assert not re.search(r"(?<!\\)\[[^\]]*\]\(", text), text
        assert not re.search(r"(?<!\{)\{\d+\}", text), text
        for location in (*result["locations"], *result.get("relatedLocations", ())):
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            assert re.fullmatch(r"(?!/)[A-Za-z0-9%/!@+~,=._-]+", uri), uri


# -- escaper and golden files


@NAMED
def test_a_cell_is_no_formula(attack):
    cell = escape.csv(ATTACKS[attack])
    assert cell[:1] not in {"=", "+", "-", "@", "\t", "\r"}


@WRITTEN
def test_a_hostile_record_is_shown_as_ever(kind, form):
    """Compare with the golden file; write it when there is none (then read it, then commit it)."""
    text = " ".join(ATTACKS[name] for name in sorted(ATTACKS) if name != "long")
    made = written(kind, form, text)
    path = GOLDEN / f"{kind}.{form}.txt"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(made)
        pytest.fail(f"{path.name} was written: read it, then commit it")
    assert made == path.read_text()
