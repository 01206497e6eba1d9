"""One 512-byte tar header, and what a PAX header says: every reading that some reader makes.

Layouts: POSIX.1-2017 (ustar, pax), the GNU tar manual. Where a field can be read in two ways, all
values are returned, the usual one first.
"""

import re
from functools import lru_cache

import msgspec

BLOCK = 512
_DIGITS = b"01234567 \0"
_OCTAL = re.compile(rb"[ \0]*([0-7]*)")
_CLEAN = re.compile(rb" *[0-7]*[ \0]*")
_RECORD = re.compile(rb"([1-9][0-9]{0,9}) ([^=\n]+)=")
_LOOSE = re.compile(rb"(?:[0-9]{1,20} )?([A-Za-z.]{1,64})=([^\n]*)")
_RECORDS_MOST = 2000
_LARGEST = 1 << 62
"""No number of a header counts for more: a file has no such size, and a record no such integer."""


class Header(msgspec.Struct, frozen=True, gc=False):
    """The fields of one header."""

    names: tuple[bytes, ...]
    kind: bytes
    sizes: tuple[int, ...]
    mode: int
    modified: int
    link: bytes
    problems: tuple[str, ...]
    """Codes; empty for a header that all readers take alike."""


def looks_like_header(block: bytes) -> bool:
    """Tell quickly whether a block has the checksum of a header."""
    return len(block) == BLOCK and block[0] != 0 and _checksum(block) > 0


def header(block: bytes, *, checked: bool = True) -> Header | None:
    """Return the fields of a block, or None when its checksum says that it is no header.

    Without `checked` the checksum does not count, but the numbers must make sense.
    """
    problems: list[str] = []
    if checked:
        verdict = _checksum(block)
        if not verdict:
            return None
        if verdict == 1:
            problems.append("tar-checksum")
    name, _, residue = block[:100].partition(b"\0")
    if residue and residue.strip(b"\0"):
        problems.append("tar-name-disagrees")
    names: tuple[bytes, ...] = (name,)
    sizes, mode, modified = _numbers(block, problems)
    if not checked and (not name or block[100:148].translate(None, _DIGITS)):
        return None
    prefix = block[345:500]
    if prefix[0] or prefix.strip(b"\0"):
        names = _prefixed(block, name, prefix, problems)
    return Header(
        names,
        block[156:157],
        sizes,
        mode,
        modified,
        block[157:257].partition(b"\0")[0],
        tuple(problems),
    )


def _checksum(block: bytes) -> int:
    """Return 2 for the right sum, 1 for that of signed bytes or an oddly written one, else 0."""
    field = block[148:156]
    real = sum(block) - sum(field) + 256
    if field == b"%06o\0 " % real:
        return 2
    match = _OCTAL.match(field)
    if match is None or not match[1]:
        return 0
    declared = int(match[1], 8)
    if declared == real:
        return 2 if _CLEAN.fullmatch(field) else 1
    signed = real - 256 * sum(byte > 127 for byte in block[:148] + block[156:])
    return 1 if declared == signed else 0


def _numbers(block: bytes, problems: list[str]) -> tuple[tuple[int, ...], int, int]:
    """Return sizes, mode and time."""
    mode = _usual(block[100:124] + block[329:345])
    if mode >= 0 and not block[124:148].translate(None, _DIGITS):
        try:
            size = int(block[124:136].lstrip(b" ").rstrip(b" \0") or b"0", 8)
            return (size,), mode, int(block[136:148].lstrip(b" ").rstrip(b" \0") or b"0", 8)
        except ValueError:
            pass
    sizes = _number(block[124:136])
    others = [block[at : at + 8] for at in (100, 108, 116, 329, 337)] + [block[136:148]]
    if not (_CLEAN.fullmatch(block[124:136]) and _CLEAN.fullmatch(block[100:108])) or not all(
        _CLEAN.fullmatch(field) or field[0] in (0x80, 0xFF) for field in others
    ):
        problems.append("tar-number")
    known = tuple(size for size in sizes if size >= 0) or (0,)
    return known, _number(block[100:108])[0], _number(block[136:148])[0]


@lru_cache(maxsize=1024)
def _usual(fields: bytes) -> int:
    """Return the mode if mode, owner, group and device are written as all readers expect; or -1.

    Most members of an archive share these bytes.
    """
    if fields.translate(None, _DIGITS):
        return -1
    try:
        numbers = [
            int(fields[at : at + 8].lstrip(b" ").rstrip(b" \0") or b"0", 8)
            for at in range(0, len(fields), 8)
        ]
    except ValueError:
        return -1
    return numbers[0]


def _number(field: bytes) -> tuple[int, ...]:
    """Return every value that a reader takes a numeric field for."""
    if field[0] & 0x80:
        value = int.from_bytes(bytes((field[0] & 0x7F,)) + field[1:], "big")
        if field[0] & 0x40:
            value -= 1 << (8 * len(field) - 1)
        return (max(-_LARGEST, min(value, _LARGEST)),)
    readings = {_until_other(field)}
    text = field.partition(b"\0")[0].strip()
    try:
        readings.add(int(text or b"0", 8))
    except ValueError:
        readings.add(0)
    after = field.partition(b"\0")[2]
    if after.strip(b" \0"):
        readings.add(_until_other(after))
    return tuple(sorted(readings, reverse=True))


def _until_other(field: bytes) -> int:
    match = _OCTAL.match(field)
    return int(match[1] or b"0", 8) if match else 0


def _prefixed(block: bytes, name: bytes, prefix: bytes, problems: list[str]) -> tuple[bytes, ...]:
    """Return the names with and without the prefix field, as the magic has it."""
    text, _, residue = prefix.partition(b"\0")
    joined = text + b"/" + name
    if block[257:263] == b"ustar\0":
        if not residue.strip(b"\0"):
            return (joined,)
        if not text and not block[475]:  # times, as star and node-tar write them: no reader joins
            return (name,)
        problems.append("tar-name-disagrees")
        return (joined, name)
    if block[257:265] == b"ustar  \0" and not text:
        return (name,)
    problems.append("tar-name-disagrees")
    return (name, joined)


class Pax(msgspec.Struct, frozen=True, gc=False):
    """What one extended header says."""

    values: tuple[tuple[str, bytes], ...]
    problems: tuple[str, ...]

    def all(self, key: str) -> tuple[bytes, ...]:
        """Return every value of a key."""
        return tuple(value for name, value in self.values if name == key)

    @property
    def keys(self) -> frozenset[str]:
        """The keywords that occur."""
        return frozenset(name for name, _ in self.values)


def pax(body: bytes) -> Pax:
    """Take an extended header apart, strictly; what is malformed is read loosely as well."""
    values: list[tuple[str, bytes]] = []
    problems: list[str] = []
    at = 0
    while at < len(body):
        match = _RECORD.match(body, at)
        length = int(match[1]) if match else 0
        stop = at + length
        if (
            match is None
            or stop > len(body)
            or stop <= match.end()
            or body[stop - 1 : stop] != b"\n"
            or len(values) >= _RECORDS_MOST
        ):
            if body[at:].strip(b"\0"):
                problems.append("tar-pax-malformed")
                values += _loosely(body[at : at + 65536])
            break
        key = match[2].decode("utf-8", "backslashreplace")
        values.append((key, body[match.end() : stop - 1]))
        at = stop
    keys = [key for key, _ in values]
    if len(set(keys)) != len(keys) and not problems:
        problems.append("tar-pax-repeated")
    for key, value in values:
        if _odd(key, value) and "tar-pax-malformed" not in problems:
            problems.append("tar-pax-malformed")
    return Pax(tuple(values), tuple(problems))


def _odd(key: str, value: bytes) -> bool:
    """Tell whether readers take a value of a keyword that matters for different things."""
    if key in ("path", "linkpath", "GNU.sparse.name"):
        return not value or b"\0" in value
    return key == "size" and not (value.isdigit() and len(value) < 19)


def _loosely(body: bytes) -> list[tuple[str, bytes]]:
    return [
        (match[1].decode("ascii"), match[2])
        for match in list(_LOOSE.finditer(body))[:_RECORDS_MOST]
    ]
