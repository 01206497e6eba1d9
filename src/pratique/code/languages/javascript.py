"""JavaScript and TypeScript, lowered from tree-sitter's trees.

Plain JavaScript is tried first; what does not parse as such is parsed as TypeScript (with JSX) and
the tree with fewer errors is taken. Function declarations come first in their block, as they do
when it runs; function bodies are lowered when they are evaluated first.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice

import tree_sitter
import tree_sitter_javascript
import tree_sitter_typescript

from pratique.code import ir
from pratique.code.languages import javascript_ciphers
from pratique.code.languages import javascript_host as host
from pratique.code.languages import javascript_members as members
from pratique.code.languages import javascript_modules as modules
from pratique.code.languages import javascript_pure as pure
from pratique.code.languages import javascript_special as special
from pratique.code.languages import javascript_unseen as unseen
from pratique.code.languages.javascript_bounded import COMPUTING, attempt
from pratique.code.languages.javascript_coerce import operator
from pratique.code.languages.javascript_expressions import Expressions
from pratique.code.languages.javascript_patterns import LEFT, bound, endless
from pratique.code.languages.language import Language

_GRAMMARS = (
    tree_sitter.Language(tree_sitter_javascript.language()),
    tree_sitter.Language(tree_sitter_typescript.language_typescript()),
    tree_sitter.Language(tree_sitter_typescript.language_tsx()),
)
_TYPED = re.compile(
    rb"[\w)\]]\??:\s*(?:string|number|boolean|void|any|unknown|never)\b|\binterface\s+\w|\benum\s+\w"
    rb"|\bimport\s+type\b|\bas\s+(?:const|any|unknown|string)\b|\bnamespace\s+\w|\bdeclare\s+\w"
)
"""What only TypeScript has; other sources with errors are JavaScript that was cut or is broken."""
_COMMENT = re.compile(rb"/\*(?:[^*]|\*(?!/))*+\*/|//[^\n]*+")
_SKIPPED = frozenset(
    (
        "comment",
        "empty_statement",
        "hash_bang_line",
        "html_comment",
        "debugger_statement",
        "type_alias_declaration",
        "interface_declaration",
        "ambient_declaration",
    )
)
_FUNCTIONS = frozenset(("function_declaration", "generator_function_declaration"))


def lower(source: bytes, first_line: int = 1) -> ir.Program:
    """Lower JavaScript or TypeScript whose first line has this number; never raises."""
    best: tree_sitter.Tree | None = None
    for grammar in _GRAMMARS:
        if best is not None and not _typed(best.root_node, source):
            break
        if grammar is _GRAMMARS[-1] and b"</" not in source and b"/>" not in source:
            break  # nothing in it is JSX, which is what this one adds
        tree = tree_sitter.Parser(grammar).parse(source)
        if best is None or not tree.root_node.has_error:
            best = tree
        if not tree.root_node.has_error:
            break
    lowering = Lowering(source, first_line)
    body = lowering.block(best.root_node, 0) if best is not None else ()
    return ir.Program(body, tuple(lowering.trouble))


def _typed(root: tree_sitter.Node, source: bytes) -> bool:
    """Tell whether what JavaScript's grammar stumbles over first looks like TypeScript.

    Sources that were cut hold such words, too, but not there; and a grammar takes far longer to
    recover from a cut than to read.
    """
    return any(
        _TYPED.search(_COMMENT.sub(b" ", source[max(0, start - _NEAR) : end + _NEAR]))
        for start, end in islice(_errors(root), _ERRORS)
    )


def _errors(root: tree_sitter.Node) -> Iterator[tuple[int, int]]:
    """Yield where a tree is broken, in order."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.is_error or node.is_missing:
            yield node.start_byte, min(node.end_byte, node.start_byte + _NEAR)
        waiting.extend(child for child in reversed(node.children) if child.has_error)


_NEAR = 160
_ERRORS = 64


class Lowering(Expressions):
    """Statements; expressions are in the class it builds on."""

    def block(self, node: tree_sitter.Node | None, depth: int) -> tuple[ir.Statement, ...]:
        """Return the statements of a block or of one statement, function declarations first."""
        if node is None:
            return ()
        if depth > ir.MAX_DEPTH:
            self.trouble["too-deep"] = None
            return ()
        if node.type not in {"program", "statement_block", "class_static_block", "ERROR"}:
            return tuple(self.statement(node, depth + 1))
        found: list[ir.Statement] = []
        children = node.named_children
        for child in children:
            if _declared(child):
                found.extend(self.statement(child, depth + 1))
        for child in children:
            if not _declared(child):
                found.extend(self.statement(child, depth + 1))
        return tuple(found)

    def statement(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Yield what one statement becomes."""
        kind = node.type
        if kind in _SKIPPED:
            return
        lowerer = _STATEMENTS.get(kind)
        if lowerer is not None:
            yield from lowerer(self, node, depth)
            return
        if kind == "ERROR":
            self.trouble["syntax-error"] = None
            yield from self.block(node, depth)
            return
        for child in node.named_children if kind == "expression_statement" else (node,):
            if child.type not in _SKIPPED:
                yield ir.Evaluate(self.line(child), self.expression(child, depth))

    def nested(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Lower a block that stands as a statement."""
        yield from self.block(node, depth)

    def variables(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Lower `var`, `let` and `const`."""
        for child in node.named_children:
            if child.type != "variable_declarator":
                continue
            line = self.line(child)
            target = self.field(child, "name", depth)
            names = tuple(bound(target))
            if names:
                yield ir.Declare(line, names, "local")
            value = child.child_by_field_name("value")
            given: ir.Expression = ir.Const(line, None)
            if value is not None:
                given = self.expression(value, depth)
                if isinstance(given, ir.Function) and isinstance(target, ir.Name):
                    given.name = given.name or target.name
            yield ir.Evaluate(line, ir.Assign(line, target, given))

    def define(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Lower a function or class declaration."""
        name = node.child_by_field_name("name")
        if name is not None:
            yield ir.Declare(self.line(node), (self.text(name),), "local")
        yield ir.Evaluate(self.line(node), self.expression(node, depth))

    def branch(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Lower `if` with its chain of `else if`."""
        arms = [node]
        last: tree_sitter.Node | None = None
        while (clause := arms[-1].child_by_field_name("alternative")) is not None:
            inner = clause.named_children[-1] if clause.named_children else None
            if inner is None or inner.type != "if_statement":
                last = inner
                break
            arms.append(inner)
        otherwise = self.block(last, depth)
        for arm in reversed(arms):
            test = self.field(arm, "condition", depth)
            then = self.block(arm.child_by_field_name("consequence"), depth)
            otherwise = (ir.Branch(self.line(arm), test, then, otherwise),)
        yield from otherwise

    def counted(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Lower `for (;;)`."""
        line = self.line(node)
        first = node.child_by_field_name("initializer")
        if first is not None:
            yield from self.statement(first, depth)
        condition = node.child_by_field_name("condition")
        test: ir.Expression = ir.Const(line, value=True)
        if condition is not None and condition.type != "empty_statement":
            inner = (
                condition.named_children[0]
                if condition.type == "expression_statement"
                else (condition)
            )
            test = self.expression(inner, depth)
        increment = node.child_by_field_name("increment")
        step: tuple[ir.Statement, ...] = ()
        if increment is not None:
            step = (ir.Evaluate(line, self.expression(increment, depth)),)
        yield from endless(self, node)
        yield ir.While(line, test, self.block(node.child_by_field_name("body"), depth), step)

    def each(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Lower `for … of` and `for … in`."""
        line = self.line(node)
        iterable = self.field(node, "right", depth)
        operator = node.child_by_field_name("operator")
        if operator is not None and self.text(operator) == "in":
            iterable = ir.Call(line, ir.Name(line, "keys"), (iterable,))
        target = self.field(node, "left", depth)
        if node.child_by_field_name("kind") is not None:
            yield ir.Declare(line, tuple(bound(target)), "local")
        body = self.block(node.child_by_field_name("body"), depth)
        yield ir.Loop(line, target, iterable, body)

    def loop(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Lower `while` and `do … while`."""
        test = self.field(node, "condition", depth)
        body = self.block(node.child_by_field_name("body"), depth)
        yield from endless(self, node)
        yield ir.While(self.line(node), test, body, (), node.type == "while_statement")

    def attempt(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Lower `try`."""
        handlers: tuple[ir.Handler, ...] = ()
        catch = node.child_by_field_name("handler")
        if catch is not None:
            parameter = catch.child_by_field_name("parameter")
            name = self.text(parameter) if parameter is not None else ""
            body = self.block(catch.child_by_field_name("body"), depth)
            if parameter is not None and parameter.type in {"object_pattern", "array_pattern"}:
                name, line = "#caught", self.line(parameter)
                target = self.expression(parameter, depth)
                taken = ir.Evaluate(line, ir.Assign(line, target, ir.Name(line, name)))
                body = (ir.Declare(line, tuple(bound(target)), "local"), taken, *body)
            handlers = (ir.Handler((), name, body),)
        last = node.child_by_field_name("finalizer")
        final = self.block(last.child_by_field_name("body"), depth) if last is not None else ()
        body = self.block(node.child_by_field_name("body"), depth)
        yield ir.Try(self.line(node), body, handlers, (), final)

    def switch(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Lower `switch` to a chain of branches.

        Labels that stand together share what follows them; other falling through is not followed.
        """
        line = self.line(node)
        subject = self.field(node, "value", depth)
        if not isinstance(subject, ir.Name | ir.Const):  # asked once, however many cases there are
            held = ir.Name(line, f"#switch{node.start_byte}")
            yield ir.Declare(line, (held.name,), "local")
            yield ir.Evaluate(line, ir.Assign(line, held, subject))
            subject = held
        otherwise: tuple[ir.Statement, ...] = ()
        body = node.child_by_field_name("body")
        last: tuple[ir.Statement, ...] = ()
        for case in reversed(body.named_children if body is not None else []):
            inner = case.children_by_field_name("body")
            then = tuple(
                statement
                for child in inner
                for statement in self.statement(child, depth + 1)
                if not (isinstance(statement, ir.Jump) and statement.kind == "break")
            )
            last = then = then if inner else last
            if case.type == "switch_default":
                otherwise = then
            elif case.type == "switch_case":
                test = ir.Operation(line, "==", (subject, self.field(case, "value", depth)))
                otherwise = (ir.Branch(self.line(case), test, then, otherwise),)
        yield from otherwise

    def leave(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Lower `return`, `throw`, `break` and `continue`."""
        line, kind = self.line(node), node.type.partition("_")[0]
        values = [one for one in node.named_children if one.type != "comment"]
        value = (
            self.expression(values[0], depth) if values and kind in {"return", "throw"} else None
        )
        if kind == "return":
            yield ir.Return(line, value)
            return
        yield ir.Jump(line, "raise" if kind == "throw" else kind, value)

    def labelled(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Lower what a label stands before."""
        yield from self.block(node.child_by_field_name("body"), depth)

    def imports(self, node: tree_sitter.Node, _depth: int) -> Iterator[ir.Statement]:
        """Lower `import … from`."""
        line = self.line(node)
        module = self.module(node.child_by_field_name("source"))
        clause = next((one for one in node.named_children if one.type == "import_clause"), None)
        if clause is None:
            required = next(
                (one for one in node.named_children if one.type == "import_require_clause"), None
            )
            if required is not None and required.named_children:
                module = self.module(required.child_by_field_name("source"))
                yield ir.Import(line, module, None, self.text(required.named_children[0]))
            else:
                yield ir.Import(line, module, None, "_")
            return
        for child in clause.named_children:
            if child.type == "identifier":
                yield ir.Import(line, module, None, self.text(child))
            elif child.type == "namespace_import" and child.named_children:
                yield ir.Import(line, module, None, self.text(child.named_children[0]))
            elif child.type == "named_imports":
                for one in child.named_children:
                    name = one.child_by_field_name("name")
                    alias = one.child_by_field_name("alias") or name
                    if name is not None and alias is not None:
                        yield ir.Import(line, module, self.text(name), self.text(alias))

    def exports(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Lower `export`, which declares, re-exports or gives the module its value."""
        line = self.line(node)
        declaration = node.child_by_field_name("declaration")
        value = node.child_by_field_name("value")
        source = node.child_by_field_name("source")
        if declaration is not None:
            yield from self.statement(declaration, depth)
        elif value is not None or any(one.type == "default" for one in node.children):
            value = value or node.named_children[-1]
            target = ir.Attribute(line, ir.Name(line, "module"), "exports")
            yield ir.Evaluate(line, ir.Assign(line, target, self.expression(value, depth)))
        elif source is not None:
            yield ir.Import(line, self.module(source), None, "_")


def _declared(node: tree_sitter.Node) -> bool:
    if node.type == "export_statement":
        inner = node.child_by_field_name("declaration")
        return inner is not None and inner.type in _FUNCTIONS
    return node.type in _FUNCTIONS


_STATEMENTS: dict[str, Callable[[Lowering, tree_sitter.Node, int], Iterator[ir.Statement]]] = {
    "statement_block": Lowering.nested,
    "variable_declaration": Lowering.variables,
    "lexical_declaration": Lowering.variables,
    "function_declaration": Lowering.define,
    "generator_function_declaration": Lowering.define,
    "class_declaration": Lowering.define,
    "abstract_class_declaration": Lowering.define,
    "if_statement": Lowering.branch,
    "for_statement": Lowering.counted,
    "for_in_statement": Lowering.each,
    "while_statement": Lowering.loop,
    "do_statement": Lowering.loop,
    "try_statement": Lowering.attempt,
    "switch_statement": Lowering.switch,
    "return_statement": Lowering.leave,
    "throw_statement": Lowering.leave,
    "break_statement": Lowering.leave,
    "continue_statement": Lowering.leave,
    "labeled_statement": Lowering.labelled,
    "import_statement": Lowering.imports,
    "export_statement": Lowering.exports,
}

LANGUAGE = Language(
    id="javascript",
    suffixes=(".js", ".cjs", ".mjs", ".jsx", ".ts", ".cts", ".mts", ".tsx"),
    lower=lower,
    methods=pure.METHODS,
    functions=pure.FUNCTIONS,
    builtins=pure.BUILTINS,
    globals_prefix="",
    marks=pure.MARKS,
    special={
        **special.SPECIAL,
        **host.SPECIAL,
        **javascript_ciphers.SPECIAL,
        **unseen.SPECIAL,
    },
    text=unseen.text,
    failed=unseen.failed,
    attribute=members.attribute,
    method=members.method,
    symbol=members.symbol,
    callbacks=special.callbacks,
    entered=special.entered,
    constructed=special.constructed,
    operator=operator,
    exact=attempt,
    computing=COMPUTING,
    windows=True,
    assigned=host.assigned,
    parameter=host.parameter,
    receiver="this",
    modules=modules.SYSTEM,
)

__all__ = ["LANGUAGE", "LEFT", "Lowering", "lower"]
