"""Going through statements so that none can use up the steps of those behind it."""

from typing import TYPE_CHECKING

from pratique.code import ir

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine
    from pratique.code.evaluate.scope import Scope

PARTS = 8
"""A statement gets at least this part of what is left to its body."""


def run(machine: "Machine", body: tuple[ir.Statement, ...], scope: "Scope") -> str:
    """Do statements, each within its share; one that takes more is left, the next one begun.

    Raises Exhausted when a statement has no share at all.
    """
    from pratique.code.evaluate.machine import STATEMENTS, Exhausted

    behind = len(body)
    for statement in body:
        left = machine.steps - 1
        share = left // min(behind, PARTS)
        behind -= 1
        if share < 1:
            machine.steps = -1
            raise Exhausted
        frame, journal = machine.frame, machine.journal
        guards, silenced = frame.guards, frame.silenced
        active = len(machine.active_functions)
        machine.steps = share
        ended = ""
        try:
            ended = STATEMENTS[statement.__class__](machine, statement, scope)
        except Exhausted:
            machine.frame, machine.journal = frame, journal
            frame.guards, frame.silenced = guards, silenced
            del machine.active_functions[active:]
        machine.steps = left - share + max(0, machine.steps)
        if ended:
            return ended
    return ""
