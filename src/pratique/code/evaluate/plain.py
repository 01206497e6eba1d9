"""Between values and plain Python objects, and calls of pure functions under limits."""

import re
from collections.abc import Callable
from typing import Any

from pratique.code.decoders import FAILURES, Marshalled
from pratique.code.evaluate.values import (
    CLEAN,
    Constant,
    Items,
    Options,
    Table,
    Taints,
    Value,
    deep,
    trail,
)

MAX_ITEMS = 1_000_000
"""Elements of one computed container."""
FOLLOWED_ITEMS = 200_000
_WIDE = re.compile(r"\d{6,}|\{[^}]*\{|\*")
MISSING = object()
"""Stands for what is no plain object."""


def plain(value: Value, depth: int = 6) -> Any:  # noqa: ANN401 any constant
    """Return the object that a value is, or MISSING when part of it is not known."""
    if isinstance(value, Constant):
        return value.value
    if isinstance(value, Items) and not value.open and depth:
        made = []
        for one in value.items:
            inner = plain(one, depth - 1)
            if inner is MISSING:
                return MISSING
            made.append(inner)
        if value.kind == "bytearray":
            try:
                return bytes(made)
            except (TypeError, ValueError):
                return MISSING
        if value.kind == "set":
            try:
                return set(made)
            except TypeError:
                return MISSING
        return tuple(made) if value.kind == "tuple" else made
    if isinstance(value, Table) and not value.open and depth:
        pairs = {}
        for key, one in value.pairs.items():
            inner = plain(one, depth - 1)
            if inner is MISSING:
                return MISSING
            pairs[key] = inner
        return pairs
    return MISSING


def value_of(
    made: Any,  # noqa: ANN401 any constant
    taints: Taints = CLEAN,
    marks: tuple[str, ...] = (),
    depth: int = 6,
) -> Value:
    """Return the value of a plain object."""
    if isinstance(made, str | bytes | int | float | bool | type(None) | range | Marshalled):
        return Constant(made, taints, marks)
    if isinstance(made, bytearray | memoryview):
        return Constant(bytes(made), taints, marks)
    if depth == 0:
        return Value(taints)
    if isinstance(made, list | tuple | set | frozenset):
        kind = "tuple" if isinstance(made, tuple) else "list"
        if isinstance(made, set | frozenset):
            kind = "set"
            made = sorted(made, key=repr)
        return Items(kind, [value_of(one, taints, marks, depth - 1) for one in made], taints)
    if isinstance(made, dict):
        pairs = {key: value_of(one, taints, marks, depth - 1) for key, one in made.items()}
        return Table(pairs, taints)
    return Value(taints)


def _size(made: Any) -> int:  # noqa: ANN401 any constant
    return len(made) if hasattr(made, "__len__") else 1


def fits(made: Any, limit: int) -> bool:  # noqa: ANN401 any constant
    """Tell whether a computed object is within the limits."""
    if isinstance(made, str | bytes | bytearray):
        return len(made) <= limit
    if isinstance(made, int):
        return made.bit_length() <= 64_000
    return _size(made) <= MAX_ITEMS


def computed(
    function: Callable[..., Any],
    arguments: list[Value],
    keywords: dict[str, Value] | None,
    limit: int,
) -> Value | None:
    """Call a pure function when every argument is known; None when one is not or it fails."""
    given = [plain(one) for one in arguments]
    if any(one is MISSING for one in given):
        return None
    named = {name: plain(one) for name, one in (keywords or {}).items()}
    if any(one is MISSING for one in named.values()):
        return None
    try:
        made = function(*given, **named)
    except FAILURES:
        return None
    if not fits(made, limit):
        return None
    everything = [*arguments, *(keywords or {}).values()]
    taints = CLEAN
    for one in everything:
        taints |= deep(one)
    return value_of(made, taints, trail([*everything, *_inner(everything)]))


def _inner(values: list[Value]) -> list[Value]:
    found: list[Value] = []
    for value in values:
        if isinstance(value, Items):
            found.extend(value.items[:64])
        elif isinstance(value, Options):
            found.extend(value.options)
    return found


def repeated(left: Any, right: Any, limit: int) -> Any:  # noqa: ANN401 any constant
    """Multiply, unless the result would be too long."""
    for one, other in ((left, right), (right, left)):
        if isinstance(one, str | bytes | list | tuple) and isinstance(other, int):
            if len(one) * max(other, 0) > limit:
                raise OverflowError("repeats too often")
    return left * right


def raised(left: Any, right: Any) -> Any:  # noqa: ANN401 any constant
    """Take a power, unless it would be too large."""
    if isinstance(left, int) and isinstance(right, int):
        if right > 0 and left.bit_length() * right > 64_000:
            raise OverflowError("power too large")
    elif abs(right) > 1000:
        raise OverflowError("power too large")
    return left**right


def shifted(left: Any, right: Any) -> Any:  # noqa: ANN401 any constant
    """Shift to the left, unless the result would be too large."""
    if right > 64_000 or left.bit_length() > 64_000:
        raise OverflowError("shift too large")
    return left << right


def formatted(left: Any, right: Any) -> Any:  # noqa: ANN401 any constant
    """Take a remainder or fill in a `%` format without huge widths."""
    if isinstance(left, str | bytes):
        text = left if isinstance(left, str) else left.decode("latin-1")
        if _WIDE.search(re.sub(r"\{|\}", "", text)) and re.search(r"%[^a-zA-Z%]*(\d{6}|\*)", text):
            raise OverflowError("format too wide")
    return left % right


def safe_format(text: str, *arguments: Any, **named: Any) -> str:  # noqa: ANN401
    """Fill in a format without attributes, indices into objects, or huge widths."""
    if _WIDE.search(text) and re.search(r"\{[^}]*:[^}]*(\d{6}|\{)", text):
        raise OverflowError("format too wide")
    return text.format(*arguments, **named)
