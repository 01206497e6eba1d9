"""One zip entry: its local header against the directory, its bytes against their promises."""

import hashlib
import struct
from calendar import timegm
from collections.abc import Iterator
from functools import lru_cache
from stat import S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFREG, S_IFSOCK

import msgspec

from pratique.model import Content, Member, MemberKind
from pratique.unpack.ledger import Ledger, Piece, Windows, finished
from pratique.unpack.names import Name
from pratique.unpack.streams import ERRORS, FEED, Deflate, Stream, crc32, fast, open_stream
from pratique.unpack.zipdirectory import FULL32, LOCAL, Entry, fields_of, zip64_values

_HEADER = struct.Struct("<4s5H3L2H")
_DESCRIPTOR = b"PK\x07\x08"
_SPECIAL = frozenset((S_IFBLK, S_IFCHR, S_IFIFO, S_IFSOCK))
_SECOND_MOST = 64 * 1024 * 1024
CODECS = {8: "deflate", 12: "bzip2", 14: "zip-lzma", 93: "zstd", 20: "zstd", 95: "xz"}
_EXTRA_KINDS = frozenset(
    (0x0001, 0x000A, 0x000D, 0x5455, 0x5855, 0x7855, 0x7875, 0x756E, 0x6375, 0xCAFE, 0xD935, 0x9901)
)
"""Sizes, times, owners, alignment, encryption: a few dozen bytes each."""
_EXTRA_MOST = 64
SECRET_FLAGS = 0x0001 | 0x0040 | 0x2000
UNKNOWN_FLAGS = 0xFFFF ^ (0x0006 | 0x0800 | 0x0008 | SECRET_FLAGS)
"""All but: level of compression, UTF-8, descriptor, and what stands for encryption."""


class Local(msgspec.Struct, frozen=True, gc=False):
    """A local header, zip64 values resolved."""

    raw: bytes
    flags: int
    method: int
    crc: int
    csize: int
    usize: int
    begin: int
    """Where the data begins."""
    extra: bytes = b""
    problem: str = ""


class Packed(msgspec.Struct, frozen=True, gc=False):
    """What one reader takes for the data of an entry."""

    begin: int
    end: int
    method: int
    flags: int
    crc: int
    usize: int
    loose: bool = False
    """Whether the end is only a bound: what stands behind the stream is not part of it."""


def local(data: memoryview, at: int, *, signed: bool = True) -> Local | None:
    """Return the local header at an offset, or None when there is none.

    Without `signed` the signature does not count, as for readers that never look at it.
    """
    if at < 0 or at + 30 > len(data):
        return None
    signature, _, flags, method, _, _, crc, csize, usize, name, more = _HEADER.unpack_from(data, at)
    if (signed and signature != LOCAL) or at + 30 + name + more > len(data):
        return None
    raw = bytes(data[at + 30 : at + 30 + name])
    begin = at + 30 + name + more
    if not more:
        return Local(raw, flags, method, crc, csize, usize, begin)
    extra = bytes(data[at + 30 + name : begin])
    (usize, csize), problem = zip64_values(extra, (usize, csize))
    return Local(raw, flags, method, crc, csize, usize, begin, extra, problem)


def late(head: Local) -> bool:
    """Tell whether the sizes stand behind the data instead of in the header."""
    return bool(head.flags & 8) and not head.crc and head.csize in (0, FULL32)


def disagreements(entry: Entry, head: Local) -> tuple[str, ...]:
    """Return in which fields local header and directory differ, names aside."""
    wrong = []
    if (entry.flags ^ head.flags) & ~0x0006:
        wrong.append(f"flags {entry.flags:#x} {head.flags:#x}")
    if entry.method != head.method:
        wrong.append(f"method {entry.method} {head.method}")
    if not late(head):
        pairs = (
            ("crc", entry.crc, head.crc),
            ("packed size", entry.csize, head.csize),
            ("size", entry.usize, head.usize),
        )
        wrong += [f"{what} {one} {two}" for what, one, two in pairs if one != two]
    return tuple(wrong)


def descriptor(data: memoryview, at: int, entry: Entry) -> int:
    """Return the length of the data descriptor at an offset that agrees with an entry, else 0."""
    signed = bytes(data[at : at + 4]) == _DESCRIPTOR
    promised = (entry.crc, entry.csize, entry.usize)
    for skip in (4, 0) if signed else (0,):
        for layout in (struct.Struct("<3L"), struct.Struct("<L2Q")):
            if at + skip + layout.size > len(data):
                continue
            if layout.unpack_from(data, at + skip) == promised:
                return skip + layout.size
    return 0


def unicode_path(raw: bytes, extra: bytes) -> bytes | None:
    """Return the other name that an Info-ZIP Unicode Path field gives, or None."""
    for kind, body in fields_of(extra):
        if kind == 0x7075 and len(body) > 5 and body[5:] != raw:
            return body[5:]
    return None


def unexplained(*extras: bytes) -> list[bytes]:
    """Return what extra fields hold that no reader of archives asks for: room for anything."""
    return [
        body
        for extra in dict.fromkeys(extras)
        for kind, body in fields_of(extra)
        if len(body) > (_EXTRA_MOST if kind in _EXTRA_KINDS else 0) and kind != 0x7075
    ]


def kind_of(entry: Entry, name: Name) -> tuple[MemberKind, str]:
    """Return what an entry is, and the code of a doubt about it."""
    mode = entry.external >> 16
    shape = S_IFMT(mode)
    if shape == S_IFLNK:
        return "link", "member-link"
    if shape in _SPECIAL:
        return "special", "member-special"
    kind: MemberKind = "directory" if name.directory else "file"
    by_mode = shape == S_IFDIR if shape in (S_IFREG, S_IFDIR) else name.directory
    if by_mode != name.directory or (entry.external & 0x10 and kind == "file"):
        return kind, "zip-directory-file"
    return kind, "member-setuid" if mode & 0o6000 and kind == "file" else ""


@lru_cache(maxsize=256)
def unix_time(date: int, time: int) -> int:
    """Return the Unix time of a DOS date and time, taken as UTC."""
    parts = (1980 + (date >> 9), date >> 5 & 15, date & 31, time >> 11, time >> 5 & 63, 0)
    if not (1 <= parts[1] <= 12 and 1 <= parts[2] <= 31):
        return 0
    return timegm((*parts[:5], 2 * (time & 31)))


def read(ledger: Ledger, data: memoryview, packed: Packed, member: Member) -> Iterator[Piece]:
    """Yield a member's content and whatever its bytes do not keep of the promises."""
    if packed.method == 0:
        yield from _stored(ledger, data, packed, member)
        return
    codec = CODECS.get(packed.method)
    if codec == "deflate" and packed.end - packed.begin <= FEED:
        quick = _quick(ledger, data, packed, member)
        if quick is not None:
            yield from quick
            return
    stream = open_stream(codec, data, packed.begin, packed.end) if codec else None
    if stream is None:
        yield from unreadable(ledger, data, packed, member, "zip-method-unknown")
        return
    yield from _streamed(ledger, data, packed, member, stream)


def unreadable(
    ledger: Ledger, data: memoryview, packed: Packed, member: Member, code: str
) -> Iterator[Piece]:
    """Yield the raw bytes of a member that cannot be read, and why."""
    path = member.path.removeprefix(ledger.prefix)
    yield from ledger.say(code, member=path, detail=f"method {packed.method}", offset=packed.begin)
    if not member.view:
        member = msgspec.structs.replace(member, view="raw")
    raw = Packed(packed.begin, packed.end, 0, 0, -1, -1)
    yield from _stored(ledger, data, raw, member)


def _quick(
    ledger: Ledger, data: memoryview, packed: Packed, member: Member
) -> tuple[Piece, ...] | None:
    """Return a small deflated member in one step; None when it is not one."""
    inflater = fast.decompressobj(-15)
    window = ledger.limits.window_bytes
    try:
        out = inflater.decompress(data[packed.begin : packed.end], window)
    except ERRORS:
        return None
    if not inflater.eof:
        return None
    ledger.listed += 1
    digest = hashlib.sha256(out).hexdigest()
    whole = finished(member, len(out), digest, out[:4096])
    said: list[Piece] = [Content(member=whole, data=out)]
    limit = ledger.take(len(out), ledger.size)
    if limit:
        said += ledger.say(limit, member=member.path.removeprefix(ledger.prefix))
    check = crc32(out)
    if check != packed.crc or len(out) != packed.usize or inflater.unused_data:
        said += _checks(ledger, packed, member, (check, len(out)))
        used = packed.end - len(inflater.unused_data)
        said += _unused(ledger, data, used, packed, member)
    return tuple(said)


def _stored(ledger: Ledger, data: memoryview, packed: Packed, member: Member) -> Iterator[Piece]:
    windows = Windows(ledger.limits.window_bytes)
    check = 0
    limit = ""
    step = ledger.limits.window_bytes
    for at in range(packed.begin, packed.end, step):
        piece = bytes(data[at : min(at + step, packed.end)])
        check = crc32(piece, check)
        yield from windows.feed(piece, member)
        limit = ledger.take(len(piece), ledger.size)
        if limit:
            break
    yield from _end(ledger, packed, member, windows, (check, limit))


def _streamed(
    ledger: Ledger, data: memoryview, packed: Packed, member: Member, stream: Stream
) -> Iterator[Piece]:
    windows = Windows(ledger.limits.window_bytes)
    check = 0
    limit = ""
    for piece in stream.pieces():
        check = crc32(piece, check)
        yield from windows.feed(piece, member)
        limit = ledger.take(len(piece), ledger.size)
        if limit:
            break
    yield from _end(ledger, packed, member, windows, (check, limit))
    if limit:
        return
    path = member.path.removeprefix(ledger.prefix)
    if not stream.finished:
        yield from ledger.say(
            "zip-deflate", member=path, detail=stream.broken or "unfinished", offset=packed.begin
        )
    yield from _unused(ledger, data, stream.used, packed, member)


def _end(
    ledger: Ledger, packed: Packed, member: Member, windows: Windows, state: tuple[int, str]
) -> Iterator[Piece]:
    check, limit = state
    if limit:
        path = member.path.removeprefix(ledger.prefix)
        yield from ledger.say(limit, member=path, offset=packed.begin)
    ledger.listed += 1
    yield windows.whole(member)
    if not limit:
        yield from _checks(ledger, packed, member, (check, windows.size))


def _checks(
    ledger: Ledger, packed: Packed, member: Member, real: tuple[int, int]
) -> Iterator[Piece]:
    path = member.path.removeprefix(ledger.prefix)
    crc, size = real
    if packed.crc not in (-1, crc):
        detail = f"{packed.crc:08x} promised, {crc:08x} real"
        yield from ledger.say("zip-crc", member=path, detail=detail, offset=packed.begin)
    if packed.usize not in (-1, size):
        detail = f"{packed.usize} promised, {size} real"
        yield from ledger.say("zip-size", member=path, detail=detail, offset=packed.begin)


def inflates(stream: Deflate) -> bool:
    """Tell whether bytes are a whole deflate stream of some, but not of very much content."""
    size = 0
    for piece in stream.pieces():
        size += len(piece)
        if size > _SECOND_MOST:
            return False
    return stream.finished and size > 0


def _unused(
    ledger: Ledger, data: memoryview, start: int, packed: Packed, member: Member
) -> Iterator[Piece]:
    """Yield what stands behind a member's stream inside the member, inflated where it can be."""
    end = packed.end
    if start >= end or packed.loose:
        return
    path = member.path.removeprefix(ledger.prefix)
    yield from ledger.say(
        "member-trailing-bytes", member=path, detail=f"{end - start} bytes", offset=start
    )
    if not ledger.once("trailing", start, end):
        return
    own = ledger.collisions.second(path, "trailing")
    raw = Packed(start, end, 0, 0, -1, -1)
    yield from _stored(ledger, data, raw, ledger.member(own, view="trailing"))
    if not ledger.stopped and inflates(Deflate(data, start, end)):
        own = ledger.collisions.second(path, "trailing")
        second = Packed(start, end, 8, 0, -1, -1, loose=True)
        again = Deflate(data, start, end)
        yield from _streamed(ledger, data, second, ledger.member(own, view="trailing"), again)
