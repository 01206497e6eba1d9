"""The books of one walk: what is allowed, what was listed, what was said."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

from pratique.limits import Budget
from pratique.model import (
    ContainerPolicy,
    Content,
    Effect,
    Fact,
    Limitation,
    Location,
    Member,
    MemberKind,
    Value,
)
from pratique.unpack.codes import CODES
from pratique.unpack.confusion import Collisions
from pratique.unpack.names import UNNAMED, Name, canonical
from pratique.unpack.recognition import recognise

Piece: TypeAlias = Content | Fact | Limitation

OVERLAP = 65536
"""How much of a window the next one repeats."""
RATIO_FLOOR = 16 * 1024 * 1024
RATIO_LARGE = 256 * 1024 * 1024
"""From here on a tenth of the ratio, over all containers together and the outermost file, is too
much: to write that much repetition takes seconds."""
_SAID_MOST = 200
_SAID_IN_ALL = 2_000
"""Of one code and effect in one upload, however many containers it holds."""
_EFFECTS: dict[str, Effect] = {"note": "note", "hold": "hold", "refuse": "refuse"}


class Ledger:
    """What one walk knows of itself; every walker writes into it."""

    __slots__ = (
        "_said", "accounted", "budget", "collisions", "filename", "limits", "listed", "policy",
        "prefix", "produced", "read", "size", "stopped", "tops",
    )  # fmt: skip

    def __init__(
        self, *, filename: str, policy: ContainerPolicy, budget: Budget, prefix: str, size: int
    ) -> None:
        self.filename = filename
        self.policy = policy
        self.budget = budget
        budget.spent.setdefault("outermost", size)
        self.limits = budget.limits
        self.prefix = prefix
        self.size = size
        self.collisions = Collisions()
        self.listed = 0
        self.tops: set[str] = set()
        """The first parts of all paths; an empty one for a file without a folder."""
        self.accounted = 0
        self.produced = 0
        self.stopped = False
        """Whether a limit ended the walk."""
        self.read: set[tuple[str, int, int]] = set()
        """Second views that were yielded: which, and from where to where in the container."""
        self._said: Counter[str] = Counter()

    def say(
        self,
        code: str,
        *,
        member: str = "",
        detail: str = "",
        offset: int = -1,
        names: tuple[str, ...] = (),
    ) -> Iterator[Limitation | Fact]:
        """Yield the limitation of a code, and its fact where it is a trick; nothing if accepted.

        At most 200 of one code are said in one walk, 2,000 in one upload; the rest adds nothing
        but length.
        """
        row = CODES[code]
        action = "hold" if row.feature is None else self.policy.action(row.feature)
        self._said[code] += 1
        if action == "accept" or self._said[code] > _SAID_MOST:
            return
        told, key = self.budget.spent, f"{code} {action}"
        told[key] = told.get(key, 0) + 1
        if told[key] > _SAID_IN_ALL:
            return
        where = self.prefix + member if member else self.prefix.removesuffix("!/")
        yield Limitation(
            code=code, effect=_EFFECTS[action], member=where, detail=detail[:400], offset=offset
        )
        if row.trick:
            yield Fact(
                behaviour="obfus/container-trick",
                location=Location(member=where or self.filename, offset=offset),
                activation="unknown",
                source="container",
                symbol=code,
                values=tuple(Value("name", name) for name in (member, *names) if name)[:8],
                snippet=detail[:240],
            )

    def times(self, code: str) -> int:
        """Return how often a code was met in this walk."""
        return self._said[code]

    def once(self, view: str, start: int, end: int) -> bool:
        """Tell whether bytes are seen so for the first time; many entries may share them."""
        before = len(self.read)
        self.read.add((view, start, end))
        return len(self.read) > before

    def name(self, raw: bytes) -> Name:
        """Return a name's canonical form under this walk's limits.

        An archive inside another is nobody's upload: packed with `tar -C folder .` each of its
        names begins with `./`, which every reader drops.
        """
        if self.prefix and raw.startswith(b"./"):
            raw = raw[2:]
            if not raw:
                return Name(UNNAMED, directory=True)
        return canonical(raw, name_bytes=self.limits.name_bytes, name_parts=self.limits.name_parts)

    def enter(
        self, name: Name, *, directory: bool = False, offset: int = -1
    ) -> tuple[str, tuple[Limitation | Fact, ...]]:
        """List a member under its name; return its own path and what is wrong with the name."""
        path, code, other = self.collisions.add(name, directory=directory)
        top, slash, _ = name.path.partition("/")
        self.tops.add(top if slash or directory else "")
        if not code and not name.problems:
            return path, ()
        said: list[Limitation | Fact] = []
        for problem in name.problems:
            if problem == "limit-name":
                self.fire("name_bytes")
            said += self.say(problem, member=path, detail=shown(name.raw), offset=offset)
        if code:
            said += self.say(code, member=path, names=(other,), offset=offset)
        return path, tuple(said)

    def aside(self, label: str) -> str:
        """Return a free path for bytes that are no member: a gap, a comment, a trailer."""
        return self.collisions.add(self.name(label.encode("utf-8", "replace")), directory=False)[0]

    def fire(self, limit: str) -> None:
        """Remember that a limit was met."""
        if limit not in self.budget.fired:
            self.budget.fired.append(limit)

    def take(self, amount: int, read: int) -> str:
        """Pay for produced bytes; return the code of a limit that was met, or ""."""
        self.produced += amount
        if not self.budget.spend("unpacked_bytes", amount):
            self.stopped = True
            return "limit-unpacked-bytes"
        budget, ratio = self.budget.spent, self.limits.ratio
        flat = self.produced > RATIO_FLOOR and self.produced > ratio * max(1, read)
        whole = RATIO_LARGE + ratio * budget["outermost"] // 10
        if flat or budget["unpacked_bytes"] > whole:
            self.fire("ratio")
            self.stopped = True
            return "limit-ratio"
        return ""

    def member(self, path: str, kind: MemberKind = "file", **fields: object) -> Member:
        """Return a member of this container, its path under the prefix."""
        return Member(path=self.prefix + path, kind=kind, **fields)  # type: ignore[arg-type]  # passed on


def shown(raw: str) -> str:
    """Return the evidence of a name's raw bytes."""
    return f"name bytes {raw[:200]}" if raw else ""


class Windows:
    """Bytes that arrive in pieces, handed on as one `Content` or as overlapping windows.

    Hash and size are counted while the pieces pass; only the last window's member has them.
    """

    __slots__ = ("_hash", "_held", "_joined", "_offset", "_pieces", "_window", "head", "size")

    def __init__(self, window: int) -> None:
        self._window = window
        self._hash = hashlib.sha256()
        self._pieces: list[bytes] = []
        self._held = 0
        self._offset = 0
        self._joined = b""
        self.size = 0
        self.head = b""

    def feed(self, piece: bytes, member: Member) -> Iterator[Content]:
        """Take a piece; yield a window when one is full."""
        self._hash.update(piece)
        if not self.size:
            self.head = piece[:4096]
        self.size += len(piece)
        self._pieces.append(piece)
        self._held += len(piece)
        while self._held > self._window:
            data = b"".join(self._pieces)
            window = data[: self._window]
            yield Content(member=member, data=window, offset=self._offset, final=False)
            rest = data[self._window - OVERLAP :]
            self._offset += self._window - OVERLAP
            self._pieces = [rest]
            self._held = len(rest)

    def whole(self, member: Member) -> Content:
        """Return the last window; its member has the size and digest of the whole."""
        data = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        last = finished(member, self.size, self._hash.hexdigest(), self.head)
        return Content(member=last, data=data, offset=self._offset)


def finished(member: Member, size: int, digest: str, head: bytes) -> Member:
    """Return the member with what is known once all its bytes have passed."""
    return Member(
        path=member.path,
        kind=member.kind,
        size=size,
        sha256=digest,
        raw=member.raw,
        language=recognise(head, member.path) if size else "",
        view=member.view,
        link=member.link,
        modified=member.modified,
        mode=member.mode,
    )
