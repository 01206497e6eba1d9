"""JavaScript's pure methods and functions, as they may be applied to constants."""

import base64
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, unquote

from pratique.code.languages.javascript_literals import number

_MOST = 4 * 1024 * 1024


def _bounds(text: Any, start: int, end: int | None) -> tuple[int, int]:  # noqa: ANN401
    size = len(text)
    last = size if end is None else int(end)
    first = int(start)
    first = max(0, size + first) if first < 0 else first
    last = max(0, size + last) if last < 0 else last
    return min(first, size), min(last, size)


def _slice(text: Any, start: int = 0, end: int | None = None) -> Any:  # noqa: ANN401
    first, last = _bounds(text, start, end)
    return text[first:last]


def _substring(text: str, start: int = 0, end: int | None = None) -> str:
    size = len(text)
    first = min(max(int(start), 0), size)
    last = size if end is None else min(max(int(end), 0), size)
    return text[min(first, last) : max(first, last)]


def _substr(text: str, start: int = 0, length: int | None = None) -> str:
    first, _ = _bounds(text, start, None)
    return text[first:] if length is None else text[first : first + max(0, int(length))]


def _at(text: str, index: int = 0) -> str:
    place = int(index)
    return text[place] if 0 <= place < len(text) else ""


def _code(text: str, index: int = 0) -> Any:  # noqa: ANN401
    place = int(index)
    return ord(text[place]) if 0 <= place < len(text) else None


def _split(text: str, separator: str | None = None, most: int | None = None) -> list[str]:
    if separator is None:
        return [text]
    parts = list(text) if separator == "" else text.split(separator)
    return parts if most is None else parts[: int(most)]


def _repeat(text: str, count: int) -> str:
    if len(text) * int(count) > _MOST:
        raise OverflowError("too long")
    return text * int(count)


def _padded(text: str, width: int, fill: str = " ", *, left: bool) -> str:
    missing = int(width) - len(text)
    if missing <= 0 or not fill:
        return text
    if missing > _MOST:
        raise OverflowError("too long")
    padding = (fill * (missing // len(fill) + 1))[:missing]
    return padding + text if left else text + padding


def _replace(text: str, old: str, new: str) -> str:
    return text.replace(old, new, 1)


def _radix(value: Any, base: int = 10) -> str:  # noqa: ANN401
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if base == 10:
        return str(value)
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    left, found = abs(int(value)), ""
    while left and len(found) < 1100:
        left, digit = divmod(left, int(base))
        found = digits[digit] + found
    return ("-" if value < 0 else "") + (found or "0")


def text(value: Any) -> str:  # noqa: ANN401
    """Return a value as JavaScript turns it into text.

    >>> text(True), text(2.0), text(None), text([1, [2, "a"]])
    ('true', '2', 'undefined', '1,2,a')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "undefined"
    if isinstance(value, int | float):
        return _radix(value)
    if isinstance(value, list | tuple):
        return ",".join("" if one is None else text(one) for one in value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "[object Object]"


def encoded(data: bytes, encoding: str) -> str | None:
    """Return what `Buffer.toString(encoding)` gives; None for an encoding that is not known."""
    name = encoding.lower().replace("-", "")
    if name == "hex":
        return data.hex()
    if name in {"base64", "base64url"}:
        made = base64.b64encode(data).decode()
        return made.replace("+", "-").replace("/", "_").rstrip("=") if "url" in name else made
    codec = _CODECS.get(name)
    return data.decode(codec, "replace") if codec else None


_CODECS = {
    "utf8": "utf-8",
    "latin1": "latin-1",
    "binary": "latin-1",
    "ascii": "latin-1",
    "ucs2": "utf-16-le",
    "utf16le": "utf-16-le",
    "": "utf-8",
}


METHODS: Mapping[tuple[type, str], Callable[..., Any]] = {
    (str, "charAt"): _at,
    (str, "at"): lambda text, index=0: text[int(index)],
    (str, "charCodeAt"): _code,
    (str, "codePointAt"): _code,
    (str, "concat"): lambda text, *more: text + "".join(map(str, more)),
    (str, "endsWith"): str.endswith,
    (str, "includes"): lambda text, part: part in text,
    (str, "indexOf"): lambda text, part, start=0: text.find(part, int(start)),
    (str, "lastIndexOf"): str.rfind,
    (str, "normalize"): lambda text, *_: text,
    (str, "padEnd"): lambda text, width, fill=" ": _padded(text, width, fill, left=False),
    (str, "padStart"): lambda text, width, fill=" ": _padded(text, width, fill, left=True),
    (str, "repeat"): _repeat,
    (str, "replace"): _replace,
    (str, "replaceAll"): lambda text, old, new: text.replace(old, new),
    (str, "slice"): _slice,
    (str, "split"): _split,
    (str, "startsWith"): str.startswith,
    (str, "substr"): _substr,
    (str, "substring"): _substring,
    (str, "toLowerCase"): str.lower,
    (str, "toString"): lambda text, *_: text,
    (str, "toUpperCase"): str.upper,
    (str, "trim"): str.strip,
    (str, "trimEnd"): str.rstrip,
    (str, "trimStart"): str.lstrip,
    (str, "valueOf"): lambda text: text,
    (int, "toString"): _radix,
    (float, "toString"): _radix,
    (bytes, "slice"): _slice,
    (bytes, "subarray"): _slice,
}
"""Pure methods of constants; `Buffer.toString` is a decoder of `api/javascript.toml`."""


def _from_codes(*codes: Any) -> str:  # noqa: ANN401
    return "".join(chr(int(code) & 0xFFFF) for code in codes)


def _from_points(*codes: Any) -> str:  # noqa: ANN401
    return "".join(chr(int(code)) for code in codes)


def _parse_int(text: Any, base: int = 0) -> Any:  # noqa: ANN401
    digits = str(text).strip().lower()
    if base in {0, 16} and digits.startswith("0x"):
        digits, base = digits[2:], 16
    allowed = "0123456789abcdefghijklmnopqrstuvwxyz"[: base or 10]
    match = re.match(f"[-+]?[{allowed}]{{1,400}}", digits)
    return int(match[0], base or 10) if match else None


def _number(text: Any = 0) -> Any:  # noqa: ANN401
    return number(text.strip() or "0") if isinstance(text, str) else text


def _unescape(text: str) -> str:
    return re.sub(
        r"%u([0-9a-fA-F]{4})|%([0-9a-fA-F]{2})",
        lambda match: chr(int(match[1] or match[2], 16)),
        text,
    )


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "String.fromCharCode": _from_codes,
    "String.fromCodePoint": _from_points,
    "String": lambda value="": value if isinstance(value, str) else _radix(value),
    "parseInt": _parse_int,
    "Number.parseInt": _parse_int,
    "parseFloat": lambda text: float(str(text)),
    "Number": _number,
    "decodeURIComponent": unquote,
    "decodeURI": unquote,
    "encodeURIComponent": lambda text: quote(str(text), safe="!'()*-._~"),
    "unescape": _unescape,
    "Math.floor": lambda value: int(value // 1),
    "Math.round": lambda value: int(value + 0.5),
    "Math.abs": abs,
    "Math.pow": lambda base, power: base**power if abs(power) < 64 else None,
}
"""Pure functions by symbol."""

BUILTINS = frozenset(
    "Array ArrayBuffer AsyncFunction BigInt Boolean Buffer Date Deno Error Function JSON Math "
    "Number Object Promise Proxy Reflect RegExp String Symbol TextDecoder TextEncoder URL "
    "Uint8Array WebAssembly WebSocket Worker XMLHttpRequest __dirname __filename alert atob btoa "
    "chrome clearInterval clearTimeout console crypto decodeURI decodeURIComponent document "
    "encodeURI "
    "encodeURIComponent escape eval exports fetch global globalThis importScripts indexedDB "
    "isNaN keys localStorage location module navigator parseFloat parseInt process "
    "AsyncGeneratorFunction GeneratorFunction DataView Float64Array Image EventSource FormData "
    "Headers Int32Array Intl LZString Map Module Notification Reflect Request Response Set "
    "SharedWorker Symbol TypeError URLSearchParams Uint16Array Uint32Array WeakMap Bun "
    "RTCPeerConnection ActiveXObject WScript addEventListener base64 cookieStore createRequire "
    "import jQuery performance requestAnimationFrame requestIdleCallback super CoinHive "
    "queueMicrotask require self sessionStorage setImmediate setInterval setTimeout "
    "structuredClone undefined unescape window Blob #endless".split()
)
"""Names that stand for themselves where nothing binds them."""

MARKS: Mapping[str, str] = {
    "String.fromCharCode": "chr",
    "String.fromCodePoint": "chr",
    "decodeURIComponent": "url",
    "unescape": "url",
}
"""Pure functions that count as decoders when their result is run."""
