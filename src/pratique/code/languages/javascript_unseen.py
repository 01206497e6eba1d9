"""What runs or is made without a call that shows it: traps, getters, coercions, tags, errors.

A proxy's trap turns names into modules, a getter requires one, an object says as text what it is
wanted for; errors, symbols and queries are boxes that a text is put into and taken out of again.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from pratique.code.evaluate.plain import plain
from pratique.code.evaluate.values import (
    UNKNOWN,
    Closure,
    Constant,
    Instance,
    Items,
    Method,
    Partial,
    Symbol,
    Table,
    Value,
    deep,
    join,
    union,
)

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine

Arguments = list[Value]
Keywords = dict[str, Value]
PROXY = "#proxy"
_COERCIONS = ("Symbol.toPrimitive", "toString", "valueOf")


def text(machine: "Machine", value: Value, line: int) -> Value:
    """Return what an object of the artifact turns into where a text is wanted."""
    if isinstance(value, Method):  # a member that an object has not
        holder = value.receiver
        absent = isinstance(holder, Table) and not holder.open and value.name not in _METHODS
        return Constant("undefined") if absent else value
    held = value.attributes if isinstance(value, Instance) else {}
    if isinstance(value, Table):
        held = {str(key): one for key, one in value.pairs.items()}
    for name in _COERCIONS:
        found = held.get(name)
        if found is None and isinstance(value, Instance):
            found = value.kind.attributes.get(name)
        if isinstance(found, Closure | Partial):
            return called(machine, found, value, [Constant("string")], line)
    if isinstance(value, Table) and not value.open:
        return Constant("[object Object]", deep(value))
    return value


_METHODS = frozenset("get set has delete hasOwnProperty toString valueOf constructor".split())


def called(
    machine: "Machine", function: Value, receiver: Value, arguments: Arguments, line: int
) -> Value:
    """Call a function of an object as its method."""
    from pratique.code.evaluate import calls
    from pratique.code.languages import javascript_members as members

    if isinstance(function, Closure) and function.receiver is None:
        function = members.bound(function, receiver)
    return calls.invoke(machine, function, arguments, {}, line)


def failed(answer: Value) -> Value:
    """Return the error of a request: clients put the answer into it, with all that it says.

    Loaders of fake interviews let the server refuse, and run a field of the refusal.
    """
    if not any(one.label == "net/download" for one in deep(answer)):
        return UNKNOWN
    return Symbol("Error", called=True, state={"response": answer})


def member(machine: "Machine", holder: Symbol, name: str, line: int) -> Value:
    """Return what a proxy gives for a name: what its trap does, else the target's own."""
    from pratique.code.evaluate import attributes

    state = holder.state or {}
    target, trap = state.get("#target", UNKNOWN), state.get("#get")
    if trap is None or machine.frame.depth > _DEEP:
        return attributes.get(machine, target, name, line)
    return called(machine, trap, UNKNOWN, [target, Constant(name), holder], line)


_DEEP = 24


def listened(
    machine: "Machine", held: dict[str, Value], name: str, arguments: Arguments, line: int
) -> None:
    """Keep what listens to an event, and call it with what the event brings."""
    from pratique.code.evaluate import calls

    event = plain(arguments[0])
    key = f"#on:{event}"
    if not isinstance(event, str):
        return
    if name == "emit":
        listener = held.pop(key, None)  # what it emits in its turn is not followed again
        if listener is not None:
            calls.invoke(machine, listener, arguments[1:], {}, line)
            held[key] = listener
    elif len(arguments) > 1 and isinstance(arguments[1], Closure | Partial):
        held[key] = arguments[1]


def _emitter(
    _machine: "Machine", symbol: Symbol, _arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    return Symbol(symbol.path, called=True, state={})


def _proxy(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    if len(arguments) < 2 or not isinstance(arguments[1], Table):
        return arguments[0] if arguments else UNKNOWN
    traps = arguments[1].pairs
    state = {f"#{name}": traps[name] for name in ("get", "apply", "construct") if name in traps}
    state["#target"] = arguments[0]
    return Symbol(PROXY, deep(arguments[0]), called=True, state=state)


def _through(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Call what a proxy stands before, through its trap where it has one."""
    from pratique.code.evaluate import calls

    state = symbol.state or {}
    target = state.get("#target", UNKNOWN)
    trap = state.get("#apply") or state.get("#construct")
    if trap is None:
        return calls.invoke(machine, target, arguments, {}, line)
    return called(machine, trap, UNKNOWN, [target, UNKNOWN, Items("list", arguments[:])], line)


def _box(name: str) -> Callable[..., Value | None]:
    """Return a function that keeps its first argument under a name."""

    def kept(
        _machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
    ) -> Value | None:
        state = {name: arguments[0]} if arguments else None
        return Symbol(symbol.path, union(arguments), called=True, state=state)

    return kept


def _query(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    known = plain(arguments[0]) if arguments else None
    if not isinstance(known, str):
        return None
    pairs = parse_qsl(known.removeprefix("?"), keep_blank_values=True)
    return Table({name: Constant(one) for name, one in pairs}, deep(arguments[0]))


def _raw(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Put the parts of a template and what stands between them together."""
    from pratique.code.evaluate import operators

    if not arguments or not isinstance(arguments[0], Items):
        return arguments[0] if arguments else UNKNOWN
    made: list[Value] = []
    for place, one in enumerate(arguments[0].items):
        made.append(one)
        if place + 1 < min(len(arguments), len(arguments[0].items)):
            made.append(arguments[place + 1])
    return operators.concatenated(made)


def alternatives(found: list[Value]) -> Value:
    """Return a value that may be any of some."""
    made: Value = found[0] if found else UNKNOWN
    for one in found[1:]:
        made = join(made, one)
    return made


SPECIAL: Mapping[str, Callable[..., Any]] = {
    "#returned": lambda _machine, _symbol, arguments, *_: arguments[0],
    "events": _emitter,
    "events.EventEmitter": _emitter,
    "Proxy": _proxy,
    PROXY: _through,
    "Symbol": _box("description"),
    "Symbol.for": _box("description"),
    "Error": _box("message"),
    "TypeError": _box("message"),
    "RangeError": _box("message"),
    "URLSearchParams": _query,
    "url.URLSearchParams": _query,
    "String.raw": _raw,
}
"""Functions by canonical symbol."""
