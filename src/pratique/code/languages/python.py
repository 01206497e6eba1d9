"""Python, version 2 and 3, lowered from tree-sitter's tree.

Function bodies are lowered when they are evaluated first. Long chains of one operator and long
chains of calls and attributes lean to the left; they are walked in a loop, not by recursion.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

import tree_sitter
import tree_sitter_python

from pratique.code import ir
from pratique.code.languages.language import Language
from pratique.code.languages.python_expressions import TABLE as _EXPRESSIONS
from pratique.code.languages.python_pure import BUILTINS, FUNCTIONS, METHODS
from pratique.code.languages.python_special import SPECIAL

_GRAMMAR = tree_sitter.Language(tree_sitter_python.language())
_ERROR_LINES = 400
"""Lines of broken syntax that are read again one by one."""
_LEFT = {
    "call": "function",
    "attribute": "object",
    "subscript": "value",
    "binary_operator": "left",
    "boolean_operator": "left",
}
_SKIPPED = frozenset(
    ("comment", "pass_statement", "line_continuation", "type_alias_statement", "ellipsis", ";")
)


def lower(source: bytes, first_line: int = 1) -> ir.Program:
    """Lower Python source whose first line has this number; never raises."""
    tree = tree_sitter.Parser(_GRAMMAR).parse(source)
    lowering = Lowering(source, first_line)
    return ir.Program(lowering.block(tree.root_node, 0), lowering.troubles)


class Lowering:
    """The source being lowered, and what went wrong with it."""

    __slots__ = ("base", "errors", "source", "trouble")

    def __init__(self, source: bytes, first_line: int) -> None:
        self.source = source
        self.base = first_line
        self.errors = 0
        self.trouble: dict[str, None] = {}

    @property
    def troubles(self) -> tuple[str, ...]:
        return tuple(self.trouble)

    def text(self, node: tree_sitter.Node) -> str:
        return self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def name(self, node: tree_sitter.Node | None) -> str:
        if node is None:
            return ""
        text = self.text(node)
        return text if text.isascii() else unicodedata.normalize("NFKC", text)

    def line(self, node: tree_sitter.Node) -> int:
        return node.start_point[0] + self.base

    # -- statements

    def block(self, node: tree_sitter.Node | None, depth: int) -> tuple[ir.Statement, ...]:
        if node is None:
            return ()
        if depth > ir.MAX_DEPTH:
            self.trouble["too-deep"] = None
            return ()
        found: list[ir.Statement] = []
        for child in node.named_children:
            found.extend(self.statement(child, depth + 1))
        return tuple(found)

    def statement(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        kind = node.type
        if kind == "expression_statement":
            for child in node.named_children:
                if child.type not in _SKIPPED:
                    yield ir.Evaluate(self.line(child), self.expression(child, depth))
            return
        if kind in _SKIPPED:
            return
        lowerer = _STATEMENTS.get(kind)
        if lowerer is not None:
            yield from lowerer(self, node, depth)
        elif kind == "ERROR":
            yield from self.broken(node, depth)
        elif kind in {"block", "module"}:
            yield from self.block(node, depth)
        else:
            yield ir.Evaluate(self.line(node), self.expression(node, depth))

    def broken(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Keep what parses inside a syntax error, and read its lines again one by one."""
        self.trouble["syntax-error"] = None
        if depth > ir.MAX_DEPTH:
            return
        for child in node.named_children:
            yield from self.statement(child, depth + 1)
        lines = self.source[node.start_byte : node.end_byte].split(b"\n")
        if self.errors + len(lines) > _ERROR_LINES or (len(lines) == 1 and self.errors < 0):
            return
        outer = self.errors
        self.errors = -1 if outer < 0 else outer + len(lines)
        for number, line in enumerate(lines):
            if outer >= 0 and b"(" in line and len(line) < 100_000:
                part = Lowering(line.strip(), self.line(node) + number)
                part.errors = -1
                tree = tree_sitter.Parser(_GRAMMAR).parse(part.source)
                yield from part.block(tree.root_node, depth + 1)

    def imports(self, node: tree_sitter.Node, _depth: int) -> Iterator[ir.Statement]:
        line = self.line(node)
        if node.type == "import_statement":
            for child in node.children_by_field_name("name"):
                module, alias = self._aliased(child)
                yield ir.Import(line, module, None, alias)
            return
        origin = node.child_by_field_name("module_name")
        module, level = "", 0
        if origin is not None:
            dotted = self.name(origin).replace(" ", "")
            module = dotted.lstrip(".")
            level = len(dotted) - len(module)
        if any(child.type == "wildcard_import" for child in node.named_children):
            yield ir.Import(line, module, "*", "", level)
        for child in node.children_by_field_name("name"):
            name, alias = self._aliased(child)
            yield ir.Import(line, module, name, alias, level)

    def _aliased(self, node: tree_sitter.Node) -> tuple[str, str]:
        if node.type == "aliased_import":
            dotted = self.name(node.child_by_field_name("name"))
            return re.sub(r"\s", "", dotted), self.name(node.child_by_field_name("alias"))
        return re.sub(r"[\s\\]", "", self.name(node)), ""

    def branch(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        arms = [node, *node.children_by_field_name("alternative")]
        otherwise: tuple[ir.Statement, ...] = ()
        for arm in reversed(arms):
            if arm.type == "else_clause":
                otherwise = self.block(arm.child_by_field_name("body"), depth)
                continue
            test = self.field(arm, "condition", depth)
            then = self.block(arm.child_by_field_name("consequence"), depth)
            otherwise = (ir.Branch(self.line(arm), test, then, otherwise),)
        yield from otherwise

    def loop(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        body = self.block(node.child_by_field_name("body"), depth)
        alternative = node.child_by_field_name("alternative")
        rest: tuple[ir.Statement, ...] = ()
        if alternative is not None:
            rest = self.block(alternative.child_by_field_name("body"), depth)
        line = self.line(node)
        if node.type == "for_statement":
            target, iterable = self.field(node, "left", depth), self.field(node, "right", depth)
            yield ir.Loop(line, target, iterable, body, rest)
        else:
            yield ir.While(line, self.field(node, "condition", depth), body)
            yield from rest

    def attempt(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        handlers: list[ir.Handler] = []
        rest: tuple[ir.Statement, ...] = ()
        final: tuple[ir.Statement, ...] = ()
        for child in node.named_children:
            if child.type in {"except_clause", "except_group_clause"}:
                handlers.append(self.handler(child, depth))
            elif child.type == "else_clause":
                rest = self.block(child.child_by_field_name("body"), depth)
            elif child.type == "finally_clause":
                final = self.block(_last(child, "block"), depth)
        body = self.block(node.child_by_field_name("body"), depth)
        yield ir.Try(self.line(node), body, tuple(handlers), rest, final)

    def handler(self, node: tree_sitter.Node, depth: int) -> ir.Handler:
        types: list[ir.Expression] = []
        name = ""
        for child in node.named_children:
            if child.type == "as_pattern":
                alias = child.child_by_field_name("alias")
                name = self.name(alias)
                types.extend(
                    self.expression(one, depth)
                    for one in child.named_children
                    if one.type != "as_pattern_target"
                )
            elif child.type not in {"block", "comment"}:
                types.append(self.expression(child, depth))
        return ir.Handler(tuple(types), name, self.block(_last(node, "block"), depth))

    def context(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        items: list[tuple[ir.Expression, ir.Expression | None]] = []
        for clause in node.named_children:
            if clause.type != "with_clause":
                continue
            for item in clause.named_children:
                value = item.child_by_field_name("value") or item
                if value.type == "as_pattern" and value.named_children:
                    alias = value.child_by_field_name("alias")
                    target = alias.named_children[0] if alias and alias.named_children else alias
                    items.append(
                        (
                            self.expression(value.named_children[0], depth),
                            self.expression(target, depth) if target is not None else None,
                        )
                    )
                elif value.type != "comment":
                    items.append((self.expression(value, depth), None))
        body = self.block(node.child_by_field_name("body"), depth)
        yield ir.With(self.line(node), tuple(items), body)

    def define(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        decorators: list[ir.Expression] = []
        inner: tree_sitter.Node | None = node
        if node.type == "decorated_definition":
            decorators = [
                self.expression(child.named_children[0], depth)
                for child in node.named_children
                if child.type == "decorator" and child.named_children
            ]
            inner = node.child_by_field_name("definition")
        if inner is None:
            return
        made = self.function if inner.type == "function_definition" else self.klass
        yield ir.Evaluate(self.line(inner), made(inner, depth, tuple(decorators)))

    def function(
        self, node: tree_sitter.Node, depth: int, decorators: tuple[ir.Expression, ...] = ()
    ) -> ir.Expression:
        parameters = self.parameters(node.child_by_field_name("parameters"), depth)
        body = node.child_by_field_name("body")

        def late() -> tuple[ir.Statement, ...]:
            return self.block(body, depth)

        name = self.name(node.child_by_field_name("name"))
        end = node.end_point[0] + self.base
        return ir.Function(self.line(node), name, parameters, late, decorators, end)

    def parameters(self, node: tree_sitter.Node | None, depth: int) -> tuple[ir.Parameter, ...]:
        found: list[ir.Parameter] = []
        for child in node.named_children if node is not None else ():
            kind = child.type
            inner = child
            if kind == "typed_parameter" and child.named_children:
                inner = child.named_children[0]
                kind = inner.type
            if kind == "identifier":
                found.append(ir.Parameter(self.name(inner)))
            elif kind in {"default_parameter", "typed_default_parameter"}:
                default = self.field(child, "value", depth)
                found.append(ir.Parameter(self.name(child.child_by_field_name("name")), default))
            elif kind in {"list_splat_pattern", "dictionary_splat_pattern"}:
                text = self.name(inner)
                found.append(
                    ir.Parameter(text.lstrip("* "), None, "**" if text[:2] == "**" else "*")
                )
        return tuple(found)

    def klass(
        self, node: tree_sitter.Node, depth: int, decorators: tuple[ir.Expression, ...] = ()
    ) -> ir.Expression:
        bases, keywords = self.arguments(node.child_by_field_name("superclasses"), depth)
        body = self.block(node.child_by_field_name("body"), depth)
        name = self.name(node.child_by_field_name("name"))
        return ir.Class(self.line(node), name, bases, keywords, body, decorators)

    def simple(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Lower statements of one keyword and some expressions."""
        line, kind = self.line(node), node.type
        values = [self.expression(one, depth) for one in node.named_children]
        if kind == "return_statement":
            yield ir.Return(line, values[0] if values else None)
        elif kind == "exec_statement":
            code = node.child_by_field_name("code")
            inner = self.expression(code, depth) if code is not None else ir.Opaque(line)
            given = tuple(values[1:3])
            if isinstance(inner, ir.Sequence) and not given:
                given, inner = inner.items[1:3], (inner.items or (inner,))[0]
            call = ir.Call(line, ir.Name(line, "exec"), (inner, *given))
            yield ir.Evaluate(line, call)
        else:
            for value in values:
                yield ir.Evaluate(line, value)
            if kind == "raise_statement":
                yield ir.Jump(line, "raise")

    def jump(self, node: tree_sitter.Node, _depth: int) -> Iterator[ir.Statement]:
        yield ir.Jump(self.line(node), node.type.partition("_")[0])

    def declare(self, node: tree_sitter.Node, _depth: int) -> Iterator[ir.Statement]:
        names = tuple(self.name(one) for one in node.named_children)
        yield ir.Declare(self.line(node), names, node.type.partition("_")[0])

    def match(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        line = self.line(node)
        for subject in node.children_by_field_name("subject"):
            yield ir.Evaluate(line, self.expression(subject, depth))
        cases = node.child_by_field_name("body") or node
        for case in cases.named_children:
            if case.type == "case_clause":
                body = self.block(case.child_by_field_name("consequence"), depth)
                yield ir.Branch(self.line(case), ir.Opaque(self.line(case)), body)

    # -- expressions

    def field(self, node: tree_sitter.Node, name: str, depth: int) -> ir.Expression:
        child = node.child_by_field_name(name)
        return self.expression(child, depth) if child is not None else ir.Opaque(self.line(node))

    def expression(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        if depth > ir.MAX_DEPTH:
            self.trouble["too-deep"] = None
            return ir.Opaque(self.line(node))
        kind = node.type
        if kind in _LEFT:
            return self.spine(node, depth)
        lowerer = _EXPRESSIONS.get(kind)
        if lowerer is not None:
            return lowerer(self, node, depth + 1)
        return self.opaque(node, depth + 1)

    def spine(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        """Lower a chain that leans to the left, from its innermost part outwards."""
        chain: list[tree_sitter.Node] = []
        inner: tree_sitter.Node | None = node
        while inner is not None and inner.type in _LEFT:
            chain.append(inner)
            inner = inner.child_by_field_name(_LEFT[inner.type])
        value: ir.Expression = ir.Opaque(self.line(node))
        if inner is not None:
            value = self.expression(inner, depth + 1)
        height = 0
        for link in reversed(chain):
            before = value
            value = self.link(link, value, depth + 1)
            height += value is not before
            if depth + height > ir.MAX_DEPTH:
                self.trouble["too-deep"] = None
                value, height = ir.Opaque(self.line(link)), 0
        return value

    def link(self, node: tree_sitter.Node, left: ir.Expression, depth: int) -> ir.Expression:
        kind, line = node.type, self.line(node)
        if kind == "attribute":
            attribute = node.child_by_field_name("attribute")
            at = line if attribute is None else self.line(attribute)
            return ir.Attribute(at, left, self.name(attribute))
        if kind == "call":
            arguments, keywords = self.arguments(node.child_by_field_name("arguments"), depth)
            return ir.Call(max(line, left.line), left, arguments, keywords)
        if kind == "subscript":
            parts = tuple(
                self.expression(one, depth) for one in node.children_by_field_name("subscript")
            )
            index = parts[0] if len(parts) == 1 else ir.Sequence(line, "tuple", parts)
            return ir.Subscript(line, left, index)
        operator = self.name(node.child_by_field_name("operator"))
        right = self.field(node, "right", depth)
        if isinstance(left, ir.Operation) and left.operator == operator and len(left.operands) > 1:
            if operator in {"+", "and", "or"}:
                left.operands = (*left.operands, right) if len(left.operands) < 64 else (left, right)
                return left
        return ir.Operation(line, operator, (left, right))

    def arguments(
        self, node: tree_sitter.Node | None, depth: int
    ) -> tuple[tuple[ir.Expression, ...], tuple[tuple[str, ir.Expression], ...]]:
        if node is None:
            return (), ()
        if node.type == "generator_expression":
            return (self.expression(node, depth),), ()
        found: list[ir.Expression] = []
        keywords: list[tuple[str, ir.Expression]] = []
        for child in node.named_children:
            if child.type == "keyword_argument":
                name = self.name(child.child_by_field_name("name"))
                keywords.append((name, self.field(child, "value", depth)))
            elif child.type == "dictionary_splat" and child.named_children:
                keywords.append(("", self.expression(child.named_children[0], depth)))
            elif child.type != "comment":
                found.append(self.expression(child, depth))
        return tuple(found), tuple(keywords)

    def opaque(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        if node.type == "ERROR":
            self.trouble["syntax-error"] = None
        parts = tuple(self.expression(child, depth) for child in node.named_children)
        return parts[0] if len(parts) == 1 else ir.Opaque(self.line(node), parts)


def _last(node: tree_sitter.Node, kind: str) -> tree_sitter.Node | None:
    return next((one for one in reversed(node.named_children) if one.type == kind), None)


_STATEMENTS: dict[
    str, Callable[[Lowering, tree_sitter.Node, int], Iterator[ir.Statement]]
] = {
    "import_statement": Lowering.imports,
    "import_from_statement": Lowering.imports,
    "future_import_statement": Lowering.imports,
    "if_statement": Lowering.branch,
    "for_statement": Lowering.loop,
    "while_statement": Lowering.loop,
    "try_statement": Lowering.attempt,
    "with_statement": Lowering.context,
    "function_definition": Lowering.define,
    "class_definition": Lowering.define,
    "decorated_definition": Lowering.define,
    "return_statement": Lowering.simple,
    "exec_statement": Lowering.simple,
    "raise_statement": Lowering.simple,
    "delete_statement": Lowering.simple,
    "assert_statement": Lowering.simple,
    "print_statement": Lowering.simple,
    "break_statement": Lowering.jump,
    "continue_statement": Lowering.jump,
    "global_statement": Lowering.declare,
    "nonlocal_statement": Lowering.declare,
    "match_statement": Lowering.match,
}

LANGUAGE = Language(
    id="python",
    suffixes=(".py", ".pyw", ".pyi"),
    lower=lower,
    methods=METHODS,
    functions=FUNCTIONS,
    builtins=BUILTINS,
    special=SPECIAL,
    marks={"builtins.chr": "chr", "builtins.unichr": "chr", "builtins.bytes.fromhex": "hex"},
)
