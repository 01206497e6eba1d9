"""Bytes behind the end of a picture."""

import io
import struct
import zipfile
import zlib

import pytest

from pratique.code import overlay
from pratique.code.nested import Nested
from pratique.model import Content, Fact, Member


def png() -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + crc

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


def archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("a.py", "import os\n")
    return buffer.getvalue()


def look(data: bytes) -> tuple[list[Fact], list[Nested]]:
    content = Content(member=Member(path="a.png", size=len(data)), data=data)
    found = list(overlay.facts(content))
    return (
        [item for item in found if isinstance(item, Fact)],
        [item for item in found if isinstance(item, Nested)],
    )


def test_a_zip_behind_a_picture_goes_back_to_the_walkers() -> None:
    facts, nested = look(png() + archive())
    assert facts[0].symbol == "overlay.zip"
    assert nested[0].data == archive()
    assert nested[0].name == f"a.png+{len(png())}"


def test_code_behind_a_picture() -> None:
    facts, nested = look(png() + b"\nimport os\nos.system('id')\n")
    assert [fact.symbol for fact in facts] == ["overlay.script"]
    assert not nested


def test_pictures_and_their_trailers_are_innocent() -> None:
    assert look(png()) == ([], [])
    assert look(png() + b"\0" * 400) == ([], [])
    assert look(b"\xff\xd8\xff\xe0\x00\x04ab\xff\xda\x00\x02\x12\x34\xff\x00\xff\xd9") == ([], [])


def test_jpeg_and_gif_ends_are_found() -> None:
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xda\x00\x02\x12\x34\xff\x00\x55\xff\xd9"
    assert look(jpeg + archive())[0][0].symbol == "overlay.zip"
    gif = (
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
    )
    assert look(gif)[0] == []
    assert look(gif + archive())[0][0].symbol == "overlay.zip"


def test_garbage_never_raises() -> None:
    for magic in (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"RIFF", b"BM"):
        for size in range(0, 60, 7):
            look(magic + b"\xff" * size)


def symbols(path: str, data: bytes) -> list[str]:
    content = Content(member=Member(path=path, size=len(data)), data=data)
    return [item.symbol for item in overlay.facts(content) if isinstance(item, Fact)]


def font(tail: bytes = b"") -> bytes:
    head = b"\x00\x01\x00\x00" + struct.pack(">HHHH", 1, 16, 0, 0)
    return head + b"glyf" + struct.pack(">III", 0, 28, 8) + b"outlines" + tail


def icon(tail: bytes = b"") -> bytes:
    return b"\0\0\1\0\1\0" + struct.pack("<BBBBHHII", 1, 1, 0, 0, 1, 8, 4, 22) + b"bits" + tail


def ogg(tail: bytes = b"") -> bytes:
    return (b"OggS" + bytes(22) + b"\x02\x03\x04" + b"abcdefg") * 2 + tail


def woff(tail: bytes = b"") -> bytes:
    body = b"wOF2" + bytes(4) + struct.pack(">I", 48) + bytes(36)
    return body + tail


@pytest.mark.parametrize(
    ("path", "make"),
    [("a.ttf", font), ("a.ico", icon), ("a.ogg", ogg), ("a.woff2", woff)],
)
def test_what_stands_behind_fonts_icons_and_sounds_is_found(path, make):
    assert symbols(path, make()) == []
    assert symbols(path, make(bytes(40))) == []
    assert symbols(path, make(archive())) == ["overlay.zip"]
    assert symbols(path, make(b"#!/bin/sh\necho inert here\n")) == ["overlay.script"]


def test_numbers_that_look_like_an_icon_are_none():
    other = struct.pack(">HHIIII", 0, 256, 0x9FB, 0x8FB, 0x56, 0) + b"A" * 4000
    assert symbols("type.lwfn", other) == []
    assert symbols("a.ico", other) == ["overlay.encoded-text"]


def test_what_stands_behind_a_document_is_found():
    assert symbols("a.pdf", b"%PDF-1.4\n%%EOF\n" + bytes(30)) == []
    assert symbols("a.pdf", b"%PDF-1.4\n%%EOF\n" + b"\x7fELF\x02" + bytes(30)) == ["overlay.elf"]


def test_a_program_that_is_called_a_picture_is_found():
    assert symbols("a.png", b"\x7fELF\x02" + bytes(60)) == ["overlay.disguised-elf"]
    assert symbols("a.jpg", archive()) == ["overlay.disguised-zip"]
    assert symbols("a.mp3", b"import os\nexec(os.environ['X'])\n") == ["overlay.disguised-script"]
    assert symbols("a.bin", b"\x7fELF\x02" + bytes(60)) == []
    assert symbols("a.png", b"GIF89a" + bytes(40)) == []
