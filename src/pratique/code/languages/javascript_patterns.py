"""Patterns that take values apart, and classes: parts of JavaScript's expressions."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import tree_sitter

from pratique.code import ir
from pratique.code.languages import javascript_composed as composed

if TYPE_CHECKING:
    from pratique.code.languages.javascript_expressions import Expressions

LEFT = {
    "call_expression": "function",
    "member_expression": "object",
    "subscript_expression": "object",
    "binary_expression": "left",
}
"""Chains that lean to the left, and the field that holds their inner part."""

OPERATORS = {
    "===": "==",
    "!==": "!=",
    "&&": "and",
    "||": "or",
    "!": "not",
    "instanceof": "is",
    "delete": "void",
}


UNUSED = frozenset(("expression_statement",))
"""Where nobody asks for the value of `x++`."""


def klass(self: "Expressions", node: tree_sitter.Node, depth: int) -> ir.Expression:
    """Lower a class: methods, fields and static blocks are its body."""
    line = self.line(node)
    name = node.child_by_field_name("name")
    body: list[ir.Statement] = []
    bases: list[ir.Expression] = []
    for child in node.named_children:
        if child.type == "class_heritage":
            bases.extend(self.expression(one, depth) for one in child.named_children)
    holder = node.child_by_field_name("body")
    for child in holder.named_children if holder is not None else ():
        if child.type == "method_definition" and composed.kind_of(child) != "set":
            body.append(ir.Evaluate(self.line(child), self.function(child, depth)))
        elif child.type in {"field_definition", "public_field_definition"}:
            key = child.child_by_field_name("property") or child.child_by_field_name("name")
            value = child.child_by_field_name("value")
            if key is not None and value is not None:
                target = ir.Name(self.line(child), self.text(key).lstrip("#"))
                given = ir.Assign(self.line(child), target, self.expression(value, depth))
                body.append(ir.Evaluate(self.line(child), given))
        elif child.type == "class_static_block":
            body.extend(self.block(child.child_by_field_name("body"), depth))
    called = self.text(name) if name is not None else ""
    return ir.Class(line, called, tuple(bases), (), tuple(body))


_ENDS = frozenset(
    "break_statement return_statement throw_statement yield_expression await_expression "
    "debugger_statement".split()
)
_INNER = frozenset(
    "function_declaration function_expression arrow_function method_definition "
    "generator_function generator_function_declaration class class_declaration".split()
)
_ALWAYS = frozenset(("true", "1", "!0", "!![]", ""))
_UNTIL = re.compile(rb"\b(?:exit|abort|kill|wait|receiveMessageOnPort|Sync)\b|Sync\(")
"""What ends a process or lets a thread wait, and what reads."""


def endless(self: "Expressions", node: tree_sitter.Node) -> Iterator[ir.Statement]:
    """Say before a loop that nothing ends it, as in libraries that were sabotaged (2022)."""
    if _unending(self, node):
        line = self.line(node)
        yield ir.Evaluate(line, ir.Call(line, ir.Name(line, "#endless")))


def _unending(self: "Expressions", node: tree_sitter.Node) -> bool:
    test = node.child_by_field_name("condition")
    said = self.text(test).strip("(); \n\t") if test is not None else ""
    if said not in _ALWAYS and not re.fullmatch(r"\w+\s*<=?\s*Infinity", said):
        return False
    body = node.child_by_field_name("body")
    if body is None or body.end_byte - body.start_byte > _LOOP:
        return False
    if _UNTIL.search(self.source, body.start_byte, body.end_byte):
        return False
    waiting = [body]
    while waiting:
        inner = waiting.pop()
        if inner.type in _ENDS:
            return False
        waiting.extend(one for one in inner.named_children if one.type not in _INNER)
    return True


_LOOP = 2_048
"""Bytes of a body in which an end would be seen at once."""


def pattern_of(node: tree_sitter.Node) -> tree_sitter.Node | None:
    """Return the pattern that a parameter is taken apart by."""
    inner: tree_sitter.Node | None = node
    while inner is not None and inner.type not in {"object_pattern", "array_pattern"}:
        inner = inner.child_by_field_name("pattern") or inner.child_by_field_name("left")
    return inner


def bound(target: ir.Expression, depth: int = 8) -> Iterator[str]:
    """Yield the names that a pattern binds."""
    if isinstance(target, ir.Name):
        yield target.name
    elif depth and isinstance(target, ir.Sequence):
        for one in target.items:
            yield from bound(one, depth - 1)
    elif depth and isinstance(target, ir.Mapping):
        for _, one in target.pairs:
            yield from bound(one, depth - 1)
    elif depth and isinstance(target, ir.Star):
        yield from bound(target.value, depth - 1)
    elif depth and isinstance(target, ir.Assign):
        yield from bound(target.target, depth - 1)
