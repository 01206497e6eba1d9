"""Tar and gzip written by hand: every field of every header can be forged.

Layouts follow POSIX.1-2017 (ustar, pax), the GNU tar manual and RFC 1952.
"""

import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import msgspec

Fields: TypeAlias = Mapping[str, int | bytes]

FILE, OLD_FILE, HARD, SYMBOLIC, CHAR, BLOCK_DEVICE = b"0", b"\0", b"1", b"2", b"3", b"4"
DIRECTORY, FIFO, CONTIGUOUS, PAX, GLOBAL = b"5", b"6", b"7", b"x", b"g"
GNU_NAME, GNU_LINK, GNU_SPARSE = b"L", b"K", b"S"
USTAR, GNU, V7 = (b"ustar\0", b"00"), (b"ustar ", b" \0"), (b"\0" * 6, b"\0\0")
BLOCK = 512
END = bytes(2 * BLOCK)

_HEADER = (
    ("name", 100), ("mode", 8), ("uid", 8), ("gid", 8), ("size", 12), ("mtime", 12),
    ("checksum", 8), ("kind", 1), ("link", 100), ("magic", 6), ("version", 2), ("uname", 32),
    ("gname", 32), ("major", 8), ("minor", 8), ("prefix", 155), ("pad", 12),
)  # fmt: skip


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One member; `fields` overrides header fields, `before` stands in front of the header."""

    name: bytes
    body: bytes = b""
    kind: bytes = FILE
    link: bytes = b""
    fields: Fields = {}
    style: tuple[bytes, bytes] = USTAR
    before: bytes = b""
    """Raw blocks: extended headers, zero blocks."""


def header(**fields: int | bytes) -> bytes:
    """Return one 512-byte header; numbers become octal, bytes stand as they are."""
    values: dict[str, int | bytes] = {
        "name": b"", "mode": 0o644, "uid": 0, "gid": 0, "size": 0, "mtime": 1_700_000_000,
        "kind": FILE, "link": b"", "magic": USTAR[0], "version": USTAR[1], "uname": b"root",
        "gname": b"root", "major": 0, "minor": 0, "prefix": b"", "pad": b"",
    }  # fmt: skip
    values |= fields
    forged = values.pop("checksum", None)
    block = b"".join(_field(values.get(key, b" " * 8), width) for key, width in _HEADER)
    check = b"%06o\0 " % sum(block) if forged is None else _field(forged, 8)
    return block[:148] + check + block[156:]


def item(entry: Item) -> bytes:
    """Return header, body and padding of one member, long names in the `prefix` field."""
    name, prefix = split(entry.name)
    fields: dict[str, int | bytes] = {
        "name": name, "prefix": prefix, "size": len(entry.body), "kind": entry.kind,
        "link": entry.link, "magic": entry.style[0], "version": entry.style[1],
    }  # fmt: skip
    if entry.style == V7:
        fields |= {"uname": b"", "gname": b"", "major": b"", "minor": b""}
    return entry.before + header(**(fields | dict(entry.fields))) + padded(entry.body)


def split(name: bytes) -> tuple[bytes, bytes]:
    """Return (name, prefix) as ustar stores a path longer than 100 bytes."""
    if len(name) <= 100:
        return name, b""
    for at in range(len(name) - 101, min(len(name), 156)):
        if at >= 0 and name[at : at + 1] == b"/":
            return name[at + 1 :], name[:at]
    return name[:100], b""


def padded(body: bytes) -> bytes:
    """Return the body filled up to whole blocks."""
    return body + bytes(-len(body) % BLOCK)


def tar(items: Iterable[Item], *, end: bytes = END) -> bytes:
    """Return a whole tar stream, filled up to records of 10,240 bytes as tar does."""
    stream = b"".join(item(entry) for entry in items) + end
    return stream + (bytes(-len(stream) % 10240) if end else b"")


def record(key: bytes, value: bytes) -> bytes:
    """Return one PAX record with its right length."""
    length = len(key) + len(value) + 3
    while len(b"%d" % length) + len(key) + len(value) + 3 != length:
        length = len(b"%d" % length) + len(key) + len(value) + 3
    return b"%d %s=%s\n" % (length, key, value)


def pax(*records: tuple[bytes, bytes], kind: bytes = PAX) -> bytes:
    """Return an extended header of the given records."""
    return pax_raw(b"".join(record(key, value) for key, value in records), kind=kind)


def pax_raw(body: bytes, *, kind: bytes = PAX, **fields: int | bytes) -> bytes:
    """Return an extended header whose body stands as given."""
    values: dict[str, int | bytes] = {"name": b"PaxHeaders/0", "size": len(body), "kind": kind}
    return header(**(values | fields)) + padded(body)


def gnu(value: bytes, kind: bytes = GNU_NAME) -> bytes:
    """Return a GNU long name or long link header."""
    head = header(
        name=b"././@LongLink", size=len(value) + 1, kind=kind, magic=GNU[0], version=GNU[1]
    )
    return head + padded(value + b"\0")


def base256(value: int, width: int = 12) -> bytes:
    """Return GNU's binary number, negative ones too."""
    if value < 0:
        return b"\xff" + (value + (1 << 8 * (width - 1))).to_bytes(width - 1, "big")
    return b"\x80" + value.to_bytes(width - 1, "big")


def gzip(
    body: bytes,
    *,
    packed: bytes | None = None,
    crc: int | None = None,
    size: int | None = None,
    name: bytes = b"",
    level: int = 6,
) -> bytes:
    """Return one gzip member; `packed` replaces the deflate stream, `crc` and `size` may lie."""
    head = struct.pack("<2sBBIBB", b"\x1f\x8b", 8, 8 if name else 0, 0, 0, 255)
    if name:
        head += name + b"\0"
    if packed is None:
        packer = zlib.compressobj(level, zlib.DEFLATED, -15)
        packed = packer.compress(body) + packer.flush()
    crc = zlib.crc32(body) if crc is None else crc
    return head + packed + struct.pack("<II", crc, (len(body) if size is None else size) % 2**32)


def gzip_parts(*parts: bytes | int) -> bytes:
    """Return one gzip member of bytes and of runs of zeros (a number: how many MiB of them)."""
    mebibyte = bytes(1 << 20)
    crc, size, out = 0, 0, bytearray()
    for part in parts:
        chunk = mebibyte if isinstance(part, int) else part
        times = part if isinstance(part, int) else 1
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        out += (packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)) * times
        for _ in range(times):
            crc = zlib.crc32(chunk, crc)
        size += len(chunk) * times
    return gzip(b"", packed=bytes(out) + b"\x03\x00", crc=crc, size=size)


def files(pairs: Sequence[tuple[bytes, bytes]]) -> list[Item]:
    """Return plain members for (name, content) pairs."""
    return [Item(name=name, body=body) for name, body in pairs]


def _field(value: int | bytes, width: int) -> bytes:
    if isinstance(value, int):
        return (b"%0*o\0" % (width - 1, value))[:width]
    return value[:width].ljust(width, b"\0")
