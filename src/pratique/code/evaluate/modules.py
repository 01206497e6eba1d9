"""The modules of one artifact: names, imports between them, and what constants mean."""

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import msgspec

from pratique.code import ir, marks
from pratique.code.evaluate import layers
from pratique.code.evaluate.machine import Exhausted, Frame, Machine
from pratique.code.evaluate.record import RANK, Place
from pratique.code.evaluate.scope import Scope
from pratique.code.evaluate.source import Source, installs
from pratique.code.evaluate.values import (
    UNKNOWN,
    Closure,
    Constant,
    Instance,
    Items,
    Kind,
    Namespace,
    Partial,
    Symbol,
    Taint,
    Value,
)
from pratique.code.nested import Script
from pratique.limits import Budget
from pratique.model import Activation
from pratique.model import Value as FactValue

if TYPE_CHECKING:
    from pratique.code.evaluate.files import Written

LATER = 4_000
"""Functions that wait to be called because something unknown got hold of them."""
_RUN = ("__init__", "initialize_options", "finalize_options", "run", "bootstrap", "build_extension")
_PATCHABLE = re.compile(
    r"^(?:builtins|sys|os|subprocess|socket|ssl|requests|urllib|http|json|importlib|pip|setuptools"
    r"|distutils|logging|warnings|pathlib|shutil|zipfile|hashlib)\b"
)


class Modules:
    """Finds modules and data of the artifact, and runs them when they are imported."""

    def __init__(
        self,
        sources: Iterable[Source],
        data: Callable[[str], bytes | None],
        budget: Budget,
    ) -> None:
        self.by_path = {source.path: source for source in sources}
        self.by_name: dict[str, Source] = {}
        for source in self.by_path.values():
            self.by_name.setdefault(source.dotted, source)
        self._data = data
        self.wired = False
        """A socket was duplicated over standard input or output."""
        self.budget = budget
        self.meanings: dict[str, tuple[marks.Found, ...]] = {}
        """What texts mean by themselves, as far as it was asked."""
        self.mains: set[str] = set()
        self.handed: list[Script] = []
        """Code in other languages that was found inside values."""

    # -- modules

    def find(self, dotted: str) -> Source | None:
        """Return the module of a dotted name."""
        return self.by_name.get(dotted)

    def run(self, machine: Machine, source: Source, activation: Activation) -> Scope:
        """Evaluate a module's top level under an activation, unless under a stronger before."""
        rank = RANK[activation]
        if source.scope is not None and (source.started is None or source.started <= rank):
            return source.scope
        place = Place(source.path, source.data)
        scope = Scope("module", place)
        if source.scope is None:
            source.scope = scope
        source.started = rank
        if machine.language.modules is not None:
            machine.language.modules.prepare(source.scope, source.path)
        if source.program is None:
            source.program = machine.language.lower(source.data, 1)
            for trouble in source.program.troubles:
                layers.troubled(machine, source.path, trouble)
        outer, journal = machine.frame, machine.journal
        machine.frame = Frame(
            place=place, activation=activation, scope=source.scope, returned=[], depth=outer.depth
        )
        machine.journal = None
        try:
            machine.run(source.program.body, source.scope)
        finally:
            machine.frame, machine.journal = outer, journal
        return source.scope

    def bind_import(self, machine: Machine, node: ir.Import, scope: Scope) -> None:
        """Bind what an import statement brings."""
        module = node.module
        system = machine.language.modules
        if system is not None:
            value = self.required(machine, scope.place.member, module)
            if node.name:
                value = system.named(machine, value, node.name, node.line)
            scope.bind(node.alias or node.name or "_", value, machine.journal)
            return
        if node.level:
            module = self._absolute(scope.place.member, node.module, node.level)
        if node.name is None:
            value = self.imported(machine, module, node.line)
            if node.alias:
                scope.bind(node.alias, value, machine.journal)
            else:
                head = module.partition(".")[0]
                scope.bind(head, self.imported(machine, head, node.line), machine.journal)
            return
        holder = self.imported(machine, module, node.line)
        if node.name == "*":
            if len(scope.stars) < 64:
                scope.stars.append(holder)
            return
        scope.bind(
            node.alias or node.name, self._member(machine, holder, module, node), machine.journal
        )

    def _member(self, machine: Machine, holder: Value, module: str, node: ir.Import) -> Value:
        name = node.name or ""
        if name == "__pyarmor__":
            return Symbol("pyarmor_runtime.__pyarmor__")
        if isinstance(holder, Namespace):
            found = holder.scope.find(name)
            if found is not None:
                return found
            submodule = self.find(f"{module}.{name}" if module else name)
            if submodule is not None:
                return self.imported(machine, submodule.dotted, node.line)
            return self.missing(machine, holder.scope, name)
        if isinstance(holder, Symbol):
            return Symbol(machine.api.canonical(f"{holder.path}.{name}"))
        return UNKNOWN

    def imported(self, machine: Machine, dotted: str, line: int) -> Value:
        """Return a module by name: one of the artifact, which is run now, or a library's."""
        del line
        source = self.find(dotted) if dotted else None
        if source is None:
            return Symbol(machine.api.canonical(dotted))
        head = dotted.rpartition(".")[0]
        while head:
            parent = self.find(head)
            if parent is not None and parent.scope is None:
                self.enter(machine, parent)
            head = head.rpartition(".")[0]
        return Namespace(self.enter(machine, source), dotted)

    def required(self, machine: Machine, member: str, name: str) -> Value:
        """Return the module that a member asks for by a path or a library's name."""
        system = machine.language.modules
        if system is None:
            return UNKNOWN
        path = system.resolve(self, member, name)
        source = self.by_path.get(path)
        if source is None:
            data = self.data(name) if name.endswith(".json") and not path else None
            if data is not None:
                return Constant(data, trail=("file",))
            return Symbol(machine.api.canonical(system.library(name)))
        value: Value = system.exported(self.enter(machine, source))
        return value

    def enter(self, machine: Machine, source: Source) -> Scope:
        """Run a module as an import from what is being run does."""
        if machine.frame.depth > 40:
            return source.scope or Scope("module", Place(source.path, source.data))
        machine.frame.depth += 1
        try:
            return self.run(machine, source, machine.frame.activation)
        finally:
            machine.frame.depth -= 1

    def _absolute(self, member: str, module: str, level: int) -> str:
        source = self.by_path.get(member)
        parts = [part for part in source.dotted.split(".") if part] if source is not None else []
        if source is not None and not source.package:
            parts = parts[:-1]
        if level > 1:
            parts = parts[: len(parts) - level + 1]
        return ".".join([*parts, *([module] if module else [])])

    def class_named(self, machine: Machine, name: str, line: int) -> Value:
        """Return a class by its full name: one of the artifact, or a library's."""
        dotted = name.lstrip(".")
        found = self.imported(machine, dotted, line)
        if isinstance(found, Namespace):
            return found.scope.names.get(dotted.rpartition(".")[2], found)
        return Symbol(machine.api.canonical(dotted.replace("$", ".")))

    def submodule(self, machine: Machine, holder: Namespace, name: str) -> Value | None:
        """Return a submodule of a package, when it is one of the artifact."""
        if holder.symbol and (source := self.find(f"{holder.symbol}.{name}")) is not None:
            return self.imported(machine, source.dotted, 0)
        return None

    def missing(self, machine: Machine, scope: Scope, name: str) -> Value:
        """Return what a name that nothing binds stands for."""
        outer: Scope | None = scope
        while outer is not None:
            for star in outer.stars:
                if isinstance(star, Namespace):
                    found = star.scope.names.get(name)
                    if found is not None:
                        return found
                elif isinstance(star, Symbol):
                    path = machine.api.canonical(f"{star.path}.{name}")
                    if machine.api.lookup(path) is not None or path in machine.api.holders:
                        return Symbol(path)
            outer = outer.parent
        if name == "__pyarmor__":  # bound by what a runtime of any name brings
            return Symbol("pyarmor_runtime.__pyarmor__")
        if name == "__file__":
            return Constant(scope.place.member)
        if "." in name:
            return self.class_named(machine, name, 0)
        if name in machine.globals:
            return machine.globals[name]
        if name in machine.language.builtins:
            return Symbol(machine.api.canonical(machine.language.globals_prefix + name))
        return UNKNOWN

    def is_main(self, member: str) -> bool:
        """Tell whether a member is run as a program."""
        return member in self.mains or member.endswith("__main__.py")

    # -- files

    def data(self, path: str) -> bytes | None:
        """Return the bytes of a member that code means by a path, when there is one."""
        return self._data(path) if path.strip("{}./") else None

    def run_file(self, machine: Machine, written: "Written", line: int) -> None:
        """Read a file that code wrote and then runs."""
        if isinstance(written.content, Constant) and isinstance(written.content.value, str | bytes):
            layers.written(machine, written.path, written.content, line)

    def run_path(self, machine: Machine, path: str, line: int) -> None:
        """Follow a process into a script of the artifact."""
        del line
        if not path.endswith(machine.language.suffixes):
            return
        source = self.at(path)
        if source is not None:
            self.mains.add(source.path)
            self.run(machine, source, machine.frame.activation)

    def at(self, path: str) -> Source | None:
        """Return the module that lies in a file: the one that shares most of the path's end."""
        parts = path.strip("{}").replace("\\", "/").split("/")
        if len(parts[-1]) < 4:
            return None
        best: Source | None = None
        most = 0
        for member, source in self.by_path.items():
            shared = 0
            for left, right in zip(reversed(parts), reversed(member.split("/")), strict=False):
                if left != right:
                    break
                shared += 1
            if shared > most:
                best, most = source, shared
        return best

    def run_module(self, machine: Machine, dotted: str) -> None:
        """Follow `python -m` into a module of the artifact."""
        source = self.find(dotted) or self.find(f"{dotted}.__main__")
        if source is not None:
            self.mains.add(source.path)
            self.run(machine, source, machine.frame.activation)

    # -- what is called later

    def called_later(self, machine: Machine, values: list[Value]) -> None:
        """Remember functions that something unknown got hold of: it may call them.

        In Python that is mostly a decorator of a command or a route, which keeps them for later.
        """
        frame = machine.frame
        if machine.language.id == "python" and not frame.place.member.endswith("setup.py"):
            if frame.activation in {"install", "build", "startup", "import"}:
                frame = msgspec.structs.replace(frame, activation="call")
        for value in values:
            inner = value.items[:32] if isinstance(value, Items) else (value,)
            for one in inner:
                if isinstance(one, Closure | Partial) and len(machine.later) < LATER:
                    machine.later.append((one, [], {}, frame))

    def class_made(self, machine: Machine, made: Kind, line: int) -> None:
        """Remember commands of an installer: their methods run while it installs."""
        del line
        if machine.frame.activation in {"install", "build"} and installs(made):
            self.installed_by(machine, made)

    def installed_by(self, machine: Machine, made: Kind) -> None:
        """Run the methods of an installer's command later."""
        instance = Instance(made)
        for name in _RUN:
            method = made.attributes.get(name)
            if isinstance(method, Closure):
                bound = Closure(method.function, method.scope, instance, made)
                bound.defaults = method.defaults
                machine.later.append((bound, [], {}, machine.frame))

    def sent(self, machine: Machine, payloads: list[Value], line: int) -> None:
        """Note what leaves the machine; chains are drawn by the caller."""

    def patched(self, machine: Machine, holder: Symbol, name: str, value: Value, line: int) -> None:
        """Record that a function of a library is replaced."""
        if holder.called or not isinstance(value, Closure | Kind | Partial):
            return
        path = f"{holder.path}.{name}"
        if _PATCHABLE.match(holder.path):
            machine.fact("hook/monkeypatch", line, path, (FactValue("name", path),))
        if isinstance(value, Closure) and len(machine.later) < LATER:
            taint = Taint("hook/monkeypatch", machine.frame.place.location(line), path)
            given = [Value(frozenset((taint,))) for _ in value.function.parameters]
            frame = msgspec.structs.replace(machine.frame, activation="call")
            machine.later.append((value, list(given), {}, frame))

    def item_set(
        self, machine: Machine, holder: Symbol, key: Value, value: Value, line: int
    ) -> None:
        """Note that an element of a library's object is set."""

    def drain(self, machine: Machine) -> None:
        """Call what was to be called later."""
        count = 0
        from pratique.code.evaluate import calls

        while machine.later and count < LATER:
            value, arguments, keywords, frame = machine.later.pop(0)
            count += 1
            outer = machine.frame
            machine.frame = frame
            try:
                calls.invoke(machine, value, list(arguments), dict(keywords), 0)
            except Exhausted:
                machine.later.clear()
            finally:
                machine.frame = outer
