"""Compressed streams in bounded pieces: deflate, gzip, bzip2, xz and zstd.

Every reader produces at most one piece at a time, says how much input it used, and never raises
for what the bytes are. Deflate goes through `isal`; where that gives up, the standard library reads
on, so that a stream which any of the two understands is read.
"""

import bz2
import lzma
import struct
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import msgspec

fast: ModuleType
try:
    from isal import isal_zlib

    fast = isal_zlib
except ImportError:  # the binding has no wheel for every platform
    fast = zlib

crc32 = fast.crc32
_FAST_ERROR: type[Exception] = fast.error
ERRORS = (_FAST_ERROR, zlib.error)
PIECE = 1024 * 1024
FEED = 512 * 1024
_SLOW_FEED = 2048
_SLOW_PIECE = 65536
_ZSTD_FEED = 1024
_STREAMS_MOST = 500
_NAME_MOST = 255
"""Bytes of a file's name in a gzip header that are only a name."""
_MEMORY = 256 * 1024 * 1024


class Problem(msgspec.Struct, frozen=True):
    """Something to be said about a stream once its bytes have been read."""

    code: str
    offset: int = -1
    detail: str = ""


class Stream(ABC):
    """One compressed stream of `data` from `start` to at most `end`."""

    def __init__(self, data: memoryview, start: int, end: int) -> None:
        self.data = data
        self.start = start
        self.end = end
        self.used = start
        """Where reading stands; after the end, the offset behind the stream."""
        self.finished = False
        self.broken = ""

    @abstractmethod
    def pieces(self) -> Iterator[bytes]:
        """Yield the output; afterwards `finished`, `broken` and `used` are final."""


class Deflate(Stream):
    """A raw deflate stream."""

    def pieces(self) -> Iterator[bytes]:
        """Yield the output in pieces of at most 1 MiB."""
        produced = 0
        inflater = fast.decompressobj(-15)
        at = self.start
        tail = b""
        while not inflater.eof:
            feed: bytes | memoryview = tail
            if not tail:
                feed = self.data[at : min(at + FEED, self.end)]
                at += len(feed)
            try:
                piece = inflater.decompress(feed, PIECE)
            except ERRORS:
                yield from self._slowly(produced)
                return
            if piece:
                produced += len(piece)
                self.used = at
                yield piece
            tail = inflater.unconsumed_tail
            if not piece and not tail and at >= self.end:
                break
        self.finished = inflater.eof
        self.used = at - len(inflater.unused_data) if inflater.eof else self.end

    def _slowly(self, skip: int) -> Iterator[bytes]:
        """Read from the beginning in small steps, leaving out what was yielded already."""
        inflater = zlib.decompressobj(-15)
        at = self.start
        tail = b""
        while not inflater.eof:
            feed: bytes | memoryview = tail
            if not tail:
                feed = self.data[at : min(at + _SLOW_FEED, self.end)]
                at += len(feed)
            try:
                piece = inflater.decompress(feed, _SLOW_PIECE)
            except zlib.error as error:
                self.broken = str(error)
                self.used = self.end
                return
            tail = inflater.unconsumed_tail
            if not piece and not tail and at >= self.end:
                break
            dropped = min(skip, len(piece))
            skip -= dropped
            if piece[dropped:]:
                yield piece[dropped:]
        self.finished = inflater.eof
        self.used = at - len(inflater.unused_data) if inflater.eof else self.end


class Standard(Stream):
    """One stream of a codec with the standard library's `decompress(data, max_length)`."""

    def __init__(self, data: memoryview, start: int, end: int, make: Callable[[], Any]) -> None:
        super().__init__(data, start, end)
        self._make = make

    def pieces(self) -> Iterator[bytes]:
        """Yield the output in pieces of at most 1 MiB."""
        at = self.start
        try:
            decoder = self._make()
            while not decoder.eof:
                feed: bytes | memoryview = b""
                if decoder.needs_input:
                    feed = self.data[at : min(at + FEED, self.end)]
                    at += len(feed)
                    if not feed:
                        break
                piece = decoder.decompress(feed, PIECE)
                self.used = at
                if piece:
                    yield piece
        except (OSError, EOFError, ValueError, MemoryError, lzma.LZMAError) as error:
            self.broken = str(error) or type(error).__name__
            self.used = self.end
            return
        self.finished = decoder.eof
        self.used = at - len(decoder.unused_data) if decoder.eof else self.end


class Zstandard(Stream):
    """One zstd frame; input is fed in so small steps that a step's output stays bounded."""

    def pieces(self) -> Iterator[bytes]:
        """Yield the output; a kilobyte of input makes at most some 32 MiB."""
        import zstandard

        at = self.start
        try:
            maker = zstandard.ZstdDecompressor(max_window_size=128 * 1024 * 1024)
            decoder = maker.decompressobj()
            while not decoder.eof:
                feed = self.data[at : min(at + _ZSTD_FEED, self.end)]
                if not feed:
                    break
                at += len(feed)
                piece = decoder.decompress(feed)
                self.used = at
                for begin in range(0, len(piece), PIECE):
                    yield piece[begin : begin + PIECE]
        except (zstandard.ZstdError, MemoryError) as error:
            self.broken = str(error) or type(error).__name__
            self.used = self.end
            return
        self.finished = decoder.eof
        self.used = at - len(decoder.unused_data) if decoder.eof else self.end


def open_stream(kind: str, data: memoryview, start: int, end: int) -> Stream | None:
    """Return a reader for deflate, bzip2, xz, lzma or zstd; None for any other codec."""
    match kind:
        case "deflate":
            return Deflate(data, start, end)
        case "bzip2":
            return Standard(data, start, end, bz2.BZ2Decompressor)
        case "xz":
            return Standard(
                data, start, end, lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, _MEMORY)
            )
        case "zip-lzma":
            return _zip_lzma(data, start, end)
        case "zstd":
            return Zstandard(data, start, end)
        case _:
            return None


def _zip_lzma(data: memoryview, start: int, end: int) -> Stream | None:
    """Return a reader of APPNOTE's method 14: version, property size, properties, raw LZMA."""
    if end - start < 9 or bytes(data[start + 2 : start + 4]) != b"\x05\x00":
        return None
    mixed, dictionary = struct.unpack_from("<BI", data, start + 4)
    if mixed >= 9 * 5 * 5 or dictionary > _MEMORY:
        return None
    chain = {
        "id": lzma.FILTER_LZMA1,
        "dict_size": max(dictionary, 4096),
        "lc": mixed % 9,
        "lp": mixed // 9 % 5,
        "pb": mixed // 45,
    }
    return Standard(
        data,
        start + 9,
        end,
        lambda: lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[chain]),
    )


class Chain(ABC):
    """A whole compressed file: one stream after another, with what is wrong about it."""

    def __init__(self, data: memoryview) -> None:
        self.data = data
        self.problems: list[Problem] = []
        self.extras: list[tuple[str, int, int]] = []
        """Spans that are neither stream nor padding: (name, start, end)."""
        self.used = 0
        self.accounted = 0

    @abstractmethod
    def one(self, at: int) -> Iterator[bytes]:
        """Yield one stream that begins at `at`; sets `used` behind it, or leaves it there."""

    @abstractmethod
    def begins(self, at: int) -> bool:
        """Tell whether another stream begins here."""

    def pieces(self) -> Iterator[bytes]:
        """Yield the output of every stream, up to what does not begin one."""
        at = 0
        for _ in range(_STREAMS_MOST):
            self.used = at
            yield from self.one(at)
            if self.used <= at:
                break
            at = self.used
            if at >= len(self.data) or not self.begins(at):
                break
            self.problems.append(Problem("stream-second", at))
        else:
            self.problems.append(Problem("limit-views", at, "more streams in one file"))
        self._after(at)

    def _after(self, at: int) -> None:
        rest = len(self.data) - at
        if rest <= 0:
            return
        if not bytes(self.data[at : at + 65536]).strip(b"\0") and only_zeros(self.data, at):
            self.accounted += rest
            return
        self.problems.append(Problem("trailing-bytes", at, f"{rest} bytes"))
        self.extras.append(("trailing", at, len(self.data)))


class Gzip(Chain):
    """A gzip file (RFC 1952), its members' headers and trailers checked by us."""

    def begins(self, at: int) -> bool:
        """Tell whether a gzip member begins here."""
        return bytes(self.data[at : at + 2]) == b"\x1f\x8b"

    def one(self, at: int) -> Iterator[bytes]:
        """Yield the output of the gzip member at an offset."""
        begin = self._header(at)
        if begin < 0:
            return
        stream = Deflate(self.data, begin, len(self.data))
        check = size = 0
        for piece in stream.pieces():
            check = crc32(piece, check)
            size += len(piece)
            self.used = stream.used
            yield piece
        end = stream.used
        self.used = len(self.data)
        if not stream.finished:
            code = "stream-broken" if stream.broken else "stream-truncated"
            self.problems.append(Problem(code, at, stream.broken))
            return
        if end + 8 > len(self.data):
            self.problems.append(Problem("stream-truncated", end, "the trailer is cut"))
            return
        if struct.unpack_from("<II", self.data, end) != (check, size & 0xFFFFFFFF):
            self.problems.append(Problem("stream-check", end, "crc or size"))
        self.used = end + 8
        self.accounted += self.used - at

    def _header(self, at: int) -> int:
        """Return where the deflate stream begins, or -1."""
        head = bytes(self.data[at : at + 131072])
        if len(head) < 10 or head[:3] != b"\x1f\x8b\x08":
            self.problems.append(Problem("gzip-header", at, "cut, or an unknown method"))
            return -1
        flags = head[3]
        if flags & 0xE0:
            self.problems.append(Problem("gzip-header", at, "reserved flags"))
        end = 10
        if flags & 4:
            length = int.from_bytes(head[10:12], "little")
            self._extra("extra", at + 12, at + 12 + length)
            end = 12 + length
        for flag, name in ((8, ""), (16, "comment")):
            if flags & flag:
                stop = head.find(b"\0", end)
                if stop < 0:
                    self.problems.append(Problem("stream-truncated", at, "the header is cut"))
                    return -1
                odd = stop - end > _NAME_MOST or b"\n" in head[end:stop]
                self._extra(name or "name" * odd, at + end, at + stop)
                end = stop + 1
        if flags & 2:
            if head[end : end + 2] != (crc32(head[:end]) & 0xFFFF).to_bytes(2, "little"):
                self.problems.append(Problem("stream-check", at, "crc of the header"))
            end += 2
        if end > len(head):
            self.problems.append(Problem("stream-truncated", at, "the header is cut"))
            return -1
        return at + end

    def _extra(self, name: str, start: int, end: int) -> None:
        if name and end > start:
            self.problems.append(Problem("gzip-extra", start, f"{name}, {end - start} bytes"))
            self.extras.append((name, start, min(end, len(self.data))))


class Other(Chain):
    """A file of bzip2, xz or zstd streams; their own checksums are checked by their codecs."""

    def __init__(self, data: memoryview, kind: str, magic: bytes) -> None:
        super().__init__(data)
        self._kind = kind
        self._magic = magic

    def begins(self, at: int) -> bool:
        """Tell whether another stream of the codec begins here."""
        return bytes(self.data[at : at + len(self._magic)]) == self._magic

    def one(self, at: int) -> Iterator[bytes]:
        """Yield the output of the stream at an offset."""
        stream = open_stream(self._kind, self.data, at, len(self.data))
        if stream is None:
            return
        for piece in stream.pieces():
            self.used = stream.used
            yield piece
        self.used = stream.used
        if stream.finished:
            self.accounted += self.used - at
            return
        code = "stream-broken" if stream.broken else "stream-truncated"
        self.problems.append(Problem(code, at, stream.broken))
        self.used = len(self.data)


def chain(kind: str, data: memoryview) -> Chain:
    """Return the reader of a whole compressed file: gzip, bzip2, xz or zstd."""
    if kind == "gzip":
        return Gzip(data)
    magic = {"bzip2": b"BZh", "xz": b"\xfd7zXZ\0", "zstd": b"\x28\xb5\x2f\xfd"}[kind]
    return Other(data, kind, magic)


def only_zeros(data: memoryview, start: int, end: int | None = None) -> bool:
    """Tell whether a span holds nothing but zero bytes, a window at a time."""
    stop = len(data) if end is None else end
    return not any(
        bytes(data[at : min(at + PIECE, stop)]).strip(b"\0") for at in range(start, stop, PIECE)
    )
