"""Operators and comparisons on the symbolic stack of compiled Python, by version."""

from pratique.code import ir
from pratique.code.bytecode_instructions import Instruction
from pratique.code.bytecode_steps import DOES, Stack, does

_BINARY = {
    "POWER": "**",
    "MULTIPLY": "*",
    "MATRIX_MULTIPLY": "@",
    "DIVIDE": "/",
    "MODULO": "%",
    "ADD": "+",
    "SUBTRACT": "-",
    "FLOOR_DIVIDE": "//",
    "TRUE_DIVIDE": "/",
    "LSHIFT": "<<",
    "RSHIFT": ">>",
    "AND": "&",
    "XOR": "^",
    "OR": "|",
}
_NUMBERED = ("+", "&", "//", "<<", "@", "*", "%", "|", "**", ">>", "-", "/", "^")
_COMPARED = ("<", "<=", "==", "!=", ">", ">=", "in", "not-in", "is", "is-not")


def _operation(stack: Stack, one: Instruction, operator: str) -> None:
    right, left = stack.pop(), stack.pop()
    stack.push(ir.Operation(one.line, operator, (left, right)))


@does(*(f"{kind}_{name}" for kind in ("BINARY", "INPLACE") for name in _BINARY))
def _binary(stack: Stack, one: Instruction) -> None:
    _operation(stack, one, _BINARY[one.name.partition("_")[2]])


@does("BINARY_OP")
def _numbered(stack: Stack, one: Instruction) -> None:
    if one.argument >= 26:
        index, holder = stack.pop(), stack.pop()
        stack.push(ir.Subscript(one.line, holder, index))
    else:
        _operation(stack, one, _NUMBERED[one.argument % 13])


@does("COMPARE_OP")
def _compare(stack: Stack, one: Instruction) -> None:
    version = stack.code.version
    place = one.argument >> (0 if version < (3, 12) else 4 if version == (3, 12) else 5)
    _operation(stack, one, _COMPARED[place] if place < len(_COMPARED) else "==")


@does("IS_OP", "CONTAINS_OP")
def _relation(stack: Stack, one: Instruction) -> None:
    names = ("is", "is-not") if one.name == "IS_OP" else ("in", "not-in")
    _operation(stack, one, names[one.argument & 1])


@does("UNARY_NEGATIVE", "UNARY_NOT", "UNARY_INVERT")
def _unary(stack: Stack, one: Instruction) -> None:
    operator = {"E": "-", "T": "not"}.get(one.name[-1], "~")
    operator = "~" if one.name.endswith("INVERT") else operator
    stack.push(ir.Operation(one.line, operator, (stack.pop(),)))


__all__ = ["DOES"]
