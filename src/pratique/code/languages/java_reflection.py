"""Reflection and class loaders of Java: classes, methods and bytes that are reached by name."""

from typing import TYPE_CHECKING

from pratique.code.evaluate.values import (
    UNKNOWN,
    Closure,
    Constant,
    Instance,
    Items,
    Kind,
    Partial,
    Symbol,
    Taint,
    Value,
    deep,
    ordered,
    render,
    trail,
    union,
)
from pratique.model import Value as FactValue

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine


Arguments = list[Value]
Keywords = dict[str, Value]


_SAME_PATH = frozenset(
    "toString getPath getAbsolutePath getCanonicalPath toFile toPath toAbsolutePath normalize "
    "resolve resolveSibling toRealPath getAbsoluteFile".split()
)


_SAME_KEY = frozenset("getBytes toCharArray trim strip toString intern toLowerCase".split())
"""Methods after which a text that is a key is one still."""
_REFLECTED = {
    "getMethod": "java.reflect.member",
    "getDeclaredMethod": "java.reflect.member",
    "getField": "java.reflect.member",
    "getDeclaredField": "java.reflect.member",
    "getConstructor": "java.reflect.same",
    "getDeclaredConstructor": "java.reflect.same",
    "newInstance": "java.reflect.made",
    "invoke": "java.reflect.invoked",
    "invokeExact": "java.reflect.invoked",
    "setAccessible": "java.reflect.same",
    "trySetAccessible": "java.reflect.same",
    "asSubclass": "java.reflect.same",
}


def attribute(machine: "Machine", holder: Value, name: str, line: int) -> Value | None:
    """Return members of classes and methods that reflection reaches."""
    target = _REFLECTED.get(name)
    if target is not None and _reflective(machine, holder, name):
        return Partial(Symbol(target), [holder], {})
    if type(holder) is Value and holder.text and name in _SAME_PATH:
        joined = "java.nio.file.Path.of" if name.startswith("resolve") else "java.reflect.same"
        return Partial(Symbol(joined), [holder], {})
    if type(holder) is Value and name in _SAME_KEY and holder.text.startswith("{key:"):
        return Partial(Symbol("java.reflect.same"), [holder], {})
    if name == "getClass" and isinstance(holder, Instance):
        return Partial(Symbol("java.reflect.same"), [holder.kind], {})
    if name == "start" and isinstance(holder, Instance):
        from pratique.code.evaluate import declared

        found, library = declared.find(holder.kind, "run", "()V")
        if isinstance(found, Closure) and library is not None:
            return declared.bound(found, holder)
    del line
    return None


def _reflective(machine: "Machine", holder: Value, name: str) -> bool:
    if isinstance(holder, Kind | Closure):
        return True
    if not isinstance(holder, Symbol):
        return False
    if machine.api.lookup(f"{holder.path}.{name}") is not None:
        return False
    return not holder.called or bool(holder.hidden)


def for_name(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Return the class of a name."""
    name = arguments[0] if arguments else UNKNOWN
    if not (isinstance(name, Constant) and isinstance(name.value, str)):
        machine.fact("exec/dynamic-import", line, symbol.path)
        return Symbol("java.lang.Class", deep(name), called=True)
    found = machine.modules.class_named(machine, name.value, line)
    if isinstance(found, Symbol):
        how = "forName" if name.literal else "forName computed"
        if not name.literal:
            machine.fact("exec/dynamic-import", line, symbol.path)
        return Symbol(found.path, hidden=how)
    return found


def member(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Return the method or field of a class that reflection asks for."""
    from pratique.code.evaluate import declared

    if len(arguments) < 2:
        return UNKNOWN
    holder, name = arguments[:2]
    if not (isinstance(name, Constant) and isinstance(name.value, str)):
        if isinstance(holder, Symbol) and not holder.called:
            machine.fact(
                "exec/dynamic-import", line, "java.lang.Class.getMethod", (), ("computed-name",)
            )
        return Value(union(arguments))
    if isinstance(holder, Kind):
        found, _ = declared.find(holder, name.value, "")
        return found if found is not None else UNKNOWN
    if not isinstance(holder, Symbol):
        return UNKNOWN
    how = "getMethod" if name.literal and "computed" not in holder.hidden else "getMethod computed"
    path = machine.api.canonical(f"{holder.path}.{name.value}")
    return Symbol(path, holder.taints, hidden=how)


def handle(
    machine: "Machine", symbol: Symbol, arguments: Arguments, keywords: Keywords, line: int
) -> Value | None:
    """Return the method that a lookup finds; a static one is called without an object."""
    found = member(machine, symbol, arguments, keywords, line)
    if isinstance(found, Symbol) and not found.called:
        found.hidden = f"{_HANDLE} {symbol.path.rpartition('.')[2]} {found.hidden}"
    return found


_HANDLE = "handle"


def invoked(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, keywords: Keywords, line: int
) -> Value | None:
    """Call a method that reflection gave: an object, then an array of arguments."""
    from pratique.code.evaluate import calls, declared

    if not arguments:
        return UNKNOWN
    callee, *rest = arguments
    handled = isinstance(callee, Symbol) and callee.hidden.startswith(_HANDLE)
    if isinstance(callee, Symbol) and callee.hidden.startswith(f"{_HANDLE} findStatic"):
        rest = [UNKNOWN, *rest]
    holder = rest[0] if rest else UNKNOWN
    given = list(rest[1:])
    if not handled and len(given) == 1 and isinstance(given[0], Items):
        given = list(given[0].items)
    if isinstance(callee, Symbol):
        made = Symbol(callee.path, callee.taints | holder.taints, called=isinstance(holder, Symbol),
                      hidden=callee.hidden)  # fmt: skip
        made.state = holder.state if isinstance(holder, Symbol) else None
        return calls.invoke(machine, made, given, keywords, line)
    if isinstance(callee, Closure):
        return calls.invoke(machine, declared.bound(callee, holder), given, keywords, line)
    return calls.invoke(machine, callee, given, keywords, line)


def made(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, keywords: Keywords, line: int
) -> Value | None:
    """Make an instance of a class that reflection reached."""
    from pratique.code.evaluate import calls

    if not arguments:
        return UNKNOWN
    kind, *given = arguments
    if len(given) == 1 and isinstance(given[0], Items):
        given = list(given[0].items)
    if isinstance(kind, Kind):
        return _instance(machine, kind, given)
    return calls.invoke(machine, kind, given, keywords, line)


def _instance(machine: "Machine", kind: Kind, given: Arguments) -> Value:
    from pratique.code.evaluate import calls, declared

    made = Instance(kind)
    for name, value in kind.attributes.items():
        fits = isinstance(value, Closure) and len(value.function.parameters) == len(given) + 1
        if name.startswith("<init>") and fits and isinstance(value, Closure):
            calls.enter(machine, declared.bound(value, made), list(given), {})
            break
    return made


def same(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return the first argument."""
    return arguments[0] if arguments else None


def partial(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return a method with some arguments bound."""
    return Partial(arguments[0], arguments[1:], {}) if arguments else None


def key(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Return what an unknown caller gives for a parameter of a name."""
    from pratique.code.evaluate import uses

    name = arguments[0] if arguments else UNKNOWN
    return uses.parameter(machine, str(name.value), line) if isinstance(name, Constant) else UNKNOWN


def trouble(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Say that the code of a method could not be read."""
    from pratique.code.evaluate import layers

    what = str(arguments[0].value) if isinstance(arguments[0], Constant) else ""
    layers.troubled(machine, machine.frame.place.member, what)
    return UNKNOWN


def loader(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Make a class loader; one of an address on the network gives code of that address."""
    address = next((one for given in arguments for one in _addresses(given)), "")
    made = Symbol("java.net.URLClassLoader", union(arguments), called=True)
    for one in arguments:
        made.taints |= deep(one)
    if address:
        place = machine.frame.place.location(line)
        made.taints |= {Taint("net/download", place, symbol.path, address[:512])}
        machine.fact("net/http", line, symbol.path, (_url(address),))
    return made


def _addresses(value: Value) -> list[str]:
    """Return the addresses on the network among values and in lists of them."""
    inner = value.items[:64] if isinstance(value, Items) else [value]
    found = [render(one, 512) for one in inner]
    return [
        one for one in found if "://" in one[:12] and not one.startswith(("file:", "jar:file:"))
    ]


def loaded(
    machine: "Machine", symbol: Symbol, arguments: Arguments, keywords: Keywords, line: int
) -> Value | None:
    """Take a class from a loader; one that loads from the network gives code from there."""
    from pratique.code.evaluate import sinks

    for taint in sorted(symbol.taints, key=ordered):
        if taint.label == "net/download":
            sink = "exec/dynamic-import"
            sinks.chain(machine, "exec/remote-code", line, symbol.path, taint, sink)
            return Symbol("java.lang.Class", symbol.taints, called=True, hidden="loaded")
    return for_name(machine, symbol, arguments, keywords, line)


def _url(address: str) -> FactValue:
    """Return an address as a fact records it."""
    from pratique.model import Value as FactValue

    return FactValue("url", address[:512])


def defined(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Follow bytes into a class that is made of them."""
    from pratique.code.evaluate import sinks

    code = next((one for one in arguments if not _is_name(one)), UNKNOWN)
    machine.fact("exec/dynamic-code", line, symbol.path)
    sinks.code(machine, symbol, code, "java", line)
    return Symbol("java.lang.Class", deep(code) | symbol.taints, called=True, hidden="defineClass",
                  trail=trail([code]))  # fmt: skip


def _is_name(value: Value) -> bool:
    return isinstance(value, Constant) and (value.value is None or isinstance(value.value, str))
