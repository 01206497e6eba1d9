"""Binding: names, attributes, elements, and patterns that take a value apart."""

from pratique.code import ir
from pratique.code.evaluate import expressions
from pratique.code.evaluate.machine import Machine
from pratique.code.evaluate.plain import plain
from pratique.code.evaluate.scope import Scope
from pratique.code.evaluate.values import (
    Closure,
    Constant,
    Instance,
    Items,
    Kind,
    Namespace,
    Options,
    Symbol,
    Table,
    Value,
    deep,
    join,
    union,
)

MAX_ATTRIBUTES = 256
MAX_GROWTH = 4096


def assign(machine: Machine, target: ir.Expression, value: Value, scope: Scope) -> None:
    """Bind a value to a target."""
    kind = target.__class__
    if kind is ir.Name:
        scope.bind(target.name, value, machine.journal)  # type: ignore[attr-defined]  # a Name
    elif isinstance(target, ir.Sequence):
        _unpack(machine, target, value, scope)
    elif isinstance(target, ir.Attribute):
        set_attribute(machine, machine.peek(target.object, scope), target.name, value, target.line)
    elif isinstance(target, ir.Subscript):
        holder = machine.peek(target.object, scope)
        if isinstance(target.index, ir.Slice):
            _set_slice(machine, holder, target.index, value, scope)
            return
        set_item(machine, holder, machine.value(target.index, scope), value, target.line)
    elif isinstance(target, ir.Star):
        assign(machine, target.value, value, scope)
    elif isinstance(target, ir.Mapping):
        for key, inner in target.pairs:
            name = machine.value(key, scope) if key is not None else Value()
            assign(machine, inner, expressions.item(machine, value, name, target.line), scope)
    elif isinstance(target, ir.Assign):
        assign(machine, target.target, value, scope)


def _unpack(machine: Machine, target: ir.Sequence, value: Value, scope: Scope) -> None:
    elements = expressions.elements(machine, value)
    starred = next(
        (place for place, one in enumerate(target.items) if isinstance(one, ir.Star)), None
    )
    if elements is None or (starred is None and len(elements) < len(target.items)):
        rest = expressions.any_element(value)
        for one in target.items:
            assign(machine, one, rest, scope)
        return
    if starred is None:
        for one, element in zip(target.items, elements, strict=False):
            assign(machine, one, element, scope)
        return
    after = len(target.items) - starred - 1
    for one, element in zip(target.items[:starred], elements, strict=False):
        assign(machine, one, element, scope)
    middle = elements[starred : len(elements) - after]
    assign(machine, target.items[starred], Items("list", middle, union(middle)), scope)
    if after:
        for one, element in zip(target.items[-after:], elements[-after:], strict=False):
            assign(machine, one, element, scope)


def set_attribute(machine: Machine, holder: Value, name: str, value: Value, line: int) -> None:
    """Set `holder.name`, on each of the values that a holder may be."""
    if isinstance(holder, Options):
        for one in holder.options:
            set_attribute(machine, one, name, value, line)
        return
    if machine.language.assigned is not None:
        machine.language.assigned(machine, holder, name, value, line)
    names: dict[str, Value] | None = None
    if isinstance(holder, Instance | Kind):
        names = holder.attributes
    elif isinstance(holder, Namespace):
        names = holder.scope.names
    elif isinstance(holder, Symbol):
        if holder.called:
            if holder.state is None:
                holder.state = {}
            names = holder.state
        machine.modules.patched(machine, holder, name, value, line)
    elif isinstance(holder, Closure):
        if holder.attributes is None:
            holder.attributes = {}
        names = holder.attributes
    elif isinstance(holder, Table) and machine.language.attribute is not None:
        set_item(machine, holder, Constant(name), value, line)
    if names is not None and (name in names or len(names) < MAX_ATTRIBUTES):
        if machine.journal is not None:
            machine.journal.entries.append((names, name, names.get(name)))
        names[name] = value


def set_item(machine: Machine, holder: Value, key: Value, value: Value, line: int) -> None:
    """Set `holder[key]`."""
    if isinstance(holder, Namespace) and isinstance(key, Constant) and isinstance(key.value, str):
        holder.scope.names[key.value] = value
    elif isinstance(holder, Table):
        if isinstance(key, Constant) and len(holder.pairs) < MAX_GROWTH:
            try:
                before = holder.pairs.get(key.value) if machine.journal is not None else None
                holder.pairs[key.value] = value if before is None else join(before, value)
            except TypeError:
                holder.taints |= deep(value)
        else:
            holder.taints |= deep(value)
            holder.open = True
    elif isinstance(holder, Items):
        _set_element(holder, key, value)
    elif isinstance(holder, Symbol):
        set_attribute(machine, holder, str(getattr(key, "value", "{}")), value, line)
        machine.modules.item_set(machine, holder, key, value, line)


def _set_slice(
    machine: Machine, holder: Value, index: ir.Slice, value: Value, scope: Scope
) -> None:
    """Set `holder[a:b]`."""
    bounds = [
        plain(machine.value(one, scope)) if one is not None else None
        for one in (index.lower, index.upper, index.step)
    ]
    if not isinstance(holder, Items):
        return
    elements = expressions.elements(machine, value)
    known = all(one is None or isinstance(one, int) for one in bounds)
    if elements is None or not known or bounds[2] not in {None, 1} or holder.open:
        holder.taints |= deep(value)
        holder.open = True
    elif len(holder.items) + len(elements) <= machine.value_bytes:
        holder.items[slice(*bounds)] = elements


def _set_element(holder: Items, key: Value, value: Value) -> None:
    if isinstance(key, Constant) and isinstance(key.value, int):
        if -len(holder.items) <= key.value < len(holder.items):
            holder.items[key.value] = value
            return
    holder.taints |= deep(value)
