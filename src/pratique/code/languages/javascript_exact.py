"""Exact, bounded evaluation of functions that only compute: decoders, string arrays, packers.

The abstract machine takes both branches and joins what they bind; code that hides code counts,
rotates and compares, and has to be run as it is. So a call whose arguments are all known is first
tried here, on plain values, under a budget of steps. The first thing that is not plain computing
(a library, the host, an unknown name) ends the attempt, and the machine goes on as ever: what is
computed here cannot have done anything else.
"""

from typing import TYPE_CHECKING, Any

from pratique.code import ir
from pratique.code.decoders import FAILURES
from pratique.code.evaluate.values import (
    Closure,
    Constant,
    Items,
    Symbol,
    Table,
    Value,
)
from pratique.code.languages import javascript_learned as learned
from pratique.code.languages import javascript_natives as natives
from pratique.code.languages.javascript_coerce import Mistake, int32, text
from pratique.code.languages.javascript_natives import Native
from pratique.code.languages.javascript_plain import (
    Inexact,
    Left,
    Made,
    Names,
    Plain,
    Run,
    Thrown,
)
from pratique.code.languages.javascript_regex import Regex

if TYPE_CHECKING:
    from pratique.code.evaluate.scope import Scope

DEEPEST = 120


class Exact:
    """What exact evaluation knows of one artifact; its steps are spent once."""

    def __init__(self, steps: int) -> None:
        self.steps = steps
        self.depth = 0
        self.overlay: dict[tuple[int, str], Plain] = {}
        """Names of the machine's scopes that were bound anew here."""
        self.shared: dict[int, Made] = {}
        self.globals: dict[str, Plain] = {}
        self.scopes: dict[int, Names] = {}
        self.entered: set[int] = set()
        """Identities of the functions that were run."""
        self.aside: dict[int, tuple[Plain, dict[str, Plain]]] = {}
        """Arrays by their identity, with the properties that are no elements of them."""
        self.ciphers: dict[int, learned.Cipher] = {}
        """What functions were learned to be, by their identity."""

    # -- between the worlds

    def taken(self, value: Value) -> Plain:
        """Return a value of the machine as a plain one; raises Inexact."""
        if isinstance(value, Constant):
            return value.value
        known = self.shared.get(id(value))
        if known is not None:
            return known.plain
        made: Plain
        if isinstance(value, Items) and not value.open and value.kind != "set":
            made = []
            self.shared[id(value)] = Made(made, value)
            made.extend(self.taken(one) for one in value.items)
            return made
        if isinstance(value, Table) and not value.open:
            made = {}
            self.shared[id(value)] = Made(made, value)
            made.update((text(key), self.taken(one)) for key, one in value.pairs.items())
            return made
        if isinstance(value, Closure) and value.receiver is None:
            names = self.scopes.get(id(value.scope))
            if names is None:
                names = self.scopes[id(value.scope)] = Names(None, value.scope)
            made = Run(value.function, names)
            self.shared[id(value)] = Made(made, value)
            return made
        if isinstance(value, Symbol) and not value.called and value.path in _NATIVE:
            return Native(value.path)
        raise Inexact

    # -- names

    def find(self, names: Names, name: str) -> Plain:
        """Return what a name is bound to."""
        inner: Names | None = names
        while inner is not None:
            if name in inner.own:
                return inner.own[name]
            if inner.abstract is not None:
                return self._outer(inner.abstract, name, names)
            inner = inner.parent
        return self._global(name, names)

    def _outer(self, scope: "Scope", name: str, names: Names) -> Plain:
        holder: Scope | None = scope
        while holder is not None:
            key = (id(holder), name)
            if key in self.overlay:
                return self.overlay[key]
            if name in holder.names:
                return self.taken(holder.names[name])
            holder = holder.parent
        return self._global(name, names)

    def _global(self, name: str, names: Names | None) -> Plain:
        if name in self.globals:
            return self.globals[name]
        if name in natives.CONSTANTS:
            return natives.CONSTANTS[name]
        if name in _NATIVE:
            return Native(name)
        while names is not None:  # a function expression knows itself by its name
            callee = names.own.get("#callee")
            if isinstance(callee, Run) and callee.function.name == name:
                return callee
            names = names.parent
        raise Inexact

    def bind(self, names: Names, name: str, value: Plain) -> None:
        """Bind a name where it was declared."""
        inner: Names | None = names
        while inner is not None:
            if name in inner.own:
                inner.own[name] = value
                return
            if inner.abstract is not None:
                holder: Scope | None = inner.abstract
                while holder is not None:
                    if name in holder.names or (id(holder), name) in self.overlay:
                        self.overlay[id(holder), name] = value
                        return
                    holder = holder.parent
                break
            inner = inner.parent
        self.globals[name] = value

    # -- evaluation

    def run(self, body: tuple[ir.Statement, ...], names: Names) -> None:
        """Do statements."""
        for statement in body:
            self.steps -= 1
            if self.steps < 0:
                raise Inexact
            handler = STATEMENTS.get(statement.__class__)
            if handler is None:
                raise Inexact
            handler(self, statement, names)

    def value(self, node: ir.Expression, names: Names) -> Plain:
        """Return what an expression stands for."""
        self.steps -= 1
        if self.steps < 0:
            raise Inexact
        handler = EXPRESSIONS.get(node.__class__)
        if handler is None:
            raise Inexact
        return handler(self, node, names)

    def assign(self, target: ir.Expression, value: Plain, names: Names) -> None:
        """Bind a value to a target."""
        if isinstance(target, ir.Name):
            self.bind(names, target.name, value)
        elif isinstance(target, ir.Const):
            return  # an element that is left out
        elif isinstance(target, ir.Attribute):
            self.put(self.value(target.object, names), target.name, value)
        elif isinstance(target, ir.Subscript):
            holder = self.value(target.object, names)
            self.put(holder, self.value(target.index, names), value)
        elif isinstance(target, ir.Sequence) and isinstance(value, list | str):
            for place, one in enumerate(target.items):
                if isinstance(one, ir.Star):
                    self.assign(one.value, list(value[place:]), names)
                else:
                    self.assign(one, value[place] if place < len(value) else None, names)
        elif isinstance(target, ir.Mapping) and isinstance(value, dict):
            for key, one in target.pairs:
                if key is None:
                    raise Inexact
                self.assign(one, value.get(text(self.value(key, names))), names)
        else:
            raise Inexact

    def put(self, holder: Plain, key: Plain, value: Plain) -> None:
        """Set an element or a property."""
        if isinstance(holder, list):
            if isinstance(key, str) and key.isdigit():
                key = int(key)
            if not isinstance(key, int) or not 0 <= key <= natives.MOST:
                if key == "length" and isinstance(value, int) and value <= len(holder):
                    del holder[value:]
                    return
                if not isinstance(key, str):
                    raise Inexact
                self.aside.setdefault(id(holder), (holder, {}))[1][key] = value
                return
            while len(holder) <= key:
                holder.append(None)
            holder[key] = value
        elif isinstance(holder, bytearray):
            if isinstance(key, int) and 0 <= key < len(holder):
                holder[key] = int32(value) & 255
        elif isinstance(holder, dict):
            if len(holder) > natives.MOST:
                raise Inexact
            holder[text(key)] = value
        elif isinstance(holder, Run):
            holder.properties[text(key)] = value
        else:
            raise Inexact

    def get(self, holder: Plain, key: Plain) -> Plain:
        """Return an element or a property; a method comes as a pair with its receiver."""
        if isinstance(key, float) and key.is_integer():
            key = int(key)
        if isinstance(holder, str | list | bytes | bytearray):
            if isinstance(key, str) and key.isdigit():
                key = int(key)
            if isinstance(key, int) and not isinstance(key, bool):
                return holder[key] if 0 <= key < len(holder) else None
            if key == "length":
                return len(holder)
            if isinstance(holder, list) and key not in natives.LISTED:
                return self.aside.get(id(holder), (holder, {}))[1].get(key)
        if isinstance(holder, dict):
            name = text(key)
            if name in holder:
                return holder[name]
            return None if name not in _INHERITED else (holder, name)
        if isinstance(holder, Run):
            if text(key) in holder.properties:
                return holder.properties[text(key)]
            if key in {"call", "apply", "bind", "toString"}:
                return (holder, key)
            return None
        if isinstance(holder, Native):
            name = f"{holder.name}.{text(key)}"
            if name in natives.CONSTANTS:
                return natives.CONSTANTS[name]
            return Native(name) if name in natives.FUNCTIONS else (holder, text(key))
        if holder is None:
            raise Thrown({"message": "not an object", "stack": ""})
        return (holder, text(key))

    def call(self, callee: Plain, given: list[Plain], this: Plain = None) -> Plain:
        """Call a function or a method."""
        if isinstance(callee, Run):
            return self.enter(callee, given, this if callee.this is None else callee.this)
        if isinstance(callee, Native):
            function = callee.function or natives.FUNCTIONS.get(callee.name)
            if function is None:
                raise Inexact
            return self._native(function, given)
        if isinstance(callee, tuple):
            return self.method(callee[0], callee[1], given)
        raise Inexact

    def _native(self, function: Any, given: list[Plain]) -> Plain:  # noqa: ANN401
        self.steps -= 8
        try:
            return function(*given)
        except Mistake as error:
            raise Inexact from error
        except FAILURES as error:
            raise Thrown({"message": "", "stack": ""}) from error

    def method(self, holder: Plain, name: str, given: list[Plain]) -> Plain:
        """Call a method that JavaScript itself has."""
        self.steps -= 4
        if name in {"call", "apply", "bind"} and isinstance(holder, Run | Native | tuple):
            return _applied(self, holder, name, given)
        function: Any
        if isinstance(holder, list) and name in natives.EACH and given:
            if isinstance(given[0], Run | Native):
                return natives.each(self.call, name, holder, given[0], given[1:])
        if isinstance(holder, list):
            function = natives.ARRAY.get(name)
            if function is None:
                raise Inexact
            return self._native(function, [holder, *given])
        if isinstance(holder, str):
            return self._native(natives.string, [self.call, holder, name, given])
        if isinstance(holder, bool):
            return text(holder)
        if isinstance(holder, int | float):
            return self._native(natives.numeric, [holder, name, given])
        if isinstance(holder, bytes | bytearray):
            return self._native(natives.binary, [holder, name, given])
        if isinstance(holder, Regex) and name in {"test", "exec"} and given:
            return getattr(holder, name)(text(given[0]))
        if isinstance(holder, dict) and name == "hasOwnProperty" and given:
            return text(given[0]) in holder
        if name == "toString" and isinstance(holder, dict | Run):
            return text(holder)
        raise Inexact

    def enter(self, callee: Run, given: list[Plain], this: Plain = None) -> Plain:
        """Run a function, or ask the cipher that it was learned to be."""
        pair = len(given) == 2 and isinstance(given[0], str) and isinstance(given[1], str)
        key = id(callee.function)
        if pair and key in self.ciphers:
            made = learned.asked(self.ciphers[key], *given)
            if made is not None:
                self.entered.add(key)
                self.steps -= learned.STEPS + len(made)
                return made
        left = self.steps
        made = self._entered(callee, given, this)
        if pair and left - self.steps > learned.DEAR and key not in self.ciphers:
            cipher = learned.learned(given[0], given[1], made)
            if cipher is not None:
                self.ciphers[key] = cipher
        return made

    def _entered(self, callee: Run, given: list[Plain], this: Plain) -> Plain:
        if self.depth > DEEPEST:
            raise Inexact
        self.entered.add(id(callee.function))
        names = Names(callee.names)
        names.own["this"] = this
        names.own["arguments"] = given
        names.own["#callee"] = callee
        rest = list(given)
        for parameter in callee.function.parameters:
            if parameter.kind == "*":
                names.own[parameter.name] = rest
                rest = []
            elif rest and not (rest[0] is None and parameter.default is not None):
                names.own[parameter.name] = rest.pop(0)
            else:
                del rest[:1]
                default = parameter.default
                names.own[parameter.name] = self.value(default, names) if default else None
        self.depth += 1
        try:
            self.run(ir.body(callee.function), names)
        except Left as left:
            return left.value
        finally:
            self.depth -= 1
        return None


def _applied(exact: Exact, holder: Plain, name: str, given: list[Plain]) -> Plain:
    """Do `f.call`, `f.apply` or `f.bind`."""
    this = given[0] if given else None
    if name == "bind" and isinstance(holder, Run):
        made = Run(holder.function, holder.names)
        made.properties, made.this = holder.properties, this
        return made
    rest = given[1:]
    if name == "apply":
        rest = natives._spread(rest[0]) if rest and rest[0] is not None else []  # noqa: SLF001
    if isinstance(holder, tuple):
        return exact.method(this, holder[1], rest)
    return exact.call(holder, rest, this)


EXPRESSIONS: dict[type, Any] = {}
STATEMENTS: dict[type, Any] = {}
"""Filled by `javascript_nodes`."""
_INHERITED = frozenset(("hasOwnProperty", "toString", "valueOf"))
_NATIVE = (
    frozenset(natives.FUNCTIONS)
    | {name.partition(".")[0] for name in natives.FUNCTIONS}
    | {name.partition(".")[0] for name in natives.CONSTANTS}
)
