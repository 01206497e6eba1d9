"""JavaScript's functions over objects, arrays, patterns and JSON that the machine follows."""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pratique.code.decoders import decode
from pratique.code.evaluate.plain import MISSING, plain, value_of
from pratique.code.evaluate.values import (
    UNKNOWN,
    Constant,
    Items,
    Namespace,
    Symbol,
    Table,
    Value,
    deep,
    trail,
    union,
)
from pratique.code.languages.javascript_regex import Regex, literal

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine

Arguments = list[Value]
Keywords = dict[str, Value]


def _assign(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    if not arguments:
        return UNKNOWN
    target = arguments[0]
    for one in arguments[1:]:
        if isinstance(target, Table) and isinstance(one, Table):
            if target.taints and machine.language.assigned is not None:
                for name, value in one.pairs.items():
                    machine.language.assigned(machine, target, str(name), value, line)
            target.pairs.update(one.pairs)
            target.open = target.open or one.open
        else:
            target.taints = target.taints | deep(one)
    return target


def _define(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    from pratique.code.evaluate import calls, targets

    if len(arguments) < 3 or not isinstance(arguments[2], Table):
        return arguments[0] if arguments else UNKNOWN
    holder, name, described = arguments[:3]
    value = described.pairs.get("value") if isinstance(described, Table) else None
    if value is None and isinstance(described, Table) and "get" in described.pairs:
        value = calls.invoke(machine, described.pairs["get"], [], {}, line)
    if value is not None and isinstance(name, Constant):
        targets.set_attribute(machine, holder, str(name.value), value, line)
    return holder


def _listed(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Return keys, values or pairs of an object that is known."""
    holder = arguments[0] if arguments else UNKNOWN
    what = symbol.path.rpartition(".")[2]
    pairs: list[tuple[Any, Value]]
    if isinstance(holder, Table):
        pairs = list(holder.pairs.items())
    elif isinstance(holder, Items):
        pairs = [(str(place), one) for place, one in enumerate(holder.items)]
    elif isinstance(holder, Namespace):
        pairs = list(holder.scope.names.items())
    else:
        _dumped(machine, symbol, arguments, line)
        return None
    if what in {"keys", "getOwnPropertyNames", "ownKeys"}:
        made: list[Value] = [value_of(key) for key, _ in pairs]
    elif what == "values":
        made = [one for _, one in pairs]
    else:
        made = [Items("list", [value_of(key), one]) for key, one in pairs]
    opened = bool(getattr(holder, "open", False)) or isinstance(holder, Namespace)
    return Items("list", made, holder.taints, is_open=opened)


def _from_entries(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    made = Table({})
    if arguments and isinstance(arguments[0], Items):
        for one in arguments[0].items[:4096]:
            key = plain(one.items[0]) if isinstance(one, Items) and one.items else MISSING
            if isinstance(one, Items) and len(one.items) > 1 and isinstance(key, str | int):
                made.pairs[key] = one.items[1]
    made.open = not made.pairs
    made.taints = union(arguments)
    return made


def _array(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    from pratique.code.evaluate import expressions
    from pratique.code.languages import javascript_arrays as arrays

    if symbol.path in {"Array", "Array.of"}:
        size = plain(arguments[0]) if len(arguments) == 1 and symbol.path == "Array" else MISSING
        if isinstance(size, int) and 0 <= size <= 65_536:
            return Items("list", [Constant(None)] * size)
        return Items("list", arguments[:])
    if not arguments:
        return Items("list", [])
    source = arguments[0]
    found = expressions.elements(machine, source)
    if isinstance(source, Table) and "length" in source.pairs:
        size = plain(source.pairs["length"])
        known = isinstance(size, int) and 0 <= size <= 65_536
        found = [Constant(None)] * size if known else None
    if found is None:
        made = Items("list", [expressions.any_element(source)], deep(source), is_open=True)
    else:
        made = Items("list", found, source.taints)
    if len(arguments) > 1 and symbol.path.endswith("from"):
        mapped = arrays.call(machine, made, "map", arguments[1:2], line)
        return mapped if mapped is not None else made
    return made


def _regex(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    known = [plain(one) for one in arguments[:2]]
    if not known or not all(isinstance(one, str) for one in known):
        if known and isinstance(known[0], Regex):
            return arguments[0]
        return Symbol("RegExp", union(arguments), called=True)
    found = literal(known[0]) if len(known) == 1 and known[0][:1] == "/" else None
    return Constant(found or Regex(known[0], known[1] if len(known) > 1 else ""))


def _dumped(machine: "Machine", symbol: Symbol, arguments: Arguments, line: int) -> None:
    """Record that the whole environment is put into a text or gone through."""
    if arguments and any(one.label == "creds/env-dump" for one in deep(arguments[0])):
        machine.fact("creds/env-dump", line, symbol.path)


def _json(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    known = plain(arguments[0]) if arguments else MISSING
    if known is MISSING:
        _dumped(machine, symbol, arguments, line)
        return None
    taints = deep(arguments[0])
    if symbol.path.endswith("parse"):
        if not isinstance(known, str | bytes):
            return None
        machine.steps -= len(known) // 16  # what is made of it is as large
        made = decode("json", known, {}, machine.value_bytes)
        return value_of(made, taints, arguments[0].trail) if made is not None else None
    try:
        return Constant(json.dumps(known, ensure_ascii=False), taints, trail(arguments[:1]))
    except (TypeError, ValueError, RecursionError):
        return None


def _text_of(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    known = plain(arguments[0]) if arguments else MISSING
    if isinstance(known, list) and all(isinstance(one, int) for one in known):
        known = bytes(one & 255 for one in known)
    if isinstance(known, bytes):
        return Constant(known.decode("utf-8", "replace"), deep(arguments[0]), trail(arguments[:1]))
    return None


def _reflect(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    from pratique.code.evaluate import attributes, calls

    if len(arguments) < 2:
        return UNKNOWN
    if symbol.path.endswith(".get"):
        return attributes.item(machine, arguments[0], arguments[1], line)
    rest = arguments[2] if symbol.path.endswith("apply") and len(arguments) > 2 else arguments[1]
    given = rest.items[:] if isinstance(rest, Items) else [rest]
    return calls.invoke(machine, arguments[0], given, {}, line)


SPECIAL: Mapping[str, Callable[..., Any]] = {
    "Object.assign": _assign,
    "Object.defineProperty": _define,
    "Object.keys": _listed,
    "Object.values": _listed,
    "Object.entries": _listed,
    "Object.getOwnPropertyNames": _listed,
    "Reflect.ownKeys": _listed,
    "keys": _listed,
    "Object.fromEntries": _from_entries,
    "Array": _array,
    "Array.from": _array,
    "Array.of": _array,
    "Set": _array,
    "Map": _from_entries,
    "RegExp": _regex,
    "JSON.parse": _json,
    "JSON.stringify": _json,
    "TextDecoder.decode": _text_of,
    "Reflect.get": _reflect,
    "Reflect.apply": _reflect,
    "Reflect.construct": _reflect,
}
"""Functions by canonical symbol."""
