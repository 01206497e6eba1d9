"""Methods of values that are no library's: texts, lists, dictionaries, scopes."""

from collections.abc import Callable

from pratique.code.decoders import CODECS
from pratique.code.evaluate import constants, operators
from pratique.code.evaluate.machine import Machine
from pratique.code.evaluate.plain import MISSING, computed, plain, value_of
from pratique.code.evaluate.values import (
    UNKNOWN,
    Constant,
    Items,
    Method,
    Namespace,
    Options,
    Symbol,
    Table,
    Value,
    deep,
    join,
    render,
    trail,
)

MAX_GROWTH = 200_000
_TEXT_KEPT = frozenset(
    "encode decode strip lstrip rstrip lower upper title replace expandvars format".split()
)
_PLACES = frozenset("slice substring substr charAt at".split())
"""What these are given are places in a text: how those were found says nothing of the text."""
_MARKED = {"translate": "translate", "fromhex": "hex"}


def call(
    machine: Machine,
    method: Method,
    arguments: list[Value],
    keywords: dict[str, Value],
    line: int,
) -> Value:
    """Call a method of a value."""
    receiver = method.receiver
    hook = machine.language.method
    if hook is not None and not isinstance(receiver, Options):
        own = hook(machine, method, arguments, line)
        if isinstance(own, Value):
            return own
    if isinstance(receiver, Options):
        made: Value | None = None
        for one in receiver.options:
            value = call(machine, Method(one, method.name), arguments, keywords, line)
            made = value if made is None else join(made, value)
        return made if made is not None else UNKNOWN
    if isinstance(receiver, Constant):
        found = _constant(machine, receiver, method.name, arguments, keywords)
        if found is not None:
            return found
    elif isinstance(receiver, Items):
        handler = _LIST.get(method.name)
        if method.name == "sort" and keywords:
            return _sorted(machine, receiver, keywords, line)
        if handler is not None:
            return handler(machine, receiver, arguments)
        whole = plain(receiver) if receiver.kind == "bytearray" else MISSING
        if isinstance(whole, bytes):
            text = Constant(whole, deep(receiver), trail(receiver.items[:8]))
            found = _constant(machine, text, method.name, arguments, keywords)
            if found is not None:
                return found
    elif isinstance(receiver, Table):
        handler_table = _TABLE.get(method.name)
        if handler_table is not None:
            return handler_table(machine, receiver, arguments, keywords)
    elif isinstance(receiver, Namespace):
        return _namespace(machine, receiver, method.name, arguments, keywords, line)
    elif isinstance(receiver, Symbol) and arguments:
        from pratique.code.evaluate import attributes

        own = attributes.of_table(machine, receiver, method.name, arguments, line)
        if own is not None:
            return own
    return _inexact(machine, receiver, method.name, arguments, keywords)


def _constant(
    machine: Machine,
    receiver: Constant,
    name: str,
    arguments: list[Value],
    keywords: dict[str, Value],
) -> Value | None:
    plain_value = receiver.value
    if name == "join" and len(arguments) == 1 and isinstance(arguments[0], Items):
        joined = _joined(machine, receiver, arguments[0])
        if joined is not None:
            return joined
    function = machine.language.methods.get((type(plain_value), name))
    if function is None:
        if isinstance(plain_value, bool) or plain_value is None:
            return Value(receiver.taints)
        return None
    made = computed(function, [receiver, *arguments], keywords, machine.value_bytes)
    if made is None:
        return None
    mark = _MARKED.get(name)
    if name == "decode" and arguments:
        mark = CODECS.get(str(plain(arguments[0])).lower().replace("-", "_"))
    if mark and not (made.trail and made.trail[-1] == mark):
        made.trail = (*made.trail, mark)
    if len(render(made, 64)) > 3:
        constants.folded(machine, made)
    return made


def _joined(machine: Machine, receiver: Constant, items: Items) -> Value | None:
    """Join elements of which all are known, or some."""
    if items.open:
        return Value(deep(items) | receiver.taints, "", trail([*items.items, items]))
    if all(one.__class__ is Constant for one in items.items):
        return None
    parts: list[Value] = []
    for place, one in enumerate(items.items):
        if place and receiver.value:
            parts.append(receiver)
        parts.append(one)
    del machine
    return operators.concatenated(parts)


def _inexact(
    machine: Machine,
    receiver: Value,
    name: str,
    arguments: list[Value],
    keywords: dict[str, Value],
) -> Value:
    """Return what is left when a method cannot be computed: taints, and text in part."""
    given = [*arguments, *keywords.values()]
    taints = deep(receiver)
    for one in given:
        taints |= deep(one)
    marks = trail([receiver] if name in _PLACES else [receiver, *given])
    if name == "format" and isinstance(receiver, Constant) and isinstance(receiver.value, str):
        return Value(taints, _formatted(receiver.value, arguments, keywords), marks)
    if name == "join" and arguments:
        return Value(taints, "", marks)
    machine.modules.called_later(machine, given)
    text = receiver.text if name in _TEXT_KEPT and type(receiver) is Value else ""
    if name in _TEXT_KEPT and isinstance(receiver, Constant):
        text = render(receiver)
    return Value(taints, text, marks)


def _formatted(text: str, arguments: list[Value], keywords: dict[str, Value]) -> str:
    pieces: list[str] = []
    position = count = 0
    while True:
        start = text.find("{", position)
        end = text.find("}", start)
        if start < 0 or end < 0 or len(pieces) > 400:
            return "".join((*pieces, text[position:]))[:4096]
        pieces.append(text[position:start])
        field = text[start + 1 : end].partition(":")[0].partition("!")[0]
        if field.isdigit() or not field:
            place = int(field) if field else count
            count += not field
            pieces.append(render(arguments[place]) if place < len(arguments) else "{}")
        else:
            pieces.append(render(keywords[field]) if field in keywords else "{}")
        position = end + 1


# -- lists


def _append(machine: Machine, holder: Items, arguments: list[Value]) -> Value:
    if arguments:
        _grow(machine, holder, [arguments[-1]])
    return Constant(None)


def _grow(machine: Machine, holder: Items, more: list[Value]) -> None:
    if len(holder.items) + len(more) > MAX_GROWTH:
        holder.open = True
        for one in more[:64]:
            holder.taints |= deep(one)
        return
    if machine.journal is not None and machine.frame.guards:
        holder.open = holder.open or False
    holder.items.extend(more)


def extend(machine: Machine, holder: Items, value: Value) -> None:
    """Add the elements of a value."""
    if isinstance(value, Items):
        _grow(machine, holder, list(value.items))
        holder.open = holder.open or value.open
    elif isinstance(value, Constant) and isinstance(value.value, str | bytes | range):
        if len(value.value) < MAX_GROWTH:
            made = [Constant(one, value.taints, value.trail) for one in value.value]
            _grow(machine, holder, list(made))
    else:
        holder.taints |= deep(value)
        holder.open = True


def _extend(machine: Machine, holder: Items, arguments: list[Value]) -> Value:
    for one in arguments:
        extend(machine, holder, one)
    return Constant(None)


def _insert(machine: Machine, holder: Items, arguments: list[Value]) -> Value:
    place = plain(arguments[0]) if arguments else MISSING
    if isinstance(place, int) and len(arguments) > 1 and len(holder.items) < MAX_GROWTH:
        holder.items.insert(place, arguments[1])
    else:
        _append(machine, holder, arguments)
    return Constant(None)


def _pop(_machine: Machine, holder: Items, arguments: list[Value]) -> Value:
    place = plain(arguments[0]) if arguments else -1
    if isinstance(place, int) and -len(holder.items) <= place < len(holder.items):
        return holder.items.pop(place)
    return Value(deep(holder))


def _reverse(_machine: Machine, holder: Items, _arguments: list[Value]) -> Value:
    holder.items.reverse()
    return Constant(None)


def _sort(_machine: Machine, holder: Items, _arguments: list[Value]) -> Value:
    known = plain(holder)
    if isinstance(known, list):
        try:
            order = sorted(range(len(known)), key=lambda place: known[place])
        except TypeError:
            return Constant(None)
        holder.items[:] = [holder.items[place] for place in order]
    return Constant(None)


def _sorted(machine: Machine, holder: Items, keywords: dict[str, Value], line: int) -> Value:
    from pratique.code.languages import python_computed

    found = python_computed.ordered(machine, holder.items, keywords, line)
    if found is not None:
        holder.items[:] = found
    return Constant(None)


def _clear(_machine: Machine, holder: Items, _arguments: list[Value]) -> Value:
    holder.items.clear()
    return Constant(None)


def _copy(_machine: Machine, holder: Items, _arguments: list[Value]) -> Value:
    return Items(holder.kind, list(holder.items), holder.taints, is_open=holder.open)


def _search(machine: Machine, holder: Items, arguments: list[Value]) -> Value:
    known = plain(holder)
    wanted = plain(arguments[0]) if arguments else MISSING
    del machine
    if isinstance(known, list | tuple) and wanted in known:
        return Constant(known.index(wanted))
    return Value(deep(holder))


_LIST: dict[str, Callable[[Machine, Items, list[Value]], Value]] = {
    "append": _append,
    "add": _append,
    "push": _append,
    "extend": _extend,
    "update": _extend,
    "insert": _insert,
    "pop": _pop,
    "reverse": _reverse,
    "sort": _sort,
    "clear": _clear,
    "copy": _copy,
    "index": _search,
}


# -- dictionaries


def _get(
    _machine: Machine, holder: Table, arguments: list[Value], _keywords: dict[str, Value]
) -> Value:
    key = plain(arguments[0]) if arguments else MISSING
    try:
        found = holder.pairs.get(key) if key is not MISSING else None
    except TypeError:
        found = None
    if found is not None:
        return found
    if key is not MISSING and not holder.open:
        return arguments[1] if len(arguments) > 1 else Constant(None)
    return Value(deep(holder))


def _items(
    _machine: Machine, holder: Table, _arguments: list[Value], _keywords: dict[str, Value]
) -> Value:
    made: list[Value] = [
        Items("tuple", [value_of(key), value]) for key, value in holder.pairs.items()
    ]
    return Items("list", made, holder.taints, is_open=holder.open)


def _keys(
    _machine: Machine, holder: Table, _arguments: list[Value], _keywords: dict[str, Value]
) -> Value:
    made = [value_of(key) for key in holder.pairs]
    return Items("list", made, holder.taints, is_open=holder.open)


def _values(
    _machine: Machine, holder: Table, _arguments: list[Value], _keywords: dict[str, Value]
) -> Value:
    return Items("list", list(holder.pairs.values()), holder.taints, is_open=holder.open)


def _update(
    _machine: Machine, holder: Table, arguments: list[Value], keywords: dict[str, Value]
) -> Value:
    for one in arguments:
        if isinstance(one, Table):
            holder.pairs.update(one.pairs)
            holder.open = holder.open or one.open
        else:
            holder.taints |= deep(one)
            holder.open = True
    holder.pairs.update(keywords)
    return Constant(None)


def _setdefault(
    machine: Machine, holder: Table, arguments: list[Value], keywords: dict[str, Value]
) -> Value:
    key = plain(arguments[0]) if arguments else MISSING
    if isinstance(key, str | int | bytes) and len(arguments) > 1:
        return holder.pairs.setdefault(key, arguments[1])
    return _get(machine, holder, arguments, keywords)


_TABLE: dict[str, Callable[[Machine, Table, list[Value], dict[str, Value]], Value]] = {
    "get": _get,
    "pop": _get,
    "items": _items,
    "iteritems": _items,
    "keys": _keys,
    "values": _values,
    "update": _update,
    "setdefault": _setdefault,
}


def _namespace(
    machine: Machine,
    holder: Namespace,
    name: str,
    arguments: list[Value],
    keywords: dict[str, Value],
    line: int,
) -> Value:
    from pratique.code.evaluate import attributes

    key = arguments[0] if arguments else UNKNOWN
    if name in {"get", "pop", "__getitem__"}:
        return attributes.item(machine, holder, key, line)
    if name in {"update", "setdefault", "__setitem__"}:
        pairs = dict(keywords)
        if isinstance(key, Table):
            pairs.update((str(one), value) for one, value in key.pairs.items())
        elif isinstance(key, Constant) and len(arguments) > 1:
            pairs[str(key.value)] = arguments[1]
        holder.scope.names.update(pairs)
        return Constant(None)
    values: list[Value] = [
        Items("tuple", [Constant(one), value]) for one, value in holder.scope.names.items()
    ]
    return Items("list", values, is_open=True)


def plain_symbol(value: Value) -> bool:
    """Tell whether a value is a library's name."""
    return isinstance(value, Symbol) and not value.called
