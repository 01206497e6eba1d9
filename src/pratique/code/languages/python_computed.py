"""Python's library where it only computes: byte arrays, digests, patterns, sorting, streams.

What hides code is put together with these as often as with operators. Every call has known
arguments and a bounded result, or it is left to the table of meanings.
"""

import hashlib
import string
import struct
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import re2

from pratique.code.decoders import FAILURES
from pratique.code.evaluate import constants
from pratique.code.evaluate.plain import MISSING, plain, value_of
from pratique.code.evaluate.values import UNKNOWN, Constant, Items, Symbol, Value, deep, trail

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine

Arguments = list[Value]
Keywords = dict[str, Value]

MOST = 20_000
"""Elements of a byte array that are followed, and of a list that is sorted by a key."""
_TEXT = 262_144
_PATTERN = 512
_QUIET = re2.Options()
_QUIET.log_errors = False
_DIGESTS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s")

CONSTANTS: Mapping[str, str] = {
    f"string.{name}": getattr(string, name)
    for name in (
        "ascii_letters ascii_lowercase ascii_uppercase digits hexdigits octdigits punctuation "
        "printable whitespace"
    ).split()
} | {
    "string.letters": string.ascii_letters,
    "string.lowercase": string.ascii_lowercase,
    "string.uppercase": string.ascii_uppercase,
}
"""Texts of the library by their canonical symbols."""


def _bytearray(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, keywords: Keywords, _line: int
) -> Value | None:
    """Return bytes as elements, which may be replaced one by one."""
    if not arguments:
        return Items("bytearray", [])
    function = machine.language.functions["builtins.bytearray"]
    from pratique.code.evaluate.plain import computed

    made = computed(function, arguments, keywords, MOST)
    if not isinstance(made, Constant) or not isinstance(made.value, bytes):
        given = arguments[0]
        if isinstance(given, Items) and not given.open:
            return Items("bytearray", list(given.items), given.taints)
        return None
    items: list[Value] = [Constant(one, made.taints, made.trail) for one in made.value]
    return Items("bytearray", items, made.taints)


def _sorted(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, keywords: Keywords, line: int
) -> Value | None:
    """Return a list in the order that a function gives its elements."""
    from pratique.code.evaluate import expressions

    if not arguments or "key" not in keywords:
        return None
    elements = expressions.elements(machine, arguments[0])
    if elements is None or len(elements) > MOST:
        return None
    order = ordered(machine, elements, keywords, line)
    return Items("list", order, deep(arguments[0])) if order is not None else None


def ordered(
    machine: "Machine", elements: list[Value], keywords: Keywords, line: int
) -> list[Value] | None:
    """Return elements in the order of their keys; None where one is not known."""
    from pratique.code.evaluate import calls

    if len(elements) > MOST:
        return None
    key = keywords.get("key")
    named = [calls.invoke(machine, key, [one], {}, line) for one in elements] if key else elements
    keys = [plain(one) for one in named]
    if any(one is MISSING for one in keys):
        return None
    backwards = plain(keywords["reverse"]) is True if "reverse" in keywords else False
    try:
        places = sorted(range(len(keys)), key=lambda place: keys[place], reverse=backwards)
    except TypeError:
        return None
    return [elements[place] for place in places]


def _digest(
    _machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return a hash object with what it was given."""
    given = plain(arguments[0]) if arguments else b""
    if symbol.path == "hashlib.new":
        if not isinstance(given, str) or given not in _DIGESTS:
            return None
        name, given = given, plain(arguments[1]) if len(arguments) > 1 else b""
    else:
        name = symbol.path.rpartition(".")[2]
    if not isinstance(given, bytes) or len(given) > _TEXT:
        return None
    state: dict[str, Value] = {"digested": Constant(given), "algorithm": Constant(name)}
    taints = frozenset[Any]().union(*(deep(one) for one in arguments))
    return Symbol(f"hashlib.{name}", taints, called=True, state=state, trail=trail(arguments))


def _digested(
    _machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return the digest of what a hash object was given; `update` gives it more."""
    state = symbol.state or {}
    data, name = state.get("digested"), state.get("algorithm")
    if not isinstance(data, Constant) or not isinstance(name, Constant):
        return None
    if symbol.path.endswith(".update"):
        more = plain(arguments[0]) if arguments else MISSING
        known = isinstance(more, bytes) and len(more) + len(data.value) < _TEXT
        state["digested"] = Constant(data.value + more) if known else UNKNOWN
        return Constant(None)
    made = hashlib.new(name.value, data.value, usedforsecurity=False)
    text = made.hexdigest() if symbol.path.endswith("hexdigest") else made.digest()
    return Constant(text, deep(data), symbol.trail)


def _pattern(function: str) -> Callable[..., Value | None]:
    def made(
        machine: "Machine", _symbol: Symbol, arguments: Arguments, keywords: Keywords, _line: int
    ) -> Value | None:
        given = [plain(one) for one in arguments]
        if keywords or not 2 <= len(given) <= 3 or not all(isinstance(one, str) for one in given):
            return None
        if len(given[0]) > _PATTERN or len(given[-1]) > _TEXT:
            return None
        try:
            found = getattr(re2.compile(given[0], _QUIET), function)(*given[1:])
        except (re2.error, *FAILURES):
            return None
        value = value_of(found, deep(arguments[-1]), (*trail(arguments), "replace"))
        if isinstance(found, str) and len(found) > 3:
            constants.folded(machine, value)
        return value

    return made


def _structure(*given: Any) -> Any:  # noqa: ANN401
    if not _fits(given[0]):
        raise OverflowError("too long")
    try:
        return struct.pack(*given)
    except struct.error as error:
        raise ValueError("no such numbers") from error


def _taken_apart(layout: str | bytes, data: bytes) -> Any:  # noqa: ANN401
    if not _fits(layout):
        raise OverflowError("too long")
    try:
        return struct.unpack(layout, data)
    except struct.error as error:
        raise ValueError("no such layout") from error


def _fits(layout: object) -> bool:
    """Tell whether what a layout stands for is small; no text or an unknown one is not."""
    if not isinstance(layout, str | bytes) or len(layout) > _PATTERN:
        return False
    try:
        return struct.calcsize(layout) <= _TEXT
    except struct.error:
        return False


def _stream(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, keywords: Keywords, line: int
) -> Value | None:
    """Return a stream over known content; a compressed one over what it holds."""
    held = keywords.get("fileobj") or (arguments[0] if arguments else None)
    if isinstance(held, Symbol) and held.state and "content" in held.state:
        from pratique.code.evaluate import library

        held = library.call(machine, Symbol("gzip.decompress"), [held.state["content"]], {}, line)
    if not isinstance(held, Constant) or not isinstance(held.value, str | bytes):
        return None
    state: dict[str, Value] = {"content": held}
    return Symbol("io.BytesIO", held.taints, called=True, state=state, trail=held.trail)


def _content(
    _machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    held = symbol.state.get("content") if symbol.state else None
    return held if not arguments or symbol.path.endswith("getvalue") else None


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "struct.pack": _structure,
    "struct.unpack": _taken_apart,
    "zlib.Decompress.flush": lambda *_: b"",
}
"""Pure functions by canonical symbol."""
SPECIAL: Mapping[str, Callable[..., Any]] = {
    "builtins.bytearray": _bytearray,
    "builtins.sorted": _sorted,
    "hashlib.new": _digest,
    **{f"hashlib.{name}": _digest for name in _DIGESTS},
    **{
        f"hashlib.{name}.{method}": _digested
        for name in _DIGESTS
        for method in ("digest", "hexdigest", "update")
    },
    **{f"re.{name}": _pattern(name) for name in ("sub", "findall", "split")},
    "io.BytesIO": _stream,
    "io.StringIO": _stream,
    "gzip.GzipFile": _stream,
    **{f"io.BytesIO.{name}": _content for name in ("read", "getvalue")},
}
"""Functions by canonical symbol that need the machine."""
