"""The decisive evidence comes first and is said once."""

import re

from pratique.model import (
    Artifact,
    Coverage,
    Finding,
    Limitation,
    Location,
    Review,
    Score,
    Verdict,
)
from pratique.report import render, render_diff, render_diff_terminal, render_terminal
from pratique.report.order import distinct, ordered
from tests.report.hostile import ATTACKS, comparison


def finding(rule, line=3, **more):
    return Finding(
        rule=rule,
        summary=f"does {rule}",
        severity=more.pop("severity", "high"),
        confidence="high",
        activation="import",
        location=Location(member="demo/a.py", line=line),
        **more,
    )


def review(*findings, codes=("b/two",), **more):
    return Review(
        artifact=Artifact(ecosystem="pypi", kind="wheel", filename="demo-1.0-py3-none-any.whl"),
        verdict=Verdict(classification="suspicious", codes=codes, reason="does b/two"),
        score=Score(value=0.8),
        findings=findings,
        coverage=Coverage(sha256="a" * 64, size=10),
        **more,
    )


def test_what_decided_comes_first_and_one_line_is_one_entry():
    found = ordered(review(finding("a/one"), finding("b/two"), finding("c/three", line=9)))
    assert [(one.finding.rule, one.also) for one in found] == [
        ("b/two", ("a/one",)),
        ("c/three", ()),
    ]


def test_nursery_findings_come_last():
    found = ordered(review(finding("b/two", nursery=True), finding("a/one", line=8)))
    assert [one.finding.rule for one in found] == ["a/one", "b/two"]


def test_constants_are_not_repeated():
    assert distinct(("curl x.invalid", "x.invalid", "curl x.invalid", "other")) == (
        "curl x.invalid",
        "other",
    )
    one = ordered(review(finding("b/two", snippet="run('x.invalid')", values=("x.invalid", "new"))))
    assert one[0].values == ("new",)


def test_a_terminal_gets_colour_and_a_pipe_gets_none():
    record = review(finding("b/two"), limitations=(Limitation(code="digest", member="m"),))
    coloured = "".join(render_terminal([record], 100))
    assert "\x1b[" in coloured
    assert "SUSPICIOUS" in coloured
    assert "demo/a.py:3" in coloured
    assert "\x1b" not in "".join(render([record], "text"))


def test_the_terminal_shows_no_control_characters_of_an_uploader():
    hostile = finding("b/two", snippet="\x1b[2J\x1b]0;owned\x07", values=("[red]x[/red]\u202e",))
    coloured = "".join(render_terminal([review(hostile)], 100))
    assert "\x1b[2J" not in coloured
    assert "\x1b]0" not in coloured
    assert "\u202e" not in coloured
    assert "[red]x[/red]" in coloured


def test_a_comparison_in_colour_says_what_the_plain_one_says():
    for text in ATTACKS.values():
        coloured = "".join(render_diff_terminal(comparison(text)))
        plain = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
        assert plain == "".join(render_diff(comparison(text), "text"))
