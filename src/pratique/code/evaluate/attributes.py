"""Attributes and elements of values."""

import sys

from pratique.code import ir
from pratique.code.decoders import FAILURES
from pratique.code.evaluate import protocol
from pratique.code.evaluate.machine import Machine
from pratique.code.evaluate.plain import value_of
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
    Symbol,
    Table,
    Value,
    deep,
    join,
)

_SAME = frozenset(
    "encode decode strip lstrip rstrip lower upper replace format split join title text content "
    "copy".split()
)
"""Attributes of a library's result that are still that result."""
_MAPPINGS = frozenset(("__dict__", "__getattribute__"))
_BASES = 8
"""Classes above each other that are asked for a member."""
_LENT = frozenset(
    "os sys builtins subprocess socket importlib ctypes pickle marshal base64 shutil".split()
)
"""Modules of the library that its other modules have as members: `shutil.os`, `tempfile._os`."""
_SUBMODULES = frozenset(("asyncio.subprocess",))
"""What is called like one of them and is the library's own."""
TAKING = frozenset(("get", "__getitem__", "pop", "setdefault"))
"""Methods of a table that give what it holds under a key."""


def get(machine: Machine, holder: Value, name: str, line: int) -> Value:
    """Return `holder.name`."""
    hook = machine.language.attribute
    if hook is not None:
        own = hook(machine, holder, name, line)
        if isinstance(own, Value):
            return own
    if isinstance(holder, Symbol):
        return _of_symbol(machine, holder, name)
    if isinstance(holder, Instance):
        found = holder.attributes.get(name)
        return found if found is not None else _inherited(machine, holder.kind, name, holder)
    if isinstance(holder, Kind):
        return _inherited(machine, holder, name, None)
    if isinstance(holder, Namespace):
        return _of_namespace(machine, holder, name)
    if isinstance(holder, Options):
        made: Value | None = None
        for one in holder.options:
            value = get(machine, one, name, line)
            made = value if made is None else join(made, value)
        return made if made is not None else UNKNOWN
    special = _special(machine, holder, name)
    if special is not None:
        return special
    if isinstance(holder, Table) and machine.language.id != "python":
        inner = holder.pairs.get(name)
        if inner is not None:
            return inner
    return Method(holder, name)


def _special(machine: Machine, holder: Value, name: str) -> Value | None:
    if name == "__builtins__":
        return Symbol("builtins", hidden="__builtins__")
    if name in {"__globals__", "f_globals", "func_globals"}:
        if isinstance(holder, Closure):
            return Namespace(holder.scope.top)
        return Symbol("builtins", hidden="__globals__")
    if name == "__subclasses__":
        return Symbol("builtins.object.__subclasses__", hidden="__subclasses__")
    if name == "__doc__" and isinstance(holder, Closure):
        first = next(iter(ir.body(holder.function)), None)
        said = first.expression if isinstance(first, ir.Evaluate) else None
        if isinstance(said, ir.Const):
            return Constant(said.value)
    if name == "__self__" and isinstance(holder, Method):
        return holder.receiver
    return None


def _of_symbol(machine: Machine, holder: Symbol, name: str) -> Value:
    if holder.state is not None:
        found = holder.state.get(name)
        if found is not None:
            return found
    if name in {"__globals__", "__self__"} and holder.path.startswith("builtins."):
        return Symbol("builtins", hidden=name)
    if name == "__subclasses__":
        return Symbol("builtins.object.__subclasses__", hidden=name)
    if name == "__dict__":
        return Symbol(holder.path, holder.taints, hidden=holder.hidden or name, state=holder.state)
    if machine.language.attribute is None:
        own = _of_python(machine, holder, name)
        if own is not None:
            return own
    path = machine.api.canonical(f"{holder.path}.{name}") if holder.path else name
    if holder.called and name in _SAME and machine.api.lookup(path) is None:
        path = holder.path
    made = Symbol(path, holder.taints, called=holder.called, hidden=holder.hidden)
    made.trail = holder.trail
    made.state = holder.state
    return made


def _of_python(machine: Machine, holder: Symbol, name: str) -> Value | None:
    """Return what a member of a library's symbol is where Python gives it to every object."""
    if (name in TAKING and mapping(holder)) or name == "__getattribute__":
        return Method(holder, name)
    if name == "f_builtins":
        return Symbol("builtins", hidden="__globals__")
    if name in {"f_globals", "f_locals"} and machine.frame.scope is not None:
        return Namespace(machine.frame.scope.top)
    plain = name.removeprefix("_")
    if plain in _LENT and not holder.called and "." not in holder.path:
        lent = holder.path in sys.stdlib_module_names and f"{holder.path}.{name}" not in _SUBMODULES
        return Symbol(plain) if lent and plain != holder.path else None
    return None


def _inherited(
    machine: Machine, kind: Kind, name: str, instance: Instance | None, depth: int = _BASES
) -> Value:
    found = kind.attributes.get(name)
    if found is not None:
        if isinstance(found, Closure) and instance is not None and found.receiver is None:
            bound = Closure(found.function, found.scope, instance, found.owner)
            bound.defaults = found.defaults
            if found.text == "staticmethod":
                bound.receiver = None
            elif found.text == "property":
                from pratique.code.evaluate import calls

                return calls.invoke(machine, bound, [], {}, found.function.line)
            return bound
        if isinstance(found, Closure) and found.text == "property" and machine.language.receiver:
            from pratique.code.evaluate import calls

            return calls.invoke(machine, found, [], {}, found.function.line)
        return found
    if depth:
        for base in kind.bases:
            if isinstance(base, Kind):
                value = _inherited(machine, base, name, instance, depth - 1)
                if value is not UNKNOWN:
                    return value
            elif isinstance(base, Symbol) and base.path != "builtins.object":
                if instance is not None:
                    begun = protocol.started(instance.kind, base.path, name)
                    if begun is not None:
                        return Closure(begun.function, begun.scope, instance, begun.owner)
                state = instance.attributes if instance is not None else None
                made = Symbol(f"{base.path}.{name}", called=True, hidden=base.hidden)
                made.state = state
                return made
    if instance is not None:
        given = None
        if depth == _BASES and name[:2] != "__":
            given = protocol.asked(machine, instance, "getattr", [Constant(name)], machine.line)
        return given if given is not None else Value(deep(instance, 1))
    return UNKNOWN


def _of_namespace(machine: Machine, holder: Namespace, name: str) -> Value:
    if name == "__dict__":
        return holder
    found = holder.scope.find(name)
    if found is not None:
        return found
    if name in {"get", "update", "setdefault", "items", "keys", "values", "pop"}:
        return Method(holder, name)
    submodule = machine.modules.submodule(machine, holder, name)
    if submodule is not None:
        return submodule
    return machine.modules.missing(machine, holder.scope, name)


def item(machine: Machine, holder: Value, key: Value, line: int) -> Value:
    """Return `holder[key]`."""
    if isinstance(holder, Options):
        made: Value | None = None
        for one in holder.options:
            value = item(machine, one, key, line)
            made = value if made is None else join(made, value)
        return made if made is not None else UNKNOWN
    known = key.value if isinstance(key, Constant) else None
    if machine.language.attribute is not None and isinstance(known, str):
        if not isinstance(holder, Table) or isinstance(holder.pairs.get(known), Closure | None):
            found = get(machine, holder, known, line)
            literal = not isinstance(key, Constant) or key.literal
            return found if literal else _hidden(found, "subscript", key)
    if isinstance(holder, Instance):
        given = protocol.asked(machine, holder, "getitem", [key], line)
        if given is not None:
            return given
    if isinstance(holder, Kind) and machine.language.attribute is None:
        maker = protocol.method(holder, "__class_getitem__")
        if maker is not None:
            from pratique.code.evaluate import calls

            return calls.invoke(machine, maker, [holder, key], {}, line)
    if isinstance(holder, Namespace) and isinstance(known, str):
        return _hidden(get(machine, holder, known, line), "globals", key)
    if isinstance(holder, Items) and isinstance(known, int) and not holder.open:
        if -len(holder.items) <= known < len(holder.items):
            return holder.items[known]
        absent = machine.language.operator is not None and not deep(holder)
        return Constant(None) if absent else Value(deep(holder))
    if isinstance(holder, Table):
        return _of_table(holder, key)
    if isinstance(holder, Constant) and isinstance(key, Constant):
        try:
            made_plain = holder.value[key.value]
        except FAILURES:
            absent = machine.language.operator is not None and not holder.taints
            return Constant(None) if absent else Value(holder.taints)
        return value_of(made_plain, holder.taints | key.taints, holder.trail)
    if isinstance(holder, Symbol):
        return _item_of_symbol(machine, holder, key, line)
    return Value(deep(holder) | key.taints, "", holder.trail)


def mapping(holder: Symbol) -> bool:
    """Tell whether a library's symbol is a table of names: `sys.modules`, `os.__dict__`."""
    return holder.hidden in {"__dict__", "vars"} or holder.path in {"builtins", "sys.modules"}


def _hidden(value: Value, how: str, key: Value) -> Value:
    if isinstance(value, Symbol) and not value.called:
        computed = isinstance(key, Constant) and not key.literal
        return Symbol(value.path, value.taints, hidden=how + (" computed" if computed else ""))
    return value


def of_table(
    machine: Machine, holder: Symbol, method: str, arguments: list[Value], line: int
) -> Value | None:
    """Return what a method gives by a name that is a value; None for any other method."""
    if method in TAKING and mapping(holder):
        return item(machine, holder, arguments[0], line)
    if method != "__getattribute__":
        return None
    key, owner = arguments[-1], arguments[0] if len(arguments) > 1 else holder
    if isinstance(key, Constant) and isinstance(key.value, str):
        return _hidden(get(machine, owner, key.value, line), "getattr", key)
    return Value(deep(owner) | key.taints)


def _of_table(holder: Table, key: Value) -> Value:
    if isinstance(key, Constant):
        try:
            found = holder.pairs.get(key.value)
        except TypeError:
            found = None
        if found is not None:
            return found if not holder.taints else _with(found, holder)
        return Value(holder.taints if not holder.open else deep(holder))
    made: Value | None = None
    for one in list(holder.pairs.values())[:4]:
        made = one if made is None else join(made, one)
    if made is not None and len(holder.pairs) <= 4:
        return made
    return Value(deep(holder) | key.taints)


def _with(found: Value, holder: Table) -> Value:
    if isinstance(found, Constant):
        return Constant(found.value, found.taints | holder.taints, found.trail)
    return found


def _item_of_symbol(machine: Machine, holder: Symbol, key: Value, line: int) -> Value:
    from pratique.code.evaluate import library

    if isinstance(key, Constant) and isinstance(key.value, str):
        if holder.path == "sys.modules":
            found = machine.modules.imported(machine, key.value, line)
            return _hidden(found, "sys.modules", key)
        if mapping(holder):
            return _hidden(get(machine, holder, key.value, line), holder.hidden or "vars", key)
    path = holder.path + "[]"
    if machine.api.lookup(path) is not None:
        return library.call(machine, Symbol(path, holder.taints), [key], {}, line)
    if holder.state is not None and isinstance(key, Constant) and str(key.value) in holder.state:
        return holder.state[str(key.value)]
    whole = machine.api.lookup(holder.path)
    if whole is None or not whole.read:
        path = holder.path  # else one entry of `os.environ` would be taken for all of it
    return Symbol(path, holder.taints | key.taints, called=True, trail=holder.trail)
