"""Methods of JavaScript's arrays over plain values, for exact evaluation."""

import math
from collections.abc import Callable
from typing import Any

from pratique.code.languages.javascript_coerce import Mistake, number, text, truth

Plain = Any
Call = Callable[[Plain, list[Plain]], Plain]
MOST = 1 << 20
"""Elements of one array, characters of one text."""


def integer(value: Plain, default: int = 0) -> int:
    """Return a value as a whole number, as indexes are."""
    if value is None:
        return default
    found = number(value)
    if isinstance(found, float):
        return default if math.isnan(found) or math.isinf(found) else int(found)
    return found


def _push(items: list[Plain], *more: Plain) -> int:
    if len(items) + len(more) > MOST:
        raise Mistake("too many")
    items.extend(more)
    return len(items)


def _unshift(items: list[Plain], *more: Plain) -> int:
    items[:0] = more
    return len(items)


def _splice(items: list[Plain], start: Plain = 0, count: Plain = None, *more: Plain) -> Plain:
    first = integer(start)
    first = max(0, len(items) + first) if first < 0 else min(first, len(items))
    end = len(items) if count is None else first + max(0, integer(count))
    taken = items[first:end]
    items[first:end] = more
    return taken


def sliced(items: Plain, start: Plain = 0, end: Plain = None) -> Plain:
    """Return a part of an array, text or buffer."""
    return items[slice(integer(start), None if end is None else integer(end))]


def _reverse(items: list[Plain]) -> list[Plain]:
    items.reverse()
    return items


def _joined(items: list[Plain], separator: Plain = ",") -> str:
    made = text("," if separator is None else separator).join(
        "" if one is None else text(one) for one in items
    )
    if len(made) > 4 * MOST:
        raise Mistake("too long")
    return made


def _concat(items: list[Plain], *more: Plain) -> list[Plain]:
    made = items[:]
    for one in more:
        made.extend(one if isinstance(one, list) else [one])
    if len(made) > MOST:
        raise Mistake("too many")
    return made


def _index(items: Plain, wanted: Plain, start: Plain = 0) -> int:
    for place in range(integer(start), len(items)):
        if items[place] is wanted or items[place] == wanted:
            return place
    return -1


def _flat(items: list[Plain], depth: Plain = 1) -> list[Plain]:
    made: list[Plain] = []
    for one in items:
        if isinstance(one, list) and integer(depth, 1) > 0:
            made.extend(_flat(one, integer(depth, 1) - 1))
        else:
            made.append(one)
    return made


def _fill(items: list[Plain], value: Plain = None, start: Plain = 0, end: Plain = None) -> Plain:
    for place in range(integer(start), len(items) if end is None else integer(end)):
        items[place] = value
    return items


def _sorted(items: list[Plain]) -> list[Plain]:
    items.sort(key=text)
    return items


ARRAY: dict[str, Callable[..., Plain]] = {
    "push": _push,
    "pop": lambda items: items.pop() if items else None,
    "shift": lambda items: items.pop(0) if items else None,
    "unshift": _unshift,
    "splice": _splice,
    "slice": sliced,
    "reverse": _reverse,
    "join": _joined,
    "toString": text,
    "concat": _concat,
    "indexOf": _index,
    "includes": lambda items, wanted: _index(items, wanted) >= 0,
    "flat": _flat,
    "fill": _fill,
    "sort": _sorted,
    "at": lambda items, place=0: (
        items[integer(place)] if -len(items) <= integer(place) < len(items) else None
    ),
    "keys": lambda items: list(range(len(items))),
    "values": lambda items: items[:],
    "entries": lambda items: [[place, one] for place, one in enumerate(items)],
}


def each(call: Call, name: str, items: list[Plain], function: Plain, rest: list[Plain]) -> Plain:
    """Run a method of arrays that calls a function with every element."""
    if name in {"reduce", "reduceRight"}:
        left = items[::-1] if name == "reduceRight" else items[:]
        total = rest[0] if rest else left.pop(0)
        for place, one in enumerate(left):
            total = call(function, [total, one, place, items])
        return total
    if name == "sort":
        import functools

        def compared(one: Plain, other: Plain) -> int:
            return integer(call(function, [one, other]))

        items.sort(key=functools.cmp_to_key(compared))
        return items
    made = [call(function, [one, place, items]) for place, one in enumerate(items[:])]
    if name == "map":
        return made
    if name == "flatMap":
        return _flat(made)
    if name == "forEach":
        return None
    kept = [one for one, found in zip(items, made, strict=False) if truth(found)]
    if name == "filter":
        return kept
    if name in {"some", "every"}:
        return any(map(truth, made)) if name == "some" else all(map(truth, made))
    if name == "find":
        return kept[0] if kept else None
    if name == "findIndex":
        return next((place for place, one in enumerate(made) if truth(one)), -1)
    raise Mistake(name)


EACH = frozenset(
    "map forEach filter find findIndex some every flatMap reduce reduceRight sort".split()
)
