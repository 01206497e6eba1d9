"""Calls of libraries: what the table of the language says they do, give and take."""

from pratique.code.api import Meaning, Parameter
from pratique.code.decoders import decode
from pratique.code.evaluate import builders, checks, constants, files, sinks, uses
from pratique.code.evaluate.conditions import variants
from pratique.code.evaluate.machine import Machine
from pratique.code.evaluate.plain import MISSING, computed, plain, value_of
from pratique.code.evaluate.record import RANK
from pratique.code.evaluate.source import environment
from pratique.code.evaluate.values import (
    CLEAN,
    Constant,
    Items,
    Options,
    Symbol,
    Table,
    Taint,
    Taints,
    Value,
    deep,
    join,
    render,
    trail,
)
from pratique.model import Value as FactValue

Keywords = dict[str, Value]
VALUE_ROLES = frozenset(
    "url host ip path argv command env code module name string key import wallet".split()
)
_HIDING = ("exec/", "net/", "creds/", "fs/delete", "collect/")


class Bound:
    """The arguments of one call under the names of the library's parameters."""

    __slots__ = ("extra", "named", "roles")

    def __init__(self) -> None:
        self.named: dict[str, Value] = {}
        self.roles: dict[str, list[Value]] = {}
        self.extra: list[Value] = []

    def take(self, parameter: Parameter, value: Value) -> None:
        """Give a parameter its argument."""
        self.named[parameter.name] = value
        for role in parameter.roles:
            self.roles.setdefault(role, []).append(value)

    def role(self, name: str) -> list[Value]:
        """Return the arguments that have a role."""
        return self.roles.get(name, [])

    def all(self) -> list[Value]:
        """Return every argument."""
        return [*self.named.values(), *self.extra]


def bind(meaning: Meaning, arguments: list[Value], keywords: Keywords) -> Bound:
    """Bind arguments to parameters; what has none is kept as extra."""
    bound = Bound()
    left = list(arguments)
    by_name = {}
    for parameter in meaning.parameters:
        by_name[parameter.name] = parameter
        if parameter.rest:
            for value in left:
                bound.take(parameter, value)
            if len(left) > 1:
                bound.named[parameter.name] = Items("list", left)
            left = []
        elif left and not parameter.keyword:
            value = left.pop(0)
            if "options" in parameter.roles and isinstance(value, Table):
                _spread(bound, meaning, value)
            else:
                bound.take(parameter, value)
    for name, value in keywords.items():
        known = by_name.get(name)
        if known is not None:
            bound.take(known, value)
        elif name == "**" or not meaning.parameters:
            bound.extra.append(value)
        else:
            bound.named[name] = value
    bound.extra.extend(left)
    return bound


def _spread(bound: Bound, meaning: Meaning, value: Table) -> None:
    """Take the entries of an object as the parameters of their names."""
    known = {parameter.name: parameter for parameter in meaning.parameters}
    for key, one in value.pairs.items():
        if key in known:
            bound.take(known[key], one)
        else:
            bound.extra.append(one)


def call(
    machine: Machine, symbol: Symbol, arguments: list[Value], keywords: Keywords, line: int
) -> Value:
    """Call a library's name and return what it gives."""
    path = symbol.path
    hook = machine.language.symbol
    if hook is not None:
        own = hook(machine, symbol, arguments, keywords, line)
        if isinstance(own, Value):
            return own
    special = machine.language.special.get(path)
    if special is not None:
        made: Value | None = special(machine, symbol, arguments, keywords, line)
        if made is not None:
            return made
    function = machine.language.functions.get(path)
    if function is not None:
        made = computed(function, arguments, keywords, machine.value_bytes)
        if made is not None:
            return _marked(machine, made, path)
    meaning = machine.api.lookup(path)
    if meaning is None:
        return _unlisted(machine, symbol, arguments, keywords, line)
    if meaning.carries and symbol.state:
        keywords = builders.carried(meaning, symbol.state, keywords)
        steps = builders.steps(symbol.state)
        if steps and not machine.frame.steps:
            machine.frame.steps = (*steps, line)
            try:
                return _called(machine, symbol, meaning, arguments, keywords, steps[-1])
            finally:
                machine.frame.steps = ()
    return _called(machine, symbol, meaning, arguments, keywords, line)


def _called(
    machine: Machine,
    symbol: Symbol,
    meaning: Meaning,
    arguments: list[Value],
    keywords: Keywords,
    line: int,
) -> Value:
    """Call a library's name that has a meaning."""
    path = symbol.path
    bound = bind(meaning, arguments, keywords)
    if meaning.decoder:
        return _decoded(machine, symbol, meaning, bound)
    does, evaluates, tags = variants(meaning, bound)
    if symbol.hidden:
        tags = (*tags, "hidden-call")
    values = fact_values(bound)
    does, gives = _environment(machine, meaning, does, bound)
    files.before(machine, symbol, meaning, bound, does, line)
    tags = (*tags, *uses.covered(machine, symbol, bound))
    for behaviour in does:
        machine.fact(behaviour, line, path, values, tags)
    uses.noted(machine, bound, does, path, line)
    if "clipboard-write" in tags:
        checks.pasted(machine, bound.role("content"), path, line)
    if symbol.hidden:
        _hiding(machine, symbol, does, line, values)
    if meaning.keeps:
        return builders.kept(symbol, bound, line)
    result = sinks.reached(machine, symbol, meaning, bound, does, evaluates, line)
    if result is not None:
        return result
    made = _given(machine, symbol, meaning, bound, gives, line)
    if machine.language.callbacks is not None:
        machine.language.callbacks(machine, symbol, made, arguments)
    return made


def _marked(machine: Machine, made: Value, path: str) -> Value:
    mark = machine.language.marks.get(path)
    if mark and (not made.trail or made.trail[-1] != mark):
        made.trail = (*made.trail, mark)
    return made


def fact_values(bound: Bound) -> tuple[FactValue, ...]:
    """Return the arguments that a fact records, by their roles."""
    found: list[FactValue] = []
    for role, values in bound.roles.items():
        if role not in VALUE_ROLES:
            continue
        for value in values:
            found.extend(one for one in _texts(role, value) if one not in found)
    return tuple(found)


def _texts(role: str, value: Value) -> list[FactValue]:
    made: list[FactValue] = []
    if role == "host" and isinstance(value, Items) and value.items:
        value = value.items[0]
    for one in value.options if isinstance(value, Options) else (value,):
        text = render(one, 2048)
        if text.strip("{} "):
            made.append(FactValue(role, text[:2048]))  # type: ignore[arg-type]  # a value role
    return made


def _environment(
    machine: Machine, meaning: Meaning, does: tuple[str, ...], bound: Bound
) -> tuple[tuple[str, ...], str]:
    """Tell secret environment variables from those that name the host, and from all others."""
    gives = meaning.gives
    if gives == "creds/env-secret" and "creds/env-dump" in does:
        gives = "creds/env-dump"  # asked for no name: all of them
    if "env" not in bound.roles or not (gives == "creds/env-secret" or "creds/env-secret" in does):
        return does, gives
    kept = tuple(one for one in does if one != "creds/env-secret")
    name = bound.roles["env"][0]
    if isinstance(name, Constant):
        label = environment(str(name.value))
        if label:
            return (*kept, label), label
    return kept, "none"


def _hiding(
    machine: Machine,
    symbol: Symbol,
    does: tuple[str, ...],
    line: int,
    values: tuple[FactValue, ...],
) -> None:
    if symbol.hidden.endswith("computed") and any(one.startswith(_HIDING) for one in does):
        named = (FactValue("name", symbol.path), *values)
        machine.fact("obfus/api-hiding", line, symbol.path, named, ("hidden-call",))


def _decoded(machine: Machine, symbol: Symbol, meaning: Meaning, bound: Bound) -> Value:
    sources = bound.role("source") or bound.all()[:1]
    if sources and isinstance(sources[0], Options):
        return _each(machine, symbol, meaning, bound, sources[0])
    everything = [*bound.all()]
    taints: Taints = symbol.taints if symbol.called else CLEAN
    for one in everything:
        taints |= deep(one)
    marks = (*trail(everything), meaning.decoder)
    if not sources:
        return Value(taints, "", marks)
    data = plain(sources[0])
    if isinstance(data, list | tuple):
        data = MISSING
    options = {}
    for name, value in {**(symbol.state or {}), **bound.named}.items():
        known = plain(value)
        if known is not MISSING:
            options[name] = known
        elif isinstance(value, Symbol) and not value.called:
            options[name] = value.path.rpartition(".")[2]  # a constant of a library, by its name
    if meaning.decoder == "codec" and "encoding" in options:
        marks = (*marks[:-1], str(options["encoding"]).lower()[:16])
    if data is MISSING or data is None:
        return Value(taints, "", marks)
    made = decode(meaning.decoder, data, options, machine.value_bytes)
    if made is None:
        return Value(taints, "", marks)
    value = value_of(made, taints, marks)
    constants.folded(machine, value)
    return value


def _each(
    machine: Machine, symbol: Symbol, meaning: Meaning, bound: Bound, choice: Options
) -> Value:
    """Decode each of the values that a source may have."""
    made: Value | None = None
    for one in choice.options:
        given = {name: one if value is choice else value for name, value in bound.named.items()}
        value = _decoded(machine, symbol, meaning, bind(meaning, [], given))
        made = value if made is None else join(made, value)
    return made if made is not None else Value(deep(choice))


def _given(
    machine: Machine, symbol: Symbol, meaning: Meaning, bound: Bound, gives: str, line: int
) -> Value:
    """Return the result of a call: its symbol, with the taints that it carries."""
    path = meaning.returns or symbol.path
    taints: Taints = symbol.taints if symbol.called else CLEAN
    everything = bound.all()
    if gives not in {"none", "args"}:
        shown = next(
            (
                render(one, 512)
                for role in ("url", "host", "path", "env")
                for one in bound.role(role)
            ),
            "",
        )
        place = machine.frame.place.location(line)
        taints = taints | {Taint(gives, place, symbol.path, shown)} | uses.answered(bound)
    elif gives == "args":
        for one in everything:
            taints = taints | deep(one)
    marks = trail([symbol, *everything]) if gives == "args" else symbol.trail
    state = dict(symbol.state) if symbol.state and not meaning.returns else {}
    fetches = gives == "net/download"
    if meaning.returns or symbol.called:
        for parameter in meaning.parameters:
            value = bound.named.get(parameter.name)
            if value is not None:
                state[parameter.name] = _asked_for(value) if fetches else value
        if meaning.returns:
            builders.begun(state, bound, line)
        for role in ("path", "url", "key"):
            if bound.role(role):
                value = bound.role(role)[0]
                state.setdefault(role, _asked_for(value) if fetches else value)
    made = Symbol(path, taints, called=True, hidden="", trail=marks)
    made.state = state or None
    if fetches:
        machine.frame.answer = made
    return files.opened(machine, made, bound, line)


def _asked_for(value: Value) -> Value:
    """Return what an answer remembers of a request: its address, not what it was sent with."""
    if isinstance(value, Symbol) and value.called and value.state and "url" in value.state:
        return value.state["url"]
    return value


def _unlisted(
    machine: Machine, symbol: Symbol, arguments: list[Value], keywords: Keywords, line: int
) -> Value:
    """Return the result of a call that the table does not list: all its arguments' taints."""
    given = [*arguments, *keywords.values()]
    taints: Taints = symbol.taints if symbol.called else CLEAN
    for one in given:
        taints = taints | deep(one)
    if machine.language.callbacks is None:
        machine.modules.called_later(machine, given)
    del line
    made = Symbol(symbol.path, taints, called=True, trail=trail([symbol, *given]))
    if symbol.called or not keywords:
        made.state = symbol.state
    else:
        made.state = dict(keywords)
    if machine.language.callbacks is not None:
        machine.language.callbacks(machine, symbol, made, arguments)
    return made


def unknown_call(
    machine: Machine, callee: Value, arguments: list[Value], keywords: Keywords, line: int
) -> None:
    """Record what a call of something unknown shows: a callee that came from the network."""
    sinks.called(machine, callee, line)
    machine.modules.called_later(machine, [*arguments, *keywords.values()])


def mention(machine: Machine, symbol: Symbol, line: int) -> Value:
    """Record that a source was mentioned (`os.environ`), and taint it."""
    if symbol.called:
        return symbol
    known = machine.language.constants.get(symbol.path)
    if known is not None:
        return Constant(known, symbol.taints)
    meaning = machine.api.lookup(symbol.path)
    if meaning is None or not meaning.read:
        return symbol
    tags = ("hidden-call",) if symbol.hidden else ()
    for behaviour in meaning.does:
        machine.fact(behaviour, line, symbol.path, (), (*meaning.tags, *tags))
    if meaning.gives in {"none", "args"}:
        return symbol
    taint = Taint(meaning.gives, machine.frame.place.location(line), symbol.path)
    return Symbol(symbol.path, symbol.taints | {taint}, called=symbol.called, hidden=symbol.hidden)


def stronger(left: str, right: str) -> bool:
    """Tell whether one activation needs less of the victim than another."""
    return RANK[left] < RANK[right]  # type: ignore[index]  # activations


def table_of(pairs: dict[str, Value]) -> Table:
    """Return a dictionary value."""
    return Table(dict(pairs))
