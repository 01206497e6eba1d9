"""Read what a pickle would call when it is loaded, without loading it.

A pickle is a program: `GLOBAL` and `STACK_GLOBAL` name what it imports, `REDUCE` and its like call
it. The names are followed on a stack of texts and through the memo, as PEP 307 and PEP 3154 lay
them down; what is broken or cut is read as far as it goes.
"""

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
    **dict.fromkeys(b"U\x8cC\x8a", "<B"), **dict.fromkeys(b"XTB\x8b", "<I"),
    **dict.fromkeys(b"\x8d\x8e\x96", "<Q"),
}  # fmt: skip
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
    """Return every import with the text that follows it, and whether the whole was followed."""
    walk = _Walk(data)
    for _ in range(OPCODES):
        if not walk.step():
            return walk.found, True
    for match in _GLOBAL.finditer(data, walk.at):
        walk.add(match.start(), match[1].decode("ascii"), match[2].decode("ascii"))
    return walk.found, b"\x93" not in data[walk.at :]


class _Walk:
    """The state of one reading: where it is, the texts on the stack, and the memo."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.texts: list[str] = []
        self.memo: dict[int, str] = {}
        self.found: list[tuple[int, str, str, str]] = []

    def add(self, offset: int, module: str, name: str) -> None:
        """Remember an import."""
        if len(self.found) <= CALLS:
            self.found.append((offset, module, name, ""))

    def step(self) -> bool:
        """Read one opcode; False at the end of the data."""
        data, at = self.data, self.at
        if at >= len(data):
            return False
        code = data[at]
        self.at = at + 1
        if code in _LINES:
            self._line(code, at)
        elif code in _LENGTHS:
            self._counted(code)
        else:
            size = _FIXED.get(code, 0)
            argument = int.from_bytes(data[self.at : self.at + min(size, 4)], "little")
            self.at += size
            self._plain(code, argument, at)
        return True

    def _line(self, code: int, at: int) -> None:
        first, self.at = self._until(self.at)
        if code in b"ci":
            second, self.at = self._until(self.at)
            self.add(at, first, second)
        elif code in b"SV":
            self._push(first.strip("'\""))
        elif code in b"pg" and first.isdigit():
            self._memo(code == ord("p"), int(first))

    def _until(self, at: int) -> tuple[str, int]:
        end = self.data.find(b"\n", at)
        end = len(self.data) if end < 0 else end
        return self.data[at : min(end, at + 4096)].decode("utf-8", "replace"), end + 1

    def _counted(self, code: int) -> None:
        layout = struct.Struct(_LENGTHS[code])
        if self.at + layout.size > len(self.data):
            self.at = len(self.data)
            return
        (length,) = layout.unpack_from(self.data, self.at)
        self.at += layout.size
        if code in _STRINGS:
            kept = self.data[self.at : self.at + min(length, 65_536)]
            self._push(kept.decode("utf-8", "replace"))
        self.at += length

    def _plain(self, code: int, argument: int, at: int) -> None:
        if code == 0x93 and len(self.texts) >= 2:
            self.add(at, self.texts[-2], self.texts[-1])
        elif code == 0x94:
            self._memo(True, len(self.memo))  # noqa: FBT003  # put
        elif code in b"qr":
            self._memo(True, argument)  # noqa: FBT003  # put
        elif code in b"hj":
            self._memo(False, argument)  # noqa: FBT003  # get

    def _memo(self, put: bool, number: int) -> None:  # noqa: FBT001
        if put:
            self.memo[number] = self.texts[-1] if self.texts else ""
        elif number in self.memo:
            self._push(self.memo[number])

    def _push(self, text: str) -> None:
        if len(self.texts) > 256:
            del self.texts[:128]
        self.texts.append(text)
        if self.found and not self.found[-1][3]:
            offset, module, name, _ = self.found[-1]
            self.found[-1] = (offset, module, name, text[:_TEXT])
