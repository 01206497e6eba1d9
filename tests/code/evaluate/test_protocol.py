"""What Python calls by itself, and what it hands on without a word of it being written."""

import pytest

from tests.code.reading import facts, read

RUN = "os.system('echo hi > /tmp/a')"
IMPLICIT = {
    "entering a context": f"class P:\n    def __enter__(s): {RUN}\n    def __exit__(s, *a): pass\nwith P(): pass",
    "leaving a context": f"class P:\n    def __enter__(s): pass\n    def __exit__(s, *a): {RUN}\nwith P(): pass",
    "going through an object": f"class P:\n    def __iter__(s):\n        {RUN}\n        return iter([])\nfor _ in P(): pass",
    "the next of an object": f"class P:\n    def __iter__(s): return s\n    def __next__(s): {RUN}\nlist(P())",
    "comparing": f"class P:\n    def __eq__(s, o): {RUN}\nP() == 1",
    "adding": f"class P:\n    def __radd__(s, o): {RUN}\n1 + P()",
    "asking for an element": f"class P:\n    def __contains__(s, o): {RUN}\n1 in P()",
    "an entry": f"class P:\n    def __getitem__(s, k): {RUN}\nP()[1]",
    "an entry of a class": f"class P:\n    def __class_getitem__(c, k): {RUN}\nP[1]",
    "a text of an object": f"class P:\n    def __str__(s): {RUN}\nprint(P())",
    "a text in a text": f"class P:\n    def __format__(s, f): {RUN}\nf'{{P()}}'",
    "a member that is not there": f"class P:\n    def __getattr__(s, n): {RUN}\nP().anything",
    "the end of an object": f"class P:\n    def __del__(s): {RUN}\nP()",
    "a name in a class": f"class P:\n    def __set_name__(s, o, n): {RUN}\nclass D: x = P()",
    "after a data class": f"import dataclasses\n@dataclasses.dataclass\nclass P:\n    a: int = 1\n    def __post_init__(s): {RUN}\nP()",
    "a thread of one's own": f"import threading\nclass T(threading.Thread):\n    def run(s): {RUN}\nT().start()",
    "a method of the class above": "class A:\n    def r(s, c): os.system(c)\nclass B(A):\n    def r(s, c): super().r(c)\nB().r('echo hi')",
    "a type of a parameter": f"def f(x: {RUN}): pass",
    "an object that was pickled": "import pickle\nclass R:\n    def __reduce__(s): return (os.system, ('echo hi',))\npickle.loads(pickle.dumps(R()))",
}
LENT = {
    "a module of a module": "import shutil\nshutil.os.system('echo hi')",
    "a private one": "import tempfile\ntempfile._os.system('echo hi')",
    "a specification": "import importlib.util as u\nm = u.module_from_spec(u.find_spec('os'))\nm.system('echo hi')",
    "names of evaluated code": "n = {}\nexec('import os', n)\nn['os'].system('echo hi')",
    "a file that was written": "import runpy\nopen('/tmp/z.py', 'w').write('import os; os.system(\"echo hi\")')\nrunpy.run_path('/tmp/z.py')",
    "every object's own": "import os\nos.__getattribute__('system')('echo hi')",
    "that of the class above": "import os\nobject.__getattribute__(os, 'sys' + 'tem')('echo hi')",
    "built-ins of a frame": "import sys\nsys._getframe().f_builtins['__import__']('os').system('echo hi')",
    "a text that was indented": "import textwrap\nexec(textwrap.dedent('''\n   import os\n   os.system(\"echo hi\")\n'''))",
}


def _runs(source):
    found = facts({"a/__init__.py": source + "\n"}, {"a/__init__.py": "import"})
    return [one.activation for one in found.get("exec/shell", ())]


@pytest.mark.parametrize("name", IMPLICIT)
def test_what_the_language_calls_runs_at_import(name):
    assert "import" in _runs("import os\n" + IMPLICIT[name])


@pytest.mark.parametrize("name", LENT)
def test_what_is_lent_is_what_it_is(name):
    assert "import" in _runs(LENT[name])


def test_a_method_that_nothing_calls_is_run_by_a_caller_only():
    assert _runs(f"import os\nclass P:\n    def __enter__(s): {RUN}\nP()") == ["call"]


def test_a_submodule_of_that_name_is_the_library_s_own():
    source = "import asyncio\nasyncio.subprocess.Process\n"
    assert "exec/process" not in facts({"a/__init__.py": source}, {"a/__init__.py": "import"})


FORWARDED = """
import os
def through(what, *some, **named):
    return what(*some, **named)
def made(kind, inner):
    return kind(part=[made(one, inner) for one in inner])
for one in range(60):
    through(print, one, unknown)
through(os.system, 'echo hi > /tmp/a')
made(unknown, unknown)
"""


def test_what_only_forwards_is_entered_as_often_as_it_is_asked_and_no_deeper():
    found = read({"a/__init__.py": FORWARDED}, {"a/__init__.py": "import"})
    assert any(getattr(one, "symbol", "") == "os.system" for one in found)
    assert not [one for one in found if getattr(one, "code", "") == "code-too-deep"]


def test_a_program_without_arguments_is_no_fault():
    source = "import os, subprocess\nos.popen()\nsubprocess.Popen()\nos.system()\n"
    found = read({"a/__init__.py": source}, {"a/__init__.py": "import"})
    assert not [one for one in found if getattr(one, "code", "") == "code-fault"]
