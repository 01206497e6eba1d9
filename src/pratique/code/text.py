"""Facts from raw text of any member, whatever it is written in: what hides, and whom it addresses.

Encodings are settled here too: source that declares another codec than UTF-8 is transcoded before
anything else reads it, because `# coding: utf-7` makes a comment of what runs.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

from pratique.code import marks
from pratique.code.prefilter import Hits
from pratique.model import Content, Fact, Limitation, Location, Value

SNIPPET = 240
MAX_FACTS = 40
"""Facts of one kind in one window; the rest says nothing new."""

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)")
_PLAIN_CODECS = frozenset(("utf-8", "utf8", "ascii", "us-ascii", "utf-8-sig", "utf_8", "u8"))
_SAFE = re.compile(
    r"(?:iso-?8859-?\d{1,2}|latin-?\d|iso-latin-1|l1|(?:cp|windows-)125\d|koi8-[ru])"
)
"""Codecs in which every ASCII byte means itself: honest old sources, read without a word."""
_IDENTIFIER = re.compile(r"[^\W\d]\w*")
_HIDING = {
    "bidi": "text.bidi",
    "invisible": "text.invisible",
    "tag-characters": "text.tag-characters",
    "variation-selectors": "text.variation-selectors",
}
_FLAGS = frozenset(
    f"\U0001f3f4{''.join(chr(0xE0000 + ord(letter)) for letter in name)}\U000e007f".encode()
    for name in ("gbeng", "gbsct", "gbwls")
)
"""The flags of England, Scotland and Wales: all that Unicode recommends to write so."""
_PROSE = re.compile(
    r"(?:\.(?:md|rst|txt|html?|adoc|ipynb|po|pot|mo|svg|css|map|csv|tsv|lock)|(?:^|/)"
    r"(?:METADATA|PKG-INFO|RECORD|LICEN[CS]E|COPYING|AUTHORS|CHANGES|CHANGELOG|NOTICE|README)[^/]*)$",
    re.IGNORECASE,
)
"""Written for people: it quotes hosts, commands and paths without using them."""
_IN_TEXT = frozenset(("net/exfil-webhook", "net/raw-public-ip", "net/suspicious-host"))
"""What a configuration or data file says about what its program does."""
_CODE = frozenset(("python", "javascript", "typescript", "rust", "java", "shell", "powershell"))


def facts(content: Content, hits: Hits, language: str) -> Iterator[Fact | Limitation]:
    """Yield what the raw text of one window shows; constants of code are the evaluator's."""
    view = _View(content, language)
    if hits.overflow:
        yield Limitation(
            code="limit-hits",
            member=content.member.path,
            detail="more words of interest than code has: the rest of the window is not read",
        )
    for shape, spans in hits.shapes.items():
        if shape in _HIDING:
            yield from view.hidden(_HIDING[shape], spans)
        elif shape == "blank-run":
            yield from view.pushed(spans)
        elif shape == "reviewer-directive":
            yield from view.directives(spans)
        elif shape == "compatible-letter":
            yield from view.lookalikes(spans)
    if language not in _CODE and not _PROSE.search(content.member.path):
        yield from view.marks(hits)


def utf8(data: bytes) -> tuple[bytes, str]:
    """Return source as UTF-8, and the codec that it declares when that hides its meaning.

    The codec is empty for UTF-8, ASCII and the 8-bit codecs in which ASCII means itself; those
    are still transcoded. Byte-order marks of UTF-16 and UTF-32 are honoured, as a browser would.
    """
    for mark, codec in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\x00\x00\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            text = data.decode(codec, "replace").encode("utf-8", "replace")
            return text, "" if codec == "utf-8-sig" else codec
    name = cookie(data)
    if not name or name in _PLAIN_CODECS:
        return data, ""
    try:
        decoded = data.decode(name, "replace").encode("utf-8", "replace")
    except (LookupError, UnicodeError, ValueError, TypeError, AssertionError):
        return data, name
    return decoded, "" if _SAFE.fullmatch(name) else name


def plain_letters(data: bytes) -> bytes:
    """Return source with every letter as Python takes it in a name (NFKC), lines unchanged."""
    text = data.decode("utf-8", "surrogateescape")
    lines = (
        line if line.isascii() else unicodedata.normalize("NFKC", line).replace("\n", " ")
        for line in text.split("\n")
    )
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def cookie(data: bytes) -> str:
    """Return the codec that one of the first two lines declares (PEP 263), in lower case.

    What begins with `utf-8-` is UTF-8, as CPython's `get_normal_name` has it.
    """
    rest = data[:2000].replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n", 2)
    for number, line in enumerate(rest[:2]):
        match = _COOKIE.match(line)
        if match:
            name = match[1].decode("ascii").lower().replace("_", "-")
            return "utf-8" if name[:12].startswith("utf-8-") and name != "utf-8-sig" else name
        if number == 0 and line.strip(b" \t\f\xef\xbb\xbf") and not line.lstrip().startswith(b"#"):
            return ""
    return ""


def encoding_fact(content: Content, codec: str, language: str) -> Fact:
    """Return the fact that source declares a codec under which it reads differently."""
    return Fact(
        behaviour="obfus/hidden-text",
        location=Location(member=content.member.path, line=1),
        source="text",
        language=language,
        symbol="text.encoding",
        values=(Value("name", codec),),
        snippet=content.data[:SNIPPET].decode("utf-8", "replace").partition("\n")[0],
    )


class _View:
    """One window of a member, with its lines."""

    def __init__(self, content: Content, language: str) -> None:
        self.content = content
        self.data = content.data
        self.language = language
        self.code = language in _CODE
        self._starts: list[int] | None = None

    def hidden(self, symbol: str, spans: tuple[tuple[int, int], ...]) -> Iterator[Fact]:
        """Text that is there and cannot be seen; in prose, bidi controls are writing."""
        if symbol == "text.bidi" and not self.code:
            return
        for start, end in spans[:MAX_FACTS]:
            if symbol == "text.bidi" and self._right_to_left(start):
                continue
            if self.data[max(0, start - 4) : end] in _FLAGS:
                continue
            decoded = _unhidden(self.data[start:end])
            values = (Value("string", decoded),) if decoded else ()
            yield self._fact("obfus/hidden-text", symbol, start, values)

    def pushed(self, spans: tuple[tuple[int, int], ...]) -> Iterator[Fact]:
        """Code behind more blanks than a window is wide."""
        if not self.code:
            return
        for start, end in spans[:MAX_FACTS]:
            line = self.data.rfind(b"\n", 0, start) + 1
            rest = self.data[end : end + 200]
            # Blanks inside a string or before a comment are a table or a banner.
            shown = rest[:1] in b"#\"'|\\/*" or not self.data[line:start].strip()
            if shown and end - start < 200:
                continue
            if _CODE_LIKE.match(rest):
                value = Value("code", rest.decode("utf-8", "replace").partition("\n")[0])
                yield self._fact("obfus/hidden-text", "text.blanks", end, (value,))

    def directives(self, spans: tuple[tuple[int, int], ...]) -> Iterator[Fact]:
        """Text that speaks to an automatic reviewer, where nobody else would read it so."""
        for start, end in spans[:MAX_FACTS]:
            if not self.code and not _about_this_package(self.data, start, end):
                continue
            text = self.data[start:end].decode("utf-8", "replace")
            yield self._fact(
                "evade/reviewer-directive", "text.directive", start, (Value("string", text),)
            )

    def lookalikes(self, spans: tuple[tuple[int, int], ...]) -> Iterator[Fact]:
        """Yield identifiers that Python reads as others: full-width, mathematical, ligatures."""
        if self.language != "python":
            return
        seen: set[str] = set()
        for start, _end in spans:
            line = self._line(start)
            for match in _IDENTIFIER.finditer(line):
                plain = unicodedata.normalize("NFKC", match[0])
                if plain == match[0] or not plain.isascii() or not plain.isidentifier():
                    continue
                if match[0] in seen or len(plain) < 2 or _in_string(line, match.start()):
                    continue
                seen.add(match[0])
                yield self._fact(
                    "obfus/hidden-text", "text.lookalike", start, (Value("name", plain),)
                )

    def marks(self, hits: Hits) -> Iterator[Fact]:
        """Hosts, secrets' places and commands named outside code: cheap, and weak by themselves."""
        seen: dict[str, int] = {}
        for found, end in marks.resolve(hits, self.data):
            if found.weak or found.behaviour not in _IN_TEXT:
                continue
            seen[found.symbol] = seen.get(found.symbol, 0) + 1
            if seen[found.symbol] > 4:
                continue
            yield self._fact(found.behaviour, found.symbol, end - 1, (found.value,))

    def _fact(self, behaviour: str, symbol: str, position: int, values: tuple[Value, ...]) -> Fact:
        number = self._number(position)
        first = self.content.offset == 0
        return Fact(
            behaviour=behaviour,
            location=Location(
                member=self.content.member.path,
                line=number if first else 0,
                offset=self.content.offset + position,
            ),
            source="text",
            language=self.language,
            symbol=symbol,
            values=values,
            snippet=self._line(position).strip()[:SNIPPET],
        )

    def _number(self, position: int) -> int:
        if self._starts is None:
            self._starts = [match.end() for match in re.finditer(rb"\n", self.data)]
        return bisect_right(self._starts, position) + 1

    def _line(self, position: int) -> str:
        start = max(self.data.rfind(b"\n", 0, position) + 1, position - 400)
        end = self.data.find(b"\n", position)
        end = min(end if end >= 0 else len(self.data), position + 400)
        return self.data[start:end].decode("utf-8", "replace")

    def _right_to_left(self, position: int) -> bool:
        """Tell whether the line is written from right to left, where marks are orthography."""
        return any(
            letter > "\u058f" and unicodedata.bidirectional(letter) in {"R", "AL"}
            for letter in self._line(position)
        )


_CODE_LIKE = re.compile(
    rb"(?:;|import\b|from\b|exec\b|eval\b|__import__|getattr|os\.|sys\.|lambda\b"
    rb"|[A-Za-z_][\w.]*\s*[(=\[])"
)
_PACKAGE = re.compile(
    rb"\b(?:this|the)\s+(?:package|file|code|module|library|repository|artifact)\b", re.IGNORECASE
)
_QUOTED = re.compile(
    rb"[\"'`]|e\.g\.|example|such as|attack|injection|jailbreak|prompt", re.IGNORECASE
)


def _about_this_package(data: bytes, start: int, end: int) -> bool:
    """Tell a directive from documentation about directives: prose quotes them and names them."""
    around = data[max(0, start - 300) : end + 300]
    return bool(_PACKAGE.search(around)) and not _QUOTED.search(around)


def _in_string(line: str, position: int) -> bool:
    """Tell, roughly, whether a place in a line is inside quotes or a comment."""
    before = line[:position]
    return "#" in before or before.count('"') % 2 == 1 or before.count("'") % 2 == 1


def _unhidden(data: bytes) -> str:
    """Return what tag characters or variation selectors spell, where they spell something."""
    letters: list[str] = []
    for letter in data.decode("utf-8", "ignore"):
        number = ord(letter)
        if 0xE0020 <= number <= 0xE007E:
            letters.append(chr(number - 0xE0000))
        elif 0xE0100 <= number <= 0xE01EF:
            letters.append(chr(number - 0xE0100 + 16))
        elif 0xFE00 <= number <= 0xFE0F:
            letters.append(chr(number - 0xFE00))
    text = "".join(letters)
    return text[:SNIPPET] if sum(one.isprintable() for one in text) > len(text) // 2 else ""
