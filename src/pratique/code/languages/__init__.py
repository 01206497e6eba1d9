"""The table of languages: how each is recognised, lowered and evaluated.

To add one: write `languages/<name>.py` with a `LANGUAGE`, name it in `_MODULES`, and give it
`api/<name>.toml`. `ir.py` says what a front end must do.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from pratique.code.languages.language import Language

_MODULES = ("python", "javascript", "rust", "java")
"""Front ends with an evaluator; shell and PowerShell are read by `shell.py`, `powershell.py`."""


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


def compiled_by(data: bytes) -> Language | None:
    """Return the language that compiled code is of by its first bytes, or None."""
    head = data[:4]
    if head == b"\xca\xfe\xba\xbe" and 0 < int.from_bytes(data[4:8], "big") < 40:
        return None  # a universal binary of macOS: class files are of version 45 and later
    return next((one for one in table().values() if one.compiled and one.compiled == head), None)
