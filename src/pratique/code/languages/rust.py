"""Rust, lowered from tree-sitter's tree: items and statements.

Items come first in their block, as their order means nothing. All `impl` blocks of a type in one
block become one class. What has a value and is a block (`if`, `match`, `unsafe`) is an expression.
"""

from collections.abc import Callable, Iterator

import tree_sitter
import tree_sitter_rust

from pratique.code import ir
from pratique.code.languages import rust_keys, rust_twins
from pratique.code.languages.language import Language
from pratique.code.languages.rust_expressions import Expressions
from pratique.code.languages.rust_invocations import collect
from pratique.code.languages.rust_pure import BUILTINS, FUNCTIONS, METHODS
from pratique.code.languages.rust_special import SPECIAL, method
from pratique.code.languages.rust_tree import simple

GRAMMAR = tree_sitter.Language(tree_sitter_rust.language())
_ROLES = ("ctor", "dtor", "proc_macro", "proc_macro_derive", "proc_macro_attribute")
"""Attributes that make something else call a function."""
_INIT = (".init_array", "__mod_init_func", ".CRT$XCU")
_LOOPS = frozenset(("for_expression", "while_expression", "loop_expression"))
_SKIPPED = frozenset(
    (
        "line_comment",
        "block_comment",
        "empty_statement",
        "inner_attribute_item",
        "struct_item",
        "enum_item",
        "union_item",
        "type_item",
        "associated_type",
        "visibility_modifier",
        "function_signature_item",
        "macro_definition",
    )
)


def lower(source: bytes, first_line: int = 1) -> ir.Program:
    """Lower Rust source whose first line has this number; never raises."""
    tree = tree_sitter.Parser(GRAMMAR).parse(source)
    lowering = Lowering(source, first_line)
    if b"macro_rules" in source:
        lowering.macros = collect(lowering, tree.root_node)
    body = lowering.block(tree.root_node, 0, value=False)
    return ir.Program((*body, *lowering.started), tuple(lowering.trouble))


class Lowering(Expressions):
    """Items and statements; expressions are in the class it builds on."""

    def block(
        self, node: tree_sitter.Node | None, depth: int, *, value: bool = True
    ) -> tuple[ir.Statement, ...]:
        """Return the statements of a block; with `value` its last expression is returned."""
        if node is None:
            return ()
        if depth > ir.MAX_DEPTH:
            self.trouble["too-deep"] = None
            return ()
        if node.type not in {"block", "source_file", "declaration_list", "ERROR"}:
            expression = self.expression(node, depth + 1)
            made = ir.Return(expression.line, expression) if value else None
            return (made or ir.Evaluate(expression.line, expression),)
        attributes: list[tree_sitter.Node] = []
        items: list[ir.Statement] = []
        found: list[ir.Statement] = []
        kinds: dict[str, list[ir.Statement]] = {}
        children = [one for one in node.named_children if one.type not in _SKIPPED]
        for place, child in enumerate(children):
            if child.type == "attribute_item":
                attributes.append(child)
                continue
            lowerer = _ITEMS.get(child.type)
            if lowerer is not None:
                items.extend(lowerer(self, child, depth + 1, tuple(attributes)))
            elif child.type == "impl_item":
                kind, inner = self.implementation(child, depth + 1)
                kinds.setdefault(kind, []).extend(inner)
            elif value and place == len(children) - 1 and _valued(child):
                expression = self.expression(child, depth + 1)
                found.append(ir.Return(expression.line, expression))
            else:
                found.extend(self.statement(child, depth + 1))
            attributes = []
        for kind, methods in kinds.items():
            line = methods[0].line if methods else self.line(node)
            items.append(ir.Evaluate(line, ir.Class(line, kind, (), (), tuple(methods))))
        return (*sorted(rust_twins.merged(items), key=_order), *found)

    def statement(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Yield what one statement becomes."""
        kind = node.type
        if kind == "expression_statement":
            for child in node.named_children:
                yield from self.statement(child, depth)
        elif kind in _SKIPPED:
            return
        elif kind in _STATEMENTS:
            yield from _STATEMENTS[kind](self, node, depth)
        elif kind in {"block", "unsafe_block", "async_block"}:
            inner = node if kind == "block" else _last(node, "block")
            yield from self.block(inner, depth, value=False)
        else:
            yield ir.Evaluate(self.line(node), self.expression(node, depth))

    # -- items

    def uses(
        self, node: tree_sitter.Node, _depth: int, _attributes: tuple[tree_sitter.Node, ...]
    ) -> Iterator[ir.Statement]:
        """Yield the imports of a `use`."""
        argument = node.child_by_field_name("argument")
        if argument is not None:
            yield from self._use(argument, (), 0)

    def _use(
        self, node: tree_sitter.Node, prefix: tuple[str, ...], depth: int
    ) -> Iterator[ir.Statement]:
        line, kind = self.line(node), node.type
        if depth > 16:
            return
        if kind == "scoped_use_list":
            names = node.child_by_field_name("list")
            inner = (*prefix, *self.parts(node.child_by_field_name("path")))
            for child in names.named_children if names is not None else ():
                yield from self._use(child, inner, depth + 1)
        elif kind == "use_list":
            for child in node.named_children:
                yield from self._use(child, prefix, depth + 1)
        elif kind == "use_wildcard":
            below = self.parts(node.named_children[0]) if node.named_children else ()
            yield self._import(line, (*prefix, *below), "*", "")
        elif kind == "use_as_clause":
            path = self.parts(node.child_by_field_name("path"))
            alias = self.text(node.child_by_field_name("alias"))
            whole = (*prefix, *(path if path != ("self",) else ()))
            if whole:
                yield self._import(line, whole[:-1], whole[-1], alias)
        elif kind in {"identifier", "scoped_identifier", "self", "crate", "super"}:
            path = self.parts(node)
            whole = (*prefix, *(path if not prefix or path != ("self",) else ()))
            if whole:
                yield self._import(line, whole[:-1], whole[-1], "")

    def _import(self, line: int, path: tuple[str, ...], name: str, alias: str) -> ir.Import:
        """Return one import; `self` and `super` at the head count levels."""
        level = 0
        while path and path[0] in {"self", "super"}:
            level += 1 if path[0] == "self" and not level else 0
            level += path[0] == "super"
            level += path[0] == "super" and level == 1
            path = path[1:]
        if not path and not level and name != "*":
            return ir.Import(line, name, None, alias or name)
        return ir.Import(line, ".".join(path), name, alias, level)

    def crate(
        self, node: tree_sitter.Node, _depth: int, _attributes: tuple[tree_sitter.Node, ...]
    ) -> Iterator[ir.Statement]:
        """Yield `extern crate a as b`."""
        name = self.text(node.child_by_field_name("name"))
        alias = self.text(node.child_by_field_name("alias"))
        yield ir.Import(self.line(node), name, None, alias or name)

    def module(
        self, node: tree_sitter.Node, depth: int, attributes: tuple[tree_sitter.Node, ...]
    ) -> Iterator[ir.Statement]:
        """Yield a module: a file of its own, or names of its own."""
        line, name = self.line(node), self.text(node.child_by_field_name("name"))
        if any("test" in self.parts_of_attribute(one) for one in attributes):
            return
        body = node.child_by_field_name("body")
        if body is not None:
            inner = self.block(body, depth, value=False)
            yield ir.Evaluate(line, ir.Class(line, name, (), (), inner, space=True))
            return
        path = next((one for one in map(self.path_attribute, attributes) if one), "")
        if path:
            call = ir.Call(line, ir.Name(line, "include!"), (ir.Const(line, path),))
            yield ir.Evaluate(line, ir.Assign(line, ir.Name(line, name), call))
        else:
            yield ir.Import(line, name, None, name, 1)

    def foreign(
        self, node: tree_sitter.Node, _depth: int, _attributes: tuple[tree_sitter.Node, ...]
    ) -> Iterator[ir.Statement]:
        """Yield the functions of another language that `extern "C"` names."""
        for child in (_last(node, "declaration_list") or node).named_children:
            if child.type == "function_signature_item":
                name = self.text(child.child_by_field_name("name"))
                yield ir.Import(self.line(child), "libc", name, name)

    def function(
        self, node: tree_sitter.Node, depth: int, attributes: tuple[tree_sitter.Node, ...] = ()
    ) -> Iterator[ir.Statement]:
        """Yield a function; what else calls it is its decorator."""
        line, name = self.line(node), self.text(node.child_by_field_name("name"))
        words = [self.parts_of_attribute(one) for one in attributes]
        if any("test" in one for one in words):
            return
        roles = [role for one in words for role in _ROLES if role in one[:2]]
        if any(name_ in self.text(one) for one in attributes for name_ in _INIT):
            roles.append("ctor")
        decorators = tuple(ir.Name(line, f"{role}!") for role in dict.fromkeys(roles))
        body = node.child_by_field_name("body")

        owner = self.owner

        def late() -> tuple[ir.Statement, ...]:
            return self.returned(node, self.of(owner, lambda: self.block(body, 0)))

        made = ir.Function(
            line, name, self.parameters(node), late, decorators, node.end_point[0] + self.base
        )
        yield ir.Evaluate(line, made)
        if name == "main" and depth <= 1:
            test = ir.Operation(line, "==", (ir.Name(line, "__name__"), ir.Const(line, "__main__")))
            call = ir.Evaluate(line, ir.Call(line, ir.Name(line, "main")))
            self.started = (ir.Branch(line, test, (call,)),)

    def implementation(
        self, node: tree_sitter.Node, depth: int
    ) -> tuple[str, tuple[ir.Statement, ...]]:
        """Return the type of an `impl` and its methods."""
        name = "".join(self.parts(node.child_by_field_name("type"))[-1:])
        inner = node.child_by_field_name("body")
        return name, self.of(name, lambda: self.block(inner, depth, value=False))

    def trait(
        self, node: tree_sitter.Node, depth: int, _attributes: tuple[tree_sitter.Node, ...]
    ) -> Iterator[ir.Statement]:
        """Yield a trait with its default methods."""
        line, name = self.line(node), self.text(node.child_by_field_name("name"))
        body = self.block(node.child_by_field_name("body"), depth, value=False)
        yield ir.Evaluate(line, ir.Class(line, name, (), (), body))

    def constant(
        self, node: tree_sitter.Node, depth: int, attributes: tuple[tree_sitter.Node, ...] = ()
    ) -> Iterator[ir.Statement]:
        """Yield a constant; one in the section of initialisers is called at start."""
        line, value = self.line(node), node.child_by_field_name("value")
        if value is None:
            return
        name = ir.Name(line, self.text(node.child_by_field_name("name")))
        yield ir.Evaluate(line, ir.Assign(line, name, self.expression(value, depth)))
        if any(section in self.text(one) for one in attributes for section in _INIT):
            call = ir.Call(line, ir.Name(line, "ctor!"), (name,))
            self.started = (*self.started, ir.Evaluate(line, call))

    # -- statements

    def bound(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Yield a `let`; the block of `let … else` never binds."""
        line, value = self.line(node), node.child_by_field_name("value")
        if value is None:
            return
        made = self.expression(value, depth)
        kind = self.text(node.child_by_field_name("type"))
        pattern = node.child_by_field_name("pattern")
        made = rust_keys.named(self.typed(made, kind, line, value), self.text(pattern), kind)
        yield self.matched(pattern, made, depth)
        alternative = node.child_by_field_name("alternative")
        if alternative is not None:
            body = self.block(alternative, depth, value=False)
            yield ir.Branch(line, ir.Opaque(line), body)

    def matched(
        self, pattern: tree_sitter.Node | None, value: ir.Expression, depth: int
    ) -> ir.Statement:
        """Return the binding of a pattern's names to a value."""
        target = self.pattern(pattern, depth)
        if target is None:
            return ir.Evaluate(value.line, value)
        return ir.Evaluate(value.line, ir.Assign(value.line, target, value))

    def branch(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Yield an `if`, the bindings of `if let` first."""
        line = self.line(node)
        before, test = self.condition(node.child_by_field_name("condition"), depth)
        then = self.block(node.child_by_field_name("consequence"), depth, value=False)
        alternative = node.child_by_field_name("alternative")
        otherwise: tuple[ir.Statement, ...] = ()
        if alternative is not None:
            for child in alternative.named_children:
                otherwise += tuple(self.statement(child, depth + 1))
        yield from before
        yield ir.Branch(line, test, then, otherwise)

    def loop(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Yield a loop."""
        line, kind = self.line(node), node.type
        body = self.block(node.child_by_field_name("body"), depth, value=False)
        if kind == "for_expression":
            target = self.pattern(node.child_by_field_name("pattern"), depth)
            iterable = self.field(node, "value", depth)
            yield ir.Loop(line, target or ir.Name(line, "_"), iterable, body)
        elif kind == "while_expression":
            before, test = self.condition(node.child_by_field_name("condition"), depth)
            yield ir.While(line, test, (*before, *body))
        else:
            yield ir.While(line, ir.Const(line, value=True), body)

    def match(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Yield a `match`: any of its arms may be taken."""
        value = self.field(node, "value", depth)
        holder: ir.Expression = value
        if not simple(value):
            holder = ir.Name(value.line, f"match@{value.line}")
            yield ir.Evaluate(value.line, ir.Assign(value.line, holder, value))
        made: tuple[ir.Statement, ...] = ()
        for arm in reversed(self.arms(node, holder, depth)):
            then = (*arm.bindings, ir.Evaluate(arm.value.line, arm.value))
            made = (ir.Branch(arm.test.line, arm.test, then, made),)
        yield from made

    def leave(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Yield `return`, `break` or `continue`."""
        line = self.line(node)
        values = [self.expression(one, depth) for one in node.named_children if one.type != "label"]
        if node.type == "return_expression":
            yield ir.Return(line, values[0] if values else None)
            return
        for value in values:
            yield ir.Evaluate(line, value)
        yield ir.Jump(line, node.type.partition("_")[0])


def _order(item: ir.Statement) -> int:
    """Return where an item comes in its block: imports, then what is defined, then constants."""
    if isinstance(item, ir.Import):
        return 0
    defined = isinstance(item, ir.Evaluate) and isinstance(item.expression, ir.Function | ir.Class)
    return 1 if defined else 2


def _valued(node: tree_sitter.Node) -> bool:
    """Tell whether the last node of a block is its value."""
    if node.type == "if_expression":
        return node.child_by_field_name("alternative") is not None
    return node.type == "match_expression" or node.type not in _STATEMENTS


def _last(node: tree_sitter.Node, kind: str) -> tree_sitter.Node | None:
    return next((one for one in reversed(node.named_children) if one.type == kind), None)


_Item = Callable[
    [Lowering, tree_sitter.Node, int, tuple[tree_sitter.Node, ...]], Iterator[ir.Statement]
]
_ITEMS: dict[str, _Item] = {
    "use_declaration": Lowering.uses,
    "extern_crate_declaration": Lowering.crate,
    "mod_item": Lowering.module,
    "foreign_mod_item": Lowering.foreign,
    "function_item": Lowering.function,
    "trait_item": Lowering.trait,
    "const_item": Lowering.constant,
    "static_item": Lowering.constant,
}
_STATEMENTS: dict[str, Callable[[Lowering, tree_sitter.Node, int], Iterator[ir.Statement]]] = {
    "expression_statement": Lowering.statement,
    "let_declaration": Lowering.bound,
    "for_expression": Lowering.loop,
    "while_expression": Lowering.loop,
    "loop_expression": Lowering.loop,
    "return_expression": Lowering.leave,
    "break_expression": Lowering.leave,
    "continue_expression": Lowering.leave,
    "if_expression": Lowering.branch,
    "match_expression": Lowering.match,
}

LANGUAGE = Language(
    id="rust",
    suffixes=(".rs",),
    lower=lower,
    methods=METHODS,
    functions=FUNCTIONS,
    builtins=BUILTINS,
    globals_prefix="",
    special=SPECIAL,
    method=method,
    parameter=rust_keys.parameter,
    symbol=rust_keys.signed,
    sparse=False,
)
