"""Bytes behind the end of a picture."""

import io
import struct
import zipfile
import zlib

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
