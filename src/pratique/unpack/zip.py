"""Walk a zip by its directory **and** by its local headers, and account for every byte.

What only one kind of reader sees is read as well: other end records, local headers that no
directory lists, names of Unicode Path fields, bytes before, between and behind.
"""

import bisect
from collections.abc import Iterator

import msgspec

from pratique.model import Member
from pratique.unpack import zipmember
from pratique.unpack.ledger import Ledger, Piece
from pratique.unpack.recognition import recognise
from pratique.unpack.streams import Deflate, Problem
from pratique.unpack.zipdirectory import LOCAL, Directory, Entry, directories, ends
from pratique.unpack.zipmember import Local, Packed

_READINGS_MOST = 16
_UNLISTED_MOST = 20_000
_MARKS_MOST = 100_000
_WINDOW = 1024 * 1024
_SMALL = 65536


def is_zip(data: memoryview) -> bool:
    """Tell whether some end record leads to a directory, or the file begins as a zip does."""
    if recognise(bytes(data[:512]), "") == "zip":
        return True
    return ends_as_zip(data)


def ends_as_zip(data: memoryview) -> bool:
    """Tell whether some end record leads to a directory."""
    if not ends(data):
        return False
    return any(_sound(data, directory) for directory in _readings(data, 8))


def walk(data: memoryview, ledger: Ledger) -> Iterator[Piece]:
    """Yield everything that any reader of the zip could see."""
    walker = _Walk(data, ledger)
    yield from walker.run()
    ledger.accounted = walker.accounted


def _readings(data: memoryview, most: int) -> Iterator[Directory]:
    for end in ends(data):
        yield from directories(data, end, most)


def _sound(data: memoryview, directory: Directory) -> bool:
    return any(zipmember.local(data, entry.offset) for entry in directory.entries)


class _Walk:
    """The state of one walk: spans that are explained, and entries that were read."""

    def __init__(self, data: memoryview, ledger: Ledger) -> None:
        self.data = data
        self.ledger = ledger
        self.spans: list[tuple[int, int]] = []
        self.accounted = 0
        self.seen: set[tuple[bytes, int, int, int]] = set()
        """Entries of the readings before."""
        self.bounds: list[int] = []
        """Where local headers and directories begin, in order."""
        self.starts: set[int] = set()
        self.comments: list[bytes] = []
        self.cut = False
        """Whether there were more readings of the directory than are followed."""

    def run(self) -> Iterator[Piece]:
        """Walk every reading of the directory, then what lies between."""
        found = self._directories()
        if self.cut:
            self.ledger.fire("members")
            yield from self.ledger.say("limit-views")
        if not found:
            yield from self.ledger.say("zip-end-missing")
        elif not any(directory.entries for directory in found):
            yield from self.ledger.say("zip-no-members")
        for index, directory in enumerate(found):
            yield from self._directory(directory, first=index == 0)
            if self.ledger.stopped:
                return
        yield from self._comments(found[:1])
        yield from self._between()

    def _directories(self) -> list[Directory]:
        """Return the readings that lead somewhere; the usual reader's first."""
        left = self.ledger.budget.left("members")
        found: list[Directory] = []
        empty: list[Directory] = []
        for end in ends(self.data):
            for directory in directories(self.data, end, max(0, left)):
                if not directory.entries:
                    empty.append(directory)
                elif not found or not self._stored_inside(directory, found[0]):
                    found.append(directory)
                    left -= len(directory.entries)
            if len(found) > 1 and (left < 0 or len(found) > _READINGS_MOST):
                self.cut = True
                break
        if not found:
            return empty[:1]
        early = [bare for bare in empty if bare.end > found[0].end]
        return [*early[:1], *found]

    def _stored_inside(self, other: Directory, main: Directory) -> bool:
        """Tell whether an end record is only that of a zip stored as a member."""
        if other.end == main.end:
            return False
        fits = other.end + 22 + (other.comment[1] - other.comment[0]) == len(self.data)
        if fits or other.end > main.start:
            return False
        if not self.bounds:
            self.bounds = sorted(entry.offset for entry in main.entries)
        index = bisect.bisect_right(self.bounds, other.end)
        return index > 0 and self.bounds[index - 1] < other.start

    def _directory(self, directory: Directory, *, first: bool) -> Iterator[Piece]:
        if not first:
            yield from self.ledger.say("zip-end-several", offset=directory.end)
        for problem in directory.problems:
            yield from self._say(problem)
        self.spans += directory.spans
        view = "" if first else "other"
        self.bounds = sorted({directory.start, *(entry.offset for entry in directory.entries)})
        for entry in sorted(directory.entries, key=_weight):
            if not first and _key(entry) in self.seen:
                continue
            if not self.ledger.budget.spend("members"):
                yield from self.ledger.say("limit-members", offset=entry.at)
                self.ledger.stopped = True
                return
            yield from self._entry(entry, view)
            if self.ledger.stopped:
                return
        self.seen.update(map(_key, directory.entries))

    def _say(self, problem: Problem, member: str = "") -> Iterator[Piece]:
        yield from self.ledger.say(
            problem.code, member=member, detail=problem.detail, offset=problem.offset
        )

    def _entry(self, entry: Entry, view: str) -> Iterator[Piece]:
        ledger, data = self.ledger, self.data
        name = ledger.name(entry.raw)
        kind, doubt = zipmember.kind_of(entry, name)
        path, said = ledger.enter(name, directory=kind == "directory", offset=entry.at)
        yield from said
        if not entry.flags & 0x800 and not entry.raw.isascii():
            yield from ledger.say("name-encoding", member=path, offset=entry.at)
        if doubt:
            yield from ledger.say(doubt, member=path, offset=entry.at)
        if entry.comment:
            self.comments.append(entry.comment)
        member = Member(
            path=ledger.prefix + path,
            kind=kind,
            raw=name.raw,
            view=view,
            modified=zipmember.unix_time(entry.date, entry.time),
            mode=entry.external >> 16,
        )
        head = zipmember.local(data, entry.offset)
        if head is None:
            yield from ledger.say("zip-local-missing", member=path, offset=entry.offset)
            yield from self._shifted(entry, zipmember.local(data, entry.offset, signed=False), path)
            return
        first = entry.offset not in self.starts
        self.starts.add(entry.offset)
        end = head.begin + entry.csize
        if end > len(data):
            yield from ledger.say("zip-truncated", member=path, offset=head.begin)
            end = len(data)
        self._cover(entry, head, end, repeat=not first)
        packed = Packed(head.begin, end, entry.method, entry.flags, entry.crc, entry.usize)
        yield from self._doubts(entry, head, path)
        broken = ledger.times("zip-crc") + ledger.times("zip-deflate")
        yield from self._content(packed, member, path)
        if broken < ledger.times("zip-crc") + ledger.times("zip-deflate"):
            yield from self._shifted(entry, head, path)
        if head.raw != entry.raw or self._differs(entry, head):
            yield from self._local_view(entry, head, member)
        if entry.extra or head.extra:
            self.comments += zipmember.unexplained(entry.extra, head.extra)
            yield from self._unicode_path(entry, head, member, packed)

    def _cover(self, entry: Entry, head: Local, end: int, *, repeat: bool) -> None:
        stop = end
        if (entry.flags | head.flags) & 8:
            stop += zipmember.descriptor(self.data, end, entry)
        self.spans += [(entry.offset, stop)] * (1 + repeat)

    def _content(self, packed: Packed, member: Member, path: str) -> Iterator[Piece]:
        """Yield the content; a directory's only if it has any."""
        ledger = self.ledger
        if member.kind == "directory":
            if packed.usize or packed.end - packed.begin > 2:
                yield from ledger.say("zip-directory-data", member=path, offset=packed.begin)
                member = msgspec.structs.replace(member, kind="file")
            yield from zipmember.read(ledger, self.data, packed, member)
            return
        secret = packed.flags & zipmember.SECRET_FLAGS
        if secret:
            yield from ledger.say("zip-encrypted", member=path, offset=packed.begin)
        if packed.method not in ledger.policy.methods:
            detail = f"method {packed.method}"
            yield from ledger.say("zip-method", member=path, detail=detail, offset=packed.begin)
        yield from zipmember.read(ledger, self.data, packed, member)
        if secret and packed.method:
            raw = Packed(packed.begin, packed.end, 0, 0, -1, -1)
            own = ledger.collisions.second(path)
            yield from zipmember.read(ledger, self.data, raw, ledger.member(own, view="raw"))

    def _doubts(self, entry: Entry, head: Local, path: str) -> Iterator[Piece]:
        """Yield what the two headers of an entry do not agree about, or each has wrong."""
        say = self.ledger.say
        for problem in {entry.problem, head.problem} - {""}:
            yield from say(problem, member=path, offset=entry.at)
        if entry.disk not in (0, 0xFFFF):
            yield from say("zip-end-disagrees", member=path, detail="another disk")
        if entry.flags & zipmember.UNKNOWN_FLAGS:
            yield from say("zip-flags", member=path, detail=f"{entry.flags:#x}", offset=entry.at)
        if (entry.flags | head.flags) & 8:
            yield from say("zip-data-descriptor", member=path, offset=entry.offset)
            end = head.begin + entry.csize
            if not zipmember.descriptor(self.data, end, entry) or entry.method == 0:
                yield from say("zip-descriptor", member=path, offset=end)
        if head.raw != entry.raw:
            other = self.ledger.name(head.raw).path
            yield from say("zip-name-disagrees", member=path, names=(other,), offset=entry.offset)
        wrong = zipmember.disagreements(entry, head)
        if wrong:
            detail = ", ".join(wrong)
            yield from say("zip-local-disagrees", member=path, detail=detail, offset=entry.offset)

    def _shifted(self, entry: Entry, head: Local | None, path: str) -> Iterator[Piece]:
        """Yield what lies where a reader finds data that trusts lengths of one header alone."""
        named = entry.offset + 30 + len(entry.raw)
        begins = (named + len(entry.extra), named, head.begin if head else named)
        usual = zipmember.local(self.data, entry.offset)
        for begin in dict.fromkeys(begins):
            end = min(begin + entry.csize, len(self.data))
            if (usual is None or begin != usual.begin) and begin < end:
                stream = Deflate(self.data, begin, end)
                if entry.method == 8 and zipmember.inflates(stream):
                    own = self.ledger.collisions.second(path)
                    member = self.ledger.member(own, view="shifted")
                    packed = Packed(begin, end, 8, entry.flags, -1, -1, loose=True)
                    yield from zipmember.read(self.ledger, self.data, packed, member)
                    return

    def _unicode_path(
        self, entry: Entry, head: Local, member: Member, packed: Packed
    ) -> Iterator[Piece]:
        """Yield the content under the name that a Unicode Path field gives it."""
        ledger = self.ledger
        for extra in sorted({entry.extra, head.extra}):
            raw = zipmember.unicode_path(entry.raw, extra) if extra else None
            if raw is None:
                continue
            name = ledger.name(raw)
            path, said = ledger.enter(name, offset=entry.at)
            shown = member.path.removeprefix(ledger.prefix)
            yield from ledger.say(
                "zip-unicode-path", member=shown, names=(name.path,), offset=entry.at
            )
            yield from said
            other = msgspec.structs.replace(
                member, path=ledger.prefix + path, raw=name.raw, view="unicode-path", kind="file"
            )
            yield from zipmember.read(ledger, self.data, packed, other)

    def _differs(self, entry: Entry, head: Local) -> bool:
        """Tell whether a reader of local headers sees other bytes than one of the directory."""
        if entry.method != head.method:
            return True
        if not zipmember.late(head):
            return entry.csize != head.csize
        return not zipmember.descriptor(self.data, head.begin + entry.csize, entry)

    def _local_view(self, entry: Entry, head: Local, member: Member) -> Iterator[Piece]:
        """Yield what a reader of local headers sees where it is not what the directory says."""
        name = self.ledger.name(head.raw)
        path, said = self.ledger.enter(name, offset=entry.offset)
        if head.raw != entry.raw:
            yield from said
        late = zipmember.late(head)
        index = bisect.bisect_right(self.bounds, entry.offset)
        bound = self.bounds[index] if index < len(self.bounds) else len(self.data)
        packed = Packed(
            head.begin,
            max(head.begin, bound) if late else min(head.begin + head.csize, len(self.data)),
            head.method,
            head.flags,
            -1 if late else head.crc,
            -1 if late else head.usize,
            loose=late,
        )
        if not self.ledger.once(f"local {packed.method}", packed.begin, packed.end):
            return
        other = msgspec.structs.replace(
            member, path=self.ledger.prefix + path, raw=name.raw, view="local", kind="file"
        )
        yield from zipmember.read(self.ledger, self.data, packed, other)

    def _comments(self, found: list[Directory]) -> Iterator[Piece]:
        """Yield the comments as content: nobody runs them, but somebody may read them."""
        texts = list(self.comments)
        texts += [bytes(self.data[slice(*directory.comment)]) for directory in found]
        text = b"\n".join(text for text in texts if text)
        if not text:
            return
        yield from self.ledger.say("zip-comment", detail=f"{len(text)} bytes")
        if any(mark in text for mark in (LOCAL, b"PK\x01\x02", b"PK\x05\x06", b"\x1f\x8b\x08")):
            yield from self.ledger.say("comment-archive")
        yield from self._raw("#comment", "comment", text)

    def _raw(self, path: str, view: str, data: bytes) -> Iterator[Piece]:
        own = self.ledger.aside(path)
        member = self.ledger.member(own, view=view)
        raw = Packed(0, len(data), 0, 0, -1, -1)
        yield from zipmember.read(self.ledger, memoryview(data), raw, member)

    def _between(self) -> Iterator[Piece]:
        """Yield what no header explains, and count what is explained."""
        self.spans.sort()
        at = 0
        overlaps = 0
        for start, end in [*self.spans, (len(self.data), len(self.data))]:
            if start > at:
                yield from self._gap(at, start)
            elif start < at:
                overlaps += 1
                if overlaps == 1:
                    yield from self.ledger.say("zip-overlap", offset=start)
            self.accounted += max(0, end - max(start, at))
            at = max(at, end)

    def _gap(self, start: int, end: int) -> Iterator[Piece]:
        code = "prefix-bytes" if start == 0 else "gap-bytes"
        if end == len(self.data):
            code = "trailing-bytes"
        yield from self.ledger.say(code, detail=f"{end - start} bytes", offset=start)
        name = code.partition("-")[0]
        own = self.ledger.aside(f"#{name}@{start}")
        member = self.ledger.member(own, view=name)
        yield from zipmember.read(self.ledger, self.data, Packed(start, end, 0, 0, -1, -1), member)
        yield from self._unlisted(start, end)

    def _unlisted(self, start: int, end: int) -> Iterator[Piece]:
        """Yield the entries whose local headers stand in a gap."""
        count = 0
        for tried, at in enumerate(_find(self.data, start, end)):
            if tried == _MARKS_MOST:
                self.ledger.fire("members")
                yield from self.ledger.say("limit-views", offset=at)
                return
            head = zipmember.local(self.data, at)
            if head is None or not head.raw or self.ledger.stopped:
                continue
            count += 1
            if count > _UNLISTED_MOST or not self.ledger.budget.spend("members"):
                yield from self.ledger.say("limit-views", offset=at)
                self.ledger.fire("members")
                return
            name = self.ledger.name(head.raw)
            path, _ = self.ledger.enter(name, offset=at)
            yield from self.ledger.say("zip-local-unlisted", member=path, offset=at)
            stop = head.begin + head.csize
            if head.flags & 8 or stop > len(self.data):
                stop = end
            stop = max(stop, head.begin)
            packed = Packed(head.begin, stop, head.method, head.flags, -1, -1, loose=True)
            member = self.ledger.member(path, view="local", raw=name.raw)
            yield from zipmember.read(self.ledger, self.data, packed, member)


def _key(entry: Entry) -> tuple[bytes, int, int, int]:
    return entry.raw, entry.offset, entry.csize, entry.method


def _weight(entry: Entry) -> int:
    """Return the order of reading: what is large, or says so, and may be a bomb, comes last."""
    large = max(entry.csize, entry.usize)
    return large if large > _SMALL else 0


def _find(data: memoryview, start: int, end: int) -> Iterator[int]:
    """Yield where local headers seem to begin in a span."""
    for base in range(start, end, _WINDOW):
        chunk = bytes(data[base : min(base + _WINDOW + 3, end)])
        at = chunk.find(LOCAL)
        while at >= 0:
            yield base + at
            at = chunk.find(LOCAL, at + 1)
