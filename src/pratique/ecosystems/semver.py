"""Ranges of versions as npm and Cargo write them, and which release they mean.

Sources: npm's `semver` (its grammar of ranges: hyphens, carets, tildes, `x`, `||`) and The Cargo
Book, "Specifying Dependencies". They differ in what a bare `1.2` means: npm reads `1.2.x`, Cargo
`^1.2`; and Cargo joins by commas what npm joins by spaces.

The library of versions (`univers`) orders them; its ranges of npm refuse `^1.1 <1.3`, read `1` as
one release, and take a pre-release of another release for one within.
"""

import re
from collections.abc import Callable, Iterable
from typing import Literal

Key = tuple[object, ...]
_Bounds = tuple[tuple[int, int, int], tuple[int, int, int] | None]
_PART = r"(?:[0-9]{1,9}|[xX*])"
_ONE = re.compile(
    rf"(>=|<=|>|<|=|\^|~>?)?\s*v?({_PART})(?:\.({_PART}))?(?:\.({_PART}))?"
    r"(-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?"
)
_HYPHEN = re.compile(r"(\S+)\s+-\s+(\S+)")
_MOST = 100
_LONGEST = 1000


def newest(
    versions: Iterable[str], text: str, key: Callable[[str], Key], bare: Literal["^", "~"]
) -> str | None:
    """Return the newest version within a range, None where there is none or it is no range.

    `bare` is what a version without a sign means. A pre-release is only meant by a range that
    names one of its own release.
    """
    if len(text) > _LONGEST:
        return None
    wanted = _HYPHEN.sub(r">=\1 <=\2", text.strip()).replace(",", " ")
    chosen = ""
    for alternative in wanted.split("||")[:_MOST]:
        ends = _comparators(alternative.strip() or "*", bare)
        if ends is None:
            return None
        for version in versions:
            if _within(version, ends, key) and (not chosen or key(version) > key(chosen)):
                chosen = version
    return chosen or None


def _comparators(text: str, bare: str) -> list[tuple[str, str]] | None:
    """Return the signs and versions that all have to hold; None for what is no range."""
    found: list[tuple[str, str]] = []
    position = 0
    for match in _ONE.finditer(text):
        if text[position : match.start()].strip():
            return None
        position = match.end()
        found.extend(_bounds(match, bare))
    return found if not text[position:].strip() and len(found) <= _MOST else None


def _bounds(match: re.Match[str], bare: str) -> list[tuple[str, str]]:
    sign, pre = match[1] or "", match[5] or ""
    given = [int(one) for one in _plain(match.group(2, 3, 4))]
    low = ".".join(str(one) for one in (*given, 0, 0, 0)[:3]) + pre
    if not given:
        return [] if sign not in {"<", ">"} else [("<", "0.0.0-0")]
    if sign in {">=", "<"} or (len(given) == 3 and sign in {">", "<="}):
        return [(sign, low)]
    if sign in {">", "<="}:
        return [(">=" if sign == ">" else "<", _after(given, len(given) - 1))]
    if len(given) == 3 and (sign == "=" or (not sign and bare == "~")):
        return [("=", low)]
    if sign == "^" or (not sign and bare == "^"):
        significant = next((place for place, one in enumerate(given) if one), len(given) - 1)
    else:
        significant = min(len(given) - 1, 1)
    return [(">=", low), ("<", _after(given, significant) + "-0")]


def _plain(parts: Iterable[str | None]) -> list[str]:
    """Return the numbers before the first `x`."""
    found: list[str] = []
    for part in parts:
        if part is None or not part.isdigit():
            break
        found.append(part)
    return found


def _after(given: list[int], place: int) -> str:
    numbers = [*given[:place], given[place] + 1, 0, 0, 0]
    return ".".join(str(one) for one in numbers[:3])


def _within(version: str, ends: list[tuple[str, str]], key: Callable[[str], Key]) -> bool:
    here = key(version)
    release, sign, _ = version.partition("+")[0].partition("-")
    named = {one.partition("-")[0] for _, one in ends if "-" in one and not one.endswith("-0")}
    if sign and release not in named:
        return False
    holds = {
        ">=": lambda edge: here >= edge,
        "<": lambda edge: here < edge,
        ">": lambda edge: here > edge,
        "<=": lambda edge: here <= edge,
        "=": lambda edge: here[:4] == edge[:4],
    }
    return all(holds[one](key(edge)) for one, edge in ends)
