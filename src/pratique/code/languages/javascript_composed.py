"""What JavaScript puts together of parts: objects, arrays, templates and their tags."""

from typing import TYPE_CHECKING

import tree_sitter

from pratique.code import ir
from pratique.code.languages.javascript_literals import unescaped

if TYPE_CHECKING:
    from pratique.code.languages.javascript_expressions import Expressions


def mapping(self: "Expressions", node: tree_sitter.Node, depth: int) -> ir.Expression:
    """Lower an object literal, or a pattern that takes one apart."""
    pairs: list[tuple[ir.Expression | None, ir.Expression]] = []
    for child in node.named_children:
        line, kind = self.line(child), child.type
        if kind in {"pair", "pair_pattern"}:
            pairs.append((_key(self, child, depth), self.field(child, "value", depth)))
        elif kind == "method_definition" and kind_of(child) != "set":
            pairs.append((_key(self, child, depth, "name"), self.function(child, depth)))
        elif kind.startswith("shorthand_property_identifier"):
            name = self.text(child)
            pairs.append((ir.Const(line, name), ir.Name(line, name)))
        elif kind == "object_assignment_pattern":
            left = child.child_by_field_name("left")
            if left is not None:
                name = self.text(left)
                pairs.append((ir.Const(line, name), ir.Name(line, name)))
        elif kind in {"spread_element", "rest_pattern"} and child.named_children:
            pairs.append((None, self.expression(child.named_children[0], depth)))
    return ir.Mapping(self.line(node), tuple(pairs))


def _key(
    self: "Expressions", node: tree_sitter.Node, depth: int, field: str = "key"
) -> ir.Expression:
    """Lower a property's name."""
    key = node.child_by_field_name(field)
    if key is None:
        return ir.Opaque(self.line(node))
    if key.type == "computed_property_name" and key.named_children:
        written = self.text(key.named_children[0])
        if written.startswith("Symbol."):
            return ir.Const(self.line(key), written)
        return self.expression(key.named_children[0], depth)
    if key.type in {"string", "number"}:
        return self.expression(key, depth)
    return ir.Const(self.line(key), self.text(key))


def sequence(self: "Expressions", node: tree_sitter.Node, depth: int) -> ir.Expression:
    """Lower an array literal or pattern; what is left out between commas is nothing."""
    items: list[ir.Expression] = []
    empty = True
    for child in node.children:
        if child.type == ",":
            if empty:
                items.append(ir.Const(self.line(child), None))
            empty = True
        elif child.is_named and child.type != "comment":
            items.append(self.expression(child, depth))
            empty = False
    return ir.Sequence(self.line(node), "list", tuple(items))


def template(self: "Expressions", node: tree_sitter.Node, depth: int) -> ir.Expression:
    """Lower a template to its parts."""
    line = self.line(node)
    parts: list[ir.Expression] = []
    position = node.start_byte + 1
    for child in node.named_children:
        if child.type != "template_substitution":
            continue
        _literal(self, parts, position, child.start_byte, line)
        if child.named_children:
            parts.append(self.expression(child.named_children[0], depth))
        position = child.end_byte
    _literal(self, parts, position, node.end_byte - 1, line)
    if not parts:
        return ir.Const(line, "")
    if len(parts) == 1 and isinstance(parts[0], ir.Const):
        return parts[0]
    return ir.Format(line, tuple(parts))


def _literal(
    self: "Expressions", parts: list[ir.Expression], start: int, end: int, line: int
) -> None:
    if end > start:
        text = self.source[start:end].decode("utf-8", "replace")
        parts.append(ir.Const(line, unescaped(text)))


def tagged(
    self: "Expressions", node: tree_sitter.Node, callee: ir.Expression, depth: int
) -> ir.Expression:
    """Lower a tagged template: a call with its text, and beside it the parts that a tag gets."""
    line = self.line(node)
    whole = template(self, node, depth)
    parts: list[ir.Expression] = []
    given: list[ir.Expression] = []
    begun: list[ir.Expression] = []
    position = node.start_byte + 1
    for child in (*node.named_children, None):
        if child is not None and child.type != "template_substitution":
            continue
        begun.clear()
        _literal(self, begun, position, child.start_byte if child else node.end_byte - 1, line)
        parts.append(begun[0] if begun else ir.Const(line, ""))
        if child is not None:
            position = child.end_byte
            inner = child.named_children
            given.append(self.expression(inner[0], depth) if inner else ir.Const(line, None))
    keywords = (
        ("#parts", ir.Sequence(line, "list", tuple(parts))),
        ("#given", ir.Sequence(line, "list", tuple(given))),
    )
    return ir.Call(max(line, callee.line), callee, (whole,), keywords)


def kind_of(node: tree_sitter.Node) -> str:
    """Return whether a method is a getter or a setter: get, set or nothing."""
    return next((one.type for one in node.children if one.type in {"get", "set"}), "")
