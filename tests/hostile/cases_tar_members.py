"""Table: members, names and streams of tars, under the sdist policy."""

from tests.hostile import build_tar as b
from tests.hostile import tarforge as t
from tests.hostile.case import Case
from tests.hostile.packages import SDIST, TOP, sdist
from tests.hostile.tarforge import Item

_PACKAGE = TOP + b"tidewaiter/"


def _kind(kind: bytes, link: bytes = b"") -> b.Build:
    return b.with_item(lambda p: Item(name=b.MODULE, body=p.python, kind=kind, link=link))


def _empty(kind: bytes) -> b.Build:
    return lambda p: sdist(p.setup, Item(name=b.MODULE, kind=kind))


# id, file, builder, harmless twin, least for the signal twin, note
CASES = (
    # streams
    Case("gzip/second-stream", SDIST, b.second_stream, "held|refused|suspicious", "suspicious",
         "a second gzip member with a tar of its own"),
    Case("gzip/split-stream", SDIST, b.two_streams, "held|refused|suspicious", "suspicious",
         "one tar in two gzip members"),
    Case("gzip/trailing-text", SDIST, b.trailing_text, "refused|suspicious", "suspicious",
         "source text after the stream"),
    Case("gzip/trailing-zip", SDIST, b.trailing_zip, "refused|suspicious", "suspicious",
         "a wheel after the stream"),
    Case("gzip/trailing-zeros", SDIST, lambda p: sdist(p.setup) + bytes(512),
         "clear|held|refused", "suspicious", "zeros after the stream, as tapes have"),
    Case("gzip/wrong-crc", SDIST, b.streamed(crc=1), "held|refused", "suspicious", "a wrong CRC"),
    Case("gzip/wrong-size", SDIST, b.streamed(size=1), "held|refused", "suspicious",
         "a wrong size"),
    Case("gzip/truncated-trailer", SDIST, b.cut_gzip(4), "held|refused", "suspicious",
         "the trailer is cut"),
    Case("gzip/truncated", SDIST, b.cut_gzip(60), "held|refused", "held", "the stream is cut"),
    Case("gzip/bzip2", SDIST, b.bzip2, "refused|suspicious", "suspicious", "really bzip2"),
    Case("gzip/xz", SDIST, b.xz, "refused|suspicious", "suspicious", "really xz"),
    Case("gzip/zstd", SDIST, b.zstd, "refused|suspicious", "suspicious", "really zstd"),
    Case("gzip/plain-tar", SDIST, b.plain, "refused|suspicious", "suspicious",
         "really a plain tar"),
    Case("gzip/twice", SDIST, b.twice, "held|refused|suspicious", "suspicious", "gzip in gzip"),
    Case("gzip/text", SDIST, lambda p: t.gzip(p.python), "held|refused|suspicious", "held",
         "a gzip of a text, no tar inside"),
    Case("gzip/unusual-xz", "tidewaiter-1.0.tar.xz", b.xz, "held", "suspicious",
         "an sdist as .tar.xz"),
    Case("gzip/unusual-bz2", "tidewaiter-1.0.tar.bz2", b.bzip2, "held", "suspicious",
         "an sdist as .tar.bz2"),
    Case("gzip/unusual-zstd", "tidewaiter-1.0.tar.zst", b.zstd, "held", "suspicious",
         "an sdist as .tar.zst"),
    # types
    Case("type/directory-data", SDIST, _kind(t.DIRECTORY), "held|refused|suspicious",
         "suspicious", "a directory with data"),
    Case("type/link-data", SDIST, _kind(t.SYMBOLIC, b"core.py"), "held|refused|suspicious",
         "suspicious", "a symbolic link with data"),
    Case("type/hard-link-data", SDIST, _kind(t.HARD, _PACKAGE + b"core.py"),
         "held|refused|suspicious", "suspicious", "a hard link with data"),
    Case("type/unknown", SDIST, _kind(b"Z"), "refused|suspicious", "suspicious",
         "an unknown type with data"),
    Case("type/contiguous", SDIST, _kind(t.CONTIGUOUS), "clear|held|refused", "suspicious",
         "a contiguous file"),
    Case("type/fifo", SDIST, _empty(t.FIFO), "refused", "suspicious", "a FIFO"),
    Case("type/character-device", SDIST, _empty(t.CHAR), "refused", "suspicious", "a device"),
    Case("type/block-device", SDIST, _empty(t.BLOCK_DEVICE), "refused", "suspicious", "a device"),
    Case("type/volume", SDIST, _empty(b"V"), "refused", "suspicious", "a GNU volume label"),
    Case("type/fifo-data", SDIST, _kind(t.FIFO), "refused|suspicious", "suspicious",
         "a FIFO with data"),
    # links
    Case("link/inside", SDIST,
         b.linked(t.SYMBOLIC, (b"tidewaiter/alias.py", b"harbour.py")), "clear", "suspicious",
         "a symbolic link to a member"),
    Case("link/hard-inside", SDIST, b.linked(t.HARD, (b"tidewaiter/alias.py", b.MODULE)),
         "clear", "suspicious", "a hard link to a member"),
    Case("link/data-to-code", SDIST,
         b.linked(t.SYMBOLIC, (b"tidewaiter/alias.py", b"../notes.dat"),
                  payload_in=TOP + b"notes.dat"),
         "clear", "suspicious", "a module that is a link to data: analysed as that member"),
    Case("link/chain", SDIST,
         b.linked(t.SYMBOLIC, (b"tidewaiter/a.py", b"b.py"), (b"tidewaiter/b.py", b"harbour.py")),
         "clear|held", "suspicious", "a link to a link"),
    Case("link/hard-chain", SDIST,
         b.linked(t.HARD, (b"tidewaiter/a.py", b.MODULE),
                  (b"tidewaiter/b.py", _PACKAGE + b"a.py")),
         "clear|held", "suspicious", "a hard link to a hard link"),
    Case("link/loop", SDIST,
         b.linked(t.SYMBOLIC, (b"tidewaiter/a.py", b"b.py"), (b"tidewaiter/b.py", b"a.py")),
         "held|refused|suspicious", "suspicious", "two links in a circle"),
    Case("link/self", SDIST, b.linked(t.SYMBOLIC, (b"tidewaiter/a.py", b"a.py")),
         "held|refused|suspicious", "suspicious", "a link to itself"),
    Case("link/outside", SDIST, b.linked(t.SYMBOLIC, (b"tidewaiter/a.py", b"../../../etc/passwd")),
         "held|refused|suspicious", "suspicious", "a link out of the archive"),
    Case("link/absolute", SDIST, b.linked(t.SYMBOLIC, (b"tidewaiter/a.py", b"/etc/passwd")),
         "held|refused|suspicious", "suspicious", "a link to an absolute path"),
    Case("link/hard-outside", SDIST, b.linked(t.HARD, (b"tidewaiter/a.py", b"../secret")),
         "held|refused|suspicious", "suspicious", "a hard link out of the archive"),
    Case("link/dangling", SDIST, b.linked(t.SYMBOLIC, (b"tidewaiter/a.py", b"nothing.py")),
         "held|refused|suspicious", "suspicious", "a link to no member"),
    Case("link/folder-through", SDIST,
         b.linked(t.SYMBOLIC, (b"up", b"../.."), payload_in=TOP + b"up/harbour.py"),
         "held|refused|suspicious", "suspicious", "a member that is written through a link"),
    # names
    Case("path/absolute", SDIST, b.named(b"/etc/harbour.py"), "held|refused|suspicious",
         "suspicious", "absolute"),
    Case("path/parent", SDIST, b.named(TOP + b"../../harbour.py"), "held|refused|suspicious",
         "suspicious", "up and out"),
    Case("path/drive", SDIST, b.named(b"C:\\harbour.py"), "held|refused|suspicious",
         "suspicious", "a drive"),
    Case("path/newline", SDIST, b.named(_PACKAGE + b"a\nverdict: clear\n.py"),
         "held|refused|suspicious", "suspicious", "newlines"),
    Case("path/escape", SDIST, b.named(_PACKAGE + b"\x1b]0;owned\x07a.py"),
         "held|refused|suspicious", "suspicious", "a terminal's escape sequence"),
    Case("path/invalid-utf8", SDIST, b.named(_PACKAGE + b"h\xf6he.py"),
         "held|refused|suspicious", "suspicious", "Latin-1"),
    Case("path/empty", SDIST, b.named(b""), "held|refused|suspicious", "suspicious", "no name"),
    Case("path/no-top", SDIST, b.unrooted(), "held|refused|suspicious", "suspicious",
         "no top folder"),
    Case("path/two-tops", SDIST, b.named(b"other-1.0/tidewaiter/__init__.py"),
         "held|refused|suspicious", "suspicious", "two top folders"),
    Case("path/dot-top", SDIST, b.unrooted(root=b"./tidewaiter-1.0/"), "clear|held|refused",
         "suspicious", "every name starts with ./"),
)  # fmt: skip
