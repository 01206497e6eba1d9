"""Methods that Python calls by itself, so that no call of theirs is written anywhere.

`with`, a loop, an operator, an entry, a text that is made of an object, the end of an object: each
calls a method of the object's class by a name that the language fixes. Source: The Python Language
Reference, 3.3, Special method names; `threading.Thread.start`, which calls `run`.
"""

from typing import TYPE_CHECKING

from pratique.code.evaluate.values import Closure, Constant, Instance, Items, Kind, Value

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine

_OPERATORS = {
    "+": "add", "-": "sub", "*": "mul", "/": "truediv", "//": "floordiv", "%": "mod", "**": "pow",
    "@": "matmul", "<<": "lshift", ">>": "rshift", "&": "and", "|": "or", "^": "xor",
    "==": "eq", "!=": "ne", "<": "lt", ">": "gt", "<=": "le", ">=": "ge",
}  # fmt: skip
_CALLED = {
    "str": "str", "print": "str", "repr": "repr", "ascii": "repr", "format": "format",
    "len": "len", "bool": "bool", "int": "int", "float": "float", "bytes": "bytes",
    "hash": "hash", "abs": "abs", "round": "round", "dir": "dir", "next": "next",
    "iter": "iter", "list": "iter", "tuple": "iter", "set": "iter", "sum": "iter", "any": "iter",
    "all": "iter", "sorted": "iter", "enumerate": "iter", "reversed": "reversed",
}  # fmt: skip
"""Built-in functions and the method of their argument that they call."""
_STARTED = frozenset(
    ("threading.Thread", "multiprocessing.Process", "multiprocessing.context.Process")
)
_DEPTH = 8


def method(kind: Kind, name: str, depth: int = _DEPTH) -> Closure | None:
    """Return a method that a class of the artifact has or inherits from one."""
    found = kind.attributes.get(name)
    if isinstance(found, Closure):
        return found
    for base in kind.bases if depth else ():
        if isinstance(base, Kind):
            inherited = method(base, name, depth - 1)
            if inherited is not None:
                return inherited
    return None


def asked(
    machine: "Machine", value: Value, name: str, arguments: list[Value], line: int
) -> Value | None:
    """Call a special method (without its underscores) of an object; None where it has none."""
    if not isinstance(value, Instance) or machine.language.attribute is not None:
        return None
    found = method(value.kind, f"__{name}__")
    if found is None:
        return None
    from pratique.code.evaluate import calls

    bound = Closure(found.function, found.scope, value, found.owner)
    bound.defaults = found.defaults
    return calls.invoke(machine, bound, arguments, {}, line)


def operated(machine: "Machine", operator: str, left: Value, right: Value) -> Value | None:
    """Apply an operator that an operand's class defines."""
    if operator in {"in", "not-in"}:
        return asked(machine, right, "contains", [left], machine.line)
    name = _OPERATORS.get(operator)
    if name is None:
        return None
    made = asked(machine, left, name, [right], machine.line)
    return asked(machine, right, f"r{name}", [left], machine.line) if made is None else made


def iterated(machine: "Machine", value: Value, line: int) -> Value:
    """Return what a loop goes through."""
    given = asked(machine, value, "iter", [], line)
    following = asked(machine, value if given is None else given, "next", [], line)
    if following is not None:
        return Items("list", [following], is_open=True)
    return value if given is None else given


def text(machine: "Machine", value: Value, line: int) -> Value:
    """Return what stands for an object in a text."""
    for name, arguments in (("format", [Constant("")]), ("str", []), ("repr", [])):
        given: list[Value] = list(arguments)
        made = asked(machine, value, name, given, line)
        if made is not None:
            return made
    return value


def called(machine: "Machine", path: str, arguments: list[Value], line: int) -> None:
    """Call what a built-in function calls of its first argument."""
    name = _CALLED.get(path.removeprefix("builtins."))
    if name == "iter":
        iterated(machine, arguments[0], line)
    elif name is not None and asked(machine, arguments[0], name, [], line) is None:
        asked(machine, arguments[0], "repr" if name == "str" else "", [], line)


def made(machine: "Machine", value: Instance, line: int) -> None:
    """Call what runs when an object has been made, and when it is gone."""
    if method(value.kind, "__init__") is None:
        asked(machine, value, "post_init", [], line)
    asked(machine, value, "del", [], line)


def named(machine: "Machine", kind: Kind, line: int) -> None:
    """Tell objects that stand in a class's body what they are called there."""
    for name, value in list(kind.attributes.items()):
        if isinstance(value, Instance):
            asked(machine, value, "set_name", [kind, Constant(name)], line)


def started(kind: Kind, base: str, name: str) -> Closure | None:
    """Return what a thread or a process of the artifact runs once it is started."""
    return method(kind, "run") if name == "start" and base in _STARTED else None
