"""Take the code of compiled Python apart: instructions with arguments, jump targets and lines.

Sources: CPython's `Lib/dis.py` of each version, `Objects/lnotab_notes.txt`, and
`InternalDocs/code_objects.md` for the location table of 3.11 and later.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources

import msgspec

from pratique.code.bytecode import Code, Version

MOST = 200_000
"""Instructions of one code object."""


class Instruction(msgspec.Struct, gc=False):
    """One instruction; its target is the index of another, or -1."""

    name: str
    argument: int
    offset: int
    line: int
    target: int = -1


def instructions(code: Code) -> list[Instruction]:
    """Return the instructions of one code object, caches and prefixes left out."""
    names = _numbers(_table(code.version))
    words = code.version >= (3, 6)
    found: list[Instruction] = []
    starts: list[tuple[int, int]] = []
    for begin, offset, number, argument in _raw(code.code, words=words, prefix=_prefix(names)):
        name = names.get(number, "")
        if name == "CACHE":
            continue
        starts.append((begin, len(found)))
        found.append(Instruction(name, argument, offset, 0))
        if len(found) >= MOST:
            break
    _aim(code, found, dict(starts), words=words)
    _number(code, found)
    return found


def _raw(body: bytes, *, words: bool, prefix: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield where an instruction begins (its prefixes included), its offset, number, argument."""
    position, begin, extended = 0, -1, 0
    while position < len(body):
        number, offset = body[position], position
        argument = 0
        if words:
            argument = body[position + 1] if position + 1 < len(body) else 0
            position += 2
        elif number >= 90:
            argument = int.from_bytes(body[position + 1 : position + 3], "little")
            position += 3
        else:
            position += 1
        begin = offset if begin < 0 else begin
        argument |= extended
        if number == prefix:
            extended = (argument << (8 if words else 16)) & 0xFFFFFFFF
            continue
        yield begin, offset, number, argument
        begin, extended = -1, 0


def _aim(code: Code, found: list[Instruction], starts: dict[int, int], *, words: bool) -> None:
    """Fill in the targets of jumps."""
    version = code.version
    unit = 2 if version >= (3, 10) else 1
    size = 2 if words else 3
    end = len(found)
    for one in found:
        name = one.name
        if "JUMP" not in name and name not in {"FOR_ITER", "SETUP_WITH", "SEND"}:
            continue
        relative = name in _RELATIVE or version >= (3, 11)
        back = "BACKWARD" in name
        to = one.argument * unit
        if relative:
            after = one.offset + size + 2 * _caches(version, name)
            to = after - to if back else after + to
        one.target = starts.get(to, end if to >= len(code.code) else -1)


_RELATIVE = frozenset(("JUMP_FORWARD", "FOR_ITER", "SETUP_WITH", "SEND"))


def _caches(version: Version, name: str) -> int:
    """Return how many cache entries follow a jump; they count before the jump does."""
    if version >= (3, 13) and name.startswith("POP_JUMP"):
        return 1
    if version >= (3, 12):
        return 1 if name in {"FOR_ITER", "SEND"} or _is_counted(version, name) else 0
    return 0


def _is_counted(version: Version, name: str) -> bool:
    return version >= (3, 13) and name == "JUMP_BACKWARD"


def _number(code: Code, found: list[Instruction]) -> None:
    """Fill in the lines of the source that was compiled."""
    if code.version >= (3, 11):
        spans = _locations(code)
    elif code.version == (3, 10):
        spans = _linetable(code)
    else:
        spans = _lnotab(code)
    line, until = code.line, -1
    for one in found:
        while one.offset >= until:
            step = next(spans, None)
            if step is None:
                until = 1 << 60
                break
            until, line = step
        one.line = max(line, 1)


def _lnotab(code: Code) -> Iterator[tuple[int, int]]:
    line, offset = code.line, 0
    signed = code.version >= (3, 6)
    for at in range(0, len(code.lines) - 1, 2):
        step, rise = code.lines[at], code.lines[at + 1]
        offset += step
        if step:
            yield offset, line
        line += rise - 256 if signed and rise > 127 else rise
    yield 1 << 60, line


def _linetable(code: Code) -> Iterator[tuple[int, int]]:
    line, offset = code.line, 0
    for at in range(0, len(code.lines) - 1, 2):
        rise = code.lines[at + 1]
        offset += code.lines[at]
        if rise != 128:
            line += rise - 256 if rise > 127 else rise
        yield offset, line


def _locations(code: Code) -> Iterator[tuple[int, int]]:
    line, offset, at, table = code.line, 0, 0, code.lines
    while at < len(table):
        first = table[at]
        kind = first >> 3 & 15
        offset += ((first & 7) + 1) * 2
        at += 1
        if kind in {13, 14}:
            value, following = _varint(table, at)
            line += -(value >> 1) if value & 1 else value >> 1
        elif 10 <= kind <= 12:
            line += kind - 10
            following = at
        else:
            following = at
        at = following
        while at < len(table) and not table[at] & 0x80:
            at += 1
        yield offset, line


def _varint(table: bytes, at: int) -> tuple[int, int]:
    value, shift = 0, 0
    while at < len(table) and shift < 42:
        byte = table[at]
        value |= (byte & 63) << shift
        at += 1
        shift += 6
        if not byte & 64:
            break
    return value, at


def _prefix(names: dict[int, str]) -> int:
    return next((number for number, name in names.items() if name == "EXTENDED_ARG"), -1)


def _table(version: Version) -> str:
    """Return the section of `opcodes.toml` for a version."""
    if version < (3, 0):
        return "2.7" if version == (2, 7) else "2.6"
    return f"3.{min(max(version[1], 5), 14)}"


@cache
def _numbers(section: str) -> dict[int, str]:
    file = resources.files("pratique.code").joinpath("opcodes.toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))[section]
    return {number: name for name, number in table.items()}
