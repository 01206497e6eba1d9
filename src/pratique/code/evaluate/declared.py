"""Members whose holder's type the code declares: class files name it with every access.

What is known of the value comes first; where nothing is, the declared type says what it is.
"""

from pratique.code import ir
from pratique.code.evaluate import attributes
from pratique.code.evaluate.machine import Machine
from pratique.code.evaluate.values import (
    UNKNOWN,
    Closure,
    Constant,
    Instance,
    Kind,
    Options,
    Partial,
    Symbol,
    Value,
    deep,
    join,
)

BASES = 12


def get(machine: Machine, holder: Value, node: ir.Attribute) -> Value:
    """Return a member of a value that is declared to be of `node.type`."""
    if isinstance(holder, Options):
        made: Value | None = None
        for one in holder.options:
            value = get(machine, one, node)
            made = value if made is None else join(made, value)
        return made if made is not None else UNKNOWN
    hook = machine.language.attribute
    if hook is not None:
        own = hook(machine, holder, node.name, node.line)
        if isinstance(own, Value):
            return own
    if isinstance(holder, Kind | Instance):
        return _of_kind(machine, holder, node)
    if isinstance(holder, Symbol):
        return _of_symbol(machine, holder, node)
    if isinstance(holder, Closure | Partial):
        return holder
    if isinstance(holder, Constant):
        named = _of_constant(machine, holder, node)
        if named is not None:
            return named
    if type(holder) is Value:
        return _of_type(machine, holder, node)
    return attributes.get(machine, holder, node.name, node.line)


def find(kind: Kind, name: str, signature: str) -> tuple[Value | None, Symbol | None]:
    """Return a member of a class or of those above it, and the library class that it ends in."""
    pending: list[Value] = [kind]
    library: Symbol | None = None
    for _ in range(BASES):
        if not pending:
            break
        one = pending.pop(0)
        if isinstance(one, Kind):
            found = one.attributes.get(name + signature) or one.attributes.get(name)
            if found is not None:
                return found, library
            pending.extend(one.bases)
        elif isinstance(one, Symbol) and library is None and one.path != "java.lang.Object":
            library = one
    return None, library


def _of_kind(machine: Machine, holder: Kind | Instance, node: ir.Attribute) -> Value:
    if isinstance(holder, Instance) and node.name in holder.attributes:
        return holder.attributes[node.name]
    kind = holder.kind if isinstance(holder, Instance) else holder
    found, library = find(kind, node.name, node.signature)
    if isinstance(found, Closure):
        return bound(found, holder)
    if found is not None:
        return found
    base = library.path if library is not None else node.type
    path = machine.api.canonical(f"{base}.{node.name}")
    made = Symbol(path, deep(holder, 1), called=isinstance(holder, Instance))
    made.state = holder.attributes if isinstance(holder, Instance) else None
    return made


def bound(method: Closure, holder: Value) -> Closure:
    """Return a method bound to its object, if it is one of objects."""
    first = method.function.parameters[:1]
    if not isinstance(holder, Instance) or not first or first[0].name != "this":
        return method
    made = Closure(method.function, method.scope, holder, method.owner)
    made.defaults = method.defaults
    return made


def _of_symbol(machine: Machine, holder: Symbol, node: ir.Attribute) -> Value:
    path = machine.api.canonical(f"{holder.path}.{node.name}")
    known = machine.api.lookup(path) is not None or path in machine.language.special
    if not known and node.type:
        typed = machine.api.canonical(f"{node.type.replace('$', '.')}.{node.name}")
        if holder.called or machine.api.lookup(typed) is not None:
            path = typed
    made = Symbol(path, holder.taints, called=holder.called, hidden=holder.hidden)
    made.trail, made.state = holder.trail, holder.state
    return made


def _of_constant(machine: Machine, holder: Constant, node: ir.Attribute) -> Symbol | None:
    """Take a text for the object that it names, a file for its path, where a method wants one."""
    path = machine.api.canonical(f"{node.type.replace('$', '.')}.{node.name}")
    meaning = machine.api.lookup(path)
    if meaning is None or (type(holder.value), node.name) in machine.language.methods:
        return None
    made = Symbol(path, holder.taints, called=True, trail=holder.trail)
    names = [name for name in ("path", "url", "argv") if name in meaning.carries.split()]
    made.state = dict.fromkeys(names, holder)
    return made


def _of_type(machine: Machine, holder: Value, node: ir.Attribute) -> Value:
    """Take something not known for an object of the declared type."""
    name = node.type if "." in node.type else f".{node.type}"
    kind = machine.modules.class_named(machine, name, node.line)
    if isinstance(kind, Kind):
        found, _ = find(kind, node.name, node.signature)
        if isinstance(found, Closure):
            return bound(found, Instance(kind))
    made = _of_symbol(machine, Symbol(node.type, holder.taints, called=True), node)
    made.trail = holder.trail
    return made
