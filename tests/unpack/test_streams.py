import bz2
import gzip
import lzma
import os
import struct
import zlib

import pytest
import zstandard

from pratique.limits import Limits
from pratique.unpack import streams
from tests.hostile import tarforge as t
from tests.unpack.walking import walk

TAR = t.tar(
    [t.Item(name=b"pkg-1/setup.py", body=b"pass\n"), t.Item(name=b"pkg-1/a", body=bytes(3000))]
)


@pytest.mark.parametrize("size", [0, 1, 100, 5_000_000])
def test_deflate_gives_back_what_was_packed_and_where_it_ended(size):
    body = (os.urandom(1000) * (size // 1000 + 1))[:size]
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(body) + packer.flush()
    reader = streams.Deflate(memoryview(b"front" + packed + b"behind"), 5, len(packed) + 11)
    assert b"".join(reader.pieces()) == body
    assert reader.finished
    assert reader.used == 5 + len(packed)


def test_a_broken_stream_yields_what_came_before_the_break():
    body = os.urandom(400_000)
    packed = zlib.compress(body, 0, wbits=-15)
    reader = streams.Deflate(memoryview(packed[:300_000] + b"\xff" * 1000), 0, 301_000)
    output = b"".join(reader.pieces())
    assert not reader.finished
    assert len(output) > 200_000
    assert body.startswith(output[:200_000])


def test_a_cut_stream_is_not_finished():
    packed = zlib.compress(bytes(100_000), wbits=-15)
    reader = streams.Deflate(memoryview(packed), 0, len(packed) - 3)
    assert b"".join(reader.pieces()) is not None
    assert not reader.finished


def test_no_piece_is_larger_than_it_may_be():
    packed = zlib.compress(bytes(50_000_000), wbits=-15)
    reader = streams.Deflate(memoryview(packed), 0, len(packed))
    assert max(map(len, reader.pieces())) <= streams.PIECE


@pytest.mark.parametrize(
    ("filename", "pack"),
    [
        ("a-1.tar.bz2", bz2.compress),
        ("a-1.tar.xz", lzma.compress),
        ("a-1.tar.zst", zstandard.compress),
    ],
)
def test_other_codecs_are_read_and_held_as_unusual(filename, pack):
    result = walk(pack(TAR), "sdist-tar", filename=filename)
    assert result.codes == {"unusual-container"}
    assert result.contents["pkg-1/setup.py"] == b"pass\n"
    assert result.complete


def test_another_codec_under_the_usual_suffix_is_refused_and_read():
    result = walk(bz2.compress(TAR), "sdist-tar")
    assert "type-mismatch" in result.codes
    assert result.outcome == "refused"
    assert "pkg-1/setup.py" in result.contents


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (t.gzip(TAR, crc=1), "stream-check"),
        (t.gzip(TAR, size=1), "stream-check"),
        (t.gzip(TAR)[:-4], "stream-truncated"),
        (t.gzip(TAR)[:-12], "stream-truncated"),
        (t.gzip(TAR)[:10] + b"\x07" * 50, "stream-broken"),
        (t.gzip(TAR) + b"tail", "trailing-bytes"),
        (t.gzip(TAR) + t.gzip(b""), "stream-second"),
        (t.gzip(TAR) + t.gzip(TAR), "stream-second"),
        (b"\x1f\x8b\x08\xe0" + t.gzip(TAR)[4:], "gzip-header"),
        (
            b"\x1f\x8b\x08\x04" + t.gzip(TAR)[4:10] + b"\x05\x00extra" + t.gzip(TAR)[10:],
            "gzip-extra",
        ),
        (b"\x1f\x8b\x08\x02" + t.gzip(TAR)[4:10] + b"ab" + t.gzip(TAR)[10:], "stream-check"),
        (bz2.compress(TAR) + b"tail", "trailing-bytes"),
    ],
)
def test_what_is_wrong_about_a_stream_is_said(data, code):
    result = walk(data, "sdist-tar")
    assert code in result.codes
    if code != "gzip-extra":
        assert result.outcome == "refused"


def test_trailing_bytes_are_read():
    result = walk(t.gzip(TAR) + b"#!/bin/sh hidden", "sdist-tar")
    assert b"#!/bin/sh hidden" in result.contents.values()


def test_a_second_stream_is_read_as_the_tar_goes_on():
    more = t.tar([t.Item(name=b"pkg-1/evil.py", body=b"import evil\n")])
    result = walk(t.gzip(TAR) + t.gzip(more), "sdist-tar")
    assert result.contents["pkg-1/evil.py"] == b"import evil\n"


def test_zeros_behind_the_stream_are_padding():
    assert walk(t.gzip(TAR) + bytes(700), "sdist-tar").outcome == "clear"


def test_a_stored_name_is_no_path():
    assert walk(t.gzip(TAR, name=b"../../evil"), "sdist-tar").outcome == "clear"


def test_a_header_checksum_that_is_right_says_nothing():
    head = b"\x1f\x8b\x08\x02" + t.gzip(TAR)[4:10]
    check = struct.pack("<H", zlib.crc32(head) & 0xFFFF)
    assert walk(head + check + t.gzip(TAR)[10:], "sdist-tar").outcome == "clear"


def test_gzip_of_something_else_is_one_member():
    result = walk(
        gzip.compress(b"plain text"), "nested", filename="notes.txt.gz", prefix="a.zip!/n!/"
    )
    assert result.contents == {"a.zip!/n!/notes.txt": b"plain text"}
    assert walk(gzip.compress(b"plain text"), "sdist-tar").outcome == "refused"


def test_thousands_of_empty_streams_end():
    result = walk(t.gzip(b"") * 5000, "sdist-tar")
    assert "limit-views" in result.codes


@pytest.mark.parametrize("pack", [bz2.compress, lzma.compress, zstandard.compress])
def test_bombs_of_other_codecs_run_into_the_ratio(pack):
    data = pack(bytes(200_000_000))
    result = walk(data, "unknown", limits=Limits())
    assert "ratio" in result.fired
    assert result.outcome == "held"
