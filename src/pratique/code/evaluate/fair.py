"""Going through statements so that none can use up the steps of those behind it."""

from typing import TYPE_CHECKING

from pratique.code import ir

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine
    from pratique.code.evaluate.scope import Scope

_COARSE = 4_000
"""Steps for a statement that took too long, gone through once more without its loops unrolled."""
AGAIN = 8
"""How often one statement is gone through so: called from everywhere it would be each time."""
PARTS = 8
"""A statement gets at least this part of what is left to its body."""


def run(machine: "Machine", body: tuple[ir.Statement, ...], scope: "Scope") -> str:
    """Do statements, each within its share; one that takes more is gone through coarsely.

    Raises Exhausted when a statement has no share at all.
    """
    from pratique.code.evaluate.machine import Exhausted

    behind = len(body)
    for statement in body:
        left = machine.steps - 1
        share = left // min(behind, PARTS)
        behind -= 1
        if share < 1:
            machine.steps = -1
            raise Exhausted
        ended = _once(machine, statement, scope, share)
        spent = share - max(0, machine.steps)
        again = machine.gone.get(id(statement), 0)
        if ended is None and not machine.coarse and again < AGAIN:
            machine.gone[id(statement)] = again + 1
            machine.coarse = True
            ended = _once(machine, statement, scope, _COARSE)
            machine.coarse = False
            spent += _COARSE - max(0, machine.steps)
        machine.steps = left - min(spent, left)
        if ended:
            return ended
    return ""


def _once(machine: "Machine", statement: ir.Statement, scope: "Scope", steps: int) -> str | None:
    """Do one statement within some steps; None when they were not enough."""
    from pratique.code.evaluate.machine import STATEMENTS, Exhausted

    frame, journal = machine.frame, machine.journal
    guards, silenced = frame.guards, frame.silenced
    active = len(machine.active_functions)
    machine.steps = steps
    try:
        return STATEMENTS[statement.__class__](machine, statement, scope)
    except Exhausted:
        machine.frame, machine.journal = frame, journal
        frame.guards, frame.silenced = guards, silenced
        del machine.active_functions[active:]
        return None
