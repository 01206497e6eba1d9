"""One tar member under every name and size that some reader gives it."""

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from pratique.model import Content, Fact, Limitation, Member, MemberKind
from pratique.unpack.ledger import Ledger, Piece, Windows, shown
from pratique.unpack.names import Name
from pratique.unpack.recognition import recognise
from pratique.unpack.streams import PIECE
from pratique.unpack.tarextra import Extra
from pratique.unpack.tarheader import BLOCK, Header
from pratique.unpack.tarlinks import Link

if TYPE_CHECKING:
    from pratique.unpack.tar import Chains

_FILES = b"0\x007"
_LINKS = b"12"
_SPECIAL = b"346"
_MAPS_MOST = 1000


class Emission(NamedTuple):
    """One header at its place, and in which chain it was met."""

    at: int
    head: Header
    extra: Extra
    view: str


def emit(chains: "Chains", met: Emission, block: bytes) -> Iterator[Piece]:
    """Yield a member's content under every reading, and follow the chains behind it."""
    ledger, head, extra = chains.ledger, met.head, met.extra
    names = _names(head, extra)
    if _ordinary(met, names):
        yield from _file(chains, met, names[0])
        return
    name = ledger.name(names[0])
    kind = _kind(head, name)
    sizes = _sizes(head, extra)
    data = met.at + BLOCK
    extensions = 0
    if head.kind == b"S":
        extensions = _sparse_blocks(chains, data, block)
    path, said = ledger.enter(name, directory=kind == "directory", offset=met.at)
    yield from said
    yield from _doubts(ledger, met, kind, path, (names, sizes))
    empty = kind != "file" or name.directory
    following = extra.following()
    if (empty and any(sizes)) or extensions:
        chains.push(data, following, met.view or "no-data")
    data += extensions * BLOCK
    for index, size in enumerate(sizes):
        view = met.view or ("" if index == 0 else "other-size")
        chains.push(data + size + -size % BLOCK, following, view)
    member = _member(ledger, met, path, name, kind)
    if kind in ("link", "special", "directory"):
        yield from _bare(chains, met, member, path)
        if not any(sizes):
            return
    yield from _contents(chains, met, member, (names, sizes, data))


def _ordinary(met: Emission, names: tuple[bytes, ...]) -> bool:
    """Tell whether all readers take a header for the same small file."""
    head, extra = met.head, met.extra
    return (
        head.kind in _FILES
        and len(names) == 1
        and head.sizes[0] <= PIECE
        and len(head.sizes) == 1
        and not (extra.sizes or extra.global_sizes or extra.sparse or met.view)
        and not head.mode & 0o6000
        and names[0][-1:] not in (b"/", b"\\", b"")
    )


def _file(chains: "Chains", met: Emission, raw: bytes) -> Iterator[Piece]:
    """Yield a small file in one piece."""
    ledger, head = chains.ledger, met.head
    size = head.sizes[0]
    name = ledger.name(raw)
    path, said = ledger.enter(name, offset=met.at)
    begin = met.at + BLOCK
    padding = -size % BLOCK
    chains.push(begin + size + padding, met.extra.following(), "")
    chains.links.file(path, begin, size)
    data = chains.source.get(begin, size + padding)
    if len(data) < size + padding or data[size:].strip(b"\0"):
        yield from said
        member = _member(ledger, met, path, name, "file")
        yield from _content(chains, member, begin, size)
        return
    data = data[:size]
    digest = hashlib.sha256(data).hexdigest()
    first = chains.digests.setdefault(name.path, digest)
    if said:
        equal = path != name.path and first == digest and _spelled(ledger, said)
        yield from _equal(ledger, met, path, name) if equal else said
    limit = ledger.take(size, ledger.size)
    if limit:
        yield from ledger.say(limit, member=path, offset=met.at)
    ledger.listed += 1
    member = Member(
        path=ledger.prefix + path,
        size=size,
        sha256=digest,
        raw=name.raw,
        language=recognise(data[:4096], path) if size else "",
        modified=head.modified,
        mode=head.mode & 0o7777,
    )
    yield Content(member=member, data=data)


_SPELLINGS = frozenset(("duplicate-exact", "duplicate-normalised", "name-dot"))


def _spelled(ledger: Ledger, said: tuple[Limitation | Fact, ...]) -> bool:
    """Tell whether all that is odd about a name is that it says a path again, where that may be."""
    return ledger.policy.action("duplicate-equal") == "note" and all(
        one.code in _SPELLINGS for one in said if isinstance(one, Limitation)
    )


def _equal(ledger: Ledger, met: Emission, path: str, name: Name) -> Iterator[Piece]:
    """Say that a path came a second time with the same bytes: every reader sees the same."""
    yield from ledger.say(
        "duplicate-equal", member=path, detail=shown(name.raw), offset=met.at, names=(name.path,)
    )


def _names(head: Header, extra: Extra) -> tuple[bytes, ...]:
    if not (extra.names or extra.global_names or len(head.names) > 1):
        return head.names
    own = extra.names or head.names
    more = head.names if extra.plain_too else ()
    return tuple(dict.fromkeys((*own, *extra.global_names, *more)))


def _sizes(head: Header, extra: Extra) -> tuple[int, ...]:
    if not (extra.sizes or extra.global_sizes):
        return head.sizes
    return tuple(dict.fromkeys((*extra.sizes, *head.sizes, *extra.global_sizes)))[:8]


def _kind(head: Header, name: Name) -> MemberKind:
    if head.kind in _FILES:
        return "directory" if name.directory and head.sizes == (0,) else "file"
    if head.kind == b"5":
        return "directory"
    if head.kind in _LINKS:
        return "link"
    return "special" if head.kind in _SPECIAL else "file"


def _doubts(
    ledger: Ledger,
    met: Emission,
    kind: MemberKind,
    path: str,
    readings: tuple[tuple[bytes, ...], tuple[int, ...]],
) -> Iterator[Piece]:
    """Yield what is unusual about a member."""
    names, sizes = readings
    head, at = met.head, met.at
    if head.kind in _FILES and kind == "file":
        if len(sizes) == 1 and len(names) == 1 and not head.mode & 0o6000 and not met.view:
            if path[-1:] == "/" or met.extra.sparse:
                yield from ledger.say("tar-sparse", member=path, offset=at)
            return
        if head.mode & 0o6000:
            yield from ledger.say("member-setuid", member=path, detail=f"{head.mode:o}", offset=at)
    elif kind == "link":
        yield from ledger.say("member-link", member=path, offset=at)
    elif kind == "special" or (kind == "file" and head.kind != b"S"):
        detail = f"type {head.kind!r}"
        yield from ledger.say("member-special", member=path, detail=detail, offset=at)
    if head.kind == b"S" or met.extra.sparse:
        yield from ledger.say("tar-sparse", member=path, offset=at)
    if kind != "file" and any(sizes):
        yield from ledger.say("tar-data-unexpected", member=path, offset=at)
    if len(sizes) > 1:
        detail = ", ".join(map(str, sizes))
        yield from ledger.say("tar-size-disagrees", member=path, detail=detail, offset=at)
    if len(names) > 1:
        others = tuple(ledger.name(other).path for other in names[1:])
        yield from ledger.say("tar-name-disagrees", member=path, names=others, offset=at)


def _member(ledger: Ledger, met: Emission, path: str, name: Name, kind: MemberKind) -> Member:
    head = met.head
    link = ""
    if kind == "link":
        target = met.extra.links[0] if met.extra.links else head.link
        link = target.decode("utf-8", "backslashreplace")[:4096]
    return Member(
        path=ledger.prefix + path,
        kind=kind,
        raw=name.raw,
        view=met.view,
        link=link,
        modified=head.modified,
        mode=head.mode & 0o7777,
    )


def _bare(chains: "Chains", met: Emission, member: Member, path: str) -> Iterator[Piece]:
    """Yield or keep a member that has no data of its own."""
    ledger = chains.ledger
    if member.kind == "link":
        symbolic = met.head.kind == b"2"
        chains.links.link(Link(member, path, member.link, symbolic, met.at))
        return
    if member.kind == "directory":
        chains.links.folder(path)
    ledger.listed += 1
    yield Content(member=member, data=b"")


def _sparse_blocks(chains: "Chains", at: int, block: bytes) -> int:
    """Return how many blocks of sparse map follow an old GNU sparse header."""
    count = 0
    more = block[482]
    while more and count < _MAPS_MOST:
        extension = chains.source.get(at + count * BLOCK, BLOCK)
        if len(extension) < BLOCK:
            break
        count += 1
        more = extension[504]
    return count


def _contents(
    chains: "Chains",
    met: Emission,
    member: Member,
    readings: tuple[tuple[bytes, ...], tuple[int, ...], int],
) -> Iterator[Piece]:
    """Yield the data once for each size, and once more for each further name."""
    names, sizes, data = readings
    ledger = chains.ledger
    path = member.path.removeprefix(ledger.prefix)
    if member.kind == "file":
        chains.links.file(path, data, sizes[0])
        if len(sizes) == 1 and len(names) == 1:
            yield from _content(chains, member, data, sizes[0])
            return
        chains.kept = data if chains.kept < 0 else chains.kept
        yield from _content(chains, member, data, sizes[0])
        sizes = sizes[1:]
    first = chains.kept
    for size in sizes:
        if chains.kept < 0 <= first:
            return
        own = ledger.collisions.second(path)
        other = _as_file(ledger, member, own, "size")
        yield from _content(chains, other, data, size)
    for raw in names[1:]:
        if chains.kept < 0 <= first:
            return
        name = ledger.name(raw)
        own, _ = ledger.enter(name, offset=met.at)
        other = _as_file(ledger, member, own, "name")
        chains.links.file(own, data, readings[1][0])
        yield from _content(chains, other, data, readings[1][0])
    chains.kept = -1 if chains.kept == data else chains.kept


def _as_file(ledger: Ledger, member: Member, path: str, view: str) -> Member:
    return msgspec.structs.replace(
        member, path=ledger.prefix + path, kind="file", view=member.view or view
    )


def _content(chains: "Chains", member: Member, at: int, size: int) -> Iterator[Piece]:
    """Yield one member's bytes, in windows where they are many."""
    ledger, source = chains.ledger, chains.source
    windows = Windows(ledger.limits.window_bytes)
    path = member.path.removeprefix(ledger.prefix)
    done = 0
    limit = ""
    while done < size and not limit:
        if size > PIECE:
            yield from chains.advance(at + done)
        piece = source.get(at + done, min(PIECE, size - done))
        if not piece:
            break
        done += len(piece)
        yield from windows.feed(piece, member)
        limit = ledger.take(len(piece), ledger.size)
    if limit:
        yield from ledger.say(limit, member=path, offset=at)
    elif done < size:
        chains.explained = False
        yield from ledger.say("tar-truncated", member=path, detail=f"{size - done} bytes missing")
    elif size % BLOCK:
        padding = source.get(at + size, -size % BLOCK)
        if padding.strip(b"\0"):
            yield from ledger.say("tar-padding", member=path, offset=at + size)
            own = ledger.collisions.second(path, "padding")
            ledger.listed += 1
            rest = Windows(ledger.limits.window_bytes)
            yield from rest.feed(padding, member)
            yield rest.whole(_as_file(ledger, member, own, "padding"))
    ledger.listed += 1
    yield windows.whole(member)
