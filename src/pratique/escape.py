"""The one place where text that an attacker wrote becomes fit to be shown.

Every renderer shows names, snippets, values and metadata through one of these functions and
through nothing else. All of them keep one line one line and bound its length.
"""

import html as _html
import unicodedata

_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_MARKDOWN = frozenset("\\`*_{}[]<>()#+-.!|~&:@/^=$")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 400
"""Characters that one shown text may have unless the caller says otherwise."""


def _shown(character: str) -> str:
    if character in {"\t", "\n", "\r"}:
        return {"\t": "\\t", "\n": "\\n", "\r": "\\r"}[character]
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{{{code:x}}}"


def _is_hidden(character: str) -> bool:
    # U+FE00.. and U+E0100.. are variation selectors: invisible, yet category Mn.
    code = ord(character)
    return (
        unicodedata.category(character) in _HIDDEN
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0100 <= code <= 0xE01EF
        or code in {0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800}
    )


def visible(text: str, longest: int = LONGEST) -> str:
    r"""Return one line of printable text: what is invisible or controls anything is spelled out.

    >>> visible("a\x1b[31m\nb\u202e")
    'a\\x1b[31m\\nb\\u{202e}'
    """
    cut = text if len(text) <= longest else text[:longest] + "…"
    if cut.isascii() and cut.isprintable():
        return cut
    return "".join(_shown(character) if _is_hidden(character) else character for character in cut)


def html(text: str, longest: int = LONGEST) -> str:
    """Return text fit for HTML content and quoted attributes."""
    return _html.escape(visible(text, longest), quote=True)


def markdown(text: str, longest: int = LONGEST) -> str:
    """Return text that Markdown shows as it is: every character with a meaning is escaped."""
    shown = visible(text, longest)
    return "".join(
        f"&#{ord(character)};" if character in _MARKDOWN else character for character in shown
    )


def csv(text: str, longest: int = LONGEST) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    shown = visible(text, longest)
    return "'" + shown if shown.startswith(_FORMULA) else shown


class _Spelling(dict[int, str]):
    """A table for `str.translate` that spells out what is hidden as JSON does, and fills itself."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if code < 0x20 or not _is_hidden(character):
            spelled = character
        elif code < 0x10000:
            spelled = f"\\u{code:04x}"
        else:
            high, low = divmod(code - 0x10000, 0x400)
            spelled = f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
        if len(self) < _TABLE_MOST:
            self[code] = spelled
        return spelled


_TABLE_MOST = 20_000
_SPELLING = _Spelling()


def json(encoded: str) -> str:
    r"""Return encoded JSON with what is invisible or steers a terminal spelled as `\uXXXX`.

    The meaning is the same; control characters below space are spelled by the encoder already.
    """
    return encoded if encoded.isascii() and "\x7f" not in encoded else encoded.translate(_SPELLING)


def raw(name: bytes, longest: int = LONGEST) -> str:
    r"""Return bytes as printable ASCII with `\xNN` for the rest."""
    cut = name[:longest]
    shown = "".join(chr(byte) if 32 <= byte < 127 else f"\\x{byte:02x}" for byte in cut)
    return shown + ("…" if len(name) > longest else "")
