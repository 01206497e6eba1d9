"""Rust's literals as constants."""

import re

from pratique.code import ir

_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u\{([0-9a-fA-F_]{1,8})\}|\n\s*|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "\\": "\\", "'": "'", '"': '"'}
_SUFFIX = re.compile(r"_?(?:[iu](?:8|16|32|64|128|size)|f32|f64)$")
_STRING = re.compile(r'^(b|c|br|cr|r)?(#*)"(.*)"(#*)$', re.DOTALL)


def value(kind: str, text: str) -> ir.Scalar:
    """Return the constant that a literal of this kind is; its text where it is none.

    >>> value("string_literal", 'b"ab"'), value("integer_literal", "0x4_1u8")
    (b'ab', 65)
    """
    if kind == "boolean_literal":
        return text == "true"
    if kind == "integer_literal":
        return _integer(text)
    if kind == "float_literal":
        bare = _SUFFIX.sub("", text).replace("_", "")
        try:
            return float(bare)
        except ValueError:
            return None
    if kind == "char_literal":
        inner = _unescaped(text.removeprefix("b")[1:-1])
        return ord(inner) if text.startswith("b") and len(inner) == 1 else inner
    found = _STRING.match(text)
    if found is None:
        return text
    prefix = found[1] or ""
    body = found[3] if "r" in prefix else _unescaped(found[3])
    if "b" in prefix:
        return body.encode("latin-1", "replace")
    return body


def _integer(text: str) -> ir.Scalar:
    bare = text.replace("_", "")
    hexadecimal = bare[:2].lower() == "0x"
    bare = re.sub(r"[iu](?:8|16|32|64|128|size)$", "", bare)
    if not hexadecimal:
        bare = re.sub(r"f(?:32|64)$", "", bare)
    try:
        return int(bare, 0) if bare[:1] == "0" and len(bare) > 1 and bare[1] in "xob" else int(bare)
    except ValueError:
        return None


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_letter, text) if "\\" in text else text


def _letter(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    if found[2]:
        number = int(found[2].replace("_", "") or "0", 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
    return _PLAIN.get(found[3], found[3]) if found[3] else ""
