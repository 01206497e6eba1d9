"""The operand stack of a Java method while it is read: expressions, and objects being made."""

from pratique.code import ir

DEPTH = 120
"""Expressions inside each other before one is given a name of its own."""
ARRAY = 65_536
"""Elements of an array that is written out."""


class Compared(ir.Expression, gc=False):
    """What `lcmp` and its kind leave for the jump that follows."""

    left: ir.Expression
    right: ir.Expression


class New(ir.Expression, gc=False):
    """An object whose constructor was not called yet."""

    name: str


class Array(ir.Expression, gc=False):
    """An array that is being written out, element by element."""

    size: ir.Expression
    empty: ir.Scalar
    items: list[ir.Expression]


class Stack:
    """Expressions that wait to be used, and the statements that were made so far."""

    def __init__(self) -> None:
        self.items: list[ir.Expression] = []
        self.out: list[ir.Statement] = []
        self.count = 0

    def push(self, value: ir.Expression) -> None:
        """Put a value on the stack; one that is nested too deeply gets a name first."""
        self.items.append(value)

    def pop(self, line: int) -> ir.Expression:
        """Take the top; an array that was written out becomes a display."""
        if not self.items:
            return ir.Opaque(line)
        value = self.items.pop()
        if isinstance(value, Array):
            if any(one is value for one in self.items):
                name = self.named(self._display(value), line)
                self.items = [name if one is value else one for one in self.items]
                return name
            return self._display(value)
        if isinstance(value, New):
            return ir.Name(value.line, value.name)
        if _deep(value) > DEPTH:
            return self.named(value, line)
        return value

    def _display(self, array: Array) -> ir.Expression:
        size = array.size.value if isinstance(array.size, ir.Const) else None
        if not isinstance(size, int):
            return ir.Call(
                array.line,
                ir.Name(array.line, "array!"),
                (array.size, ir.Const(array.line, array.empty)),
            )
        missing = min(size, ARRAY) - len(array.items)
        if array.items and missing < 64:
            rest = [ir.Const(array.line, array.empty)] * max(0, missing)
            return ir.Sequence(array.line, "list", (*array.items, *rest))
        given = (array.size, ir.Const(array.line, array.empty))
        made: ir.Expression = ir.Call(array.line, ir.Name(array.line, "array!"), given)
        if array.items:
            made = self.named(made, array.line)
            for at, one in enumerate(array.items):
                place = ir.Subscript(array.line, made, ir.Const(array.line, at))
                self.out.append(ir.Evaluate(array.line, ir.Assign(array.line, place, one)))
        return made

    def named(self, value: ir.Expression, line: int) -> ir.Name:
        """Give a value a name, so that it is evaluated once and before what follows."""
        if isinstance(value, ir.Name) and value.name[:1] == "$":
            return value
        self.count += 1
        name = ir.Name(line, f"${self.count}")
        self.out.append(ir.Evaluate(line, ir.Assign(line, name, value)))
        return name

    def simple(self, line: int) -> ir.Expression:
        """Take the top as something that may be evaluated twice."""
        value = self.pop(line)
        return value if isinstance(value, ir.Const | ir.Name) else self.named(value, line)

    def settle(self, name: str, line: int) -> None:
        """Evaluate what waits and names a variable that is about to change."""
        for at, one in enumerate(self.items):
            if not isinstance(one, ir.Const | New | Array) and _names(one, name, 4):
                self.items[at] = self.named(one, line)

    def store(self, name: str, line: int) -> None:
        """Bind a local variable."""
        value = self.pop(line)
        self.settle(name, line)
        self.out.append(ir.Evaluate(line, ir.Assign(line, ir.Name(line, name), value)))

    def add(self, name: str, step: int, line: int) -> None:
        """Add to a local variable."""
        self.settle(name, line)
        target = ir.Name(line, name)
        self.out.append(ir.Evaluate(line, ir.Assign(line, target, ir.Const(line, step), "+")))

    def store_element(self, line: int) -> None:
        """Set an element; those of an array that is being written out are kept with it."""
        value, index = self.pop(line), self.pop(line)
        holder = self.items[-1] if self.items else None
        if isinstance(holder, Array) and isinstance(index, ir.Const):
            follows = index.value == len(holder.items) < ARRAY
            if follows and sum(one is holder for one in self.items) > 1:
                self.items.pop()
                holder.items.append(value)
                return
        target = ir.Subscript(line, self.pop(line), index)
        self.out.append(ir.Evaluate(line, ir.Assign(line, target, value)))

    def push_new(self, name: str, line: int) -> None:
        """Put an object that is not made yet on the stack."""
        self.items.append(New(line, name if "." in name else f".{name}"))

    def push_array(self, empty: ir.Scalar, line: int) -> None:
        """Put a new array on the stack."""
        self.items.append(Array(line, self.pop(line), empty, []))

    def made(self, marker: New, call: ir.Expression, line: int) -> None:
        """Put the constructed object in the place of its marker."""
        places = [at for at, one in enumerate(self.items) if one is marker]
        if len(places) == 1 and places[0] == len(self.items) - 1:
            self.items[places[0]] = call
            return
        if not places:
            self.out.append(ir.Evaluate(line, call))
            return
        name = self.named(call, line)
        for at in places:
            self.items[at] = name

    def shuffle(self, op: int, line: int) -> None:
        """Do pop, dup and swap; a long counts as one here, so the forms for two are guessed."""
        if op in {0x57, 0x58}:
            value = self.items.pop() if self.items else None
            if value is not None and not isinstance(value, New | Array | ir.Const | ir.Name):
                self.out.append(ir.Evaluate(line, value))
            return
        if op == 0x5F:
            self.items[-2:] = self.items[:-3:-1]
            return
        top = self._twice(line)
        match op:
            case 0x59 | 0x5C:
                self.items.append(top)
            case 0x5A | 0x5D:
                self.items.insert(max(0, len(self.items) - 2), top)
            case 0x5B | 0x5E:
                self.items.insert(max(0, len(self.items) - 3), top)

    def _twice(self, line: int) -> ir.Expression:
        """Return the top in a form that may stand twice."""
        if not self.items:
            self.items.append(ir.Opaque(line))
        top = self.items[-1]
        if not isinstance(top, New | Array | ir.Const | ir.Name):
            top = self.items[-1] = self.named(top, line)
        return top

    def joined(
        self, test: ir.Expression, then: list[ir.Expression], other: list[ir.Expression], line: int
    ) -> tuple[list[ir.Expression], bool]:
        """Return the stack after two arms, and whether a value of theirs was joined."""
        if len(then) != len(other):
            return (then if len(then) > len(other) else other), False
        merged, chosen = list(then), False
        for at, (one, two) in enumerate(zip(then, other, strict=True)):
            if one is not two:
                merged[at] = ir.Choice(line, test, self._whole(one), self._whole(two))
                chosen = True
        return merged, chosen

    def _whole(self, value: ir.Expression) -> ir.Expression:
        """Return an array as what it is when nothing more is written to it."""
        return self._display(value) if isinstance(value, Array) else value


def _deep(value: ir.Expression) -> int:
    """Return how deep the left side of an expression goes, roughly."""
    depth = 0
    while depth <= DEPTH:
        if isinstance(value, ir.Call):
            value = value.callee
        elif isinstance(value, ir.Attribute | ir.Subscript):
            value = value.object
        elif isinstance(value, ir.Operation):
            value = value.operands[0]
        elif isinstance(value, ir.Choice):
            value = value.then
        else:
            break
        depth += 1
    return depth


def _names(value: ir.Expression, name: str, depth: int) -> bool:
    """Tell whether an expression names a variable, not looking too deep."""
    if isinstance(value, ir.Name):
        return value.name == name
    if depth == 0:
        return False
    inner: tuple[ir.Expression, ...] = ()
    if isinstance(value, ir.Subscript):
        inner = (value.object, value.index)
    elif isinstance(value, ir.Operation):
        inner = value.operands
    elif isinstance(value, ir.Call):
        inner = (value.callee, *value.arguments)
    elif isinstance(value, ir.Attribute):
        inner = (value.object,)
    elif isinstance(value, Compared):
        inner = (value.left, value.right)
    return any(_names(one, name, depth - 1) for one in inner)
