"""Python's functions that reach into the machine: getattr, imports, globals, map, files."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pratique.code.decoders import HIDES
from pratique.code.evaluate import protocol
from pratique.code.evaluate.values import (
    UNKNOWN,
    Closure,
    Constant,
    Instance,
    Items,
    Kind,
    Method,
    Namespace,
    Options,
    Partial,
    Symbol,
    Table,
    Value,
    deep,
    join,
    options,
    union,
)
from pratique.code.languages import python_computed, python_data, python_files, python_loaders
from pratique.model import Value as FactValue

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine

Arguments = list[Value]
Keywords = dict[str, Value]
_MOST = 4096
"""Elements that `map` and `filter` go through."""


def _how(value: Value, name: str) -> str:
    computed = isinstance(value, Constant) and not value.literal
    return f"{name} computed" if computed else name


def _getattr(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    if len(arguments) < 2:
        return None
    holder, name = arguments[:2]
    if not (isinstance(name, Constant) and isinstance(name.value, str)):
        if isinstance(holder, Symbol) and not holder.called:
            machine.fact("exec/dynamic-import", line, "getattr", (), ("computed-name",))
            if not HIDES.isdisjoint(name.trail):
                hidden = (FactValue("name", holder.path),)
                machine.fact("obfus/api-hiding", line, "getattr", hidden, ("hidden-call",))
        return Value(union(arguments))
    from pratique.code.evaluate import attributes

    found = attributes.get(machine, holder, name.value, line)
    if isinstance(found, Symbol) and not found.called:
        how = _how(name, "getattr")
        if found.path == "builtins.exec" and name.literal and isinstance(holder, Symbol):
            how = holder.hidden  # where `exec` was a statement, its function is reached so
        return Symbol(found.path, found.taints, hidden=how, state=found.state)
    if found is UNKNOWN and len(arguments) > 2:
        return arguments[2]
    return found


def _import(
    machine: "Machine", symbol: Symbol, arguments: Arguments, keywords: Keywords, line: int
) -> Value | None:
    name = arguments[0] if arguments else keywords.get("name")
    if not (isinstance(name, Constant) and isinstance(name.value, str)):
        taints = deep(name) if name is not None else frozenset()
        machine.fact("exec/dynamic-import", line, symbol.path)
        return Value(taints)
    dotted = name.value
    if dotted.startswith(".") and len(arguments) > 1 and isinstance(arguments[1], Constant):
        dotted = str(arguments[1].value) + dotted
    whole = dotted
    if symbol.path.endswith("__import__") and not keywords and len(arguments) < 4:
        whole = dotted.partition(".")[0]
    if isinstance(name, Constant) and not name.literal:
        machine.fact("exec/dynamic-import", line, symbol.path)
    found = machine.modules.imported(machine, whole, line)
    if isinstance(found, Symbol):
        return Symbol(found.path, hidden=_how(name, "__import__"))
    return found


def _globals(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    del line
    scope = machine.frame.scope
    if arguments:
        holder = arguments[0]
        if isinstance(holder, Symbol):
            return Symbol(holder.path, holder.taints, hidden="vars", state=holder.state)
        if isinstance(holder, Instance | Kind):
            return Table(dict(holder.attributes))
        return holder
    if scope is None:
        return None
    return Namespace(scope.top if symbol.path.endswith("globals") else scope)


def _elements(value: Value) -> list[Value] | None:
    from pratique.code.evaluate import expressions

    found = expressions.elements(None, value)  # type: ignore[arg-type]  # it has no need of one
    return found if found is not None and len(found) <= _MOST else None


def _map(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    if len(arguments) < 2:
        return None
    from pratique.code.evaluate import calls

    columns = [_elements(one) for one in arguments[1:]]
    if any(column is None for column in columns):
        made = calls.invoke(machine, arguments[0], [Value(union(arguments[1:]))], {}, line)
        return Items("list", [made], deep(made), is_open=True)
    rows = zip(*(column or [] for column in columns), strict=False)
    found: list[Value] = []
    for row in rows:
        made = calls.invoke(machine, arguments[0], list(row), {}, line)
        if symbol.path.endswith("filter"):
            known = made.value if isinstance(made, Constant) else True
            if known:
                found.append(row[0])
        else:
            found.append(made)
    return Items("list", found, union(found))


def _reduce(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    from pratique.code.evaluate import calls

    if len(arguments) < 2:
        return None
    items = _elements(arguments[1])
    if not items:
        return Value(union(arguments))
    total = arguments[2] if len(arguments) > 2 else items.pop(0)
    for one in items:
        total = calls.invoke(machine, arguments[0], [total, one], {}, line)
    return total


def _partial(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, keywords: Keywords, _line: int
) -> Value | None:
    return Partial(arguments[0], arguments[1:], keywords) if arguments else None


def _setattr(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    if len(arguments) < 3:
        return None
    from pratique.code.evaluate import targets

    name = arguments[1]
    text = name.value if isinstance(name, Constant) else "{}"
    targets.set_attribute(machine, arguments[0], str(text), arguments[2], line)
    return Constant(None)


def _next(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    if arguments and isinstance(arguments[0], Items) and arguments[0].items:
        return arguments[0].items[0]
    return None


def _type(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    if len(arguments) == 3 and isinstance(arguments[2], Table):
        bases = tuple(arguments[1].items) if isinstance(arguments[1], Items) else ()
        name = arguments[0].value if isinstance(arguments[0], Constant) else ""
        pairs = {str(key): value for key, value in arguments[2].pairs.items()}
        return Kind(str(name), bases, pairs)
    if len(arguments) == 1 and isinstance(arguments[0], Instance):
        return arguments[0].kind
    return None


def _super(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    scope = machine.frame.scope
    receiver = arguments[1] if len(arguments) > 1 else None
    if receiver is None and scope is not None:
        receiver = next(iter(scope.names.values()), None)  # whatever it is called
    if isinstance(receiver, Instance):
        bases = receiver.kind.bases
        made = Instance(Kind(receiver.kind.name, bases, {}))
        made.attributes = receiver.attributes
        return made
    return UNKNOWN


def _compile(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    return arguments[0] if arguments else None


def _read(
    machine: "Machine", symbol: Symbol, _arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    from pratique.code.evaluate import files

    path = symbol.state.get("path") if symbol.state else None
    if path is None:
        return None
    found = files.read(machine, path)
    if found is None:
        return None
    if isinstance(found, Constant) and isinstance(found.value, bytes) and _textual(symbol):
        try:
            return Constant(found.value.decode(), found.taints | deep(path), found.trail)
        except UnicodeDecodeError:
            return found
    return found


def _textual(symbol: Symbol) -> bool:
    mode = symbol.state.get("mode") if symbol.state else None
    if symbol.path.endswith("read_bytes"):
        return False
    return not (isinstance(mode, Constant) and "b" in str(mode.value))


def _attrgetter(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    del machine
    if arguments and isinstance(arguments[0], Constant):
        return Partial(Symbol("builtins.getattr.swapped"), [arguments[0]], {})
    return None


def _methodcaller(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, keywords: Keywords, _line: int
) -> Value | None:
    if arguments and isinstance(arguments[0], Constant):
        return Partial(Symbol("builtins.getattr.called"), arguments, keywords)
    return None


def _called(
    machine: "Machine", symbol: Symbol, arguments: Arguments, keywords: Keywords, line: int
) -> Value | None:
    from pratique.code.evaluate import calls

    name, *given, holder = arguments if len(arguments) > 1 else (*arguments, UNKNOWN)
    found = _swapped(machine, symbol, [name, holder], {}, line)
    return calls.invoke(machine, found or UNKNOWN, given, keywords, line)


def _swapped(
    machine: "Machine", symbol: Symbol, arguments: Arguments, keywords: Keywords, line: int
) -> Value | None:
    if len(arguments) < 2:
        return None
    value: Value = arguments[1]
    for part in str(getattr(arguments[0], "value", "")).split("."):
        found = _getattr(machine, symbol, [value, Constant(part)], keywords, line)
        value = found if found is not None else UNKNOWN
    return value


def _dup(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    if not arguments:
        return None
    first = arguments[0]
    named = isinstance(first, Symbol) and "socket" in first.path
    if named or any(one.symbol.startswith("socket") for one in deep(first)):
        machine.modules.wired = True
    return None


def _choice(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    if arguments and isinstance(arguments[0], Items) and arguments[0].items:
        made = arguments[0].items[0]
        for one in arguments[0].items[1:4]:
            made = join(made, one)
        return made
    return None


def _authenticators(
    _machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return what is kept for one host: for a host that a caller names, that host's own."""
    return UNKNOWN if arguments and not isinstance(arguments[0], Constant) else None


def _expanded(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return a path that nobody wrote as it is: whoever gives it says whether it is the home's."""
    given = arguments[0] if arguments else None
    if given is None:
        return None
    written = any(isinstance(one, Constant) and one.value for one in options(given))
    return None if written else given


def symbol(
    machine: "Machine", called: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> None:
    """Call what a built-in function calls of an object of the artifact."""
    if arguments and arguments[0].__class__ is Instance:
        protocol.called(machine, called.path, arguments, line)


SPECIAL: Mapping[str, Callable[..., Any]] = {
    "builtins.getattr": _getattr,
    "builtins.getattr.swapped": _swapped,
    "builtins.__import__": _import,
    "importlib.import_module": _import,
    "importlib.__import__": _import,
    "builtins.globals": _globals,
    "builtins.locals": _globals,
    "builtins.vars": _globals,
    "builtins.map": _map,
    "builtins.filter": _map,
    "builtins.setattr": _setattr,
    "builtins.next": _next,
    "builtins.type": _type,
    "builtins.super": _super,
    "builtins.compile": _compile,
    "builtins.reduce": _reduce,
    "functools.reduce": _reduce,
    "functools.partial": _partial,
    "builtins.getattr.called": _called,
    "operator.attrgetter": _attrgetter,
    "operator.methodcaller": _methodcaller,
    "os.dup2": _dup,
    "random.choice": _choice,
    "netrc.netrc.authenticators": _authenticators,
    "os.path.expanduser": _expanded,
    "os.path.expandvars": _expanded,
    "file.read": _read,
    "file.readlines": _read,
    "pathlib.Path.read_text": _read,
    "pathlib.Path.read_bytes": _read,
    **python_computed.SPECIAL,
    **python_files.SPECIAL,
    **python_data.SPECIAL,
    **python_loaders.SPECIAL,
}
"""Functions by canonical symbol."""

__all__ = ["SPECIAL", "Closure", "Method", "Options"]
