"""Rust's names that reach into the machine: containers, files of the crate, attributes."""

import copy
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pratique.code.evaluate import constants
from pratique.code.evaluate.values import (
    UNKNOWN,
    Constant,
    Items,
    Method,
    Symbol,
    Taint,
    Value,
    deep,
    render,
)
from pratique.code.languages import rust_keys

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine

Arguments = list[Value]
Keywords = dict[str, Value]
_JOINED = 8_192
_COPIED = 4_096


def _same(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    return arguments[0] if arguments else None


def _grow(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return the container with what was added: text is joined, a list grows in place."""
    from pratique.code.evaluate import methods, operators

    if len(arguments) != 2:
        return None
    holder, added = arguments
    if isinstance(holder, Items):
        if machine.journal is not None and len(holder.items) < _COPIED:
            # A branch that may be taken back must not change the list that stays.
            # What it carries is kept: whoever lent the list sees it later.
            holder.taints |= deep(added)
            holder = Items(holder.kind, holder.items[:], holder.taints, is_open=holder.open)
        if symbol.path.startswith("extend") or symbol.path == "append!":
            methods.extend(machine, holder, added)
        else:
            methods.extend(machine, holder, Items("list", [added]))
        return holder
    if isinstance(holder, Symbol):
        state = holder.state if holder.state is not None else {}
        state["added"] = Items("list", [*_added(state), added])
        holder.state = state
        return holder
    return operators.concatenated([holder, added])


def _added(state: Mapping[str, Value]) -> list[Value]:
    before = state.get("added")
    return before.items[:256] if isinstance(before, Items) else []


def _join(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Join letters, texts or bytes; of a path and a name, a longer path."""
    from pratique.code.evaluate import operators

    holder = arguments[0] if arguments else UNKNOWN
    sign = arguments[1] if len(arguments) > 1 else Constant("")
    if isinstance(holder, Items) and not holder.open:
        return _joined(machine, holder, sign)
    if isinstance(holder, Items):
        texts = (one.text for one in holder.items if type(one) is Value)
        key = next((one for one in texts if one.startswith(rust_keys.KEY)), "")
        return Value(deep(holder), key, holder.trail)
    if len(arguments) < 2:
        return holder
    made = operators.concatenated([holder, Constant("/"), sign])
    constants.folded(machine, made)
    return made


def _joined(machine: "Machine", holder: Items, sign: Value) -> Value:
    from pratique.code.evaluate import operators, plain

    known = plain.plain(holder)
    if isinstance(known, list | tuple) and known and all(isinstance(one, int) for one in known):
        data = bytes(one & 0xFF for one in known)
        made: Value = Constant(data.decode("utf-8", "replace"), deep(holder), _trail(holder))
    else:
        parts: list[Value] = []
        for place, one in enumerate(holder.items[:_JOINED]):
            if place and isinstance(sign, Constant) and sign.value:
                parts.append(sign)
            parts.append(one)
        made = operators.concatenated(parts or [Constant("")])
    constants.folded(machine, made)
    return made


def _trail(holder: Items) -> tuple[str, ...]:
    from pratique.code.evaluate.values import trail

    return trail(holder.items)


def _bytes(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return the file of the crate that is compiled in."""
    path = arguments[0] if arguments else UNKNOWN
    if not isinstance(path, Constant):
        return Value(deep(path))
    data = machine.modules.data(str(path.value))
    if data is None:
        return Value(path.taints, f"{{file:{path.value}}}", ("file",))
    if symbol.path == "include_str!":
        return Constant(data.decode("utf-8", "replace"), path.taints, ("file",))
    return Constant(data, path.taints, ("file",))


def _include(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Read another source of the crate as if it stood here."""
    path = arguments[0] if arguments else UNKNOWN
    name = str(path.value).rpartition("/")[2] if isinstance(path, Constant) else ""
    for member, source in machine.modules.by_path.items():
        if name and member.endswith("/" + name):
            from pratique.code.evaluate.values import Namespace

            scope = machine.modules.run(machine, source, machine.frame.activation)
            outer = machine.frame.scope
            if outer is not None:
                for key, value in scope.names.items():
                    outer.names.setdefault(key, value)
            return Namespace(scope, source.dotted)
    return None


def _started(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Call what the loader or the compiler calls: initialisers and macros."""
    if not arguments:
        return None
    frame = copy.copy(machine.frame)
    if frame.activation != "test":
        compiles = symbol.path.startswith("proc_macro")
        frame.activation = "build" if compiles else "startup"
        if not compiles:
            machine.fact("hook/import-effect", line, symbol.path)
    machine.later.append((arguments[0], [UNKNOWN, UNKNOWN], {}, frame))
    return arguments[0]


def method(machine: "Machine", called: Method, arguments: Arguments, _line: int) -> Value | None:
    """Apply an adapter of an iterator to what is known whole; only taints pass what is not."""
    from pratique.code.evaluate import plain

    receiver, name = called.receiver, called.name
    if isinstance(receiver, Items) and name in _ADAPTERS and not receiver.open:
        return _adapted(receiver, name, arguments)
    if isinstance(receiver, Constant) and name in _ADAPTERS:
        known = receiver.value
        if isinstance(known, str | bytes | range) and len(known) <= _MOST:
            made = [Constant(one, receiver.taints, receiver.trail) for one in known]
            return _adapted(Items("list", list(made)), name, arguments)
    del machine, plain
    return rust_keys.method(receiver, name)


def _adapted(items: Items, name: str, arguments: Arguments) -> Value | None:
    listed = items.items
    number = arguments[0].value if arguments and isinstance(arguments[0], Constant) else None
    match name:
        case "rev":
            return Items("list", listed[::-1], items.taints)
        case "enumerate":
            pairs = [Items("tuple", [Constant(at), one]) for at, one in enumerate(listed)]
            return Items("list", list(pairs), items.taints)
        case "cycle":
            times = 1 + _CYCLED // max(1, len(listed))
            return Items("list", (listed * times)[: max(_CYCLED, len(listed))], items.taints)
        case "zip" if arguments:
            other = _listed(arguments[0])
            if other is None:
                return None
            pairs = [Items("tuple", [a, b]) for a, b in zip(listed, other, strict=False)]
            return Items("list", list(pairs), items.taints)
        case "chain" if arguments:
            other = _listed(arguments[0])
            return Items("list", [*listed, *other], items.taints) if other is not None else None
    if not isinstance(number, int) or number < 0:
        return None
    match name:
        case "take":
            return Items("list", listed[:number], items.taints)
        case "skip":
            return Items("list", listed[number:], items.taints)
        case "step_by" if number:
            return Items("list", listed[::number], items.taints)
        case "chunks" | "chunks_exact" if number:
            parts = [
                Items("list", listed[at : at + number]) for at in range(0, len(listed), number)
            ]
            return Items("list", list(parts), items.taints)
    return None


def _listed(value: Value) -> list[Value] | None:
    if isinstance(value, Items):
        return value.items
    if isinstance(value, Constant) and isinstance(value.value, str | bytes | range):
        return [Constant(one, value.taints) for one in value.value[:_MOST]]
    return None


_ADAPTERS = frozenset("rev enumerate cycle zip chain take skip step_by chunks chunks_exact".split())
_CYCLED = 8_192
_MOST = 65_536


def _temporary(
    _machine: "Machine", _symbol: Symbol, _arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    return Constant("/tmp")  # noqa: S108 what code will see, not a file of ours


def _transmuted(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Record that memory which may be executed is taken for a function."""
    if arguments and any(one.label == "exec/in-memory" for one in deep(arguments[0])):
        machine.fact("exec/in-memory", line, symbol.path)
    return arguments[0] if arguments else None


def _fed(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Follow what a process is told over its standard input: to a shell, to the clipboard."""
    from pratique.code.evaluate import checks, layers

    given = (symbol.state or {}).get("argv")
    words = given.items if isinstance(given, Items) else [given or UNKNOWN]
    program = render(words[0], 256) if words else ""
    if _CLIPBOARD.search(program):
        machine.fact("collect/clipboard", line, symbol.path, (), ("clipboard-write",))
        checks.pasted(machine, arguments, symbol.path, line)
    elif _SHELL.search(program):
        for one in arguments:
            layers.command(machine, one, "shell", line)
    return None


def _piped(
    _machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Return the command whose standard stream is a pipe: the child's own, under that name."""
    from pratique.code.evaluate import builders, library

    first = arguments[0] if arguments else UNKNOWN
    if isinstance(first, Symbol) and first.path == "std.process.Stdio.piped":
        return builders.kept(symbol, library.Bound(), line)
    return None


def _received(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Call what takes the parts of an answer with what stands for each of them."""
    from pratique.code.evaluate import builders, calls, library

    asked = (symbol.state or {}).get("url")
    shown = render(asked, 512) if asked is not None else ""
    taint = Taint("net/download", machine.frame.place.location(line), symbol.path, shown)
    for one in arguments:
        calls.invoke(machine, one, [Value(frozenset((taint,)))], {}, line)
    return builders.kept(symbol, library.Bound(), line)


_CLIPBOARD = re.compile(r"(?:^|[/\\])(?:xclip|xsel|wl-copy|pbcopy|clip(?:\.exe)?)$")
_SHELL = re.compile(r"(?:^|/)(?:ba|da|z|k)?sh$")
_INPUT = "std.process.Child.stdin"


SPECIAL: Mapping[str, Callable[..., Any]] = {
    **dict.fromkeys(
        (
            "Some",
            "Ok",
            "Err",
            "Box.new",
            "Rc.new",
            "Arc.new",
            "Mutex.new",
            "std.path.Path.new",
            "std.path.PathBuf.from",
            "std.ffi.OsStr.new",
            "std.ffi.CString.new",
            "std.borrow.Cow.Borrowed",
            "std.boxed.Box.new",
            "std.sync.Arc.new",
            "std.sync.Mutex.new",
            "std.hint.black_box",
            "std.process.Stdio.from",
            "std.process.Stdio.from_raw_fd",
            "std.process.Stdio.from_raw_handle",
            "std.os.fd.FromRawFd.from_raw_fd",
            "std.fs.File.from_raw_fd",
            "u32.from",
            "u64.from",
            "usize.from",
            "u16.from",
            "i32.from",
            "std.io.BufReader.new",
            "std.io.BufWriter.new",
            "obfstr!",
            "lc!",
            "dbg!",
        ),
        _same,
    ),
    **dict.fromkeys(("push!", "push_str!", "extend!", "extend_from_slice!", "append!"), _grow),
    **dict.fromkeys(("ctor!", "dtor!"), _started),
    **dict.fromkeys(("proc_macro!", "proc_macro_derive!", "proc_macro_attribute!"), _started),
    **dict.fromkeys(
        ("hex.encode", "base64.encode", "base64.engine.encode", "bs58.encode", "serde_json.json"),
        rust_keys.written,
    ),
    **dict.fromkeys((f"{_INPUT}.write_all", f"{_INPUT}.take.write_all", f"{_INPUT}.write"), _fed),
    **dict.fromkeys((f"std.process.Command.std{one}" for one in ("in", "out", "err")), _piped),
    "curl.easy.Easy.write_function": _received,
    "curl.easy.Easy.transfer.write_function": _received,
    "key!": rust_keys.marked,
    "std.mem.transmute": _transmuted,
    "std.env.temp_dir": _temporary,
    "join!": _join,
    "include_bytes!": _bytes,
    "include_str!": _bytes,
    "include!": _include,
}
"""Functions by canonical symbol."""
