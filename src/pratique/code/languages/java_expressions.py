"""Expressions of Java sources by the kind of their node."""

import re
from collections.abc import Callable

import tree_sitter

from pratique.code import ir
from pratique.code.languages.java_tree import Tree

_ESCAPE = re.compile(r"\\(?:u+([0-9a-fA-F]{4})|([0-7]{1,3})|(.))", re.DOTALL)


_PLAIN = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "s": " ", "\n": ""}


def _identifier(self: Tree, node: tree_sitter.Node, _depth: int) -> ir.Expression:
    line, name = self.line(node), self.text(node)
    if any(name in names for names in self.locals):
        return ir.Name(line, name)
    for members in reversed(self.inside):
        found = members.get(name)
        if found is not None:
            holder = self.class_name(found.owner, line) if found.static else ir.Name(line, "this")
            return ir.Attribute(line, holder, name)
    if name[:1].isupper():
        return self.class_name(name, line)
    if name in {"java", "javax", "org", "com", "sun", "jdk", "net", "io"}:
        return ir.Name(line, f".{name}")
    return ir.Name(line, name)


def _scoped(self: Tree, node: tree_sitter.Node, _depth: int) -> ir.Expression:
    return self.class_name(self.text(node).partition("<")[0], self.line(node))


def _this(self: Tree, node: tree_sitter.Node, _depth: int) -> ir.Expression:
    return ir.Name(self.line(node), "this")


def _number(self: Tree, node: tree_sitter.Node, _depth: int) -> ir.Expression:
    text = self.text(node).replace("_", "")
    bare = text.rstrip("lL")
    try:
        value: ir.Scalar = (
            int(bare, 0) if not bare.isdigit() else int(bare, 8 if bare[:1] == "0" else 10)
        )
    except ValueError:
        try:
            value = float(text.rstrip("fFdD"))
        except ValueError:
            value = None
    return ir.Const(self.line(node), value)


def _literal(self: Tree, node: tree_sitter.Node, _depth: int) -> ir.Expression:
    line, text = self.line(node), self.text(node)
    match node.type:
        case "true" | "false":
            return ir.Const(line, text == "true")
        case "null_literal":
            return ir.Const(line, None)
    body = text[3:-3] if text.startswith('"""') else text[1:-1]
    return ir.Const(line, _ESCAPE.sub(_letter, body) if "\\" in body else body)


def _letter(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    if found[2]:
        return chr(int(found[2], 8))
    return _PLAIN.get(found[3], found[3])


def _unary(self: Tree, node: tree_sitter.Node, depth: int) -> ir.Expression:
    sign = self.text(node.child_by_field_name("operator"))
    operand = self.part(node, "operand", depth)
    return ir.Operation(self.line(node), {"!": "not"}.get(sign, sign), (operand,))


def _update(self: Tree, node: tree_sitter.Node, depth: int) -> ir.Expression:
    line = self.line(node)
    target = (
        self.expression(node.named_children[0], depth) if node.named_children else ir.Opaque(line)
    )
    sign = "-" if "--" in self.text(node) else "+"
    return ir.Assign(line, target, ir.Const(line, 1), sign)


def _assign(self: Tree, node: tree_sitter.Node, depth: int) -> ir.Expression:
    sign = self.text(node.child_by_field_name("operator"))[:-1]
    left, right = self.part(node, "left", depth), self.part(node, "right", depth)
    return ir.Assign(self.line(node), left, right, sign)


def _choice(self: Tree, node: tree_sitter.Node, depth: int) -> ir.Expression:
    parts = [self.part(node, one, depth) for one in ("condition", "consequence", "alternative")]
    return ir.Choice(self.line(node), *parts)


def _cast(self: Tree, node: tree_sitter.Node, depth: int) -> ir.Expression:
    line, value = self.line(node), self.part(node, "value", depth)
    kind = self.text(node.child_by_field_name("type"))
    name = {"byte": "i2b!", "char": "chr!", "short": "i2s!", "int": "i32!"}.get(kind)
    return ir.Call(line, ir.Name(line, name), (value,)) if name and kind != "int" else value


def _new(self: Tree, node: tree_sitter.Node, depth: int) -> ir.Expression:
    line, kind = self.line(node), node.child_by_field_name("type")
    name = self.text(kind).partition("<")[0]
    arguments = self.arguments(node.child_by_field_name("arguments"), depth)
    callee = self.class_name(name, line)
    body = next((one for one in node.named_children if one.type == "class_body"), None)
    if body is not None:
        self.count += 1
        around = self.inside[-1][""].owner if self.inside else self.package
        full = f"{around}${self.count}"
        made, _ = self.body(body, full, full.rpartition(".")[2], (callee,), depth + 1)
        last = made[-1]
        callee = last.expression if isinstance(last, ir.Evaluate) else callee
    signature = (("<init>", ir.Const(line, f"/{len(arguments)}")),)
    return ir.Call(line, callee, arguments, signature, new=True)


def _array(self: Tree, node: tree_sitter.Node, depth: int) -> ir.Expression:
    line, value = self.line(node), node.child_by_field_name("value")
    if node.type == "array_initializer" or value is not None:
        listed = node if value is None else value
        return ir.Sequence(line, "list", self.arguments(listed, depth))
    sizes = node.children_by_field_name("dimensions")
    size = self.expression(sizes[0].named_children[0], depth) if (
        sizes and sizes[0].named_children
    ) else ir.Opaque(line)  # fmt: skip
    return ir.Call(line, ir.Name(line, "array!"), (size, ir.Const(line, 0)))


def _lambda(self: Tree, node: tree_sitter.Node, depth: int) -> ir.Expression:
    listed, body = (node.child_by_field_name(one) for one in ("parameters", "body"))
    given = listed.named_children if listed is not None else []
    if listed is not None and listed.type == "identifier":
        given = [listed]
    names = [self.text(one.child_by_field_name("name") or one) for one in given]
    inside, outer = list(self.inside), [dict(one) for one in self.locals]

    def late() -> tuple[ir.Statement, ...]:
        before = self.inside, self.locals
        self.inside, self.locals = inside, [*outer, dict.fromkeys(names, "")]
        try:
            if body is not None and body.type != "block":
                return (ir.Return(self.line(body), self.expression(body, depth)),)
            return self.block(body, depth)
        finally:
            self.inside, self.locals = before

    made = tuple(ir.Parameter(one) for one in names)
    return ir.Function(self.line(node), "", made, late, (), node.end_point[0] + self.base)


def _reference(self: Tree, node: tree_sitter.Node, depth: int) -> ir.Expression:
    children, line = node.named_children, self.line(node)
    holder = self.expression(children[0], depth) if children else ir.Opaque(line)
    if len(children) < 2:
        return holder
    return ir.Attribute(line, holder, self.text(children[-1]), self.declared_type(holder))


def _literal_class(self: Tree, node: tree_sitter.Node, _depth: int) -> ir.Expression:
    return self.class_name(self.text(node).removesuffix(".class"), self.line(node))


TABLE: dict[str, Callable[[Tree, tree_sitter.Node, int], ir.Expression]] = {
    "identifier": _identifier,
    "type_identifier": _scoped,
    "scoped_identifier": _scoped,
    "scoped_type_identifier": _scoped,
    "this": _this,
    "super": _this,
    "string_literal": _literal,
    "character_literal": _literal,
    "true": _literal,
    "false": _literal,
    "null_literal": _literal,
    **dict.fromkeys(
        (
            "decimal_integer_literal",
            "hex_integer_literal",
            "octal_integer_literal",
            "binary_integer_literal",
            "decimal_floating_point_literal",
        ),
        _number,
    ),
    "unary_expression": _unary,
    "update_expression": _update,
    "assignment_expression": _assign,
    "ternary_expression": _choice,
    "cast_expression": _cast,
    "object_creation_expression": _new,
    "array_creation_expression": _array,
    "array_initializer": _array,
    "lambda_expression": _lambda,
    "method_reference": _reference,
    "class_literal": _literal_class,
}
