"""Disguises for Rust and Java: strings and names written in other ways, doing the same.

They work on text: literals in patterns, attributes, format strings and constants that only a
literal may stand for are left as they are. Java's are compiled again afterwards.
"""

import base64
import re
from collections.abc import Callable

Disguise = Callable[[str], str]
_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", '"': '"', "\\": "\\", "'": "'"}
_FIXED = re.compile(
    r"^\s*(?:#|///|//!|//|case\b|import\b|use\b|@)|(?:include\w*|concat|println|print|cfg)!|=>\s*$|extern \""
)
_CONSTANT = re.compile(r"^\s*(?:pub )?(?:const|static)\b")
_RAW = re.compile(r'\br#*"')
_KEY = 0x5A


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text)


def _quoted(text: str) -> str:
    marks = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}
    return '"' + "".join(marks.get(one, one) for one in text) + '"'


def _literals(text: str, write: Callable[[str], str], *, constants: bool) -> str:
    """Rewrite the literals of a source that may be written in another way."""
    lines = []
    for line in text.split("\n"):
        fixed = _FIXED.search(line) or _RAW.search(line)
        if fixed or (not constants and _CONSTANT.search(line)):
            lines.append(line)
            continue
        lines.append(_STRING.sub(lambda found: _one(found, write), line))
    return "\n".join(lines)


def _one(found: re.Match[str], write: Callable[[str], str]) -> str:
    known = _plain(found[1])
    if len(known) < 4 or "{" in known or not known.isascii():
        return found[0]
    return write(known)


def rust_split(text: str) -> str:
    """Put literals together from two halves at compile time."""

    def write(known: str) -> str:
        half = len(known) // 2
        return f"concat!({_quoted(known[:half])}, {_quoted(known[half:])})"

    return _literals(text, write, constants=True)


def _helped(text: str, helper: str, write: Callable[[str], str]) -> str:
    return _literals(text, write, constants=False).rstrip("\n") + "\n\n" + helper


def rust_xored(text: str) -> str:
    """Keep literals as bytes under a key, undone by a function."""
    helper = (
        "fn qx(bytes: &[u8]) -> String {\n"
        f"    bytes.iter().map(|byte| (byte ^ {_KEY}) as char).collect()\n}}\n"
    )
    return _helped(
        text,
        helper,
        lambda known: (
            "qx(&[" + ", ".join(str(one ^ _KEY) for one in known.encode()) + "]).as_str()"
        ),
    )


def rust_base64(text: str) -> str:
    """Keep literals in base64, decoded by a function."""
    helper = (
        "fn qb(text: &str) -> String {\n    use base64::Engine as _;\n"
        "    let made = base64::engine::general_purpose::STANDARD.decode(text).unwrap();\n"
        "    String::from_utf8(made).unwrap()\n}\n"
    )
    return _helped(
        text,
        helper,
        lambda known: f'qb("{base64.b64encode(known.encode()).decode()}").as_str()',
    )


def rust_reversed(text: str) -> str:
    """Keep literals backwards."""
    helper = "fn qr(text: &str) -> String {\n    text.chars().rev().collect()\n}\n"
    return _helped(text, helper, lambda known: f"qr({_quoted(known[::-1])}).as_str()")


_BOUND = re.compile(r"\blet (?:mut )?([a-z]\w{2,})\b|\bfor ([a-z]\w{2,}) in\b")
_FUNCTION = re.compile(r"^(?:async )?fn ([a-z]\w{2,})\(", re.MULTILINE)


def _renamed(text: str, names: list[str]) -> str:
    for number, name in enumerate(dict.fromkeys(names)):
        text = re.sub(rf"(?<![\w.\"/:-]){name}\b(?!\"|!|:(?!:)|/|\.\w+[\"/])", f"q{number}", text)
    return text


def rust_renamed(text: str) -> str:
    """Give local variables and private functions names that say nothing."""
    names = [one for found in _BOUND.findall(text) for one in found if one]
    names += [one for one in _FUNCTION.findall(text) if one != "main"]
    elsewhere = set(re.findall(r"\{(\w+)|\b(\w+)\s*:(?!:)", text))  # formats, parameters, fields
    kept = {one for found in elsewhere for one in found}
    return _renamed(text, [one for one in names if one not in kept])


RUST: tuple[Disguise, ...] = (rust_split, rust_xored, rust_base64, rust_reversed, rust_renamed)


def java_split(text: str) -> str:
    """Put literals together in a builder."""

    def write(known: str) -> str:
        half = len(known) // 2
        head, tail = _quoted(known[:half]), _quoted(known[half:])
        return f"new StringBuilder({head}).append({tail}).toString()"

    return _literals(text, write, constants=True)


def java_letters(text: str) -> str:
    """Write literals as numbers of letters."""
    return _literals(
        text,
        lambda known: "new String(new char[] {" + ", ".join(str(ord(one)) for one in known) + "})",
        constants=True,
    )


def java_reversed(text: str) -> str:
    """Keep literals backwards."""
    return _literals(
        text,
        lambda known: f"new StringBuilder({_quoted(known[::-1])}).reverse().toString()",
        constants=True,
    )


def java_base64(text: str) -> str:
    """Keep literals in base64."""
    return _literals(
        text,
        lambda known: (
            "new String(java.util.Base64.getDecoder().decode("
            f'"{base64.b64encode(known.encode()).decode()}"))'
        ),
        constants=True,
    )


def java_xored(text: str) -> str:
    """Keep literals as numbers under a key, undone by a method of the class."""
    helper = (
        "    private static String qx(int... all) {\n        char[] out = new char[all.length];\n"
        "        for (int at = 0; at < all.length; at++) {\n"
        f"            out[at] = (char) (all[at] ^ {_KEY});\n        }}\n"
        "        return new String(out);\n    }\n}\n"
    )
    if re.search(r"\b(?:@?interface|enum) \w", text):
        return text
    text = _literals(
        text,
        lambda known: "qx(" + ", ".join(str(ord(one) ^ _KEY) for one in known) + ")",
        constants=True,
    )
    return text.rstrip().removesuffix("}") + "\n" + helper


JAVA: tuple[Disguise, ...] = (java_split, java_letters, java_reversed, java_base64, java_xored)
