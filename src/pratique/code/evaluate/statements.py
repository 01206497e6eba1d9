"""What statements do: bind names, take both branches, unroll what is known."""

from collections.abc import Callable
from typing import Any

from pratique.code import ir
from pratique.code.evaluate import expressions, guards, protocol, rounds, targets
from pratique.code.evaluate.machine import Machine
from pratique.code.evaluate.rounds import Progress
from pratique.code.evaluate.scope import Journal, Scope, merge, undo
from pratique.code.evaluate.values import UNKNOWN, Constant, Instance, Value

COARSE = 4
"""Rounds of a loop in what took too long before."""
UNROLLED = 100_000
"""Rounds of a loop over what is known."""
ROUNDS = 20_000
"""Rounds of a `while` whose test is known."""


def evaluate(machine: Machine, node: ir.Evaluate, scope: Scope) -> str:
    """Do an expression; functions and classes bind their name."""
    inner = node.expression
    if inner.__class__ is ir.Function or inner.__class__ is ir.Class:
        value = machine.peek(inner, scope)
        name = inner.name
        if name:
            scope.bind(name, value, machine.journal)
    elif inner.__class__ is ir.Name or inner.__class__ is ir.Const:  # prose does nothing
        machine.steps -= 1
    elif inner.__class__ is ir.Assign:
        machine.peek(inner, scope)
    else:
        machine.value(inner, scope)
    return ""


def imports(machine: Machine, node: ir.Import, scope: Scope) -> str:
    """Bind what an import brings."""
    machine.modules.bind_import(machine, node, scope)
    return ""


def _either(machine: Machine, first: Callable[[], str], second: Callable[[], str]) -> str:
    """Run two alternatives from the same state and join what they bind."""
    outer = machine.journal
    machine.journal = Journal()
    ended = first()
    left = undo(machine.journal)
    machine.journal = Journal()
    other = second()
    right = undo(machine.journal)
    machine.journal = outer
    if ended in {"return", "raise"} and not other:
        left = {}
        merge(right, right, outer)
        return ""
    if other in {"return", "raise"} and not ended:
        merge(left, left, outer)
        return ""
    merge(left, right, outer)
    return ended if ended == other else ""


def branch(machine: Machine, node: ir.Branch, scope: Scope) -> str:
    """Take the branch that is known, else both; what is never taken is still gone through once."""
    test = machine.value(node.test, scope)
    frame = machine.frame
    special = guards.activation(machine, node.test)
    if special is not None:
        before = frame.activation
        frame.activation = special
        _aside(machine, node.then, scope)
        frame.activation = before
        return machine.run(node.otherwise, scope)
    decided = guards.truth(test)
    if decided is not None:
        taken, left_out = (node.then, node.otherwise) if decided else (node.otherwise, node.then)
        if left_out and id(node) not in machine.seen:
            machine.seen.add(id(node))
            before = frame.activation
            if guards.literal(node.test):
                frame.activation = "dead"
            _aside(machine, left_out, scope)
            frame.activation = before
        return machine.run(taken, scope)
    guarded = guards.guarded(machine, node.test, test)
    frame.guards += guarded

    def then() -> str:
        return machine.run(node.then, scope)

    def otherwise() -> str:
        return machine.run(node.otherwise, scope)

    ended = _either(machine, then, otherwise)
    frame.guards -= guarded
    return ended


def _aside(machine: Machine, body: tuple[ir.Statement, ...], scope: Scope) -> None:
    """Go through statements without keeping what they bind to names that are bound."""
    outer = machine.journal
    machine.journal = Journal()
    machine.run(body, scope)
    made = undo(machine.journal)
    machine.journal = outer
    for names, value in made.values():
        name = next(key[1] for key, held in made.items() if held[1] is value)
        if name not in names:
            names[name] = value


def loop(machine: Machine, node: ir.Loop, scope: Scope) -> str:
    """Unroll a loop over known elements, else go through it once with what they have in common."""
    iterable = machine.value(node.iterable, scope)
    if iterable.__class__ is Instance:
        iterable = protocol.iterated(machine, iterable, node.line)
    elements = expressions.elements(machine, iterable)
    if elements is not None and len(elements) <= (COARSE if machine.coarse else UNROLLED):
        progress = Progress(machine, scope, node.target)
        for place, element in enumerate(elements):
            targets.assign(machine, node.target, element, scope)
            ended = machine.run(node.body, scope)
            if ended == "break":
                return ""
            if ended == "return":
                return ended
            if ended == "raise":
                return ""
            if progress.stalled() and rounds.light(elements[place:]):
                break
        return machine.run(node.otherwise, scope)
    element = expressions.any_element(iterable)

    def body() -> str:
        targets.assign(machine, node.target, element, scope)
        machine.run(node.body, scope)
        return ""

    _either(machine, body, lambda: "")
    return machine.run(node.otherwise, scope)


def repeat(machine: Machine, node: ir.While, scope: Scope) -> str:
    """Repeat while the test is known to hold; go through the body at least once."""
    progress = Progress(machine, scope)
    for count in range(ROUNDS):
        test = machine.value(node.test, scope) if node.checked or count else None
        decided = guards.truth(test) if test is not None else True
        if decided is False:
            if count == 0:
                _aside(machine, node.body, scope)
            return ""
        if decided is None or (count and node.test.__class__ is ir.Const):
            break
        if count and progress.stalled():
            break
        ended = machine.run(node.body, scope)
        machine.run(node.step, scope)
        if ended == "break":
            return ""
        if ended == "return":
            return ended
        if ended == "raise" or node.test.__class__ is ir.Const:
            return ""
    _either(machine, lambda: machine.run((*node.body, *node.step), scope) and "", lambda: "")
    return ""


def attempt(machine: Machine, node: ir.Try, scope: Scope) -> str:
    """Run the body, and every handler from where the body may have stopped."""
    silent = any(guards.silent(handler) for handler in node.handlers)
    machine.frame.silenced += silent
    frame = machine.frame
    before, frame.thrown, frame.answer = frame.thrown, None, None
    ended = machine.run(node.body, scope)
    caught, frame.thrown = frame.thrown, before
    if caught is None and frame.answer is not None and machine.language.failed is not None:
        caught = machine.language.failed(frame.answer)
    machine.frame.silenced -= silent
    if not ended:
        ended = machine.run(node.otherwise, scope)
    for handler in node.handlers:

        def handle(handler: ir.Handler = handler) -> str:
            for one in handler.types:
                machine.peek(one, scope)
            if handler.name:
                scope.bind(handler.name, caught or Value(), machine.journal)
            return machine.run(handler.body, scope)

        stopped = _either(machine, handle, lambda: "")
        if ended == "raise":
            ended = stopped
    finished = machine.run(node.final, scope)
    if finished:
        return finished
    return "" if ended == "raise" or (ended and node.handlers) else ended


def context(machine: Machine, node: ir.With, scope: Scope) -> str:
    """Bind what is entered and run the body."""
    silent = 0
    left: list[Value] = []
    for expression, target in node.items:
        value = machine.value(expression, scope)
        silent += "suppress" in value.text
        left.append(value)
        entered = protocol.asked(machine, value, "enter", [], node.line)
        if target is not None:
            targets.assign(machine, target, value if entered is None else entered, scope)
    machine.frame.silenced += silent
    ended = machine.run(node.body, scope)
    machine.frame.silenced -= silent
    for value in reversed(left):
        protocol.asked(machine, value, "exit", [Constant(None)] * 3, node.line)
    return ended


def returned(machine: Machine, node: ir.Return, scope: Scope) -> str:
    """Keep what a function returns."""
    value = machine.value(node.value, scope) if node.value is not None else Constant(None)
    machine.frame.returned.append(value)
    return "return"


def jump(machine: Machine, node: ir.Jump, scope: Scope) -> str:
    """Leave a loop or a block."""
    if node.value is not None:
        machine.frame.thrown = machine.value(node.value, scope)
    return node.kind


def declare(_machine: Machine, node: ir.Declare, scope: Scope) -> str:
    """Let names live further out, or here."""
    if node.kind == "local":
        for name in node.names:
            scope.names.setdefault(name, UNKNOWN)
        return ""
    holder: Scope | None = scope.top
    if node.kind == "nonlocal":
        holder = scope.parent
    for name in node.names:
        where = holder
        if node.kind == "nonlocal":
            while where is not None and name not in where.names and where.parent is not None:
                where = where.parent
        if where is not None and where is not scope:
            scope.borrowed[name] = where
    return ""


TABLE: dict[type, Callable[[Machine, Any, Scope], str]] = {
    ir.Evaluate: evaluate,
    ir.Import: imports,
    ir.Branch: branch,
    ir.Loop: loop,
    ir.While: repeat,
    ir.Try: attempt,
    ir.With: context,
    ir.Return: returned,
    ir.Jump: jump,
    ir.Declare: declare,
}
