"""Follow the chosen modules of one language from their triggers outwards."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from pratique.code import activation, lexical
from pratique.code.choice import HOOKS, Choice, Seen
from pratique.code.evaluate import Frame, Machine, Modules, Place, Recorder, Source
from pratique.code.evaluate import layers as layered
from pratique.code.evaluate.calls import construct, enter
from pratique.code.evaluate.scope import Scope
from pratique.code.evaluate.values import UNKNOWN, Closure, Constant, Instance, Kind, Symbol, Value
from pratique.code.languages.language import Language
from pratique.code.nested import Item, Script
from pratique.code.patience import Patience
from pratique.model import Activation, ArtifactKind, Trigger

if TYPE_CHECKING:
    from pratique.code.reader import Reader

ROOT_STEPS = 600_000
MODULE_STEPS = 15_000
"""What a module may take at first; what takes longer is gone through again, fairly."""
ASIDE_STEPS = 3_000
"""The same of tests and of what is never run."""
SWEEP_STEPS = 3_000
OBJECT_STEPS = 30_000
"""What functions may take in all that are called with an object which nothing made."""
_ASIDE: tuple[Activation, ...] = ("test", "dead")
_RANKED: tuple[Activation, ...] = (
    "install",
    "build",
    "startup",
    "import",
    "entrypoint",
    "unknown",
    "test",
    "dead",
)


class Run:
    """One evaluation of the sources in one language."""

    def __init__(
        self,
        reader: "Reader",
        language: Language,
        sources: dict[str, Seen],
        triggers: tuple[Trigger, ...],
        kind: ArtifactKind,
        compiled: list[Source],
    ) -> None:
        limits = reader.budget.limits
        self.language = language
        self.triggers = triggers
        self.kind = kind
        self.packages = reader.packages
        self.budget = reader.budget
        self.choice = Choice(language, triggers, kind, limits.parse_bytes)
        for path in reader.sealed.imported:
            self.choice.given.setdefault(path, "import")
        self.seen = sources
        chosen = [*self.choice.sources(sources), *compiled]
        self.record = Recorder(limits.facts_per_member)
        self.modules = Modules(chosen, reader.member, reader.budget)
        self.machine = Machine(language, self.record, self.modules, limits.value_bytes)
        self.patience = Patience(self.machine, reader.budget)
        self._objects = OBJECT_STEPS

    def items(self, handed: list[Script]) -> Iterator[Item]:
        """Evaluate everything once, from the triggers outwards, and yield what was found."""
        given = self.choice.given
        yield from lexical.facts(
            ((path, self.seen[path].data, self.seen[path].hits) for path in self.choice.left),
            self.language.id,
        )
        packages = frozenset(
            activation.inner(path, self.kind).rpartition("/")[0]
            for path in (
                *self.packages,
                *(source.path for source in self.modules.by_path.values() if source.package),
            )
        )
        order: list[tuple[int, str, Activation]] = []
        for path in self.modules.by_path:
            when = given.get(path) or activation.of_path(path, self.kind, packages, self.choice.own)
            if when not in _RANKED:
                when = "import"
            order.append((_RANKED.index(when), path, when))
        for _, path, when in sorted(order):
            steps = ASIDE_STEPS if when in _ASIDE else MODULE_STEPS
            if when in {"install", "build", "startup"}:
                steps = ROOT_STEPS
            source = self.modules.by_path[path]
            top = partial(self._top, source, when)
            self.patience.work(steps, path, when, top, partial(_forget, source))
        for script in handed:
            self._handed(script)
        self._entrypoints()
        self._sweep({path: when for _, path, when in order})
        self.patience.again()
        yield from self.record.facts.values()
        yield from self.record.layers.values()
        yield from self.record.limitations.values()

    def _top(self, source: Source, when: Activation) -> None:
        self.modules.run(self.machine, source, when)
        self.modules.drain(self.machine)

    def _handed(self, script: Script) -> None:
        """Read code that a shell script gives to an interpreter of this language."""
        place = script.location
        self.machine.frame = Frame(
            place=Place(place.member, b"", place.layer, place.line),
            activation=script.activation,
            scope=Scope("module", Place(place.member, b""), None),
            returned=[],
        )
        marks = (script.decoder,) if script.decoder else ()

        def action() -> None:
            layered.enter(self.machine, script.text, marks, "-c", self.language.id, place.line)
            self.modules.drain(self.machine)

        self.patience.work(MODULE_STEPS, place.member, script.activation, action)

    def _entrypoints(self) -> None:
        """Call what entry points, build back ends and test runners call by name."""
        for trigger in self.triggers:
            hooks = HOOKS.get(trigger.kind)
            if hooks is None and (trigger.activation != "entrypoint" or ":" not in trigger.target):
                continue
            module, _, name = trigger.target.partition(":")
            source = self.modules.by_path.get(trigger.member) if hooks else None
            source = source or self.modules.find(module.strip())
            if source is None or source.scope is None:
                continue
            wanted = name.partition("[")[0].strip().partition(".")[0]
            for bound, value in _functions(source.scope):
                if isinstance(value, Closure) and (
                    bound == wanted or (hooks is not None and hooks.match(bound))
                ):
                    self._call(value, trigger.activation, MODULE_STEPS, bound)

    def _sweep(self, when: dict[str, Activation]) -> None:
        """Enter every function that nothing called."""
        for closure, name in self.machine.defined:  # grows: functions define functions
            if id(closure.function) in self.machine.seen:
                continue
            place = closure.scope.place
            member = place.member
            if not place.layer and not self._marked(member, closure):
                continue
            outer = when.get(member)
            at: Activation = outer if outer in _ASIDE else "call"
            self._call(closure, at, SWEEP_STEPS, name)

    def _marked(self, member: str, closure: Closure) -> bool:
        """Tell whether a function has a hit between its first and its last line."""
        lines = self.choice.lines.get(member)
        function = closure.function
        if function.dull:
            return False
        if self.choice.large and member in self.choice.once:
            return False
        if lines is None or not self.choice.large:
            return True  # in little code what has no hit itself may lead from one to another
        place = bisect_left(lines, function.line)
        return place < len(lines) and lines[place] <= max(function.end, function.line)

    def _made(self, kind: Kind, place: Place) -> Value | None:
        """Make an object that nothing made.

        In a large artifact only those deserve it that hold a function of a library by a new name.
        """
        maker = kind.attributes.get("__init__")
        if not isinstance(maker, Closure):
            return Instance(kind) if self._objects > 0 else None
        if self._objects <= 0 and not self._marked(place.member, maker):
            return None

        def action() -> None:
            construct(self.machine, kind, [], {}, 0)

        self.patience.once(SWEEP_STEPS, place.member, action)
        made: Value = self.machine.made.get(id(kind), UNKNOWN)
        held = made.attributes.values() if isinstance(made, Instance) else ()
        if self._objects <= 0 and not any(
            isinstance(one, Symbol) and not one.called for one in held
        ):
            made = self.machine.made[id(kind)] = UNKNOWN
        return made

    def _call(self, closure: Closure, when: Activation, steps: int, name: str) -> None:
        place = closure.scope.place
        machine = self.machine
        machine.frame = Frame(
            place=place, activation=when, scope=closure.scope, scope_name=name, returned=[]
        )
        if self.budget.left("steps") <= 0:
            return
        given = self.language.parameter
        receiver = closure.receiver
        owner = None if _static(closure, self.language.id) else closure.owner
        if receiver is None and owner is not None and not self.language.receiver:
            receiver = machine.made.get(id(owner)) or self._made(owner, place)
        if receiver is not None and closure.receiver is None:
            bound = Closure(closure.function, closure.scope, receiver, closure.owner)
            bound.defaults = closure.defaults
            closure = bound
        parameters = [one for one in closure.function.parameters if not one.kind]
        if receiver is not None and not self.language.receiver:
            parameters = parameters[1:]
        arguments = [
            _default(closure, one.name)
            or (given(machine, one.name, closure.function.line) if given is not None else UNKNOWN)
            for one in parameters
        ]

        def action() -> None:
            enter(machine, closure, list(arguments), {})
            self.modules.drain(machine)

        left = self.budget.left("steps")
        self.patience.work(steps, place.member, "call", action)
        if receiver is not None and when == "call":
            self._objects -= left - self.budget.left("steps")


def _static(closure: Closure, language: str) -> bool:
    """Tell whether a function of a type takes no object of it first."""
    written = _RECEIVERS.get(language)
    first = closure.function.parameters[:1]
    return written is not None and not (first and first[0].name == written)


_RECEIVERS = {"rust": "self", "java": "this"}
"""What the object of a method is called where it is a parameter like any other."""


def _default(closure: Closure, name: str) -> Value | None:
    """Return what a parameter stands for by default; None and flags say nothing of a caller."""
    value = closure.defaults.get(name)
    if isinstance(value, Constant) and (value.value is None or isinstance(value.value, bool)):
        return None
    return value


def _functions(scope: Scope) -> list[tuple[str, Value]]:
    """Return what a module binds, and the methods of its classes where those are modules."""
    found = list(scope.names.items())
    for value in scope.names.values():
        if isinstance(value, Kind):
            found.extend(value.attributes.items())
    return found


def _forget(source: Source) -> None:
    """Make the top level of a module something to be evaluated again."""
    source.scope = source.started = None
