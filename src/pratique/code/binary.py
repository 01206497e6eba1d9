"""Read native members: what they are, what they import and name, and what packs them.

The bytes go through a matcher once; LIEF (half a second to load) is asked only when names stand
there that would mean something if they were imports. Hosts and addresses in the bytes are found by
the readers of text.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

import msgspec

from pratique.code import compiled
from pratique.code.atoms import Atom
from pratique.code.prefilter import Prefilter
from pratique.model import Activation, Content, Fact, Location, Value

PARSED_BYTES = 64 * 1024 * 1024
"""Members that are larger are not parsed: what they name counts as what they import."""
SHOWN = 8
SNIPPET = 120
"""Bytes of text that are shown before and behind a name."""


class Trait(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that a program can do, told by names."""

    id: str
    behaviour: str
    needs: tuple[tuple[str, ...], ...]
    imported: bool = False
    formats: tuple[str, ...] = ()


class Packer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What packs or wraps programs."""

    id: str
    any: tuple[str, ...]


class Compiler(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What compiles Python to native modules."""

    id: str
    any: tuple[str, ...]


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole of `binary.toml`."""

    trait: tuple[Trait, ...]
    packer: tuple[Packer, ...]
    compiler: tuple[Compiler, ...]


class Native(msgspec.Struct, frozen=True):
    """What a native member is, by its header."""

    format: str
    """elf, pe, macho or wasm."""
    program: bool
    """It is started, not loaded by something else."""


def recognise(data: bytes) -> Native | None:
    """Return what a native member is by its first bytes; None when it is none."""
    head = data[:4]
    if head == b"\x7fELF" and len(data) > 64:
        return _elf(data)
    if head[:2] == b"MZ" and len(data) > 0x40:
        return _pe(data)
    if head in _MACHO:
        kind = data[12:16] if head[0] == 0xFE else data[15:11:-1]
        return Native("macho", int.from_bytes(kind, "big") == 2)
    if head == b"\xca\xfe\xba\xbe" and 0 < int.from_bytes(data[4:8], "big") < 32:
        return Native("macho", program=False)
    return Native("wasm", program=False) if head == b"\0asm" else None


_MACHO = frozenset(
    (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe")
)


def _elf(data: bytes) -> Native:
    little, wide = data[5] != 2, data[4] == 2

    def number(start: int, size: int) -> int:
        return int.from_bytes(data[start : start + size], "little" if little else "big")

    kind = number(16, 2)
    start = number(32, 8) if wide else number(28, 4)
    step, entries = (number(54, 2), number(56, 2)) if wide else (number(42, 2), number(44, 2))
    interpreted = any(number(start + at * step, 4) == 3 for at in range(min(entries, 64)))
    return Native("elf", kind == 2 or (kind == 3 and interpreted))


def _pe(data: bytes) -> Native | None:
    start = int.from_bytes(data[0x3C:0x40], "little")
    if data[start : start + 4] != b"PE\0\0":
        return None
    flags = int.from_bytes(data[start + 22 : start + 24], "little")
    return Native("pe", not flags & 0x2000)


def facts(content: Content, native: Native, activation: Activation = "call") -> Iterator[Fact]:
    """Yield what one window of a native member shows."""
    window = _Window(content, native, activation)
    if not content.offset:
        kind = "program" if native.program else "library"
        yield window.fact("exec/native-load", kind, (Value("path", content.member.path),), 0)
    for packer in load().packer:
        names = [name for name in packer.any if name in window.ends]
        if names:
            yield window.named("obfus/packer", packer.id, names)
    for trait in load().trait:
        if trait.formats and native.format not in trait.formats:
            continue
        names = window.meets(trait)
        if names:
            yield window.named(trait.behaviour, trait.id, names)


class _Window:
    """One window of a native member, with the names that stand in it."""

    def __init__(self, content: Content, native: Native, activation: Activation) -> None:
        self.content = content
        self.native = native
        self.activation = activation
        self.ends = {hit.atom.name: hit.end for hit in _matcher().scan(content.data)}
        self._imports: frozenset[str] | None = None

    def meets(self, trait: Trait) -> list[str]:
        """Return the names that show a trait; none when one of its groups is missing."""
        names = [name for group in trait.needs for name in group if name in self.ends]
        if trait.imported and _complete(trait, names):
            if self._imports is None:
                self._imports = _imports(self.content)
            names = [name for name in names if name in self._imports]
        return names if _complete(trait, names) else []

    def named(self, behaviour: str, name: str, names: list[str]) -> Fact:
        """Return a fact about names, at the first of them."""
        values = tuple(Value("name", text) for text in names[:SHOWN])
        offset = self.content.offset + max(0, self.ends[names[0]] - len(names[0]))
        made = self.fact(behaviour, name, values, offset)
        text = _text_at(self.content.data, offset - self.content.offset)
        return msgspec.structs.replace(made, snippet=text)

    def fact(self, behaviour: str, name: str, values: tuple[Value, ...], offset: int) -> Fact:
        """Return a fact about this member."""
        return Fact(
            behaviour=behaviour,
            location=Location(member=self.content.member.path, offset=offset),
            activation=self.activation,
            source="binary",
            language=self.native.format,
            symbol=f"binary.{name}",
            values=values,
        )


def _text_at(data: bytes, at: int) -> str:
    """Return the printable text around an offset, as people read it."""
    start = at
    while start > max(0, at - SNIPPET) and 32 <= data[start - 1] < 127:
        start -= 1
    found = _PRINTED.match(data, start)
    return found[0][: 2 * SNIPPET].decode("ascii") if found else ""


_PRINTED = re.compile(rb"[ -~]+")


def _complete(trait: Trait, names: list[str]) -> bool:
    return all(any(name in group for name in names) for group in trait.needs)


def _imports(content: Content) -> frozenset[str]:
    """Return the names of imported functions, by the header.

    Where no header can be read, or where functions are looked up by name while running, whatever
    the bytes name counts.
    """
    whole = content.final and not content.offset and len(content.data) <= PARSED_BYTES
    if not whole:
        return _every()
    import lief

    lief.logging.disable()
    parsed = lief.parse(content.data)
    if not isinstance(parsed, lief.Binary):
        return _every()
    names = frozenset(str(one.name) for one in parsed.imported_functions)
    if isinstance(parsed, lief.PE.Binary) and "GetProcAddress" in names:
        return _every()
    return names | {name.removeprefix("_") for name in names}


@cache
def _every() -> frozenset[str]:
    return frozenset(name for trait in load().trait for group in trait.needs for name in group)


def compiled_by(data: bytes) -> str:
    """Return the compiler that made a native module of Python source; empty when none did."""
    if b"PyInit_" not in data:
        return ""
    found = {atom.name for atom in _matcher().scan(data).distinct()}
    return next((one.id for one in load().compiler if found.intersection(one.any)), "")


@cache
def load() -> Table:
    """Read `binary.toml` once."""
    file = resources.files("pratique.code").joinpath("binary.toml")
    return msgspec.convert(compiled.document(file), Table)


def warm() -> None:
    """Load the matcher, in the parent before it forks."""
    _matcher()


@cache
def _matcher() -> Prefilter:
    table = load()
    words = {name for trait in table.trait for group in trait.needs for name in group}
    marks = {text for packer in table.packer for text in packer.any}
    marks |= {text for compiler in table.compiler for text in compiler.any}
    atoms = [Atom(name=name, kind="word", pattern=_word(name), once=True) for name in sorted(words)]
    atoms += [
        Atom(name=text, kind="word", pattern=_escaped(text.encode()), once=True)
        for text in sorted(marks)
    ]
    return Prefilter(tuple(atoms))


def _word(name: str) -> bytes:
    """Return the expression of a whole name: in tables of names a zero byte stands behind it."""
    body = _escaped(name.encode())
    if not name.isidentifier():
        return body
    return rb"(?:^|[^A-Za-z0-9])_?" + body + rb"(?:\x00|@)"


def _escaped(data: bytes) -> bytes:
    return b"".join(bytes((byte,)) if chr(byte).isalnum() else b"\\x%02x" % byte for byte in data)
