"""Walk a tar, plain or compressed, along every chain of headers that some reader follows.

Readers part where a checksum is wrong, a zero block stands in the middle, two sizes are given or a
type without data has some. Each parting adds a chain; chains are followed in the order of their
offsets, so that one pass over the stream serves them all, and they merge where they meet.
"""

import heapq
from collections.abc import Callable, Generator, Iterator

from pratique.unpack.ledger import Ledger, Piece, Windows
from pratique.unpack.recognition import is_tar
from pratique.unpack.source import Source, slices
from pratique.unpack.streams import PIECE, chain
from pratique.unpack.tarextra import EMPTY, Extra, extended, unexplained
from pratique.unpack.tarheader import BLOCK, Header, header, looks_like_header
from pratique.unpack.tarlinks import Links
from pratique.unpack.tarmember import Emission, emit
from pratique.unpack.zipmember import Packed, read

_ZEROS = bytes(BLOCK)
_RETAINED = 64 * 1024 * 1024
_STEPS_MOST = 150_000
_EXTENDED = b"xXgLK"


def walk_plain(data: memoryview, ledger: Ledger) -> Iterator[Piece]:
    """Yield everything of a tar that is not compressed."""
    chains = Chains(lambda: slices(data), ledger)
    yield from chains.run()
    ledger.accounted = len(data) - (not chains.explained)


def walk_compressed(kind: str, data: memoryview, ledger: Ledger) -> Iterator[Piece]:
    """Yield everything of a compressed tar, or the one content of another compressed file.

    A stream whose inside is not explained to the last byte is not fully accounted for.
    """
    stream = chain(kind, data)
    pieces = stream.pieces()
    first = next(pieces, b"")
    explained = True
    if _holds_tar(first, ledger):
        chains = Chains(lambda: chain(kind, data).pieces(), ledger, _rejoined(first, pieces))
        yield from chains.run()
        explained = chains.explained
    else:
        if ledger.policy.container == "tar.gz":
            yield from ledger.say("type-mismatch", detail=f"no tar inside the {kind} stream")
        yield from _single(ledger, _rejoined(first, pieces))
    for problem in stream.problems:
        yield from ledger.say(problem.code, detail=problem.detail, offset=problem.offset)
    for name, start, end in stream.extras:
        own = ledger.aside(f"#{name}@{start}")
        raw = Packed(start, end, 0, 0, -1, -1)
        yield from read(ledger, data, raw, ledger.member(own, view=name))
    ledger.accounted = stream.accounted
    if not explained or ledger.stopped:
        ledger.accounted = min(stream.accounted, len(data) - 1)


def _rejoined(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
        yield from rest


def _holds_tar(first: bytes, ledger: Ledger) -> bool:
    """Tell whether the output is a tar; behind a broken beginning if a tar is expected."""
    if is_tar(first[:BLOCK]):
        return True
    if ledger.policy.container != "tar.gz":
        return False
    return any(is_tar(first[at : at + BLOCK]) for at in range(0, len(first), BLOCK))


def _single(ledger: Ledger, pieces: Iterator[bytes]) -> Iterator[Piece]:
    name = ledger.filename.rpartition(".")[0] or "#content"
    path = ledger.aside(name)
    member = ledger.member(path)
    windows = Windows(ledger.limits.window_bytes)
    for piece in pieces:
        yield from windows.feed(piece, member)
        limit = ledger.take(len(piece), ledger.size)
        if limit:
            yield from ledger.say(limit, member=path)
            break
    ledger.listed += 1
    yield windows.whole(member)


class Chains:
    """The walk along all chains of one tar stream; a held resource of one walk."""

    def __init__(
        self,
        again: Callable[[], Iterator[bytes]],
        ledger: Ledger,
        pieces: Iterator[bytes] | None = None,
    ) -> None:
        self.ledger = ledger
        self.source = Source(again() if pieces is None else pieces)
        self.digests: dict[str, str] = {}
        """The digest of each small file under the path that it came with."""
        self.explained = True
        """Whether every byte of the stream is header, member or padding."""
        self.links = Links(ledger)
        self._again = again
        self._todo: list[tuple[int, int, Extra, str]] = [(0, 0, EMPTY, "")]
        self._order = 0
        self._steps = 0
        self._members = 0
        self._scanned = (0, 0, -1)
        self.kept = -1
        """An offset from which on everything is kept for a second reading; -1 when none is."""

    def run(self) -> Iterator[Piece]:
        """Yield everything along every chain, then the links."""
        while self._todo and not self.ledger.stopped:
            at, _, extra, view = heapq.heappop(self._todo)
            view = self._merge(at, extra, view)
            self._steps += 1
            if self._steps > _STEPS_MOST:
                yield from self._give_up(at)
                return
            self.source.floor = at
            yield from self._step(at, extra, view)
        if self.ledger.stopped:
            self.explained = False
            return
        if not self._members:
            yield from self.ledger.say("tar-empty")
        self.source.drain()
        yield from self.links.resolve(self._again)

    def push(self, at: int, extra: Extra, view: str) -> None:
        """Follow a chain from an offset on."""
        self._order += 1
        heapq.heappush(self._todo, (at, self._order, extra, view))

    def advance(self, at: int) -> Iterator[Piece]:
        """Let the source forget what no chain needs; give chains up that are too far behind."""
        todo = self._todo
        while todo and at - todo[0][0] > _RETAINED:
            heapq.heappop(todo)
            yield from self._give_up(at)
        if self.kept >= 0 and at - self.kept > _RETAINED:
            self.kept = -1
            yield from self._give_up(at)
        floor = min(at, todo[0][0]) if todo else at
        self.source.floor = floor if self.kept < 0 else min(floor, self.kept)

    def _give_up(self, at: int) -> Iterator[Piece]:
        self.explained = False
        self.ledger.fire("members")
        yield from self.ledger.say("limit-views", offset=at)

    def _merge(self, at: int, extra: Extra, view: str) -> str:
        """Drop the chains that came to the same place in the same state."""
        todo = self._todo
        others = []
        while todo and todo[0][0] == at:
            other = heapq.heappop(todo)
            if other[2] == extra:
                view = min(view, other[3])
            else:
                others.append(other)
        for other in others:
            heapq.heappush(todo, other)
        return view

    def _step(self, at: int, extra: Extra, view: str) -> Iterator[Piece]:
        block = self.source.get(at, BLOCK)
        if len(block) < BLOCK or block == _ZEROS:
            yield from self._ended(at, block, extra, view)
            return
        head = header(block)
        if head is None:
            yield from self._unchecked(at, block, extra, view)
            return
        if not self.ledger.budget.spend("members"):
            self.ledger.stopped = True
            yield from self.ledger.say("limit-members", offset=at)
            return
        for problem in head.problems:
            yield from self.ledger.say(problem, detail=repr(head.names[0][:80]), offset=at)
        if head.kind in _EXTENDED:
            yield from self._extension(at, head, extra, view)
            return
        self._members += 1
        yield from emit(self, Emission(at, head, extra, view), block)

    def _ended(self, at: int, block: bytes, extra: Extra, view: str) -> Iterator[Piece]:
        """Follow what a reader sees behind a zero block; say what is cut."""
        if extra.pending:
            yield from self.ledger.say("tar-header-unused", offset=at)
        if len(block) < BLOCK:
            if block.strip(b"\0"):
                self.explained = False
                yield from self.ledger.say("tar-truncated", detail="a cut header", offset=at)
                yield from self._raw(at, block)
            elif not view:
                yield from self.ledger.say("tar-truncated", detail="no end marker", offset=at)
            return
        after = yield from self._nonzero(at)
        if after < 0:
            return
        if not view:
            code = "tar-zero-block" if after == at + BLOCK else "tar-after-end"
            yield from self.ledger.say(code, offset=after)
        self.push(after, EMPTY, view or "behind-zeros")

    def _raw(self, at: int, data: bytes) -> Iterator[Piece]:
        """Yield bytes that are no header and no member."""
        member = self.ledger.member(self.ledger.aside(f"#bytes@{at}"), view="raw")
        windows = Windows(self.ledger.limits.window_bytes)
        yield from windows.feed(data, member)
        self.ledger.listed += 1
        yield windows.whole(member)

    def _nonzero(self, at: int) -> Generator[Piece, None, int]:
        """Return the offset of the first block from `at` on that is not all zeros, or -1."""
        while True:
            yield from self.advance(at)
            chunk = self.source.get(at, PIECE)
            rest = chunk.lstrip(b"\0")
            if rest:
                return at + (len(chunk) - len(rest)) // BLOCK * BLOCK
            if not chunk:
                return -1
            at += len(chunk)
            if (yield from self._paid(len(chunk), at)):
                return -1

    def _paid(self, amount: int, at: int) -> Generator[Piece, None, bool]:
        """Pay for bytes that no member holds; tell whether a limit was met."""
        limit = self.ledger.take(amount, self.ledger.size)
        if limit:
            yield from self.ledger.say(limit, offset=at)
        return bool(limit)

    def _unchecked(self, at: int, block: bytes, extra: Extra, view: str) -> Iterator[Piece]:
        """Follow both readings of a bad header: it is skipped, or it counts all the same."""
        self.explained = False
        start, stop, found = self._scanned
        inside = start <= at < stop
        if not inside:
            yield from self.ledger.say("tar-checksum", offset=at)
        head = header(block, checked=False)
        if head is not None and head.kind not in _EXTENDED:
            self.kept = at
            yield from emit(self, Emission(at, head, extra, "bad-checksum"), block)
            if self.kept < 0:
                return
            self.kept = -1
        if not inside:
            found = yield from self._scan(at)
        if found >= 0:
            self.push(found, EMPTY, view or "behind-bad-header")

    def _scan(self, start: int) -> Generator[Piece, None, int]:
        """Yield the bytes up to the next right header as content; return where it is, or -1."""
        ledger = self.ledger
        path = ledger.aside(f"#bytes@{start}")
        member = ledger.member(path, view="raw")
        windows = Windows(ledger.limits.window_bytes)
        at = start
        found = -1
        while found < 0:
            yield from self.advance(at)
            chunk = self.source.get(at, PIECE)
            if not chunk:
                break
            for begin in range(BLOCK if at == start else 0, len(chunk), BLOCK):
                if looks_like_header(chunk[begin : begin + BLOCK]):
                    found = at + begin
                    chunk = chunk[:begin]
                    break
            yield from windows.feed(chunk, member)
            limit = ledger.take(len(chunk), ledger.size)
            at += len(chunk)
            if limit:
                yield from ledger.say(limit, member=path)
                break
        self._scanned = (start, at, found)
        ledger.listed += 1
        yield windows.whole(member)
        return found

    def _extension(self, at: int, head: Header, extra: Extra, view: str) -> Iterator[Piece]:
        """Take an extended header in and follow the chain behind it."""
        ledger = self.ledger
        size = head.sizes[0]
        for each in head.sizes[1:]:
            self.push(at + BLOCK + padded(each), extra, view or "other-number")
        if size > ledger.limits.metadata_bytes:
            ledger.fire("metadata_bytes")
            yield from ledger.say("limit-metadata-bytes", detail=f"{size} bytes", offset=at)
            self.push(at + BLOCK + padded(size), extra, view)
            yield from self._skip(at + BLOCK, size)
            return
        body = self.source.get(at + BLOCK, size)
        if (yield from self._paid(len(body), at)):
            return
        if len(body) < size:
            self.explained = False
            yield from ledger.say("tar-truncated", detail="a cut extended header", offset=at)
        after, problems = extended(head, body, extra, ledger.policy)
        for problem in problems:
            yield from ledger.say(problem.code, detail=problem.detail, offset=at)
        room = unexplained(head, body)
        if room:
            yield from self._raw(at, room)
        self.push(at + BLOCK + padded(size), after, view)

    def _skip(self, at: int, size: int) -> Iterator[Piece]:
        """Read past bytes, paying for them."""
        end = at + size
        while at < end:
            yield from self.advance(at)
            chunk = self.source.get(at, min(PIECE, end - at))
            if not chunk:
                return
            at += len(chunk)
            if (yield from self._paid(len(chunk), at)):
                return


def padded(size: int) -> int:
    """Return a size filled up to whole blocks."""
    return size + -size % BLOCK
