"""What Java's names do beyond their meanings: threads, files, ciphers, and the table of all."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pratique.code.evaluate import constants
from pratique.code.evaluate.values import (
    UNKNOWN,
    Closure,
    Constant,
    Instance,
    Items,
    Partial,
    Symbol,
    Taint,
    Value,
    deep,
    render,
    trail,
    union,
)

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine
from pratique.code.languages.java_reflection import (
    attribute,
    defined,
    for_name,
    handle,
    invoked,
    key,
    loaded,
    loader,
    made,
    member,
    partial,
    same,
    trouble,
)
from pratique.code.languages.java_streams import CALLED, TABLE
from pratique.code.languages.java_texts import (
    append,
    array,
    builder,
    built,
    built_length,
    copied,
    empty_list,
    empty_map,
    length,
    letters,
    listed,
    method,
    reverse,
    sliced,
    string,
)

Arguments = list[Value]
Keywords = dict[str, Value]


def _receiver(
    _machine: "Machine", symbol: Symbol, _arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return the object that a method was called on."""
    made = Symbol(symbol.path.rpartition(".")[0], symbol.taints, called=True, trail=symbol.trail)
    made.state = symbol.state
    return made


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
        constants.folded(machine, made)
    return made


def _stream(
    machine: "Machine", symbol: Symbol, _arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Open an address; one that nothing is known of may as well lie inside the archive."""
    address = symbol.state.get("url") if symbol.state else None
    if address is not None and not render(address, 64).startswith(("file:", "jar:", "{}")):
        return None
    machine.fact("net/http", line, symbol.path)
    return Value(symbol.taints, "", symbol.trail)


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
                via = (taint.label, "exec/process")
                machine.fact("net/reverse-shell", line, symbol.path, via=via,
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
    if not isinstance(data, bytes | str | list) or not isinstance(key, bytes | str | list):
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
    constants.folded(machine, value)
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
        (*_WRAPPERS, "java.reflect.same", "java.nio.channels.Channels.newChannel",
         "java.nio.channels.Channels.newInputStream", "java.util.Scanner",
         "java.util.zip.ZipInputStream",
         "java.lang.invoke.MethodHandles.Lookup.unreflect", "java.util.Optional.of",
         "java.util.Optional.ofNullable", "java.nio.ByteBuffer.wrap",
         "java.util.Objects.requireNonNull",
         "java.security.PrivilegedAction", "java.util.Collections.unmodifiableList",
         "java.util.jar.JarInputStream"),
        same,
    ),
    **dict.fromkeys(("java.lang.StringBuilder", "java.lang.StringBuffer", "java.io.StringWriter",
                     "java.util.StringJoiner"), builder),
    **dict.fromkeys(
        tuple(f"java.lang.{kind}.{name}" for kind in ("StringBuilder", "StringBuffer")
              for name in ("append", "insert", "appendCodePoint")),
        append,
    ),
    **dict.fromkeys(("java.lang.StringBuilder.reverse", "java.lang.StringBuffer.reverse"), reverse),
    **dict.fromkeys(
        ("java.lang.StringBuilder.toString", "java.lang.StringBuffer.toString",
         "java.lang.StringBuilder.substring"), built,
    ),
    "java.lang.StringBuilder.length": built_length,
    "java.lang.String": string,
    "chars!": letters,
    "array!": array,
    "length!": length,
    "partial!": partial,
    "key!": key,
    "trouble!": trouble,
    **dict.fromkeys(("java.util.Arrays.asList", "java.util.List.of", "java.util.Set.of",
                     "java.util.Collections.singletonList"), listed),
    **dict.fromkeys(("java.util.ArrayList", "java.util.LinkedList", "java.util.Vector",
                     "java.util.HashSet", "java.util.ArrayDeque"), empty_list),
    **dict.fromkeys(("java.util.HashMap", "java.util.LinkedHashMap", "java.util.TreeMap",
                     "java.util.Properties"), empty_map),
    **dict.fromkeys(("java.util.Arrays.copyOf", "java.util.Arrays.copyOfRange"), sliced),
    "java.lang.System.arraycopy": copied,
    "java.lang.Class.forName": for_name,
    **dict.fromkeys(("java.lang.ClassLoader.loadClass", "java.net.URLClassLoader.loadClass",
                     "java.net.URLClassLoader.findClass"), loaded),
    **dict.fromkeys(("java.nio.file.Path.of", "java.nio.file.Paths.get", "java.io.File"), _path),
    **dict.fromkeys(
        (f"java.lang.invoke.MethodHandles.Lookup.find{how}" for how in
         ("Static", "Virtual", "Special")),
        handle,
    ),
    "java.reflect.member": member,
    "java.reflect.invoked": invoked,
    "java.reflect.made": made,
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
         "java.lang.Thread.ofVirtual.start"),
        _later,
    ),
    "java.net.URLClassLoader": loader,
    "java.net.URLClassLoader.newInstance": loader,
    **dict.fromkeys(
        ("java.lang.ClassLoader.defineClass", "java.net.URLClassLoader.defineClass",
         "java.security.SecureClassLoader.defineClass", "sun.misc.Unsafe.defineClass",
         "jdk.internal.misc.Unsafe.defineClass", "sun.misc.Unsafe.defineAnonymousClass",
         "java.lang.invoke.MethodHandles.Lookup.defineClass",
         "java.lang.invoke.MethodHandles.Lookup.defineHiddenClass",
         "jdk.internal.access.JavaLangAccess.defineClass"),
        defined,
    ),
    **dict.fromkeys(
        ("java.lang.Class.getResourceAsStream", "java.lang.ClassLoader.getResourceAsStream",
         "java.lang.ClassLoader.getSystemResourceAsStream"),
        _resource,
    ),
    "java.lang.System.getProperty": _property,
    "java.net.URL.openStream": _stream,
    "java.net.URL.getContent": _stream,
    "java.process.stdin.write": _written,
    "java.process.stdin.println": _written,
    "javax.crypto.Cipher.doFinal": _ciphered,
    **TABLE,
}  # fmt: skip
"""Functions by canonical symbol."""

__all__ = ["SPECIAL", "attribute", "method"]
