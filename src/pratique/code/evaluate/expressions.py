"""What expressions stand for."""

from collections.abc import Callable
from typing import Any

from pratique.code import ir
from pratique.code.evaluate import (
    attributes,
    builders,
    calls,
    choices,
    constants,
    declared,
    guards,
    operators,
    protocol,
    targets,
)
from pratique.code.evaluate.machine import Machine
from pratique.code.evaluate.plain import plain, value_of
from pratique.code.evaluate.scope import Scope
from pratique.code.evaluate.values import (
    UNKNOWN,
    Closure,
    Constant,
    Instance,
    Items,
    Kind,
    Options,
    Symbol,
    Table,
    Value,
    deep,
    join,
    trail,
    union,
)

MAX_ELEMENTS = 200_000
COARSE = 4
"""Elements that a comprehension goes through in what took too long before."""
_MEMBERSHIP = frozenset(("in", "not-in"))


def constant(machine: Machine, node: ir.Const, _scope: Scope) -> Value:
    """Return a literal; texts that mean something by themselves are recorded."""
    plain_value = node.value
    if plain_value.__class__ is str and len(plain_value) > 3:
        taints = constants.seen(machine, plain_value, node.line)
        return Constant(plain_value, taints, literal=True)
    return Constant(plain_value, literal=True)


def name(machine: Machine, node: ir.Name, scope: Scope) -> Value:
    """Return what a name is bound to, or the builtin that it stands for."""
    found = scope.find(node.name)
    if found is not None:
        return found
    return machine.modules.missing(machine, scope, node.name)


def attribute(machine: Machine, node: ir.Attribute, scope: Scope) -> Value:
    """Return `object.name`."""
    if node.type:
        return declared.get(machine, machine.peek(node.object, scope), node)
    return attributes.get(machine, machine.peek(node.object, scope), node.name, node.line)


def subscript(machine: Machine, node: ir.Subscript, scope: Scope) -> Value:
    """Return `object[index]`."""
    holder = machine.peek(node.object, scope)
    if isinstance(node.index, ir.Slice):
        parts = [
            machine.value(one, scope) if one is not None else Constant(None)
            for one in (node.index.lower, node.index.upper, node.index.step)
        ]
        return _sliced(machine, holder, parts)
    return item(machine, holder, machine.value(node.index, scope), node.line)


def item(machine: Machine, holder: Value, key: Value, line: int) -> Value:
    """Return one element of a value."""
    return attributes.item(machine, holder, key, line)


def _sliced(_machine: Machine, holder: Value, parts: list[Value]) -> Value:
    if isinstance(holder, Options):
        found = [_sliced(_machine, one, parts) for one in holder.options]
        made = found[0]
        for one in found[1:]:
            made = join(made, one)
        return made
    bounds = [plain(one) for one in parts]
    known = all(one is None or isinstance(one, int) for one in bounds)
    if known and bounds[2] != 0:
        piece = slice(*bounds)
        if isinstance(holder, Constant) and isinstance(holder.value, str | bytes | range):
            marks = holder.trail
            if bounds[2] is not None and bounds[2] != 1 and len(holder.value) > 3:
                marks = (*marks, "reverse")
            return Constant(holder.value[piece], holder.taints, marks)
        if isinstance(holder, Items) and not holder.open:
            return Items(holder.kind, holder.items[piece], holder.taints)
    text = holder.text if isinstance(holder, Symbol) else ""
    if isinstance(holder, Symbol):
        return Symbol(text, holder.taints, called=True, trail=holder.trail)
    return Value(deep(holder), "", holder.trail)


def operation(machine: Machine, node: ir.Operation, scope: Scope) -> Value:
    """Apply an operator."""
    operator = node.operator
    if operator in operators.SHORT:
        return choices.short(machine, node, scope)
    if operator in _MEMBERSHIP:  # asks for a name, and takes nothing
        first, last = node.operands
        return operators.binary(
            machine, operator, machine.value(first, scope), machine.peek(last, scope)
        )
    values = [machine.value(one, scope) for one in node.operands]
    made = values[0]
    if len(values) == 1:
        return operators.unary(machine, operator, made)
    if len(values) > 2 and operator == "+":
        return operators.total(machine, values)
    for one in values[1:]:
        made = operators.binary(machine, operator, made, one)
    return made


def sequence(machine: Machine, node: ir.Sequence, scope: Scope) -> Value:
    """Return a list, tuple or set."""
    items: list[Value] = []
    is_open = False
    for one in node.items:
        if one.__class__ is ir.Star:
            inner = machine.value(one.value, scope)
            spread = elements(machine, inner)
            if spread is None:
                items.append(any_element(inner))
                is_open = True
            else:
                items.extend(spread)
        else:
            items.append(machine.value(one, scope))
    return Items(node.kind, items, is_open=is_open)


def mapping(machine: Machine, node: ir.Mapping, scope: Scope) -> Value:
    """Return a dictionary."""
    made = Table({})
    for key, one in node.pairs:
        value = machine.value(one, scope)
        if key is not None:
            named = machine.value(key, scope)
            if made.taints and machine.language.assigned and isinstance(named, Constant):
                machine.language.assigned(machine, made, str(named.value), value, node.line)
            targets.set_item(machine, made, named, value, node.line)
        elif isinstance(value, Table):
            made.pairs.update(value.pairs)
            made.open = made.open or value.open
        else:
            made.taints |= deep(value)
            made.open = True
    return made


def form(machine: Machine, node: ir.Format, scope: Scope) -> Value:
    """Return the text that an f-string makes."""
    return operators.joined(machine, [machine.value(one, scope) for one in node.parts], node.line)


def function(machine: Machine, node: ir.Function, scope: Scope) -> Value:
    """Return a function; its decorators are called."""
    made = Closure(node, scope)
    made.text = "property" if node.getter else ""
    for parameter in node.parameters:
        if parameter.default is not None:
            made.defaults[parameter.name] = machine.value(parameter.default, scope)
    machine.defined.append((made, machine.frame.scope_name))
    result: Value = made
    for decorator in reversed(node.decorators):
        callee = machine.value(decorator, scope)
        if isinstance(callee, Symbol) and callee.path.endswith(
            (".staticmethod", ".classmethod", ".property", ".wraps", ".abstractmethod")
        ):
            made.text = callee.path.rpartition(".")[2]
            continue
        wrapped = calls.invoke(machine, callee, [result], {}, node.line)
        if isinstance(wrapped, Closure | Kind | Instance):
            result = wrapped
    return result


def kind(machine: Machine, node: ir.Class, scope: Scope) -> Value:
    """Return a class after running its body."""
    bases = tuple(machine.value(one, scope) for one in node.bases)
    inner = Scope("space" if node.space else "class", scope.place, scope)
    made = Kind(node.name, bases, inner.names)
    outer = machine.frame.scope_name
    machine.frame.scope_name = f"{outer}.{node.name}" if outer else node.name
    machine.run(node.body, inner)
    machine.frame.scope_name = outer
    for one in inner.names.values():
        if isinstance(one, Closure) and one.owner is None and not node.space:
            one.owner = made
    for keyword, value in node.keywords:
        meta = machine.value(value, scope)
        if keyword == "metaclass" and isinstance(meta, Kind):
            calls.construct_meta(machine, meta, made, node.line)
    calls.subclassed(machine, made, node.line)
    protocol.named(machine, made, node.line)
    result: Value = made
    for decorator in reversed(node.decorators):
        callee = machine.value(decorator, scope)
        wrapped = calls.invoke(machine, callee, [result], {}, node.line)
        if isinstance(wrapped, Closure | Kind):
            result = wrapped
    return result


def comprehension(machine: Machine, node: ir.Comprehension, scope: Scope) -> Value:
    """Return what a comprehension makes, element by element where they are known."""
    inner = Scope("function", scope.place, scope)
    found: list[Value] = []
    exact = _clauses(machine, node, inner, 0, found)
    if node.kind == "mapping":
        made = Table({}, is_open=not exact)
        for pair in found:
            if isinstance(pair, Items) and len(pair.items) == 2:
                targets.set_item(machine, made, pair.items[0], pair.items[1], node.line)
        return made
    kind_ = "list" if node.kind == "generator" else node.kind
    return Items(kind_, found, is_open=not exact)


def _clauses(
    machine: Machine, node: ir.Comprehension, scope: Scope, depth: int, found: list[Value]
) -> bool:
    if depth == len(node.clauses):
        found.append(machine.value(node.element, scope))
        return True
    clause = node.clauses[depth]
    iterable = machine.value(clause.iterable, scope)
    if iterable.__class__ is Instance:
        iterable = protocol.iterated(machine, iterable, node.line)
    known = elements(machine, iterable)
    if machine.coarse and known is not None and len(known) > COARSE:
        known = None
    exact = known is not None
    for element in known if known is not None else [any_element(iterable)]:
        targets.assign(machine, clause.target, element, scope)
        passed = True
        for condition in clause.conditions:
            decided = guards.truth(machine.value(condition, scope))
            if decided is False:
                passed = False
                break
            exact = exact and decided is not None
        if passed:
            exact = _clauses(machine, node, scope, depth + 1, found) and exact
        if len(found) > MAX_ELEMENTS:
            return False
    return exact


def assign(machine: Machine, node: ir.Assign, scope: Scope) -> Value:
    """Bind, and return what was bound."""
    value = machine.value(node.value, scope)
    if node.operator:
        before = machine.peek(node.target, scope)
        if isinstance(before, Items) and node.operator == "+":
            calls.extend(machine, before, value)
            return before
        value = operators.binary(machine, node.operator, before, value)
    targets.assign(machine, node.target, value, scope)
    return value


def yielded(machine: Machine, node: ir.Yielded, scope: Scope) -> Value:
    """Keep what a generator yields."""
    value = machine.value(node.value, scope) if node.value is not None else Constant(None)
    frame = machine.frame
    if frame.yielded is None:
        frame.yielded = []
    if len(frame.yielded) < MAX_ELEMENTS:
        frame.yielded.append(value)
    return UNKNOWN


def several(machine: Machine, node: ir.Several, scope: Scope) -> Value:
    """Evaluate all, return the last."""
    value: Value = UNKNOWN
    for one in node.items:
        value = machine.value(one, scope)
    return value


def do(machine: Machine, node: ir.Do, scope: Scope) -> Value:
    """Run a block, return the value of its last expression."""
    if not node.body:
        return UNKNOWN
    machine.run(node.body[:-1], scope)
    last = node.body[-1]
    if isinstance(last, ir.Evaluate):
        return machine.value(last.expression, scope)
    machine.run((last,), scope)
    return UNKNOWN


def opaque(machine: Machine, node: ir.Opaque, scope: Scope) -> Value:
    """Evaluate the parts of what was not understood."""
    return Value(union([machine.value(one, scope) for one in node.parts]))


def star(machine: Machine, node: ir.Star, scope: Scope) -> Value:
    """Evaluate what is spread where no list takes it."""
    return machine.value(node.value, scope)


def elements(_machine: Machine, value: Value) -> list[Value] | None:
    """Return the elements of an iterable when they are known."""
    if isinstance(value, Items):
        return None if value.open else list(value.items)
    if isinstance(value, Table):
        return None if value.open else [value_of(key) for key in value.pairs]
    if isinstance(value, Constant):
        made = value.value
        if isinstance(made, str | bytes | range) and len(made) <= MAX_ELEMENTS:
            return [Constant(one, value.taints, value.trail) for one in made]
    return None


def any_element(value: Value) -> Value:
    """Return a value that stands for every element of an iterable."""
    if isinstance(value, Items) and value.items:
        made = value.items[0]
        for one in value.items[1:8]:
            made = join(made, one)
        return made if not value.taints else Value(value.taints | deep(value), "", trail([value]))
    if isinstance(value, Symbol):
        held = value.state if builders.is_one(value) else None
        return Symbol(value.path, value.taints, called=True, state=held, trail=value.trail)
    if isinstance(value, Options):
        full = [one for one in value.options if not isinstance(one, Items) or one.items or one.open]
        if len(full) == 1:  # a list, or an empty one where there is none
            return any_element(full[0])
    text = value.text if value.text.startswith("{key:") else ""
    return Value(deep(value), text, value.trail)


TABLE: dict[type, Callable[[Machine, Any, Scope], Value]] = {
    ir.Const: constant,
    ir.Name: name,
    ir.Attribute: attribute,
    ir.Subscript: subscript,
    ir.Call: calls.call,
    ir.Star: star,
    ir.Operation: operation,
    ir.Choice: choices.choice,
    ir.Sequence: sequence,
    ir.Mapping: mapping,
    ir.Format: form,
    ir.Function: function,
    ir.Class: kind,
    ir.Comprehension: comprehension,
    ir.Assign: assign,
    ir.Yielded: yielded,
    ir.Several: several,
    ir.Do: do,
    ir.Opaque: opaque,
}
