"""Java's names that reach into the machine: builders of text, reflection, class loaders, streams."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pratique.code.evaluate.values import (
    UNKNOWN,
    Closure,
    Constant,
    Instance,
    Items,
    Kind,
    Method,
    Partial,
    Symbol,
    Table,
    Taint,
    Value,
    deep,
    render,
    trail,
    union,
)
from pratique.code.languages.java_pure import text_of

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine

Arguments = list[Value]
Keywords = dict[str, Value]
_TEXT = "$text"
_ARRAY = 65_536
CALLED = ("run", "call", "accept", "get", "apply", "actionPerformed", "handle", "execute", "start")
"""Methods that a library calls on an object that it was given."""
_SAME_PATH = frozenset(
    "toString getPath getAbsolutePath getCanonicalPath toFile toPath toAbsolutePath normalize "
    "resolve resolveSibling toRealPath getAbsoluteFile".split()
)
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


def method(machine: "Machine", called: Method, arguments: Arguments, line: int) -> Value | None:
    """Apply a method of a collection; other methods of values are tables of the language."""
    receiver, name = called.receiver, called.name
    if isinstance(receiver, Items):
        return _of_items(machine, receiver, name, arguments, line)
    if isinstance(receiver, Table):
        return _of_table(receiver, name, arguments)
    if isinstance(receiver, Constant) and isinstance(receiver.value, bytes) and name == "clone":
        return receiver
    return None


def _of_items(
    machine: "Machine", items: Items, name: str, arguments: Arguments, line: int
) -> Value | None:
    from pratique.code.evaluate import attributes, methods

    match name:
        case "get" | "elementAt" if arguments:
            return attributes.item(machine, items, arguments[0], line)
        case "add" | "addAll" | "addElement" | "push" | "offer" if arguments:
            if name == "addAll":
                methods.extend(machine, items, arguments[-1])
            else:
                methods.extend(machine, items, Items("list", [arguments[-1]]))
            return Constant(value=True)
        case "size" if not items.open:
            return Constant(len(items.items))
        case "toArray" | "stream" | "iterator" | "clone" | "toList" | "asList" | "parallelStream":
            return items
        case "forEach" | "map" if arguments:
            from pratique.code.evaluate import calls

            made = [
                calls.invoke(machine, arguments[0], [one], {}, line) for one in items.items[:64]
            ]
            return Items("list", made, items.taints)
    return None


def _of_table(table: Table, name: str, arguments: Arguments) -> Value | None:
    if name in {"put", "putIfAbsent", "setProperty"} and len(arguments) == 2:
        key = arguments[0]
        if isinstance(key, Constant) and isinstance(key.value, str | int):
            table.pairs[key.value] = arguments[1]
        else:
            table.taints |= deep(arguments[1])
            table.open = True
        return Constant(None)
    if name == "entrySet":
        return table
    return None


# -- texts


def _builder(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    made = Symbol("java.lang.StringBuilder", called=True)
    first = arguments[0] if arguments else Constant("")
    number = isinstance(first, Constant) and isinstance(first.value, int)
    made.state = {_TEXT: Constant("") if number else first}
    return made


def _held(symbol: Symbol) -> Symbol:
    made = Symbol("java.lang.StringBuilder", symbol.taints, called=True, trail=symbol.trail)
    made.state = symbol.state
    return made


def _append(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    from pratique.code.evaluate import operators

    if symbol.state is None:
        symbol.state = {}
    before = symbol.state.get(_TEXT, Value(symbol.taints, symbol.text if symbol.taints else ""))
    added = arguments[0] if arguments else Constant("")
    if isinstance(added, Constant) and not isinstance(added.value, str):
        added = Constant(text_of(added.value) if isinstance(added.value, bytes) else
                         _shown(added.value), added.taints, added.trail)  # fmt: skip
    parts = [added, before] if symbol.path.endswith("insert") else [before, added]
    if symbol.path.endswith("insert") and len(arguments) > 1:
        parts = [arguments[1], before]
    value = operators.concatenated(parts)
    if machine.journal is not None:
        machine.journal.entries.append((symbol.state, _TEXT, symbol.state.get(_TEXT)))
    symbol.state[_TEXT] = value
    return _held(symbol)


def _shown(value: object) -> str:
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _reverse(
    machine: "Machine", symbol: Symbol, _arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    held = symbol.state.get(_TEXT) if symbol.state else None
    if symbol.state is None or not isinstance(held, Constant):
        return _held(symbol)
    turned = Constant(str(held.value)[::-1], held.taints, (*held.trail, "reverse"))
    if machine.journal is not None:
        machine.journal.entries.append((symbol.state, _TEXT, held))
    symbol.state[_TEXT] = turned
    return _held(symbol)


def _built(
    machine: "Machine", symbol: Symbol, _arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    held = symbol.state.get(_TEXT) if symbol.state else None
    if held is None:
        return Value(symbol.taints, "", symbol.trail)
    if isinstance(held, Constant) and not held.literal:
        machine.modules.folded(machine, held)
    return held


def _built_length(
    _machine: "Machine", symbol: Symbol, _arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    held = symbol.state.get(_TEXT) if symbol.state else None
    return Constant(len(str(held.value))) if isinstance(held, Constant) else UNKNOWN


def _string(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Make a text of bytes, letters or a text."""
    from pratique.code.evaluate import plain

    if not arguments:
        return Constant("")
    first = arguments[0]
    known = plain.plain(first)
    if known is plain.MISSING or known is None:
        return Value(union([first]) | deep(first), "", trail([first]))
    encoding = "utf-8"
    if len(arguments) in {2, 4} and isinstance(arguments[-1], Constant):
        encoding = str(arguments[-1].value)
    if not isinstance(known, str | bytes | list):
        return Value(deep(first))
    if len(arguments) >= 3 and isinstance(known, list | bytes | str):
        ends = [plain.plain(one) for one in arguments[1:3]]
        if all(isinstance(one, int) for one in ends):
            known = known[ends[0] : ends[0] + ends[1]]
    if isinstance(known, list) and not all(isinstance(one, int) for one in known):
        return Value(deep(first))
    marks = trail([first, *(first.items if isinstance(first, Items) else ())])
    made = Constant(text_of(known, encoding), deep(first), marks)
    machine.modules.folded(machine, made)
    return made


def _letters(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return an array of letters as the text that it spells, where it is known."""
    first = arguments[0] if arguments else UNKNOWN
    if not isinstance(first, Items) or first.open:
        return first
    letters = [one.value for one in first.items if isinstance(one, Constant)]
    if len(letters) != len(first.items) or not all(isinstance(one, int) for one in letters):
        return first
    text = "".join(chr(int(one) & 0xFFFF) for one in letters)
    return Constant(text, deep(first), (*trail(first.items),))


# -- arrays and collections


def _array(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    size = arguments[0] if arguments else UNKNOWN
    empty = arguments[1] if len(arguments) > 1 else Constant(None)
    number = size.value if isinstance(size, Constant) else None
    if not isinstance(number, int) or not 0 <= number <= _ARRAY:
        return Items("list", [], deep(size), is_open=True)
    return Items("list", [empty] * number)


def _length(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    first = arguments[0] if arguments else UNKNOWN
    if isinstance(first, Items) and not first.open:
        return Constant(len(first.items))
    if isinstance(first, Constant) and isinstance(first.value, str | bytes):
        return Constant(len(first.value))
    return Value(first.taints)


def _listed(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    if len(arguments) == 1 and isinstance(arguments[0], Items):
        return Items("list", arguments[0].items[:], arguments[0].taints)
    return Items("list", list(arguments))


def _empty_list(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    given = arguments[0] if arguments else None
    return Items("list", given.items[:] if isinstance(given, Items) else [])


def _empty_map(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    given = arguments[0] if arguments else None
    return given if isinstance(given, Symbol | Table) else Table({})


def _sliced(
    _machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return part of an array: `copyOf` and `copyOfRange`."""
    if not arguments or not isinstance(arguments[0], Items | Constant):
        return arguments[0] if arguments else None
    ends = [one.value for one in arguments[1:3] if isinstance(one, Constant)]
    if len(ends) != len(arguments) - 1 or not all(isinstance(one, int) for one in ends):
        return arguments[0]
    start, end = (0, ends[0]) if symbol.path.endswith("copyOf") else (ends[0], ends[-1])
    first = arguments[0]
    if isinstance(first, Items):
        return Items("list", first.items[start:end], first.taints)
    if isinstance(first.value, bytes):
        return Constant(first.value[start:end], first.taints, first.trail)
    return first


def _copied(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Do `System.arraycopy`."""
    if len(arguments) != 5:
        return None
    source, target = arguments[0], arguments[2]
    numbers = [one.value for one in (arguments[1], arguments[3], arguments[4])
               if isinstance(one, Constant) and isinstance(one.value, int)]  # fmt: skip
    if isinstance(target, Items):
        if len(numbers) == 3 and isinstance(source, Items):
            start, place, count = numbers
            if count <= _ARRAY and place + count <= len(target.items):
                target.items[place : place + count] = source.items[start : start + count]
                return Constant(None)
        target.taints |= deep(source)
        target.open = True
    del machine, line
    return Constant(None)


# -- reflection


def _for_name(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
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


def _member(
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


def _invoked(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, keywords: Keywords, line: int
) -> Value | None:
    """Call a method that reflection gave: an object, then an array of arguments."""
    from pratique.code.evaluate import calls, declared

    if not arguments:
        return UNKNOWN
    callee, *rest = arguments
    holder = rest[0] if rest else UNKNOWN
    given = list(rest[1:])
    if len(given) == 1 and isinstance(given[0], Items):
        given = list(given[0].items)
    if isinstance(callee, Symbol):
        made = Symbol(callee.path, callee.taints | holder.taints, called=isinstance(holder, Symbol),
                      hidden=callee.hidden)  # fmt: skip
        made.state = holder.state if isinstance(holder, Symbol) else None
        return calls.invoke(machine, made, given, keywords, line)
    if isinstance(callee, Closure):
        return calls.invoke(machine, declared.bound(callee, holder), given, keywords, line)
    return calls.invoke(machine, callee, given, keywords, line)


def _made(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, keywords: Keywords, line: int
) -> Value | None:
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
        if name.startswith("<init>") and isinstance(value, Closure):
            if len(value.function.parameters) == len(given) + 1:
                calls.enter(machine, declared.bound(value, made), list(given), {})
                break
    return made


def _same(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    return arguments[0] if arguments else None


def _receiver(
    _machine: "Machine", symbol: Symbol, _arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return the object that a method was called on."""
    made = Symbol(symbol.path.rpartition(".")[0], symbol.taints, called=True, trail=symbol.trail)
    made.state = symbol.state
    return made


def _trouble(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Say that the code of a method could not be read."""
    from pratique.code.evaluate import layers

    what = str(arguments[0].value) if isinstance(arguments[0], Constant) else ""
    layers.troubled(machine, machine.frame.place.member, what)
    return UNKNOWN


def _partial(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    return Partial(arguments[0], arguments[1:], {}) if arguments else None


# -- what runs later, class loaders, files


def _later(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Call what a thread, a timer or a hook was given, when it was given."""
    from pratique.code.evaluate import declared

    for one in arguments:
        if isinstance(one, Closure | Partial):
            machine.later.append((one, [], {}, machine.frame))
        elif isinstance(one, Instance):
            for name in CALLED:
                found, _ = declared.find(one.kind, name, "")
                if isinstance(found, Closure):
                    machine.later.append((declared.bound(found, one), [], {}, machine.frame))
    if symbol.called:
        return None
    return Symbol(symbol.path, union(arguments), called=True)


def _loader(
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


def _loaded(
    machine: "Machine", symbol: Symbol, arguments: Arguments, keywords: Keywords, line: int
) -> Value | None:
    """Take a class from a loader; one that loads from the network gives code from there."""
    from pratique.code.evaluate import sinks

    for taint in sorted(symbol.taints):
        if taint.label == "net/download":
            sink = "exec/dynamic-import"
            sinks.chain(machine, "exec/remote-code", line, symbol.path, taint, sink)
            return Symbol("java.lang.Class", symbol.taints, called=True, hidden="loaded")
    return _for_name(machine, symbol, arguments, keywords, line)


def _path(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Join the parts of a path."""
    from pratique.code.evaluate import operators

    parts: list[Value] = []
    for one in arguments:
        parts.extend(one.items[:32] if isinstance(one, Items) else [one])
    if not parts:
        return None
    joined: list[Value] = [parts[0]]
    for one in parts[1:]:
        joined.extend((Constant("/"), one))
    made = operators.concatenated(joined) if len(joined) > 1 else parts[0]
    if len(joined) > 1:
        machine.modules.folded(machine, made)
    return made


def _url(address: str) -> Any:  # noqa: ANN401 a value of a fact
    from pratique.model import Value as FactValue

    return FactValue("url", address[:512])


def _defined(
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


def _resource(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Read a member of the archive."""
    name = arguments[0] if arguments else UNKNOWN
    if not isinstance(name, Constant):
        return Value(union(arguments))
    data = machine.modules.data(str(name.value))
    if data is not None:
        return Constant(data, name.taints, ("resource",))
    del symbol
    return Value(name.taints, f"{{resource:{name.value}}}", ("resource",))


def _property(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Tell what a system property is: a place, or something about the machine."""
    name = arguments[0].value if arguments and isinstance(arguments[0], Constant) else None
    match name:
        case "java.io.tmpdir":
            return Constant("/tmp")  # noqa: S108 what code will see, not a file of ours
        case "user.home":
            return Constant("~")
        case "user.name" | "os.name" | "os.arch" | "os.version" | "user.dir":
            if name == "user.dir":
                return UNKNOWN
            place = machine.frame.place.location(line)
            machine.fact("discover/host", line, symbol.path)
            return Value(frozenset((Taint("discover/host", place, symbol.path, str(name)),)))
    return UNKNOWN


def _written(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Notice what came from a socket and is given to a process."""
    for one in arguments:
        for taint in deep(one):
            if taint.symbol.startswith(("socket.", "java.net.Socket")):
                here = machine.frame.place.location(line)
                started = [
                    fact.location
                    for fact in machine.record.facts.values()
                    if fact.behaviour == "exec/process" and fact.location.member == here.member
                ]
                machine.fact("net/reverse-shell", line, symbol.path, via=(taint.label, "exec/process"),
                             trail=(taint.location, *started[-1:], here))  # fmt: skip
                return Constant(None)
    return Constant(None)


def _ciphered(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Decrypt what is known with a key that is known; else keep that it was decrypted."""
    from pratique.code.decoders import decode
    from pratique.code.evaluate import plain

    state = symbol.state or {}
    data = plain.plain(arguments[0]) if arguments else plain.MISSING
    marks = (*trail(arguments), "cipher")
    taints = union(arguments) | symbol.taints
    algorithm = str(getattr(state.get("algorithm"), "value", "")).upper()
    key = plain.plain(state["key"]) if "key" in state else plain.MISSING
    if data in (plain.MISSING, None) or not isinstance(key, bytes | str | list):
        return Value(taints, "", marks)
    options: dict[str, Any] = {"key": _raw(key), "mode": _mode(algorithm)}
    start = plain.plain(state["iv"]) if "iv" in state else plain.MISSING
    if isinstance(start, bytes | str | list):
        options["iv"] = _raw(start)
    name = "arc4" if algorithm.startswith(("RC4", "ARCFOUR", "ARC4")) else "aes"
    made = decode(name, _raw(data), options, machine.value_bytes)
    if not isinstance(made, bytes):
        return Value(taints, "", marks)
    if "PADDING" in algorithm and "NOPADDING" not in algorithm and made and made[-1] <= 16:
        made = made[: -made[-1]]
    value = Constant(made, taints, (*trail(arguments), name))
    machine.modules.folded(machine, value)
    return value


def _raw(value: bytes | str | list[Any]) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode()
    return bytes(int(one) & 0xFF for one in value)


def _mode(algorithm: str) -> int:
    parts = algorithm.split("/")
    return {"CBC": 2, "CFB8": 3, "OFB": 5, "CTR": 6, "GCM": 11}.get(
        parts[1] if len(parts) > 1 else "ECB", 1
    )


_STREAMS = (
    "java.io.{InputStreamReader,BufferedReader,BufferedInputStream,DataInputStream,"
    "OutputStreamWriter,BufferedWriter,BufferedOutputStream,DataOutputStream,PrintWriter,"
    "PrintStream,ObjectOutputStream,ByteArrayInputStream,StringReader}"
)
_WRAPPERS = tuple(f"java.io.{name}" for name in _STREAMS.partition("{")[2].rstrip("}").split(","))

SPECIAL: Mapping[str, Callable[..., Any]] = {
    **dict.fromkeys(
        (*_WRAPPERS, "java.reflect.same", "java.util.Scanner", "java.util.zip.ZipInputStream",
         "java.lang.invoke.MethodHandles.Lookup.unreflect", "java.util.Optional.of",
         "java.util.Optional.ofNullable", "java.nio.ByteBuffer.wrap", "java.util.Objects.requireNonNull",
         "java.security.PrivilegedAction", "java.util.Collections.unmodifiableList",
         "java.util.jar.JarInputStream"),
        _same,
    ),
    **dict.fromkeys(("java.lang.StringBuilder", "java.lang.StringBuffer", "java.io.StringWriter",
                     "java.util.StringJoiner"), _builder),
    **dict.fromkeys(
        tuple(f"java.lang.{kind}.{name}" for kind in ("StringBuilder", "StringBuffer")
              for name in ("append", "insert", "appendCodePoint")),
        _append,
    ),
    **dict.fromkeys(("java.lang.StringBuilder.reverse", "java.lang.StringBuffer.reverse"), _reverse),
    **dict.fromkeys(
        ("java.lang.StringBuilder.toString", "java.lang.StringBuffer.toString",
         "java.lang.StringBuilder.substring"), _built,
    ),
    "java.lang.StringBuilder.length": _built_length,
    "java.lang.String": _string,
    "chars!": _letters,
    "array!": _array,
    "length!": _length,
    "partial!": _partial,
    "trouble!": _trouble,
    **dict.fromkeys(("java.util.Arrays.asList", "java.util.List.of", "java.util.Set.of",
                     "java.util.Collections.singletonList"), _listed),
    **dict.fromkeys(("java.util.ArrayList", "java.util.LinkedList", "java.util.Vector",
                     "java.util.HashSet", "java.util.ArrayDeque"), _empty_list),
    **dict.fromkeys(("java.util.HashMap", "java.util.LinkedHashMap", "java.util.TreeMap",
                     "java.util.Properties"), _empty_map),
    **dict.fromkeys(("java.util.Arrays.copyOf", "java.util.Arrays.copyOfRange"), _sliced),
    "java.lang.System.arraycopy": _copied,
    "java.lang.Class.forName": _for_name,
    **dict.fromkeys(("java.lang.ClassLoader.loadClass", "java.net.URLClassLoader.loadClass",
                     "java.net.URLClassLoader.findClass"), _loaded),
    **dict.fromkeys(("java.nio.file.Path.of", "java.nio.file.Paths.get", "java.io.File"), _path),
    "java.reflect.member": _member,
    "java.reflect.invoked": _invoked,
    "java.reflect.made": _made,
    **dict.fromkeys(
        ("java.lang.Thread", "java.util.TimerTask", "java.util.Timer.schedule",
         "java.util.Timer.scheduleAtFixedRate", "java.util.concurrent.ExecutorService.submit",
         "java.util.concurrent.ExecutorService.execute", "java.util.concurrent.Executor.execute",
         "java.util.concurrent.ScheduledExecutorService.schedule",
         "java.util.concurrent.ScheduledExecutorService.scheduleAtFixedRate",
         "java.util.concurrent.ScheduledExecutorService.scheduleWithFixedDelay",
         "java.util.concurrent.CompletableFuture.runAsync",
         "java.util.concurrent.CompletableFuture.supplyAsync",
         "java.util.concurrent.ForkJoinPool.execute", "java.lang.Runtime.addShutdownHook",
         "java.security.AccessController.doPrivileged", "java.awt.EventQueue.invokeLater",
         "javax.swing.SwingUtilities.invokeLater", "java.lang.Thread.startVirtualThread",
         "java.lang.Thread.ofVirtual.start", "java.lang.Iterable.forEach"),
        _later,
    ),
    "java.net.URLClassLoader": _loader,
    "java.net.URLClassLoader.newInstance": _loader,
    **dict.fromkeys(
        ("java.lang.ClassLoader.defineClass", "java.net.URLClassLoader.defineClass",
         "java.security.SecureClassLoader.defineClass", "sun.misc.Unsafe.defineClass",
         "jdk.internal.misc.Unsafe.defineClass", "sun.misc.Unsafe.defineAnonymousClass",
         "java.lang.invoke.MethodHandles.Lookup.defineClass",
         "java.lang.invoke.MethodHandles.Lookup.defineHiddenClass",
         "jdk.internal.access.JavaLangAccess.defineClass"),
        _defined,
    ),
    **dict.fromkeys(
        ("java.lang.Class.getResourceAsStream", "java.lang.ClassLoader.getResourceAsStream",
         "java.lang.ClassLoader.getSystemResourceAsStream"),
        _resource,
    ),
    "java.lang.System.getProperty": _property,
    "java.process.stdin.write": _written,
    "java.process.stdin.println": _written,
    "javax.crypto.Cipher.doFinal": _ciphered,
}  # fmt: skip
"""Functions by canonical symbol."""
