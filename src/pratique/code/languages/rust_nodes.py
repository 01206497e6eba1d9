"""Expressions of Rust by the kind of their node."""

from collections.abc import Callable

import tree_sitter

from pratique.code import ir
from pratique.code.languages import rust_literals as literals
from pratique.code.languages.rust_expressions import Expressions
from pratique.code.languages.rust_invocations import invoked
from pratique.code.languages.rust_tree import simple


def _scoped(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    line = self.line(node)
    names = self.parts(node)
    if names[:1] and names[0].startswith("<"):
        return ir.Opaque(line)
    if names[:1] == ("Self",) and self.owner:
        names = (self.owner, *names[1:])
    made: ir.Expression = ir.Name(line, names[0] if names else "")
    for name in names[1:]:
        made = ir.Attribute(line, made, name)
    del depth
    return made


def _literal(self: Expressions, node: tree_sitter.Node, _depth: int) -> ir.Expression:
    return ir.Const(self.line(node), literals.value(node.type, self.text(node)))


def _one(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    children = [one for one in node.named_children if not one.type.endswith("comment")]
    if not children:
        return ir.Const(self.line(node), None)
    return self.expression(children[-1], depth)


def _unary(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    inner, sign = _one(self, node, depth), self.text(node)[:1]
    if sign == "*":
        return inner
    return ir.Operation(self.line(node), {"!": "not"}.get(sign, sign), (inner,))


def _cast(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    line, value = self.line(node), self.field(node, "value", depth)
    kind = self.text(node.child_by_field_name("type"))
    if kind == "u8":
        return ir.Call(line, ir.Name(line, "u8!"), (value,))
    if kind == "char":
        return ir.Call(line, ir.Name(line, "char!"), (value,))
    return value


def _array(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    line, length = self.line(node), node.child_by_field_name("length")
    items = tuple(
        self.expression(one, depth)
        for one in node.named_children
        if not one.type.endswith(("comment", "attribute_item"))
    )
    if length is not None and len(items) == 2:
        return ir.Operation(line, "*", (ir.Sequence(line, "list", items[:1]), items[1]))
    return ir.Sequence(line, "list", items)


def _tuple(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    items = tuple(self.expression(one, depth) for one in node.named_children)
    return ir.Sequence(self.line(node), "tuple", items)


def _struct(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    line = self.line(node)
    names = self.parts(node.child_by_field_name("name"))
    if names == ("Self",) and self.owner:
        names = (self.owner,)
    keywords: list[tuple[str, ir.Expression]] = []
    for child in (node.child_by_field_name("body") or node).named_children:
        if child.type == "shorthand_field_initializer":
            name = self.text(child)
            keywords.append((name, ir.Name(line, name)))
        elif child.type == "field_initializer":
            name = self.text(child.child_by_field_name("field"))
            keywords.append((name, self.field(child, "value", depth)))
    callee: ir.Expression = ir.Name(line, names[0] if names else "")
    for name in names[1:]:
        callee = ir.Attribute(line, callee, name)
    return ir.Call(line, callee, (), tuple(keywords), new=True)


def _choice(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    line = self.line(node)
    before, test = self.condition(node.child_by_field_name("condition"), depth)
    then = ir.Do(line, _valued(self.block(node.child_by_field_name("consequence"), depth)))
    otherwise: ir.Expression = ir.Const(line, None)
    alternative = node.child_by_field_name("alternative")
    if alternative is not None and alternative.named_children:
        otherwise = self.expression(alternative.named_children[0], depth + 1)
    chosen = ir.Choice(line, test, then, otherwise)
    return ir.Do(line, (*before, ir.Evaluate(line, chosen))) if before else chosen


def _valued(body: tuple[ir.Statement, ...]) -> tuple[ir.Statement, ...]:
    """Turn the value of a block from what a function returns into its last expression."""
    if body and isinstance(body[-1], ir.Return) and body[-1].value is not None:
        return (*body[:-1], ir.Evaluate(body[-1].line, body[-1].value))
    return body


def _block(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    inner = node
    if node.type != "block":
        inner = next((one for one in node.named_children if one.type == "block"), node)
    return ir.Do(self.line(node), _valued(self.block(inner, depth)))


def _match(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    value = self.field(node, "value", depth)
    line = value.line
    holder: ir.Expression = value
    if not simple(value):
        holder = ir.Name(line, f"match@{line}")
    made: ir.Expression = ir.Const(line, None)
    for arm in reversed(self.arms(node, holder, depth)[:64]):
        chosen = arm.value
        if arm.bindings:
            chosen = ir.Do(chosen.line, (*arm.bindings, ir.Evaluate(chosen.line, chosen)))
        made = ir.Choice(line, arm.test, chosen, made)
    if holder is value:
        return made
    bound = ir.Evaluate(line, ir.Assign(line, holder, value))
    return ir.Do(line, (bound, ir.Evaluate(line, made)))


def _function(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    body = node.child_by_field_name("body")
    owner = self.owner

    def late() -> tuple[ir.Statement, ...]:
        return self.of(owner, lambda: self.block(body, depth))

    end = node.end_point[0] + self.base
    return ir.Function(self.line(node), "", self.parameters(node), late, (), end)


def _assignment(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    line = self.line(node)
    left, value = self.field(node, "left", depth), self.field(node, "right", depth)
    sign = self.text(node.child_by_field_name("operator"))[:-1]
    return ir.Assign(line, left, value, sign if node.type.startswith("compound") else "")


def _ranged(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    line = self.line(node)
    lower, upper = self.range_ends(node, depth)
    ends = tuple(one or ir.Const(line, 0) for one in (lower, upper))
    return ir.Call(line, ir.Name(line, "range!"), ends)


def _left_out(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    """Return a statement that stands where a value is wanted, such as `return` in an arm."""
    from pratique.code.languages import rust

    body = tuple(rust.Lowering.statement(self, node, depth))  # type: ignore[arg-type]  # it is one
    return ir.Do(self.line(node), body)


TABLE: dict[str, Callable[[Expressions, tree_sitter.Node, int], ir.Expression]] = {
    "identifier": _scoped,
    "scoped_identifier": _scoped,
    "self": _scoped,
    "crate": _scoped,
    "super": _scoped,
    "metavariable": _scoped,
    "string_literal": _literal,
    "raw_string_literal": _literal,
    "char_literal": _literal,
    "integer_literal": _literal,
    "float_literal": _literal,
    "boolean_literal": _literal,
    "parenthesized_expression": _one,
    "reference_expression": _one,
    "unary_expression": _unary,
    "type_cast_expression": _cast,
    "array_expression": _array,
    "tuple_expression": _tuple,
    "unit_expression": _tuple,
    "struct_expression": _struct,
    "if_expression": _choice,
    "match_expression": _match,
    "block": _block,
    "unsafe_block": _block,
    "async_block": _block,
    "const_block": _block,
    "closure_expression": _function,
    "assignment_expression": _assignment,
    "compound_assignment_expr": _assignment,
    "range_expression": _ranged,
    "macro_invocation": invoked,
    "return_expression": _left_out,
    "break_expression": _left_out,
    "continue_expression": _left_out,
    "for_expression": _left_out,
    "while_expression": _left_out,
    "loop_expression": _left_out,
    "let_declaration": _left_out,
}
