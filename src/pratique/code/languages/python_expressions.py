"""How Python's expressions are lowered; the statements are in `python.py`."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import tree_sitter

from pratique.code import ir
from pratique.code.languages import python_literals as literals

if TYPE_CHECKING:
    from pratique.code.languages.python import Lowering

_CONSTANTS = {"true": True, "false": False, "none": None}
_KINDS = {
    "list": "list",
    "list_pattern": "list",
    "set": "set",
    "list_comprehension": "list",
    "set_comprehension": "set",
    "generator_expression": "generator",
    "dictionary_comprehension": "mapping",
}


def name(low: "Lowering", node: tree_sitter.Node, _depth: int) -> ir.Expression:
    """Lower an identifier."""
    return ir.Name(low.line(node), low.name(node))


def constant(low: "Lowering", node: tree_sitter.Node, _depth: int) -> ir.Expression:
    """Lower numbers, truth values and None."""
    kind = node.type
    if kind == "integer":
        return ir.Const(low.line(node), literals.integer(low.text(node)))
    if kind == "float":
        return ir.Const(low.line(node), literals.decimal(low.text(node)))
    return ir.Const(low.line(node), _CONSTANTS[kind])


def string(low: "Lowering", node: tree_sitter.Node, depth: int) -> ir.Expression:
    """Lower a string, or an f-string with its parts."""
    children = node.named_children
    if not any(child.type == "interpolation" for child in children):
        return ir.Const(low.line(node), literals.string(low.text(node)))
    prefix = low.text(children[0]).rstrip("\"'").lower()
    parts: list[ir.Expression] = []
    for child in children[1:]:
        if child.type == "interpolation":
            parts.append(_interpolation(low, child, depth))
        elif child.type == "string_content":
            value = literals.part(low.text(child), prefix)
            if isinstance(value, str):
                value = value.replace("{{", "{").replace("}}", "}")
            parts.append(ir.Const(low.line(child), value))
    return ir.Format(low.line(node), tuple(parts))


def _interpolation(low: "Lowering", node: tree_sitter.Node, depth: int) -> ir.Expression:
    line = low.line(node)
    inner = node.child_by_field_name("expression")
    if inner is None:
        inner = node.named_children[0] if node.named_children else None
    value = low.expression(inner, depth) if inner is not None else ir.Opaque(line)
    conversion = node.child_by_field_name("type_conversion")
    if conversion is not None and low.text(conversion) == "!r":
        value = ir.Call(line, ir.Name(line, "repr"), (value,))
    specifier = node.child_by_field_name("format_specifier")
    if specifier is not None and not specifier.named_children:
        wanted = ir.Const(line, low.text(specifier).lstrip(":"))
        value = ir.Call(line, ir.Name(line, "format"), (value, wanted))
    return value


def strings(low: "Lowering", node: tree_sitter.Node, depth: int) -> ir.Expression:
    """Lower adjacent string literals."""
    parts = tuple(
        low.expression(child, depth) for child in node.named_children if child.type != "comment"
    )
    return ir.Operation(low.line(node), "+", parts)


def unary(low: "Lowering", node: tree_sitter.Node, depth: int) -> ir.Expression:
    """Lower `-x`, `not x`."""
    if node.type == "not_operator":
        operator = "not"
    else:
        operator = low.name(node.child_by_field_name("operator"))
    return ir.Operation(low.line(node), operator, (low.field(node, "argument", depth),))


def comparison(low: "Lowering", node: tree_sitter.Node, depth: int) -> ir.Expression:
    """Lower `a < b < c` as `a < b and b < c`."""
    operands = [low.expression(child, depth) for child in node.named_children]
    signs = node.children_by_field_name("operators")
    operators = ["-".join(low.text(one).split()) for one in signs]
    line = low.line(node)
    pairs = tuple(
        ir.Operation(line, operator, (left, right))
        for operator, left, right in zip(operators, operands, operands[1:], strict=False)
    )
    if len(pairs) == 1:
        return pairs[0]
    return ir.Operation(line, "and", pairs) if pairs else ir.Opaque(line, tuple(operands))


def choice(low: "Lowering", node: tree_sitter.Node, depth: int) -> ir.Expression:
    """Lower `a if test else b`."""
    parts = [low.expression(one, depth) for one in node.named_children if one.type != "comment"]
    if len(parts) != 3:
        return ir.Opaque(low.line(node), tuple(parts))
    return ir.Choice(low.line(node), parts[1], parts[0], parts[2])


def function(low: "Lowering", node: tree_sitter.Node, depth: int) -> ir.Expression:
    """Lower a lambda."""
    taken = parameters(low, node.child_by_field_name("parameters"), depth)
    value = low.field(node, "body", depth)
    line = low.line(node)
    return ir.Function(line, "", taken, (ir.Return(line, value),), (), line)


def parameters(
    low: "Lowering", node: tree_sitter.Node | None, depth: int
) -> tuple[ir.Parameter, ...]:
    """Lower what a function takes."""
    found: list[ir.Parameter] = []
    for child in node.named_children if node is not None else ():
        kind = child.type
        inner = child
        if kind == "typed_parameter" and child.named_children:
            inner = child.named_children[0]
            kind = inner.type
        if kind == "identifier":
            found.append(ir.Parameter(low.name(inner)))
        elif kind in {"default_parameter", "typed_default_parameter"}:
            default = low.field(child, "value", depth)
            found.append(ir.Parameter(low.name(child.child_by_field_name("name")), default))
        elif kind in {"list_splat_pattern", "dictionary_splat_pattern"}:
            text = low.name(inner)
            found.append(ir.Parameter(text.lstrip("* "), None, "**" if text[:2] == "**" else "*"))
    return tuple(found)


def sequence(low: "Lowering", node: tree_sitter.Node, depth: int) -> ir.Expression:
    """Lower lists, tuples, sets and the patterns that look like them."""
    items = tuple(
        low.expression(child, depth) for child in node.named_children if child.type != "comment"
    )
    return ir.Sequence(low.line(node), _KINDS.get(node.type, "tuple"), items)


def parenthesised(low: "Lowering", node: tree_sitter.Node, depth: int) -> ir.Expression:
    """Lower what stands in brackets."""
    for child in node.named_children:
        if child.type != "comment":
            return low.expression(child, depth)
    return ir.Opaque(low.line(node))


def mapping(low: "Lowering", node: tree_sitter.Node, depth: int) -> ir.Expression:
    """Lower a dictionary."""
    pairs: list[tuple[ir.Expression | None, ir.Expression]] = []
    for child in node.named_children:
        if child.type == "pair":
            pairs.append((low.field(child, "key", depth), low.field(child, "value", depth)))
        elif child.type == "dictionary_splat" and child.named_children:
            pairs.append((None, low.expression(child.named_children[0], depth)))
    return ir.Mapping(low.line(node), tuple(pairs))


def comprehension(low: "Lowering", node: tree_sitter.Node, depth: int) -> ir.Expression:
    """Lower all four comprehensions."""
    line, kind = low.line(node), _KINDS[node.type]
    body = node.child_by_field_name("body")
    clauses: list[ir.Clause] = []
    for child in node.named_children:
        if child.type == "for_in_clause":
            rights = child.children_by_field_name("right")
            right = low.expression(rights[0], depth) if rights else ir.Opaque(line)
            clauses.append(ir.Clause(low.field(child, "left", depth), right))
        elif child.type == "if_clause" and clauses and child.named_children:
            clauses[-1].conditions += (low.expression(child.named_children[0], depth),)
    if body is not None and body.type == "pair":
        key, value = low.field(body, "key", depth), low.field(body, "value", depth)
        return ir.Comprehension(
            line, kind, ir.Sequence(line, "tuple", (key, value)), tuple(clauses)
        )
    element = low.expression(body, depth) if body is not None else ir.Opaque(line)
    return ir.Comprehension(line, kind, element, tuple(clauses))


def assignment(low: "Lowering", node: tree_sitter.Node, depth: int) -> ir.Expression:
    """Lower `a = b`, `a: T = b`, `a += b` and `(a := b)`."""
    line = low.line(node)
    side = "name" if node.type == "named_expression" else "left"
    other = "value" if node.type == "named_expression" else "right"
    target = low.field(node, side, depth)
    if node.child_by_field_name(other) is None:
        return ir.Opaque(line)
    operator = ""
    if node.type == "augmented_assignment":
        operator = low.name(node.child_by_field_name("operator"))[:-1]
    return ir.Assign(line, target, low.field(node, other, depth), operator)


def piece(low: "Lowering", node: tree_sitter.Node, depth: int) -> ir.Expression:
    """Lower `lower:upper:step`."""
    parts: list[ir.Expression | None] = [None, None, None]
    place = 0
    for child in node.children:
        if child.type == ":":
            place = min(place + 1, 2)
        elif child.is_named and child.type != "comment":
            parts[place] = low.expression(child, depth)
    return ir.Slice(low.line(node), *parts)


def star(low: "Lowering", node: tree_sitter.Node, depth: int) -> ir.Expression:
    """Lower `*values`."""
    return ir.Star(low.line(node), low.opaque(node, depth))


def yielded(low: "Lowering", node: tree_sitter.Node, depth: int) -> ir.Expression:
    """Lower `yield` and `yield from`."""
    value = low.expression(node.named_children[0], depth) if node.named_children else None
    return ir.Yielded(low.line(node), value)


TABLE: dict[str, Callable[..., ir.Expression]] = {
    "identifier": name,
    "keyword_identifier": name,
    "integer": constant,
    "float": constant,
    "true": constant,
    "false": constant,
    "none": constant,
    "string": string,
    "concatenated_string": strings,
    "unary_operator": unary,
    "not_operator": unary,
    "comparison_operator": comparison,
    "conditional_expression": choice,
    "lambda": function,
    "list": sequence,
    "tuple": sequence,
    "set": sequence,
    "expression_list": sequence,
    "pattern_list": sequence,
    "tuple_pattern": sequence,
    "list_pattern": sequence,
    "parenthesized_expression": parenthesised,
    "dictionary": mapping,
    "list_comprehension": comprehension,
    "set_comprehension": comprehension,
    "dictionary_comprehension": comprehension,
    "generator_expression": comprehension,
    "assignment": assignment,
    "augmented_assignment": assignment,
    "named_expression": assignment,
    "slice": piece,
    "list_splat": star,
    "list_splat_pattern": star,
    "dictionary_splat": star,
    "yield": yielded,
}
