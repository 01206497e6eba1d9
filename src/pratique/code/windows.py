"""Choose what of a large JavaScript source deserves parsing: where hits that matter stand close.

A bundle of a megabyte holds every word; words that do something together stand near each other.
So the classes of hits count within a span, and only such spans, widened to where statements
begin, are kept. Lines keep their numbers. What formatted code imports at its top is kept too.
"""

import posixpath
import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from itertools import islice

from pratique.code import select
from pratique.code.languages.language import Language
from pratique.code.prefilter import Hits

NEAR = 6_144
"""Bytes within which hits count together."""
AROUND = 1_536
MOST = 262_144
"""Bytes of one source that are parsed."""
_IMPORT = re.compile(
    rb"^(?:import\b[^\n]{1,400}|(?:const|let|var)\s[^\n]{1,120}\brequire\(\s*['\"][^\n]{1,200})$",
    re.MULTILINE,
)
_TOP = re.compile(rb"^[^\s)\]}/*]", re.MULTILINE)
_LITERAL = re.compile(rb"[A-Za-z0-9+/=_\\-]{512,}|(?:['\"]?[0-9A-Fa-fx]{1,8}['\"]?,\s{0,40}){128,}")
"""What is too long for people: a payload, which is nothing without the call that it stands in."""
_LITERALS_MOST = 2_000
_LONG = 256
"""Bytes that any of those has at least without another between them."""
_INSIDE = bytes(
    1
    if one
    in b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-\\'\", \t\n\r\f\v"
    else 0
    for one in range(256)
)
_STATEMENT = re.compile(rb"[;}{]")


def chosen(data: bytes, hits: Hits, language: str) -> tuple[bytes, tuple[int, ...]] | None:
    """Return the source with only what matters, and the lines that have hits; None for nothing."""
    spans = list(_merged(list(_spans(data, hits, language)), data))
    if not spans:
        return None
    kept = [(match.start(), match.end()) for match in _IMPORT.finditer(data, 0, 65_536)]
    spans = list(_merged([*kept, *spans], data))
    parts: list[bytes] = []
    position = size = 0
    for start, end in spans:
        if start > position:
            lines = data.count(b"\n", position, start)
            parts.append(b"\n" * lines if lines else b";")
        parts.append(data[start:end])
        position = end
        size += end - start
        if size > MOST:
            break
    return b"".join(parts), _lines(data, hits)


def _spans(data: bytes, hits: Hits, language: str) -> Iterator[tuple[int, int]]:
    """Yield where hits whose classes matter together stand, widened to statements.

    A long literal between two hits is no distance: it is what the one hands to the other.
    """
    found = sorted(select.places(hits, language))
    if not found:
        return
    literals = list(islice(_literals(data), _LITERALS_MOST))
    near = list(_squeezed([offset for offset, _ in found], literals))
    first = 0
    for last, (offset, _) in enumerate(found):
        while near[first] < near[last] - NEAR:
            first += 1
        together: frozenset[str] = frozenset()
        for _, classes in found[first : last + 1][-64:]:
            together |= classes
        if select.wanted(together, language):
            yield _around(literals, _widened(data, found[max(first, last - 63)][0], offset), data)


def _literals(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the spans of long literals; what is too short to hold one is passed at memory speed."""
    inside = data.translate(_INSIDE)
    begin = inside.find(_RUN)
    while begin >= 0:
        end = inside.find(b"\0", begin)
        end = len(data) if end < 0 else end
        for match in _LITERAL.finditer(data, begin, end):
            yield match.span()
        begin = inside.find(_RUN, end)


_RUN = b"\1" * _LONG


def _squeezed(offsets: list[int], literals: list[tuple[int, int]]) -> Iterator[int]:
    """Yield the offsets, in order, as they were if every literal had no length."""
    index = gone = 0
    for offset in offsets:
        while index < len(literals) and literals[index][1] <= offset:
            gone += literals[index][1] - literals[index][0]
            index += 1
        inside = index < len(literals) and literals[index][0] < offset
        yield literals[index][0] - gone if inside else offset - gone


def _around(literals: list[tuple[int, int]], span: tuple[int, int], data: bytes) -> tuple[int, int]:
    """Return a span that cuts no literal in two: it reaches behind the calls that one stands in."""
    low, high = span
    index = max(0, bisect_left(literals, (low, 0)) - 1)
    for begin, end in literals[index:]:
        if begin >= high:
            break
        if end > low:
            low = min(low, max(0, begin - AROUND))
            high = max(high, min(len(data), end + AROUND))
    return low, high


def _widened(data: bytes, start: int, end: int) -> tuple[int, int]:
    low = max(0, start - AROUND)
    line = data.rfind(b"\n", low, start)
    top = [match.start() for match in _TOP.finditer(data, max(0, start - 16_384), start)]
    if top and start - top[-1] < 16_384 and _lined(data, start):
        low = top[-1]
    elif line < 0 or not _lined(data, start):
        match = _STATEMENT.search(data, low, start)
        low = match.end() if match else low
    else:
        low = line + 1
    high = min(len(data), end + AROUND)
    if _lined(data, end):
        match = _TOP.search(data, end, end + 16_384)
        high = match.start() if match else high
        high = max(high, data.find(b"\n", end) + 1)
    else:
        place = data.rfind(b";", end, high)
        high = place + 1 if place >= 0 else high
    return low, high


def _lined(data: bytes, place: int) -> bool:
    """Tell whether the text around a place has lines that people read."""
    return data.count(b"\n", max(0, place - 2_000), place + 2_000) > 8


def _merged(spans: list[tuple[int, int]], data: bytes) -> Iterator[tuple[int, int]]:
    start = end = -1
    for low, high in sorted(spans):
        if start >= 0 and low <= end + 64:
            end = max(end, high)
            continue
        if end > start >= 0:
            yield start, end
        start, end = low, high
    if end > start >= 0:
        yield start, min(end, len(data))


def _lines(data: bytes, hits: Hits) -> tuple[int, ...]:
    found: list[int] = []
    position = line = 0
    for end, _ in hits.offsets():
        offset = max(0, end - 1)
        line += data.count(b"\n", position, offset)
        position = max(position, offset)
        found.append(line + 1)
    return tuple(dict.fromkeys(found))


_REQUIRED = re.compile(
    rb"(?:\brequire|\bimport)\s*\(\s*['\"`](\.{1,2}/[^'\"`\n]{0,200}|\.{1,2})['\"`]|"
    rb"\bfrom\s*['\"](\.{1,2}/[^'\"\n]{1,200})['\"]|\bimport\s*['\"](\.{1,2}/[^'\"\n]{1,200})['\"]"
)
_EARLY = frozenset(("install", "build", "startup"))
_FOLLOWED = 64
_ENDINGS = ("", ".js", ".cjs", ".mjs", ".ts", "/index.js")


def acts(found: frozenset[str], language: Language) -> bool:
    """Tell whether a small artifact does anything at all that is worth following it for."""
    return language.windows and not _ACTS.isdisjoint(found)


_ACTS = frozenset(
    "run reach evaluate decode net secret bad hiding blob wallet patch native drop delete "
    "deserialise sums".split()
)


def apart(sources: Mapping[str, bytes], tests: Collection[str]) -> frozenset[str]:
    """Return the tests, examples and documents that no other source names as a path."""
    others = [data for path, data in sources.items() if path not in tests]
    return frozenset(
        path
        for path in tests
        if not any(needle in data for needle in _named(path) for data in others)
    )


def _named(path: str) -> tuple[bytes, ...]:
    """Return how another source would write a member down."""
    folder, _, name = path.rpartition("/")
    stem = name.partition(".")[0]
    quoted = tuple(f"{quote}{stem}{after}" for quote in "'\"`" for after in ("'", '"', "`", "."))
    inner = folder.rpartition("/")[2]
    return tuple(one.encode() for one in (f"{inner}/{stem}", f"./{stem}", *quoted))


def hides(found: frozenset[str]) -> bool:
    """Tell whether what is done may be spread over files that show nothing by themselves."""
    return not _HIDES.isdisjoint(found)


_HIDES = frozenset("evaluate hiding decode reach blob sums".split())


def followed(texts: Mapping[str, bytes], given: Mapping[str, str]) -> frozenset[str]:
    """Return the members that install scripts load by name, and what those load in turn."""
    return frozenset(_loaded(texts, [path for path, when in given.items() if when in _EARLY]))


def leading(
    texts: Mapping[str, bytes], given: Mapping[str, str], picked: Collection[str]
) -> frozenset[str]:
    """Return the members that stand between what an import runs and what was picked.

    A main file that only calls what another one holds has nothing in it that is worth a look; but
    without it nobody knows that an import makes the call.
    """
    by = _loaded(texts, [path for path, when in given.items() if when == "import"])
    found: set[str] = set()
    for path in picked:
        while (path := by.get(path, "")) and path not in found:
            found.add(path)
    return frozenset(found)


def _loaded(texts: Mapping[str, bytes], first: Collection[str]) -> dict[str, str]:
    """Return what members load by name, and what that loads in turn, each with who loads it."""
    waiting = [path for path in first if path in texts]
    found: dict[str, str] = {}
    while waiting and len(found) < _FOLLOWED:
        path = waiting.pop()
        for match in _REQUIRED.finditer(texts[path], 0, 1_048_576):
            name = (match[1] or match[2] or match[3]).decode("utf-8", "replace")
            base = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
            target = next((base + end for end in _ENDINGS if base + end in texts), "")
            if target and target not in found:
                found[target] = path
                waiting.append(target)
    return found
