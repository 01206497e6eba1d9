"""Bounded abstract evaluation: follows values through a program and records what it does.

A `Machine` evaluates the code of one artifact. It never runs anything: constants are computed by
pure functions under limits, everything else is a symbol, a taint or not known. Both sides of a
branch are taken; loops over what is known are unrolled, others are gone through once; functions
of the artifact are entered with the arguments of each call, up to a depth and a number of times.

Activation is what is being run now: the machine enters a module or a function under an
activation, and everything reached from there inherits it.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from pratique.code import api, ir
from pratique.code.evaluate import fair
from pratique.code.evaluate.record import Place, Recorder
from pratique.code.evaluate.scope import Journal, Scope
from pratique.code.evaluate.values import UNKNOWN, Symbol, Value
from pratique.model import Activation
from pratique.model import Value as FactValue

if TYPE_CHECKING:
    from pratique.code.evaluate.modules import Modules
    from pratique.code.languages.language import Language

CALL_DEPTH = 24
"""Functions of the artifact inside each other."""
DULL_DEPTH = 2
DULL_ENTRIES = 1
"""The same of functions in which nothing has a meaning by itself."""
FORWARDED = 2_000
"""Times that a function is entered which only calls what it is given."""
ENTRIES = 40
"""Times that one function is entered with arguments that are not all known."""


class Exhausted(Exception):  # noqa: N818 control flow, not an error
    """The steps of one piece of work are used up; what was found so far stands."""


class Frame(msgspec.Struct, kw_only=True):
    """What is being evaluated now."""

    place: Place
    activation: Activation
    scope: Scope | None = None
    scope_name: str = ""
    guards: int = 0
    silenced: int = 0
    steps: tuple[int, ...] = ()
    """Lines of the builder whose last step is being evaluated."""
    depth: int = 0
    called: tuple[tuple[Place, int], ...] = ()
    """Text and line of the calls that led here, the last ones."""
    returned: list[Value] = []
    yielded: list[Value] | None = None
    thrown: Value | None = None
    """What was thrown last, for the handler that catches it."""
    answer: Value | None = None
    """What was fetched last: an error of the call may carry it."""


class Recalled(NamedTuple):
    """What a call gave before."""

    rank: int
    """Of the activation that it was made under."""
    value: Value
    kept: tuple[Value, ...]
    """What the key tells apart by identity, kept so that nothing else takes its place."""
    held: Mapping[str, Value] = MappingProxyType({})
    """Attributes that a new instance had."""


class Machine:
    """The state of one evaluation; the handlers of nodes are in the modules beside this one."""

    def __init__(
        self, language: "Language", recorder: Recorder, modules: "Modules", value_bytes: int
    ) -> None:
        self.language = language
        self.api = api.load(language.id)
        self.record = recorder
        self.modules = modules
        self.value_bytes = value_bytes
        self.steps = 0
        """What is left of the current piece of work."""
        self.fair = False
        """Whether each statement may take only its share of them."""
        self.coarse = False
        """Whether loops go through what they know once: what takes too long otherwise."""
        self.frame = Frame(place=Place("", b""), activation="unknown")
        self.gone: dict[int, int] = {}
        """How often which statement took too long."""
        self.journal: Journal | None = None
        self.entered: dict[int, int] = {}
        self.seen: set[int] = set()
        """Identities of functions whose bodies were gone through."""
        self.memo: dict[tuple[object, ...], Recalled] = {}
        self.defined: list[Any] = []
        """Closures in the order of their definition, for the final sweep."""
        self._computing: dict[int, bool] = {}
        self.forwards: dict[int, bool] = {}
        """Identity of a function → whether it only calls what it is given."""
        self.made: dict[int, Any] = {}
        """Identity of a class → the instance of it that was made last."""
        self.files: dict[str, Any] = {}
        """What is known to be written to which path."""
        self.globals: dict[str, Value] = {}
        """What was set on the global object."""
        self.layer_count = 0
        self.interposed = 0
        """Functions being run that stand in the place of a library's."""
        self.line = 1
        """Where the call stands that is being made."""
        self.exact: Any = None
        """What the language keeps of exact evaluation."""
        self.active_functions: list[int] = []
        self.later: list[tuple[Value, list[Value], dict[str, Value], Frame]] = []

    # -- evaluation

    def value(self, node: ir.Expression, scope: Scope) -> Value:
        """Return what an expression stands for; a mention of a source is recorded."""
        made = self.peek(node, scope)
        reader = self.mention
        if made.__class__ is Symbol and reader is not None:
            return reader(self, made, node.line)
        return made

    def peek(self, node: ir.Expression, scope: Scope) -> Value:
        """Return what an expression stands for, without taking it to be used."""
        self.steps -= 1
        if self.steps < 0:
            raise Exhausted
        handler = EXPRESSIONS.get(node.__class__)
        return handler(self, node, scope) if handler is not None else UNKNOWN

    mention: Callable[["Machine", Any, int], Value] | None = None

    def computes(self, place: Place) -> bool:
        """Tell whether a source may make texts out of numbers, so that its numbers matter."""
        pattern = self.language.computing
        if pattern is None:
            return True
        known = self._computing.get(id(place))
        if known is None:
            self._computing[id(place)] = known = pattern.search(place.source) is not None
        return known

    def run(self, body: tuple[ir.Statement, ...], scope: Scope) -> str:
        """Do statements; return how they ended: nothing, break, continue, return or raise."""
        if self.fair:
            return fair.run(self, body, scope)
        for statement in body:
            self.steps -= 1
            if self.steps < 0:
                raise Exhausted
            ended = STATEMENTS[statement.__class__](self, statement, scope)
            if ended:
                return ended
        return ""

    # -- records

    def fact(
        self,
        behaviour: str,
        line: int,
        symbol: str = "",
        values: tuple[FactValue, ...] = (),
        tags: tuple[str, ...] = (),
        **more: Any,  # noqa: ANN401 passed on
    ) -> None:
        """Record a behaviour at a line of what is being evaluated."""
        frame = self.frame
        if frame.guards:
            tags = (*tags, "guarded")
        if frame.silenced:
            tags = (*tags, "silenced")
        if frame.steps:
            here = (frame.place.location(one) for one in frame.steps if one != line)
            more["trail"] = (*more.get("trail", ()), *here)
        self.record.fact(
            behaviour,
            frame.place,
            line,
            frame.activation,
            language=self.language.id,
            symbol=symbol,
            scope=frame.scope_name,
            values=values,
            tags=tags,
            **more,
        )


EXPRESSIONS: dict[type, Callable[[Machine, Any, Scope], Value]] = {}
"""Filled by `evaluate/__init__.py` from the modules beside this one."""
STATEMENTS: dict[type, Callable[[Machine, Any, Scope], str]] = {}
