"""Python, version 2 and 3, lowered from tree-sitter's tree.

Function bodies are lowered when they are evaluated first. Long chains of one operator and long
chains of calls and attributes lean to the left; they are walked in a loop, not by recursion.
"""

import unicodedata
from collections.abc import Iterator

import tree_sitter
import tree_sitter_python

from pratique.code import ir
from pratique.code.evaluate.uses import parameter
from pratique.code.languages import python_computed
from pratique.code.languages.language import Language
from pratique.code.languages.python_expressions import TABLE as _EXPRESSIONS
from pratique.code.languages.python_pure import BUILTINS, FUNCTIONS, METHODS
from pratique.code.languages.python_special import SPECIAL, symbol
from pratique.code.languages.python_statements import TABLE as _STATEMENTS
from pratique.code.languages.python_statements import broken

_GRAMMAR = tree_sitter.Language(tree_sitter_python.language())
_WIDEST = 64
"""Operands that are taken together."""
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
    lowering = Lowering(source, first_line)
    return ir.Program(lowering.block(lowering.tree().root_node, 0), lowering.troubles)


class Lowering:
    """The source being lowered, and what went wrong with it."""

    __slots__ = ("base", "errors", "source", "trouble")

    def __init__(self, source: bytes, first_line: int) -> None:
        self.source = source
        self.base = first_line
        self.errors = 0
        self.trouble: dict[str, None] = {}

    def tree(self) -> tree_sitter.Tree:
        """Parse the source."""
        return tree_sitter.Parser(_GRAMMAR).parse(self.source)

    @property
    def troubles(self) -> tuple[str, ...]:
        """Return what could not be read."""
        return tuple(self.trouble)

    def text(self, node: tree_sitter.Node) -> str:
        """Return the source of a node."""
        return self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def name(self, node: tree_sitter.Node | None) -> str:
        """Return a name as Python takes it (NFKC)."""
        if node is None:
            return ""
        text = self.text(node)
        return text if text.isascii() else unicodedata.normalize("NFKC", text)

    def line(self, node: tree_sitter.Node) -> int:
        """Return the line that a node starts on."""
        return node.start_point[0] + self.base

    # -- statements

    def block(self, node: tree_sitter.Node | None, depth: int) -> tuple[ir.Statement, ...]:
        """Lower the statements of a block."""
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
        """Lower one statement; some become several."""
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
            yield from broken(self, node, depth)
        elif kind in {"block", "module"}:
            yield from self.block(node, depth)
        else:
            yield ir.Evaluate(self.line(node), self.expression(node, depth))

    # -- expressions

    def field(self, node: tree_sitter.Node, name: str, depth: int) -> ir.Expression:
        """Lower the expression in a field."""
        child = node.child_by_field_name(name)
        return self.expression(child, depth) if child is not None else ir.Opaque(self.line(node))

    def expression(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        """Lower an expression."""
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
        """Lower one link of a chain, given what stands left of it."""
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
        if (
            operator in {"+", "and", "or"}
            and isinstance(left, ir.Operation)
            and left.operator == operator
            and 1 < len(left.operands) < _WIDEST
        ):
            left.operands = (*left.operands, right)
            return left
        return ir.Operation(line, operator, (left, right))

    def arguments(
        self, node: tree_sitter.Node | None, depth: int
    ) -> tuple[tuple[ir.Expression, ...], tuple[tuple[str, ir.Expression], ...]]:
        """Lower the arguments of a call."""
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
        """Lower what has no meaning of its own."""
        if node.type == "ERROR":
            self.trouble["syntax-error"] = None
        parts = tuple(self.expression(child, depth) for child in node.named_children)
        return parts[0] if len(parts) == 1 else ir.Opaque(self.line(node), parts)


LANGUAGE = Language(
    id="python",
    suffixes=(".py", ".pyw", ".pyi"),
    lower=lower,
    methods=METHODS,
    functions={**FUNCTIONS, **python_computed.FUNCTIONS},
    constants=python_computed.CONSTANTS,
    builtins=BUILTINS,
    special=SPECIAL,
    symbol=symbol,
    parameter=parameter,
    marks={"builtins.chr": "chr", "builtins.unichr": "chr", "builtins.bytes.fromhex": "hex"},
)
