"""Calls: of functions and classes of the artifact, of methods of values, of libraries."""

from pratique.code import ir
from pratique.code.evaluate import attributes, declared, library, methods, protocol, recall
from pratique.code.evaluate.machine import (
    CALL_DEPTH,
    DULL_DEPTH,
    DULL_ENTRIES,
    ENTRIES,
    FORWARDED,
    Frame,
    Machine,
    Recalled,
)
from pratique.code.evaluate.plain import MISSING, plain
from pratique.code.evaluate.record import RANK
from pratique.code.evaluate.scope import Scope
from pratique.code.evaluate.values import (
    UNKNOWN,
    Closure,
    Constant,
    Instance,
    Items,
    Kind,
    Method,
    Options,
    Partial,
    Symbol,
    Table,
    Value,
    deep,
    join,
    union,
)

Keywords = dict[str, Value]


def call(machine: Machine, node: ir.Call, scope: Scope) -> Value:
    """Evaluate a call."""
    callee = machine.peek(node.callee, scope)
    arguments: list[Value] = []
    for one in node.arguments:
        if one.__class__ is ir.Star:
            value = machine.value(one.value, scope)
            if isinstance(value, Items):
                arguments.extend(value.items)
            else:
                arguments.append(value)
        else:
            arguments.append(machine.value(one, scope))
    keywords: Keywords = {}
    for name, one in node.keywords:
        value = machine.value(one, scope)
        if name:
            keywords[name] = value
        elif isinstance(value, Table):
            keywords.update((str(key), inner) for key, inner in value.pairs.items())
        else:
            keywords["**"] = value
    before = machine.frame.scope
    machine.frame.scope = scope
    machine.line = node.line
    parts, given = keywords.pop("#parts", None), keywords.pop("#given", None)
    if parts is not None and not isinstance(callee, Symbol):  # a library takes the text
        arguments = [parts, *(given.items if isinstance(given, Items) else ())]
    maker = machine.language.constructed if node.new else None
    made: Value
    if not isinstance(callee, Kind | Options):
        keywords.pop("<init>", None)
    if maker is not None and isinstance(callee, Closure):
        made = maker(machine, callee, arguments)
    else:
        made = invoke(machine, callee, arguments, keywords, node.line)
    machine.frame.scope = before
    return made


def invoke(
    machine: Machine, callee: Value, arguments: list[Value], keywords: Keywords, line: int
) -> Value:
    """Call a value."""
    machine.steps -= 1
    if isinstance(callee, Symbol):
        return library.call(machine, callee, arguments, keywords, line)
    if isinstance(callee, Closure):
        return enter(machine, callee, arguments, keywords)
    if isinstance(callee, Method):
        return methods.call(machine, callee, arguments, keywords, line)
    if isinstance(callee, Kind):
        return construct(machine, callee, arguments, keywords, line)
    if isinstance(callee, Partial):
        return invoke(
            machine,
            callee.callee,
            [*callee.arguments, *arguments],
            {**callee.keywords, **keywords},
            line,
        )
    if isinstance(callee, Options):
        made: Value | None = None
        for one in callee.options:
            value = invoke(machine, one, arguments, keywords, line)
            made = value if made is None else join(made, value)
        return made if made is not None else UNKNOWN
    if isinstance(callee, Instance):
        method = attributes.get(machine, callee, "__call__", line)
        if isinstance(method, Closure):
            return enter(machine, method, arguments, keywords)
    library.unknown_call(machine, callee, arguments, keywords, line)
    found = union([callee, *arguments, *keywords.values()])
    for one in (*arguments, *keywords.values()):
        found |= deep(one)
    return Value(found, "", callee.trail)


def construct(
    machine: Machine, kind: Kind, arguments: list[Value], keywords: Keywords, line: int
) -> Value:
    """Make an instance and run its `__init__`; one made of the same starts out the same."""
    made = Instance(kind)
    machine.made[id(kind)] = made
    signature = keywords.pop("<init>", None)
    if isinstance(signature, Constant):
        found, _ = declared.find(kind, f"<init>{signature.value}", "")
        if isinstance(found, Closure):
            enter(machine, declared.bound(found, made), arguments, keywords)
        return made
    key = recall.made(kind, arguments, keywords)
    rank = RANK[machine.frame.activation]
    before = machine.memo.get(key) if key is not None else None
    if before is not None and before.rank <= rank and isinstance(before.value, Instance):
        made.attributes.update(before.held)
        return made
    for name in ("__new__", "__init__"):
        method = attributes.get(machine, made, name, line)
        if isinstance(method, Closure):
            if name == "__new__":
                method.receiver = kind
            returned = enter(machine, method, arguments, keywords)
            if name == "__new__" and isinstance(returned, Instance):
                made = returned
        elif isinstance(method, Symbol) and name == "__init__":
            base = method.path.rpartition(".")[0]
            given = library.call(machine, Symbol(base), arguments, keywords, line)
            if isinstance(given, Symbol) and given.state:
                made.attributes.update(given.state)
        elif name == "__init__" and not isinstance(method, Closure) and not arguments:
            made.attributes.update(keywords)
    protocol.made(machine, made, line)
    if key is not None and len(machine.memo) < recall.MOST:
        kept = (kind, made, *arguments, *keywords.values())
        machine.memo[key] = Recalled(rank, made, kept, dict(made.attributes))
    return made


def construct_meta(machine: Machine, meta: Kind, made: Kind, line: int) -> None:
    """Run what a metaclass does when a class is made with it."""
    for name in ("__new__", "__init__"):
        method = meta.attributes.get(name)
        if isinstance(method, Closure):
            table = Table(dict(made.attributes))
            given: list[Value] = [
                meta,
                Constant(made.name),
                Items("tuple", list(made.bases)),
                table,
            ]
            enter(machine, method, given, {})
    del line


def subclassed(machine: Machine, made: Kind, line: int) -> None:
    """Run `__init_subclass__` of the bases, and remember commands of an installer."""
    for base in made.bases:
        if isinstance(base, Kind):
            hook = attributes.get(machine, base, "__init_subclass__", line)
            if isinstance(hook, Closure):
                enter(machine, hook, [made], {})
    machine.modules.class_made(machine, made, line)


def _bound(
    machine: Machine, closure: Closure, arguments: list[Value], keywords: Keywords, scope: Scope
) -> None:
    function = closure.function
    given = list(arguments)
    own = machine.language.receiver
    if own:
        scope.names["arguments"] = Items("list", given[:])
        if closure.receiver is not None:
            scope.names[own] = closure.receiver
    elif closure.receiver is not None:
        given.insert(0, closure.receiver)
    named = dict(keywords)
    rest = named.pop("**", None)
    for parameter in function.parameters:
        if parameter.kind == "*":
            scope.names[parameter.name] = Items("tuple", given)
            given = []
        elif parameter.kind == "**":
            scope.names[parameter.name] = Table(dict(named), is_open=rest is not None)
        elif given:
            scope.names[parameter.name] = given.pop(0)
        elif parameter.name in named:
            scope.names[parameter.name] = named.pop(parameter.name)
        elif rest is not None:
            scope.names[parameter.name] = rest
        else:
            default = closure.defaults.get(parameter.name)
            scope.names[parameter.name] = default if default is not None else UNKNOWN
    if own and function.name and scope.find(function.name) is None:
        scope.names[function.name] = closure  # an expression's own name


def _frame(machine: Machine, outer: Frame, closure: Closure, scope: Scope) -> Frame:
    """Return what is evaluated while a function runs: its place, the caller's activation."""
    name = closure.function.name or "<lambda>"
    if closure.owner is not None:
        name = f"{closure.owner.name}.{name}"
    return Frame(
        place=closure.scope.place,
        activation=outer.activation,
        scope=scope,
        scope_name=name,
        guards=outer.guards,
        silenced=outer.silenced,
        depth=outer.depth + 1,
        called=(*outer.called[-2:], (outer.place, machine.line)),
        returned=[],
    )


def enter(machine: Machine, closure: Closure, arguments: list[Value], keywords: Keywords) -> Value:
    """Run a function of the artifact with these arguments and return what it returns."""
    identity = id(closure.function)
    machine.seen.add(identity)
    outer = machine.frame
    rank = RANK[outer.activation]
    key = recall.key(closure, arguments, keywords)
    before = machine.memo.get(key) if key is not None else None
    if before is not None and before.rank <= rank:
        return before.value
    if machine.language.exact is not None:
        computed: Value | None = machine.language.exact(machine, closure, arguments)
        if computed is not None:
            return computed
    entries = machine.entered.get(identity, 0)
    recursive = identity in machine.active_functions
    exact = recall.known(arguments) and recall.known(keywords.values())
    dull = closure.function.dull
    forwards = _forwards(machine, closure.function)
    most = FORWARDED if forwards else DULL_ENTRIES if dull else ENTRIES
    tired = not exact and (
        entries > most
        or (dull and outer.depth > DULL_DEPTH)
        or (recursive and entries > 2 and not forwards)
        or machine.active_functions.count(identity) > CALL_DEPTH
    )
    if outer.depth >= CALL_DEPTH or tired:
        return Value(union([*arguments, *keywords.values()]))
    machine.entered[identity] = entries + 1
    scope = Scope("function", closure.scope.place, closure.scope)
    _bound(machine, closure, arguments, keywords, scope)
    frame = _frame(machine, outer, closure, scope)
    frame.depth -= forwards
    machine.frame = frame
    journal = machine.journal
    machine.active_functions.append(identity)
    try:
        machine.run(ir.body(closure.function), scope)
        outer.thrown = frame.thrown or outer.thrown
        outer.answer = frame.answer or outer.answer
    finally:
        machine.frame = outer
        machine.journal = journal
        machine.active_functions.pop()
    made = _result(frame)
    if machine.language.entered is not None:
        made = machine.language.entered(machine, closure, arguments, made)
    if key is not None and len(machine.memo) < recall.MOST:
        machine.memo[key] = Recalled(rank, made, (closure, *arguments, *keywords.values()))
    return made


def _forwards(machine: Machine, function: ir.Function) -> bool:
    """Tell whether a function only calls what it is given, with nothing but what it is given."""
    known = machine.forwards.get(id(function))
    if known is None:
        statements = ir.body(function)
        last = statements[-1] if 0 < len(statements) < 3 else None
        made = last.value if isinstance(last, ir.Return) else None
        if isinstance(last, ir.Evaluate):
            made = last.expression
        names = {one.name for one in function.parameters}
        known = isinstance(made, ir.Call) and all(
            isinstance(one, ir.Name) and one.name in names
            for one in (made.callee, *(_bare(each) for each in made.arguments))
        )
        machine.forwards[id(function)] = known
    return known


def _bare(node: ir.Expression) -> ir.Expression:
    return node.value if isinstance(node, ir.Star) else node


def _result(frame: Frame) -> Value:
    if frame.yielded is not None:
        return Items("list", frame.yielded)
    if not frame.returned:
        return Constant(None)
    made = frame.returned[0]
    for one in frame.returned[1:8]:
        made = join(made, one)
    return made


def extend(machine: Machine, holder: Items, value: Value) -> None:
    """Add the elements of a value to a list."""
    methods.extend(machine, holder, value)


def known(value: Value) -> bool:
    """Tell whether a value is known whole."""
    return plain(value) is not MISSING
