"""One pass of a multi-pattern matcher over the bytes: what deserves a closer look, and where.

Hyperscan reads honest source at about 1 to 2 GB/s however many atoms there are; a Python call is
paid for each hit only, so atoms are words that honest code seldom needs. *Shapes* (long runs of
base64, very long lines) are matched once a window and then located by `re`: their cost follows
their number, not their length.

The compiled databases are kept in the user's cache folder under a key that names the atoms, the
library's version and the machine; `PRATIQUE_CACHE=off` compiles them anew in every process.
"""

import hashlib
import logging
import platform
import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cache

import hyperscan
import msgspec

from pratique.code import atoms, compiled
from pratique.code.atoms import Atom, Group

log = logging.getLogger(__name__)

LIBRARY = str(hyperscan.__version__)  # type: ignore[attr-defined] # missing in the stubs
"""The version of the library that compiled patterns belong to."""
CAP = 250_000
"""Hits in one window; more than that is not code that people write."""
SHAPE_CAP = 512
"""Places of one shape in one window."""
_ID_BITS = 16
_ID_MASK = (1 << _ID_BITS) - 1
_PLAIN = frozenset(("binary", "class", "constant", "unicode"))
"""Groups whose bytes nobody looks at in an editor."""
_GAP = 120
"""Blanks in a row, after which text stands outside every window that a person looks at."""


_LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_INNER = {"word": frozenset(_LETTERS + b"_"), "host": frozenset(_LETTERS + b"-")}


def _literal(pattern: bytes) -> bytes:
    """Return what a pattern without operators matches."""
    return re.sub(rb"\\(.)", rb"\1", pattern)


class Hit(msgspec.Struct, frozen=True, gc=False):
    """One atom at one place; `end` is the offset behind its last byte."""

    end: int
    atom: Atom


class Hits:
    """What one scan found, in the order of the bytes.

    `overflow` says that there were more than the cap allows: the rest of the window has not been
    looked at, which its reader must turn into a limitation.
    """

    __slots__ = ("_packed", "atoms", "overflow", "shapes")

    def __init__(self, table: tuple[Atom, ...]) -> None:
        self.atoms = table
        self._packed: array[int] = array("Q")
        self.overflow = False
        self.shapes: dict[str, tuple[tuple[int, int], ...]] = {}
        """Spans of each shape that occurs: base64-run, hex-run, long-line, blank-run…"""

    def __len__(self) -> int:
        return len(self._packed)

    def __bool__(self) -> bool:
        return bool(self._packed) or bool(self.shapes)

    def __iter__(self) -> Iterator[Hit]:
        table = self.atoms
        for packed in self._packed:
            yield Hit(packed >> _ID_BITS, table[packed & _ID_MASK])

    def offsets(self) -> Iterator[tuple[int, int]]:
        """Yield (end offset, index of the atom), cheaper than whole hits."""
        for packed in self._packed:
            yield packed >> _ID_BITS, packed & _ID_MASK

    def words(self) -> frozenset[str]:
        """Return the text of every word atom that occurs."""
        return frozenset(atom.name for atom in self.distinct() if atom.kind == "word")

    def has(self, kind: str) -> bool:
        """Tell whether an atom of that kind occurs."""
        return any(atom.kind == kind for atom in self.distinct())

    def between(self, start: int, end: int) -> Iterator[Hit]:
        """Yield the hits that end inside a span of the window."""
        low = bisect_left(self._packed, start << _ID_BITS)
        high = bisect_left(self._packed, (end + 1) << _ID_BITS)
        for packed in self._packed[low:high]:
            yield Hit(packed >> _ID_BITS, self.atoms[packed & _ID_MASK])

    def join(self, other: "Hits") -> None:
        """Take over the shapes of another scan of the same window."""
        self.shapes.update(other.shapes)
        self.overflow |= other.overflow
        for hit in other:
            span = (max(0, hit.end - 4), hit.end)
            self.shapes[hit.atom.name] = (*self.shapes.get(hit.atom.name, ()), span)[:SHAPE_CAP]

    def only(self, kept: Callable[[int, int], bool]) -> "Hits":
        """Return those hits that a test of (end offset, index of the atom) keeps."""
        found = Hits(self.atoms)
        found.overflow = self.overflow
        found.shapes = self.shapes
        packed = (one for one in self._packed if kept(one >> _ID_BITS, one & _ID_MASK))
        found._packed = array("Q", packed)
        return found

    def distinct(self) -> Iterator[Atom]:
        """Yield each atom that occurs, once."""
        for index in {packed & _ID_MASK for packed in self._packed}:
            yield self.atoms[index]

    def _sort(self) -> None:
        """Order by offset: the matcher reports literals and expressions in separate runs."""
        if len(self._packed) > 1:
            self._packed = array("Q", sorted(self._packed))


class Prefilter:
    """The compiled atoms of one group of languages; safe to use on both sides of a fork."""

    def __init__(self, table: tuple[Atom, ...]) -> None:
        self.atoms = table
        self._parts = _parts(table)
        self._shapes = tuple(
            (index, atom, re.compile(atom.spans, re.DOTALL))
            for index, atom in enumerate(table)
            if atom.spans
        )
        self._shape_ids = frozenset(index for index, _, _ in self._shapes)
        self._inner = tuple(
            (_INNER[atom.whole], len(_literal(atom.pattern))) if atom.whole else None
            for atom in table
        )
        """Bytes that must not stand beside a literal, and its length."""

    def scan(self, data: bytes, *, cap: int = CAP) -> Hits:
        """Return where the atoms of this group stand in one window of bytes."""
        hits = Hits(self.atoms)
        packed = hits._packed  # noqa: SLF001 the one writer of its own record
        append = packed.append
        seen: set[int] = set()
        shapes, inner, size = self._shape_ids, self._inner, len(data)

        def report(index: int, _start: int, end: int, _flags: int, _context: object) -> bool | None:
            bounds = inner[index]
            if bounds is not None:
                start = end - bounds[1]
                if (start and data[start - 1] in bounds[0]) or (
                    end < size and data[end] in bounds[0]
                ):
                    return None
            if index in shapes:
                seen.add(index)
                return None
            append(end << _ID_BITS | index)
            return len(packed) > cap or None

        for database, ids in self._parts:
            try:
                database.scan(data, match_event_handler=_translated(report, ids))
            except hyperscan.ScanTerminated:
                hits.overflow = True
        hits._sort()  # noqa: SLF001 same
        for index, atom, spans in self._shapes:
            if index in seen:
                known = hits.shapes.get(atom.name, ())
                hits.shapes[atom.name] = (*known, *_spans(spans, data))
        return hits


@cache
def prefilter(group: Group) -> Prefilter:
    """Return the matcher of one group, compiled or read from the cache at first use."""
    return Prefilter(atoms.table(group))


def scan(data: bytes | memoryview, group: Group) -> Hits:
    """Look for every atom of a group in one window, and for text that is not what it seems."""
    raw = data if isinstance(data, bytes) else bytes(data)
    hits = prefilter(group).scan(raw)
    if group not in _PLAIN:
        _blanks(hits, raw)
        if not raw.isascii():
            hits.join(prefilter("unicode").scan(raw))
    return hits


def warm(groups: Iterable[Group] = atoms.GROUPS) -> None:
    """Load every database, or compile it; call it in the parent, before it forks."""
    for group in groups:
        prefilter(group)


def find_words(data: bytes, names: Iterable[str], *, cap: int = 10_000) -> tuple[int, ...]:
    """Return where whole words stand, in order: for the few names that a file binds itself."""
    found: list[int] = []
    for name in names:
        word = name.encode()
        start = data.find(word)
        while start >= 0 and len(found) < cap:
            end = start + len(word)
            if not _inside_word(data, start - 1) and not _inside_word(data, end):
                found.append(start)
            start = data.find(word, end)
    return tuple(sorted(found))


def _inside_word(data: bytes, position: int) -> bool:
    if not 0 <= position < len(data):
        return False
    byte = data[position]
    return byte == 0x5F or byte > 0x7F or chr(byte).isalnum()


def _spans(pattern: re.Pattern[bytes], data: bytes) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    for match in pattern.finditer(data):
        spans.append(match.span())
        if len(spans) >= SHAPE_CAP:
            break
    return tuple(spans)


def _blanks(hits: Hits, raw: bytes) -> None:
    """Find text behind a long run of blanks; `bytes.find` does it at memory speed."""
    spans: list[tuple[int, int]] = []
    for blank in (b" " * _GAP, b"\t" * (_GAP // 4)):
        start = raw.find(blank)
        while start >= 0 and len(spans) < SHAPE_CAP:
            match = _AFTER_BLANKS.match(raw, start)
            end = match.end() if match else start + len(blank)
            if match and match.end() < len(raw) and raw[match.end()] not in b"\r\n":
                spans.append((start, end))
            start = raw.find(blank, end)
    if spans:
        hits.shapes["blank-run"] = tuple(sorted(spans))


_AFTER_BLANKS = re.compile(rb"[ \t]+")


_Report = Callable[[int, int, int, int, object], bool | None]


def _translated(report: _Report, ids: tuple[int, ...] | None) -> _Report:
    """Return what reports the numbers of a group for those of a part of it."""
    if ids is None:
        return report
    return lambda index, start, end, flags, context: report(ids[index], start, end, flags, context)


def _parts(
    table: tuple[Atom, ...],
) -> tuple[tuple[hyperscan.Database, tuple[int, ...] | None], ...]:
    """Return the databases of a group, each with the places of its atoms in the group.

    One where they are kept. Where each process compiles them anew, what groups share is compiled
    once and literals apart: 0.4 s instead of 1.4 for one package, for a slower scan.
    """
    if compiled.kept():
        return ((_database(table), None),)
    found = []
    for wanted in (_is_literal, _is_mark, lambda atom: not (_is_literal(atom) or _is_mark(atom))):
        ids = tuple(index for index, atom in enumerate(table) if wanted(atom))
        if ids:
            some = tuple(table[index] for index in ids)
            found.append((_compiled(some, literal=wanted is _is_literal), ids))
    return tuple(found)


def _is_literal(atom: Atom) -> bool:
    return bool(atom.whole)


def _is_mark(atom: Atom) -> bool:
    return atom in _marks()


@cache
def _marks() -> frozenset[Atom]:
    """Return the expressions that all groups have, and that take the longest to compile."""
    return frozenset(atom for atom in atoms.table("text") if atom.kind == "string")


@cache
def _compiled(table: tuple[Atom, ...], *, literal: bool = False) -> hyperscan.Database:
    """Compile atoms; `literal` ones have no operators, which compiles forty times faster."""
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[_literal(atom.pattern) if literal else atom.pattern for atom in table],
        ids=list(range(len(table))),
        flags=[_flags(atom) & ~(hyperscan.HS_FLAG_DOTALL if literal else 0) for atom in table],
        literal=literal,
    )
    return database


def _database(table: tuple[Atom, ...]) -> hyperscan.Database:
    key = _key(table)
    stored = compiled.read(key)
    if stored is not None:
        try:
            database = hyperscan.loadb(stored, hyperscan.HS_MODE_BLOCK)
            database.scratch = hyperscan.Scratch(database)
        except hyperscan.HyperscanError as error:
            log.debug("compiled patterns %s are of no use here: %s", key, error)
        else:
            return database
    database = _compiled(table)
    compiled.write(key, hyperscan.dumpb(database))
    return database


def _flags(atom: Atom) -> int:
    flags: int = hyperscan.HS_FLAG_DOTALL
    if atom.caseless:
        flags |= hyperscan.HS_FLAG_CASELESS
    if atom.spans or atom.once:
        flags |= hyperscan.HS_FLAG_SINGLEMATCH
    return flags


def _key(table: tuple[Atom, ...]) -> str:
    digest = hashlib.sha256()
    digest.update(f"{LIBRARY}|{platform.machine()}".encode())
    digest.update(msgspec.msgpack.encode(table))
    return f"patterns-{digest.hexdigest()[:32]}"
