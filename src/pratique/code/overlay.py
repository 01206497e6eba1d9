"""What stands behind the end of a picture, a sound or a document: containers and programs.

Viewers stop at the end mark of their format, so bytes after it travel unseen. Cameras and editors
leave harmless trailers there; only what another reader would open is reported.
"""

import re
from collections.abc import Iterator
from typing import Literal

from pratique.code.nested import Nested
from pratique.model import Content, Fact, Location, Value

_MIN = 16
_PROGRAM = re.compile(
    rb"PK\x03\x04|\x1f\x8b\x08[\x00-\x1f]|BZh[1-9]1AY&SY|\xfd7zXZ\x00|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c"
    rb"|\x7fELF[\x01\x02]|MZ.{58}[\x00-\xff]{4}|#!/(?:usr/)?bin/"
    rb"|(?:import|from)\s+\w+[\s\S]{0,200}?(?:exec|eval|subprocess|os\.system|__import__)",
    re.DOTALL,
)
_NAMES = (
    (b"PK", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7z", "xz"),
    (b"Rar", "rar"),
    (b"7z", "7z"),
    (b"\x7fELF", "elf"),
    (b"MZ", "pe"),
)
_ARCHIVES = frozenset(("zip", "gzip", "bzip2", "xz"))
_TEXT_RUN = re.compile(rb"[A-Za-z0-9+/=\r\n]{400,}")


def kind(head: bytes) -> str:
    """Return the format whose end is known here, or an empty string."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"GIF8"):
        return "gif"
    if head.startswith(b"RIFF") and len(head) > 12:
        return "riff"
    if head.startswith(b"BM") and len(head) > 26:
        return "bmp"
    if head.startswith(_ICON):
        return "ico" if _icon(head) else ""
    return next((name for magic, name in _HEADS if head.startswith(magic)), "")


_ICON = b"\x00\x00\x01\x00"
_HEADS = (
    (b"\x00\x01\x00\x00\x00", "sfnt"),
    (b"OTTO", "sfnt"),
    (b"wOFF", "woff"),
    (b"wOF2", "woff"),
    (b"OggS", "ogg"),
    (b"%PDF-", "pdf"),
)


def facts(content: Content) -> Iterator[Fact | Nested]:
    """Yield what is appended to a picture or sound that fits one window."""
    if content.offset or not content.final:
        return
    data = content.data
    form = kind(data[:32])
    if not form and data.startswith(_ICON) and content.member.path.lower().endswith(".ico"):
        form = "ico"
    if not form:
        yield from _disguised(content)
        return
    end = _end(form, data)
    tail = data[end:]
    if len(tail) < _MIN:
        return
    match = _PROGRAM.search(tail)
    if match is not None:
        found = next((name for magic, name in _NAMES if match[0].startswith(magic)), "script")
        at = end + match.start()
    elif len(tail) > 2048 and _TEXT_RUN.search(tail):
        found, at = "encoded-text", end
    else:
        return
    yield Fact(
        behaviour="obfus/container-trick",
        location=Location(member=content.member.path, offset=at),
        source="text",
        language=form,
        symbol=f"overlay.{found}",
        values=(
            Value("string", f"{len(data) - at} bytes of {found} behind the end of the {form}"),
        ),
    )
    if found in _ARCHIVES:
        yield Nested(name=f"{content.member.path}+{at}", data=data[at:])


def _disguised(content: Content) -> Iterator[Fact]:
    """Yield that a member called a picture, a sound or a font is a program or an archive."""
    named = _MEDIA.search(content.member.path)
    if named is None:
        return
    match = _PROGRAM.match(content.data)
    if match is None:
        return
    found = next((name for magic, name in _NAMES if match[0].startswith(magic)), "script")
    if found in {"gzip", "zip"} and named[1].lower() in {"svgz", "ttc"}:
        return
    yield Fact(
        behaviour="obfus/container-trick",
        location=Location(member=content.member.path, offset=0),
        source="text",
        language=named[1].lower(),
        symbol=f"overlay.disguised-{found}",
        values=(Value("string", f"{found} that is called a {named[1].lower()}"),),
    )


_MEDIA = re.compile(
    r"\.(png|jpe?g|gif|bmp|ico|webp|tiff?|svgz|wav|mp3|ogg|flac|m4a|mp4|ttf|otf|ttc|woff2?|eot|pdf)$",
    re.IGNORECASE,
)


def _end(form: str, data: bytes) -> int:
    if form == "png":
        return _png(data)
    if form == "jpeg":
        return _jpeg(data)
    if form == "gif":
        end = data.find(b"\x00;", 13)
        return _gif(data) if end >= 0 else len(data)
    if form == "riff":
        return min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    if form == "bmp":
        size = int.from_bytes(data[2:6], "little")
        return size if 26 < size <= len(data) else len(data)
    if form == "woff":
        return min(len(data), int.from_bytes(data[8:12], "big"))
    if form in {"ico", "sfnt"}:
        return _tabled(form, data)
    if form == "ogg":
        return _ogg(data)
    last = data.rfind(b"%%EOF")
    return last + 5 if last >= 0 else len(data)


def _icon(head: bytes) -> bool:
    """Tell an icon from other data that begins with such numbers: its first entry has to be one."""
    if len(head) < 22 or not 0 < int.from_bytes(head[4:6], "little") <= 256:
        return False
    planes, bits = int.from_bytes(head[10:12], "little"), int.from_bytes(head[12:14], "little")
    size, place = int.from_bytes(head[14:18], "little"), int.from_bytes(head[18:22], "little")
    return head[9] == 0 and planes <= 1 and bits <= 32 and size > 0 and 22 <= place < 1 << 31


def _tabled(form: str, data: bytes) -> int:
    """Return where the last of the parts ends that a table at the beginning lists."""
    icon = form == "ico"
    order: Literal["little", "big"] = "little" if icon else "big"
    count = int.from_bytes(data[4:6], order)
    first, step, size, place = (6, 16, 8, 12) if icon else (12, 16, 12, 8)
    end = first + step * count
    for entry in range(first, min(end, len(data) - step + 1), step):
        length = int.from_bytes(data[entry + size : entry + size + 4], order)
        start = int.from_bytes(data[entry + place : entry + place + 4], order)
        end = max(end, start + length)
    return min(end, len(data))


def _ogg(data: bytes) -> int:
    """Walk the pages: 27 bytes, a table of segment sizes, the segments."""
    position = 0
    while data[position : position + 4] == b"OggS" and position + 27 <= len(data):
        count = data[position + 26]
        position += 27 + count + sum(data[position + 27 : position + 27 + count])
    return min(position, len(data))


def _png(data: bytes) -> int:
    position = 8
    while position + 12 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        name = data[position + 4 : position + 8]
        position += 12 + length
        if name == b"IEND":
            return min(position, len(data))
    return len(data)


def _jpeg(data: bytes) -> int:
    """Walk the segments; inside entropy-coded data only `FF D9` without stuffing ends it."""
    position = 2
    while position + 4 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xD9:
            return position + 2
        if marker == 0xFF or 0xD0 <= marker <= 0xD7:
            position += 1 if marker == 0xFF else 2
            continue
        position += 2 + int.from_bytes(data[position + 2 : position + 4], "big")
        if marker == 0xDA:
            end = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]").search(data, position)
            if end is None:
                return len(data)
            position = end.start()
    return len(data)


def _gif(data: bytes) -> int:
    flags = data[10]
    position = 13 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    while position < len(data):
        block = data[position]
        if block == 0x3B:
            return position + 1
        if block == 0x21:
            position = _blocks(data, position + 2)
        elif block == 0x2C and position + 10 < len(data):
            local = data[position + 9]
            position += 10 + (3 << ((local & 7) + 1) if local & 0x80 else 0)
            position = _blocks(data, position + 1)
        else:
            break
    return len(data)


def _blocks(data: bytes, position: int) -> int:
    while position < len(data) and data[position]:
        position += 1 + data[position]
    return position + 1
