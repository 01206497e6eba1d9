"""Compiled Python, pickles and native programs as members of an artifact."""

import base64

import pytest

from pratique.code.evaluate import Source
from pratique.code.sealed import Sealed, source_of
from pratique.limits import Budget, Limits
from pratique.model import Content, Fact, Limitation, Member
from tests.code.compiled_samples import COMPILED, SOURCE

PYC = base64.b64decode(COMPILED["3.11"])
TRUSTED = PYC[:4] + b"\1\0\0\0" + bytes(8) + PYC[16:]
"""The same with the flag that says: never compare with the source (PEP 552)."""


def read(members: dict[str, bytes], sources: dict[str, bytes] | None = None, kind: str = "wheel"):
    sealed = Sealed(Budget(Limits()))
    items = []
    for path, data in members.items():
        items += sealed.look(Content(member=Member(path=path), data=data))
    items += sealed.modules(sources or {}, kind)
    return sealed, items


def symbols(items: list[object]) -> list[str]:
    return [item.symbol for item in items if isinstance(item, Fact)]


def test_the_source_of_compiled_python_stands_beside_it_or_above_the_cache():
    assert source_of("a/__pycache__/b.cpython-311.opt-1.pyc") == "a/b.py"
    assert source_of("__pycache__/b.pypy39.pyc") == "b.py"
    assert source_of("a/b.pyc") == "a/b.py"


def test_compiled_python_without_its_source_is_a_finding_and_is_read():
    sealed, items = read({"tide/core.pyc": PYC})
    assert symbols(items) == ["bytecode.no-source"]
    (module,) = [item for item in items if isinstance(item, Source)]
    assert module.dotted == "tide.core"
    assert module.program is not None
    assert sealed.imported == {"tide/core.pyc"}


def test_compiled_python_that_its_source_speaks_for_is_left_alone():
    _, items = read({"tide/core.pyc": PYC}, {"tide/core.py": SOURCE.encode()})
    assert items == []


def test_compiled_python_that_does_something_else_than_its_source_is_read():
    path = "tide/__pycache__/core.cpython-311.pyc"
    sealed, items = read({path: TRUSTED}, {"tide/core.py": b"def go(cmd):\n    return 1\n"})
    assert symbols(items) == ["bytecode.differs"]
    assert sealed.imported == {path}


def test_a_stale_cache_is_read_but_no_finding():
    path = "tide/__pycache__/core.cpython-311.pyc"
    sealed, items = read({path: PYC}, {"tide/core.py": b"def go(cmd):\n    return 1\n"})
    assert symbols(items) == []
    assert sealed.imported == set()
    assert any(isinstance(item, Source) for item in items)


def test_a_cache_without_source_cannot_be_imported_and_is_no_finding():
    sealed, items = read({"tide/__pycache__/core.cpython-311.pyc": PYC})
    assert symbols(items) == []
    assert sealed.imported == set()


def test_compiled_python_is_known_by_its_bytes_whatever_it_is_called():
    _, items = read({"tide/tables.dat": PYC})
    assert any(isinstance(item, Source) for item in items)


@pytest.mark.parametrize(
    ("data", "effect"),
    [(PYC[:40], "hold"), (b"\x99\x99\r\n" + bytes(40), "hold"), (b"", None), (b"text\n", "note")],
)
def test_compiled_python_that_cannot_be_read_holds_if_an_interpreter_might_run_it(data, effect):
    _, items = read({"tide/core.pyc": data} if data else {})
    limits = [item for item in items if isinstance(item, Limitation)]
    assert [(limit.code, limit.effect) for limit in limits] == (
        [("bytecode-unread", effect)] if effect else []
    )


def test_a_program_in_a_source_distribution_is_said():
    program = b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x02\0" + bytes(60)
    _, items = read({"a/tool": program}, kind="sdist")
    assert symbols(items) == ["binary.program", "binary.in-sdist"]
    _, items = read({"a/tool": program})
    assert symbols(items) == ["binary.program"]


def test_a_program_in_a_wheel_that_calls_itself_pure_is_said():
    program = b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x02\0" + bytes(60)
    pure = b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\n"
    _, items = read({"a/tool": program, "a-1.dist-info/WHEEL": pure})
    assert symbols(items) == ["binary.program", "binary.in-pure-wheel"]


def module(mark: bytes) -> bytes:
    """Forge an extension module of Python with a text that its compiler leaves."""
    return b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\0" + bytes(60) + b"\0PyInit_core\0" + mark


CYTHON = b"this module can only be loaded into one interpreter per process."
NUITKA = b"Unexpected failure of hard import of"


@pytest.mark.parametrize("mark", [CYTHON, NUITKA])
def test_python_that_was_compiled_is_no_source_distribution(mark):
    _, items = read({"tide-1.0/tide/core.so": module(mark)}, kind="sdist")
    (fact,) = [one for one in items if isinstance(one, Fact) and one.behaviour == "obfus/packer"]
    assert fact.symbol == "binary.module-without-source"
    assert fact.activation == "import"


def test_compiled_modules_are_innocent_beside_what_they_are_compiled_from():
    path, held = "tide-1.0/tide/core.cpython-311.so", module(CYTHON)
    beside = {"tide-1.0/tide/core.py": b"x = 1\n"}
    hidden = "binary.module-without-source"
    assert hidden in symbols(read({path: held}, kind="sdist")[1])
    assert hidden not in symbols(read({path: held}, beside, kind="sdist")[1])
    assert hidden not in symbols(read({path: held, "tide-1.0/core.pyx": b"x"}, kind="sdist")[1])
    assert hidden not in symbols(read({path: held}, kind="wheel")[1])
    assert hidden not in symbols(read({"tide-1.0/tests/core.so": held}, kind="sdist")[1])
    assert hidden not in symbols(read({path: module(b"")}, kind="sdist")[1])
