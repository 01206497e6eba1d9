"""Read what a pickle would call when it is loaded, without loading it.

A pickle is a program: `GLOBAL` and `STACK_GLOBAL` name what it imports, `REDUCE` and its like call
it. The names are followed on a stack of texts and through the memo, as PEP 307 and PEP 3154 lay
them down; what is broken or cut is read as far as it goes.
"""

import hashlib
import re
import struct
import zlib
from collections.abc import Iterator

import msgspec

from pratique.code import api
from pratique.code.nested import Script
from pratique.limits import Budget
from pratique.model import Activation, Content, Fact, Limitation, Location, Value

OPCODES = 400_000
"""Opcodes of one pickle that are followed; a longer one is searched for imports from there on."""
CALLS = 40
INFLATED = 8 * 1024 * 1024
"""Bytes that a compressed pickle may become; a longer one is held."""
_TEXT = 512

_FIRST = frozenset(b"(]}cilIS")
_GLOBAL = re.compile(rb"c([A-Za-z_][\w.]{0,100})\n([A-Za-z_][\w.]{0,100})\n")
_LINES = frozenset(b"FILSVPcigp")
_FIXED = {
    **dict.fromkeys(b"Kqh\x82", 1), **dict.fromkeys(b"M\x83", 2), **dict.fromkeys(b"Jrj\x84", 4),
    **dict.fromkeys(b"G", 8), 0x80: 1, 0x95: 8,
}  # fmt: skip
_LENGTHS = {
    **dict.fromkeys(b"U\x8cC\x8a", struct.Struct("<B")),
    **dict.fromkeys(b"XTB\x8b", struct.Struct("<I")),
    **dict.fromkeys(b"\x8d\x8e\x96", struct.Struct("<Q")),
}  # fmt: skip
_SAYING = frozenset((*_LINES, *_LENGTHS, *b"qrhj\x93\x94"))
_SKIPS = tuple(0 if code in _SAYING else 1 + _FIXED.get(code, 0) for code in range(256))
"""How far it is to the next opcode, for those that neither import nor keep a text."""
_STRINGS = frozenset(b"U\x8cXT\x8dSV")
_MODULES = {
    "posix": "os", "nt": "os", "__builtin__": "builtins", "commands": "subprocess",
    "_pickle": "pickle", "cPickle": "pickle", "ntpath": "os.path", "posixpath": "os.path",
}  # fmt: skip


def is_pickle(data: bytes) -> bool:
    """Tell whether bytes begin as a pickle of any protocol does."""
    if data[:1] == b"\x80":
        return len(data) > 2 and data[1] <= 5
    if not data or data[0] not in _FIRST or data[-64:].rstrip()[-1:] != b".":
        return False
    return _GLOBAL.search(data) is not None


def unwrapped(data: bytes) -> bytes:
    """Return the pickle inside an array of objects or a compressed dump; else the bytes."""
    if data[:6] == b"\x93NUMPY":
        wide = data[6:7] > b"\x01"
        start = 12 if wide else 10
        length = int.from_bytes(data[8:start], "little")
        return data[start + length :] if b"'|O'" in data[start : start + length] else data
    if data[:1] == b"\x78" and data[1:2] in b"\x01\x5e\x9c\xda":
        try:
            return zlib.decompressobj().decompress(data, INFLATED)
        except zlib.error:
            return data
    return data


def facts(content: Content, budget: Budget) -> Iterator[Fact | Limitation | Script]:
    """Yield what the pickle of one window imports in order to call it."""
    data = b"" if content.offset else unwrapped(content.data)
    if not is_pickle(data):
        return
    found, whole = _imports(data)
    whole = whole and content.final and len(data) < INFLATED
    place = Location(member=content.member.path)
    yield from _calls(found, place, "unknown", budget)
    if len(found) > CALLS or not whole:
        yield Limitation(
            code="pickle-too-long",
            effect="note" if whole else "hold",
            member=content.member.path,
            detail="more than can be followed in one pickle",
        )


def called(
    data: bytes, place: Location, activation: Activation, budget: Budget
) -> Iterator[Fact | Script]:
    """Yield what a pickle does that code loads at a place."""
    data = unwrapped(data)
    if is_pickle(data):
        yield from _calls(_imports(data)[0], place, activation, budget)


def _calls(
    found: list[tuple[int, str, str, str]],
    place: Location,
    activation: Activation,
    budget: Budget,
) -> Iterator[Fact | Script]:
    for offset, module, name, text in found[:CALLS]:
        at = place if place.line else msgspec.structs.replace(place, offset=offset)
        yield from _meant(f"{_MODULES.get(module, module)}.{name}", text, at, activation, budget)


def _meant(
    symbol: str, text: str, location: Location, activation: Activation, budget: Budget
) -> Iterator[Fact | Script]:
    meanings = api.load("python")
    meaning = meanings.lookup(meanings.canonical(symbol))
    if meaning is None:
        return
    yield from _handed(meaning.evaluates, text, location, activation, budget)
    values = (Value("command" if "shell" in "".join(meaning.does) else "string", text),)
    behaviours = (*meaning.does, *(one for way in meaning.when for one in way.does))
    for behaviour in dict.fromkeys(behaviours):
        yield Fact(
            behaviour=behaviour,
            location=location,
            activation=activation,
            source="bytecode",
            language="pickle",
            symbol=symbol,
            values=values if text else (),
            snippet=f"{symbol}({text[:200]!r})",
        )


def _handed(
    language: str, text: str, location: Location, activation: Activation, budget: Budget
) -> Iterator[Fact | Script]:
    """Yield what the text does that a pickle hands to a shell or to an interpreter."""
    if language in {"shell", "powershell"}:
        from pratique.code.languages import shell

        for item in shell.facts(text, location, activation, budget, language):
            if isinstance(item, Fact | Script):
                yield item
    elif language == "python" and text:
        yield Script(
            language=language,
            text=text,
            location=location,
            activation=activation,
            decoder="pickle",
        )


def _imports(data: bytes) -> tuple[list[tuple[int, str, str, str]], bool]:
    """Return every import with the text that follows it, and whether the whole was followed.

    Code that loads many pickles, or one in many ways, asks for the same bytes again.
    """
    key = hashlib.blake2b(data, digest_size=16).digest()
    known = _KNOWN.get(key)
    if known is None:
        known = _walked(data)
        if len(_KNOWN) < 4_096:
            _KNOWN[key] = known
    return known


_KNOWN: dict[bytes, tuple[list[tuple[int, str, str, str]], bool]] = {}
"""Answers by digest, in the process that reads one artifact."""


def _walked(data: bytes) -> tuple[list[tuple[int, str, str, str]], bool]:
    walk = _Walk(data)
    at, size = 0, len(data)
    skips, memo, texts = _SKIPS, walk.memo, walk.texts
    for _ in range(OPCODES):
        if at >= size:
            return walk.found, True
        code = data[at]
        skip = skips[code]
        if skip:
            at += skip
        elif code == 0x94:
            memo[len(memo)] = texts[-1] if texts else _NOTHING
            at += 1
        else:
            at = walk.step(code, at)
    for match in _GLOBAL.finditer(data, at):
        walk.add(match.start(), match[1].decode("ascii"), match[2].decode("ascii"))
    return walk.found, b"\x93" not in data[at:]


_NOTHING = (0, 0)


class _Walk:
    """The state of one reading: the texts on the stack and in the memo, as places in the data."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.texts: list[tuple[int, int]] = []
        self.memo: dict[int, tuple[int, int]] = {}
        self.found: list[tuple[int, str, str, str]] = []
        self._open = False
        """Whether the last import waits for the text that is handed to it."""

    def add(self, offset: int, module: str, name: str) -> None:
        """Remember an import."""
        if len(self.found) <= CALLS:
            self.found.append((offset, module, name, ""))
            self._open = True

    def step(self, code: int, at: int) -> int:
        """Follow one opcode that says something; return where the next one stands."""
        data = self.data
        if code == 0x93:
            if len(self.texts) >= 2:
                self.add(at, self._text(self.texts[-2]), self._text(self.texts[-1]))
            return at + 1
        if code in _LINES:
            return self._line(code, at)
        if code in _LENGTHS:
            return self._counted(code, at + 1)
        size = _FIXED.get(code, 0)
        argument = int.from_bytes(data[at + 1 : at + 1 + size], "little")
        if code in b"qr":
            self.memo[argument] = self.texts[-1] if self.texts else _NOTHING
        elif argument in self.memo:  # one of `hj`
            self._push(self.memo[argument])
        return at + 1 + size

    def _line(self, code: int, at: int) -> int:
        first = self._until(at + 1)
        if code in b"ci":
            second = self._until(first[1] + 1)
            self.add(at, self._text(first), self._text(second))
            return second[1] + 1
        if code in b"SV":
            start, end = first
            quoted = end - start > 1 and self.data[start] in b"'\""
            self._push((start + 1, end - 1) if quoted else first)
        elif code in b"pg":
            number = self.data[slice(*first)]
            if number.isdigit() and len(number) < 19:
                self._numbered(code == ord("p"), int(number))
        return first[1] + 1

    def _numbered(self, put: bool, number: int) -> None:  # noqa: FBT001
        if put:
            self.memo[number] = self.texts[-1] if self.texts else _NOTHING
        elif number in self.memo:
            self._push(self.memo[number])

    def _until(self, at: int) -> tuple[int, int]:
        end = self.data.find(b"\n", at)
        return at, len(self.data) if end < 0 else end

    def _counted(self, code: int, at: int) -> int:
        layout = _LENGTHS[code]
        if at + layout.size > len(self.data):
            return len(self.data)
        (length,) = layout.unpack_from(self.data, at)
        at += layout.size
        if code in _STRINGS:
            self._push((at, at + length))
        return int(at + length)

    def _push(self, text: tuple[int, int]) -> None:
        if len(self.texts) > 256:
            del self.texts[:128]
        self.texts.append(text)
        if self._open and text[1] > text[0]:
            offset, module, name, _ = self.found[-1]
            self.found[-1] = (offset, module, name, self._text(text)[:_TEXT])
            self._open = False

    def _text(self, place: tuple[int, int]) -> str:
        start, end = place
        return self.data[start : min(end, start + 4_096)].decode("utf-8", "replace")
