"""Names reached through tables of names, spelled in letters that no word gives away."""

import pytest

from tests.code.reading import facts


def spelled(text):
    """Return an expression of numbers for a text."""
    return "_([chr(__) for __ in " + repr([ord(one) for one in text]) + "])"


WAYS = {
    "get of the built-ins": f"globals()[{spelled('__builtins__')}].get({spelled('__import__')})",
    "subscript": f"globals()[{spelled('__builtins__')}][{spelled('__import__')}]",
    "__getitem__": f"globals().get({spelled('__builtins__')}).__getitem__({spelled('__import__')})",
    "a table of a module": f"vars(globals()[{spelled('__builtins__')}]).get({spelled('__import__')})",
}


@pytest.mark.parametrize("way", WAYS)
def test_what_a_table_gives_is_what_it_is(way):
    source = f"""
_ = "".join
take = {WAYS[way]}
take({spelled("os")}).system({spelled("echo hi > /tmp/a")})
"""
    found = facts({"a/__init__.py": source}, {"a/__init__.py": "import"})
    assert [one.symbol for one in found["exec/shell"]] == ["os.system"]


def test_the_letters_may_stand_in_another_module():
    letters = "".join(chr(ord(one)) for one in "__builtins____import__ossystem")
    source = """
from .data.letters import P
_ = "".join
def cut(a, b):
    return _([chr(one) for one in P[a:b]])
take = globals()[cut(0, 12)].get(cut(12, 22))
getattr(take(cut(22, 24)), cut(24, 30))("echo hi")
"""
    found = facts(
        {
            "a/__init__.py": "from . import run\n",
            "a/run.py": source,
            "a/data/__init__.py": "",
            "a/data/letters.py": f"P = {[ord(one) for one in letters]}\n",
        },
        {"a/__init__.py": "import"},
    )
    assert [one.symbol for one in found["exec/shell"]] == ["os.system"]


def test_an_entry_of_the_environment_is_no_function():
    source = "import os\nprint(os.environ.get('HOME'), vars(os).get('sep'))\n"
    assert "exec/shell" not in facts({"a/__init__.py": source}, {"a/__init__.py": "import"})
