"""JavaScript's functions that reach into the machine: modules, evaluators, promises, objects."""

import posixpath
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pratique.code.decoders import decode
from pratique.code.evaluate import constants, files
from pratique.code.evaluate.plain import MISSING, plain
from pratique.code.evaluate.values import (
    UNKNOWN,
    Closure,
    Constant,
    Instance,
    Items,
    Kind,
    Method,
    Options,
    Partial,
    Symbol,
    Table,
    Value,
    deep,
    render,
    trail,
    union,
)
from pratique.code.languages import javascript_members as members
from pratique.code.languages import javascript_objects as objects
from pratique.code.languages import javascript_unseen as unseen

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine

Arguments = list[Value]
Keywords = dict[str, Value]
_THIS = frozenset(("return this", "return this;", "return globalThis"))
_ENCODINGS = {"base64": "base64", "base64url": "base64", "hex": "hex"}


def _require(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    if not arguments:
        return UNKNOWN
    name = arguments[0]
    if isinstance(name, Options):
        made = [_require(machine, symbol, [one], {}, line) or UNKNOWN for one in name.options]
        return unseen.alternatives(made)
    text = name.value if isinstance(name, Constant) else render(name)
    if not isinstance(text, str):
        return UNKNOWN
    if text.startswith("data:"):
        return _data_url(machine, symbol, name, text, line)
    if not isinstance(name, Constant):
        _dynamic(machine, symbol, name, line)
        if not text.startswith("{__dirname}"):
            return Value(files.told(name))
    member = machine.frame.place.member
    found = machine.modules.required(machine, member, text)
    if isinstance(found, Symbol) and isinstance(name, Constant) and not name.literal:
        machine.fact("exec/dynamic-import", line, symbol.path)
        return Symbol(found.path, hidden="require computed")
    if isinstance(found, Symbol) and symbol.hidden:
        return Symbol(found.path, hidden=symbol.hidden)
    return found


def _dynamic(machine: "Machine", symbol: Symbol, name: Value, line: int) -> None:
    """Record that a module's name is computed, and that what was fetched is loaded."""
    from pratique.code.evaluate import sinks

    machine.fact("exec/dynamic-import", line, symbol.path)
    fetched = sinks.downloads(deep(name))
    for written in files.run_from(machine, [name]):
        fetched.extend(sinks.downloads(written.taints))
        if isinstance(written.content, Constant):
            machine.modules.run_file(machine, written, line)
    if fetched:
        sinks.chain(
            machine, "exec/remote-code", line, symbol.path, fetched[0], "exec/dynamic-import"
        )


def _data_url(
    machine: "Machine", symbol: Symbol, name: Value, text: str, line: int
) -> Value | None:
    from pratique.code.evaluate import sinks

    head, _, body = text.partition(",")
    if head.endswith(";base64"):
        made = decode("base64", body, {}, machine.value_bytes)
        mark = "base64"
    else:
        made = decode("unquote", body, {}, machine.value_bytes)
        mark = "url"
    if isinstance(made, str | bytes):
        machine.fact("exec/dynamic-code", line, symbol.path)
        code = Constant(made, deep(name), (*name.trail, mark))
        sinks.code(machine, symbol, code, "javascript", line)
    return UNKNOWN


def _function(
    _machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Keep the body only: the last argument of `Function` is the code."""
    if not arguments:
        return UNKNOWN
    body = arguments[-1]
    textual = isinstance(body, Constant) and isinstance(body.value, str)
    if symbol.hidden == "constructor" and not (textual or body.trail or body.text or body.taints):
        return UNKNOWN  # another object of the same kind
    if (
        symbol.hidden == "constructor"
        and isinstance(body, Symbol)
        and body.path.endswith(".length")
    ):
        return UNKNOWN  # a list with room for as many
    if isinstance(body, Constant) and isinstance(body.value, str) and body.value.strip() in _THIS:
        return Symbol("Function.this")
    arguments[:] = [body]
    return None


def _timer(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    from pratique.code.evaluate import library

    if not arguments:
        return UNKNOWN
    first = arguments[0]
    if isinstance(first, Closure | Partial | Method):
        members.later(machine, first, arguments[2:])
    elif isinstance(first, Constant) or first.trail or first.taints:
        if not isinstance(first, Symbol) or first.called:
            library.call(machine, Symbol("eval"), [first], {}, line)
    del symbol
    return UNKNOWN


def _buffer(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    if not arguments:
        return UNKNOWN
    source = arguments[0]
    encoding = plain(arguments[1]) if len(arguments) > 1 else "utf8"
    mark = _ENCODINGS.get(str(encoding).lower(), "")
    marks = (*trail([source]), mark) if mark else trail([source, *_inner(source)])
    known = plain(source)
    if isinstance(known, str) and mark:
        made = decode(mark, known, {}, machine.value_bytes)
        if isinstance(made, bytes):
            value = Constant(made, deep(source), marks)
            constants.folded(machine, value)
            return value
    elif isinstance(known, str):
        codec = "latin-1" if str(encoding).lower() in {"latin1", "binary", "ascii"} else "utf-8"
        return Constant(known.encode(codec, "replace"), deep(source), marks)
    elif isinstance(known, bytes):
        return Constant(known, deep(source), marks)
    elif isinstance(known, list) and all(isinstance(one, int) for one in known):
        marks = marks if "chr" in marks else (*marks, "chr")
        return Constant(bytes(one & 255 for one in known), deep(source), marks)
    return Symbol("Buffer.from", deep(source), called=True, trail=marks)


def _inner(value: Value) -> list[Value]:
    return value.items[:32] if isinstance(value, Items) else []


def _atob(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    if not arguments:
        return UNKNOWN
    known = plain(arguments[0])
    marks = (*trail(arguments[:1]), "base64")
    made = decode("base64", known, {}, machine.value_bytes) if isinstance(known, str) else None
    if not isinstance(made, bytes):
        return Symbol(symbol.path, deep(arguments[0]), called=True, trail=marks)
    value = Constant(made.decode("latin-1"), deep(arguments[0]), marks)
    constants.folded(machine, value)
    return value


def _chars(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Make a text of character codes that are known; of others, say how it was made."""
    known = [plain(one) for one in arguments]
    if all(isinstance(one, int | float) for one in known):
        mask = 0xFFFF if symbol.path.endswith("CharCode") else 0x1FFFFF
        try:
            made = "".join(chr(int(one) & mask) for one in known)
        except (ValueError, OverflowError):
            return UNKNOWN
        marks = trail(arguments[:64])
        if len(made) > 3 and (not marks or marks[-1] != "chr"):
            marks = (*marks, "chr")
        value = Constant(made, union(arguments), marks)
        constants.folded(machine, value)
        return value
    return Value(union(arguments), "", (*trail(arguments), "chr"))


def _path(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    taints = union(arguments)
    for one in arguments:
        taints |= deep(one)
    texts = [render(one, 1024) for one in arguments]
    text = "/".join(one for one in texts if one)
    if "{" not in text and all(isinstance(one, Constant) for one in arguments):
        made = Constant(posixpath.normpath(text) if text else ".", taints)
        made.taints |= constants.seen(machine, made.value, line)
        return made
    taints |= constants.seen(machine, text, line)
    return Value(taints, text)


def _basename(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    if arguments:
        text = render(arguments[0], 1024)
        return Value(deep(arguments[0]), text.rpartition("/")[2])
    return UNKNOWN


def _dirname(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    if arguments:
        text = render(arguments[0], 1024)
        return Value(deep(arguments[0]), text.rpartition("/")[0])
    return UNKNOWN


def _promise(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    from pratique.code.evaluate import calls
    from pratique.code.languages import javascript_arrays as arrays

    holder = Items("list", [])
    resolver = Partial(Symbol("Promise.resolver"), [holder], {})
    if arguments:
        calls.invoke(machine, arguments[0], [resolver, Symbol("Promise.rejecter")], {}, line)
    return arrays.union_of([one for one in holder.items if one is not holder])


def _resolved(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    if len(arguments) > 1 and isinstance(arguments[0], Items) and len(arguments[0].items) < 16:
        arguments[0].items.append(arguments[1])
    return Constant(None)


def _first(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    return arguments[0] if arguments else UNKNOWN


def _binding(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    from pratique.model import Value as FactValue

    name = plain(arguments[0]) if arguments else MISSING
    values = (FactValue("module", name),) if isinstance(name, str) else ()
    machine.fact("exec/dynamic-import", line, symbol.path, values)
    return Symbol(name, hidden="process.binding") if isinstance(name, str) else UNKNOWN


def _super(
    machine: "Machine", _symbol: Symbol, _arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    scope = machine.frame.scope
    receiver = scope.find("this") if scope is not None else None
    if isinstance(receiver, Instance):
        made = Instance(Kind(receiver.kind.name, receiver.kind.bases, {}))
        made.attributes = receiver.attributes
        return made
    return UNKNOWN


def _empty(
    _machine: "Machine", _symbol: Symbol, _arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    return Constant("")


def _table(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    if not arguments:
        return Table({})
    return arguments[0] if isinstance(arguments[0], Items | Table) else None


def _global(
    _machine: "Machine", _symbol: Symbol, _arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    return Symbol("globalThis", hidden="Function")


SPECIAL: Mapping[str, Callable[..., Any]] = {
    **objects.SPECIAL,
    "require": _require,
    "import": _require,
    "module.createRequire": lambda *_: Symbol("require"),
    "createRequire": lambda *_: Symbol("require"),
    "Function": _function,
    "AsyncFunction": _function,
    "GeneratorFunction": _function,
    "Function.this": _global,
    "setTimeout": _timer,
    "setInterval": _timer,
    "setImmediate": _timer,
    "queueMicrotask": _timer,
    "process.nextTick": _timer,
    "requestAnimationFrame": _timer,
    "requestIdleCallback": _timer,
    "Buffer": _buffer,
    "Buffer.from": _buffer,
    "Buffer.Buffer.from": _buffer,
    "buffer.Buffer": _buffer,
    "buffer.Buffer.from": _buffer,
    "atob": _atob,
    "buffer.atob": _atob,
    "String.fromCharCode": _chars,
    "String.fromCodePoint": _chars,
    "path.join": _path,
    "path.resolve": _path,
    "path.normalize": _path,
    "path.basename": _basename,
    "path.dirname": _dirname,
    "Promise": _promise,
    "Promise.resolver": _resolved,
    "Promise.resolve": _first,
    "Promise.all": _first,
    "Promise.allSettled": _first,
    "Promise.race": _first,
    "Promise.any": _first,
    "util.promisify": _first,
    "util.callbackify": _first,
    "structuredClone": _first,
    "Object.freeze": _first,
    "Object.seal": _first,
    "Object": _first,
    "Object.create": _table,
    "Uint8Array": _buffer,
    "Uint8Array.from": _buffer,
    "TextEncoder.encode": _buffer,
    "process.binding": _binding,
    "process._linkedBinding": _binding,
    "super": _super,
    "crypto.Decipher.final": _empty,
    "@babel/runtime/helpers/interopRequireDefault": _first,
    "@babel/runtime/helpers/interopRequireWildcard": _first,
    "tslib.__importDefault": _first,
    "tslib.__importStar": _first,
    "@swc/helpers/_/_interop_require_default._": _first,
}
"""Functions by canonical symbol."""

_INTEROP = frozenset(
    "__importStar __importDefault __toESM _interopRequireWildcard _interopRequireDefault "
    "_interop_require_default _interop_require_wildcard __toCommonJS _interopDefault "
    "_interopDefaultLegacy _interopNamespace _interopDefaultCompat".split()
)


def entered(_machine: "Machine", closure: Closure, arguments: Arguments, made: Value) -> Value:
    """Return what transpilers' wrappers of imports stand for."""
    return arguments[0] if arguments and closure.function.name in _INTEROP else made


def constructed(machine: "Machine", closure: Closure, arguments: Arguments) -> Value:
    """Make what `new f()` makes: an object that the function sees as `this`."""
    from pratique.code.evaluate import calls

    given = closure.attributes.get("prototype") if closure.attributes else None
    attributes = given.pairs if isinstance(given, Table) else {}
    made = Instance(Kind(closure.function.name, (), attributes))
    returned = calls.enter(machine, members.bound(closure, made), arguments, {})
    return returned if isinstance(returned, Closure | Table | Instance | Items) else made


def callbacks(machine: "Machine", symbol: Symbol, made: Value, arguments: Arguments) -> None:
    """Call the functions among a library's arguments with what the call gives."""
    members.given(machine, symbol.path.rpartition(".")[2], made, arguments)
