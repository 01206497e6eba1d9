"""`macro_rules!`, expanded as tokens: the first rule that matches, its names put in.

Source: The Rust Reference, "Macros By Example". Fragments are matched by their extent only: an
`expr` reaches to the separator that follows in the pattern, an `ident` is one word, a `tt` one
token or group. Everything is bounded; what does not match is not expanded.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

Tree = str | list["Tree"]  # a token, or a group with its two signs
MOST_TOKENS = 20_000
MOST_OUTPUT = 65_536
DEPTH = 48
_TOKEN = re.compile(
    r'b?r(#*)".*?"\1|b?"(?:[^"\\]++|\\.)*+"|b?\'(?:[^\'\\]|\\.[^\']*)\'|\'?[A-Za-z_]\w*!?(?==)'
    r"|'?[A-Za-z_]\w*|\d[\w.]*|//[^\n]*|/\*.*?\*/|::|->|=>|==|!=|<=|>=|&&|\|\||\.\.=?|\S",
    re.DOTALL,
)
_CLOSES = {"(": ")", "[": "]", "{": "}"}
_ONE = frozenset(("ident", "tt", "literal", "lifetime", "block"))
Bindings = dict[str, "list[Tree] | list[Bindings]"]


def tokens(text: str, *, lines: bool = False) -> list[Tree]:
    """Return text as tokens, groups as lists that begin and end with their signs.

    With `lines` the ends of lines are tokens too, so that what is made of them keeps its lines.
    """
    top: list[Tree] = []
    stack: list[list[Tree]] = [top]
    end = 0
    for count, found in enumerate(_TOKEN.finditer(text)):
        word = found[0]
        if count > MOST_TOKENS:
            break
        if lines:
            skipped = text.count("\n", end, found.start())
            stack[-1].extend(["\n"] * min(skipped, 100))
            end = found.end()
        if word.startswith(("//", "/*")):
            continue
        if word in _CLOSES and len(stack) < DEPTH:
            group: list[Tree] = [word]
            stack[-1].append(group)
            stack.append(group)
        elif word in {")", "]", "}"} and len(stack) > 1:
            stack.pop().append(word)
        else:
            stack[-1].append(word)
    return top


def text_of(trees: list[Tree]) -> str:
    """Return tokens as text again."""
    parts: list[str] = []
    pending: list[Tree] = list(reversed(trees))
    while pending:
        one = pending.pop()
        if isinstance(one, list):
            pending.extend(reversed(one))
        else:
            parts.append(one)
    return " ".join(parts)


class Rule(NamedTuple):
    """One rule of a macro: its two sides, and the line where the right one begins."""

    pattern: str
    body: str
    line: int


def expand(rules: list[Rule], given: str) -> tuple[str, int] | None:
    """Return what an invocation becomes and the line it begins on, None when no rule takes it."""
    words = tokens(given)
    for pattern, body, line in rules[:64]:
        found: Bindings = {}
        if _match(tokens(pattern), words, found, 0):
            made: list[Tree] = []
            _fill(tokens(body, lines=True), found, made, 0)
            text = text_of(made)
            return (text, line) if len(text) <= MOST_OUTPUT else None
    return None


def _match(pattern: list[Tree], given: list[Tree], found: Bindings, depth: int) -> bool:
    """Match tokens against a pattern and bind its names."""
    place = at = 0
    if depth > DEPTH:
        return False
    while place < len(pattern):
        part = pattern[place]
        if part == "$" and place + 1 < len(pattern):
            following = pattern[place + 1]
            if isinstance(following, list) and following[:1] == ["("]:
                sign, step = _repetition(pattern, place + 2)
                at = _repeat(following[1:-1], sign, given, at, found, depth)
                place += step + 2
                continue
            if isinstance(following, str) and pattern[place + 2 : place + 3] == [":"]:
                kind = pattern[place + 3] if place + 3 < len(pattern) else ""
                stop = pattern[place + 4] if place + 4 < len(pattern) else None
                end = _extent(str(kind), given, at, stop)
                if end <= at and kind != "vis":
                    return False
                found[following] = given[at:end]
                at, place = end, place + 4
                continue
        if at >= len(given):
            return False
        other = given[at]
        if isinstance(part, list):
            if not isinstance(other, list) or part[:1] != other[:1]:
                return False
            if not _match(part[1:-1], _inner(other), found, depth + 1):
                return False
        elif part != other:
            return False
        place, at = place + 1, at + 1
    return at == len(given)


def _inner(group: list[Tree]) -> list[Tree]:
    closed = len(group) > 1 and group[-1] == _CLOSES.get(str(group[0]))
    return group[1:-1] if closed else group[1:]


def _repetition(pattern: list[Tree], place: int) -> tuple[str, int]:
    """Return the separator of a repetition and how many tokens its tail has."""
    if pattern[place : place + 1] and pattern[place] in ("*", "+", "?"):
        return "", 1
    sign = pattern[place] if place < len(pattern) else ""
    return (sign if isinstance(sign, str) else "", 2)


def _repeat(
    pattern: list[Tree], sign: str, given: list[Tree], at: int, found: Bindings, depth: int
) -> int:
    """Match a pattern as often as it goes; return where it ended."""
    rounds: list[Bindings] = []
    pieces: list[tuple[int, int]] = []
    if sign:
        start = at
        for place in range(at, len(given) + 1):
            if place == len(given) or given[place] == sign:
                pieces.append((start, place))
                start = place + 1
    else:
        width = _width(pattern)
        pieces = [(place, place + width) for place in range(at, len(given), width)]
        if len(pieces) != 1 and width == 0:
            return at
    end = at
    for start, stop in pieces[:4096]:
        inner: Bindings = {}
        if not _match(pattern, given[start:stop], inner, depth + 1):
            break
        rounds.append(inner)
        end = stop
    for name in re.findall(r"\$ (\w+) :", text_of(pattern)):
        found[name] = [{name: one[name]} for one in rounds if name in one]
    return min(end, len(given))


def _width(pattern: list[Tree]) -> int:
    """Return how many tokens a pattern without separators takes, fragments counting one."""
    count = place = 0
    while place < len(pattern):
        place += 4 if pattern[place] == "$" else 1
        count += 1
    return max(1, count)


def _extent(kind: str, given: list[Tree], at: int, stop: Tree | None) -> int:
    if at >= len(given):
        return at
    if kind in _ONE:
        return at + 1
    if kind == "vis":
        return at + (given[at] == "pub")
    end = at
    while end < len(given) and given[end] not in (stop, ",", ";", "=>"):
        end += 1
    return end


def _fill(body: list[Tree], found: Mapping[str, object], made: list[Tree], depth: int) -> None:
    """Put the bound names into the tokens of a rule's right side."""
    place = 0
    while place < len(body) and depth < DEPTH and len(made) < MOST_TOKENS:
        part = body[place]
        following = body[place + 1] if place + 1 < len(body) else None
        if part == "$" and isinstance(following, list) and following[:1] == ["("]:
            sign, step = _repetition(body, place + 2)
            _refill(following[1:-1], sign, found, made, depth)
            place += step + 2
        elif part == "$" and isinstance(following, str):
            bound = found.get(following)
            if following == "crate":
                made.append("crate")
            elif isinstance(bound, list):
                made.extend(one for one in bound if isinstance(one, str | list))
            place += 2
        elif isinstance(part, list):
            inner: list[Tree] = []
            _fill(part, found, inner, depth + 1)
            made.append(inner)
            place += 1
        else:
            made.append(part)
            place += 1


def _refill(
    body: list[Tree], sign: str, found: Mapping[str, object], made: list[Tree], depth: int
) -> None:
    names = set(re.findall(r"\$ (\w+)", text_of(body)))
    rounds = max(
        (len(bound) for name in names if isinstance(bound := found.get(name), list)
         and bound and isinstance(bound[0], dict)),
        default=0,
    )  # fmt: skip
    for number in range(min(rounds, 4096)):
        if number and sign:
            made.append(sign)
        inner = dict(found)
        for name in names:
            bound = found.get(name)
            if isinstance(bound, list) and number < len(bound) and isinstance(bound[number], dict):
                inner.update(bound[number])
        _fill(body, inner, made, depth + 1)
