"""What the words, strings and shapes of a source stand for, in a handful of classes.

A word stands for the symbols that cannot be reached without it. Where that word is the name of a
module (`socket`), a class counts only if the last part of one of its symbols (`gethostname`) is
written too, unless the source reaches members by names that it may put together.
"""

import re
from functools import cache

import msgspec

from pratique.code import api, atoms, atoms_java, atoms_javascript, strings
from pratique.code.prefilter import Hits

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
    ("discover/", "host"),
    ("persist/", "bad"),
    ("privesc/", "bad"),
    ("evade/", "bad"),
    ("impact/", "bad"),
    ("obfus/", "bad"),
    ("hook/", "reach"),
    ("fs/enumerate", "walk"),
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
_EVALUATING = frozenset("exec eval compile execfile runpy run_path run_module transmute".split())
_SHAPES = frozenset(("base64-run", "long-line", "escape-run", "blank-run", "hex-run"))
HIDDEN = frozenset(("bidi", "invisible", "tag-characters", "variation-selectors"))
"""Shapes of text that is there and cannot be seen."""
_COMPUTED = frozenset(
    "getattr setattr vars globals __dict__ __getattribute__ attrgetter methodcaller __subclasses__ "
    "__globals__".split()
)
"""Words that reach members by a name that need not be written."""
_BOUND = (
    rb"%(n)s\s*(?:\\\s*)?\("  # a call
    rb"|[=(,\[{:]\s*%(w)s"  # handed on, or given another name
    rb"|[\"']%(w)s|%(w)s[\"']"  # by its name
    rb"|\bimport\b[^\n]*%(w)s|(?:^|[\r\n\f;])[ \t\f]*%(w)s"  # imported, or first in a line
)
_EVERYWHERE = (
    (b"builtin", re.compile(rb"\b(?:__builtins?__|builtins)\b")),
    (
        b"globals",
        re.compile(rb"\bglobals\b"),
    ),
)
_STAR = re.compile(rb"import\s*\(?\s*\*")
"""Where a bare name may stand for anything: each of its places counts."""
_AFTER = re.compile(rb"[\s\\]*+")
_PLACES = 100
"""Places of a word that are looked at one by one."""


def _meant(word: bytes, *, member: bool) -> re.Pattern[bytes]:
    """Return where a name is more than a word of a text: a member of a module, or a built-in."""
    whole = rb"\b" + word + rb"\b"
    places = _BOUND % {b"w": whole, b"n": rb"(?<![.\w])" + word + rb"\b"}
    if member:
        places += rb"|(?<!\bplatform)\.\s*(?:\\\s*)?" + word + rb"\b"
    return re.compile(places)


_MEANT = {
    "system": _meant(b"system", member=True),
    "compile": _meant(b"compile", member=False),
    "exec": _meant(b"exec", member=False),
    "eval": _meant(b"eval", member=False),
}
"""Of words that texts and methods of anything use, too: what has to stand there to matter."""
_PLAINLY = frozenset(("getattr", "setattr"))
_GETATTR = re.compile(rb"getattr\b")
_LITERAL = re.compile(rb"getattr\(\s*[\w.]+,\s*(?:\"\w+\"|'\w+')\s*[,)]")
_SPELLED = tuple(
    re.compile(one)
    for one in (rb"chr\b", rb"bytes\(\s*\[", rb"bytearray\(\s*\[", rb"::\s*-\s*1\s*\]")
)
"""What spells a name out of numbers, or backwards; then no word of what is reached is written.
Each begins with letters, which are found at the speed of memory."""
_PLATFORM = re.compile(rb"\bas\s+platform\b|\bplatform\s*=[^=]|\bplatform\s*:=")


class Way(msgspec.Struct, frozen=True, gc=False):
    """Classes that a word stands for if one of some words is there too; no words: always."""

    classes: frozenset[str]
    beside: tuple[bytes, ...] = ()


def of_behaviour(behaviour: str) -> str:
    """Return the class of a behaviour; empty when it is of no interest by itself."""
    return next((name for prefix, name in _CLASSES if behaviour.startswith(prefix)), "")


def _compiled(behaviour: str) -> str:
    return "decode" if behaviour == "decode" else of_behaviour(behaviour)


def of(hits: Hits, data: bytes, language: str) -> frozenset[str]:
    """Return the classes of what a source's words, strings and shapes stand for."""
    ways, marks = words(language), of_marks()
    names = [atom.name for atom in hits.distinct() if atom.kind == "word"]
    computed = _computes(frozenset(names), data, language)
    found: set[str] = set()
    for name in names:
        if name in _MEANT and language == "python" and _innocent(name, data):
            continue
        for way in ways.get(name, ()):
            if way.classes <= found:
                continue
            if not way.beside or computed or any(word in data for word in way.beside):
                found |= way.classes
    if computed and language == "python" and any(one.search(data) for one in _SPELLED):
        found |= {"hiding", "reach"}
    found.update(
        marks.get(atom.name, "") for atom in hits.distinct() if atom.kind in {"string", "host"}
    )
    return frozenset((found | of_shapes(hits, language)) - {""})


def of_shapes(hits: Hits, language: str) -> frozenset[str]:
    """Return the classes of what a source looks like."""
    blobs = _SHAPES - {"long-line"} | {"number-run"} if language == "javascript" else _SHAPES
    found: set[str] = set()
    if not blobs.isdisjoint(hits.shapes):
        found.add("blob")
    if "sum-run" in hits.shapes:
        found.add("sums")
    if not HIDDEN.isdisjoint(hits.shapes):
        found |= {"hiding", "bad"}
    return frozenset(found)


@cache
def of_marks() -> dict[str, str]:
    """Return the class of each string and group of hosts."""
    marks = strings.load()
    found = {mark.symbol: "" if mark.weak else of_behaviour(mark.behaviour) for mark in marks.mark}
    found.update(
        {one.symbol: "" if one.weak else of_behaviour(one.behaviour) for one in marks.hosts}
    )
    return found


@cache
def of_words(language: str) -> dict[str, frozenset[str]]:
    """Return all classes that each word may stand for."""
    return {
        word: frozenset(one for way in ways for one in way.classes)
        for word, ways in words(language).items()
    }


@cache
def words(language: str) -> dict[str, tuple[Way, ...]]:
    """Return, for each word atom, the classes of what its symbols do."""
    if language == "javascript":
        named = {
            name: frozenset({of_behaviour(one) for one in behaviours} - {""})
            for name, behaviours in atoms_javascript.behaviours().items()
        }
        named.update(atoms_javascript.shape_classes())
        return {name: (Way(classes),) for name, classes in named.items()}
    if language == "class":
        return {
            name: (Way(frozenset({_compiled(one) for one in behaviours} - {""})),)
            for name, behaviours in atoms_java.behaviours().items()
        }
    table = _symbols(language)
    for name, words_ in (
        ("hiding", _HIDING),
        ("decode", _DECODING),
        ("evaluate", _EVALUATING),
        ("computed", _COMPUTED),
    ):
        for word in words_:
            table.setdefault(word, {}).setdefault(name, set()).add(b"")
    for word in _DECODING | _EVALUATING:
        kept = {"hiding", "decode", "evaluate", "reach"} & set(table[word])
        table[word] = {name: {b""} for name in kept}
    return {word: tuple(_ways(classes)) for word, classes in table.items()}


def _ways(classes: dict[str, set[bytes]]) -> list[Way]:
    always = frozenset(name for name, beside in classes.items() if b"" in beside)
    found = [Way(always)] if always else []
    return found + [
        Way(frozenset((name,)), tuple(sorted(beside)))
        for name, beside in classes.items()
        if b"" not in beside
    ]


def _symbols(language: str) -> dict[str, dict[str, set[bytes]]]:
    """Return word → class → last parts of the symbols; the empty part stands for any."""
    found: dict[str, dict[str, set[bytes]]] = {word: {} for word in atoms.words(language)}
    meanings = api.load(language)
    for star, table in ((False, meanings.exact), (True, meanings.starred)):
        for symbol, meaning in table.items():
            behaviours = (*meaning.does, *(one for way in meaning.when for one in way.does))
            classes = {of_behaviour(one) for one in behaviours} - {""}
            last = re.split(r"\.|::", symbol)[-1]
            for word in atoms.rare(symbol, star=star):
                for name in classes if word in found else ():
                    beside = b"" if star or word == last else last.encode()
                    found[word].setdefault(name, set()).add(beside)
    for module, meant in meanings.modules.items():
        for word in atoms.rare(module, star=False):
            for name, beside_all in found.get(meant.partition(".")[0], {}).items():
                if word in found:
                    found[word].setdefault(name, set()).update(beside_all)
    return found


def _computes(names: frozenset[str], data: bytes, language: str) -> bool:
    """Tell whether a source reaches members by names that need not be written.

    In Python `setattr` reaches nothing, and `getattr` with a name that is written whole names it.
    """
    reaching = names & _COMPUTED
    if language != "python" or not reaching <= _PLAINLY:
        return bool(reaching)
    if "getattr" not in reaching:
        return False
    return len(_LITERAL.findall(data)) < len(_GETATTR.findall(data))


def _innocent(name: str, data: bytes) -> bool:
    """Tell whether a word that texts use, too, is nowhere more than that."""
    if any(literal in data and whole.search(data) for literal, whole in _EVERYWHERE):
        return False
    if _STAR.search(data) or (name == "system" and _PLATFORM.search(data)):
        return False
    word = name.encode()
    if data.count(word) > _PLACES:
        return _MEANT[name].search(data) is None
    place = data.find(word)
    while place >= 0:
        if _MEANT[name].search(data, *_surroundings(data, place, place + len(word))):
            return False
        place = data.find(word, place + len(word))
    return True


def _surroundings(data: bytes, start: int, end: int) -> tuple[int, int]:
    """Return the span that decides what a word means: its line, blanks around it set aside.

    A search over the whole text tries each of its bytes; a word has few places.
    """
    low = len(data[max(0, start - _BEFORE) : start].rstrip(b" \t\r\n\f\v\\"))
    first = max(0, start - _BEFORE) + low
    if not low and start > _BEFORE:
        first = 0
    after = _AFTER.match(data, end)
    return max(0, data.rfind(b"\n", 0, first)), (after.end() if after else end) + 1


_BEFORE = 4_096
