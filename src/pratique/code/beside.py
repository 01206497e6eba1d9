"""Members that belong to others, because a compiler reads them as one.

A class file and those of the classes inside it; a Rust source and the modules that it names.
"""

import re
from collections.abc import Iterator, Mapping

_NAMED = re.compile(
    rb'#\[\s*path\s*=\s*"([^"\n]{1,200})"|^\s*(?:pub(?:\([^)]*\))?\s+)?mod\s+(\w{1,80})\s*;'
    rb'|include!\s*\(\s*"([^"\n]{1,200})"',
    re.MULTILINE,
)
_WRITTEN = (
    re.compile(rb'#\[\s*path\s*=\s*"([^"\n]{1,200})"'),
    re.compile(rb'include!\s*\(\s*"([^"\n]{1,200})"'),
)
ROUNDS = 8


def classes(telling: Mapping[str, bool], picked: Mapping[str, bool]) -> Iterator[str]:
    """Yield classes that were one source with those that were picked: `A` for `A$1`.

    `telling` says of each class whether anything in it has a meaning; inner classes need that.
    """
    outer = {_outer(path) for path in picked}
    for path, tells in telling.items():
        if path not in picked and _outer(path) in outer and (tells or "$" not in path):
            yield path


def _outer(path: str) -> str:
    return path.removesuffix(".class").partition("$")[0]


def modules(texts: Mapping[str, bytes], roots: list[str]) -> Iterator[str]:
    """Yield the modules that Rust sources name as their own, and those that these name."""
    known, fresh = set(roots), list(roots)
    for _ in range(ROUNDS):
        wanted = {name for path in fresh for name in named(path, texts[path])}
        fresh = [path for path in texts if path in wanted and path not in known]
        if not fresh:
            return
        known.update(fresh)
        yield from fresh


def elsewhere(path: str, text: bytes) -> Iterator[str]:
    """Yield the paths that a source writes out, which may end as they like.

    Each expression begins with letters that few sources have: all of a crate is asked for them.
    """
    folder = path.rpartition("/")[0]
    for pattern in _WRITTEN:
        for found in pattern.finditer(text):
            yield _joined(folder, found[1].decode("utf-8", "replace"))


def named(path: str, text: bytes) -> Iterator[str]:
    """Yield the paths under which a compiler looks for what a source names."""
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".rs")
    inner = folder if stem in {"lib", "main", "mod", "build"} else f"{folder}/{stem}"
    for found in _NAMED.finditer(text):
        written = found[1] or found[3]
        if written:
            yield _joined(folder, written.decode("utf-8", "replace"))
        else:
            module = found[2].decode("ascii", "replace")
            yield f"{inner}/{module}.rs"
            yield f"{inner}/{module}/mod.rs"


def _joined(folder: str, path: str) -> str:
    parts = folder.split("/")
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)
