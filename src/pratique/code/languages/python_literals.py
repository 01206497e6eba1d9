"""What the text of a Python literal stands for, without asking the interpreter."""

import re
import unicodedata

_ESCAPE = re.compile(
    r"\\(\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|.)", re.DOTALL
)
_SIMPLE = {
    "\n": "",
    "\\": "\\",
    "'": "'",
    '"': '"',
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
}


def unescape(text: str, *, raw_bytes: bool = False) -> str:
    """Return text with Python's escapes replaced; unknown escapes stay as they are."""
    if "\\" not in text:
        return text

    def one(match: re.Match[str]) -> str:
        code = match.group(1)
        simple = _SIMPLE.get(code)
        if simple is not None:
            return simple
        first = code[0]
        if first in "01234567":
            return chr(int(code, 8))
        if first == "x" and len(code) > 1:
            return chr(int(code[1:], 16))
        if raw_bytes:
            return match.group(0)
        if first in "uU" and len(code) > 1:
            number = int(code[1:], 16)
            return chr(number) if number < 0x110000 else "\ufffd"
        if first == "N" and len(code) > 2:
            try:
                return unicodedata.lookup(code[2:-1])
            except KeyError:
                return "\ufffd"
        return match.group(0)

    return _ESCAPE.sub(one, text)


def string(text: str) -> str | bytes:
    """Return the value of one whole string literal, prefix and quotes included."""
    cut = 0
    while cut < len(text) and text[cut] not in "\"'":
        cut += 1
    prefix = text[:cut].lower()
    width = 3 if text[cut : cut + 3] in {'"""', "'''"} else 1
    quote = text[cut : cut + width]
    inner = text[cut + width :]
    if inner.endswith(quote):
        inner = inner[:-width]
    return part(inner, prefix)


def part(inner: str, prefix: str) -> str | bytes:
    """Return the value of the inside of a string with this lower-case prefix."""
    is_bytes = "b" in prefix
    if "r" not in prefix:
        inner = unescape(inner, raw_bytes=is_bytes)
    if not is_bytes:
        return inner
    try:
        return inner.encode("latin-1")
    except UnicodeEncodeError:
        return inner.encode("utf-8", "surrogatepass")


def integer(text: str) -> int | float | None:
    """Return a number, or None when it is too long or no number; Python 2 spellings too."""
    plain = text.replace("_", "").rstrip("lL")
    if len(plain) > 4000:
        return None
    try:
        if len(plain) > 1 and plain[0] == "0" and plain.isdigit():
            return int(plain, 8)
        return int(plain, 0)
    except ValueError:
        return decimal(plain)


def decimal(text: str) -> float | None:
    """Return a floating number; imaginary ones have no use here."""
    try:
        return float(text.replace("_", "")) if len(text) < 400 else None
    except ValueError:
        return None
