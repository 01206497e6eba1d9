"""Find files that were renamed and edited: what is left over on both sides, by what it says.

Runs of words, as near-duplicates of whole packages are found; the name and the size have no say.
"""

import re
from collections.abc import Iterable, Mapping

from pratique.compare.pairing import paired
from pratique.model import Member

Alike = tuple[tuple[str, str], ...]
"""Paths, in the old and in the new archive, of what is the same file."""

MOST = 50
"""Members of one side that are compared with those of the other; the largest first."""
BEGINNING = 32_768
"""Characters of a file that are compared."""
SMALL = 64
"""Bytes below which a file says too little to be known again."""
NEAR = 0.5
"""Share of all runs of both files that they have in common."""
RUN = 4
FEW = 8
"""Runs below which likeness is chance."""

_TEXT = (
    *(".py", ".pyi", ".pyx", ".pth", ".rs", ".java", ".kt", ".sh", ".ps1", ".bat"),
    *(".js", ".cjs", ".mjs", ".jsx", ".ts", ".cts", ".mts", ".tsx"),
)
_WORD = re.compile(r"\w+|[^\w\s]")


def strays(old: Iterable[Member], new: Iterable[Member]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return code of the old archive and of the new that has no counterpart yet."""
    before, after = tuple(old), tuple(new)
    changes = paired(before, after).changes
    gone = {change.old for change in changes if change.kind == "removed"}
    come = {change.new for change in changes if change.kind == "added"}
    return _largest(before, gone), _largest(after, come)


def alike(old: Mapping[str, str], new: Mapping[str, str]) -> Alike:
    """Return pairs of nearly equal texts, by path; the likest first, each text in one pair."""
    left = {path: runs for path, text in old.items() if len(runs := _runs(text)) >= FEW}
    right = {path: runs for path, text in new.items() if len(runs := _runs(text)) >= FEW}
    found = sorted(
        (-share, one, other)
        for one, first in left.items()
        for other, second in right.items()
        if (share := _share(first, second)) >= NEAR
    )
    pairs: list[tuple[str, str]] = []
    for _, one, other in found:
        if one in left and other in right:
            pairs.append((one, other))
            del left[one], right[other]
    return tuple(pairs)


def _largest(members: tuple[Member, ...], paths: set[str]) -> tuple[str, ...]:
    chosen = [one for one in members if one.path in paths and one.path.endswith(_TEXT)]
    chosen = [one for one in chosen if one.size >= SMALL]
    chosen.sort(key=lambda one: (-one.size, one.path))
    return tuple(one.path for one in chosen[:MOST])


def _runs(text: str) -> frozenset[int]:
    words = _WORD.findall(text[:BEGINNING])
    return frozenset(hash(tuple(words[at : at + RUN])) for at in range(len(words) - RUN + 1))


def _share(one: frozenset[int], other: frozenset[int]) -> float:
    if min(len(one), len(other)) < NEAR * max(len(one), len(other)):
        return 0.0
    both = len(one & other)
    return both / (len(one) + len(other) - both)
