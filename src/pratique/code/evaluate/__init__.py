"""Bounded abstract evaluation; `machine` explains it, the handlers of nodes are registered here."""

from pratique.code import ir
from pratique.code.evaluate import calls, choices, expressions, library, machine, statements
from pratique.code.evaluate.machine import Exhausted, Frame, Machine
from pratique.code.evaluate.modules import Modules
from pratique.code.evaluate.record import Place, Recorder
from pratique.code.evaluate.source import Source

__all__ = ["Exhausted", "Frame", "Machine", "Modules", "Place", "Recorder", "Source"]

machine.EXPRESSIONS.update(
    {
        ir.Const: expressions.constant,
        ir.Name: expressions.name,
        ir.Attribute: expressions.attribute,
        ir.Subscript: expressions.subscript,
        ir.Call: calls.call,
        ir.Operation: expressions.operation,
        ir.Choice: choices.choice,
        ir.Sequence: expressions.sequence,
        ir.Mapping: expressions.mapping,
        ir.Format: expressions.form,
        ir.Function: expressions.function,
        ir.Class: expressions.kind,
        ir.Comprehension: expressions.comprehension,
        ir.Assign: expressions.assign,
        ir.Yielded: expressions.yielded,
        ir.Several: expressions.several,
        ir.Do: expressions.do,
        ir.Opaque: expressions.opaque,
        ir.Star: expressions.star,
    }
)
machine.STATEMENTS.update(
    {
        ir.Evaluate: statements.evaluate,
        ir.Import: statements.imports,
        ir.Branch: statements.branch,
        ir.Loop: statements.loop,
        ir.While: statements.repeat,
        ir.Try: statements.attempt,
        ir.With: statements.context,
        ir.Return: statements.returned,
        ir.Jump: statements.jump,
        ir.Declare: statements.declare,
    }
)
Machine.mention = staticmethod(library.mention)
