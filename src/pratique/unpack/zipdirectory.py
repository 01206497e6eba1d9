"""Where a zip's directory is, and what stands in it: end records, zip64, central headers.

Layouts are those of APPNOTE.TXT 6.3.10. Readers disagree about which end record counts, whether an
offset or a size finds the directory, and when zip64 values apply; each reading that finds a
directory becomes one.
"""

import struct
from collections.abc import Iterator

import msgspec

from pratique.unpack.streams import Problem

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
END, END64, LOCATOR = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
CENTRAL, LOCAL = b"PK\x01\x02", b"PK\x03\x04"
_TAIL = 65535 + 22
_ENDS_MOST = 64
FULL16, FULL32 = 0xFFFF, 0xFFFFFFFF
VERSION = 63
"""The newest version of the format that an entry may need (APPNOTE 6.3)."""


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One central header, zip64 values resolved and the offset made absolute."""

    raw: bytes
    made_by: int
    flags: int
    method: int
    time: int
    date: int
    crc: int
    csize: int
    usize: int
    disk: int
    external: int
    offset: int
    extra: bytes
    comment: bytes
    at: int
    problem: str = ""


class Directory(msgspec.Struct, frozen=True, kw_only=True):
    """One reading of the directory."""

    entries: tuple[Entry, ...]
    start: int
    stop: int
    shift: int
    """What was added to the declared offsets."""
    end: int
    """Offset of the end record."""
    comment: tuple[int, int]
    spans: tuple[tuple[int, int], ...]
    """The records that are neither local headers nor member data."""
    problems: tuple[Problem, ...]


class _Numbers(msgspec.Struct, frozen=True, gc=False):
    count: int
    size: int
    offset: int
    split: bool


def ends(data: memoryview) -> tuple[int, ...]:
    """Return the offsets of all end records in the file's tail, last first."""
    base = max(0, len(data) - _TAIL)
    tail = bytes(data[base:])
    found: list[int] = []
    at = tail.rfind(END)
    while at >= 0 and len(found) < _ENDS_MOST:
        if at + 22 <= len(tail):
            found.append(base + at)
        at = tail.rfind(END, 0, at)
    return tuple(found)


def directories(data: memoryview, end: int, most: int) -> Iterator[Directory]:
    """Yield every reading of the directory that an end record leads to, the usual one first."""
    _, disk, first, here, total, size, offset, length = _END.unpack_from(data, end)
    problems: list[Problem] = []
    spans = [(end, min(end + 22 + length, len(data)))]
    split = bool((disk or first) and FULL16 not in (disk, first)) or here != total
    small = _Numbers(total, size, offset, split)
    readings = [small]
    stop = end
    large = _zip64(data, end)
    if large is not None:
        at, numbers, shape = large
        stop = at
        spans.append((at, end))
        readings = [numbers]
        if not shape or any(
            little not in (full, big)
            for little, big, full in (
                (total, numbers.count, FULL16),
                (size, numbers.size, FULL32),
                (offset, numbers.offset, FULL32),
            )
        ):
            problems.append(Problem("zip64-disagrees", at))
            readings.append(small)
    comment = (end + 22, min(end + 22 + length, len(data)))
    seen: set[tuple[int, int]] = set()
    for numbers in readings:
        for start, shift in _starts(data, numbers, stop):
            if (start, shift) in seen:
                continue
            seen.add((start, shift))
            read = _read(data, numbers, (start, stop, shift), most)
            yield Directory(
                entries=read[0],
                start=start,
                stop=read[1],
                shift=shift,
                end=end,
                comment=comment,
                spans=(*spans, (start, read[1])),
                problems=(*problems, *read[2]),
            )


def _zip64(data: memoryview, end: int) -> tuple[int, _Numbers, bool] | None:
    """Return offset and numbers of the zip64 end record, and whether its shape is the usual one."""
    if end < 20 or bytes(data[end - 20 : end - 16]) != LOCATOR:
        return None
    _, disk, declared, disks = _LOCATOR.unpack_from(data, end - 20)
    for at in (declared, end - 20 - _END64.size):
        if 0 <= at <= end - 20 - _END64.size and bytes(data[at : at + 4]) == END64:
            break
    else:
        return None
    _, length, _, _, one, two, here, total, size, offset = _END64.unpack_from(data, at)
    usual = at == declared and at + 12 + length == end - 20 and disk == 0 and disks <= 1
    split = bool(one or two) or here != total
    return at, _Numbers(total, size, offset, split), usual


def _starts(data: memoryview, numbers: _Numbers, stop: int) -> Iterator[tuple[int, int]]:
    """Yield where the directory may begin, and the shift of all offsets that this implies."""
    by_size = stop - numbers.size
    if numbers.size == 0 and numbers.count == 0:
        yield stop, 0
        if numbers.offset != stop and bytes(data[numbers.offset : numbers.offset + 4]) == CENTRAL:
            yield numbers.offset, 0
        return
    if by_size >= 0 and bytes(data[by_size : by_size + 4]) == CENTRAL:
        shift = by_size - numbers.offset
        if not shift or _first_local(data, by_size, shift):
            yield by_size, shift
        if shift and _first_local(data, by_size, 0):
            yield by_size, 0
    at = numbers.offset
    if at != by_size and at < stop and bytes(data[at : at + 4]) == CENTRAL:
        yield at, 0


def _first_local(data: memoryview, central: int, shift: int) -> bool:
    """Tell whether the first entry's offset leads to a local header under a shift."""
    if central + 46 > len(data):
        return False
    (offset,) = struct.unpack_from("<L", data, central + 42)
    return bytes(data[offset + shift : offset + shift + 4]) == LOCAL


def _read(
    data: memoryview, numbers: _Numbers, place: tuple[int, int, int], most: int
) -> tuple[tuple[Entry, ...], int, list[Problem]]:
    """Return the entries, where they end, and what is wrong."""
    start, stop, shift = place
    problems = []
    entries: list[Entry] = []
    at = start
    unpack, step = _CENTRAL.unpack_from, _CENTRAL.size
    while at + step <= stop and len(entries) <= most:
        fields = unpack(data, at)
        if fields[0] != CENTRAL:
            break
        name, extra, comment = fields[10], fields[11], fields[12]
        after = at + step + name + extra + comment
        if after > stop:
            problems.append(Problem("zip-directory-broken", at, "a central header is cut"))
            break
        entries.append(_entry(data, fields, at, shift))
        at = after
    if len(entries) > most:
        return tuple(entries), at, problems
    wrong = [
        f"{what}: {declared} declared, {real} real"
        for what, declared, real in (
            ("entries", numbers.count, len(entries)),
            ("directory size", numbers.size, at - start),
            ("directory offset", numbers.offset, start - max(shift, 0)),
        )
        if declared != real
    ]
    if numbers.split:
        wrong.append("several disks")
    if wrong:
        problems.append(Problem("zip-end-disagrees", start, "; ".join(wrong)))
    return tuple(entries), at, problems


def _entry(data: memoryview, fields: tuple[int, ...], at: int, shift: int) -> Entry:
    _, made_by, needed, flags, method, time, date, crc, csize, usize = fields[:10]
    name, extra, comment, disk, _, external, offset = fields[10:]
    begin = at + 46
    more = b""
    problem = "zip-version" if needed & 0xFF > VERSION else ""
    if extra:
        more = bytes(data[begin + name : begin + name + extra])
        values = (usize, csize, offset)
        (usize, csize, offset), wrong = zip64_values(more, values)
        problem = problem or wrong
    return Entry(
        bytes(data[begin : begin + name]), made_by, flags, method, time, date, crc, csize, usize,
        disk, external, offset + shift, more,
        bytes(data[begin + name + extra : begin + name + extra + comment]) if comment else b"",
        at, problem,
    )  # fmt: skip


def zip64_values(extra: bytes, values: tuple[int, ...]) -> tuple[tuple[int, ...], str]:
    """Return the values with their zip64 extensions, and the code of what is wrong.

    The extension holds, in order, only the values whose field is full; some writers put all.
    """
    full = sum(value == FULL32 for value in values)
    problem = ""
    for kind, body in fields_of(extra):
        if kind < 0:
            problem = "zip-extra"
        elif kind == 1:
            numbers = struct.unpack_from(f"<{len(body) // 8}Q", body)
            if full and len(numbers) >= full:
                rest = iter(numbers)
                values = tuple(next(rest) if value == FULL32 else value for value in values)
                full = 0
            elif full or any(
                number != value for number, value in zip(numbers, values, strict=False)
            ):
                problem = "zip64-disagrees"
    return values, problem


def fields_of(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the (id, body) blocks of an extra field; an id of -1 is what cannot be taken apart."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if at + 4 + length > len(extra):
            break
        yield kind, extra[at + 4 : at + 4 + length]
        at += 4 + length
    if extra[at:].strip(b"\0"):
        yield -1, extra[at:]
