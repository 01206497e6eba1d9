"""Expressions of JavaScript and TypeScript, lowered to the common tree."""

from collections.abc import Callable

import tree_sitter

from pratique.code import ir
from pratique.code.languages import javascript_composed as composed
from pratique.code.languages.javascript_literals import number, unescaped
from pratique.code.languages.javascript_patterns import (
    LEFT,
    OPERATORS,
    UNUSED,
    bound,
    klass,
    pattern_of,
)


class Expressions:
    """The source being lowered, and what went wrong with it; statements are added by a subclass."""

    __slots__ = ("base", "source", "trouble")

    def __init__(self, source: bytes, first_line: int) -> None:
        self.source = source
        self.base = first_line
        self.trouble: dict[str, None] = {}

    def block(self, node: tree_sitter.Node | None, depth: int) -> tuple[ir.Statement, ...]:
        """Lower the statements of a body; the subclass knows them."""
        raise NotImplementedError

    def text(self, node: tree_sitter.Node) -> str:
        """Return the source of a node."""
        return self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def line(self, node: tree_sitter.Node) -> int:
        """Return the line a node begins on."""
        return node.start_point[0] + self.base

    def module(self, node: tree_sitter.Node | None) -> str:
        """Return the module that an import names, `node:fs` as `fs`."""
        text = unescaped(self.text(node)[1:-1]) if node is not None else ""
        return text.removeprefix("node:")

    def field(self, node: tree_sitter.Node, name: str, depth: int) -> ir.Expression:
        """Lower a field, `Opaque` where it is missing."""
        child = node.child_by_field_name(name)
        return self.expression(child, depth) if child is not None else ir.Opaque(self.line(node))

    def expression(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        """Lower any expression or pattern."""
        if depth > ir.MAX_DEPTH:
            self.trouble["too-deep"] = None
            return ir.Opaque(self.line(node))
        kind = node.type
        if kind in LEFT:
            return self.spine(node, depth)
        lowerer = _TABLE.get(kind)
        if lowerer is not None:
            return lowerer(self, node, depth + 1)
        parts = tuple(self.expression(child, depth + 1) for child in node.named_children)
        return parts[0] if len(parts) == 1 else ir.Opaque(self.line(node), parts)

    def spine(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        """Lower a chain that leans to the left, from its innermost part outwards."""
        chain: list[tree_sitter.Node] = []
        inner: tree_sitter.Node | None = node
        while inner is not None and inner.type in LEFT:
            chain.append(inner)
            inner = inner.child_by_field_name(LEFT[inner.type])
        value: ir.Expression = ir.Opaque(self.line(node))
        if inner is not None:
            value = self.expression(inner, depth + 1)
        height, parts = 0, []
        for link in reversed(chain):
            before = value
            value = self.link(link, value, depth + 1)
            height += value is not before
            if depth + height > ir.MAX_DEPTH:  # hundreds of options of a command: step by step
                line, height = self.line(link), 0
                name = ir.Name(line, f"#{link.end_byte}")
                parts.append(ir.Evaluate(line, ir.Assign(line, name, value)))
                value = name
        if not parts:
            return value
        return ir.Do(self.line(node), (*parts, ir.Evaluate(self.line(node), value)))

    def link(self, node: tree_sitter.Node, left: ir.Expression, depth: int) -> ir.Expression:
        """Lower one call, member, subscript or operator around what it leans on."""
        kind, line = node.type, self.line(node)
        if kind == "member_expression":
            name = node.child_by_field_name("property")
            at = self.line(name) if name is not None else line
            return ir.Attribute(at, left, self.text(name).lstrip("#") if name is not None else "")
        if kind == "subscript_expression":
            return ir.Subscript(line, left, self.field(node, "index", depth))
        if kind == "call_expression":
            inner = node.child_by_field_name("arguments")
            if inner is not None and inner.type == "template_string":
                return composed.tagged(self, inner, left, depth)
            given = self.arguments(inner, depth)
            inner = node.child_by_field_name("function")
            if inner is not None and inner.type == "super":
                left = ir.Attribute(line, left, "__init__")
            return ir.Call(max(line, left.line), left, given)
        sign = node.child_by_field_name("operator")
        operator = self.text(sign) if sign is not None else ""
        operator = OPERATORS.get(operator, operator)
        right = self.field(node, "right", depth)
        if (
            isinstance(left, ir.Operation)
            and left.operator == operator
            and operator in {"+", "and", "or"}
            and 1 < len(left.operands) < 64
        ):
            left.operands = (*left.operands, right)
            return left
        return ir.Operation(line, operator, (left, right))

    def arguments(self, node: tree_sitter.Node | None, depth: int) -> tuple[ir.Expression, ...]:
        """Lower the arguments of a call."""
        if node is None:
            return ()
        return tuple(
            self.expression(child, depth)
            for child in node.named_children
            if child.type != "comment"
        )

    # -- one method a kind

    def identifier(self, node: tree_sitter.Node, _depth: int) -> ir.Expression:
        """Lower a name; `undefined` is nothing, `super` is asked for by a call."""
        name = self.text(node)
        if name == "super":
            return ir.Call(self.line(node), ir.Name(self.line(node), name))
        if name == "undefined":
            return ir.Const(self.line(node), None)
        if "\\" in name:
            name = unescaped(name)
        return ir.Name(self.line(node), name)

    def string(self, node: tree_sitter.Node, _depth: int) -> ir.Expression:
        """Lower a string literal."""
        return ir.Const(self.line(node), unescaped(self.text(node)[1:-1]))

    def constant(self, node: tree_sitter.Node, _depth: int) -> ir.Expression:
        """Lower numbers, truth values, null and regular expressions."""
        line, kind = self.line(node), node.type
        if kind == "number":
            return ir.Const(line, number(self.text(node)))
        if kind == "regex":
            return ir.Call(line, ir.Name(line, "RegExp"), (ir.Const(line, self.text(node)),))
        return ir.Const(line, {"true": True, "false": False}.get(kind))

    def new(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        """Lower `new X(…)`."""
        callee = self.field(node, "constructor", depth)
        given = self.arguments(node.child_by_field_name("arguments"), depth)
        return ir.Call(self.line(node), callee, given, (), True)  # noqa: FBT003 (a field)

    def unary(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        """Lower `-x`, `!x`, `typeof x`, `void x`, `delete x`."""
        sign = node.child_by_field_name("operator")
        operator = self.text(sign) if sign is not None else ""
        value = self.field(node, "argument", depth)
        return ir.Operation(self.line(node), OPERATORS.get(operator, operator), (value,))

    def update(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        """Lower `x++` and `x--`; the value of the former kinds is the old one."""
        sign = node.child_by_field_name("operator")
        operator = "-" if sign is not None and self.text(sign) == "--" else "+"
        line = self.line(node)
        target = self.field(node, "argument", depth)
        changed = ir.Assign(line, target, ir.Const(line, 1), operator)
        above = node.parent
        used = above is not None and above.type not in UNUSED
        if above is not None and above.type == "for_statement":
            used = above.child_by_field_name("increment") != node
        if not used or (sign is not None and sign.start_byte == node.start_byte):
            return changed
        back = "-" if operator == "+" else "+"
        return ir.Operation(line, back, (changed, ir.Const(line, 1)))

    def assign(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        """Lower `a = b` and `a += b`; a chain `a = b = c` leans to the right."""
        sign = node.child_by_field_name("operator")
        operator = self.text(sign)[:-1] if sign is not None else ""
        operator = OPERATORS.get(operator, operator)
        target = self.field(node, "left", depth)
        value = self.field(node, "right", depth)
        if isinstance(value, ir.Function) and not value.name:
            value.name = getattr(target, "name", "")
        return ir.Assign(self.line(node), target, value, operator)

    def ternary(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        """Lower `a ? b : c`."""
        return ir.Choice(
            self.line(node),
            self.field(node, "condition", depth),
            self.field(node, "consequence", depth),
            self.field(node, "alternative", depth),
        )

    def function(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        """Lower any function, arrow function or method; its body waits until it is entered."""
        name = node.child_by_field_name("name")
        single = node.child_by_field_name("parameter")
        given = node.child_by_field_name("parameters")
        nodes = [single] if single is not None else given.named_children if given else []
        parameters, taken = self.parameters(nodes, depth)
        body = node.child_by_field_name("body")
        line = self.line(node)

        def late() -> tuple[ir.Statement, ...]:
            if body is None:
                return ()
            if body.type == "statement_block":
                return (*taken, *self.block(body, depth))
            return (*taken, ir.Return(self.line(body), self.expression(body, depth)))

        called = self.text(name).lstrip("#") if name is not None else ""
        if node.type == "method_definition" and called == "constructor":
            called = "__init__"
        made = ir.Function(line, called, parameters, late, (), node.end_point[0] + self.base)
        made.getter = node.type == "method_definition" and composed.kind_of(node) == "get"
        return made

    def parameters(
        self, nodes: list[tree_sitter.Node], depth: int
    ) -> tuple[tuple[ir.Parameter, ...], tuple[ir.Statement, ...]]:
        """Lower parameters; those that are taken apart are, before the body."""
        found: list[ir.Parameter] = []
        taken: list[ir.Statement] = []
        for child in nodes:
            one = self.parameter(child, depth)
            if one is None:
                continue
            pattern = pattern_of(child)
            if pattern is not None:
                one.name = f"#{len(found)}"
                target = self.expression(pattern, depth)
                line = self.line(child)
                taken.append(ir.Declare(line, tuple(bound(target)), "local"))
                given = ir.Assign(line, target, ir.Name(line, one.name))
                taken.append(ir.Evaluate(line, given))
            found.append(one)
        return tuple(found), tuple(taken)

    def parameter(self, node: tree_sitter.Node, depth: int) -> ir.Parameter | None:
        """Lower one parameter; one that takes apart its argument has the name of its first part."""
        inner: tree_sitter.Node | None = node
        if node.type in {"required_parameter", "optional_parameter"}:
            inner = node.child_by_field_name("pattern")
            value = node.child_by_field_name("value")
        else:
            value = node.child_by_field_name("right")
            if node.type == "assignment_pattern":
                inner = node.child_by_field_name("left")
        if inner is None or inner.type in {"comment", "this"}:
            return None
        default = self.expression(value, depth) if value is not None else None
        if inner.type == "rest_pattern" and inner.named_children:
            return ir.Parameter(self.text(inner.named_children[0]), default, "*")
        return ir.Parameter(self.text(inner), default)

    def star(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        """Lower `...x`."""
        inner = node.named_children
        value = self.expression(inner[0], depth) if inner else ir.Opaque(self.line(node))
        return ir.Star(self.line(node), value)

    def several(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        """Lower `a, b, c`."""
        items = tuple(self.expression(one, depth) for one in node.named_children)
        return ir.Several(self.line(node), items)

    def inner(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        """Lower what is around one expression and means nothing: parentheses, await, types."""
        children = [one for one in node.named_children if one.type != "comment"]
        return self.expression(children[0], depth) if children else ir.Opaque(self.line(node))

    def yielded(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        """Lower `yield x`."""
        children = node.named_children
        value = self.expression(children[0], depth) if children else None
        return ir.Yielded(self.line(node), value)

    def defaulted(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        """Lower the target of a pattern with a default value."""
        return self.field(node, "left", depth)


_TABLE: dict[str, Callable[[Expressions, tree_sitter.Node, int], ir.Expression]] = {
    "identifier": Expressions.identifier,
    "property_identifier": Expressions.identifier,
    "private_property_identifier": Expressions.identifier,
    "shorthand_property_identifier": Expressions.identifier,
    "undefined": Expressions.identifier,
    "this": Expressions.identifier,
    "super": Expressions.identifier,
    "import": Expressions.identifier,
    "string": Expressions.string,
    "template_string": composed.template,
    "number": Expressions.constant,
    "regex": Expressions.constant,
    "true": Expressions.constant,
    "false": Expressions.constant,
    "null": Expressions.constant,
    "new_expression": Expressions.new,
    "unary_expression": Expressions.unary,
    "update_expression": Expressions.update,
    "assignment_expression": Expressions.assign,
    "augmented_assignment_expression": Expressions.assign,
    "ternary_expression": Expressions.ternary,
    "arrow_function": Expressions.function,
    "function_expression": Expressions.function,
    "function": Expressions.function,
    "generator_function": Expressions.function,
    "function_declaration": Expressions.function,
    "generator_function_declaration": Expressions.function,
    "method_definition": Expressions.function,
    "class": klass,
    "class_declaration": klass,
    "abstract_class_declaration": klass,
    "object": composed.mapping,
    "object_pattern": composed.mapping,
    "array": composed.sequence,
    "array_pattern": composed.sequence,
    "spread_element": Expressions.star,
    "rest_pattern": Expressions.star,
    "sequence_expression": Expressions.several,
    "parenthesized_expression": Expressions.inner,
    "await_expression": Expressions.inner,
    "as_expression": Expressions.inner,
    "satisfies_expression": Expressions.inner,
    "non_null_expression": Expressions.inner,
    "yield_expression": Expressions.yielded,
    "assignment_pattern": Expressions.defaulted,
}
