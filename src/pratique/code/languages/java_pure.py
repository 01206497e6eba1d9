"""Java's pure methods and functions, as they may be applied to constants.

A `char` is a number until it is used as a letter; a `byte[]` that is known whole is bytes, its
numbers are those of Java, from -128 to 127, where they were read one by one.
"""

import re
import urllib.parse
from collections.abc import Callable, Mapping
from typing import Any

from pratique.code.evaluate import plain

_MOST = 4 * 1024 * 1024
NAMES = frozenset(
    "array! length! chr! chars! partial! i2b! i2c! i2s! i32! key! new! string! trouble!".split()
)
"""What the front ends call that no class of Java has."""


def text_of(data: Any, encoding: str = "utf-8") -> str:  # noqa: ANN401 bytes or numbers
    """Return bytes, numbers of bytes, or letters as text."""
    if isinstance(data, str):
        return data
    if isinstance(data, bytes):
        made = data
    elif all(isinstance(one, int) for one in data):
        if any(one > 255 or one < -128 for one in data):
            return "".join(chr(one & 0xFFFF) for one in data)
        made = bytes(one & 0xFF for one in data)
    else:
        return "".join(str(one) for one in data)
    name = encoding.lower().replace("_", "-")
    codec = name if name in {"utf-8", "utf-16", "utf-16le", "utf-16be", "us-ascii"} else "latin-1"
    codec = "utf-8" if name in {"utf8", "utf-8"} else codec
    return made.decode(codec, "replace")


def signed(number: int, bits: int) -> int:
    """Return a number as Java keeps it in so many bits."""
    number &= (1 << bits) - 1
    return number - (1 << bits) if number >> (bits - 1) else number


def _hash(text: str) -> int:
    found = 0
    for letter in text[:100_000]:
        found = (found * 31 + ord(letter)) & 0xFFFFFFFF
    return signed(found, 32)


def _format(template: str, *given: Any) -> str:  # noqa: ANN401
    if re.search(r"%[^a-zA-Z%]*\d{5}", template):
        raise OverflowError("format too wide")
    places = iter(given)

    def one(found: re.Match[str]) -> str:
        kind = found[0][-1]
        if kind == "%":
            return "%"
        if kind == "n":
            return "\n"
        value = given[int(found[1]) - 1] if found[1] else next(places, None)
        form = re.sub(r"\d+\$", "", found[0])
        if kind in "sS":
            return str(form % str(value))
        if kind == "c":
            return chr(value) if isinstance(value, int) else str(value)
        return str(form % value)

    return re.sub(r"%(?:(\d+)\$)?[-#+ 0,(]*\d*(?:\.\d+)?[a-zA-Z%]", one, template)


def _substring(text: str, start: int, end: int | None = None) -> str:
    return text[start : end if end is not None else len(text)]


def _replace(text: str, old: str, new: str) -> str:
    growth = len(new) - len(old)
    if growth > 0 and len(text) + growth * (text.count(old) if old else len(text) + 1) > _MOST:
        raise OverflowError("grows too long")
    return text.replace(old, new)


def _simple_pattern(pattern: str) -> bool:
    return not re.search(r"[\\\[\](){}.*+?^$|]", pattern)


def _replace_all(text: str, pattern: str, new: str) -> str:
    if not _simple_pattern(pattern) or "$" in new or "\\" in new:
        raise ValueError("a pattern that is not followed")
    return _replace(text, pattern, new)


def _split(text: str, pattern: str, *_limit: int) -> list[str]:
    if pattern == "":
        return list(text)
    bare = pattern[1:] if len(pattern) == 2 and pattern[0] == "\\" else pattern
    if not _simple_pattern(bare) and len(pattern) != 2:
        raise ValueError("a pattern that is not followed")
    found = text.split(bare)
    while found and not found[-1]:
        found.pop()
    return found


def _bytes_of(text: str, *_encoding: Any) -> bytes:  # noqa: ANN401
    return text.encode("utf-8", "replace")


def _index(text: str, part: Any, start: int = 0) -> int:  # noqa: ANN401
    return text.find(chr(part) if isinstance(part, int) else part, start)


def _string_methods() -> dict[str, Callable[..., Any]]:
    return {
        "concat": lambda text, more: text + more,
        "substring": _substring,
        "subSequence": _substring,
        "charAt": lambda text, at: ord(text[at]),
        "codePointAt": lambda text, at: ord(text[at]),
        "length": len,
        "toCharArray": lambda text: [ord(one) for one in text],
        "chars": lambda text: [ord(one) for one in text],
        "getBytes": _bytes_of,
        "replace": _replace,
        "replaceAll": _replace_all,
        "replaceFirst": _replace_all,
        "split": _split,
        "trim": str.strip,
        "strip": str.strip,
        "toLowerCase": lambda text, *_: text.lower(),
        "toUpperCase": lambda text, *_: text.upper(),
        "indexOf": _index,
        "lastIndexOf": lambda text, part: text.rfind(chr(part) if isinstance(part, int) else part),
        "equals": lambda text, other: text == other,
        "equalsIgnoreCase": lambda text, other: text.lower() == str(other).lower(),
        "startsWith": lambda text, start: text.startswith(start),
        "endsWith": lambda text, end: text.endswith(end),
        "contains": lambda text, part: part in text,
        "isEmpty": lambda text: not text,
        "isBlank": lambda text: not text.strip(),
        "intern": str,
        "toString": str,
        "hashCode": _hash,
        "repeat": lambda text, count: plain.repeated(text, count, _MOST),
        "formatted": _format,
        "compareTo": lambda text, other: (text > other) - (text < other),
        "lines": str.splitlines,
    }


_PATHS = (
    "getPath getAbsolutePath getCanonicalPath getAbsoluteFile toFile toPath toAbsolutePath "
    "normalize toRealPath getFileName"
).split()


def _itself(path: str) -> str:
    return path


def _methods() -> Mapping[tuple[type, str], Callable[..., Any]]:
    table: dict[tuple[type, str], Callable[..., Any]] = {
        (str, name): function for name, function in _string_methods().items()
    }
    for name in _PATHS:
        table[str, name] = _itself
    for name in ("resolve", "resolveSibling", "relativize"):
        table[str, name] = lambda path, more: f"{path.rstrip('/')}/{more}"
    for name in ("intValue", "longValue", "byteValue", "shortValue"):
        table[int, name] = int
    table[int, "toString"] = str
    table[bytes, "clone"] = bytes
    table[int, "equals"] = lambda one, other: one == other
    return table


def _value_of(value: Any, *_: Any) -> str:  # noqa: ANN401
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return text_of(value) if isinstance(value, list | bytes) else str(value)


def _parsed(text: str, base: int = 10) -> int:
    return int(text, base)


def _wrapped(bits: int) -> Callable[[Any], int]:
    return lambda value: signed(int(value), bits)


def _join(sign: str, *parts: Any) -> str:  # noqa: ANN401
    listed = parts[0] if len(parts) == 1 and isinstance(parts[0], list) else parts
    return str(sign).join(str(one) for one in listed)


METHODS = _methods()
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "chr!": lambda value: value if isinstance(value, str) else chr(value & 0xFFFF),
    "i2b!": _wrapped(8),
    "i2s!": _wrapped(16),
    "i32!": _wrapped(32),
    "i2c!": lambda value: int(value) & 0xFFFF,
    "java.lang.String.valueOf": _value_of,
    "java.lang.String.copyValueOf": _value_of,
    "java.lang.String.format": _format,
    "java.lang.String.join": _join,
    "java.lang.Integer.toString": lambda value, *_: str(value),
    "java.lang.Integer.valueOf": lambda value, *base: (
        _parsed(value, *base) if isinstance(value, str) else value
    ),
    "java.lang.Long.valueOf": lambda value: value,
    "java.lang.Byte.valueOf": lambda value: value,
    "java.lang.Boolean.valueOf": lambda value: value,
    "java.lang.Character.valueOf": lambda value: value,
    "java.lang.Character.toString": lambda value: value if isinstance(value, str) else chr(value),
    "java.lang.Character.toChars": lambda value: [value],
    "java.lang.Integer.parseInt": _parsed,
    "java.lang.Long.parseLong": _parsed,
    "java.lang.Byte.parseByte": _parsed,
    "java.lang.Math.min": min,
    "java.lang.Math.max": max,
    "java.lang.Math.abs": abs,
    "java.net.URLDecoder.decode": lambda text, *_: urllib.parse.unquote_plus(text),
    "java.util.Objects.requireNonNull": lambda value, *_: value,
}
