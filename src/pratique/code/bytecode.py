"""Read compiled Python without loading it: a bounded reader of the marshal format of CPython.

Every version from 2.3 on is understood by its magic number; serialised code without a header (what
`marshal.loads` is given) by its shape. `marshal.loads` itself is never called: it crashes on
hostile bytes. Formats: CPython's `Python/marshal.c`, PEP 552 for headers.
"""

import re
import struct
from collections.abc import Iterator
from typing import Any

import msgspec

MAX_DEPTH = 120
MAX_OBJECTS = 2_000_000
MAX_BYTES = 16 * 1024 * 1024
"""Compiled code that is larger is data, or hostile."""

Version = tuple[int, int]
_MAGIC: tuple[tuple[int, int, Version], ...] = (
    (62011, 62169, (2, 6)),
    (62171, 62219, (2, 7)),
    (3000, 3199, (3, 1)),
    (3200, 3230, (3, 3)),
    (3250, 3310, (3, 4)),
    (3320, 3351, (3, 5)),
    (3360, 3379, (3, 6)),
    (3390, 3394, (3, 7)),
    (3400, 3419, (3, 8)),
    (3420, 3429, (3, 9)),
    (3430, 3449, (3, 10)),
    (3450, 3499, (3, 11)),
    (3500, 3549, (3, 12)),
    (3550, 3599, (3, 13)),
    (3600, 3649, (3, 14)),
    (3650, 3699, (3, 15)),
)
_SHAPES: tuple[Version, ...] = ((3, 12), (3, 8), (3, 7), (2, 7))
"""One version of each layout of code objects, newest first."""


class Malformed(ValueError):  # noqa: N818 what the bytes are, not an error of ours
    """The bytes are no serialised code, or are cut."""


class Code(msgspec.Struct, gc=False):
    """One code object; nested ones stand among its constants."""

    version: Version
    arguments: int
    keyword_only: int
    flags: int
    code: bytes
    constants: tuple[Any, ...]
    names: tuple[str, ...]
    variables: tuple[str, ...]
    """Local variables, the arguments first; from 3.11 on with the cells behind them."""
    cells: tuple[str, ...]
    """Up to 3.10: cells, then free variables."""
    free: tuple[str, ...]
    """Variables of an outer function."""
    name: str
    line: int
    lines: bytes


class Ellipsis_(msgspec.Struct, frozen=True, gc=False):  # noqa: N801 the constant `...`
    """A constant that has no value of interest: `...`, `StopIteration`, a complex number."""


def version_of(head: bytes) -> Version | None:
    """Return which CPython wrote a `.pyc`, by its magic number; None when none did."""
    if len(head) < 4 or head[2:4] != b"\r\n":
        return None
    magic = int.from_bytes(head[:2], "little")
    return next((version for low, high, version in _MAGIC if low <= magic <= high), None)


def unchecked(data: bytes) -> bool:
    """Tell whether the interpreter takes a `.pyc` as it is, whatever its source says (PEP 552)."""
    version = version_of(data)
    return version is not None and version >= (3, 7) and data[4:8] == b"\x01\0\0\0"


def read(data: bytes) -> Code | None:
    """Return the code of a `.pyc` or of bare serialised code; None when it is neither, or cut."""
    if len(data) > MAX_BYTES:
        return None
    version = version_of(data)
    if version is not None:
        start = 8 if version < (3, 3) else 12 if version < (3, 7) else 16
        return _attempt(data, start, version)
    if not data or data[0] & 0x7F != 0x63:
        return None
    for shape in _SHAPES:
        found = _attempt(data, 0, shape)
        if found is not None:
            return _dated(found)
    return None


def plain(data: bytes) -> Any:  # noqa: ANN401 what the bytes gave
    """Return the texts, numbers and lists that serialised bytes hold.

    Raise ValueError where they hold code, or nothing that can be read.
    """
    try:
        found = _Reader(data, 0, (3, 12)).value(0)
    except (struct.error, IndexError, RecursionError, OverflowError) as error:
        raise Malformed("cannot be read") from error
    if isinstance(found, Code | Ellipsis_):
        raise Malformed("is code")
    return found


def assembled(parts: tuple[Any, ...]) -> Code | None:
    """Return the code that `types.CodeType` makes of its arguments, of whichever version."""
    place = next((at for at, part in enumerate(parts[:8]) if isinstance(part, bytes)), -1)
    version = {4: (2, 7), 5: (3, 7), 6: (3, 8)}.get(place)
    if version is None or len(parts) < place + 7 or not isinstance(parts[place + 1], tuple):
        return None
    if place == 6 and isinstance(parts[place + 6], str):
        version = (3, 12)
    counts = [part if isinstance(part, int) else 0 for part in parts[:place]]
    try:
        names, variables = _texts(parts[place + 2]), _texts(parts[place + 3])
    except Malformed:
        return None
    code = Code(
        version, counts[0], counts[place - 4] if place > 4 else 0, counts[place - 1], parts[place],
        parts[place + 1], names, variables, (), (), "<module>", 1, b"",
    )  # fmt: skip
    return _dated(code)


def _attempt(data: bytes, start: int, version: Version) -> Code | None:
    try:
        found = _Reader(data, start, version).value(0)
    except (Malformed, struct.error, IndexError, ValueError, RecursionError, OverflowError):
        return None
    return found if isinstance(found, Code) else None


def _dated(code: Code) -> Code:
    """Tell the version of bare code from its instructions, as far as they differ."""
    version = code.version
    parts = [one.code for one in walk(code)]
    if version == (3, 12):
        first = {number for body in parts for number in body[:12:2]}
        version = (3, 13) if 149 in first else (3, 14) if 151 not in first else version
        if version == (3, 12) and any(_PRECALL.search(body) for body in parts):
            version = (3, 11)
    elif version == (3, 8):
        odd = any(
            body[at] in _ABSOLUTE and body[at + 1] % 2
            for body in parts
            for at in range(0, len(body) - 1, 2)
        )
        version = (3, 10) if odd else (3, 9)
    return _as(code, version)


_PRECALL = re.compile(rb"\xa6[\x00-\xff]\x00\x00\xab", re.DOTALL)
_ABSOLUTE = frozenset((111, 112, 113, 114, 115))
"""Jumps to an odd place exist only where instructions are counted, not bytes (from 3.10 on)."""


def _as(code: Code, version: Version) -> Code:
    inner = tuple(_as(one, version) if isinstance(one, Code) else one for one in code.constants)
    return msgspec.structs.replace(code, version=version, constants=inner)


def walk(code: Code) -> Iterator[Code]:
    """Yield a code object and all that it holds."""
    stack = [code]
    while stack:
        one = stack.pop()
        yield one
        stack += [inner for inner in one.constants if isinstance(inner, Code)]


def names(code: Code) -> frozenset[str]:
    """Return every name that the code uses, at any depth."""
    found: set[str] = set()
    for one in walk(code):
        found.update(one.names)
    return frozenset(found)


def strings(code: Code) -> Iterator[str | bytes]:
    """Yield the texts among the constants, at any depth."""
    for one in walk(code):
        stack: list[Any] = list(one.constants)
        while stack:
            value = stack.pop()
            if isinstance(value, str | bytes):
                yield value
            elif isinstance(value, tuple):
                stack += value


class _Reader:
    """One pass over serialised objects."""

    __slots__ = ("count", "data", "interned", "position", "refs", "version")

    def __init__(self, data: bytes, position: int, version: Version) -> None:
        self.data = data
        self.position = position
        self.version = version
        self.refs: list[Any] = []
        self.interned: list[Any] = []
        self.count = 0

    def take(self, size: int) -> bytes:
        start = self.position
        if size < 0 or start + size > len(self.data):
            raise Malformed
        self.position = start + size
        return self.data[start : self.position]

    def byte(self) -> int:
        self.position += 1
        return self.data[self.position - 1]

    def int32(self) -> int:
        return int.from_bytes(self.take(4), "little", signed=True)

    def value(self, depth: int) -> Any:  # noqa: ANN401 any constant
        """Return the next object; a code object becomes a `Code`."""
        self.count += 1
        if depth > MAX_DEPTH or self.count > MAX_OBJECTS:
            raise Malformed
        kind = self.byte()
        slot = -1
        if kind & 0x80:
            kind &= 0x7F
            slot = len(self.refs)
            self.refs.append(None)
        made = self._object(chr(kind), depth)
        if slot >= 0:
            self.refs[slot] = made
        return made

    def _object(self, kind: str, depth: int) -> Any:  # noqa: ANN401 same
        if kind in _PLAIN:
            return _PLAIN[kind]
        if kind in "sutaA":
            return self._text(kind, self.int32())
        if kind in "zZ":
            return self._text(kind, self.byte())
        if kind == "i":
            return self.int32()
        if kind == "r":
            return self.refs[self.int32()]
        if kind == "R":
            return self.interned[self.int32()]
        if kind in "([<>":
            items = self._several(self.int32(), depth)
            return list(items) if kind == "[" else items
        if kind == ")":
            return self._several(self.byte(), depth)
        if kind == "c":
            return self._code(depth)
        return self._seldom(kind, depth)

    def _seldom(self, kind: str, depth: int) -> Any:  # noqa: ANN401 same
        if kind == "{":
            return self._mapping(depth)
        if kind == "I":
            return int.from_bytes(self.take(8), "little", signed=True)
        if kind == "l":
            return self._long()
        if kind == "g":
            return struct.unpack("<d", self.take(8))[0]
        if kind == "y":
            self.take(16)
            return Ellipsis_()
        if kind in "fx":
            parts = [self.take(self.byte()) for _ in range(1 if kind == "f" else 2)]
            return float(parts[0]) if kind == "f" else Ellipsis_()
        if kind == ":":
            for _ in range(3):
                self.value(depth + 1)
            return Ellipsis_()
        raise Malformed

    def _text(self, kind: str, size: int) -> str | bytes:
        raw = self.take(size)
        if kind == "s":
            return raw
        if kind == "t" and self.version < (3, 0):
            self.interned.append(raw)
            return raw
        return raw.decode("utf-8" if kind in "ut" else "latin-1", "replace")

    def _several(self, size: int, depth: int) -> tuple[Any, ...]:
        if size < 0 or size > len(self.data) - self.position:
            raise Malformed
        return tuple([self.value(depth + 1) for _ in range(size)])

    def _mapping(self, depth: int) -> dict[Any, Any]:
        made: dict[Any, Any] = {}
        while self.data[self.position] & 0x7F != 0x30:
            key, value = self.value(depth + 1), self.value(depth + 1)
            if isinstance(key, str | bytes | int | float):
                made[key] = value
        self.position += 1
        return made

    def _long(self) -> int:
        size = self.int32()
        raw = self.take(2 * abs(size))
        if abs(size) > 4096:
            return 0
        total = 0
        for place, digit in enumerate(struct.unpack(f"<{abs(size)}H", raw)):
            total |= digit << (15 * place)
        return total if size > 0 else -total

    def _code(self, depth: int) -> Code:
        version = self.version
        arguments = self.int32()
        if version >= (3, 8):
            self.int32()
        keyword_only = self.int32() if version >= (3, 0) else 0
        if version < (3, 11):
            self.int32()
        self.int32()
        flags = self.int32()
        body, constants, used, variables = (self.value(depth + 1) for _ in range(4))
        second = self.value(depth + 1)
        if version >= (3, 11):
            cells: tuple[str, ...] = ()
            free = _free(variables, second)
        else:
            free = _texts(second)
            cells = (*_texts(self.value(depth + 1)), *free)
        self.value(depth + 1)
        name = self.value(depth + 1)
        if version >= (3, 11):
            self.value(depth + 1)
        line = self.int32()
        lines = self.value(depth + 1)
        if version >= (3, 11):
            self.value(depth + 1)
        if not (isinstance(body, bytes) and isinstance(constants, tuple)):
            raise Malformed
        return Code(
            version, arguments, keyword_only, flags, body, constants, _texts(used),
            _texts(variables), cells, free, _texts((name,))[0], line,
            lines if isinstance(lines, bytes) else b"",
        )  # fmt: skip


def _free(variables: Any, kinds: Any) -> tuple[str, ...]:  # noqa: ANN401 what the bytes gave
    """Return the variables that the kinds of 3.11 and later say belong to an outer function."""
    if not isinstance(kinds, bytes):
        raise Malformed
    return tuple(name for name, kind in zip(_texts(variables), kinds, strict=False) if kind & 0x80)


def _texts(values: Any) -> tuple[str, ...]:  # noqa: ANN401 what the bytes gave
    if not isinstance(values, tuple):
        raise Malformed
    found = []
    for value in values:
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
        if not isinstance(text, str):
            raise Malformed
        found.append(text)
    return tuple(found)


_PLAIN: dict[str, Any] = {
    "N": None,
    "F": False,
    "T": True,
    "S": Ellipsis_(),
    ".": Ellipsis_(),
    "0": None,
}
