"""The code of a Java method as statements: a light simulation of its operand stack.

Instructions are gone through once, in their order. Jumps that compilers write for `if`, loops,
`switch` and handlers become those statements again; a jump of any other shape is passed over, so
that code behind it is still read. Source: The Java Virtual Machine Specification, chapter 6.
"""

import struct
from bisect import bisect_right

from pratique.code import ir
from pratique.code.classfile import Broken, ClassFile, Method
from pratique.code.languages import java_invocations as invocations
from pratique.code.languages.java_instructions import HANDLERS, inverted, selected
from pratique.code.languages.java_stack import Compared, Stack

NESTED = 60
"""Branches inside each other that become statements; deeper ones are passed over."""
_LENGTHS = bytes(
    2 if op in {0x10, 0x12, 0xBC, 0xA9} or 0x15 <= op <= 0x19 or 0x36 <= op <= 0x3A
    else 3 if op in {0x11, 0x13, 0x14, 0x84, 0xBB, 0xBD, 0xC0, 0xC1, 0xC6, 0xC7}
    or 0x99 <= op <= 0xA8 or 0xB2 <= op <= 0xB8
    else 4 if op == 0xC5 else 5 if op in {0xB9, 0xBA, 0xC8, 0xC9} else 1
    for op in range(256)
)  # fmt: skip
_SIGNS = ("==", "!=", "<", ">=", ">", "<=")
_BINARY = {0x60: "+", 0x64: "-", 0x68: "*", 0x6C: "//", 0x70: "%", 0x78: "<<", 0x7A: ">>",
           0x7C: ">>>", 0x7E: "&", 0x80: "|", 0x82: "^"}  # fmt: skip
_CASTS = {0x91: "i2b!", 0x92: "i2c!", 0x93: "i2s!"}
_RETURNS = range(0xAC, 0xB2)


class Loop:
    """A loop that is being read: where it begins and ends, and what was found to be its test."""

    __slots__ = ("checked", "end", "head", "leading", "test")

    def __init__(self, head: int, end: int) -> None:
        self.head = head
        self.end = end
        self.test: ir.Expression | None = None
        self.checked = True
        self.leading = True
        """No statement was made yet: a jump out is the loop's own test."""


class Code:
    """One method being read."""

    def __init__(self, owner: ClassFile, method: Method, handles: "invocations.Bootstraps") -> None:
        self.owner = owner
        self.method = method
        self.handles = handles
        self.code = method.code
        self.starts = [start for start, _ in method.lines]
        self.places: list[int] = []
        """Offset of each instruction."""
        self.at: dict[int, int] = {}
        self._decode()
        self.handlers = {self.at[start] for _, _, start in method.handlers if start in self.at}
        self.loops = self._loops()
        self.stack = Stack()
        self.open: list[Loop] = []

    def _decode(self) -> None:
        place, code, size = 0, self.code, len(self.code)
        while place < size:
            self.at[place] = len(self.places)
            self.places.append(place)
            op = code[place]
            if op in {0xAA, 0xAB}:
                base = (place + 4) & ~3
                if base + 12 > size:
                    raise Broken("a switch is cut")
                if op == 0xAA:
                    low, high = struct.unpack_from(">ii", code, base + 4)
                    count = high - low + 1
                    place = base + 12 + 4 * count
                else:
                    count = struct.unpack_from(">i", code, base + 4)[0]
                    place = base + 8 + 8 * count
                if not 0 <= count <= 65_535:
                    raise Broken("a switch without end")
            elif op == 0xC4:
                place += 6 if code[place + 1 : place + 2] == b"\x84" else 4
            else:
                place += _LENGTHS[op]
        self.at[size] = len(self.places)
        if place > size:
            raise Broken("the code ends inside an instruction")

    def _target(self, place: int) -> int:
        """Return the instruction that a jump leads to, -1 when there is none."""
        op = self.code[place]
        form = ">i" if op in {0xC8, 0xC9} else ">h"
        return self.at.get(place + struct.unpack_from(form, self.code, place + 1)[0], -1)

    def _loops(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for number, place in enumerate(self.places):
            if _jumps(self.code[place]):
                target = self._target(place)
                if 0 <= target <= number:
                    found[target] = max(found.get(target, 0), number + 1)
        return found

    def line(self, number: int) -> int:
        """Return the line of the source that an instruction stands for."""
        at = bisect_right(self.starts, self.places[number])
        return self.method.lines[at - 1][1] if at else 1

    def statements(self) -> tuple[ir.Statement, ...]:
        """Return the whole method."""
        return tuple(self.region(0, len(self.places), 0))

    # -- regions

    def region(self, start: int, end: int, depth: int) -> list[ir.Statement]:
        """Return what the instructions from one to another do; the stack is left as they do."""
        outer, self.stack.out = self.stack.out, []
        made = self.stack.out
        number = start
        while number < end:
            if number in self.handlers and not self.stack.items:
                self.stack.items = [ir.Opaque(self.line(number))]
            loop_end = self.loops.get(number)
            if loop_end and loop_end <= end and not any(one.head == number for one in self.open):
                self._loop(number, loop_end, depth)
                number = loop_end
                continue
            number = self._step(number, end, depth)
        self.stack.out = outer
        return made

    def _inner(self, start: int, end: int, depth: int) -> list[ir.Statement]:
        """Return a region that may not be reached, the stack put back afterwards."""
        before = self.stack.items
        self.stack.items = []
        made = self.region(start, end, depth + 1)
        self.stack.items = before
        return made

    def _loop(self, head: int, end: int, depth: int, *, late: bool = False) -> None:
        loop = Loop(head, end)
        self.open.append(loop)
        before = list(self.stack.items)
        body = self.region(head, end, depth + 1)
        self.stack.items = before
        self.open.pop()
        line = self.line(head)
        test = loop.test if loop.test is not None else ir.Const(line, value=True)
        checked = loop.checked or late
        self.stack.out.append(ir.While(line, test, tuple(body), (), checked))

    def _step(self, number: int, end: int, depth: int) -> int:
        """Do one instruction; return the next."""
        place = self.places[number]
        op = self.code[place]
        if 0x99 <= op <= 0xA6 or op in {0xC6, 0xC7}:
            return self._branch(number, end, depth)
        if op in {0xA7, 0xC8}:
            return self._jump(number, end, depth)
        if op in {0xAA, 0xAB}:
            return self._switch(number, end, depth)
        if op in _RETURNS or op == 0xBF:
            return self._leave(number, end, depth)
        self._plain(number, place, op)
        return number + 1

    def _condition(self, number: int) -> ir.Operation:
        """Take the operands of a conditional jump; return the test under which it jumps."""
        op, line, stack = self.code[self.places[number]], self.line(number), self.stack
        if op in {0xC6, 0xC7}:
            sign = "is" if op == 0xC6 else "is-not"
            return ir.Operation(line, sign, (stack.pop(line), ir.Const(line, None)))
        if op >= 0x9F:
            right, left = stack.pop(line), stack.pop(line)
            return ir.Operation(line, _SIGNS[(op - 0x9F) % 6], (left, right))
        value = stack.pop(line)
        if isinstance(value, Compared):
            return ir.Operation(line, _SIGNS[op - 0x99], (value.left, value.right))
        return ir.Operation(line, _SIGNS[op - 0x99], (value, ir.Const(line, 0)))

    def _branch(self, number: int, end: int, depth: int) -> int:
        test = self._condition(number)
        target = self._target(self.places[number])
        line, out = self.line(number), self.stack.out
        loop = self.open[-1] if self.open else None
        if loop is not None and target == loop.head and number + 1 == loop.end:
            loop.test, loop.checked = test, False
            return number + 1
        if loop is not None and target >= loop.end:
            if loop.leading and not out and number < loop.end - 1:
                kept = inverted(test)
                loop.test = (
                    kept if loop.test is None else ir.Operation(line, "and", (loop.test, kept))
                )
            else:
                out.append(ir.Branch(line, test, (ir.Jump(line, "break"),)))
            return number + 1
        if loop is not None:
            loop.leading = False
        if loop is not None and target == loop.head:
            out.append(ir.Branch(line, test, (ir.Jump(line, "continue"),)))
            return number + 1
        if not number < target <= end or depth > NESTED:
            out.append(ir.Evaluate(line, test))
            return number + 1
        return self._either(number, target, end, depth, inverted(test))

    def _either(self, number: int, target: int, end: int, depth: int, test: ir.Expression) -> int:
        """Read the two arms of an `if`; values that they leave on the stack become a choice."""
        line, stack = self.line(number), self.stack
        last = self.places[target - 1]
        beyond = self._target(last) if self.code[last] == 0xA7 and target - 1 > number else -1
        has_else = target < beyond <= end and not any(one.head == beyond for one in self.open)
        base = list(stack.items)
        then = self.region(number + 1, target - 1 if has_else else target, depth + 1)
        after_then, stack.items = stack.items, base
        otherwise: list[ir.Statement] = []
        if has_else:
            stack.items = list(base)
            otherwise = self.region(target, beyond, depth + 1)
        merged, chosen = stack.joined(test, after_then, stack.items, line)
        stack.items = merged
        if then or otherwise or not chosen:
            stack.out.append(ir.Branch(line, test, tuple(then), tuple(otherwise)))
        return beyond if has_else else target

    def _jump(self, number: int, end: int, depth: int) -> int:
        target, line = self._target(self.places[number]), self.line(number)
        loop = self.open[-1] if self.open else None
        following = number + 1
        if loop is not None and target == loop.head:
            if following < loop.end:
                self.stack.out.append(ir.Jump(line, "continue"))
            return self._aside(following, end, depth)
        if loop is not None and target >= loop.end:
            self.stack.out.append(ir.Jump(line, "break"))
            return self._aside(following, end, depth)
        inner = self.loops.get(following, 0)
        if following < target < inner <= end:
            self._loop(following, inner, depth, late=True)
            return inner
        if following <= target <= end:
            return self._aside(following, target, depth)
        return self._aside(following, end, depth)

    def _aside(self, start: int, end: int, depth: int) -> int:
        """Read what only a handler or another jump reaches, as something that may happen."""
        if start >= end or depth > NESTED:
            return end if depth <= NESTED else start
        before = self.stack.items
        self.stack.items = []
        made = self.region(start, end, depth + 1)
        self.stack.items = before
        if made:
            line = made[0].line
            branch = ir.Branch(line, ir.Opaque(line), tuple(made))
            out = self.stack.out
            ended = out and isinstance(out[-1], ir.Return | ir.Jump)
            out.insert(len(out) - 1 if ended else len(out), branch)
        return end

    def _leave(self, number: int, end: int, depth: int) -> int:
        op, line, stack = self.code[self.places[number]], self.line(number), self.stack
        if op == 0xB1:
            stack.out.append(ir.Return(line, None))
        elif op == 0xBF:
            stack.out.append(ir.Evaluate(line, stack.pop(line)))
            stack.out.append(ir.Jump(line, "raise"))
        else:
            stack.out.append(ir.Return(line, stack.pop(line)))
        stack.items = []
        return self._aside(number + 1, end, depth)

    def _switch(self, number: int, end: int, depth: int) -> int:
        line, key = self.line(number), self.stack.simple(self.line(number))
        cases, default = self._cases(number)
        starts = sorted({one for one in (*cases, default) if number < one < end})
        if not starts or depth > NESTED:
            return number + 1
        stop = end
        for at in range(starts[0], starts[-1]):
            place = self.places[at]
            if self.code[place] == 0xA7:
                target = self._target(place)
                if target >= starts[-1] and target <= end:
                    stop = target if stop == end else max(stop, target)
        for at, start in enumerate(starts):
            upto = starts[at + 1] if at + 1 < len(starts) else stop
            test = selected(line, key, cases.get(start, ()), default == start, cases)
            body = self._inner(start, upto, depth)
            if body:
                self.stack.out.append(ir.Branch(line, test, tuple(body)))
        return stop

    def _cases(self, number: int) -> tuple[dict[int, tuple[int, ...]], int]:
        """Return the keys that lead to each instruction, and where all others go."""
        place, code = self.places[number], self.code
        base = (place + 4) & ~3
        default = self.at.get(place + struct.unpack_from(">i", code, base)[0], -1)
        found: dict[int, tuple[int, ...]] = {}
        if code[place] == 0xAA:
            low, high = struct.unpack_from(">ii", code, base + 4)
            offsets = struct.unpack_from(f">{high - low + 1}i", code, base + 12)
            pairs = [(low + at, offset) for at, offset in enumerate(offsets)]
        else:
            count = struct.unpack_from(">i", code, base + 4)[0]
            flat = struct.unpack_from(f">{2 * count}i", code, base + 8)
            pairs = list(zip(flat[::2], flat[1::2], strict=True))
        for key, offset in pairs:
            target = self.at.get(place + offset, -1)
            found[target] = (*found.get(target, ()), key)
        return found, default

    # -- instructions without jumps

    def _plain(self, number: int, place: int, op: int) -> None:
        line = self.line(number)
        if 0xB2 <= op <= 0xBA:
            invocations.reference(self, op, place, line)
            return
        handler = HANDLERS.get(op)
        if handler is not None:
            handler(self, op, place, line)
        else:
            self._by_range(op, place, line)

    def _by_range(self, op: int, place: int, line: int) -> None:
        stack, code = self.stack, self.code
        if op <= 0x0F:
            stack.push(ir.Const(line, _SMALL[op]))
        elif 0x15 <= op <= 0x2D:
            slot = code[place + 1] if op <= 0x19 else (op - 0x1A) & 3
            stack.push(ir.Name(line, self.local(slot)))
        elif 0x2E <= op <= 0x35:
            index, holder = stack.pop(line), stack.pop(line)
            stack.push(ir.Subscript(line, holder, index))
        elif 0x36 <= op <= 0x4E:
            slot = code[place + 1] if op <= 0x3A else (op - 0x3B) & 3
            stack.store(self.local(slot), line)
        elif 0x4F <= op <= 0x56:
            stack.store_element(line)
        elif 0x60 <= op <= 0x83:
            self._arithmetic(op, line)
        elif op in _CASTS:
            stack.push(ir.Call(line, ir.Name(line, _CASTS[op]), (stack.pop(line),)))
        elif 0x94 <= op <= 0x98:
            right, left = stack.pop(line), stack.pop(line)
            stack.push(Compared(line, left, right))
        elif op == 0xC4:
            self._wide(place, line)

    def _arithmetic(self, op: int, line: int) -> None:
        stack = self.stack
        if 0x74 <= op <= 0x77:
            stack.push(ir.Operation(line, "-", (stack.pop(line),)))
            return
        base = op & ~3 if op < 0x78 else op & ~1
        right, left = stack.pop(line), stack.pop(line)
        made: ir.Expression = ir.Operation(line, _BINARY.get(base, "+"), (left, right))
        if op in {0x68, 0x78}:
            made = ir.Call(line, ir.Name(line, "i32!"), (made,))
        stack.push(made)

    def local(self, slot: int) -> str:
        """Return the name of a local variable."""
        return "this" if slot == 0 and not self.method.access & 8 else f"v{slot}"

    def _wide(self, place: int, line: int) -> None:
        op, slot = self.code[place + 1], struct.unpack_from(">H", self.code, place + 2)[0]
        if op == 0x84:
            step = struct.unpack_from(">h", self.code, place + 4)[0]
            self.stack.add(self.local(slot), step, line)
        elif op <= 0x19:
            self.stack.push(ir.Name(line, self.local(slot)))
        else:
            self.stack.store(self.local(slot), line)


def _jumps(op: int) -> bool:
    return 0x99 <= op <= 0xA7 or op in {0xC6, 0xC7, 0xC8}


_SMALL: tuple[ir.Scalar, ...] = (None, None, -1, 0, 1, 2, 3, 4, 5, 0, 1, 0.0, 1.0, 2.0, 0.0, 1.0)
