"""What the evaluator needs to know of one language."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from pratique.code import ir


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
    special: Mapping[str, Callable[..., Any]] = {}
    """Functions that need the machine (`getattr`, `map`, `globals`): machine, symbol, arguments,
    keywords, line → value, or None to go on as any other call."""
    marks: Mapping[str, str] = {}
    """Pure functions that count as decoders when their result is run: `builtins.chr` → `chr`."""
