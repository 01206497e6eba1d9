"""Operators over values: computed where both sides are known, else text in part and taints."""

import operator as op
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from pratique.code.decoders import FAILURES
from pratique.code.evaluate import checks, guards, plain, protocol
from pratique.code.evaluate.machine import Machine
from pratique.code.evaluate.values import (
    MAX_TEXT,
    Constant,
    Instance,
    Items,
    Method,
    Namespace,
    Options,
    Symbol,
    Table,
    Value,
    deep,
    join,
    render,
    trail,
    union,
)

_LONGEST = 4 * 1024 * 1024
"""Characters of a text that is put together: as many as a constant may have by default."""
SHORT = frozenset(("and", "or", "??"))
_LISTS = frozenset((list, tuple, dict))
_UNSIGNED = 0xFFFFFFFF
_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": op.add,
    "-": op.sub,
    "/": op.truediv,
    "//": op.floordiv,
    "%": plain.formatted,
    "**": plain.raised,
    "<<": plain.shifted,
    ">>": op.rshift,
    ">>>": lambda left, right: (left & _UNSIGNED) >> (right & 31),
    "&": op.and_,
    "|": op.or_,
    "^": op.xor,
    "==": op.eq,
    "!=": op.ne,
    "<>": op.ne,
    "<": op.lt,
    "<=": op.le,
    ">": op.gt,
    ">=": op.ge,
    "in": lambda left, right: left in right,
    "not-in": lambda left, right: left not in right,
    "is": lambda left, right: left is right or left == right,
    "is-not": lambda left, right: left is not right and left != right,
}
_UNARY: dict[str, Callable[[Any], Any]] = {
    "-": op.neg,
    "+": op.pos,
    "~": op.invert,
    "not": op.not_,
}


def unary(machine: Machine, operator: str, value: Value) -> Value:
    """Apply an operator of one operand."""
    own = machine.language.operator
    function = _UNARY.get(operator) if own is None else partial(own, operator)
    known = plain.plain(value)
    if own is not None and operator == "not" and isinstance(value, Items | Table | Instance):
        return Constant(value=False)  # every object is true there, whatever is in it
    if function is not None and known is not plain.MISSING:
        try:
            return Constant(function(known), value.taints, value.trail)
        except FAILURES:
            pass
    return Value(value.taints)


def binary(machine: Machine, operator: str, left: Value, right: Value) -> Value:
    """Apply an operator of two operands."""
    if operator in SHORT:  # as `a ??= b` does
        kept = guards.kept(machine, operator, left)
        return left if kept else right if kept is False else join(left, right)
    if left.__class__ is Options or right.__class__ is Options:
        return _each(machine, operator, left, right)
    if left.__class__ is Instance or right.__class__ is Instance:
        defined = protocol.operated(machine, operator, left, right)
        if defined is not None:
            return defined
    one, other = plain.plain(left), plain.plain(right)
    if one is not plain.MISSING and other is not plain.MISSING:
        made = _computed(machine, operator, one, other)
        if made is not None:
            marks = left.trail if len(left.trail) >= len(right.trail) else right.trail
            if operator == "^" and (not marks or marks[-1] != "xor"):
                marks = (*marks, "xor")
            taints = left.taints or right.taints
            if left.taints and right.taints:
                taints = left.taints | right.taints
            if left.__class__ is not Constant or right.__class__ is not Constant:
                taints = deep(left) | deep(right)
            if made[0].__class__ in _LISTS:
                machine.steps -= len(made[0]) // 8
            return plain.value_of(made[0], taints, marks)
    if operator == "+":
        if isinstance(left, Items) and isinstance(right, Items):
            opened = left.open or right.open
            taints = left.taints | right.taints
            return Items(left.kind, [*left.items, *right.items], taints, is_open=opened)
        return joined(machine, [left, right])
    if operator == "%" and _texty(left):
        return _filled(left, right)
    if operator == "/" and (_pathlike(left) or _pathlike(right)):
        return _path(left, right)
    if operator == "*" and isinstance(left, Items):
        return Items(left.kind, left.items[:], deep(left) | deep(right), is_open=True)
    if operator == "|" and isinstance(left, Table) and isinstance(right, Table):
        return Table({**left.pairs, **right.pairs}, is_open=left.open or right.open)
    taints = deep(left) | deep(right)
    marks = trail((left, right))
    if operator in {"==", "!=", "<", ">", "<=", ">=", "in", "not-in", "is", "is-not"}:
        if taints and machine.language.id == "rust":
            checks.digest(machine, left, right)
        return Value(taints)
    text = ""
    if operator == "|" and (isinstance(left, Symbol) or isinstance(right, Symbol)):
        text = f"{render(left, 256)}|{render(right, 256)}"
    return Value(taints, text, (*marks, "xor") if operator == "^" and "xor" not in marks else marks)


def _computed(machine: Machine, operator: str, one: Any, other: Any) -> tuple[Any] | None:  # noqa: ANN401
    own = machine.language.operator
    function = _BINARY.get(operator)
    try:
        if own is not None:
            made = own(operator, one, other)
        elif operator == "*":
            made = plain.repeated(one, other, machine.value_bytes)
        elif function is None:
            return None
        else:
            made = function(one, other)
    except FAILURES:
        return None
    return (made,) if plain.fits(made, machine.value_bytes) else None


def _each(machine: Machine, operator: str, left: Value, right: Value) -> Value:
    lefts = left.options if isinstance(left, Options) else (left,)
    rights = right.options if isinstance(right, Options) else (right,)
    made: Value | None = None
    for one in lefts[:4]:
        for other in rights[:4]:
            value = binary(machine, operator, one, other)
            made = value if made is None else join(made, value)
    return made if made is not None else Value()


def _texty(value: Value) -> bool:
    return isinstance(value, Constant) and isinstance(value.value, str | bytes)


def _pathlike(value: Value) -> bool:
    return isinstance(value, Symbol) and value.path.startswith("pathlib.")


def _path(left: Value, right: Value) -> Value:
    text = render(left) + "/" + render(right)
    taints = deep(left) | deep(right)
    return Symbol("pathlib.Path", taints, called=True, state={"path": Value(taints, text)})


def total(machine: Machine, values: list[Value]) -> Value:
    """Add many values, without making every text in between."""
    if all(one.__class__ is Constant and isinstance(one.value, str) for one in values):
        made = "".join(one.value for one in values)  # type: ignore[attr-defined]  # constants
        if len(made) <= machine.value_bytes:
            return Constant(made, union(values), trail(values))
    made_value = values[0]
    for one in values[1:]:
        made_value = binary(machine, "+", made_value, one)
    return made_value


def joined(machine: Machine, values: list[Value], line: int = 0) -> Value:
    """Join values as text; objects of the artifact say themselves what they are as one."""
    shown = machine.language.text
    if shown is None:
        values = [
            protocol.text(machine, one, line) if one.__class__ is Instance else one
            for one in values
        ]
    else:
        values = [
            shown(machine, one, line) if isinstance(one, Table | Instance | Method) else one
            for one in values
        ]
    return concatenated(values)


def concatenated(values: list[Value]) -> Value:
    """Join values as text; what is not known stands as `{…}` in it, what is too long as nothing."""
    if all(one.__class__ is Constant for one in values):
        size = sum(map(_length, values))
        if size > _LONGEST:
            return Value(union(values), "", trail(values))
        taints, marks = union(values), trail(values)
        kinds = {type(one.value) for one in values}  # type: ignore[attr-defined]  # constants
        if kinds == {bytes}:
            joined = b"".join(one.value for one in values)  # type: ignore[attr-defined]
            return Constant(joined, taints, marks)
        return Constant(
            "".join(str(one.value) for one in values),  # type: ignore[attr-defined]
            taints,
            marks,
        )
    taints = union(values)
    for one in values:
        taints |= deep(one)
    text = "".join(render(one) for one in values)[:MAX_TEXT]
    return Value(taints, "" if text.replace("{}", "") == "" else text, trail(values))


def _length(value: Value) -> int:
    known = value.value if isinstance(value, Constant) else None
    return len(known) if isinstance(known, str | bytes) else 0


def _filled(left: Value, right: Value) -> Value:
    """Fill a `%` format with what is known."""
    if isinstance(right, Namespace | Table):
        names = right.scope.names if isinstance(right, Namespace) else right.pairs

        def named(match: re.Match[str]) -> str:
            found = names.get(match[1])
            return render(found) if found is not None else "{}"

        text = re.sub(r"%\((\w+)\)[-#0 +\d.]*[a-zA-Z]", named, render(left))
        return Value(deep(left), text[:MAX_TEXT], left.trail)
    parts = list(right.items) if isinstance(right, Items) else [right]
    pieces = re.split(r"%[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]", render(left))
    made = pieces[0]
    for place, piece in enumerate(pieces[1:]):
        made += (render(parts[place]) if place < len(parts) else "{}") + piece
    return Value(deep(left) | deep(right), made[:MAX_TEXT], trail((left, right)))
