"""Expressions of Rust.

What only unwraps (`?`, `.await`, `.unwrap()`, `&x`, `.clone()`) is left out. Iterator adapters with
a closure become comprehensions.
"""

import re

import tree_sitter

from pratique.code import ir
from pratique.code.languages.rust_tree import Tree

_SAME = frozenset(
    "unwrap expect clone cloned copied into as_ref as_mut as_str to_string to_owned borrow "
    "borrow_mut iter iter_mut into_iter to_vec as_slice as_path ok err lock as_deref "
    "unwrap_unchecked into_string to_string_lossy into_owned into_inner by_ref context map_err "
    "with_context as_os_str into_boxed_str into_boxed_slice to_path_buf to_os_string display "
    "error_for_status unwrap_or_default into_bytes_lossy trim_end_matches_nothing as_ptr "
    "as_mut_ptr cast into_raw as_c_str to_str".split()
)
_ELSE = frozenset(("unwrap_or", "unwrap_or_else", "or_else", "or"))
_EACH = {
    "map": "list",
    "for_each": "list",
    "and_then": "list",
    "flat_map": "list",
    "filter_map": "list",
    "then": "list",
    "inspect": "list",
}
_FILLING = frozenset(
    ("read_to_end", "read_to_string", "read_exact", "read_line", "read", "recv", "copy_to")
)
"""What they read ends in their first argument."""
_GROWING = frozenset(("push", "push_str", "extend", "extend_from_slice", "append"))
_LEFT = {
    "call_expression": "function",
    "field_expression": "value",
    "generic_function": "function",
    "index_expression": "",
    "try_expression": "",
    "await_expression": "",
    "binary_expression": "left",
}
_OPERATORS = {"&&": "and", "||": "or"}
_COLLECTED = re.compile(r"\.collect(?:::<(?:String|_)>)?\(\)[?\s]*$")
_TEXT = re.compile(r"\b(?:String|PathBuf|OsString)\b")


class Expressions(Tree):
    """How expressions are lowered."""

    def expression(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        """Return what an expression becomes; chains that lean to the left are walked in a loop."""
        chain: list[tree_sitter.Node] = []
        inner: tree_sitter.Node | None = node
        while inner is not None and inner.type in _LEFT and len(chain) < 4000:
            chain.append(inner)
            name = _LEFT[inner.type]
            children = inner.named_children
            found = inner.child_by_field_name(name) if name else None
            inner = found or (children[0] if children else None)
        if depth > ir.MAX_DEPTH or inner is None:
            self.trouble["too-deep"] = None
            return ir.Opaque(self.line(node))
        made = self._single(inner, depth + 1)
        height = depth
        for link in reversed(chain):
            made = self._link(link, made, depth + 1)
            height += 1
            if height > ir.MAX_DEPTH:
                self.trouble["too-deep"] = None
                made, height = ir.Opaque(self.line(link)), depth
        return made

    def _single(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        from pratique.code.languages.rust_nodes import TABLE

        lowerer = TABLE.get(node.type)
        if lowerer is not None:
            return lowerer(self, node, depth)
        if node.type == "ERROR":
            self.trouble["syntax-error"] = None
        parts = tuple(
            self.expression(child, depth)
            for child in node.named_children
            if not child.type.endswith(("comment", "type", "_identifier", "lifetime"))
        )
        return parts[0] if len(parts) == 1 else ir.Opaque(self.line(node), parts)

    def _link(self, node: tree_sitter.Node, left: ir.Expression, depth: int) -> ir.Expression:
        kind, line = node.type, self.line(node)
        if kind == "field_expression":
            field = node.child_by_field_name("field")
            at = self.line(field) if field is not None else line
            place = self.text(field)
            if place.isdigit() and not _is_self(left):
                return ir.Subscript(at, left, ir.Const(at, int(place)))
            return ir.Attribute(at, left, place)
        if kind == "binary_expression":
            sign = self.text(node.child_by_field_name("operator"))
            right = self.field(node, "right", depth)
            return ir.Operation(line, _OPERATORS.get(sign, sign), (left, right))
        if kind == "index_expression":
            index = node.named_children[-1]
            return ir.Subscript(line, left, self._index(index, depth))
        if kind == "call_expression":
            return self._call(node, left, depth)
        return left

    def _index(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        if node.type != "range_expression":
            return self.expression(node, depth)
        lower, upper = self.range_ends(node, depth)
        return ir.Slice(self.line(node), lower, upper, None)

    def range_ends(
        self, node: tree_sitter.Node, depth: int
    ) -> tuple[ir.Expression | None, ir.Expression | None]:
        """Return the two ends of a range, the upper one excluded."""
        sign = next((one for one in node.children if one.type in {"..", "..=", "..."}), None)
        lower: ir.Expression | None = None
        upper: ir.Expression | None = None
        for child in node.named_children:
            if sign is not None and child.start_byte < sign.start_byte:
                lower = self.expression(child, depth)
            else:
                upper = self.expression(child, depth)
        if upper is not None and sign is not None and sign.type != "..":
            upper = ir.Operation(upper.line, "+", (upper, ir.Const(upper.line, 1)))
        return lower, upper

    def _call(self, node: tree_sitter.Node, callee: ir.Expression, depth: int) -> ir.Expression:
        given = node.child_by_field_name("arguments")
        nodes = [
            one for one in (given.named_children if given is not None else ())
            if not one.type.endswith("comment")
        ]  # fmt: skip
        if not isinstance(callee, ir.Attribute):
            line = max(self.line(node), callee.line)
            return ir.Call(line, callee, tuple(self.expression(one, depth) for one in nodes))
        holder, name, line = callee.object, callee.name, callee.line
        function = node.child_by_field_name("function")
        method = function is not None and (
            function.type == "field_expression"
            or (function.type == "generic_function" and _is_method(function))
        )
        if method:
            if name in _SAME:
                return holder
            if name == "collect":
                return self.typed(holder, self.text(function), line)
            if name in _EACH and len(nodes) == 1 and nodes[0].type == "closure_expression":
                return self._each(nodes[0], holder, _EACH[name], depth)
            if name == "filter" and len(nodes) == 1 and nodes[0].type == "closure_expression":
                return self._filtered(nodes[0], holder, depth)
        arguments = tuple(self.expression(one, depth) for one in nodes)
        if method and name in _FILLING and nodes and _mutable(nodes[0]):
            return ir.Assign(line, arguments[0], ir.Call(line, callee, arguments))
        if method and name in _ELSE and arguments:
            other = arguments[0]
            if isinstance(other, ir.Function):
                other = ir.Do(line, ir.body(other))
            return ir.Operation(line, "??", (holder, other))
        if method and name in _GROWING and len(arguments) == 1:
            grown = ir.Call(line, ir.Name(line, f"{name}!"), (holder, *arguments))
            simple_ = isinstance(holder, ir.Name | ir.Attribute)
            return ir.Assign(line, holder, grown) if simple_ else grown
        if method and name in {"join", "concat"}:
            return ir.Call(line, ir.Name(line, "join!"), (holder, *arguments))
        return ir.Call(line, callee, arguments)

    def typed(
        self, value: ir.Expression, kind: str, line: int, node: tree_sitter.Node | None = None
    ) -> ir.Expression:
        """Return a value whose declared type says that its letters or bytes are joined."""
        collected = isinstance(value, ir.Comprehension) or "collect" in kind
        collected = collected or _COLLECTED.search(self.text(node)) is not None
        if collected and _TEXT.search(kind) and "Vec" not in kind:
            return ir.Call(line, ir.Name(line, "join!"), (value,))
        return value

    def returned(
        self, function: tree_sitter.Node, body: tuple[ir.Statement, ...]
    ) -> tuple[ir.Statement, ...]:
        """Return the statements of a function, the value of the last typed as it is declared."""
        last, inner = body[-1] if body else None, function.child_by_field_name("body")
        kind = self.text(function.child_by_field_name("return_type"))
        if not isinstance(last, ir.Return) or last.value is None or not kind or inner is None:
            return body
        node = inner.named_children[-1] if inner.named_children else None
        made = self.typed(last.value, kind, last.line, node)
        return (*body[:-1], ir.Return(last.line, made))

    def _each(
        self, node: tree_sitter.Node, iterable: ir.Expression, kind: str, depth: int
    ) -> ir.Expression:
        target, body = self._closure(node, depth)
        clause = ir.Clause(target, iterable)
        return ir.Comprehension(self.line(node), kind, body, (clause,))

    def _filtered(
        self, node: tree_sitter.Node, iterable: ir.Expression, depth: int
    ) -> ir.Expression:
        target, body = self._closure(node, depth)
        clause = ir.Clause(target, iterable, (body,))
        return ir.Comprehension(self.line(node), "list", target, (clause,))

    def _closure(self, node: tree_sitter.Node, depth: int) -> tuple[ir.Expression, ir.Expression]:
        line = self.line(node)
        targets = [
            found
            for one in (_field(node, "parameters") or node).named_children
            if (found := self.pattern(one, depth)) is not None
        ]
        target = targets[0] if len(targets) == 1 else ir.Sequence(line, "tuple", tuple(targets))
        if not targets:
            target = ir.Name(line, "_")
        return target, self._body(node, depth)

    def _body(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        body = node.child_by_field_name("body")
        if body is None:
            return ir.Opaque(self.line(node))
        return self.expression(body, depth)


def _field(node: tree_sitter.Node, name: str) -> tree_sitter.Node | None:
    return node.child_by_field_name(name)


def _mutable(node: tree_sitter.Node) -> bool:
    """Tell whether an argument is `&mut name`."""
    inner = node.named_children[-1] if node.named_children else None
    return (
        node.type == "reference_expression"
        and inner is not None
        and inner.type
        in {
            "identifier",
            "field_expression",
        }
    )


def _is_self(node: ir.Expression) -> bool:
    return isinstance(node, ir.Name) and node.name == "self"


def _is_method(node: tree_sitter.Node) -> bool:
    function = node.child_by_field_name("function")
    return function is not None and function.type == "field_expression"
