"""What single instructions of compiled Python do to a symbolic stack.

Calls are in `bytecode_calls.py`. An instruction returns how many instructions it stands for, or
nothing for one.
"""

from collections.abc import Callable
from typing import Any

from pratique.code import ir
from pratique.code.bytecode import Code
from pratique.code.bytecode_instructions import Instruction

Item = ir.Expression | Code
MOST = 4_000
"""Values on one stack; honest code needs a few dozen."""


class Stack:
    """The values that instructions work on, and the statements made so far."""

    __slots__ = ("code", "imported", "items", "keywords", "out")

    def __init__(self, code: Code) -> None:
        self.code = code
        self.items: list[Item] = []
        self.out: list[ir.Statement] = []
        self.keywords: tuple[str, ...] = ()
        self.imported: dict[str, tuple[str, int]] = {}
        """Names that stand for modules until something is taken from them."""

    def inner(self) -> "Stack":
        """Return a copy for a block, with statements of its own."""
        made = Stack(self.code)
        made.items = self.items[:]
        made.imported = self.imported
        return made

    def push(self, value: Item) -> None:
        """Put a value on top."""
        if len(self.items) < MOST:
            self.items.append(value)

    def take(self) -> Item:
        """Take the top as it is."""
        return self.items.pop() if self.items else ir.Opaque(0)

    def pop(self) -> ir.Expression:
        """Take the top as an expression; code that nobody made a function of is run."""
        value = self.take()
        if isinstance(value, Code):
            from pratique.code.bytecode_ir import function

            return ir.Call(value.line, function(value, (), value.line))
        return value

    def several(self, count: int) -> tuple[ir.Expression, ...]:
        """Take some, in the order in which they were put there."""
        count = min(count, len(self.items))
        return tuple(reversed([self.pop() for _ in range(count)]))

    def below(self, depth: int) -> int:
        """Return the index of a value so far down; -1 when the stack is not so deep."""
        return len(self.items) - depth if 0 < depth <= len(self.items) else -1

    def name(self, place: int) -> str:
        """Return one of the names."""
        return self.code.names[place] if 0 <= place < len(self.code.names) else "?"

    def variable(self, place: int) -> str:
        """Return a local variable."""
        return self.code.variables[place] if 0 <= place < len(self.code.variables) else "?"

    def cell(self, place: int) -> str:
        """Return a variable that functions share."""
        held = self.code.variables if self.code.version >= (3, 11) else self.code.cells
        return held[place] if 0 <= place < len(held) else "?"

    def constant(self, place: int, line: int) -> ir.Expression:
        """Return a constant as an expression."""
        held = self.code.constants
        return (
            _constant(held[place], self.code, line) if 0 <= place < len(held) else ir.Opaque(line)
        )

    def temporary(self, kind: str, one: Instruction, value: ir.Expression) -> ir.Name:
        """Bind a value to a name that source cannot spell."""
        name = ir.Name(one.line, f".{kind}{one.offset}")
        self.out.append(ir.Evaluate(one.line, ir.Assign(one.line, name, value)))
        return name


def _constant(value: Any, code: Code, line: int, depth: int = 0) -> ir.Expression:  # noqa: ANN401 read
    if isinstance(value, tuple) and depth < 20:
        items = tuple(_constant(one, code, line, depth + 1) for one in value)
        return ir.Sequence(line, "tuple", items)
    if isinstance(value, bytes) and code.version < (3, 0):
        return ir.Const(line, value.decode("utf-8", "surrogateescape"))
    if value is None or isinstance(value, str | bytes | int | float):
        return ir.Const(line, value)
    return ir.Opaque(line)


Step = Callable[[Stack, Instruction], int | None]
DOES: dict[str, Step] = {}
"""What to do, by name of instruction."""


def does(*names: str) -> Callable[[Step], Step]:
    """Enter a function for these instructions."""

    def enter(step: Step) -> Step:
        for name in names:
            DOES[name] = step
        return step

    return enter


@does("LOAD_CONST")
def _load_constant(stack: Stack, one: Instruction) -> None:
    held = stack.code.constants
    value = held[one.argument] if one.argument < len(held) else None
    stack.push(value if isinstance(value, Code) else stack.constant(one.argument, one.line))


@does("LOAD_SMALL_INT")
def _small(stack: Stack, one: Instruction) -> None:
    stack.push(ir.Const(one.line, one.argument))


@does("LOAD_NAME", "LOAD_FROM_DICT_OR_GLOBALS")
def _load_name(stack: Stack, one: Instruction) -> None:
    if one.name != "LOAD_NAME":
        stack.take()
    stack.push(ir.Name(one.line, stack.name(one.argument)))


@does("LOAD_FAST", "LOAD_FAST_CHECK", "LOAD_FAST_AND_CLEAR", "LOAD_FAST_BORROW")
def _load_fast(stack: Stack, one: Instruction) -> None:
    stack.push(ir.Name(one.line, stack.variable(one.argument)))


@does("LOAD_FAST_LOAD_FAST", "LOAD_FAST_BORROW_LOAD_FAST_BORROW")
def _load_two(stack: Stack, one: Instruction) -> None:
    stack.push(ir.Name(one.line, stack.variable(one.argument >> 4)))
    stack.push(ir.Name(one.line, stack.variable(one.argument & 15)))


@does("LOAD_DEREF", "LOAD_CLASSDEREF", "LOAD_CLOSURE", "LOAD_FROM_DICT_OR_DEREF")
def _load_cell(stack: Stack, one: Instruction) -> None:
    if one.name == "LOAD_FROM_DICT_OR_DEREF":
        stack.take()
    stack.push(ir.Name(one.line, stack.cell(one.argument)))


@does("LOAD_LOCALS", "LOAD_ASSERTION_ERROR", "LOAD_COMMON_CONSTANT", "PUSH_EXC_INFO")
def _something(stack: Stack, one: Instruction) -> None:
    stack.push(ir.Opaque(one.line))


@does("POP_TOP", "PRINT_ITEM", "PRINT_EXPR", "END_SEND")
def _drop(stack: Stack, one: Instruction) -> None:
    value = stack.pop()
    if not isinstance(value, ir.Name | ir.Const | ir.Opaque):
        stack.out.append(ir.Evaluate(one.line, value))


def _plain(target: ir.Expression) -> str:
    return target.name if isinstance(target, ir.Name) else ""


def bind(stack: Stack, target: ir.Expression, line: int) -> None:
    """Assign the top to a target."""
    value = stack.pop()
    if isinstance(value, ir.Function | ir.Class) and value.name == _plain(target):
        stack.out.append(ir.Evaluate(line, value))
        return
    stack.out.append(ir.Evaluate(line, ir.Assign(line, target, value)))


@does("STORE_NAME", "STORE_GLOBAL")
def _store_name(stack: Stack, one: Instruction) -> None:
    bind(stack, ir.Name(one.line, stack.name(one.argument)), one.line)


@does("STORE_FAST")
def _store_fast(stack: Stack, one: Instruction) -> None:
    bind(stack, ir.Name(one.line, stack.variable(one.argument)), one.line)


@does("STORE_DEREF")
def _store_cell(stack: Stack, one: Instruction) -> None:
    bind(stack, ir.Name(one.line, stack.cell(one.argument)), one.line)


@does("STORE_FAST_LOAD_FAST", "STORE_FAST_STORE_FAST")
def _store_two(stack: Stack, one: Instruction) -> None:
    first, second = stack.variable(one.argument >> 4), stack.variable(one.argument & 15)
    bind(stack, ir.Name(one.line, first), one.line)
    if one.name.endswith("LOAD_FAST"):
        stack.push(ir.Name(one.line, second))
    else:
        bind(stack, ir.Name(one.line, second), one.line)


@does("STORE_ATTR")
def _store_attribute(stack: Stack, one: Instruction) -> None:
    holder = stack.pop()
    bind(stack, ir.Attribute(one.line, holder, stack.name(one.argument)), one.line)


@does("STORE_SUBSCR")
def _store_item(stack: Stack, one: Instruction) -> None:
    key, holder = stack.pop(), stack.pop()
    bind(stack, ir.Subscript(one.line, holder, key), one.line)


@does("STORE_MAP")
def _store_map(stack: Stack, one: Instruction) -> None:
    key, value = stack.pop(), stack.pop()
    holder = stack.pop()
    stack.push(ir.Mapping(one.line, ((None, holder), (key, value))))


@does("MAP_ADD")
def _map_add(stack: Stack, one: Instruction) -> None:
    first, second = stack.pop(), stack.pop()
    key, value = (second, first) if stack.code.version >= (3, 8) else (first, second)
    place = stack.below(one.argument)
    holder = stack.items[place] if place >= 0 else None
    if isinstance(holder, ir.Expression):
        target = ir.Subscript(one.line, holder, key)
        stack.out.append(ir.Evaluate(one.line, ir.Assign(one.line, target, value)))


@does("LIST_APPEND", "SET_ADD")
def _append(stack: Stack, one: Instruction) -> None:
    value = stack.pop()
    place = stack.below(one.argument)
    holder = stack.items[place] if place >= 0 else None
    if isinstance(holder, ir.Expression):
        method = ir.Attribute(one.line, holder, "append" if one.name[0] == "L" else "add")
        stack.out.append(ir.Evaluate(one.line, ir.Call(one.line, method, (value,))))


@does("LIST_EXTEND", "SET_UPDATE")
def _extend(stack: Stack, one: Instruction) -> None:
    value = stack.pop()
    place = stack.below(one.argument)
    holder = stack.items[place] if place >= 0 else None
    if isinstance(holder, ir.Expression):
        kind = "list" if one.name[0] == "L" else "set"
        items = (ir.Star(one.line, holder), ir.Star(one.line, value))
        stack.items[place] = ir.Sequence(one.line, kind, items)


@does("DICT_UPDATE", "DICT_MERGE")
def _update(stack: Stack, one: Instruction) -> None:
    value = stack.pop()
    place = stack.below(one.argument)
    holder = stack.items[place] if place >= 0 else None
    if isinstance(holder, ir.Expression):
        stack.items[place] = ir.Mapping(one.line, ((None, holder), (None, value)))


@does("LOAD_ATTR", "LOAD_METHOD")
def _attribute(stack: Stack, one: Instruction) -> None:
    from pratique.code.bytecode_calls import SELF

    split = stack.code.version >= (3, 12)
    place = one.argument >> 1 if split else one.argument
    stack.push(ir.Attribute(one.line, stack.pop(), stack.name(place)))
    if one.name == "LOAD_METHOD" or (split and one.argument & 1):
        stack.push(SELF)


@does("BINARY_SUBSCR")
def _item(stack: Stack, one: Instruction) -> None:
    index, holder = stack.pop(), stack.pop()
    stack.push(ir.Subscript(one.line, holder, index))


@does("BUILD_SLICE")
def _slice(stack: Stack, one: Instruction) -> None:
    parts: list[ir.Expression | None] = [
        None if isinstance(part, ir.Const) and part.value is None else part
        for part in stack.several(min(one.argument, 3))
    ]
    parts += [None] * (3 - len(parts))
    stack.push(ir.Slice(one.line, parts[0], parts[1], parts[2]))


@does("BINARY_SLICE", "SLICE+0", "SLICE+1", "SLICE+2", "SLICE+3")
def _sliced(stack: Stack, one: Instruction) -> None:
    both = one.name in {"BINARY_SLICE", "SLICE+3"}
    upper = stack.pop() if both or one.name == "SLICE+2" else None
    lower = stack.pop() if both or one.name == "SLICE+1" else None
    part = ir.Slice(one.line, lower, upper, None)
    stack.push(ir.Subscript(one.line, stack.pop(), part))


@does("DELETE_SUBSCR", "STORE_SLICE+0")
def _lose_two(stack: Stack, _one: Instruction) -> None:
    stack.several(2)


@does("STORE_SLICE+1", "STORE_SLICE+2")
def _lose_three(stack: Stack, _one: Instruction) -> None:
    stack.several(3)


@does("STORE_SLICE", "STORE_SLICE+3")
def _lose_four(stack: Stack, _one: Instruction) -> None:
    stack.several(4)


@does("BUILD_TUPLE", "BUILD_LIST", "BUILD_SET")
def _sequence(stack: Stack, one: Instruction) -> None:
    kind = one.name[6:].lower()
    made = ir.Sequence(one.line, kind, stack.several(one.argument))
    empty = not one.argument and kind != "tuple"
    stack.push(stack.temporary("b", one, made) if empty else made)


@does("BUILD_TUPLE_UNPACK", "BUILD_LIST_UNPACK", "BUILD_SET_UNPACK", "BUILD_TUPLE_UNPACK_WITH_CALL")
def _unpacked(stack: Stack, one: Instruction) -> None:
    parts = stack.several(one.argument)
    stack.push(ir.Sequence(one.line, "list", tuple(ir.Star(one.line, part) for part in parts)))


@does("BUILD_MAP_UNPACK", "BUILD_MAP_UNPACK_WITH_CALL")
def _merged(stack: Stack, one: Instruction) -> None:
    parts = stack.several(one.argument)
    stack.push(ir.Mapping(one.line, tuple((None, part) for part in parts)))


@does("BUILD_MAP")
def _mapping(stack: Stack, one: Instruction) -> None:
    if stack.code.version < (3, 5):
        stack.push(stack.temporary("b", one, ir.Mapping(one.line, ())))
        return
    parts = stack.several(2 * one.argument)
    pairs = tuple(zip(parts[::2], parts[1::2], strict=False))
    made = ir.Mapping(one.line, pairs)
    stack.push(made if pairs else stack.temporary("b", one, made))


@does("BUILD_CONST_KEY_MAP")
def _keyed(stack: Stack, one: Instruction) -> None:
    keys = stack.pop()
    values = stack.several(one.argument)
    names = keys.items if isinstance(keys, ir.Sequence) else ()
    stack.push(ir.Mapping(one.line, tuple(zip(names, values, strict=False))))


@does("BUILD_STRING", "BUILD_TEMPLATE")
def _joined(stack: Stack, one: Instruction) -> None:
    count = one.argument if one.name == "BUILD_STRING" else 2
    stack.push(ir.Format(one.line, stack.several(count)))
