"""What bytes are, by their content: the name is the uploader's claim."""

import re
import struct

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PK\x06\x06", "zip"),
    (b"PK\x07\x08PK\x03\x04", "zip"),
    (b"PK00PK\x03\x04", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x7fELF", "elf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"%PDF-", "pdf"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"MSCF\x00\x00\x00\x00", "cab"),
    (b"!<arch>\n", "ar"),
    (b"\x00asm", "wasm"),
    (b"\xed\xab\xee\xdb", "rpm"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"\x00\x00\x01\x00", "ico"),
    (b"OggS", "ogg"),
    (b"ID3", "mp3"),
    (b"fLaC", "flac"),
    (b"wOFF", "woff"),
    (b"wOF2", "woff"),
    (b"\x00\x01\x00\x00\x00", "font"),
    (b"OTTO", "font"),
    (b"\x93NUMPY", "numpy"),
    (b"\x89HDF\r\n\x1a\n", "hdf5"),
    (b"PAR1", "parquet"),
    (b"\x04\x22\x4d\x18", "lz4"),
    (b"\x5d\x00\x00", "lzma"),
)
_MACHO = frozenset(
    (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe")
)
_BY_FIRST = {
    first: tuple(pair for pair in _MAGIC if pair[0][0] == first)
    for first in {magic[0] for magic, _ in _MAGIC} | set(b"MR\xca\xfe\xcf\xce")
}
_TEXT = bytes({*range(9, 14), 27, *range(32, 256)})
_OCTAL = re.compile(rb"[ \0]*([0-7]{1,7})[ \0]")
_HEAD = 2048


def recognise(head: bytes, filename: str) -> str:
    """Return what bytes are: `zip`, `gzip`, `tar`, `elf`, `class`, `png`…, `text` or `data`.

    `head` is the beginning, 512 bytes or more where the file has them. The name only parts what
    the bytes cannot: a class file and a fat Mach-O share their first four.
    """
    if not head:
        return "data"
    if head[0] in _BY_FIRST:
        kind = _by_magic(head, filename)
        if kind:
            return kind
    if is_tar(head):
        return "tar"
    return "data" if head[:_HEAD].translate(None, _TEXT) else "text"


def is_tar(head: bytes) -> bool:
    """Tell whether bytes begin with a tar header: the magic, or a right checksum before it."""
    if len(head) < 512 or not head[0]:
        return len(head) >= 512 and head[257:262] == b"ustar"
    if head[257:262] == b"ustar":
        return True
    number = _OCTAL.match(head[148:156])
    if number is None or head[345:512].strip(b"\0"):
        return False
    return int(number[1], 8) == sum(head[:148]) + sum(head[156:512]) + 256


def _by_magic(head: bytes, filename: str) -> str:
    first = head[:4]
    if first == b"\xca\xfe\xba\xbe":
        return _java_or_mach(head, filename)
    if first in _MACHO:
        return "macho"
    if first[:2] == b"MZ" and len(head) >= 64:
        return "pe"
    if first == b"RIFF":
        return {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "avi"}.get(head[8:12], "riff")
    for magic, kind in _BY_FIRST[head[0]]:
        if head.startswith(magic):
            if kind == "bzip2" and not (head[3:4].isdigit() and head[4:10] in _BZIP2_BLOCKS):
                continue
            if kind == "gzip" and head[2:3] not in (b"\x08", b""):
                continue
            return kind
    return ""


_BZIP2_BLOCKS = (b"1AY&SY", b"\x17rE8P\x90")


def _java_or_mach(head: bytes, filename: str) -> str:
    if len(head) < 8:
        return "data"
    (count,) = struct.unpack_from(">I", head, 4)
    if filename.endswith(".class"):
        return "class"
    return "macho" if 0 < count < 40 else "class"
