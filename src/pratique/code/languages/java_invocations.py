"""Fields and invocations of Java's code, also those that are linked when they run first."""

import struct
from typing import TYPE_CHECKING

from pratique.code import ir
from pratique.code.classfile import ClassFile, parameters
from pratique.code.languages.java_stack import New

if TYPE_CHECKING:
    from pratique.code.languages.java_code import Code

LIBRARY = ("java.", "javax.", "sun.", "com.sun.", "jdk.", "kotlin.", "scala.", "groovy.")
_LAMBDAS = ("metafactory", "altMetafactory")


class Bootstraps:
    """The bootstrap methods of one class, by number."""

    def __init__(self, owner: ClassFile) -> None:
        self.owner = owner
        self.listed = owner.bootstraps()

    def find(self, number: int) -> tuple[str, tuple[int, ...]]:
        """Return the name of a bootstrap method and its static arguments."""
        if not 0 <= number < len(self.listed):
            return "", ()
        handle, arguments = self.listed[number]
        return self.owner.handle(handle)[2], arguments


def class_name(name: str, line: int) -> ir.Expression:
    """Return a class by its full name; the dot marks it even where it has no package."""
    bare = name.lstrip("[")
    if bare != name and bare.startswith("L"):
        bare = bare[1:].rstrip(";")
    return ir.Name(line, bare if "." in bare else f".{bare}")


def reference(code: "Code", op: int, place: int, line: int) -> None:
    """Do one of the instructions that name a field, a method or a call site."""
    index = struct.unpack_from(">H", code.code, place + 1)[0]
    owner, name, descriptor = code.owner.reference(index)
    if op <= 0xB5:
        _field(code, op, owner, name, line)
    elif op == 0xBA:
        _linked(code, owner, name, descriptor, line)
    else:
        _invoked(code, op, line, owner, name, descriptor)


def _field(code: "Code", op: int, owner: str, name: str, line: int) -> None:
    stack = code.stack
    if op == 0xB2:
        stack.push(ir.Attribute(line, class_name(owner, line), name))
    elif op == 0xB3:
        target = ir.Attribute(line, class_name(owner, line), name)
        stack.out.append(ir.Evaluate(line, ir.Assign(line, target, stack.pop(line))))
    elif op == 0xB4:
        stack.push(ir.Attribute(line, stack.pop(line), name))
    else:
        value, holder = stack.pop(line), stack.pop(line)
        made = ir.Assign(line, ir.Attribute(line, holder, name), value)
        stack.out.append(ir.Evaluate(line, made))


def _arguments(code: "Code", descriptor: str, line: int) -> tuple[tuple[ir.Expression, ...], str]:
    """Take the arguments of a call; letters and truths are numbers until they are used as such."""
    types, result = parameters(descriptor)
    taken = [code.stack.pop(line) for _ in types]
    made = []
    for kind, value in zip(types, reversed(taken), strict=True):
        if kind == "C":
            made.append(_letter(value))
        elif kind == "Z" and isinstance(value, ir.Const) and isinstance(value.value, int):
            made.append(ir.Const(value.line, bool(value.value)))
        elif kind == "[C":
            made.append(ir.Call(value.line, ir.Name(value.line, "chars!"), (value,)))
        else:
            made.append(value)
    return tuple(made), result


def _letter(value: ir.Expression) -> ir.Expression:
    if isinstance(value, ir.Const) and isinstance(value.value, int) and value.value >= 0:
        return ir.Const(value.line, chr(value.value))
    return ir.Call(value.line, ir.Name(value.line, "chr!"), (value,))


def _invoked(code: "Code", op: int, line: int, *reference: str) -> None:
    owner, name, descriptor = reference
    arguments, result = _arguments(code, descriptor, line)
    stack = code.stack
    callee: ir.Expression
    if op == 0xB8:
        callee = ir.Attribute(line, class_name(owner, line), name, owner, descriptor)
    elif name == "<init>":
        _constructed(code, owner, descriptor, arguments, line)
        return
    else:
        callee = ir.Attribute(line, stack.pop(line), name, owner, descriptor)
    call = ir.Call(line, callee, arguments)
    if result == "V":
        stack.out.append(ir.Evaluate(line, call))
    else:
        stack.push(call)


def _constructed(
    code: "Code", owner: str, descriptor: str, arguments: tuple[ir.Expression, ...], line: int
) -> None:
    """Do a constructor's call: of an object being made, or of the class above."""
    stack = code.stack
    marker = stack.items.pop() if stack.items else None
    if isinstance(marker, New):
        call = ir.Call(
            line,
            ir.Name(line, marker.name),
            arguments,
            (("<init>", ir.Const(line, descriptor)),),
            new=True,
        )
        stack.made(marker, call, line)
        return
    if owner == "java.lang.Object":
        return
    if owner.startswith(LIBRARY):
        above: ir.Expression = ir.Call(line, class_name(owner, line), arguments, new=True)
    else:
        callee = ir.Attribute(line, class_name(owner, line), "<init>", owner, descriptor)
        above = ir.Call(line, callee, (ir.Name(line, "this"), *arguments))
    stack.out.append(ir.Evaluate(line, above))


def _linked(code: "Code", site: str, name: str, descriptor: str, line: int) -> None:
    number = int(site[1:]) if site[1:].isdigit() else -1
    method, static = code.handles.find(number)
    types, _ = parameters(descriptor)
    arguments, _ = _arguments(code, descriptor, line)
    if method == "makeConcatWithConstants" and static:
        code.stack.push(_joined(code, static, arguments, line))
    elif method == "makeConcat":
        code.stack.push(ir.Format(line, arguments))
    elif method in _LAMBDAS and len(static) > 1:
        code.stack.push(_lambda(code, static[1], arguments, line))
    else:
        code.stack.push(ir.Opaque(line, arguments))
    del name, types


def _joined(
    code: "Code", static: tuple[int, ...], arguments: tuple[ir.Expression, ...], line: int
) -> ir.Expression:
    """Return the text that a recipe makes of its arguments and constants."""
    recipe = str(code.owner.constant(static[0])[1])
    left, constants = list(arguments), list(static[1:])
    parts: list[ir.Expression] = []
    text = ""
    for letter in recipe:
        if letter not in "\1\2":
            text += letter
            continue
        if text:
            parts.append(ir.Const(line, text))
            text = ""
        if letter == "\1" and left:
            parts.append(left.pop(0))
        elif letter == "\2" and constants:
            parts.append(ir.Const(line, code.owner.constant(constants.pop(0))[1]))
    if text:
        parts.append(ir.Const(line, text))
    return ir.Format(line, tuple(parts))


def _lambda(
    code: "Code", handle: int, captured: tuple[ir.Expression, ...], line: int
) -> ir.Expression:
    """Return the method that a lambda or a method reference stands for, with what it caught."""
    kind, owner, name, descriptor = code.owner.handle(handle)
    if kind == 8:
        return class_name(owner, line)
    if kind in {5, 7, 9} and captured and not name.startswith("lambda$"):
        method: ir.Expression = ir.Attribute(line, captured[0], name, owner, descriptor)
        captured = captured[1:]
    else:
        method = ir.Attribute(line, class_name(owner, line), name, owner, descriptor)
    if not captured:
        return method
    return ir.Call(line, ir.Name(line, "partial!"), (method, *captured))
