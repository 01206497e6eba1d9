"""When going through a loop once more would show nothing new.

A decoder's loop makes something known grow or change in every round. A loop that changes nothing
that is known (a server's, a poll of a device) would do in every later round what it did in this.
Where nothing makes texts out of numbers, numbers that change are no progress: a benchmark's count.
"""

from collections.abc import Iterator

from pratique.code import ir
from pratique.code.evaluate.machine import Machine
from pratique.code.evaluate.scope import Scope
from pratique.code.evaluate.values import Constant, Instance, Items, Symbol, Table, Value

FIRST = 8
"""Rounds before the first comparison; the next ones follow after twice as many each."""
_COMPARED = 20_000
"""Elements of a container that are compared one by one."""
_LIGHT = 3
"""Characters of an element that carries no meaning by itself."""


class Progress:
    """Compares what is known between two rounds, ever more seldom."""

    __slots__ = ("_before", "_machine", "_next", "_numbers", "_round", "_scope", "_targets")

    def __init__(self, machine: Machine, scope: Scope, target: ir.Expression | None = None) -> None:
        self._targets = frozenset(_names(target))
        """What the loop itself binds says nothing of progress."""
        self._machine = machine
        self._scope = scope
        self._round = 0
        self._next = FIRST
        self._before: tuple[object, ...] | None = None
        self._numbers = machine.computes(scope.place)

    def stalled(self) -> bool:
        """Count a round that has ended; True when it changed nothing that is known."""
        self._round += 1
        if self._round < self._next:
            return False
        state = tuple(self._state())
        if self._before is None:
            self._before = state
            return False
        if state == self._before:
            return True
        self._before = None
        self._next = self._round * 2
        return False

    def _state(self) -> Iterator[object]:
        machine = self._machine
        yield len(machine.record.facts)
        yield len(machine.record.layers)
        yield len(machine.files)
        yield len(machine.frame.yielded or ())
        scope: Scope | None = self._scope
        while scope is not None:
            for name, value in scope.names.items():
                if name not in self._targets:
                    yield name
                    yield from _known(value, 1, numbers=self._numbers)
            scope = scope.parent


def _names(target: ir.Expression | None) -> Iterator[str]:
    if isinstance(target, ir.Name):
        yield target.name
    elif isinstance(target, ir.Sequence):
        for one in target.items:
            yield from _names(one)


def light(elements: list[Value]) -> bool:
    """Tell whether elements are numbers and letters, which say something only together."""
    return all(
        isinstance(one, Constant)
        and (not isinstance(one.value, str | bytes) or len(one.value) <= _LIGHT)
        for one in elements
    )


def _known(value: Value, depth: int, *, numbers: bool) -> Iterator[object]:
    """Yield what is known of a value, with its numbers or but for them."""
    yield value.__class__
    if isinstance(value, Constant):
        yield value.value if numbers or _textual(value) else None
    elif isinstance(value, Items):
        yield len(value.items) if numbers else 0
        shown = value.items if len(value.items) <= _COMPARED else value.items[-1:]
        known = (one for one in shown if isinstance(one, Constant))
        yield from (one.value for one in known if numbers or _textual(one))
    elif isinstance(value, Table):
        last = next(reversed(value.pairs.values()), None)
        yield len(value.pairs) if numbers or _textual(last) else 0
    elif isinstance(value, Symbol):
        yield value.text
        yield len(value.state or ())
    elif depth and isinstance(value, Instance):
        for name, one in value.attributes.items():
            yield name
            yield from _known(one, depth - 1, numbers=numbers)
    yield len(value.taints)


def _textual(value: Value | None) -> bool:
    return isinstance(value, Constant) and isinstance(value.value, str | bytes)
