"""Methods of arrays and texts that take functions or regular expressions, or change the array."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pratique.code.evaluate.plain import MISSING, plain, value_of
from pratique.code.evaluate.values import (
    UNKNOWN,
    Closure,
    Constant,
    Items,
    Method,
    Partial,
    Symbol,
    Table,
    Value,
    deep,
    join,
    trail,
    union,
)
from pratique.code.languages import javascript_order as order
from pratique.code.languages import javascript_pure as pure
from pratique.code.languages.javascript_regex import Regex

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine

MOST = 8192
"""Elements that a function is called with one by one."""
GROWTH = 200_000
EACH = frozenset(
    "map forEach filter find findIndex findLast some every flatMap reduce reduceRight sort".split()
)
_Callable = Closure | Partial | Symbol | Method


def call(
    machine: "Machine", holder: Items, name: str, arguments: list[Value], line: int
) -> Value | None:
    """Call a method of an array, or return None for one that is not known here."""
    if name in EACH and arguments and isinstance(arguments[0], _Callable):
        return _each(machine, holder, name, arguments, line)
    handler = _METHODS.get(name)
    return handler(machine, holder, arguments) if handler is not None else None


def _each(machine: "Machine", holder: Items, name: str, arguments: list[Value], line: int) -> Value:
    from pratique.code.evaluate import calls, expressions

    function = arguments[0]
    if name.startswith("reduce"):
        return _reduced(machine, holder, name, arguments, line)
    exact = not holder.open and len(holder.items) <= MOST
    elements = holder.items[:] if exact else [expressions.any_element(holder)]
    if name == "sort":
        return order.ordered(machine, holder, function, line)
    made: list[Value] = []
    for place, one in enumerate(elements):
        index = Constant(place) if exact else UNKNOWN
        made.append(calls.invoke(machine, function, [one, index, holder], {}, line))
    return _gathered(holder, name, elements, made, exact=exact)


def _gathered(
    holder: Items, name: str, elements: list[Value], made: list[Value], *, exact: bool
) -> Value:
    if name == "forEach":
        return Constant(None)
    if name in {"map", "flatMap"}:
        flat: list[Value] = []
        for one in made:
            spread = isinstance(one, Items) and name == "flatMap"
            flat.extend(one.items if spread else [one])  # type: ignore[attr-defined]  # Items
        return Items("list", flat, holder.taints | union(made), is_open=not exact)
    decided = [one.value if isinstance(one, Constant) else MISSING for one in made]
    known = exact and all(one is not MISSING for one in decided)
    kept = [one for one, truth in zip(elements, decided, strict=True) if truth]
    if name == "filter":
        return Items("list", kept, holder.taints, is_open=not known)
    if name in {"some", "every"}:
        verdict = any(decided) if name == "some" else all(decided)
        return Constant(verdict) if known else Value(union(made))
    if name == "findIndex":
        place = next((at for at, truth in enumerate(decided) if truth), -1)
        return Constant(place) if known else UNKNOWN
    if known:
        return kept[0] if kept else Constant(None)
    return union_of(kept or elements)


def union_of(elements: list[Value]) -> Value:
    """Return a value that stands for any of some."""
    if not elements:
        return UNKNOWN
    made = elements[0]
    for one in elements[1:4]:
        made = join(made, one)
    return made


def _reduced(
    machine: "Machine", holder: Items, name: str, arguments: list[Value], line: int
) -> Value:
    from pratique.code.evaluate import calls

    elements = holder.items[:MOST]
    if name == "reduceRight":
        elements.reverse()
    if len(arguments) > 1:
        total = arguments[1]
    elif elements:
        total = elements.pop(0)
    else:
        return UNKNOWN
    for place, one in enumerate(elements):
        total = calls.invoke(machine, arguments[0], [total, one, Constant(place)], {}, line)
    return total if not holder.open else Value(deep(total) | deep(holder), "", trail([total]))


def _push(_machine: "Machine", holder: Items, arguments: list[Value]) -> Value:
    if len(holder.items) + len(arguments) > GROWTH:
        holder.open = True
    else:
        holder.items.extend(arguments)
    return Constant(len(holder.items))


def _unshift(_machine: "Machine", holder: Items, arguments: list[Value]) -> Value:
    if len(holder.items) + len(arguments) <= GROWTH:
        holder.items[:0] = arguments
    return Constant(len(holder.items))


def _shift(_machine: "Machine", holder: Items, _arguments: list[Value]) -> Value:
    if holder.items and not holder.open:
        return holder.items.pop(0)
    return Value(deep(holder)) if holder.open else Constant(None)


def _reverse(_machine: "Machine", holder: Items, _arguments: list[Value]) -> Value:
    holder.items.reverse()
    for place, one in enumerate(holder.items[:4096]):
        if isinstance(one, Constant) and (not one.trail or one.trail[-1] != "reverse"):
            holder.items[place] = Constant(one.value, one.taints, (*one.trail, "reverse"))
    return holder


def _slice(_machine: "Machine", holder: Items, arguments: list[Value]) -> Value:
    bounds = [plain(one) for one in arguments[:2]]
    if any(one is not None and not isinstance(one, int) for one in bounds):
        return Items("list", holder.items[:], holder.taints, is_open=True)
    start = bounds[0] if bounds else 0
    end = bounds[1] if len(bounds) > 1 else None
    return Items("list", holder.items[start:end], holder.taints, is_open=holder.open)


def _splice(_machine: "Machine", holder: Items, arguments: list[Value]) -> Value:
    bounds = [plain(one) for one in arguments[:2]]
    if not bounds or not all(isinstance(one, int) for one in bounds) or holder.open:
        return Items("list", holder.items[:], holder.taints, is_open=True)
    start = bounds[0] if bounds[0] >= 0 else max(0, len(holder.items) + bounds[0])
    end = start + max(0, bounds[1]) if len(bounds) > 1 else len(holder.items)
    taken = holder.items[start:end]
    holder.items[start:end] = arguments[2:]
    return Items("list", taken, holder.taints)


def _concat(machine: "Machine", holder: Items, arguments: list[Value]) -> Value:
    from pratique.code.evaluate import expressions

    made = holder.items[:]
    opened = holder.open
    for one in arguments:
        if isinstance(one, Items):
            made.extend(one.items)
            opened = opened or one.open
        else:
            made.append(one)
    del machine, expressions
    return Items("list", made[:GROWTH], holder.taints, is_open=opened)


def _join(machine: "Machine", holder: Items, arguments: list[Value]) -> Value:
    from pratique.code.evaluate import operators

    separator = plain(arguments[0]) if arguments else ","
    if holder.open or not isinstance(separator, str):
        return Value(deep(holder), "", trail([holder, *holder.items[:64]]))
    known = plain(holder)
    if known is not MISSING:
        texts = ["" if one is None else pure.text(one) for one in known]
        made = separator.join(texts)
        if len(made) <= machine.value_bytes:
            return Constant(made, deep(holder), trail(holder.items[:256]))
    parts: list[Value] = []
    for place, one in enumerate(holder.items):
        if place and separator:
            parts.append(Constant(separator))
        parts.append(one)
    return operators.concatenated(parts)


def _index(machine: "Machine", holder: Items, arguments: list[Value]) -> Value:
    wanted = plain(arguments[0]) if arguments else MISSING
    known = plain(holder)
    del machine
    if known is MISSING or wanted is MISSING:
        return Value(deep(holder))
    return Constant(known.index(wanted) if wanted in known else -1)


def _includes(machine: "Machine", holder: Items, arguments: list[Value]) -> Value:
    place = _index(machine, holder, arguments)
    if isinstance(place, Constant):
        return Constant(place.value >= 0)
    return Value(deep(holder) | union(arguments))


def _fill(_machine: "Machine", holder: Items, arguments: list[Value]) -> Value:
    if arguments:
        holder.items[:] = [arguments[0]] * len(holder.items)
    return holder


def _flat(_machine: "Machine", holder: Items, _arguments: list[Value]) -> Value:
    made: list[Value] = []
    for one in holder.items:
        made.extend(one.items if isinstance(one, Items) else [one])
    return Items("list", made[:GROWTH], holder.taints, is_open=holder.open)


def _at(_machine: "Machine", holder: Items, arguments: list[Value]) -> Value:
    place = plain(arguments[0]) if arguments else 0
    if isinstance(place, int) and -len(holder.items) <= place < len(holder.items):
        return holder.items[place]
    return Value(deep(holder))


def _itself(_machine: "Machine", holder: Items, _arguments: list[Value]) -> Value:
    return holder


def _entries(_machine: "Machine", holder: Items, _arguments: list[Value]) -> Value:
    pairs: list[Value] = [
        Items("list", [Constant(place), one]) for place, one in enumerate(holder.items)
    ]
    return Items("list", pairs, holder.taints, is_open=holder.open)


def _keys(_machine: "Machine", holder: Items, _arguments: list[Value]) -> Value:
    made: list[Value] = [Constant(place) for place in range(len(holder.items))]
    return Items("list", made, is_open=holder.open)


_METHODS: dict[str, Callable[["Machine", Items, list[Value]], Value]] = {
    "push": _push,
    "add": _push,
    "unshift": _unshift,
    "shift": _shift,
    "reverse": _reverse,
    "toReversed": _reverse,
    "slice": _slice,
    "subarray": _slice,
    "splice": _splice,
    "concat": _concat,
    "join": _join,
    "toString": lambda machine, holder, _: _join(machine, holder, []),
    "indexOf": _index,
    "includes": _includes,
    "has": _includes,
    "fill": _fill,
    "flat": _flat,
    "at": _at,
    "values": _itself,
    "valueOf": _itself,
    "sort": order.alphabetic,
    "next": order.following,
    "entries": _entries,
    "keys": _keys,
}


_LETTERS_MOST = 262_144
"""Letters that a text is taken apart into; a payload that is turned around has fewer."""


def text(
    machine: "Machine", holder: Constant, name: str, arguments: list[Value], line: int
) -> Value | None:
    """Call a method of a text that takes a regular expression or a function."""
    if isinstance(holder.value, bytes):
        return _binary(machine, holder, name, arguments, line)
    if isinstance(holder.value, Regex):
        return _tested(holder, name, arguments)
    if not isinstance(holder.value, str):
        return None
    if name in {"replace", "replaceAll"} and len(arguments) > 1:
        return _replaced(machine, holder, name, arguments, line)
    if name in {"split", "match", "matchAll", "search"} and arguments:
        pattern = plain(arguments[0])
        if isinstance(pattern, Regex):
            made = getattr(pattern, name)(holder.value)
            if made is None:
                return Value(holder.taints, "", holder.trail)
            return value_of(made, holder.taints, holder.trail)
    if name == "split" and len(holder.value) > 3 and arguments and plain(arguments[0]) == "":
        if len(holder.value) > _LETTERS_MOST:
            return Value(holder.taints, "", holder.trail)
        machine.steps -= len(holder.value)
        return Items("list", [Constant(one, holder.taints, holder.trail) for one in holder.value])
    return None


def _binary(
    machine: "Machine", holder: Constant, name: str, arguments: list[Value], line: int
) -> Value | None:
    """Call a method of a buffer or typed array."""
    if name in {"toString", "utf8Slice", "latin1Slice"}:
        return _decoded(holder, arguments)
    if name not in EACH and name not in {"join", "reverse"}:
        return None
    items: list[Value] = [Constant(one, holder.taints, holder.trail) for one in holder.value]
    made = call(machine, Items("list", items), name, arguments, line)
    if name in {"map", "filter", "reverse"} and isinstance(made, Items):
        known = plain(made)
        if isinstance(known, list) and all(isinstance(one, int) for one in known):
            marks = trail(made.items[:16])
            return Constant(bytes(one & 255 for one in known), deep(made), marks)
    return made


def _tested(holder: Constant, name: str, arguments: list[Value]) -> Value | None:
    subject = plain(arguments[0]) if arguments else MISSING
    if name not in {"test", "exec"} or not isinstance(subject, str):
        return Value(union(arguments))
    made = getattr(holder.value, name)(subject)
    return Value(union(arguments)) if made is None else value_of(made, union(arguments))


def _decoded(holder: Constant, arguments: list[Value]) -> Value:
    """Return what `Buffer.toString(encoding)` gives."""
    encoding = plain(arguments[0]) if arguments else "utf8"
    made = pure.encoded(holder.value, encoding if isinstance(encoding, str) else "utf8")
    if made is None:
        return Value(holder.taints, "", holder.trail)
    return Constant(made, holder.taints, holder.trail)


def _replaced(
    machine: "Machine", holder: Constant, name: str, arguments: list[Value], line: int
) -> Value:
    from pratique.code.evaluate import calls

    old, new = plain(arguments[0]), arguments[1]
    known = plain(new)
    every = name == "replaceAll"
    if isinstance(known, str) and isinstance(old, str):
        made: str | None = holder.value.replace(old, known, -1 if every else 1)
    elif isinstance(known, str) and isinstance(old, Regex):
        made = old.replace(holder.value, known)
    elif isinstance(old, Regex) and isinstance(new, Closure | Partial | Symbol):

        def function(*parts: str) -> str:
            given: list[Value] = [Constant(one, holder.taints, holder.trail) for one in parts]
            value = plain(calls.invoke(machine, new, given, {}, line))
            if value is MISSING:
                raise ValueError("not known")
            return pure.text(value)

        try:
            made = old.replaced(holder.value, function)
        except ValueError:
            made = None
    else:
        made = None
    if made is None or len(made) > machine.value_bytes:
        return Value(holder.taints | deep(new), "", holder.trail)
    marks = holder.trail
    if isinstance(old, Regex | str) and len(holder.value) - len(made) > 8:
        marks = (*marks, "replace")
    return Constant(made, holder.taints | deep(new), marks)


def mapped(
    machine: "Machine", holder: Table, name: str, arguments: list[Value], line: int
) -> Value | None:
    """Call a method of a `Map`."""
    from pratique.code.evaluate import attributes, targets

    if name in holder.pairs or not arguments:
        return None
    if name == "set" and len(arguments) > 1:
        targets.set_item(machine, holder, arguments[0], arguments[1], line)
        return holder
    if name == "get":
        return attributes.item(machine, holder, arguments[0], line)
    return UNKNOWN
