"""How Python's statements are lowered; the expressions are in `python_expressions.py`."""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import tree_sitter

from pratique.code import ir
from pratique.code.languages.python_expressions import parameters as _parameters

if TYPE_CHECKING:
    from pratique.code.languages.python import Lowering

_ERROR_LINES = 400
"""Lines of broken syntax that are read again one by one."""


def broken(low: "Lowering", node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
    """Keep what parses inside a syntax error, and read its lines again one by one."""
    low.trouble["syntax-error"] = None
    if depth > ir.MAX_DEPTH:
        return
    for child in node.named_children:
        yield from low.statement(child, depth + 1)
    lines = low.source[node.start_byte : node.end_byte].split(b"\n")
    if low.errors + len(lines) > _ERROR_LINES or (len(lines) == 1 and low.errors < 0):
        return
    outer = low.errors
    low.errors = -1 if outer < 0 else outer + len(lines)
    for number, line in enumerate(lines):
        if outer >= 0 and b"(" in line and len(line) < 100_000:
            part = low.__class__(line.strip(), low.line(node) + number)
            part.errors = -1
            yield from part.block(part.tree().root_node, depth + 1)


def imports(low: "Lowering", node: tree_sitter.Node, _depth: int) -> Iterator[ir.Statement]:
    """Lower both forms of `import`."""
    line = low.line(node)
    if node.type == "import_statement":
        for child in node.children_by_field_name("name"):
            module, alias = _aliased(low, child)
            yield ir.Import(line, module, None, alias)
        return
    origin = node.child_by_field_name("module_name")
    module, level = "", 0
    if origin is not None:
        dotted = low.name(origin).replace(" ", "")
        module = dotted.lstrip(".")
        level = len(dotted) - len(module)
    if any(child.type == "wildcard_import" for child in node.named_children):
        yield ir.Import(line, module, "*", "", level)
    for child in node.children_by_field_name("name"):
        name, alias = _aliased(low, child)
        yield ir.Import(line, module, name, alias, level)


def _aliased(low: "Lowering", node: tree_sitter.Node) -> tuple[str, str]:
    if node.type == "aliased_import":
        dotted = low.name(node.child_by_field_name("name"))
        return re.sub(r"\s", "", dotted), low.name(node.child_by_field_name("alias"))
    return re.sub(r"[\s\\]", "", low.name(node)), ""


def branch(low: "Lowering", node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
    """Lower `if` with all of its arms."""
    arms = [node, *node.children_by_field_name("alternative")]
    otherwise: tuple[ir.Statement, ...] = ()
    for arm in reversed(arms):
        if arm.type == "else_clause":
            otherwise = low.block(arm.child_by_field_name("body"), depth)
            continue
        test = low.field(arm, "condition", depth)
        then = low.block(arm.child_by_field_name("consequence"), depth)
        otherwise = (ir.Branch(low.line(arm), test, then, otherwise),)
    yield from otherwise


def loop(low: "Lowering", node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
    """Lower `for` and `while`."""
    body = low.block(node.child_by_field_name("body"), depth)
    alternative = node.child_by_field_name("alternative")
    rest: tuple[ir.Statement, ...] = ()
    if alternative is not None:
        rest = low.block(alternative.child_by_field_name("body"), depth)
    line = low.line(node)
    if node.type == "for_statement":
        target, iterable = low.field(node, "left", depth), low.field(node, "right", depth)
        yield ir.Loop(line, target, iterable, body, rest)
    else:
        yield ir.While(line, low.field(node, "condition", depth), body)
        yield from rest


def attempt(low: "Lowering", node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
    """Lower `try`."""
    handlers: list[ir.Handler] = []
    rest: tuple[ir.Statement, ...] = ()
    final: tuple[ir.Statement, ...] = ()
    for child in node.named_children:
        if child.type in {"except_clause", "except_group_clause"}:
            handlers.append(_handler(low, child, depth))
        elif child.type == "else_clause":
            rest = low.block(child.child_by_field_name("body"), depth)
        elif child.type == "finally_clause":
            final = low.block(_last(child, "block"), depth)
    body = low.block(node.child_by_field_name("body"), depth)
    yield ir.Try(low.line(node), body, tuple(handlers), rest, final)


def _handler(low: "Lowering", node: tree_sitter.Node, depth: int) -> ir.Handler:
    types: list[ir.Expression] = []
    name = ""
    for child in node.named_children:
        if child.type == "as_pattern":
            alias = child.child_by_field_name("alias")
            name = low.name(alias)
            types.extend(
                low.expression(one, depth)
                for one in child.named_children
                if one.type != "as_pattern_target"
            )
        elif child.type not in {"block", "comment"}:
            types.append(low.expression(child, depth))
    return ir.Handler(tuple(types), name, low.block(_last(node, "block"), depth))


def context(low: "Lowering", node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
    """Lower `with`."""
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
                        low.expression(value.named_children[0], depth),
                        low.expression(target, depth) if target is not None else None,
                    )
                )
            elif value.type != "comment":
                items.append((low.expression(value, depth), None))
    body = low.block(node.child_by_field_name("body"), depth)
    yield ir.With(low.line(node), tuple(items), body)


def define(low: "Lowering", node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
    """Lower a function or a class with its decorators."""
    decorators: list[ir.Expression] = []
    inner: tree_sitter.Node | None = node
    if node.type == "decorated_definition":
        decorators = [
            low.expression(child.named_children[0], depth)
            for child in node.named_children
            if child.type == "decorator" and child.named_children
        ]
        inner = node.child_by_field_name("definition")
    if inner is None:
        return
    made = _function if inner.type == "function_definition" else _klass
    if made is _function:
        for annotation in _annotations(inner):
            if b"(" in (annotation.text or b""):  # it is evaluated where the function is defined
                line = low.line(annotation)
                yield ir.Evaluate(line, low.expression(annotation.named_children[0], depth))
    yield ir.Evaluate(low.line(inner), made(low, inner, depth, tuple(decorators)))


def _annotations(function: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    """Yield the types that a function's parameters and result are said to have."""
    parameters = function.child_by_field_name("parameters")
    for one in (*(parameters.named_children if parameters is not None else ()), function):
        said = one.child_by_field_name("return_type" if one is function else "type")
        if said is not None and said.named_children:
            yield said


def _function(
    low: "Lowering", node: tree_sitter.Node, depth: int, decorators: tuple[ir.Expression, ...] = ()
) -> ir.Expression:
    parameters = _parameters(low, node.child_by_field_name("parameters"), depth)
    body = node.child_by_field_name("body")

    def late() -> tuple[ir.Statement, ...]:
        return low.block(body, depth)

    name = low.name(node.child_by_field_name("name"))
    end = node.end_point[0] + low.base
    return ir.Function(low.line(node), name, parameters, late, decorators, end)


def _klass(
    low: "Lowering", node: tree_sitter.Node, depth: int, decorators: tuple[ir.Expression, ...] = ()
) -> ir.Expression:
    bases, keywords = low.arguments(node.child_by_field_name("superclasses"), depth)
    body = low.block(node.child_by_field_name("body"), depth)
    name = low.name(node.child_by_field_name("name"))
    return ir.Class(low.line(node), name, bases, keywords, body, decorators)


def simple(low: "Lowering", node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
    """Lower statements of one keyword and some expressions."""
    line, kind = low.line(node), node.type
    values = [low.expression(one, depth) for one in node.named_children]
    if kind == "return_statement":
        yield ir.Return(line, values[0] if values else None)
    elif kind == "exec_statement":
        code = node.child_by_field_name("code")
        inner = low.expression(code, depth) if code is not None else ir.Opaque(line)
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


def jump(low: "Lowering", node: tree_sitter.Node, _depth: int) -> Iterator[ir.Statement]:
    """Lower `break` and `continue`."""
    yield ir.Jump(low.line(node), node.type.partition("_")[0])


def declare(low: "Lowering", node: tree_sitter.Node, _depth: int) -> Iterator[ir.Statement]:
    """Lower `global` and `nonlocal`."""
    names = tuple(low.name(one) for one in node.named_children)
    yield ir.Declare(low.line(node), names, node.type.partition("_")[0])


def match(low: "Lowering", node: tree_sitter.Node, depth: int) -> Iterator[ir.Statement]:
    """Lower `match` as a row of branches."""
    line = low.line(node)
    for subject in node.children_by_field_name("subject"):
        yield ir.Evaluate(line, low.expression(subject, depth))
    cases = node.child_by_field_name("body") or node
    for case in cases.named_children:
        if case.type == "case_clause":
            body = low.block(case.child_by_field_name("consequence"), depth)
            yield ir.Branch(low.line(case), ir.Opaque(low.line(case)), body)


def _last(node: tree_sitter.Node, kind: str) -> tree_sitter.Node | None:
    return next((one for one in reversed(node.named_children) if one.type == kind), None)


TABLE: dict[str, Callable[..., Iterator[ir.Statement]]] = {
    "import_statement": imports,
    "import_from_statement": imports,
    "future_import_statement": imports,
    "if_statement": branch,
    "for_statement": loop,
    "while_statement": loop,
    "try_statement": attempt,
    "with_statement": context,
    "function_definition": define,
    "class_definition": define,
    "decorated_definition": define,
    "return_statement": simple,
    "exec_statement": simple,
    "raise_statement": simple,
    "delete_statement": simple,
    "assert_statement": simple,
    "print_statement": simple,
    "break_statement": jump,
    "continue_statement": jump,
    "global_statement": declare,
    "nonlocal_statement": declare,
    "match_statement": match,
}
