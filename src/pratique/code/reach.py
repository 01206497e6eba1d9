"""Follow names through Python's text, without a syntax tree: where hits lead, what leads there.

A hit binds names: `from os import system as s`, `t = {"a": os.system}`, `def f(a): os.system(a)`.
Blocks that mention such a name deserve the same look as the hit itself (`mentions`). And what of a
module an import runs is only what stands outside functions, or is mentioned there (`imported`).
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from pratique.code import api
from pratique.code.prefilter import Hits

ROUNDS = 2
_MOST_NAMES = 200
_LINE = 2_000
_ASSIGNED = re.compile(
    rb"^[ \t]*([\w.]+(?:[ \t]*,[ \t]*[\w.*]+)*)[ \t]*(?::[^=\n]{1,80})?=[^=]|(\w+)[ \t]*:="
    rb"|\bfor[ \t]+([\w, \t]+?)[ \t]+in\b|\bas[ \t]+(\w+)[ \t]*:|^(?:async[ \t]+)?def[ \t]+(\w+)"
)
_IMPORTED = re.compile(rb"^[ \t]*(?:from[ \t\\]+([\w.]+)[ \t\\]+)?import\b(.*)", re.DOTALL)
_FROM = re.compile(rb"^[ \t]*from[ \t\\]+[\w.]+[ \t\\]+import\b[^#\n]*\(|^[ \t]*(?:from|import)\b")
_LAZY = re.compile(rb"^[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)|^class[ \t]+(\w+)", re.MULTILINE)
_BODY = re.compile(rb"\)[ \t]*(?:->[^:\n]{1,80})?:")
_SILENT = re.compile(rb"(?:import|from|__all__)\b")
_IMPORTS = re.compile(rb"^[ \t]*(?:from|import)\b[^\n]*", re.MULTILINE)
_TOP = re.compile(rb"^(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE)
_TOP_LEVEL = re.compile(rb"^[^\s#)\]}]", re.MULTILINE)
_NAME = re.compile(rb"[^\W\d]\w*")
_DULL = frozenset(b"self cls os sys re io in is as if not and or None True False _".split())


def mentions(data: bytes, starts: list[int], offsets: list[int]) -> tuple[set[int], list[int]]:
    """Return the blocks that mention what hits bind, and the offsets where they do."""
    known: set[bytes] = set()
    found: set[int] = set()
    places: list[int] = []
    fresh = offsets
    for _ in range(ROUNDS):
        names = set(bound(data, starts, fresh, functions=False)) - known
        if not names or len(names) > _MOST_NAMES:
            break
        known |= names
        pattern = re.compile(rb"\b(?:%b)\b" % b"|".join(map(re.escape, sorted(names))))
        fresh = [match.start() for match in pattern.finditer(data)]
        places += fresh
        found.update(bisect_right(starts, place) - 1 for place in fresh)
    return found - {-1}, places


def bound(
    data: bytes, starts: list[int], offsets: Iterable[int], *, functions: bool = True
) -> Iterator[bytes]:
    """Yield the names that the lines of hits bind, and the blocks that they stand in."""
    seen: set[int] = set()
    line, after = 0, 0  # of the last hit: a line may have a million
    for offset in offsets:
        block = bisect_right(starts, offset) - 1
        if not line <= offset < after:
            line = data.rfind(b"\n", 0, offset) + 1
            end = data.find(b"\n", offset)
            after = end if end >= 0 else len(data)
        begins = {line, starts[block] if block >= 0 else 0}
        for begin in begins - seen:
            seen.add(begin)
            yield from _of_line(data, begin, functions=functions)


def _of_line(data: bytes, begin: int, *, functions: bool) -> Iterator[bytes]:
    end = data.find(b"\n", begin)
    line = data[begin : end if end >= 0 else None][:_LINE]
    if _FROM.match(line):
        if b"(" in line or line.rstrip().endswith(b"\\"):
            line = data[begin : begin + _LINE].partition(b")")[0]
        yield from _of_import(line)
        return
    yield from _assigned(line, functions=functions)


@lru_cache(maxsize=1024)
def _assigned(line: bytes, *, functions: bool) -> tuple[bytes, ...]:
    """Return the names that a line assigns; floods repeat their lines."""
    return tuple(_targets(line, functions=functions))


def _targets(line: bytes, *, functions: bool) -> Iterator[bytes]:
    for match in _ASSIGNED.finditer(line):
        if match[5] is not None and not functions:
            continue
        for target in (match[1] or match[2] or match[3] or match[4] or match[5]).split(b","):
            name = target.strip(b" \t*").rpartition(b".")[2]
            if name and name not in _DULL and not name.startswith(b"__"):
                yield name


def _of_import(line: bytes) -> Iterator[bytes]:
    match = _IMPORTED.match(line)
    if match is None:
        return
    if b"*" in match[2] and match[1]:
        yield from _members(match[1].decode("ascii", "replace"))
        return
    for part in match[2].replace(b"(", b" ").replace(b"\\", b" ").split(b","):
        words = part.split()
        if len(words) >= 3 and words[1] == b"as":
            yield words[2]
        elif words and words[0].isascii() and words[0] not in _DULL:
            yield words[0].partition(b".")[0]


def _members(module: str) -> Iterator[bytes]:
    """Yield the names of a library that mean something, which `import *` brings."""
    meanings = api.load("python")
    prefix = meanings.canonical(module) + "."
    for symbol in meanings.exact:
        if symbol.startswith(prefix):
            yield symbol[len(prefix) :].partition(".")[0].encode()


def imported(data: bytes, starts: list[int], offsets: list[int]) -> bool:
    """Tell whether importing the module may run what stands at these places."""
    wanted: set[bytes] = set()
    run = b"\n".join(_running(data, starts))
    for offset in offsets:
        block = starts[max(0, bisect_right(starts, offset) - 1)] if starts else 0
        if _SILENT.match(data, block):
            continue
        owner = _owner(data, block, offset)
        if owner is None:
            return True
        wanted.add(owner)
    wanted.update(bound(data, starts, offsets))
    return _leads(data, starts, run, wanted)


def aliases(data: bytes, offsets: Iterable[int]) -> set[bytes]:
    """Return the names that lines at the top of a module give to what stands there."""
    found: set[bytes] = set()
    for offset in offsets:
        begin = data.rfind(b"\n", 0, offset) + 1
        if not data[begin : begin + 1].isspace():
            found.update(_of_line(data, begin, functions=False))
    return found


def calls(data: bytes, starts: list[int], names: set[bytes]) -> bool:
    """Tell whether what an import of the module runs mentions one of these names."""
    return _leads(data, starts, b"\n".join(_running(data, starts)), names)


def exported(data: bytes, hits: Hits) -> set[bytes]:
    """Return the names under which other modules can reach what the hits of a module do."""
    found: set[bytes] = set()
    for end, _ in hits.offsets():
        begin = data.rfind(b"\n", 0, end) + 1
        if not data[begin : begin + 1].isspace():
            found.update(_of_line(data, begin, functions=True))
    ends = [end for end, _ in hits.offsets()]
    for match in _TOP.finditer(data):
        following = _TOP_LEVEL.search(data, match.end())
        stop = following.start() if following is not None else len(data)
        if bisect_right(ends, stop) > bisect_right(ends, match.start()):
            found.add(match[1])
    return found


def imports(data: bytes) -> Iterator[bytes]:
    """Yield every word of the lines that import something."""
    for match in _IMPORTS.finditer(data):
        yield from _NAME.findall(match[0])


def names(data: bytes) -> set[bytes]:
    """Return every word of a text that may be a name."""
    return set(_NAME.findall(data))


def mentioned(data: bytes, names: set[bytes]) -> bool:
    """Tell whether any of some names is used in the text."""
    return any(re.search(rb"\b%b\s*[(.,)\]]" % re.escape(name), data) for name in names)


def taken(data: bytes, exported_by: Mapping[bytes, set[bytes]]) -> set[bytes]:
    """Return the names of other modules' that the imports of a module may bring."""
    found: set[bytes] = set()
    for stem, names in exported_by.items():
        if stem not in data:
            continue
        for match in re.finditer(
            rb"^[ \t]*(?:from|import)\b[^\n]*\b%b\b[^\n]*" % stem, data, re.MULTILINE
        ):
            found |= names
            found.update(_of_import(match[0]))
    return found


def _leads(data: bytes, starts: list[int], run: bytes, wanted: set[bytes]) -> bool:
    """Tell whether what runs mentions a wanted name, directly or through functions it mentions."""
    lazy = {name: start for start, name in _definitions(data, starts)}
    pending, seen = [run], set[bytes]()
    while pending:
        for name in set(_NAME.findall(pending.pop())) - seen:
            if name in wanted:
                return True
            seen.add(name)
            if name in lazy:
                place = bisect_right(starts, lazy[name])
                end = starts[place] if place < len(starts) else len(data)
                pending.append(data[lazy[name] : end])
    return False


def _definitions(data: bytes, starts: list[int]) -> Iterator[tuple[int, bytes]]:
    for match in _LAZY.finditer(data):
        name = match[1] or match[2]
        place = bisect_right(starts, match.start()) - 1
        if place >= 0 and name is not None:
            yield starts[place], name


def _running(data: bytes, starts: list[int]) -> Iterator[bytes]:
    """Yield the text of the blocks that an import runs; of functions and classes their heads."""
    for place, start in enumerate(starts):
        end = starts[place + 1] if place + 1 < len(starts) else len(data)
        block = data[start:end]
        if _SILENT.match(block):
            continue
        if not block.startswith((b"def ", b"async ", b"class ", b"@")):
            yield block
            continue
        inner = _LAZY.search(block)
        head = inner.end() if inner is not None else 0
        yield block[:head].rpartition(b"\n")[0]
        if block.startswith(b"class ") or b"\nclass " in block[:head]:
            yield from _class_level(block[head:])


def _class_level(body: bytes) -> Iterator[bytes]:
    """Yield the lines of a class that belong to none of its methods."""
    depth = -1
    for line in body.split(b"\n"):
        stripped = line.lstrip()
        if not stripped:
            continue
        indent = len(line) - len(stripped)
        if 0 <= depth < indent:
            continue
        depth = indent if stripped.startswith((b"def ", b"async def ")) else -1
        if depth < 0:
            yield line


def _owner(data: bytes, block: int, offset: int) -> bytes | None:
    """Return the function that a place inside a block belongs to; None when it runs by itself."""
    line = data.rfind(b"\n", 0, offset) + 1
    indent = len(data[line:offset]) - len(data[line:offset].lstrip())
    found: bytes | None = None
    for match in _LAZY.finditer(data, block, offset + 1):
        depth = len(match[0]) - len(match[0].lstrip())
        if match[1] is None:
            continue
        if match.start() == line:
            inside = _BODY.search(data, match.end(), offset + 1)
            found = match[1] if inside is not None else found
        elif depth < indent:
            found = match[1]
    return found
