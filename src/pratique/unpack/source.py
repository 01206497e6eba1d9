"""A stream of pieces, read by offset: forward, with a short memory."""

from collections.abc import Iterator

from pratique.unpack.streams import PIECE


class Source:
    """Bytes at offsets of a stream that is produced while it is read.

    What lies before `floor` is forgotten when the next piece arrives; ask for nothing before it.
    """

    __slots__ = ("_base", "_buffer", "_done", "_pieces", "floor")

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._buffer = b""
        self._base = 0
        self._done = False
        self.floor = 0

    @property
    def end(self) -> int:
        """Offset behind the last byte that has been produced."""
        return self._base + len(self._buffer)

    def get(self, at: int, count: int) -> bytes:
        """Return the bytes at an offset, fewer than asked for only at the stream's end."""
        begin = at - self._base
        stop = begin + count
        if stop > len(self._buffer):
            self._fill(at + count)
            begin = at - self._base
            stop = begin + count
        return self._buffer[begin:stop]

    def drain(self) -> None:
        """Read to the end and forget it all."""
        for piece in self._pieces:
            self._base += len(self._buffer)
            self._buffer = piece
        self._done = True

    def _fill(self, end: int) -> None:
        if self._done:
            return
        drop = max(0, min(self.floor - self._base, len(self._buffer)))
        parts = [self._buffer[drop:]]
        have = self._base + len(self._buffer)
        self._base += drop
        while have < end:
            piece = next(self._pieces, None)
            if piece is None:
                self._done = True
                break
            have += len(piece)
            parts.append(piece)
        self._buffer = b"".join(parts)


def slices(data: memoryview) -> Iterator[bytes]:
    """Yield bytes in memory as pieces."""
    for at in range(0, len(data), PIECE):
        yield bytes(data[at : at + PIECE])
