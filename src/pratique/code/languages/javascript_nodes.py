"""Exact evaluation, node by node: what statements and expressions do to plain values."""

from pratique.code import ir
from pratique.code.languages import javascript_natives as natives
from pratique.code.languages.javascript_coerce import Mistake, operator, text, truth
from pratique.code.languages.javascript_exact import EXPRESSIONS, STATEMENTS, Exact
from pratique.code.languages.javascript_natives import Native
from pratique.code.languages.javascript_plain import Inexact, Left, Names, Plain, Run, Thrown
from pratique.code.languages.javascript_regex import literal

_ABSENT = frozenset(
    "window document define WorkerGlobalScope Deno Bun importScripts jQuery angular".split()
)
"""Globals of other hosts than Node, asked for by `typeof`."""


def _evaluate(exact: Exact, node: ir.Evaluate, names: Names) -> None:
    """Do an expression; a function binds its name."""
    inner = node.expression
    if isinstance(inner, ir.Function) and inner.name:
        names.own[inner.name] = Run(inner, names)
    else:
        exact.value(inner, names)


def _declare(exact: Exact, node: ir.Declare, names: Names) -> None:
    """Say that names live here."""
    if node.kind == "local" and names.abstract is None:
        for name in node.names:
            names.own.setdefault(name, None)


def _branch(exact: Exact, node: ir.Branch, names: Names) -> None:
    """Take one branch."""
    chosen = node.then if truth(exact.value(node.test, names)) else node.otherwise
    exact.run(chosen, names)


def _loop(exact: Exact, node: ir.Loop, names: Names) -> None:
    """Go through what is known, element by element."""
    over = exact.value(node.iterable, names)
    for one in natives._spread(over) if not isinstance(over, Run) else ():  # noqa: SLF001
        exact.assign(node.target, one, names)
        if _round(exact, node.body, names):
            return


def _repeat(exact: Exact, node: ir.While, names: Names) -> None:
    """Repeat while the test holds."""
    first = not node.checked
    while first or truth(exact.value(node.test, names)):
        first = False
        if _round(exact, node.body, names):
            return
        exact.run(node.step, names)


def _round(exact: Exact, body: tuple[ir.Statement, ...], names: Names) -> bool:
    try:
        exact.run(body, names)
    except Left as left:
        if left.kind == "return":
            raise
        return left.kind == "break"
    return False


def _attempt(exact: Exact, node: ir.Try, names: Names) -> None:
    """Run the body; a handler only for what was thrown."""
    try:
        exact.run(node.body, names)
    except (Thrown, Mistake) as thrown:
        if not node.handlers:
            raise
        handler = node.handlers[0]
        if handler.name:
            names.own[handler.name] = getattr(thrown, "value", {"message": "", "stack": ""})
        exact.run(handler.body, names)
    finally:
        exact.run(node.final, names)


def _leave(exact: Exact, node: ir.Return, names: Names) -> None:
    """Leave the function."""
    raise Left("return", exact.value(node.value, names) if node.value is not None else None)


def _jump(exact: Exact, node: ir.Jump, names: Names) -> None:
    """Leave a loop, or throw."""
    if node.value is not None:
        raise Thrown(exact.value(node.value, names))
    if node.kind == "raise":
        raise Thrown({"message": "", "stack": ""})
    raise Left(node.kind)


def _operation(exact: Exact, node: ir.Operation, names: Names) -> Plain:
    """Apply an operator."""
    sign = node.operator
    if sign in {"and", "or", "??"}:
        made: Plain = None
        for one in node.operands:
            made = exact.value(one, names)
            if made is None if sign == "??" else truth(made) == (sign == "and"):
                continue
            return made
        return made
    if sign == "typeof" and isinstance(node.operands[0], ir.Name):
        name = node.operands[0].name
        try:
            return operator(sign, exact.find(names, name))
        except Inexact:
            if name in _ABSENT:
                return "undefined"
            raise
    values = [exact.value(one, names) for one in node.operands]
    made = values[0]
    if len(values) == 1:
        return operator(sign, made)
    for one in values[1:]:
        made = operator(sign, made, one)
    return made


def _name(exact: Exact, node: ir.Name, names: Names) -> Plain:
    return exact.find(names, node.name)


def _call(exact: Exact, node: ir.Call, names: Names) -> Plain:
    callee = node.callee
    this: Plain = None
    if isinstance(callee, ir.Attribute | ir.Subscript):
        this = exact.value(callee.object, names)
        key = callee.name if isinstance(callee, ir.Attribute) else exact.value(callee.index, names)
        function = exact.get(this, key)
        if function is None and isinstance(this, dict | list):
            raise Thrown({"message": "not a function", "stack": ""})
    else:
        function = exact.value(callee, names)
    given: list[Plain] = []
    parts = dict(node.keywords)
    if "#parts" in parts:
        return exact.call(
            function,
            [exact.value(parts["#parts"], names), *exact.value(parts["#given"], names)],
            this,
        )
    for one in node.arguments:
        if isinstance(one, ir.Star):
            given.extend(natives._spread(exact.value(one.value, names)))  # noqa: SLF001
        else:
            given.append(exact.value(one, names))
    if isinstance(function, Native) and function.name == "RegExp" and not node.new:
        found = literal(given[0]) if given and isinstance(given[0], str) else None
        if found is not None:
            return found
    if node.new and isinstance(function, Run):
        made: Plain = {}
        returned = exact.call(function, given, made)
        return returned if isinstance(returned, dict | list | Run) else made
    return exact.call(function, given, this)


def _attribute(exact: Exact, node: ir.Attribute, names: Names) -> Plain:
    return exact.get(exact.value(node.object, names), node.name)


def _subscript(exact: Exact, node: ir.Subscript, names: Names) -> Plain:
    return exact.get(exact.value(node.object, names), exact.value(node.index, names))


def _choice(exact: Exact, node: ir.Choice, names: Names) -> Plain:
    return exact.value(node.then if truth(exact.value(node.test, names)) else node.otherwise, names)


def _sequence(exact: Exact, node: ir.Sequence, names: Names) -> Plain:
    made: list[Plain] = []
    for one in node.items:
        if isinstance(one, ir.Star):
            made.extend(natives._spread(exact.value(one.value, names)))  # noqa: SLF001
        else:
            made.append(exact.value(one, names))
    return made


def _mapping(exact: Exact, node: ir.Mapping, names: Names) -> Plain:
    made: dict[str, Plain] = {}
    for key, one in node.pairs:
        if isinstance(one, ir.Function) and one.getter:
            raise Inexact
        value = exact.value(one, names)
        if key is not None:
            made[text(exact.value(key, names))] = value
        elif isinstance(value, dict):
            made.update(value)
        else:
            raise Inexact
    return made


def _format(exact: Exact, node: ir.Format, names: Names) -> Plain:
    return "".join(text(exact.value(one, names)) for one in node.parts)


def _assign(exact: Exact, node: ir.Assign, names: Names) -> Plain:
    value = exact.value(node.value, names)
    if node.operator:
        before = exact.value(node.target, names)
        if node.operator in {"and", "or", "??"}:
            kept = {"and": not truth(before), "or": truth(before)}.get(
                node.operator, before is not None
            )
            value = before if kept else value
        else:
            value = operator(node.operator, before, value)
    exact.assign(node.target, value, names)
    return value


def _several(exact: Exact, node: ir.Several, names: Names) -> Plain:
    made: Plain = None
    for one in node.items:
        made = exact.value(one, names)
    return made


EXPRESSIONS.update(
    {
        ir.Const: lambda _exact, node, _names: node.value,
        ir.Name: _name,
        ir.Attribute: _attribute,
        ir.Subscript: _subscript,
        ir.Call: _call,
        ir.Operation: _operation,
        ir.Choice: _choice,
        ir.Sequence: _sequence,
        ir.Mapping: _mapping,
        ir.Format: _format,
        ir.Function: lambda _exact, node, names: Run(node, names),
        ir.Assign: _assign,
        ir.Several: _several,
    }
)
STATEMENTS.update(
    {
        ir.Evaluate: _evaluate,
        ir.Declare: _declare,
        ir.Branch: _branch,
        ir.Loop: _loop,
        ir.While: _repeat,
        ir.Try: _attempt,
        ir.Return: _leave,
        ir.Jump: _jump,
    }
)
