"""Evidence: the places that decide, in the order of what they prove."""

from pratique.dataset.frozen import evidence
from pratique.model import Fact, Location, Value

SAMPLE = "a" * 64


def fact(behaviour, line=0, offset=-1, **more):
    place = Location(member="demo/core.py", line=line, offset=offset)
    return Fact(behaviour=behaviour, location=place, **{"activation": "import", **more})


def test_chains_come_first_and_what_never_runs_or_decides_nothing_is_left_out():
    found = evidence(
        SAMPLE,
        (
            fact("net/suspicious-host", 2),
            fact("net/http", 3),
            fact("exec/download-run", 9),
            fact("exec/download-run", 4, activation="dead"),
        ),
    )
    assert [(one.behaviour, one.line) for one in found] == [
        ("exec/download-run", 9),
        ("net/suspicious-host", 2),
    ]


def test_a_span_reaches_from_the_first_line_of_its_trail_to_the_last():
    trail = (Location(member="demo/core.py", line=12), Location(member="demo/other.py", line=90))
    (one,) = evidence(SAMPLE, (fact("exec/download-run", 9, trail=trail),))
    assert (one.line, one.end_line, one.end_offset) == (9, 12, -1)


def test_a_name_in_a_native_member_ends_where_it_ends():
    named = fact("net/suspicious-host", offset=40, source="binary", values=(Value("name", "über"),))
    (one,) = evidence(SAMPLE, (named,))
    assert (one.offset, one.end_offset) == (40, 45)


def test_secrets_in_snippets_are_redacted():
    (one,) = evidence(SAMPLE, (fact("net/suspicious-host", 1, snippet="ghp_" + "a1B2" * 9),))
    assert one.snippet == "[redacted-token]"
