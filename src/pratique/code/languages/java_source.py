"""Java sources, lowered from tree-sitter's tree to what their class files would become.

Names are resolved as a compiler does it, as far as one file tells: imports, the file's own package,
`java.lang`. Every class of the file becomes a class of its module, its static part what the module
does.
"""

from collections.abc import Callable, Iterator

import tree_sitter
import tree_sitter_java

from pratique.code import ir
from pratique.code.languages.java_tree import Member, Tree, modifiers

GRAMMAR = tree_sitter.Language(tree_sitter_java.language())
_KINDS = frozenset(
    ("class_declaration", "interface_declaration", "enum_declaration", "record_declaration")
)
_NESTED = 24


def lower(source: bytes, first_line: int = 1) -> ir.Program:
    """Lower Java source whose first line has this number; never raises."""
    lowering = Lowering(source, first_line)
    root = tree_sitter.Parser(GRAMMAR).parse(source).root_node
    lowering.read_names(root)
    made: list[ir.Statement] = []
    for child in root.named_children:
        if child.type in _KINDS:
            made.extend(lowering.klass(child, lowering.package, 0))
    return ir.Program(tuple(made), tuple(lowering.trouble))


class Lowering(Tree):
    """Classes and statements; expressions are in the class it builds on."""

    # -- classes

    def klass(self, node: tree_sitter.Node, outer: str, depth: int) -> Iterator[ir.Statement]:
        """Yield a class and what it does when it is loaded; classes inside it come first."""
        name = self.text(node.child_by_field_name("name"))
        simple = f"{outer.rpartition('.')[2]}${name}" if depth else name
        full = f"{outer}${name}" if depth else f"{outer}.{name}".lstrip(".")
        bases = tuple(self.class_name(one, self.line(node)) for one in self.bases(node))
        made, started = self.body(node.child_by_field_name("body"), full, simple, bases, depth)
        yield from made
        yield from started

    def bases(self, node: tree_sitter.Node) -> Iterator[str]:
        """Yield the names of what a class extends and implements."""
        for field in ("superclass", "interfaces"):
            part = node.child_by_field_name(field)
            pending = [part] if part is not None else []
            while pending:
                one = pending.pop(0)
                if one.type in {"type_identifier", "scoped_type_identifier"}:
                    yield self.text(one)
                elif one.type == "generic_type":
                    pending.insert(0, one.named_children[0])
                else:
                    pending.extend(one.named_children)

    def body(
        self,
        node: tree_sitter.Node | None,
        full: str,
        simple: str,
        bases: tuple[ir.Expression, ...],
        depth: int,
    ) -> tuple[list[ir.Statement], list[ir.Statement]]:
        """Return the statements that make a class, and those that its loading does."""
        before: list[ir.Statement] = []
        methods: list[ir.Statement] = []
        started: list[ir.Statement] = []
        fields: list[ir.Statement] = []
        children = list(node.named_children) if node is not None else []
        children += [
            inner for one in children if one.type == "enum_body_declarations"
            for inner in one.named_children
        ]  # fmt: skip
        self.inside.append(self.members(children, full))
        for child in children:
            kind = child.type
            if kind in _KINDS and depth < _NESTED:
                before.extend(self.klass(child, full, depth + 1))
            elif kind == "static_initializer":
                started.extend(self.block(child.named_children[-1], depth + 1))
            elif kind in {"method_declaration", "constructor_declaration"}:
                methods.extend(self.method(child, depth + 1, fields))
            elif kind == "field_declaration":
                target = started if "static" in modifiers(child, self) else fields
                target.extend(self.field_values(child, full, depth + 1))
            elif kind == "block":
                fields.extend(self.block(child, depth + 1))
        self.inside.pop()
        line = self.line(node) if node is not None else 1
        if fields and not any("<init>" in _bound_name(one) for one in methods):
            made = ir.Function(line, "<init>", (ir.Parameter("this"),), tuple(fields))
            methods.append(_bind("<init>", made, line))
        kind_ = ir.Class(line, simple, bases, (), tuple(methods))
        return [*before, ir.Evaluate(line, kind_)], started

    def members(self, children: list[tree_sitter.Node], full: str) -> dict[str, Member]:
        """Return what a class has: fields, methods, classes, and whether they are static."""
        found: dict[str, Member] = {"": Member("class", static=True, owner=full)}
        for child in children:
            static = "static" in modifiers(child, self)
            if child.type == "field_declaration":
                kind = self.type_of(child.child_by_field_name("type"))
                for one in child.children_by_field_name("declarator"):
                    name = self.text(one.child_by_field_name("name"))
                    found[name] = Member("field", static=static, owner=full, type=kind)
            elif child.type == "method_declaration":
                name = self.text(child.child_by_field_name("name"))
                found[f"{name}()"] = Member("method", static=static, owner=full)
            elif child.type in _KINDS:
                name = self.text(child.child_by_field_name("name"))
                found[f"class {name}"] = Member("class", static=True, owner=f"{full}${name}")
        return found

    def method(
        self, node: tree_sitter.Node, depth: int, fields: list[ir.Statement]
    ) -> Iterator[ir.Statement]:
        """Yield a method or constructor under its name, and under name and number of arguments."""
        line, constructor = self.line(node), node.type == "constructor_declaration"
        name = "<init>" if constructor else self.text(node.child_by_field_name("name"))
        static = "static" in modifiers(node, self)
        listed = node.child_by_field_name("parameters")
        given: dict[str, str] = {}
        for one in listed.named_children if listed is not None else ():
            inner = one.child_by_field_name("name") or (one.named_children or (one,))[-1]
            given[self.text(inner)] = self.type_of(one.child_by_field_name("type"))
        parameters = tuple(ir.Parameter(one) for one in given)
        if not static:
            parameters = (ir.Parameter("this"), *parameters)
        body = node.child_by_field_name("body")
        inside = list(self.inside)

        def late() -> tuple[ir.Statement, ...]:
            outer, self.inside = self.inside, inside
            self.locals.append(dict(given))
            try:
                return (*(fields if constructor else ()), *self.block(body, depth))
            finally:
                self.inside = outer
                self.locals.pop()

        end = node.end_point[0] + self.base
        made = ir.Function(line, name, parameters, late, (), end)
        yield _bind(f"{name}/{len(given)}", made, line)
        yield _bind(name, ir.Name(line, f"{name}/{len(given)}"), line)

    def field_values(self, node: tree_sitter.Node, full: str, depth: int) -> Iterator[ir.Statement]:
        """Yield the values that fields begin with."""
        static = "static" in modifiers(node, self)
        for one in node.children_by_field_name("declarator"):
            value = one.child_by_field_name("value")
            if value is not None:
                line = self.line(one)
                holder = self.class_name(full, line) if static else ir.Name(line, "this")
                target = ir.Attribute(line, holder, self.text(one.child_by_field_name("name")))
                made = ir.Assign(line, target, self.expression(value, depth))
                yield ir.Evaluate(line, made)

    # -- statements

    def block(self, node: tree_sitter.Node | None, depth: int) -> tuple[ir.Statement, ...]:
        """Return the statements of a block or of one statement."""
        if node is None:
            return ()
        if depth > ir.MAX_DEPTH:
            self.trouble["too-deep"] = None
            return ()
        if node.type not in {"block", "constructor_body", "switch_block_statement_group"}:
            return tuple(self.statement(node, depth + 1))
        found: list[ir.Statement] = []
        for child in node.named_children:
            found.extend(self.statement(child, depth + 1))
        return tuple(found)

    def statement(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Yield what one statement becomes."""
        lowerer = _STATEMENTS.get(node.type)
        line = self.line(node)
        if lowerer is not None:
            yield from lowerer(self, node, depth)
        elif node.type == "block":
            yield from self.block(node, depth)
        elif node.type in _KINDS:
            yield from self.klass(node, self.inside[-1][""].owner, 1)
        elif node.type.endswith("comment") or node.type == "switch_label":
            return
        elif node.type in {"expression_statement", "labeled_statement", "synchronized_statement"}:
            for child in node.named_children:
                if child.type.endswith(("_statement", "block")):
                    yield from self.block(child, depth)
                elif child.type != "identifier" or node.type == "expression_statement":
                    yield ir.Evaluate(self.line(child), self.expression(child, depth))
        else:
            yield ir.Evaluate(line, self.expression(node, depth))

    def declared(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Yield the bindings of local variables."""
        kind = self.type_of(node.child_by_field_name("type"))
        for one in node.children_by_field_name("declarator"):
            name, line = self.text(one.child_by_field_name("name")), self.line(one)
            self.locals[-1][name] = kind
            value = one.child_by_field_name("value")
            if value is not None:
                made = ir.Assign(line, ir.Name(line, name), self.expression(value, depth))
                yield ir.Evaluate(line, made)

    def branch(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Yield an `if`."""
        test = self.part(node, "condition", depth)
        then = self.block(node.child_by_field_name("consequence"), depth)
        otherwise = self.block(node.child_by_field_name("alternative"), depth)
        yield ir.Branch(self.line(node), test, then, otherwise)

    def repeat(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Yield `while`, `do` and `for`."""
        line = self.line(node)
        for one in node.children_by_field_name("init"):
            yield from self.statement(one, depth)
        condition = node.child_by_field_name("condition")
        test: ir.Expression = ir.Const(line, value=True)
        if condition is not None:
            test = self.expression(condition, depth)
        body = self.block(node.child_by_field_name("body"), depth)
        step = tuple(
            ir.Evaluate(line, self.expression(one, depth))
            for one in node.children_by_field_name("update")
        )
        yield ir.While(line, test, body, step, node.type != "do_statement")

    def each(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Yield `for (T x : xs)`."""
        line, name = self.line(node), self.text(node.child_by_field_name("name"))
        self.locals[-1][name] = self.type_of(node.child_by_field_name("type"))
        iterable = self.part(node, "value", depth)
        body = self.block(node.child_by_field_name("body"), depth)
        yield ir.Loop(line, ir.Name(line, name), iterable, body)

    def attempt(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Yield a `try`, its resources bound first."""
        line = self.line(node)
        before: list[ir.Statement] = []
        resources = node.child_by_field_name("resources")
        for one in resources.named_children if resources is not None else ():
            value = one.child_by_field_name("value")
            if value is not None:
                name = self.text(one.child_by_field_name("name"))
                self.locals[-1][name] = self.type_of(one.child_by_field_name("type"))
                made = ir.Assign(line, ir.Name(line, name), self.expression(value, depth))
                before.append(ir.Evaluate(self.line(one), made))
        body = (*before, *self.block(node.child_by_field_name("body"), depth))
        handlers: list[ir.Handler] = []
        final: tuple[ir.Statement, ...] = ()
        for child in node.named_children:
            if child.type == "catch_clause":
                inner = self.block(child.child_by_field_name("body"), depth)
                handlers.append(ir.Handler((), "", inner))
            elif child.type == "finally_clause":
                final = self.block(child.named_children[-1], depth)
        yield ir.Try(line, body, tuple(handlers), (), final)

    def leave(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Yield `return`, `throw`, `break` and `continue`."""
        line, kind = self.line(node), node.type
        values = [self.expression(one, depth) for one in node.named_children
                  if not one.type.endswith("comment")]  # fmt: skip
        if kind in {"return_statement", "yield_statement"}:
            yield ir.Return(line, values[0] if values else None)
            return
        if kind == "throw_statement":
            yield from (ir.Evaluate(line, one) for one in values)
            yield ir.Jump(line, "raise")
            return
        yield ir.Jump(line, kind.partition("_")[0])

    def switch(self, node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
        """Yield a `switch`: any of its cases may be taken."""
        yield ir.Evaluate(self.line(node), self.part(node, "condition", depth))
        body = node.child_by_field_name("body")
        for case in body.named_children if body is not None else ():
            inner: list[ir.Statement] = []
            for child in case.named_children:
                if child.type != "switch_label":
                    inner.extend(self.statement(child, depth + 1))
            made = tuple(one for one in inner if not isinstance(one, ir.Jump))
            yield ir.Branch(self.line(case), ir.Opaque(self.line(case)), made)


def _bind(name: str, value: ir.Expression, line: int) -> ir.Statement:
    return ir.Evaluate(line, ir.Assign(line, ir.Name(line, name), value))


def _bound_name(statement: ir.Statement) -> str:
    made = statement.expression if isinstance(statement, ir.Evaluate) else None
    target = made.target if isinstance(made, ir.Assign) else None
    return target.name if isinstance(target, ir.Name) else ""


_STATEMENTS: dict[str, Callable[[Lowering, tree_sitter.Node, int], Iterator[ir.Statement]]] = {
    "local_variable_declaration": Lowering.declared,
    "if_statement": Lowering.branch,
    "while_statement": Lowering.repeat,
    "do_statement": Lowering.repeat,
    "for_statement": Lowering.repeat,
    "enhanced_for_statement": Lowering.each,
    "try_statement": Lowering.attempt,
    "try_with_resources_statement": Lowering.attempt,
    "return_statement": Lowering.leave,
    "yield_statement": Lowering.leave,
    "throw_statement": Lowering.leave,
    "break_statement": Lowering.leave,
    "continue_statement": Lowering.leave,
    "switch_expression": Lowering.switch,
    "switch_statement": Lowering.switch,
}
