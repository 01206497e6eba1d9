"""What JavaScript's own functions and methods do with plain values, for exact evaluation.

Each takes the receiver (or nothing) and plain arguments; functions among them are called through
`call`. What is not here makes the evaluation stop: nothing is guessed.
"""

import json
import math
from collections.abc import Callable
from typing import Literal
from urllib.parse import quote, unquote

from pratique.code.decoders import decode
from pratique.code.languages import javascript_pure as pure
from pratique.code.languages.javascript_coerce import (
    NAN,
    Mistake,
    int32,
    number,
    text,
    tidy,
    truth,
)
from pratique.code.languages.javascript_lists import (
    ARRAY,
    EACH,
    MOST,
    Call,
    Plain,
    each,
    integer,
    sliced,
)
from pratique.code.languages.javascript_regex import Regex


class Native:
    """A function that JavaScript itself has."""

    __slots__ = ("function", "name", "shown")

    def __init__(self, name: str, function: Callable[..., Plain] | None = None) -> None:
        self.name = name
        self.function = function
        self.shown = f"function {name.rpartition('.')[2]}() {{ [native code] }}"


# -- methods of texts and numbers


def string(call: Call, value: str, name: str, given: list[Plain]) -> Plain:
    """Run a method of a text."""
    first = given[0] if given else None
    if isinstance(first, Regex):
        return _matched(call, value, name, first, given)
    if name == "replace" and len(given) > 1:
        new = given[1]
        place = value.find(text(first))
        if place < 0:
            return value
        made = new if isinstance(new, str) else text(call(new, [text(first), place, value]))
        return value[:place] + made + value[place + len(text(first)) :]
    if name == "charCodeAt":
        place = integer(first)
        return ord(value[place]) if 0 <= place < len(value) else NAN
    if name in {"match", "matchAll", "search"} and isinstance(first, str):
        return _matched(call, value, name, Regex(first), given)
    method = pure.METHODS.get((str, name))
    if method is None:
        raise Mistake(name)
    return method(value, *[tidy(one) if isinstance(one, float) else one for one in given])


def _matched(call: Call, value: str, name: str, pattern: Regex, given: list[Plain]) -> Plain:
    if pattern.engine is None:
        raise Mistake("a pattern that is not followed")
    if name in {"replace", "replaceAll"}:
        new = given[1]
        if isinstance(new, str):
            made = pattern.replace(value, new)
        else:
            made = pattern.replaced(value, lambda *parts: text(call(new, list(parts))))
        if made is None:
            raise Mistake("too many matches")
        return made
    if name in {"split", "match", "matchAll", "search"}:
        return getattr(pattern, name)(value)
    raise Mistake(name)


def numeric(value: float, name: str, given: list[Plain]) -> Plain:
    """Run a method of a number."""
    if name == "toString":
        return pure.METHODS[int, "toString"](value, integer(given[0], 10) if given else 10)
    if name == "toFixed":
        return f"{value:.{min(integer(given[0]) if given else 0, 20)}f}"
    if name == "valueOf":
        return value
    raise Mistake(name)


def binary(value: bytes | bytearray, name: str, given: list[Plain]) -> Plain:
    """Run a method of a buffer."""
    if name == "toString":
        plain = bytes(value)
        made = pure.encoded(plain, text(given[0]) if given and given[0] is not None else "utf8")
        if made is None:
            raise Mistake("encoding")
        return made
    if name in {"slice", "subarray"}:
        return sliced(value, *given[:2])
    if name == "indexOf" and given:
        wanted = given[0]
        sought = wanted if isinstance(wanted, int) else _buffer(wanted)
        return value.find(sought, integer(given[1]) if len(given) > 1 else 0)
    if name in _NUMBERS:
        size, order = _NUMBERS[name]
        start = integer(given[0]) if given else 0
        signed = name.startswith("readInt")
        return int.from_bytes(value[start : start + size], order, signed=signed)
    if name in {"join", "map", "includes", "reverse", "fill"}:
        made = ARRAY[name](list(value), *given) if name in ARRAY else None
        return bytearray(made) if isinstance(made, list) else made
    raise Mistake(name)


_NUMBERS: dict[str, tuple[int, Literal["big", "little"]]] = {
    "readUInt8": (1, "big"),
    "readInt8": (1, "big"),
    "readUInt16BE": (2, "big"),
    "readUInt16LE": (2, "little"),
    "readUInt32BE": (4, "big"),
    "readUInt32LE": (4, "little"),
    "readInt32BE": (4, "big"),
    "readInt32LE": (4, "little"),
}


# -- functions


def _parse_int(value: Plain, base: Plain = 0) -> Plain:
    found = pure.FUNCTIONS["parseInt"](text(value), integer(base))
    return NAN if found is None else tidy(found)


def _parse_float(value: Plain) -> Plain:
    import re

    match = re.match(r"\s*[-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+)", text(value))
    return tidy(float(match[0])) if match else NAN


def _codes(*codes: Plain) -> str:
    return "".join(chr(int32(one) & 0xFFFF) for one in codes)


def _unquoted(value: Plain) -> str:
    return unquote(text(value), errors="strict")


def _buffer(value: Plain, encoding: Plain = "utf8") -> bytes:
    if isinstance(value, list):
        return bytes(int32(one) & 255 for one in value)
    if isinstance(value, bytes | bytearray):
        return bytes(value)
    name = text(encoding).lower()
    if name in {"base64", "base64url", "hex"}:
        made = decode(name.removesuffix("url"), text(value), {}, 4 * MOST)
        if not isinstance(made, bytes):
            raise Mistake("encoding")
        return made
    codec = "latin-1" if name in {"latin1", "binary", "ascii"} else "utf-8"
    return text(value).encode(codec, "replace")


def _atob(value: Plain) -> str:
    made = decode("base64", text(value), {}, 4 * MOST)
    if not isinstance(made, bytes):
        raise Mistake("encoding")
    return made.decode("latin-1")


def _array(*given: Plain) -> list[Plain]:
    if len(given) == 1 and isinstance(given[0], int) and not isinstance(given[0], bool):
        if not 0 <= given[0] <= MOST:
            raise Mistake("too many")
        return [None] * given[0]
    return list(given)


def _spread(value: Plain) -> list[Plain]:
    if isinstance(value, str | list | tuple | bytes | bytearray):
        return list(value)
    if isinstance(value, dict):
        size = value.get("length")
        if isinstance(size, int) and 0 <= size <= MOST:
            return [value.get(str(place)) for place in range(size)]
        return list(value.values())
    raise Mistake("no elements")


def _rounded(function: Callable[[float], int]) -> Callable[[Plain], Plain]:
    def run(value: Plain = None) -> Plain:
        found = number(value)
        if isinstance(found, float) and (math.isnan(found) or math.isinf(found)):
            return found
        return function(found)

    return run


def _alloc(size: Plain, *_: Plain) -> bytearray:
    if not 0 <= integer(size) <= MOST:
        raise Mistake("too large")
    return bytearray(integer(size))


def _inflated(name: str) -> Callable[..., Plain]:
    def run(value: Plain, *_: Plain) -> bytes:
        made = decode(name, bytes(_buffer(value)), _BITS.get(name, {}), 4 * MOST)
        if not isinstance(made, bytes):
            raise Mistake(name)
        return made

    return run


_BITS = {"zlib": {"wbits": 47}}

FUNCTIONS: dict[str, Callable[..., Plain]] = {
    "Buffer.alloc": _alloc,
    "Buffer.allocUnsafe": _alloc,
    "Buffer.concat": lambda parts, *_: bytearray(b"".join(bytes(one) for one in parts)),
    "Buffer.byteLength": lambda value, *_: len(_buffer(value)),
    "zlib.inflateSync": _inflated("zlib"),
    "zlib.gunzipSync": _inflated("gzip"),
    "zlib.unzipSync": _inflated("zlib"),
    "zlib.inflateRawSync": lambda value, *_: decode("zlib", bytes(value), {"wbits": -15}, 4 * MOST),
    "parseInt": _parse_int,
    "Number.parseInt": _parse_int,
    "parseFloat": _parse_float,
    "Number": lambda value=0: number(value),
    "String": lambda value="": text(value),
    "Boolean": lambda value=None: truth(value),
    "isNaN": lambda value=None: isinstance(number(value), float) and math.isnan(number(value)),
    "String.fromCharCode": _codes,
    "String.fromCodePoint": lambda *codes: "".join(chr(integer(one)) for one in codes),
    "decodeURIComponent": _unquoted,
    "decodeURI": _unquoted,
    "encodeURIComponent": lambda value: quote(text(value), safe="!'()*-._~"),
    "unescape": lambda value: pure.FUNCTIONS["unescape"](text(value)),
    "escape": lambda value: quote(text(value), safe="@*_+-./"),
    "atob": _atob,
    "btoa": lambda value: pure.encoded(text(value).encode("latin-1", "replace"), "base64"),
    "Buffer": _buffer,
    "Buffer.from": _buffer,
    "Array": _array,
    "Array.from": _spread,
    "Array.of": lambda *given: list(given),
    "Array.isArray": lambda value=None: isinstance(value, list),
    "Uint8Array": lambda value=0: (
        list(value) if not isinstance(value, int) else [0] * min(value, MOST)
    ),
    "Object": lambda value=None: {} if value is None else value,
    "Object.create": lambda value=None: {} if value is None else dict(value),
    "Object.keys": lambda value: (
        [str(one) for one in value]
        if isinstance(value, dict)
        else [str(one) for one in range(len(value))]
    ),
    "Object.values": _spread,
    "Object.freeze": lambda value: value,
    "Object.entries": lambda value: [[str(key), one] for key, one in value.items()],
    "Object.fromEntries": lambda value: {text(key): one for key, one in value},
    "Object.assign": lambda target, *more: (
        ([target.update(one) for one in more] and target) or target
    ),
    "JSON.parse": lambda value: json.loads(text(value)),
    "JSON.stringify": lambda value, *_: json.dumps(value, separators=(",", ":")),
    "Math.floor": _rounded(math.floor),
    "Math.ceil": _rounded(math.ceil),
    "Math.round": _rounded(lambda value: math.floor(value + 0.5)),
    "Math.trunc": _rounded(math.trunc),
    "Math.abs": lambda value: abs(number(value)),
    "Math.min": lambda *given: min((number(one) for one in given), default=math.inf),
    "Math.max": lambda *given: max((number(one) for one in given), default=-math.inf),
    "Math.pow": lambda base, power: tidy(float(number(base)) ** float(number(power))),
    "Math.sqrt": lambda value: tidy(math.sqrt(number(value))),
    "Math.imul": lambda one, other: int32(int32(one) * int32(other)),
    "RegExp": lambda source, flags="": (
        source if isinstance(source, Regex) else Regex(text(source), text(flags))
    ),
    "Set": lambda value=(): list(dict.fromkeys(_spread(value))) if value else [],
    "Symbol": lambda *_: object(),
    "BigInt": lambda value: int(number(value)),
}
"""Global functions by name."""
CONSTANTS: dict[str, Plain] = {
    "NaN": NAN,
    "Infinity": math.inf,
    "Math.PI": math.pi,
    "Math.E": math.e,
    "Number.MAX_SAFE_INTEGER": (1 << 53) - 1,
}

LISTED = frozenset((*ARRAY, *EACH, "call", "apply", "bind", "toString", "constructor"))
"""Names that an array answers to."""

__all__ = ["ARRAY", "CONSTANTS", "EACH", "FUNCTIONS", "LISTED", "MOST", "Native", "each"]
