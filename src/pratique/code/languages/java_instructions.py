"""Instructions of Java's code that neither jump nor name a member."""

import struct
from collections.abc import Callable
from typing import TYPE_CHECKING

from pratique.code import ir
from pratique.code.languages import java_invocations as invocations

if TYPE_CHECKING:
    from pratique.code.languages.java_code import Code


def _byte(self: "Code", _op: int, place: int, line: int) -> None:
    self.stack.push(ir.Const(line, struct.unpack_from(">b", self.code, place + 1)[0]))


def _short(self: "Code", _op: int, place: int, line: int) -> None:
    self.stack.push(ir.Const(line, struct.unpack_from(">h", self.code, place + 1)[0]))


def _constant(self: "Code", op: int, place: int, line: int) -> None:
    wide = op != 0x12
    index = struct.unpack_from(">H" if wide else ">B", self.code, place + 1)[0]
    kind, value = self.owner.constant(index)
    if kind == "class":
        self.stack.push(invocations.class_name(str(value), line))
    elif kind:
        self.stack.push(ir.Const(line, value))
    else:
        self.stack.push(ir.Opaque(line))


def _increment(self: "Code", _op: int, place: int, line: int) -> None:
    slot, step = struct.unpack_from(">Bb", self.code, place + 1)
    self.stack.add(self.local(slot), step, line)


def _shuffle(self: "Code", op: int, _place: int, line: int) -> None:
    self.stack.shuffle(op, line)


def _new(self: "Code", _op: int, place: int, line: int) -> None:
    name = self.owner.class_at(struct.unpack_from(">H", self.code, place + 1)[0])
    self.stack.push_new(name, line)


def _array(self: "Code", op: int, place: int, line: int) -> None:
    if op == 0xC5:
        count = self.code[place + 3]
        sizes = [self.stack.pop(line) for _ in range(count)]
        self.stack.push(
            ir.Call(line, ir.Name(line, "array!"), (sizes[-1] if sizes else ir.Opaque(line),))
        )
        return
    empty: ir.Scalar = None if op == 0xBD else 0
    self.stack.push_array(empty, line)


def _length(self: "Code", _op: int, _place: int, line: int) -> None:
    self.stack.push(ir.Call(line, ir.Name(line, "length!"), (self.stack.pop(line),)))


def _instance(self: "Code", _op: int, _place: int, line: int) -> None:
    self.stack.push(ir.Opaque(line, (self.stack.pop(line),)))


def _dropped(self: "Code", _op: int, _place: int, line: int) -> None:
    self.stack.pop(line)


HANDLERS: dict[int, Callable[["Code", int, int, int], None]] = {
    0x10: _byte,
    0x11: _short,
    0x12: _constant,
    0x13: _constant,
    0x14: _constant,
    0x84: _increment,
    **dict.fromkeys(range(0x57, 0x60), _shuffle),
    0xBB: _new,
    0xBC: _array,
    0xBD: _array,
    0xC5: _array,
    0xBE: _length,
    0xC1: _instance,
    0xC2: _dropped,
    0xC3: _dropped,
}


_INVERSE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">", "is": "is-not",
            "is-not": "is"}  # fmt: skip


def inverted(test: ir.Operation) -> ir.Operation:
    """Return the opposite of a test."""
    return ir.Operation(test.line, _INVERSE[test.operator], test.operands)


def selected(
    line: int,
    key: ir.Expression,
    keys: tuple[int, ...],
    default: bool,  # noqa: FBT001 one call
    cases: dict[int, tuple[int, ...]],
) -> ir.Expression:
    """Return the test under which a case is taken."""
    if default:
        others = [one for found in cases.values() for one in found]
        if len(others) > 32 or keys:
            return ir.Opaque(line)
        tests = tuple(ir.Operation(line, "!=", (key, ir.Const(line, one))) for one in others)
    else:
        tests = tuple(ir.Operation(line, "==", (key, ir.Const(line, one))) for one in keys[:32])
    if len(tests) < 2:
        return tests[0] if tests else ir.Opaque(line)
    return ir.Operation(line, "and" if default else "or", tests)
