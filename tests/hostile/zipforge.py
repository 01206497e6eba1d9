"""Zip archives written by hand: every field of every header can be forged.

Field names and layouts follow APPNOTE.TXT 6.3.10. A field that is not overridden gets its honest
value, so an archive without overrides is one that every reader accepts.
"""

import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import msgspec

Fields: TypeAlias = Mapping[str, int | bytes]

STORED, DEFLATE = 0, 8
UTF8 = 0x800
ENCRYPTED = 0x1
DESCRIPTOR = 0x8
REGULAR = 0o100644 << 16

_LOCAL = (
    ("signature", "I"), ("version", "H"), ("flags", "H"), ("method", "H"), ("time", "H"),
    ("date", "H"), ("crc", "I"), ("csize", "I"), ("usize", "I"), ("name_length", "H"),
    ("extra_length", "H"),
)  # fmt: skip
_CENTRAL = (
    ("signature", "I"), ("made_by", "H"), ("version", "H"), ("flags", "H"), ("method", "H"),
    ("time", "H"), ("date", "H"), ("crc", "I"), ("csize", "I"), ("usize", "I"),
    ("name_length", "H"), ("extra_length", "H"), ("comment_length", "H"), ("disk", "H"),
    ("internal", "H"), ("external", "I"), ("offset", "I"),
)  # fmt: skip
_END = (
    ("signature", "I"), ("disk", "H"), ("directory_disk", "H"), ("here", "H"), ("total", "H"),
    ("size", "I"), ("offset", "I"), ("comment_length", "H"),
)  # fmt: skip
_END64 = (
    ("signature", "I"), ("record_size", "Q"), ("made_by", "H"), ("version", "H"), ("disk", "I"),
    ("directory_disk", "I"), ("here", "Q"), ("total", "Q"), ("size", "Q"), ("offset", "Q"),
)  # fmt: skip
_LOCATOR = (("signature", "I"), ("disk", "I"), ("offset", "Q"), ("disks", "I"))


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry; `local` and `central` override the fields of the two headers."""

    name: bytes
    body: bytes = b""
    method: int = DEFLATE
    packed: bytes | None = None
    """The data as it stands in the file; None compresses `body` with `method`."""
    flags: int = 0
    external: int = REGULAR
    local: Fields = {}
    central: Fields = {}
    local_extra: bytes = b""
    central_extra: bytes = b""
    comment: bytes = b""
    descriptor: bytes = b""
    """Bytes after the data."""
    gap: bytes = b""
    """Bytes before the local header that belong to nothing."""
    in_stream: bool = True
    in_directory: bool = True


class End(msgspec.Struct, frozen=True, kw_only=True):
    """How the file ends; `end`, `end64` and `locator` override the fields of those records."""

    end: Fields = {}
    end64: Fields | None = None
    """None writes no zip64 end record; an empty mapping an honest one."""
    locator: Fields = {}
    comment: bytes = b""
    before_directory: bytes = b""
    after_directory: bytes = b""


def deflated(body: bytes, *, level: int = 6) -> bytes:
    """Return a raw deflate stream of `body`."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return packer.compress(body) + packer.flush()


def zeros(total: int) -> tuple[bytes, int]:
    """Return a deflate stream of `total` zero bytes and its CRC, without producing them at once."""
    mebibyte = bytes(1 << 20)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(mebibyte) + packer.flush(zlib.Z_FULL_FLUSH)
    crc = 0
    for _ in range(total >> 20):
        crc = zlib.crc32(mebibyte, crc)
    rest = bytes(total & 0xFFFFF)
    return block * (total >> 20) + deflated(rest), zlib.crc32(rest, crc)


def zipcrypto(body: bytes, password: bytes, crc: int) -> bytes:
    """Encrypt by the traditional cipher of APPNOTE 6.1, with a header of zeros."""
    table = [_crc_row(index) for index in range(256)]
    keys = [0x12345678, 0x23456789, 0x34567890]

    def mix(byte: int) -> None:
        keys[0] = keys[0] >> 8 ^ table[(keys[0] ^ byte) & 0xFF]
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = keys[2] >> 8 ^ table[(keys[2] ^ keys[1] >> 24) & 0xFF]

    for byte in password:
        mix(byte)
    out = bytearray()
    for byte in bytes(11) + bytes([crc >> 24]) + body:
        low = (keys[2] | 2) & 0xFFFF
        out.append(byte ^ ((low * (low ^ 1)) >> 8 & 0xFF))
        mix(byte)
    return bytes(out)


def extra(kind: int, body: bytes, *, length: int | None = None) -> bytes:
    """Return one block of an extra field."""
    return struct.pack("<HH", kind, len(body) if length is None else length) + body


def unicode_path(name: bytes, other: bytes, *, crc: int | None = None) -> bytes:
    """Return an Info-ZIP Unicode Path block that says the entry `name` is called `other`."""
    checked = zlib.crc32(name) if crc is None else crc
    return extra(0x7075, struct.pack("<BI", 1, checked) + other)


def zip64_sizes(*values: int) -> bytes:
    """Return a zip64 block with the given 64-bit values (usize, csize, offset in this order)."""
    return extra(1, struct.pack(f"<{len(values)}Q", *values))


def descriptor(crc: int, csize: int, usize: int, *, signed: bool = True) -> bytes:
    """Return a data descriptor."""
    return (b"PK\x07\x08" if signed else b"") + struct.pack("<III", crc, csize, usize)


def packed(entry: Entry) -> bytes:
    """Return the bytes that stand between the local header and the descriptor."""
    if entry.packed is not None:
        return entry.packed
    return deflated(entry.body) if entry.method == DEFLATE else entry.body


def local_header(entry: Entry) -> bytes:
    """Return the local header with name and extra field."""
    fields = _honest(entry) | {"signature": 0x04034B50} | dict(entry.local)
    name = _bytes(entry.local, "name", entry.name)
    extras = _bytes(entry.local, "extra", entry.local_extra)
    return _pack(_LOCAL, fields, name_length=len(name), extra_length=len(extras)) + name + extras


def central_header(entry: Entry, offset: int) -> bytes:
    """Return the entry of the central directory."""
    defaults: dict[str, int | bytes] = {
        "signature": 0x02014B50, "made_by": 0x031E, "disk": 0, "internal": 0,
        "external": entry.external, "offset": offset,
    }  # fmt: skip
    fields = _honest(entry) | defaults | dict(entry.central)
    name = _bytes(entry.central, "name", entry.name)
    extras = _bytes(entry.central, "extra", entry.central_extra)
    head = _pack(
        _CENTRAL,
        fields,
        name_length=len(name),
        extra_length=len(extras),
        comment_length=len(entry.comment),
    )
    return head + name + extras + entry.comment


def archive(entries: Iterable[Entry], end: End | None = None, *, start: int = 0) -> bytes:
    """Return a whole zip file; `start` is added to every offset (bytes that will stand before)."""
    end = end or End()
    body, directory, count = parts(entries, start)
    body += end.before_directory
    at = start + len(body)
    return body + directory + end.after_directory + ending(end, count, at, len(directory))


def parts(entries: Iterable[Entry], start: int = 0) -> tuple[bytes, bytes, int]:
    """Return the stream of entries, the directory, and how many it lists."""
    body, directory, count = bytearray(), bytearray(), 0
    for entry in entries:
        body += entry.gap
        offset = start + len(body)
        if entry.in_stream:
            body += local_header(entry) + packed(entry) + entry.descriptor
        if entry.in_directory:
            directory += central_header(entry, offset)
            count += 1
    return bytes(body), bytes(directory), count


def ending(end: End, count: int, offset: int, size: int) -> bytes:
    """Return the end record, after the zip64 records where they are asked for."""
    tail = b""
    numbers = {"disk": 0, "directory_disk": 0, "here": count, "total": count, "size": size}
    numbers["offset"] = offset
    if end.end64 is not None:
        fixed = {"signature": 0x06064B50, "record_size": 44, "made_by": 0x031E, "version": 45}
        tail += _pack(_END64, numbers | fixed | dict(end.end64))
        place = {"signature": 0x07064B50, "disk": 0, "disks": 1}
        place["offset"] = offset + size + len(end.after_directory)
        tail += _pack(_LOCATOR, place | dict(end.locator))
    small = {key: min(value, 0xFFFF) for key, value in numbers.items()}
    small |= {"signature": 0x06054B50, "size": size, "offset": offset}
    return tail + _pack(_END, small | dict(end.end), comment_length=len(end.comment)) + end.comment


def plain(files: Sequence[tuple[bytes, bytes]], end: End | None = None) -> bytes:
    """Return an honest zip of (name, content) pairs."""
    return archive([Entry(name=name, body=body) for name, body in files], end)


def _honest(entry: Entry) -> dict[str, int | bytes]:
    data = packed(entry)
    return {
        "version": 20, "flags": entry.flags, "method": entry.method, "time": 0x6000,
        "date": 0x5A21, "crc": zlib.crc32(entry.body), "csize": len(data),
        "usize": len(entry.body),
    }  # fmt: skip


def _pack(
    layout: Sequence[tuple[str, str]], fields: Mapping[str, int | bytes], **lengths: int
) -> bytes:
    values = {**lengths, **fields}
    codes = "<" + "".join(code for _, code in layout)
    return struct.pack(codes, *(values[name] for name, _ in layout))


def _bytes(fields: Fields, key: str, default: bytes) -> bytes:
    value = fields.get(key, default)
    if not isinstance(value, bytes):
        raise TypeError(f"{key} is bytes")
    return value


def _crc_row(index: int) -> int:
    for _ in range(8):
        index = index >> 1 ^ (0xEDB88320 if index & 1 else 0)
    return index
