"""Disguises for JavaScript: the transformations of `evaluation.md`, each keeping what code does.

Each takes the text of a module that runs at its top level and returns another that runs the same.
They work on text, not on trees: what they cannot do safely they leave as it is.
"""

import base64
import json
import re
from collections.abc import Callable

_STRING = re.compile(r"(?<![\w\\])'((?:[^'\\\n]|\\.)*)'")
_CALLED = re.compile(r"\brequire\('([a-z_]+)'\)")


def computed_members(text: str) -> str:
    """Write `.exec(` and its like as `['ex' + 'ec'](`."""

    def one(match: re.Match[str]) -> str:
        name = match[1]
        half = len(name) // 2
        return f"['{name[:half]}' + '{name[half:]}']("

    return re.sub(r"(?<=[\w)])\.(exec\w*|spawn\w*|request|readFile\w*|writeFile\w*)\(", one, text)


def joined_strings(text: str) -> str:
    """Write the names of modules as joined pieces."""

    def one(match: re.Match[str]) -> str:
        pieces = ", ".join(f"'{letter}'" for letter in match[1])
        return f"require([{pieces}].join(''))"

    return _CALLED.sub(one, text)


def reversed_strings(text: str) -> str:
    """Write the names of modules backwards."""
    return _CALLED.sub(
        lambda match: f"require('{match[1][::-1]}'.split('').reverse().join(''))", text
    )


def char_codes(text: str) -> str:
    """Write the names of modules as character codes."""
    return _CALLED.sub(
        lambda match: f"require(String.fromCharCode({', '.join(str(ord(c)) for c in match[1])}))",
        text,
    )


def escapes(text: str) -> str:
    """Write every plain string with hexadecimal escapes."""

    def one(match: re.Match[str]) -> str:
        if "\\" in match[1] or len(match[1]) < 4:
            return match[0]
        return "'" + "".join(f"\\x{ord(c):02x}" if ord(c) < 256 else c for c in match[1]) + "'"

    lines = text.split("\n")
    return "\n".join(line if "\\" in line else _STRING.sub(one, line) for line in lines)


def string_array(text: str) -> str:
    """Move the names of modules to an array that is turned before it is read by a function."""
    names = list(dict.fromkeys(match[1] for match in _CALLED.finditer(text)))
    if not names:
        return text
    turns = 3
    shifted = names[:]
    for _ in range(turns):
        shifted.insert(0, shifted.pop())
    head = (
        f"var _0xa1b2={json.dumps(shifted)};(function(a,n){{var f=function(k){{while(--k){{"
        f"a['push'](a['shift']());}}}};f(++n);}})(_0xa1b2,{turns});"
        "var _0xc3d4=function(i){i=i-0x10;return _0xa1b2[i];};"
    )
    body = _CALLED.sub(lambda match: f"require(_0xc3d4({hex(names.index(match[1]) + 0x10)}))", text)
    return head + body


def evaluated(text: str) -> str:
    """Put the whole into base64 and evaluate it under another name."""
    code = base64.b64encode(text.encode()).decode()
    return f"const run = eval; run(Buffer.from('{code}', 'base64').toString())\n"


def constructed(text: str) -> str:
    """Put the whole into hexadecimal digits and run it through a constructor."""
    code = text.encode().hex()
    return (
        "new Function('require', 'module', 'exports', '__dirname', "
        f"Buffer.from('{code}', 'hex').toString())(require, module, exports, __dirname)\n"
    )


def xored(text: str) -> str:
    """Decode the whole with a key in a loop, and evaluate it."""
    codes = [byte ^ 23 for byte in text.encode("latin-1", "replace")]
    return (
        f"const d = {json.dumps(codes)}; let s = ''\n"
        "for (let i = 0; i < d.length; i++) s += String.fromCharCode(d[i] ^ 23)\neval(s)\n"
    )


def wrapped(text: str) -> str:
    """Run the whole inside functions, behind code that does nothing."""
    decoy = "function idle (a) { if (a > 3) { return a * 2 } return a }\nidle(4)\n"
    return f"{decoy}(function () {{ (() => {{\n{text}\n}})() }})()\n"


def carriage_returns(text: str) -> str:
    """End lines as old systems did."""
    return text.replace("\n", "\r")


DISGUISES: tuple[Callable[[str], str], ...] = (
    computed_members,
    joined_strings,
    reversed_strings,
    char_codes,
    escapes,
    string_array,
    evaluated,
    constructed,
    xored,
    wrapped,
    carriage_returns,
)
PAIRS: tuple[tuple[Callable[[str], str], Callable[[str], str]], ...] = (
    (joined_strings, evaluated),
    (computed_members, xored),
    (string_array, wrapped),
    (char_codes, constructed),
)
"""Combinations, the first one inside the second."""
