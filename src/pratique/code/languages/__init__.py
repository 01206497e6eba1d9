"""The table of languages: how each is recognised, lowered and evaluated.

To add one: write `languages/<name>.py` with a `LANGUAGE`, name it in `NAMES`, and give it
`api/<name>.toml`. `ir.py` says what a front end must do.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from pratique.code.languages.language import Language

NAMES = {
    "python": (".py", ".pyw", ".pyi"),
    "javascript": (".js", ".cjs", ".mjs", ".jsx", ".ts", ".cts", ".mts", ".tsx"),
    "rust": (".rs",),
    "java": (".class", ".java"),
}
"""Front ends with an evaluator, and how the names of their files end: a front end is loaded where
it is needed. Shell and PowerShell are read by `shell.py`, `powershell.py`."""
_CLASS = b"\xca\xfe\xba\xbe"


@cache
def language(name: str) -> Language:
    """Load and return one front end by its id."""
    found: Language = import_module(f"pratique.code.languages.{name}").LANGUAGE
    return found


def table() -> Mapping[str, Language]:
    """Load and return every language with a front end by id."""
    return {name: language(name) for name in NAMES}


def named(path: str) -> Language | None:
    """Return the language that a file name stands for, or None."""
    lower = path.lower()
    for name, endings in NAMES.items():
        if lower.endswith(endings):
            return language(name)
    return None


def compiled_by(data: bytes) -> Language | None:
    """Return the language that compiled code is of by its first bytes, or None."""
    if data[:4] != _CLASS:
        return None
    if 0 < int.from_bytes(data[4:8], "big") < 40:
        return None  # a universal binary of macOS: class files are of version 45 and later
    return language("java")
