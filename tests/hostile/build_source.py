"""Python source that reads differently than it looks: encodings, line ends, letters, sizes."""

import re
from collections.abc import Callable

from tests.hostile.case import Build
from tests.hostile.packages import wheel
from tests.hostile.payload import HARMLESS
from tests.hostile.zipforge import Entry

MODULE = b"tidewaiter/harbour.py"
QUIET = HARMLESS.python


def source(write: Callable[[bytes], bytes]) -> Build:
    """Return a builder: a wheel whose module is the payload, rewritten."""
    return lambda payload: wheel(QUIET, Entry(name=MODULE, body=write(payload.python)))


def around(before: bytes = b"", after: bytes = b"") -> Build:
    """Return a builder: the payload between two texts."""
    return source(lambda body: before + body + after)


def beside(*members: tuple[bytes, bytes]) -> Build:
    """Return a builder: the payload as the package, and further members."""
    more = [Entry(name=name, body=body) for name, body in members]
    return lambda payload: wheel(payload.python, *more)


def utf7(body: bytes) -> bytes:
    """Write the module as one comment that utf-7 breaks into lines."""
    line = body.decode().replace("+", "+-").replace("\n", "+AAo-")
    return b"# coding: utf-7\n# tides" + b"+AAo-" + line.encode() + b"\n"


def unicode_escape(body: bytes) -> bytes:
    """Write the module as one comment that its codec breaks into lines."""
    line = "".join(f"\\x{byte:02x}" for byte in b"\n" + body)
    return b"# coding: unicode_escape\n# " + line.encode() + b"\n"


def raw_unicode_escape(body: bytes) -> bytes:
    """Write the module as one comment whose line ends are escapes."""
    line = (b"\n" + body).decode().replace("\\", "\\u005c").replace("\n", "\\u000a")
    return b"# coding: raw_unicode_escape\n# tides" + line.encode() + b"\n"


def punycode(body: bytes) -> bytes:
    """Write the module in punycode, its one foreign letter hidden at the end."""
    text = "# coding: punycode\n" + body.decode() + "# h\u00f6he\n"
    return text.encode("punycode")


def backslash_byte(codec: str, letter: str) -> Callable[[bytes], bytes]:
    """Return a writer: a letter whose last byte is a backslash stands before a quote."""

    def write(body: bytes) -> bytes:
        head = f"# coding: {codec}\nharbour = '{letter}'\n".encode(codec)
        return head + body + f"quay = '{letter}'\n".encode(codec)

    return write


def recoded(codec: str) -> Callable[[bytes], bytes]:
    """Return a writer: the module in another codec, which its first line names."""
    return lambda body: f"# coding: {codec}\n{body.decode()}".encode(codec)


def marked(codec: str) -> Callable[[bytes], bytes]:
    """Return a writer: the module in a codec that a byte-order mark says."""
    return lambda body: ("\ufeff" + body.decode()).encode(codec)


def lines(end: bytes) -> Callable[[bytes], bytes]:
    """Return a writer: other line ends."""
    return lambda body: body.replace(b"\n", end)


def compatible(body: bytes) -> bytes:
    """Write the names that matter in full-width letters, which Python reads as plain ones."""

    def wide(match: re.Match[str]) -> str:
        return "".join(chr(ord(letter) + 0xFEE0) if letter.isalpha() else letter
                       for letter in match[0])  # fmt: skip

    words = r"(?<![\"'/.\w])(?:os|urllib|tides|days|request|body)(?=[.( =,:])|(?<=\.)(?:system|urlopen|environ)\b"
    return re.sub(words, wide, body.decode()).encode()


def tags(text: str) -> str:
    """Return text as tag characters, which are shown as nothing."""
    return "".join(
        chr(0xE0000 + ord(letter)) if " " <= letter <= "~" else letter for letter in text
    )


def selectors(text: str) -> str:
    """Return bytes as variation selectors, which are shown as nothing."""
    return "".join(
        chr(0xFE00 + byte) if byte < 16 else chr(0xE0100 + byte - 16) for byte in text.encode()
    )


def tag_layer(body: bytes) -> bytes:
    """Write the module as an invisible string that is decoded and run."""
    hidden = tags(body.decode().replace("\n", "~n"))
    code = "exec(''.join(chr(ord(c) - 0xE0000) for c in '" + hidden + "').replace('~n', '\\n'))\n"
    return code.encode()


def selector_layer(body: bytes) -> bytes:
    """Write the module as variation selectors behind one letter, decoded and run."""
    hidden = "x" + selectors(body.decode())
    return (
        "def _b(c):\n    n = ord(c)\n"
        "    return n - 0xFE00 if n < 0xFE10 else n - 0xE0100 + 16\n\n"
        f"exec(bytes(_b(c) for c in '{hidden}'[1:]).decode())\n"
    ).encode()


def one_line(body: bytes) -> bytes:
    """Return the module as a single line."""
    if b"def " in body:
        return b"tides = lambda days: days * 24 / 12.42\n"
    kept = [row for row in body.decode().splitlines() if row and not row.startswith('"""')]
    return "; ".join(kept).encode() + b"\n"


def pushed(count: int) -> Callable[[bytes], bytes]:
    """Return a writer: the payload on a line, behind so many blanks."""
    return lambda body: b'"""Tides."""\nHOURS = 12.42;' + b" " * count + one_line(body)


def decoys(body: bytes) -> bytes:
    """Write a thousand calls of no importance before the payload."""
    calls = b"".join(
        b"def log_%d(path):\n    return os.path.join(os.getcwd(), path, 'http://tide%d.example')\n"
        % (number, number)
        for number in range(1000)
    )
    return b"import os\n" + calls + body


def newer(body: bytes) -> bytes:
    """Write the payload among syntax of several later versions."""
    return (
        b"type Hours = float\n\n"
        b"def first[T](items: list[T]) -> T:\n    return items[0]\n\n"
        b"class Quay[T: (int, str)]:\n    pass\n\n"
        b"try:\n    pass\nexcept* ValueError:\n    pass\n\n"
        b"match 1:\n    case {'a': [1, *rest]} if rest:\n        pass\n    case _:\n        pass\n\n"
        b"try:\n    pass\nexcept ValueError, TypeError:\n    pass\n\n"
        b"name = t'tide {first([1])!r:>{10}}'\nlazy import json as tide_json\n" + body
    )


def older(body: bytes) -> bytes:
    """Write the payload among syntax of Python 2."""
    return (
        b"print 'high tide'\nexec 'low = 1'\ntry:\n    pass\nexcept ValueError, error:\n"
        b"    raise ValueError, 'ebb'\nnumber = 0777L\nif 1 <> 2: print >>out, `number`\n" + body
    )


def broken(body: bytes) -> bytes:
    """Write the payload after a line that no version reads."""
    return body + b"def (((:\n  ]]] 'unfinished\n"


def nested(count: int, open_: bytes, close: bytes, middle: bytes = b"1") -> Build:
    """Return a builder: an expression nested so deeply, then the payload."""
    return source(lambda body: b"x = " + open_ * count + middle + close * count + b"\n" + body)


def repeated(count: int, piece: bytes, end: bytes = b"\n") -> Build:
    """Return a builder: one piece of source very often, then the payload."""
    return source(lambda body: piece * count + end + body)


def indented(count: int) -> Build:
    """Return a builder: blocks in blocks, so many deep, then the payload."""

    def write(body: bytes) -> bytes:
        blocks = b"".join(b" " * depth + b"if 1:\n" for depth in range(count))
        return blocks + b" " * count + b"pass\n" + body

    return source(write)
