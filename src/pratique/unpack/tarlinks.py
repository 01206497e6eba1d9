"""Links of a tar: each is read as the member that it leads to, in a second pass over the stream."""

from collections.abc import Callable, Iterator

import msgspec

from pratique.model import Member
from pratique.unpack.ledger import Ledger, Piece, Windows
from pratique.unpack.source import Source
from pratique.unpack.streams import PIECE

_HOPS = 40
_LINKS_MOST = 5000


class Link(msgspec.Struct, frozen=True):
    """One link as it stands in the archive."""

    member: Member
    path: str
    target: str
    symbolic: bool
    at: int


class Links:
    """The links and the places of the files of one tar; a held resource of one walk."""

    __slots__ = ("_files", "_folders", "_ledger", "_links", "_named")

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._files: dict[str, tuple[int, int]] = {}
        self._folders: set[str] = set()
        self._links: list[Link] = []
        self._named: dict[str, Link] = {}

    def file(self, path: str, at: int, size: int) -> None:
        """Remember where a file's data stands in the stream."""
        self._files[path] = (at, size)

    def folder(self, path: str) -> None:
        """Remember a folder."""
        self._folders.add(path)

    def link(self, link: Link) -> None:
        """Remember a link."""
        self._links.append(link)
        self._named[link.path] = link

    def resolve(self, again: Callable[[], Iterator[bytes]]) -> Iterator[Piece]:
        """Yield every link's content: that of its target, or nothing where it leads nowhere."""
        if not self._links:
            return
        for path in self._files:
            self._folders.update(_parents(path))
        yield from self._through()
        wanted: list[tuple[int, int, Link]] = []
        for index, link in enumerate(self._links):
            end = self._end(link) if index < _LINKS_MOST else None
            place = self._files.get(end) if end is not None else None
            if place is not None:
                wanted.append((*place, link))
                continue
            if end is None or end not in self._folders:
                yield from self._ledger.say(
                    "link-outside", member=link.path, detail=link.target[:200], offset=link.at
                )
            self._ledger.listed += 1
            yield Windows(self._ledger.limits.window_bytes).whole(link.member)
        yield from self._read(sorted(wanted, key=lambda each: each[:2]), again)

    def _read(
        self, wanted: list[tuple[int, int, Link]], again: Callable[[], Iterator[bytes]]
    ) -> Iterator[Piece]:
        source = Source(again())
        for at, size, link in wanted:
            source.floor = at
            windows = Windows(self._ledger.limits.window_bytes)
            done = 0
            limit = ""
            while done < size and not limit:
                piece = source.get(at + done, min(PIECE, size - done))
                if not piece:
                    break
                done += len(piece)
                yield from windows.feed(piece, link.member)
                limit = self._ledger.take(len(piece), self._ledger.size)
            if limit:
                yield from self._ledger.say(limit, member=link.path)
            self._ledger.listed += 1
            yield windows.whole(link.member)
            if limit:
                return

    def _through(self) -> Iterator[Piece]:
        for path in (*self._files, *self._named):
            if any(parent in self._named for parent in _parents(path)):
                yield from self._ledger.say("link-through", member=path)

    def _end(self, link: Link) -> str | None:
        """Return the path that a link leads to in the end; None when it leaves or loops."""
        for _ in range(_HOPS):
            base = link.path.rpartition("/")[0] if link.symbolic else ""
            path = _joined(base, link.target)
            if path is None:
                return None
            following = self._named.get(path)
            if following is None:
                return path
            link = following
        return None


def _joined(base: str, target: str) -> str | None:
    if target.startswith("/") or "\\" in target or "\0" in target:
        return None
    parts = base.split("/") if base else []
    for part in target.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _parents(path: str) -> Iterator[str]:
    folder = path.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
