"""Turn the code objects of compiled Python into the common tree, as far as it can be told.

The stack is followed symbolically: conditions become branches and loops again, what belongs to
exceptions stands one after the other, an instruction that is not known leaves an `Opaque`. A stack
that runs empty gives `Opaque` too, so that hostile code cannot stop the reading.
"""

from pratique.code import bytecode_calls, bytecode_operators, ir
from pratique.code.bytecode import Code, read
from pratique.code.bytecode_instructions import Instruction, instructions
from pratique.code.bytecode_steps import Stack

DOES = {**bytecode_calls.DOES, **bytecode_operators.DOES}
DEEPEST = 40
"""Blocks inside each other; deeper ones are read one after the other."""
_ENDINGS = frozenset(("RETURN_VALUE", "RETURN_CONST", "RERAISE", "RAISE_VARARGS"))


def program(data: bytes) -> ir.Program | None:
    """Return the tree of a `.pyc` or of bare serialised code; None when it is neither."""
    code = read(data)
    return None if code is None else lower(code)


def lower(code: Code) -> ir.Program:
    """Return the tree of one code object as a module."""
    return ir.Program(body=_Lowering(code, returns=False).body())


def function(code: Code, defaults: tuple[ir.Expression, ...], line: int) -> ir.Function:
    """Return a function whose body is lowered when it is first entered."""
    names = code.variables
    plain = list(names[: code.arguments])
    rest = names[code.arguments :]
    parameters = [ir.Parameter(name) for name in plain]
    for place, value in enumerate(reversed(defaults[: len(parameters)]), 1):
        parameters[-place] = ir.Parameter(parameters[-place].name, value)
    parameters += [ir.Parameter(name) for name in rest[: code.keyword_only]]
    rest = rest[code.keyword_only :]
    for flag, kind in ((4, "*"), (8, "**")):
        if code.flags & flag and rest:
            parameters.append(ir.Parameter(rest[0], None, kind))
            rest = rest[1:]

    def body() -> tuple[ir.Statement, ...]:
        return _Lowering(code, returns=True).body()

    name = "" if code.name.startswith("<") else code.name
    return ir.Function(line, name, tuple(parameters), body)


def class_body(code: Code) -> tuple[ir.Statement, ...]:
    """Return the statements of a class."""
    return _Lowering(code, returns=False).body()


class _Lowering:
    """One code object on its way to statements."""

    def __init__(self, code: Code, *, returns: bool) -> None:
        self.code = code
        self.returns = returns
        self.steps = instructions(code)

    def body(self) -> tuple[ir.Statement, ...]:
        """Return all statements, with the declarations of what is bound further out."""
        stack = Stack(self.code)
        self._declare(stack)
        self.block(0, len(self.steps), stack, 0)
        return tuple(stack.out)

    def _declare(self, stack: Stack) -> None:
        if not self.returns:
            return
        stored = {stack.name(one.argument) for one in self.steps if one.name == "STORE_GLOBAL"}
        if stored:
            stack.out.append(ir.Declare(self.code.line, tuple(sorted(stored))))
        if self.code.free and any(one.name == "STORE_DEREF" for one in self.steps):
            stack.out.append(ir.Declare(self.code.line, self.code.free, "nonlocal"))

    def block(self, at: int, end: int, stack: Stack, depth: int) -> None:
        """Do the instructions from one index to another."""
        while at < end:
            one = self.steps[at]
            if one.name == "FOR_ITER" and depth < DEEPEST:
                at = self._loop(at, end, stack, depth)
            elif "_IF_" in one.name:
                at = self._branch(at, end, stack, depth)
            elif one.name in _ENDINGS:
                self._ended(one, stack, last=at + 1 >= end)
                at += 1
            else:
                at += DOES.get(one.name, _unknown)(stack, one) or 1

    def _ended(self, one: Instruction, stack: Stack, *, last: bool) -> None:
        """Leave the function; what stands behind is reached some other way, and is read too."""
        if one.name == "RERAISE":
            return
        if one.name == "RAISE_VARARGS":
            for value in stack.several(one.argument):
                stack.out.append(ir.Evaluate(one.line, value))
            return
        constant = one.name == "RETURN_CONST"
        value = stack.constant(one.argument, one.line) if constant else stack.pop()
        if not self.returns:
            if not isinstance(value, ir.Const | ir.Name):
                stack.out.append(ir.Evaluate(one.line, value))
            return
        ended = ir.Return(one.line, value)
        handler = ir.Handler((), "", (ir.Jump(one.line, "raise"),))
        stack.out.append(ended if last else ir.Try(one.line, (ended,), (handler,)))

    def _loop(self, at: int, end: int, stack: Stack, depth: int) -> int:
        one = self.steps[at]
        until = min(one.target, end) if one.target > at else end
        iterable = stack.pop()
        element = ir.Name(one.line, f".e{one.offset}")
        inner = stack.inner()
        inner.items += [ir.Opaque(one.line), element]
        self.block(at + 1, until, inner, depth + 1)
        stack.out.append(ir.Loop(one.line, element, iterable, tuple(inner.out)))
        while until < end and self.steps[until].name in {"END_FOR", "POP_ITER"}:
            until += 1
            if self.code.version == (3, 13):
                until += 1
        return until

    def _branch(self, at: int, end: int, stack: Stack, depth: int) -> int:
        one = self.steps[at]
        keeps = one.name.endswith("_OR_POP")
        value = stack.pop()
        if one.name == "JUMP_IF_NOT_EXC_MATCH":
            stack.pop()
        test = _test(one, value)
        if one.target <= at or depth >= DEEPEST:
            stack.out.append(ir.Evaluate(one.line, value))
            if keeps:
                stack.push(value)
            return at + 1
        until = min(one.target, end)
        other = self._otherwise(until, end, one)
        then, rest = stack.inner(), stack.inner()
        self.block(at + 1, until - 1 if other > until else until, then, depth + 1)
        if keeps:
            operator = "and" if "FALSE" in one.name else "or"
            stack.out += then.out
            stack.push(ir.Operation(one.line, operator, (value, then.pop())))
            return until
        if other > until:
            self.block(until, other, rest, depth + 1)
        stack.out.append(ir.Branch(one.line, test, tuple(then.out), tuple(rest.out)))
        _merge(stack, test, then, rest, one.line)
        return other

    def _otherwise(self, until: int, end: int, one: Instruction) -> int:
        """Return where the other side of a branch ends; where it begins when there is none."""
        before = self.steps[until - 1] if until - 1 > 0 else one
        jumps = before.name in {"JUMP_FORWARD", "JUMP_ABSOLUTE"} and before is not one
        return before.target if jumps and until < before.target <= end else until


def _test(one: Instruction, value: ir.Expression) -> ir.Expression:
    """Return what holds where a conditional jump does not jump."""
    if "NONE" in one.name:
        operator = "is" if "NOT_NONE" in one.name else "is-not"
        return ir.Operation(one.line, operator, (value, ir.Const(one.line, None)))
    if "TRUE" in one.name:
        return ir.Operation(one.line, "not", (value,))
    return value


def _merge(stack: Stack, test: ir.Expression, then: Stack, rest: Stack, line: int) -> None:
    """Go on with what both sides of a branch left on the stack."""
    left, right = then.items, rest.items
    if then.out and isinstance(then.out[-1], ir.Return):
        stack.items = right
    elif len(left) == len(right) and left and left[-1] is not right[-1]:
        choice = ir.Choice(line, test, _plain(left[-1], line), _plain(right[-1], line))
        stack.items = [*left[:-1], choice]
    else:
        stack.items = left if len(left) >= len(right) else right


def _plain(value: object, line: int) -> ir.Expression:
    return value if isinstance(value, ir.Expression) else ir.Opaque(line)


def _unknown(_stack: Stack, _one: Instruction) -> int:
    return 1
