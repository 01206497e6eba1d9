"""Literals of JavaScript: escapes in strings, and numbers."""

import re

_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|([0-7]{1,3})|(\r\n|.))",
    re.DOTALL,
)
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "\n": "", "\r\n": ""}


def unescaped(text: str) -> str:
    r"""Return a string literal's body with its escapes taken out.

    >>> unescaped(r"\x68\u0069\u{21}\n\z")
    'hi!\nz'
    """
    if "\\" not in text:
        return text
    return _ESCAPE.sub(_unescape, text)


def _unescape(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code:
        point = int(code, 16)
        return chr(point) if point < 0x110000 else "\ufffd"
    if match[4]:
        return chr(int(match[4], 8))
    return _PLAIN.get(match[5], match[5])


def number(text: str) -> int | float | None:
    """Return the value of a number literal, None for what is none.

    >>> number("0x1F"), number("1_000"), number("1e3"), number("10n")
    (31, 1000, 1000.0, 10)
    """
    plain = text.replace("_", "").rstrip("n")
    if len(plain) > 400:
        return None
    try:
        if plain[:2].lower() in {"0x", "0o", "0b"}:
            return int(plain, 0)
        if len(plain) > 1 and plain[0] == "0" and plain.isdigit() and not set(plain) & set("89"):
            return int(plain, 8)
        return int(plain) if plain.isdigit() else float(plain)
    except ValueError:
        return None
