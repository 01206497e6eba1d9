"""What makes two calls of a function the same, so that the second need not be gone through.

Two calls are the same when nothing differs that they can see: what an argument is known to be and
carries, the state of the object that a method belongs to, names of the module bound anew since.
Most calls in honest code pass nothing that is known.
"""

from collections.abc import Iterable

from pratique.code.evaluate.values import (
    Closure,
    Constant,
    Instance,
    Items,
    Kind,
    Namespace,
    Symbol,
    Table,
    Value,
)

MOST = 20_000
"""Calls that are remembered."""
_INSIDE = 8
"""Elements of a list that are told apart."""
_WRITTEN = 512
"""Elements of a list that is written out, as hidden text is that a decoder gets as numbers."""
_ATTRIBUTES = 64

Key = tuple[object, ...]


def key(closure: Closure, arguments: list[Value], keywords: dict[str, Value]) -> Key | None:
    """Return what makes two calls of a function the same, or None when it cannot be told."""
    scope = closure.scope
    first = (id(closure.function), id(scope), scope.top.rebound)
    return _whole((*first, *_receiver(closure.receiver)), arguments, keywords)


def made(kind: Kind, arguments: list[Value], keywords: dict[str, Value]) -> Key | None:
    """Return what makes two instances of a class the same when they are made."""
    return _whole((id(kind),), arguments, keywords)


def known(arguments: Iterable[Value]) -> bool:
    """Tell whether all arguments are constants or lists of them, as those of a decoder are."""
    return all(
        one.__class__ is Constant
        or (
            isinstance(one, Items)
            and len(one.items) <= _WRITTEN
            and all(inner.__class__ is Constant for inner in one.items)
        )
        for one in arguments
    )


def _whole(first: Key, arguments: list[Value], keywords: dict[str, Value]) -> Key | None:
    parts = [_part(one) for one in arguments]
    parts += [_part(one) for one in keywords.values()]
    if None in parts:
        return None
    whole = (*first, *parts, *keywords)
    try:
        hash(whole)
    except TypeError:
        return None
    return whole


def _receiver(receiver: Value | None) -> Key:
    """Return the object itself, and its state by what its attributes hold."""
    if not isinstance(receiver, Instance):
        return (id(receiver),)
    held = list(receiver.attributes.items())[:_ATTRIBUTES]
    return (id(receiver), *((name, _part(one, 0) or id(one)) for name, one in held))


def _part(value: Value, depth: int = 2) -> Key | None:
    kind = value.__class__
    if kind is Value:
        return (value.text, value.taints, value.trail)
    if isinstance(value, Constant):
        return (value.value.__class__, value.value, value.taints, value.trail)
    if isinstance(value, Symbol):
        if value.state:
            return None
        return (value.text, value.called, value.taints, value.trail)
    if isinstance(value, Closure):
        return (id(value.function), id(value.scope), id(value.receiver))
    if isinstance(value, Kind | Namespace):
        return (id(value),)
    if depth and isinstance(value, Items) and len(value.items) <= _INSIDE:
        parts = [_part(one, depth - 1) for one in value.items]
        return None if None in parts else (value.kind, value.open, value.taints, *parts)
    if isinstance(value, Table) and not value.pairs:
        return (value.open, value.taints)
    return None
