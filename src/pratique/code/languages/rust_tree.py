"""What all lowering of Rust shares: the source, its nodes, its patterns, its conditions."""

import re
from collections.abc import Callable

import msgspec
import tree_sitter

from pratique.code import ir
from pratique.code.languages.rust_macros import Rule


class Tree:
    """The source being lowered, and what its nodes are called."""

    def __init__(self, source: bytes, first_line: int) -> None:
        self.source = source
        self.base = first_line
        self.trouble: dict[str, None] = {}
        self.started: tuple[ir.Statement, ...] = ()
        """What runs when the whole was read: initialisers, and `main` of a program."""
        self.macros: dict[str, list[Rule]] = {}
        """The rules of every `macro_rules!` of the source."""
        self.owner = ""
        """The type whose methods are being lowered: what `Self` stands for."""
        self.nested = 0
        """Expansions inside each other."""
        self.expansions = [0]
        """Expansions so far, shared with those inside."""

    def of(
        self, owner: str, lower: Callable[[], tuple[ir.Statement, ...]]
    ) -> tuple[ir.Statement, ...]:
        """Lower something that stands inside the methods of a type."""
        outer, self.owner = self.owner, owner
        try:
            return lower()
        finally:
            self.owner = outer

    def text(self, node: tree_sitter.Node | None) -> str:
        """Return the source of a node."""
        if node is None:
            return ""
        return self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def line(self, node: tree_sitter.Node) -> int:
        """Return the line of a node."""
        return node.start_point[0] + self.base

    def parts(self, node: tree_sitter.Node | None) -> tuple[str, ...]:
        """Return the parts of a path without its generic arguments."""
        found: list[str] = []
        while node is not None and len(found) < 32:
            kind = node.type
            if kind in {"scoped_identifier", "scoped_type_identifier"}:
                found.append(self.text(node.child_by_field_name("name")))
                node = node.child_by_field_name("path")
            elif kind == "generic_type":
                node = node.child_by_field_name("type")
            elif kind in {"bracketed_type", "reference_type", "dynamic_type"}:
                node = node.named_children[-1] if node.named_children else None
            else:
                found.append(self.text(node).removeprefix("r#"))
                node = None
        names = [one for one in reversed(found) if one]
        if len(names) > 1 and names[0] in {"core", "alloc"}:
            names[0] = "std"
        return tuple(names)

    def parts_of_attribute(self, node: tree_sitter.Node) -> tuple[str, ...]:
        """Return the path of an attribute and the words inside it."""
        inner = node.named_children[0] if node.named_children else None
        if inner is None or not inner.named_children:
            return ()
        words = re.findall(r"\w+", self.text(inner.child_by_field_name("arguments")))
        return (*reversed(self.parts(inner.named_children[0])), *words[:8])

    def path_attribute(self, node: tree_sitter.Node) -> str:
        """Return the file that `#[path = "…"]` names."""
        found = re.match(r'#\[\s*path\s*=\s*"([^"]+)"', self.text(node))
        return found[1] if found else ""

    def block(
        self, node: tree_sitter.Node | None, depth: int, *, value: bool = True
    ) -> tuple[ir.Statement, ...]:
        """Return the statements of a block."""
        raise NotImplementedError

    def field(self, node: tree_sitter.Node, name: str, depth: int) -> ir.Expression:
        """Return what a part of a node becomes."""
        child = node.child_by_field_name(name)
        return self.expression(child, depth) if child is not None else ir.Opaque(self.line(node))

    def expression(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        """Return what an expression becomes."""
        raise NotImplementedError

    # -- patterns and conditions

    def parameters(self, node: tree_sitter.Node) -> tuple[ir.Parameter, ...]:
        """Return the parameters of a function or closure."""
        found: list[ir.Parameter] = []
        listed = node.child_by_field_name("parameters")
        for child in listed.named_children if listed is not None else ():
            if child.type == "self_parameter":
                found.append(ir.Parameter("self"))
                continue
            inner = child.child_by_field_name("pattern") or child
            target = self.pattern(inner, 0)
            found.append(ir.Parameter(target.name if isinstance(target, ir.Name) else "_"))
        return tuple(found)

    def pattern(self, node: tree_sitter.Node | None, depth: int) -> ir.Expression | None:
        """Return the target that a pattern binds, None when it binds nothing."""
        if node is None or depth > ir.MAX_DEPTH:
            return None
        kind, line = node.type, self.line(node)
        if kind == "identifier":
            name = self.text(node)
            return None if name == "_" or name[:1].isupper() else ir.Name(line, name)
        if kind in {"struct_pattern", "field_pattern", "shorthand_field_identifier"}:
            return self._fields(node, depth)
        inner = [
            found
            for one in node.named_children
            if one.type not in {"mutable_specifier", "type_identifier"}
            and one.start_byte >= _start(node, kind)
            and (found := self.pattern(one, depth + 1)) is not None
        ]
        if kind in {"tuple_pattern", "slice_pattern"}:
            return ir.Sequence(line, "tuple", tuple(inner)) if inner else None
        return (
            inner[0]
            if len(inner) == 1
            else ir.Sequence(line, "tuple", tuple(inner))
            if inner
            else None
        )

    def _fields(self, node: tree_sitter.Node, depth: int) -> ir.Expression | None:
        line = self.line(node)
        if node.type == "shorthand_field_identifier":
            return ir.Name(line, self.text(node))
        pairs: list[tuple[ir.Expression | None, ir.Expression]] = []
        for child in node.named_children:
            if child.type != "field_pattern":
                continue
            name = self.text(child.child_by_field_name("name"))
            inner = self.pattern(child.child_by_field_name("pattern"), depth + 1)
            pairs.append((ir.Const(line, name), inner or ir.Name(line, name)))
        return ir.Mapping(line, tuple(pairs)) if pairs else None

    def condition(
        self, node: tree_sitter.Node | None, depth: int
    ) -> tuple[tuple[ir.Statement, ...], ir.Expression]:
        """Return the bindings of `let` conditions and the test."""
        if node is None:
            return (), ir.Opaque(0)
        line = self.line(node)
        if node.type == "let_condition":
            value = self.field(node, "value", depth)
            target = self.pattern(node.child_by_field_name("pattern"), depth)
            made = ir.Assign(line, target, value) if target is not None else value
            shown = ir.Opaque(line, (value,) if simple(value) else ())
            return (ir.Evaluate(line, made),), shown
        if node.type == "let_chain":
            before: tuple[ir.Statement, ...] = ()
            tests: list[ir.Expression] = []
            for child in node.named_children:
                more, test = self.condition(child, depth)
                before += more
                tests.append(test)
            return before, ir.Opaque(line, tuple(tests))
        return (), self.expression(node, depth)

    def arms(self, node: tree_sitter.Node, holder: ir.Expression, depth: int) -> "list[Arm]":
        """Return the arms of a `match`: test, bindings and value."""
        found: list[Arm] = []
        body = node.child_by_field_name("body")
        for arm in body.named_children if body is not None else ():
            if arm.type != "match_arm":
                continue
            pattern, line = arm.child_by_field_name("pattern"), self.line(arm)
            inner = pattern.named_children[0] if pattern and pattern.named_children else None
            target = self.pattern(inner, depth)
            bindings: tuple[ir.Statement, ...] = ()
            if target is not None:
                bindings = (ir.Evaluate(line, ir.Assign(line, target, holder)),)
            test: ir.Expression = ir.Const(line, value=True)
            if inner is not None:
                test = self.test(inner, holder, depth)
            condition = pattern.child_by_field_name("condition") if pattern is not None else None
            if condition is not None:
                asked = self.expression(condition, depth)
                bound = ir.Do(line, (*bindings, ir.Evaluate(line, asked)))
                test = ir.Operation(line, "and", (test, bound))
            found.append(Arm(test, bindings, self.field(arm, "value", depth)))
        return found

    def test(self, node: tree_sitter.Node, holder: ir.Expression, depth: int) -> ir.Expression:
        """Return the condition under which a pattern fits."""
        kind, line = node.type, self.line(node)
        if kind.endswith("literal"):
            return ir.Operation(line, "==", (holder, self.expression(node, depth)))
        if kind == "range_pattern":
            ends = [self.expression(one, depth) for one in node.named_children]
            if len(ends) != 2:
                return ir.Opaque(line)
            above = ir.Operation(line, ">=", (holder, ends[0]))
            sign = "<=" if b"..=" in self.source[node.start_byte : node.end_byte] else "<"
            return ir.Operation(line, "and", (above, ir.Operation(line, sign, (holder, ends[1]))))
        if kind == "or_pattern" and depth < ir.MAX_DEPTH:
            either = tuple(self.test(one, holder, depth + 1) for one in node.named_children)
            return ir.Operation(line, "or", either)
        text = self.text(node)
        if kind == "identifier" and not text[:1].isupper():
            return ir.Const(line, value=True)
        if kind in {"identifier", "scoped_identifier"}:
            return ir.Operation(line, "==", (holder, self.expression(node, depth)))
        return ir.Opaque(line)


class Arm(msgspec.Struct):
    """One arm of a `match`."""

    test: ir.Expression
    bindings: tuple[ir.Statement, ...]
    value: ir.Expression


def simple(node: ir.Expression) -> bool:
    """Tell whether evaluating an expression twice does nothing twice."""
    return isinstance(node, ir.Name | ir.Const)


def _start(node: tree_sitter.Node, kind: str) -> int:
    """Return where the inner patterns of a pattern begin: behind its type's name."""
    if kind == "tuple_struct_pattern":
        first = node.child_by_field_name("type")
        return first.end_byte if first is not None else node.start_byte
    return node.start_byte
