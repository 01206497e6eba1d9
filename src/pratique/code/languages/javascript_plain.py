"""What exact evaluation works on: functions and names, and the ways out of it."""

from typing import TYPE_CHECKING, Any

from pratique.code import ir

if TYPE_CHECKING:
    from pratique.code.evaluate.scope import Scope
    from pratique.code.evaluate.values import Value

Plain = Any
"""Any value of JavaScript: texts, numbers, lists, dicts, functions."""


class Inexact(Exception):  # noqa: N818 control flow, not an error
    """Something that is not plain computing, or the end of the budget."""


class Thrown(Exception):  # noqa: N818 JavaScript's own
    """A value that the code threw."""

    def __init__(self, value: Plain) -> None:
        super().__init__()
        self.value = value


class Left(Exception):  # noqa: N818 control flow
    """`break`, `continue` or `return` on its way out."""

    def __init__(self, kind: str, value: Plain = None) -> None:
        super().__init__()
        self.kind = kind
        self.value = value


class Names:
    """Names of one call, then of where the function stands; last those of the machine."""

    __slots__ = ("abstract", "own", "parent")

    def __init__(self, parent: "Names | None", abstract: "Scope | None" = None) -> None:
        self.own: dict[str, Plain] = {}
        self.parent = parent
        self.abstract = abstract


class Run:
    """A function with the names that it sees."""

    __slots__ = ("function", "names", "properties", "shown", "this")

    def __init__(self, function: ir.Function, names: Names) -> None:
        self.function = function
        self.names = names
        self.properties: dict[str, Plain] = {}
        self.this: Plain = None
        self.shown = "function () { }"


class Made:
    """An array, object or function that stands in both worlds."""

    __slots__ = ("plain", "value")

    def __init__(self, plain: Plain, value: "Value") -> None:
        self.plain = plain
        self.value = value
