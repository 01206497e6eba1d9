"""Java's builders of text, its arrays and its collections, followed element by element."""

from typing import TYPE_CHECKING

from pratique.code.evaluate import constants
from pratique.code.evaluate.values import (
    UNKNOWN,
    Constant,
    Items,
    Method,
    Symbol,
    Table,
    Value,
    deep,
    trail,
    union,
)
from pratique.code.languages.java_pure import text_of
from pratique.code.languages.java_streams import asked, loaded

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine


Arguments = list[Value]
Keywords = dict[str, Value]


_TEXT = "$text"


_ARRAY = 65_536


def method(machine: "Machine", called: Method, arguments: Arguments, line: int) -> Value | None:
    """Apply a method of a collection; other methods of values are tables of the language."""
    receiver, name = called.receiver, called.name
    if isinstance(receiver, Items):
        return _of_items(machine, receiver, name, arguments, line)
    if isinstance(receiver, Table):
        return _of_table(receiver, name, arguments)
    if isinstance(receiver, Constant) and isinstance(receiver.value, bytes) and name == "clone":
        return receiver
    return None


def _of_items(
    machine: "Machine", items: Items, name: str, arguments: Arguments, line: int
) -> Value | None:
    from pratique.code.evaluate import attributes, methods

    match name:
        case "get" | "elementAt" if arguments:
            return attributes.item(machine, items, arguments[0], line)
        case "add" | "addAll" | "addElement" | "push" | "offer" if arguments:
            if name == "addAll":
                methods.extend(machine, items, arguments[-1])
            else:
                methods.extend(machine, items, Items("list", [arguments[-1]]))
            return Constant(value=True)
        case "size" if not items.open:
            return Constant(len(items.items))
        case "toArray" | "stream" | "iterator" | "clone" | "toList" | "asList" | "parallelStream":
            return items
        case "forEach" | "map" if arguments:
            from pratique.code.evaluate import calls

            made = [
                calls.invoke(machine, arguments[0], [one], {}, line) for one in items.items[:64]
            ]
            return Items("list", made, items.taints)
    return None


def _of_table(table: Table, name: str, arguments: Arguments) -> Value | None:
    if name in {"put", "putIfAbsent", "setProperty"} and len(arguments) == 2:
        key = arguments[0]
        if isinstance(key, Constant) and isinstance(key.value, str | int):
            table.pairs[key.value] = arguments[1]
        else:
            table.taints |= deep(arguments[1])
            table.open = True
        return Constant(None)
    if name == "entrySet":
        return table
    if name in {"load", "loadFromXML"}:
        return loaded(table, arguments)
    return asked(table, arguments) if name in {"getProperty", "getOrDefault"} else None


def builder(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Make a builder of text."""
    made = Symbol("java.lang.StringBuilder", called=True)
    first = arguments[0] if arguments else Constant("")
    number = isinstance(first, Constant) and isinstance(first.value, int)
    made.state = {_TEXT: Constant("") if number else first}
    return made


def _held(symbol: Symbol) -> Symbol:
    made = Symbol("java.lang.StringBuilder", symbol.taints, called=True, trail=symbol.trail)
    made.state = symbol.state
    return made


def append(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Add to a builder of text."""
    from pratique.code.evaluate import operators

    if symbol.state is None:
        symbol.state = {}
    before = symbol.state.get(_TEXT, Value(symbol.taints, symbol.text if symbol.taints else ""))
    added = arguments[0] if arguments else Constant("")
    if isinstance(added, Constant) and not isinstance(added.value, str):
        added = Constant(text_of(added.value) if isinstance(added.value, bytes) else
                         _shown(added.value), added.taints, added.trail)  # fmt: skip
    parts = [added, before] if symbol.path.endswith("insert") else [before, added]
    if symbol.path.endswith("insert") and len(arguments) > 1:
        parts = [arguments[1], before]
    value = operators.concatenated(parts)
    if machine.journal is not None:
        machine.journal.entries.append((symbol.state, _TEXT, symbol.state.get(_TEXT)))
    symbol.state[_TEXT] = value
    return _held(symbol)


def _shown(value: object) -> str:
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def reverse(
    machine: "Machine", symbol: Symbol, _arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Turn the text of a builder round."""
    held = symbol.state.get(_TEXT) if symbol.state else None
    if symbol.state is None or not isinstance(held, Constant):
        return _held(symbol)
    turned = Constant(str(held.value)[::-1], held.taints, (*held.trail, "reverse"))
    if machine.journal is not None:
        machine.journal.entries.append((symbol.state, _TEXT, held))
    symbol.state[_TEXT] = turned
    return _held(symbol)


def built(
    machine: "Machine", symbol: Symbol, _arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return what a builder has built."""
    held = symbol.state.get(_TEXT) if symbol.state else None
    if held is None:
        return Value(symbol.taints, "", symbol.trail)
    if isinstance(held, Constant) and not held.literal:
        constants.folded(machine, held)
    return held


def built_length(
    _machine: "Machine", symbol: Symbol, _arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return how long the text of a builder is."""
    held = symbol.state.get(_TEXT) if symbol.state else None
    return Constant(len(str(held.value))) if isinstance(held, Constant) else UNKNOWN


def string(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Make a text of bytes, letters or a text."""
    from pratique.code.evaluate import plain

    if not arguments:
        return Constant("")
    first = arguments[0]
    known = plain.plain(first)
    if known is plain.MISSING or known is None:
        return Value(union([first]) | deep(first), "", trail([first]))
    encoding = "utf-8"
    if len(arguments) in {2, 4} and isinstance(arguments[-1], Constant):
        encoding = str(arguments[-1].value)
    if not isinstance(known, str | bytes | list):
        return Value(deep(first))
    if len(arguments) >= 3 and isinstance(known, list | bytes | str):
        ends = [plain.plain(one) for one in arguments[1:3]]
        if all(isinstance(one, int) for one in ends):
            known = known[ends[0] : ends[0] + ends[1]]
    if isinstance(known, list) and not all(isinstance(one, int) for one in known):
        return Value(deep(first))
    marks = trail([first, *(first.items if isinstance(first, Items) else ())])
    made = Constant(text_of(known, encoding), deep(first), marks)
    constants.folded(machine, made)
    return made


def letters(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return an array of letters as the text that it spells, where it is known."""
    first = arguments[0] if arguments else UNKNOWN
    if not isinstance(first, Items) or first.open:
        return first
    letters = [one.value for one in first.items if isinstance(one, Constant)]
    if len(letters) != len(first.items) or not all(isinstance(one, int) for one in letters):
        return first
    text = "".join(chr(int(one) & 0xFFFF) for one in letters)
    return Constant(text, deep(first), (*trail(first.items),))


def array(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Make an array of a known size."""
    size = arguments[0] if arguments else UNKNOWN
    empty = arguments[1] if len(arguments) > 1 else Constant(None)
    number = size.value if isinstance(size, Constant) else None
    if not isinstance(number, int) or not 0 <= number <= _ARRAY:
        return Items("list", [], deep(size), is_open=True)
    return Items("list", [empty] * number)


def length(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return how long an array is."""
    first = arguments[0] if arguments else UNKNOWN
    if isinstance(first, Items) and not first.open:
        return Constant(len(first.items))
    if isinstance(first, Constant) and isinstance(first.value, str | bytes):
        return Constant(len(first.value))
    return Value(first.taints)


def listed(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return the arguments as a list."""
    if len(arguments) == 1 and isinstance(arguments[0], Items):
        return Items("list", arguments[0].items[:], arguments[0].taints)
    return Items("list", list(arguments))


def empty_list(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Make a list."""
    given = arguments[0] if arguments else None
    return Items("list", given.items[:] if isinstance(given, Items) else [])


def empty_map(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Make a map."""
    given = arguments[0] if arguments else None
    return given if isinstance(given, Symbol | Table) else Table({})


def sliced(
    _machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return part of an array: `copyOf` and `copyOfRange`."""
    if not arguments or not isinstance(arguments[0], Items | Constant):
        return arguments[0] if arguments else None
    ends = [one.value for one in arguments[1:3] if isinstance(one, Constant)]
    if len(ends) != len(arguments) - 1 or not all(isinstance(one, int) for one in ends):
        return arguments[0]
    start, end = (0, ends[0]) if symbol.path.endswith("copyOf") else (ends[0], ends[-1])
    first = arguments[0]
    if isinstance(first, Items):
        return Items("list", first.items[start:end], first.taints)
    if isinstance(first.value, bytes):
        return Constant(first.value[start:end], first.taints, first.trail)
    return first


def copied(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Do `System.arraycopy`."""
    if len(arguments) != 5:
        return None
    source, target = arguments[0], arguments[2]
    numbers = [one.value for one in (arguments[1], arguments[3], arguments[4])
               if isinstance(one, Constant) and isinstance(one.value, int)]  # fmt: skip
    if isinstance(target, Items):
        if len(numbers) == 3 and isinstance(source, Items):
            start, place, count = numbers
            if count <= _ARRAY and place + count <= len(target.items):
                target.items[place : place + count] = source.items[start : start + count]
                return Constant(None)
        target.taints |= deep(source)
        target.open = True
    del machine, line
    return Constant(None)
