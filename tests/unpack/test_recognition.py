import bz2
import gzip
import lzma

import pytest
import zstandard

from pratique.unpack import recognise
from tests.hostile import tarforge, zipforge


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (zipforge.plain([(b"a", b"b")]), "x", "zip"),
        (gzip.compress(b"a"), "x", "gzip"),
        (bz2.compress(b"a"), "x", "bzip2"),
        (lzma.compress(b"a"), "x", "xz"),
        (zstandard.compress(b"a"), "x", "zstd"),
        (tarforge.tar(tarforge.files([(b"a", b"b")])), "x", "tar"),
        (tarforge.tar([tarforge.Item(name=b"a", style=tarforge.V7)]), "x", "tar"),
        (b"\x7fELF\x02\x01\x01" + bytes(60), "x.py", "elf"),
        (b"MZ" + bytes(100), "x", "pe"),
        (b"MZ is how this text begins", "x", "text"),
        (b"\xca\xfe\xba\xbe\x00\x00\x00\x34" + bytes(20), "A.class", "class"),
        (b"\xca\xfe\xba\xbe\x00\x00\x00\x02" + bytes(60), "libx.dylib", "macho"),
        (b"\x89PNG\r\n\x1a\n", "x", "png"),
        (b"BZh is how this text begins", "x", "text"),
        (b"print('a')\n", "a.py", "text"),
        ("ü".encode(), "a", "text"),
        (b"a\x00b", "a.py", "data"),
        (b"", "a.py", "data"),
    ],
)
def test_content_decides_what_bytes_are(head, name, kind):
    assert recognise(head, name) == kind
