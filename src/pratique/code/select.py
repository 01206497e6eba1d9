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
from functools import cache

from pratique.code import api, atoms_javascript, strings
from pratique.code.prefilter import Hits

ROUNDS = 4
MOST = 262_144
"""Bytes of one module that are parsed at the most when it is no root."""

_CLASSES = (
    ("exec/dynamic-code", "evaluate"),
    ("exec/dynamic-import", "reach"),
    ("exec/deserialize", "deserialise"),
    ("exec/native-load", "native"),
    ("exec/in-memory", "bad"),
    ("exec/download-run", "drop"),
    ("exec/remote-code", "drop"),
    ("exec/", "run"),
    ("net/exfil-webhook", "drop"),
    ("net/suspicious-host", "drop"),
    ("net/raw-public-ip", "drop"),
    ("net/dead-drop", "drop"),
    ("net/anonymizer", "drop"),
    ("net/", "net"),
    ("creds/env", "environment"),
    ("creds/", "secret"),
    ("collect/", "secret"),
    ("discover/host", "host"),
    ("discover/", "host"),
    ("persist/", "bad"),
    ("privesc/", "bad"),
    ("evade/", "bad"),
    ("impact/", "bad"),
    ("obfus/", "bad"),
    ("hook/", "reach"),
    ("fs/", "file"),
)
_HIDING = frozenset(
    "__subclasses__ __globals__ __builtins__ __builtin__ __getattribute__ marshal FunctionType "
    "CodeType LambdaType addaudithook rot13 rot_13 getattrgetter methodcaller".split()
)
_DECODING = frozenset(
    "b64decode b32decode b16decode b85decode a85decode fromhex unhexlify Fernet decompress zlib "
    "lzma bz2 codecs base64 AES ARC4 decodebytes decodestring urlsafe_b64decode b64encode".split()
)
_EVALUATING = frozenset(
    "exec eval compile execfile runpy run_path run_module transmute".split()
)
_SHAPES = frozenset(("base64-run", "long-line", "escape-run", "blank-run", "hex-run"))
_HIDDEN = frozenset(("bidi", "invisible", "tag-characters", "variation-selectors"))

_PAIRS = (
    frozenset(("blob", "decode")),
    frozenset(("blob", "evaluate")),
    frozenset(("decode", "evaluate")),
    frozenset(("net", "evaluate")),
    frozenset(("drop", "net")),
    frozenset(("drop", "run")),
    frozenset(("drop", "environment")),
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
_IMPORT = re.compile(rb"^(?:import|from)\s|^try:|^if TYPE_CHECKING", re.MULTILINE)
_START = re.compile(rb"^[^\s#)\]}]", re.MULTILINE)
_QUOTES = re.compile(rb'"""|\'\'\'|#[^\n]*|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'', re.DOTALL)
_BOUND = re.compile(
    rb"^(?:async\s+)?(?:def|class)\s+(\w+)|^(\w+)\s*(?::[^=\n]+)?=[^=]|^(\w+)\s*,", re.MULTILINE
)
_ALIAS = re.compile(rb"\bas\s+(\w+)|^from\s+\S+\s+import\s+([^\n]+)", re.MULTILINE)
_WORD = re.compile(rb"[A-Za-z_]\w*")


@cache
def _word_classes(language: str) -> dict[str, frozenset[str]]:
    """Return, for each word atom, the classes of what its symbols do."""
    from pratique.code.atoms import words

    if language == "javascript":
        named = {
            name: frozenset({_class(one) for one in behaviours} - {""})
            for name, behaviours in atoms_javascript.behaviours().items()
        }
        return {**named, **atoms_javascript.shape_classes()}
    known = set(words(language))
    found: dict[str, set[str]] = {word: set() for word in known}
    meanings = api.load(language)
    for table in (meanings.exact, meanings.starred):
        for symbol, meaning in table.items():
            behaviours = (*meaning.does, *(one for way in meaning.when for one in way.does))
            classes = {_class(one) for one in behaviours if one}
            for part in re.split(r"\.|::", symbol):
                if part in found:
                    found[part] |= classes
    for name, words_ in (("hiding", _HIDING), ("decode", _DECODING), ("evaluate", _EVALUATING)):
        for word in words_:
            found.setdefault(word, set()).add(name)
    for word in _DECODING | _EVALUATING:
        found[word] &= {"hiding", "decode", "evaluate", "reach"}
    return {word: frozenset(classes - {""}) for word, classes in found.items()}


@cache
def _mark_classes() -> dict[str, str]:
    marks = strings.load()
    found = {mark.symbol: "" if mark.weak else _class(mark.behaviour) for mark in marks.mark}
    found.update({one.symbol: "" if one.weak else _class(one.behaviour) for one in marks.hosts})
    return found


def _class(behaviour: str) -> str:
    return next((name for prefix, name in _CLASSES if behaviour.startswith(prefix)), "")


def classes(hits: Hits, language: str) -> frozenset[str]:
    """Return the classes of what a module's words, strings and shapes stand for."""
    by_word, by_mark = _word_classes(language), _mark_classes()
    found: set[str] = set()
    for atom in hits.distinct():
        if atom.kind == "word":
            found |= by_word.get(atom.name, frozenset())
        elif atom.kind in {"string", "host"}:
            found.add(by_mark.get(atom.name, ""))
    found |= _shaped(hits, language)
    return frozenset(found - {""})


def _shaped(hits: Hits, language: str) -> frozenset[str]:
    blobs = _SHAPES - {"long-line"} | {"number-run"} if language == "javascript" else _SHAPES
    found: set[str] = set()
    if not blobs.isdisjoint(hits.shapes):
        found.add("blob")
    if "sum-run" in hits.shapes:
        found.add("sums")
    if not _HIDDEN.isdisjoint(hits.shapes):
        found |= {"hiding", "bad"}
    return frozenset(found)


def places(hits: Hits, language: str) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield where each hit with a class ends, and its classes; shapes at their beginning."""
    by_word, by_mark = _word_classes(language), _mark_classes()
    table: list[frozenset[str]] = []
    for atom in hits.atoms:
        if atom.kind == "word":
            table.append(by_word.get(atom.name, frozenset()))
        elif atom.kind in {"string", "host"}:
            table.append(frozenset({by_mark.get(atom.name, "")} - {""}))
        else:
            table.append(frozenset())
    for end, index in hits.offsets():
        if table[index]:
            yield end, table[index]
    shaped = {"escape-run": "blob", "base64-run": "blob", "number-run": "blob", "sum-run": "sums"}
    for name, spans in hits.shapes.items():
        if name in shaped:
            yield from ((start, frozenset((shaped[name],))) for start, _ in spans)
        elif name in _HIDDEN:
            yield from ((start, frozenset(("hiding", "bad"))) for start, _ in spans)


def wanted(found: frozenset[str], language: str = "python") -> bool:
    """Tell whether the classes of a module can matter together."""
    if language == "javascript" and any(pair <= found for pair in atoms_javascript.PAIRS):
        return True
    return any(pair <= found for pair in _PAIRS)


def sparse(data: bytes, hits: Hits) -> tuple[bytes, tuple[int, ...]]:
    """Return the source with only its chosen blocks, and the lines that have hits."""
    starts = _blocks(data)
    chosen: set[int] = set()
    spans = [span for found in hits.shapes.values() for span in found]
    offsets = [end - 1 for end, _ in hits.offsets()] + [start for start, _ in spans]
    for offset in offsets:
        chosen.add(bisect_right(starts, offset) - 1)
    chosen.discard(-1)
    for match in _IMPORT.finditer(data):
        chosen.add(bisect_right(starts, match.start()) - 1)
    _fixpoint(data, starts, chosen)
    return _blanked(data, starts, chosen), _lines(data, offsets)


def _blocks(data: bytes) -> list[int]:
    """Return where top-level blocks start; text inside triple quotes starts none."""
    starts = [match.start() for match in _START.finditer(data)]
    inside: list[tuple[int, int]] = []
    position = 0
    while (match := _QUOTES.search(data, position)) is not None:
        token = match.group()
        position = match.end()
        if token in {b'"""', b"'''"}:
            end = data.find(token, position)
            while end > 0 and data[end - 1 : end] == b"\\":
                end = data.find(token, end + 1)
            end = len(data) if end < 0 else end + 3
            inside.append((match.start(), end))
            position = end
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


def _block(data: bytes, starts: list[int], index: int) -> bytes:
    end = starts[index + 1] if index + 1 < len(starts) else len(data)
    return data[starts[index] : end]


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
        fresh = {
            place for name in used if name in binders for place in binders[name]
        } - chosen
        for place in sorted(fresh):
            size += len(_block(data, starts, place))
            if size > MOST:
                return
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
