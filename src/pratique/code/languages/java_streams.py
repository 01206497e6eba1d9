"""Java's streams: of elements through functions, and of bytes from one end into another."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pratique.code.evaluate.values import (
    UNKNOWN,
    Closure,
    Constant,
    Instance,
    Items,
    Partial,
    Symbol,
    Table,
    Value,
    deep,
    trail,
    union,
)

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine

Arguments = list[Value]
Keywords = dict[str, Value]
CALLED = ("run", "call", "accept", "get", "apply", "actionPerformed", "handle", "execute", "start")
"""Methods that a library calls on an object that it was given."""
_GIVING = frozenset(
    "map flatMap mapToObj mapToInt mapToLong thenApply thenCompose thenApplyAsync handle".split()
)
"""What their function returns is what goes on."""
_STREAMS = (
    *(
        f"java.util.stream.{kind}.{name}"
        for kind in ("Stream", "IntStream", "LongStream")
        for name in ("map flatMap mapToObj mapToInt mapToLong forEach forEachOrdered filter peek "
                     "anyMatch allMatch noneMatch").split()
    ),
    *(f"java.util.Optional.{name}" for name in ("map", "flatMap", "ifPresent", "ifPresentOrElse")),
    *(
        f"java.util.concurrent.{kind}.{name}"
        for kind in ("CompletableFuture", "CompletionStage")
        for name in ("thenApply thenCompose thenAccept thenApplyAsync thenAcceptAsync "
                     "whenComplete handle").split()
    ),
    *(f"java.util.{kind}.forEach" for kind in ("List", "Collection", "Set", "Queue", "ArrayList")),
    "java.lang.Iterable.forEach",
)  # fmt: skip
_ENDS = ("java.net.Upload", "java.net.SocketOutput", "java.io.ByteArrayOutputStream", "file")


def through(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Call a function with what stands for every element that a stream has."""
    from pratique.code.evaluate import calls, declared

    element = Value(symbol.taints, "", symbol.trail)
    made: Value = UNKNOWN
    for one in arguments:
        if isinstance(one, Closure | Partial) or (isinstance(one, Symbol) and not one.called):
            made = calls.invoke(machine, one, [element], {}, line)
        elif isinstance(one, Instance):
            for name in CALLED:
                found, _ = declared.find(one.kind, name, "")
                if isinstance(found, Closure):
                    made = calls.enter(machine, declared.bound(found, one), [element], {})
    if symbol.path.rpartition(".")[2] in _GIVING:
        return made
    kept = Symbol(symbol.path.rpartition(".")[0], symbol.taints, called=True, trail=symbol.trail)
    kept.state = symbol.state
    return kept


def poured(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Write what one argument holds to the stream that another is."""
    from pratique.code.evaluate import attributes, calls

    place = _TARGETS[symbol.path]
    if len(arguments) <= place:
        return None
    target = arguments[place]
    if not (isinstance(target, Symbol) and target.called and target.path in _ENDS):
        return None
    source = arguments[0] if place else Value(symbol.taints, "", symbol.trail)
    write = attributes.get(machine, target, "write", line)
    calls.invoke(machine, write, [source], {}, line)
    return Constant(None)


def packed(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Return the stream that what is packed goes into, where that is no file."""
    target = arguments[0] if arguments else UNKNOWN
    if not (isinstance(target, Symbol) and target.called and target.path in _ENDS[:3]):
        return None
    machine.fact("fs/archive", line, symbol.path)
    return target


def buffer(
    _machine: "Machine", symbol: Symbol, _arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Make a buffer of bytes, which whoever holds it fills."""
    return Symbol(symbol.path, called=True, state={"payload": Constant(b"")})


def buffered(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Add to a buffer of bytes: all that it was given leaves with it."""
    from pratique.code.evaluate import operators

    if symbol.state is None or not arguments:
        return None
    before, added = symbol.state.get("payload", UNKNOWN), arguments[0]
    if machine.journal is not None:
        machine.journal.entries.append((symbol.state, "payload", before))
    if isinstance(added, Items | Symbol):
        added = Value(deep(added), "", added.trail)
    empty = isinstance(before, Constant) and before.value == b""
    symbol.state["payload"] = added if empty else operators.concatenated([before, added])
    return Constant(None)


def loaded(table: Table, arguments: Arguments) -> Value:
    """Read the lines of a file of properties into a table."""
    source = arguments[0] if arguments else UNKNOWN
    text = source.value if isinstance(source, Constant) else None
    if isinstance(text, bytes):
        text = text.decode("latin-1")
    if not isinstance(text, str):
        table.taints |= deep(source)
        table.open = True
        return Constant(None)
    for line in text.splitlines()[:2_000]:
        key, sign, value = line.partition("=") if "=" in line else line.partition(":")
        if sign and key.strip()[:1] not in {"#", "!", ""}:
            table.pairs[key.strip()] = Constant(value.strip(), source.taints, source.trail)
    return Constant(None)


def asked(table: Table, arguments: Arguments) -> Value:
    """Return an entry of a table by its key, else what is given for none."""
    key = arguments[0] if arguments else UNKNOWN
    found = table.pairs.get(key.value) if isinstance(key, Constant) else None
    if found is not None:
        return found
    if len(arguments) > 1 and not table.open:
        return arguments[1]
    return Value(deep(table) | union(arguments), "", trail(list(table.pairs.values())[:8]))


def address(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Put an address together that is given in parts: scheme, host, port, path."""
    from pratique.code.evaluate import constants, operators

    if len(arguments) < 3 or isinstance(arguments[0], Symbol | Items):
        return None
    parts: list[Value] = [arguments[0], Constant("://"), arguments[1]]
    if len(arguments) > 3:
        parts.extend((Constant(":"), _digits(arguments[2])))
    parts.append(arguments[-1] if len(arguments) > 3 else arguments[2])
    made = operators.concatenated(parts)
    constants.folded(machine, made)
    arguments[:] = [made]
    return None


def nothing(
    _machine: "Machine", _symbol: Symbol, _arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return what has no element: where it is one of two, what comes is of the other."""
    return UNKNOWN


def _digits(value: Value) -> Value:
    known = value.value if isinstance(value, Constant) else None
    return Constant(str(known), value.taints) if isinstance(known, int) else value


_TARGETS = {
    "javax.imageio.ImageIO.write": 2,
    "java.nio.file.Files.copy": 1,
    "org.apache.commons.io.IOUtils.copy": 1,
    "java.io.InputStream.transferTo": 0,
}
"""Where the stream stands that is written to; what is written stands first, or is the object."""
TABLE: Mapping[str, Callable[..., Any]] = {
    **dict.fromkeys(_STREAMS, through),
    **dict.fromkeys(_TARGETS, poured),
    **dict.fromkeys(
        (
            "java.util.zip.ZipOutputStream",
            "java.util.zip.GZIPOutputStream",
            "java.util.zip.DeflaterOutputStream",
            "java.util.jar.JarOutputStream",
        ),
        packed,
    ),
    "java.io.ByteArrayOutputStream": buffer,
    "java.io.ByteArrayOutputStream.write": buffered,
    "java.io.ByteArrayOutputStream.writeBytes": buffered,
    "java.util.Collections.emptyEnumeration": nothing,
    "java.util.Collections.emptyIterator": nothing,
    "java.net.URL": address,
}
