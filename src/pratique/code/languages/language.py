"""What the evaluator needs to know of one language."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from pratique.code import ir


class ModuleSystem(msgspec.Struct, frozen=True, kw_only=True):
    """How the modules of an artifact find each other by paths."""

    resolve: Callable[..., str]
    """Modules, the member that asks, and what it asks for → path of a member, or empty."""
    prepare: Callable[..., None]
    """Bind what every module has (`exports`, `__dirname`): its scope and path."""
    exported: Callable[..., Any]
    """The scope of a module that was run → the value that an import of it has."""
    named: Callable[..., Any]
    """Machine, the value of a module, a name, line → what is imported under that name."""
    library: Callable[[str], str]
    """The symbol of a module that is no member: `node:fs` → `fs`."""


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
    constants: Mapping[str, str] = {}
    """Texts of the library by their canonical symbols (`string.ascii_letters`)."""
    globals_prefix: str = "builtins."
    """What is put before the name of a builtin to make its symbol."""
    special: Mapping[str, Callable[..., Any]] = {}
    """Functions that need the machine (`getattr`, `map`, `globals`): machine, symbol, arguments,
    keywords, line → value, or None to go on as any other call."""
    attribute: Callable[..., Any] | None = None
    """Members that differ from Python's: machine, holder, name, line → value, or None. With it,
    `a["b"]` is `a.b`."""
    method: Callable[..., Any] | None = None
    """Methods of values that are no library's: machine, method, arguments, line → value, or
    None."""
    symbol: Callable[..., Any] | None = None
    """Calls of a library's name, before its meaning is asked for: machine, symbol, arguments,
    keywords, line → value, or None. It may change arguments and keywords in place."""
    callbacks: Callable[..., Any] | None = None
    """Calls functions that were given to a library: machine, symbol, what the call gives,
    arguments."""
    entered: Callable[..., Any] | None = None
    """What a function of the artifact returns, where that can be told better: machine, closure,
    arguments, value → value."""
    constructed: Callable[..., Any] | None = None
    """Instances that functions make (`new f()`): machine, closure, arguments → value."""
    operator: Callable[..., Any] | None = None
    """Operators over plain values where they are not Python's: sign, operands → plain value."""
    text: Callable[..., Any] | None = None
    """What objects of the artifact turn into where a text is wanted: machine, value, line →
    value."""
    failed: Callable[..., Any] | None = None
    """The error that a handler catches where something was fetched: the answer → value."""
    exact: Callable[..., Any] | None = None
    """Run a function of the artifact exactly, when it computes only: machine, closure, arguments
    → value, or None."""
    computing: re.Pattern[bytes] | None = None
    """What a source has that makes texts out of numbers; None: any may."""
    windows: bool = False
    """Large sources are read in windows around hits that stand close together."""
    assigned: Callable[..., Any] | None = None
    """Told of every member that is set: machine, holder, name, value, line."""
    parameter: Callable[..., Any] | None = None
    """What an unknown caller gives for a parameter: machine, name, line → value."""
    receiver: str = ""
    """The name that methods see their object under; empty: their first parameter."""
    modules: ModuleSystem | None = None
    """How modules find each other, where that is not by dotted names."""
    sparse: bool = True
    """Whether a part of a source can be read without the rest (top-level blocks)."""
    compiled: bytes = b""
    """How compiled members of the language begin; they are read whole, and never as text."""
    marks: Mapping[str, str] = {}
    """Pure functions that count as decoders when their result is run: `builtins.chr` → `chr`."""
