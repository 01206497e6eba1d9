"""What a pickle would call is read, whatever its protocol and however its names are kept."""

import os
import pickle
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pratique.code import pickles
from pratique.model import Content, Fact, Member


class Runs:
    def __init__(self, function, *arguments):
        self.function, self.arguments = function, arguments

    def __reduce__(self):
        return self.function, self.arguments


def read(data, *, final=True):
    content = Content(member=Member(path="tide.dat"), data=data, final=final)
    return list(pickles.facts(content))


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize("function", [os.system, subprocess.check_output, eval, exec])
def test_a_callable_is_found_in_every_protocol(protocol, function):
    data = pickle.dumps({"tide": [1, 2.5, Runs(function, "ls -l")]}, protocol=protocol)
    facts = read(data)
    assert any(fact.behaviour.startswith("exec/") for fact in facts), facts
    assert {value.text for fact in facts for value in fact.values} >= {"ls -l"}


@pytest.mark.parametrize("protocol", range(6))
def test_plain_data_calls_nothing(protocol):
    data = pickle.dumps({"tides": [1.93, 3.86], "name": "quay", 7: (None, True)}, protocol=protocol)
    assert read(data) == []


def test_names_may_come_from_the_memo():
    parts = (
        b"\x80\x04\x8c\x02os\x94\x8c\x06system\x94\x8c\x04tide\x94", b"h\x00h\x01\x93\x8c\x02ls\x85R."
    )  # fmt: skip
    (fact,) = read(b"".join(parts))
    assert (fact.behaviour, fact.symbol) == ("exec/shell", "os.system")


def test_a_flood_of_opcodes_hides_no_import():
    data = b"\x80\x02" + b"(0" * 300_000 + b"cos\nsystem\n(S'ls'\ntR."
    assert any(isinstance(item, Fact) and item.symbol == "os.system" for item in read(data))


def test_what_is_not_read_to_its_end_is_said():
    data = b"\x80\x04" + b"N0" * 300_000 + b"\x8c\x02os\x8c\x06system\x93."
    assert [item.effect for item in read(data)] == ["hold"]
    assert [item.effect for item in read(b"\x80\x04N", final=False)] == ["hold"]


@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_an_exception(tail):
    read(b"\x80\x04" + tail)
    read(b"(" + tail + b".")
