"""Which popular project a name could be taken for.

An index answers in well under 2 ms over a million names: look-ups of the name's shapes (without
separators, without look-alike letters, without affixes) and, for slips of one or two letters, only
names that share two of their three parts: one edit leaves two parts untouched (pigeonhole), so a
binary search in three sorted lists finds all candidates, and rapidfuzz measures those.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

Kind = Literal[
    "typo",
    "transposition",
    "omission",
    "combo",
    "separator",
    "homoglyph",
    "plural",
    "suffix",
    "scope",
]


class Squat(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A popular name, its place in the list, and how the other name differs from it."""

    target: str
    rank: int
    kind: Kind


_SEPARATORS = re.compile(r"[-_./@]+")
_LOOKALIKE = (("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"), ("5", "s"), ("3", "e"))
_VERSION = re.compile(r"[-_.]?v?\d{1,3}$")
_AFFIXES = frozenset(
    """
    lib py python python3 js node nodejs http https official latest new update updated fix fixed
    beta pro plus free real original secure safe stable mirror
    """.split()
)
"""Words that a squat hangs on a name and that add no purpose of their own."""
_SUFFIXES = ("ing", "er", "ed", "ify", "ish", "y", "z", "x")
LEAST = 5
"""Letters below which an affix or a look-alike letter says nothing."""
FAMOUS = 400
"""Rank up to which a name is squatted by added words, changed separators or scopes."""
KNOWN = 4000
"""Rank up to which a look-alike spelling counts."""
_ONE_SLIP = ((4, 40), (5, 100), (6, 300), (7, 600), (9, 800))
"""Least length and most rank of names worth a squat by one slip: short names have honest
neighbours, and nobody mistypes what nobody types."""
_TWO_SLIPS = ((10, 200),)
_UNHEARD = str.maketrans("", "", "aeiou")
_JOINED = str.maketrans("", "", "-_./@")


class Names:
    """Popular names of one ecosystem, most popular first, indexed for look-up.

    With `all_slips` every name counts as worth a squat by one slip, however little known it is: for
    a registry that guards all its projects, and for measuring.
    """

    def __init__(self, names: Iterable[str], *, all_slips: bool = False) -> None:
        self._one_slip = ((1, 1 << 62),) if all_slips else _ONE_SLIP
        reach = max(most for _, most in self._one_slip)
        self._names = tuple(dict.fromkeys(name.lower() for name in names))
        self._rank = {name: rank for rank, name in enumerate(self._names)}
        self._plain: dict[str, int] = {}
        self._alike: dict[str, int] = {}
        for rank, name in enumerate(self._names):
            plain = shape(name)
            self._plain.setdefault(plain, rank)
            if rank < KNOWN:
                self._alike.setdefault(alike(plain), rank)
        self._parts: dict[int, tuple[list[str], list[str], list[str]]] = {}
        for plain, rank in self._plain.items():
            if rank >= reach:
                break
            length = len(plain)
            parts = self._parts.get(length) or self._parts.setdefault(length, ([], [], []))
            one, two = length // 3, 2 * length // 3
            parts[0].append(plain)
            parts[1].append(plain[::-1])
            parts[2].append(plain[:one] + plain[two:] + plain[one:two])
        for parts in self._parts.values():
            for table in parts:
                table.sort()
        self._long = tuple(
            (plain, _letters(plain))
            for plain, rank in self._plain.items()
            if any(len(plain) >= least and rank < most for least, most in _TWO_SLIPS)
        )
        self._sounds: dict[str, list[int]] = {}
        for plain, rank in self._plain.items():
            if rank < KNOWN and len(plain) > LEAST:
                self._sounds.setdefault(sound(plain), []).append(rank)
        self._inner = {
            plain[1:-1]: rank
            for plain, rank in self._plain.items()
            if rank < FAMOUS and len(plain) >= 2 * LEAST
        }

    def __contains__(self, name: str) -> bool:
        """Tell whether a name is itself popular, in any spelling of its separators."""
        return name.lower() in self._rank

    def rank(self, name: str) -> int:
        """Return the place of a name in the list, from 0; beyond its end when it is not in it."""
        return self._rank.get(name.lower(), len(self._names) + 1)

    def squat(self, name: str) -> Squat | None:
        """Return the best known name that `name` could be taken for, None if there is none."""
        name = name.lower()
        if name in self._rank:
            return None
        found = min(self._shapes(name), key=lambda one: one.rank, default=None)
        if found is not None or not name.isascii():
            return found
        plain = shape(name)
        if plain in self._plain:
            return None
        return min(
            (*self._affixed(name), *self._slips(plain)), key=lambda one: one.rank, default=None
        )

    def _found(self, rank: int, kind: Kind) -> Squat:
        return Squat(target=self._names[rank], rank=rank, kind=kind)

    def _shapes(self, name: str) -> Iterator[Squat]:
        """Yield names that are the same but for separators, scope or look-alike letters."""
        plain = shape(name)
        rank = self._plain.get(plain)
        if rank is not None:
            target = self._names[rank]
            scoped = ("@" in target) != ("@" in name)
            if rank < FAMOUS:
                yield self._found(rank, "scope" if scoped else "separator")
            return
        folded = alike(shape(latin(name)))
        rank = self._alike.get(folded)
        if rank is not None and len(folded) >= LEAST and rank < KNOWN:
            yield self._found(rank, "homoglyph")

    def _affixed(self, name: str) -> Iterator[Squat]:
        """Yield known names with a word that adds nothing, a version or an inflection."""
        parts = [part for part in _SEPARATORS.split(name) if part]
        for left, right in ((parts[:1], parts[1:]), (parts[-1:], parts[:-1])):
            if left and right and left[0] in _AFFIXES:
                yield from self._known("".join(right), "combo")
        plain = shape(name)
        for affix in ("lib", "py", "python", "js"):
            for rest in (plain.removeprefix(affix), plain.removesuffix(affix)):
                if rest != plain:
                    yield from self._known(rest, "combo", FAMOUS)
        if _VERSION.search(name):
            yield from self._known(shape(_VERSION.sub("", name)), "suffix", FAMOUS)
        for suffix in _SUFFIXES:
            stem = plain.removesuffix(suffix)
            if stem != plain:
                yield from self._known(stem + "s", "suffix", FAMOUS)
                yield from self._known(stem, "suffix", FAMOUS)

    def _known(self, plain: str, kind: Kind, most: int = KNOWN) -> Iterator[Squat]:
        rank = self._plain.get(plain)
        if rank is not None and rank < most and len(plain) >= LEAST:
            yield self._found(rank, kind)

    def _slips(self, plain: str) -> Iterator[Squat]:
        """Yield known names one slip away, or two where the name is long."""
        for candidate, distance in self._near(plain):
            rank = self._plain[candidate]
            allowed = self._one_slip if distance == 1 else _TWO_SLIPS
            if any(len(candidate) >= least and rank < most for least, most in allowed):
                yield self._found(rank, slip(plain, candidate))
        for rank in self._sounds.get(sound(plain), ()):
            candidate = shape(self._names[rank])
            for _ in close(plain, [candidate], 2):
                yield self._found(rank, "typo")
        inner = self._inner.get(plain)
        if inner is not None:
            yield self._found(inner, "omission")

    def _near(self, plain: str) -> Iterator[tuple[str, int]]:
        """Yield names one edit away, and of the long and famous ones those two edits away."""
        if len(plain) < 3:
            return
        seen: set[str] = set()
        for length in (len(plain) - 1, len(plain), len(plain) + 1):
            one, two = length // 3, 2 * length // 3
            tables = self._parts.get(length, ((), (), ()))
            tail = plain[len(plain) - (length - two) :]
            for which, (text, reach) in enumerate(
                (
                    (plain, two),
                    (plain[::-1], length - one),
                    (plain[:one] + tail + plain[one : len(plain) - len(tail)], one + len(tail)),
                )
            ):
                table, start = tables[which], text[:reach]
                begin = bisect_left(table, start)
                end = bisect_right(table, start + "\U0010ffff", lo=begin)
                for found, _ in close(text, table[begin:end], 1):
                    seen.add(_straight(found, which, one, length))
        for cut in (len(plain) // 3, 2 * len(plain) // 3):
            seen.add(plain[: cut - 1] + plain[cut - 1 : cut + 1][::-1] + plain[cut + 1 :])
        for name in seen:
            if name in self._plain:
                yield name, 1
        letters = _letters(plain)
        alike_in_letters = [
            name for name, others in self._long if (letters ^ others).bit_count() <= 4
        ]
        yield from close(plain, alike_in_letters, 2)


def _letters(name: str) -> int:
    """Return the set of a name's characters as bits; two of them may share one."""
    bits = 0
    for letter in name:
        bits |= 1 << (ord(letter) & 63)
    return bits


def close(text: str, candidates: Sequence[str], most: int) -> Iterator[tuple[str, int]]:
    """Yield candidates at most so many edits away, swaps of neighbours being one edit.

    rapidfuzz is loaded when there is something to measure: for most names there is not.
    """
    if not candidates:
        return
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract_iter

    for found, distance, _ in extract_iter(
        text, candidates, scorer=OSA.distance, score_cutoff=most
    ):
        yield found, int(distance)


def _straight(found: str, which: int, one: int, length: int) -> str:
    """Return a name as it is from how it stands in one of the three lists."""
    if which == 0:
        return found
    if which == 1:
        return found[::-1]
    tail = length - 2 * length // 3
    return found[:one] + found[one + tail :] + found[one : one + tail]


def shape(name: str) -> str:
    """Return a name without what separates its words."""
    return name.lower().translate(_JOINED)


def alike(plain: str) -> str:
    """Return a name with letters and pairs that look alike made the same."""
    for seen, meant in _LOOKALIKE:
        plain = plain.replace(seen, meant)
    return plain


def latin(name: str) -> str:
    """Return a name with letters of other scripts replaced by the Latin ones they look like."""
    if name.isascii():
        return name
    from confusable_homoglyphs import confusables

    return "".join(_latin(char, confusables) for char in name)


def _latin(char: str, confusables: object) -> str:
    if char.isascii():
        return char
    found = confusables.is_confusable(char, greedy=True, preferred_aliases=())  # type: ignore[attr-defined]
    for entry in found or ():
        for like in entry["homoglyphs"]:
            if str(like["c"]).isascii():
                return str(like["c"]).lower()
    return char


def sound(plain: str) -> str:
    """Return what a bad ear keeps of a name: its first letter, its consonants and its length."""
    return plain[:1] + plain.translate(_UNHEARD) + str(len(plain))


def slip(name: str, target: str) -> Kind:
    """Return what kind of slip turns the target into the name."""
    if name in {f"{target}s", target.removesuffix("s")}:
        return "plural"
    if len(name) < len(target):
        return "omission"
    if len(name) == len(target) and sorted(name) == sorted(target):
        return "transposition"
    return "typo"
