"""Choose what of a source deserves parsing: suspicion first, then only the blocks that carry it.

Two questions, both answered from the prefilter's hits without a syntax tree:

1. Does this module hold a *combination* that could matter (`wanted`)? Words of one class alone
   (a client of HTTP, a starter of processes) are what honest code is made of; they become cheap
   lexical facts. Hiding, decoding next to evaluating, secrets next to the network, a host that is
   abused: these send the module to the parser. Roots of activation are always parsed.
2. Which top-level blocks (`sparse`)? Those with hits, the imports, and, to a fixpoint, the blocks
   that bind names used in chosen blocks and the blocks that use aliases bound by chosen imports.
   The others become empty lines, so that every line keeps its number.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from pratique.code import atoms_java, atoms_javascript, classes, reach
from pratique.code.atoms import Atom
from pratique.code.prefilter import Hits

ROUNDS = 4
MOST = 262_144
"""Bytes of one module that are parsed at the most when it is no root."""

_PAIRS = (
    frozenset(("blob", "decode")),
    frozenset(("blob", "evaluate")),
    frozenset(("decode", "evaluate")),
    frozenset(("decode", "run")),
    frozenset(("net", "evaluate")),
    frozenset(("drop", "net")),
    frozenset(("drop", "run")),
    frozenset(("drop", "environment")),
    frozenset(("drop", "reach")),
    frozenset(("drop", "computed")),
    frozenset(("drop", "hiding")),
    frozenset(("bad", "computed")),
    frozenset(("bad", "hiding")),
    frozenset(("secret", "net")),
    frozenset(("secret", "decode")),
    frozenset(("secret", "run")),
    frozenset(("net", "run")),
    frozenset(("bad", "net")),
    frozenset(("bad", "run")),
    frozenset(("bad", "decode")),
    frozenset(("bad", "evaluate")),
    frozenset(("hiding", "reach")),
    frozenset(("hiding", "evaluate")),
    frozenset(("hiding", "decode")),
    frozenset(("environment", "net")),
    frozenset(("host", "net")),
    frozenset(("deserialise", "net")),
    frozenset(("native", "decode")),
    frozenset(("native", "net")),
)
_ACTS = frozenset("run reach evaluate net drop bad secret decode deserialise native hiding".split())
_IMPORT = re.compile(rb"^(?:import|from)\s|^try:|^if TYPE_CHECKING", re.MULTILINE)
_START = re.compile(rb"^[^\s#)\]}]", re.MULTILINE)
_TOKENS = re.compile(
    rb'"""|\'\'\'|#[^\n]*+|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"|\'[^\'\\\n]*+(?:\\.[^\'\\\n]*+)*+\''
    rb"|\([^()\[\]{}\"'#\n]*+\)|[()\[\]{}]|^(?:def|class|import|try|while|with)\b",
    re.DOTALL | re.MULTILINE,
)
"""Quotes, comments, brackets (those that close at once together), and words that are statements.
Possessive throughout: to try again costs a hundred bytes for each of a text's."""
_BOUND = re.compile(
    rb"^(?:async\s+)?(?:def|class)\s+(\w+)|^(\w+)\s*(?::[^=\n]+)?=[^=]|^(\w+)\s*,", re.MULTILINE
)
_DEFINED = re.compile(rb"(?:@[^\n]*\n\s*)*(?:async\s+)?(?:def|class)\s+(\w+)")
_NAMES = 400
_WHOLE = 786_432
_SHORT = 24_576
_ALIAS = re.compile(rb"\bas\s+(\w+)|^from\s+\S+\s+import\s+([^\n]+)", re.MULTILINE)
_WORD = re.compile(rb"[A-Za-z_]\w*")


def places(hits: Hits, language: str) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield where each hit with a class ends, and its classes; shapes at their beginning."""
    table = _of_atoms(language, hits)
    for end, index in hits.offsets():
        if table[index]:
            yield end, table[index]
    shaped = {"escape-run": "blob", "base64-run": "blob", "number-run": "blob", "sum-run": "sums"}
    for name, spans in hits.shapes.items():
        if name in shaped:
            yield from ((start, frozenset((shaped[name],))) for start, _ in spans)
        elif name in classes.HIDDEN:
            yield from ((start, frozenset(("hiding", "bad"))) for start, _ in spans)


def acting(hits: Hits, found: frozenset[str], language: str) -> list[int]:
    """Return where the hits of some classes stand, and the shapes."""
    spans = [span for some in hits.shapes.values() for span in some]
    words = [end - 1 for end, of in places(hits, language) if not of.isdisjoint(found)]
    return [*words, *(start for start, _ in spans)]


def _of_atoms(language: str, hits: Hits) -> tuple[frozenset[str], ...]:
    """Return the classes of each atom of a group; there are few groups, and each has one table."""
    known = _TABLES.get((language, id(hits.atoms)))
    if known is not None:
        return known[1]
    by_word, by_mark = classes.of_words(language), classes.of_marks()
    found: list[frozenset[str]] = []
    for atom in hits.atoms:
        if atom.kind == "word":
            found.append(by_word.get(atom.name, frozenset()))
        elif atom.kind in {"string", "host"}:
            found.append(frozenset({by_mark.get(atom.name, "")} - {""}))
        else:
            found.append(frozenset())
    _TABLES[language, id(hits.atoms)] = hits.atoms, tuple(found)
    return tuple(found)


_TABLES: dict[tuple[str, int], tuple[tuple[Atom, ...], tuple[frozenset[str], ...]]] = {}


def wanted(found: frozenset[str], language: str = "python") -> bool:
    """Tell whether the classes of a module can matter together."""
    if language == "javascript" and any(pair <= found for pair in atoms_javascript.PAIRS):
        return True
    if language in {"java", "rust"} and {"walk", "net"} <= found:
        return True
    if language == "rust" and "reach" in found and not found.isdisjoint(("run", "net")):
        return True
    if language == "rust" and not found.isdisjoint(("bad", "drop", "secret")):
        return True
    if language == "java":
        if not atoms_java.ALONE.isdisjoint(found) or {"reach", "decode"} <= found:
            return True
    return any(pair <= found for pair in _PAIRS)


def acts(found: frozenset[str]) -> bool:
    """Tell whether a tiny artifact does anything at all that is worth following."""
    return not _ACTS.isdisjoint(found)


def sparse(
    data: bytes, hits: Hits, language: str = "python", found: frozenset[str] = frozenset()
) -> tuple[bytes, tuple[int, ...]]:
    """Return the source with only its chosen blocks, and the lines that have hits.

    `found` are the classes of the source: where some of them matter together, hits of the others
    say nothing of it.
    """
    starts = blocks(data)
    chosen: set[int] = set()
    spans = [span for found_ in hits.shapes.values() for span in found_]
    offsets = [start for start, _ in spans]
    matter = frozenset(one for pair in _PAIRS if pair <= found for one in pair)
    if language == "python" and matter:
        offsets += [end - 1 for end, of in places(hits, language) if not of.isdisjoint(matter)]
    else:
        offsets += [end - 1 for end, _ in hits.offsets()]
    for offset in offsets:
        chosen.add(bisect_right(starts, offset) - 1)
    chosen.discard(-1)
    if language == "python":
        mentioned, places_ = reach.mentions(data, starts, offsets)
        chosen |= mentioned
        offsets += places_
    for match in _IMPORT.finditer(data):
        chosen.add(bisect_right(starts, match.start()) - 1)
    chosen.discard(-1)  # what stands before the first block, where quotes or brackets never close
    if language == "python":
        if len(data) > _WHOLE:  # a text that no parse can hold must not part what stands around it
            chosen = {one for one in chosen if len(_block(data, starts, one)) < _WHOLE}
        _callers(data, starts, chosen)
    _fixpoint(data, starts, chosen)
    return _blanked(data, starts, chosen), _lines(data, offsets)


def blocks(data: bytes) -> list[int]:
    """Return where top-level blocks start; text inside triple quotes or brackets starts none."""
    starts = [match.start() for match in _START.finditer(data)]
    inside = _inside(data)
    if inside:
        begins = [start for start, _ in inside]
        kept = []
        for start in starts:
            at = bisect_right(begins, start) - 1
            if at < 0 or not inside[at][0] < start < inside[at][1]:
                kept.append(start)
        starts = kept
    merged: list[int] = []
    joined = (b"else", b"elif", b"except", b"finally", b"@")
    after_decorator = False
    for start in starts:
        head = data[start : start + 8]
        if merged and (after_decorator or head.startswith(joined[:-1])):
            after_decorator = head.startswith(b"@")
            continue
        after_decorator = head.startswith(b"@")
        merged.append(start)
    return merged


def _inside(data: bytes) -> list[tuple[int, int]]:
    """Return the spans of several lines that quotes or brackets hold together."""
    spans: list[tuple[int, int]] = []
    depth = opened = position = 0
    while (match := _TOKENS.search(data, position)) is not None:
        token = match.group()
        position = match.end()
        if token in _OPENING:
            depth += 1
            opened = match.start() if depth == 1 else opened
        elif token in _CLOSING:
            depth = max(0, depth - 1)
            if not depth and b"\n" in data[opened:position]:
                spans.append((opened, position))
        elif token in _TRIPLE:
            end = data.find(token, position)
            while end > 0 and data[end - 1 : end] == b"\\":
                end = data.find(token, end + 1)
            position = len(data) if end < 0 else end + 3
            if not depth:
                spans.append((match.start(), position))
        elif depth and token[:1].isalpha():  # no such word stands inside brackets
            spans.append((opened, match.start()))
            depth = 0
    return spans


_OPENING, _CLOSING = frozenset((b"(", b"[", b"{")), frozenset((b")", b"]", b"}"))
_TRIPLE = frozenset((b'"""', b"'''"))


def _block(data: bytes, starts: list[int], index: int) -> bytes:
    end = starts[index + 1] if index + 1 < len(starts) else len(data)
    return data[starts[index] : end]


def _callers(data: bytes, starts: list[int], chosen: set[int]) -> None:
    """Add the statements outside functions that use a function or class of a chosen block.

    In a short source also the functions between the two.
    """
    known: set[bytes] = set()
    fresh = set(chosen)
    for _ in range(ROUNDS):
        heads = (_DEFINED.match(data, starts[index]) for index in fresh)
        names = {head[1] for head in heads if head is not None} - known
        if not names or len(names) > _NAMES:
            return
        known |= names
        pattern = re.compile(rb"(?<![.\w])(?:%b)\b" % b"|".join(map(re.escape, sorted(names))))
        places = (bisect_right(starts, one.start()) - 1 for one in pattern.finditer(data))
        fresh = {place for place in places if place >= 0} - chosen
        if len(data) > _SHORT:
            fresh = {place for place in fresh if _DEFINED.match(data, starts[place]) is None}
        chosen |= fresh


def _fixpoint(data: bytes, starts: list[int], chosen: set[int]) -> None:
    """Add the blocks that bind what chosen blocks use, and those that use chosen aliases."""
    binders: dict[bytes, list[int]] = {}
    for match in _BOUND.finditer(data):
        name = match[1] or match[2] or match[3]
        place = bisect_right(starts, match.start()) - 1
        if place >= 0 and starts[place] == match.start():
            binders.setdefault(name, []).append(place)
    size = sum(len(_block(data, starts, index)) for index in chosen)
    fresh = set(chosen)
    for _ in range(ROUNDS):
        used: set[bytes] = set()
        for index in fresh:
            used.update(_WORD.findall(_block(data, starts, index)))
        fresh = {place for name in used if name in binders for place in binders[name]} - chosen
        for place in sorted(fresh):
            more = len(_block(data, starts, place))
            if size + more > MOST:
                continue  # a text of megabytes must not keep out what uses it
            size += more
            chosen.add(place)
        if not fresh:
            return


def _blanked(data: bytes, starts: list[int], chosen: set[int]) -> bytes:
    parts: list[bytes] = []
    position = 0
    for index in sorted(chosen):
        start = starts[index]
        end = starts[index + 1] if index + 1 < len(starts) else len(data)
        if start > position:
            parts.append(b"\n" * data.count(b"\n", position, start))
        parts.append(data[max(start, position) : end])
        position = max(position, end)
    return b"".join(parts)


def _lines(data: bytes, offsets: list[int]) -> tuple[int, ...]:
    found: list[int] = []
    position = line = 0
    for offset in sorted(offsets):
        line += data.count(b"\n", position, offset)
        position = max(position, offset)
        found.append(line + 1)
    return tuple(dict.fromkeys(found))
