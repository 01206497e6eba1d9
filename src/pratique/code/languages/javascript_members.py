"""Members and methods of JavaScript's values: functions, objects, arrays, promises, globals."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from pratique.code.evaluate.plain import plain
from pratique.code.evaluate.source import environment as told_by_name
from pratique.code.evaluate.values import (
    UNKNOWN,
    Closure,
    Constant,
    Instance,
    Items,
    Kind,
    Method,
    Namespace,
    Partial,
    Symbol,
    Table,
    Taint,
    Value,
    deep,
)
from pratique.code.languages import javascript_arrays as arrays
from pratique.code.languages import javascript_pure as pure
from pratique.code.languages import javascript_unseen as unseen
from pratique.code.languages.javascript_regex import Regex

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine

GLOBALS = frozenset(("globalThis", "window", "self", "global", "top", "parent", "frames", "root"))
"""Names of the global object."""
_LETTER = re.compile(r"[A-Za-z0-9]")
_CONSTRUCTORS: tuple[tuple[type, str], ...] = (
    (bool, "Boolean"),
    (str, "String"),
    (int, "Number"),
    (float, "Number"),
)


def attribute(machine: "Machine", holder: Value, name: str, line: int) -> Value | None:
    """Return members that differ from Python's, or None."""
    if isinstance(holder, Symbol):
        return _of_symbol(machine, holder, name, line)
    if name == "constructor":
        return _constructor(holder)
    if name == "length":
        return _length(holder)
    if name in {"source", "flags"} and isinstance(holder, Constant):
        return Constant(getattr(holder.value, name)) if isinstance(holder.value, Regex) else None
    if name == "raw" and isinstance(holder, Items):
        return holder
    if isinstance(holder, Constant) and holder.value is not None and not _LETTER.search(name):
        return Constant(None)  # no method is named so; encoders ask for one to get nothing
    if isinstance(holder, Closure):
        return _of_closure(machine, holder, name)
    if isinstance(holder, Partial):
        return Method(holder, name)
    if isinstance(holder, Table):
        found = holder.pairs.get(name)
        if isinstance(found, Closure) and found.receiver is None:
            seeing = bound(found, holder)
            return unseen.called(machine, seeing, holder, [], line) if found.text else seeing
        if found is not None:
            return found
        if name == "default" and holder.pairs:
            return holder
        return Method(holder, name)
    if isinstance(holder, Instance | Kind):
        return _prototype(holder) if name == "prototype" else None
    if isinstance(holder, Namespace) and name == "default":
        return holder
    return None


def bound(closure: Closure, receiver: Value) -> Closure:
    """Return a function that sees an object as `this`."""
    made = Closure(closure.function, closure.scope, receiver, closure.owner)
    made.defaults = closure.defaults
    made.attributes = closure.attributes
    return made


def _of_symbol(machine: "Machine", holder: Symbol, name: str, line: int) -> Value | None:
    path = holder.path
    if path == unseen.PROXY:
        return unseen.member(machine, holder, name, line)
    if holder.called and holder.state is not None:
        longer = machine.api.canonical(f"{path}.{name}")
        if machine.api.lookup(longer) is not None:  # not an argument that it was made with
            made = Symbol(longer, holder.taints, called=True, trail=holder.trail)
            made.state = holder.state
            return made
        if name in holder.state:
            return holder.state[name]
    if path == "process.env":
        return variable(machine, holder, name, line)
    if path in GLOBALS:
        if name in pure.BUILTINS or name in GLOBALS:
            return Symbol(machine.api.canonical(name), hidden=holder.hidden)
        if name in machine.globals:
            return machine.globals[name]
        return Symbol(f"window.{name}", hidden=holder.hidden)
    if name == "default" and not holder.called:
        return holder
    if name == "constructor":
        if not holder.called or path == "Object.getPrototypeOf":
            return Symbol("Function", hidden="constructor")
        return Symbol(f"{path}.constructor", called=False)
    if name == "prototype" and not holder.called:
        return Symbol(f"{path}.prototype")
    return None


def variable(machine: "Machine", holder: Symbol, name: str, line: int) -> Value:
    """Return an environment variable, and record those that hold secrets."""
    label = told_by_name(name)
    if not label:
        return Value(text=f"{{process.env.{name}}}")
    from pratique.model import Value as FactValue

    path = f"process.env.{name}"
    machine.fact(label, line, path, (FactValue("env", name),))
    taint = Taint(label, machine.frame.place.location(line), path, name)
    del holder
    return Value(frozenset((taint,)), f"{{{path}}}")


def _constructor(holder: Value) -> Value | None:
    if isinstance(holder, Closure | Method | Partial | Kind):
        return Symbol("Function", hidden="constructor")
    if isinstance(holder, Items):
        return Symbol("Array")
    if isinstance(holder, Constant):
        for kind, name in _CONSTRUCTORS:
            if isinstance(holder.value, kind):
                return Symbol(name)
    return None


def _length(holder: Value) -> Value | None:
    if isinstance(holder, Constant) and isinstance(holder.value, str | bytes):
        return Constant(len(holder.value))
    if isinstance(holder, Items) and not holder.open:
        return Constant(len(holder.items))
    if isinstance(holder, Closure):
        return Constant(len(holder.function.parameters))
    return Value(holder.taints) if type(holder) is Value else None


def _of_closure(machine: "Machine", holder: Closure, name: str) -> Value:
    if holder.attributes is None:
        holder.attributes = {}
    found = holder.attributes.get(name)
    if found is not None:
        return found
    if name == "prototype":
        made = holder.attributes[name] = Table({}, is_open=True)
        return made
    if name == "name":
        return Constant(holder.function.name)
    del machine
    return Method(holder, name)


def _prototype(holder: Instance | Kind) -> Value:
    kind = holder.kind if isinstance(holder, Instance) else holder
    made = Table({})
    made.pairs = kind.attributes
    return made


def method(machine: "Machine", called: Method, arguments: list[Value], line: int) -> Value | None:
    """Call a method of a value that is no library's, or return None."""
    receiver, name = called.receiver, called.name
    if name in {"replace", "replaceAll"} and machine.interposed:
        from pratique.code.languages import javascript_host as host

        host.replaced(machine, receiver, arguments, line)
    if name in _PROMISE and not (isinstance(receiver, Table) and name in receiver.pairs):
        return _promised(machine, receiver, name, arguments, line)
    if isinstance(receiver, Closure | Method | Partial | Symbol | Kind) and name in _FUNCTION:
        return _FUNCTION[name](machine, receiver, arguments, line)
    if isinstance(receiver, Items):
        return arrays.call(machine, receiver, name, arguments, line)
    if isinstance(receiver, Constant):
        if name in _SPELLING and isinstance(receiver.value, str) and not receiver.trail:
            made = _SPELLING[name](receiver.value)
            return Constant(made, receiver.taints, literal=receiver.literal)
        return arrays.text(machine, receiver, name, arguments, line)
    if isinstance(receiver, Table):
        if name == "hasOwnProperty" and arguments:
            key = plain(arguments[0])
            return Constant(key in receiver.pairs) if isinstance(key, str) else UNKNOWN
        if name in {"get", "set", "has", "delete"}:
            return arrays.mapped(machine, receiver, name, arguments, line)
        return None
    if arguments and any(isinstance(one, Closure | Partial) for one in arguments):
        return callbacks(machine, Value(deep(receiver), "", receiver.trail), arguments, name)
    return None


_SPELLING: dict[str, Callable[[str], str]] = {
    "toLowerCase": str.lower,
    "toUpperCase": str.upper,
    "trim": str.strip,
    "toString": str,
    "valueOf": str,
}
"""Methods whose result is still the name that was written."""


def callbacks(machine: "Machine", made: Value, arguments: list[Value], name: str) -> Value:
    """Call functions that something not known got hold of with what it may give them."""
    given(machine, name, made, arguments)
    return made


_LATER = frozenset(
    "on once addListener addEventListener prependListener get post put delete patch use all route "
    "describe it test before after beforeEach afterEach command action option handle register "
    "subscribe hook tap tapAsync tapPromise setTimeout setInterval setImmediate nextTick "
    "queueMicrotask listen createServer requestAnimationFrame define defineProperty onmessage "
    "waitFor observe watch plugin component directive filter service controller".split()
)
"""What calls functions when something happens, after the rest of the module has run."""
_DATA = frozenset(("data", "end", "readable", "close", "message", "response", "finish", "connect"))


def given(machine: "Machine", name: str, made: Value, arguments: list[Value]) -> None:
    """Call functions among the arguments of a library with what the call gives."""
    from pratique.code.evaluate import calls

    functions = [one for one in arguments if isinstance(one, Closure | Partial | Method)]
    if not functions:
        return
    event = plain(arguments[0])
    late = name in _LATER and not (isinstance(event, str) and event in _DATA)
    for one in functions:
        if late:
            later(machine, one, [made, made, made])
        else:
            calls.invoke(machine, one, [made, made, made], {}, 0)


def later(machine: "Machine", function: Value, arguments: list[Value]) -> None:
    """Call a function after the module has run."""
    if len(machine.later) < 4_000:
        machine.later.append((function, arguments, {}, machine.frame))


_PROMISE = frozenset(("then", "catch", "finally"))


def _promised(
    machine: "Machine", receiver: Value, name: str, arguments: list[Value], line: int
) -> Value:
    """Go on with what a promise gives; what it fails with is not known."""
    from pratique.code.evaluate import calls

    made: Value = receiver
    for place, one in enumerate(arguments[:2]):
        if name == "then" and place == 0:
            made = calls.invoke(machine, one, [receiver], {}, line)
        elif isinstance(one, Closure | Partial):
            given = [] if name == "finally" else [unseen.failed(receiver)]
            calls.invoke(machine, one, given, {}, line)
    return made


# -- functions


def _call(machine: "Machine", function: Value, arguments: list[Value], line: int) -> Value:
    from pratique.code.evaluate import calls

    return calls.invoke(machine, _seeing(function, arguments[:1]), arguments[1:], {}, line)


def _apply(machine: "Machine", function: Value, arguments: list[Value], line: int) -> Value:
    from pratique.code.evaluate import calls, expressions

    rest = expressions.elements(machine, arguments[1]) if len(arguments) > 1 else []
    if rest is None:
        rest = [expressions.any_element(arguments[1])]
    return calls.invoke(machine, _seeing(function, arguments[:1]), rest, {}, line)


def _bind(_machine: "Machine", function: Value, arguments: list[Value], _line: int) -> Value:
    seeing = _seeing(function, arguments[:1])
    return Partial(seeing, arguments[1:], {}) if len(arguments) > 1 else seeing


def _seeing(function: Value, receiver: list[Value]) -> Value:
    known = receiver and not (isinstance(receiver[0], Constant) and receiver[0].value is None)
    if isinstance(function, Closure) and known:
        return bound(function, receiver[0])
    if isinstance(function, Method) and known:
        return Method(receiver[0], function.name)
    return function


def _source(machine: "Machine", function: Value, _arguments: list[Value], _line: int) -> Value:
    if isinstance(function, Closure):
        place = function.scope.place
        lines = place.source.split(b"\n")
        body = lines[max(0, function.function.line - 1) : function.function.end]
        return Constant(b"\n".join(body)[:4096].decode("utf-8", "replace"))
    del machine
    return Value(text="function () { [native code] }")


_FUNCTION: dict[str, Callable[["Machine", Value, list[Value], int], Value]] = {
    "call": _call,
    "apply": _apply,
    "bind": _bind,
    "toString": _source,
}


def symbol(
    machine: "Machine", called: Symbol, arguments: list[Value], _keywords: object, line: int
) -> Value | None:
    """Call what every function, promise and stream of a library has."""
    head, _, name = called.path.rpartition(".")
    if not head:
        return None
    if name in _FUNCTION and name != "toString" and head != "Reflect":
        inner = Symbol(head, called.taints, called=called.called, hidden=called.hidden)
        inner.state = called.state
        return _FUNCTION[name](machine, inner, arguments, line)
    receiver = Symbol(head, called.taints, called=called.called, trail=called.trail)
    receiver.state = called.state
    if name in _PROMISE and (called.called or machine.api.lookup(called.path) is None):
        return _promised(machine, receiver, name, arguments, line)
    if name == "pipe" and arguments:
        return piped(machine, receiver, arguments[0], line)
    if name in _LISTEN | {"emit"} and called.state is not None and arguments:
        unseen.listened(machine, called.state, name, arguments, line)
    if name in _LISTEN and called.called:
        given(machine, name, _heard(receiver, arguments), arguments[:1] + arguments[1:])
        return receiver
    if name in arrays.EACH and any(isinstance(one, Closure | Partial) for one in arguments):
        one = Value(deep(receiver), "", receiver.trail)
        return arrays.call(
            machine, Items("list", [one], one.taints, is_open=True), name, arguments, line
        )
    return None


def _heard(receiver: Symbol, arguments: list[Value]) -> Value:
    """Return what an event brings: data of the stream, or the stream that a request gives."""
    event = plain(arguments[0]) if arguments else ""
    if event in {"response", "connection", "request", "connect"}:
        return receiver
    return Value(receiver.taints, "", receiver.trail)


def piped(machine: "Machine", source: Symbol, target: Value, line: int) -> Value:
    """Follow `source.pipe(target)`: into a file, a process, a socket."""
    from pratique.code.evaluate import library, sinks

    taints = deep(source)
    if not isinstance(target, Symbol):
        return Value(taints | deep(target))
    ends = (source.path, target.path)
    process = any(one.startswith(_PROCESSES) for one in ends)
    wire = any(one.startswith(_WIRES) for one in ends)
    place = machine.frame.place.location(line)
    if process and wire:
        taint = Taint("net/socket", place, source.path)
        sinks.chain(machine, "net/reverse-shell", line, source.path, taint, "exec/process")
    elif process:
        fetched = next(iter(sinks.downloads(taints)), None)
        if fetched is not None:
            sinks.chain(machine, "exec/download-run", line, target.path, fetched, "exec/process")
    elif target.path in {"fs.WriteStream", "http.ClientRequest"} or wire:
        write = Symbol(f"{target.path}.write", target.taints, called=True)
        write.state = target.state
        library.call(machine, write, [Value(taints, "", source.trail)], {}, line)
    target.taints = target.taints | taints
    return target


_PROCESSES = ("child_process.", "pty.", "Deno.", "Bun.", "process_wrap.")
_LISTEN = frozenset(("on", "once", "addListener"))
_WIRES = ("net.", "tls.", "WebSocket", "socketio", "ws", "dgram.")
