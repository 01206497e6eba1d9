"""The table of languages: how each is recognised, lowered and evaluated.

To add one: write `languages/<name>.py` with a `LANGUAGE`, name it in `_MODULES`, and give it
`api/<name>.toml`. `ir.py` says what a front end must do.
"""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

import msgspec

from pratique.code import ir

_MODULES = ("python",)
"""Front ends with an evaluator; shell and PowerShell are read by `shell.py`, `powershell.py`."""


class Language(msgspec.Struct, frozen=True, kw_only=True):
    """What the evaluator needs of a language."""

    id: str
    suffixes: tuple[str, ...]
    lower: Callable[[bytes, int], ir.Program]
    """Source in UTF-8 with `\\n` line ends, and the line number of its first line."""
    methods: Mapping[tuple[type, str], Callable[..., Any]]
    """Pure methods of constants: `(str, "join")` → function of receiver and plain arguments."""
    functions: Mapping[str, Callable[..., Any]]
    """Pure functions by canonical symbol (`builtins.chr`, `String.fromCharCode`), of plain
    arguments; a decoder of `api/<id>.toml` needs no entry here."""
    builtins: frozenset[str]
    """Names that stand for `builtins.<name>` where nothing binds them."""
    globals_prefix: str = "builtins."
    """What is put before the name of a builtin to make its symbol."""


@cache
def table() -> Mapping[str, Language]:
    """Return every language with a front end by id."""
    return {name: import_module(f"pratique.code.languages.{name}").LANGUAGE for name in _MODULES}


def named(path: str) -> Language | None:
    """Return the language that a file name stands for, or None."""
    lower = path.lower()
    return next(
        (one for one in table().values() if lower.endswith(one.suffixes)),
        None,
    )
