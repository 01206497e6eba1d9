"""Expressions that give one of several: `a or b`, `a and b`, `a ?? b`, `c ? a : b`."""

from pratique.code import ir
from pratique.code.evaluate import checks, guards
from pratique.code.evaluate.machine import Machine
from pratique.code.evaluate.scope import Scope
from pratique.code.evaluate.values import UNKNOWN, Value, join


def short(machine: Machine, node: ir.Operation, scope: Scope) -> Value:
    """Return what `a or b`, `a and b`, `a ?? b` may give: also the first, where it is not known."""
    made: Value | None = None
    for place, operand in enumerate(node.operands):
        value = machine.value(operand, scope)
        kept = guards.kept(machine, node.operator, value)
        rest = node.operands[place + 1 :]
        if kept or not rest:
            if rest and id(node) not in machine.seen:
                machine.seen.add(id(node))
                for one in rest:
                    machine.value(one, scope)
            return value if made is None else join(made, value)
        if kept is None:
            made = value if made is None else join(made, value)
    return made if made is not None else UNKNOWN


def choice(machine: Machine, node: ir.Choice, scope: Scope) -> Value:
    """Return the branch that is known, else either."""
    decided = guards.truth(machine.value(node.test, scope))
    if decided is not None and id(node) in machine.seen:
        return machine.value(node.then if decided else node.otherwise, scope)
    machine.seen.add(id(node))
    then = machine.value(node.then, scope)
    otherwise = machine.value(node.otherwise, scope)
    if decided is not None:
        return then if decided else otherwise
    return checks.either(machine, then, otherwise, node.line)
