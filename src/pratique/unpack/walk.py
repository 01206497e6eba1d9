"""One walk over one container, whatever it is: the door of this package."""

import mmap
from collections.abc import Iterator

from pratique.limits import Budget
from pratique.model import ContainerPolicy
from pratique.unpack import tar, zip  # noqa: A004  # the verbs read better under their own names
from pratique.unpack.ledger import Ledger, Piece
from pratique.unpack.recognition import is_tar, recognise
from pratique.unpack.zipmember import Packed, read

_SUFFIXES = (
    ((".whl", ".zip", ".egg", ".jar", ".war"), "zip"),
    ((".tar.gz", ".tgz", ".crate", ".gz"), "gzip"),
    ((".tar.bz2", ".tbz2", ".tbz", ".bz2"), "bzip2"),
    ((".tar.xz", ".txz", ".xz"), "xz"),
    ((".tar.zst", ".tzst", ".zst"), "zstd"),
    ((".tar",), "tar"),
)
_COMPRESSED = frozenset(("gzip", "bzip2", "xz", "zstd"))
_CONTAINERS = _COMPRESSED | {"zip", "tar"}


def container_of(data: bytes | bytearray | memoryview, filename: str) -> str:
    """Return which container bytes are, or end as (a zip behind other bytes); else nothing."""
    view = memoryview(data)
    kind = recognise(bytes(view[:4096]), filename)
    if kind in _CONTAINERS:
        return kind
    return "zip" if zip.ends_as_zip(view) else ""


class Walk:
    """Iterate to get everything that any reader of a container could see.

    Yields `Content` for every member, in windows where it is large, `Limitation` for what breaks
    the policy or could not be read, and `Fact` for tricks. Afterwards `accounted` is how many bytes
    of the file are explained, `listed` how many members there are (each had a final `Content`),
    `container` what the bytes are. No input raises.
    """

    def __init__(
        self,
        data: memoryview | bytes | bytearray | mmap.mmap,
        *,
        filename: str,
        policy: ContainerPolicy,
        budget: Budget,
        prefix: str = "",
    ) -> None:
        self.data = memoryview(data)
        self.policy = policy
        self.ledger = Ledger(
            filename=filename, policy=policy, budget=budget, prefix=prefix, size=len(self.data)
        )
        self.container = recognise(bytes(self.data[:65536]), filename)

    @property
    def accounted(self) -> int:
        """Bytes of the file that are header, member or declared padding."""
        return self.ledger.accounted

    @property
    def listed(self) -> int:
        """Members that were listed; each had a final `Content` unless a limit fired."""
        return self.ledger.listed

    def __iter__(self) -> Iterator[Piece]:
        """Walk; once."""
        ledger = self.ledger
        if not len(self.data):
            yield from ledger.say("container-empty")
            return
        if ledger.prefix.count("!/") > ledger.limits.depth:
            ledger.fire("depth")
            yield from ledger.say("limit-depth")
            return
        expected = _expected(ledger.filename)
        zipped = zip.is_zip(self.data)
        if (
            zipped
            and self.container != "zip"
            and (expected == "zip" or self.container not in _CONTAINERS)
        ):
            self.container = "zip"
        yield from self._type(expected)
        yield from self._main()
        tops = self.ledger.tops
        if len(tops) > 1 or (tops == {""} and self.container in _CONTAINERS):
            detail = ", ".join(sorted(tops)[:8])
            yield from self.ledger.say("top-folder", detail=detail)
        yield from self._second(zipped=zipped)

    def _type(self, expected: str) -> Iterator[Piece]:
        """Yield what is wrong about the type as such."""
        kind = self.container
        if expected and kind != expected:
            yield from self.ledger.say("type-mismatch", detail=f"{expected} expected, {kind} found")
            return
        wanted = {"zip": "zip", "tar.gz": "gzip"}.get(self.policy.container, "")
        if kind != wanted:
            yield from self.ledger.say("unusual-container", detail=kind)

    def _main(self) -> Iterator[Piece]:
        if self.container == "zip":
            yield from zip.walk(self.data, self.ledger)
        elif self.container == "tar":
            yield from tar.walk_plain(self.data, self.ledger)
        elif self.container in _COMPRESSED:
            yield from tar.walk_compressed(self.container, self.data, self.ledger)
        else:
            path = self.ledger.aside(self.ledger.filename)
            raw = Packed(0, len(self.data), 0, 0, -1, -1)
            yield from read(self.ledger, self.data, raw, self.ledger.member(path))
            self.ledger.accounted = len(self.data)

    def _second(self, *, zipped: bool) -> Iterator[Piece]:
        """Yield what a reader sees who takes the bytes for another container."""
        if self.ledger.stopped:
            return
        kinds = [kind for kind in self._other_kinds(zipped=zipped) if kind != self.container]
        for kind in kinds:
            yield from self.ledger.say("polyglot", detail=f"{self.container} and {kind}")
            other = Walk(
                self.data,
                filename="",
                policy=self.policy,
                budget=self.ledger.budget,
                prefix=f"{self.ledger.prefix}#{kind}!/",
            )
            if kind == "zip":
                yield from zip.walk(self.data, other.ledger)
            elif kind == "tar":
                yield from tar.walk_plain(self.data, other.ledger)
            else:
                yield from tar.walk_compressed(kind, self.data, other.ledger)
            self.ledger.listed += other.listed

    def _other_kinds(self, *, zipped: bool) -> Iterator[str]:
        head = bytes(self.data[:65536])
        if zipped and self.container in _CONTAINERS:
            yield "zip"
        if is_tar(head):
            yield "tar"
        if self.container == "zip":
            kind = recognise(head, "")
            if kind in _COMPRESSED:
                yield kind


def _expected(filename: str) -> str:
    lower = filename.lower()
    for suffixes, kind in _SUFFIXES:
        if lower.endswith(suffixes):
            return kind
    return ""
