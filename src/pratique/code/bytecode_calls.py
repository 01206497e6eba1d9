"""Calls, imports, functions and what moves values about, on the symbolic stack of compiled Python.

How a call finds its callee on the stack changed with almost every version; two markers stand for
the slots that are no values: `NULL`, and `SELF` behind a method that was looked up for a call.
"""

from pratique.code import ir
from pratique.code.bytecode import Code
from pratique.code.bytecode_instructions import Instruction
from pratique.code.bytecode_steps import DOES, Item, Stack, does

NULL = ir.Opaque(-1)
SELF = ir.Opaque(-2)
_BUILD = ir.Name(-1, "__build_class__")
Keywords = tuple[tuple[str, ir.Expression], ...]


@does("PUSH_NULL")
def _null(stack: Stack, _one: Instruction) -> None:
    stack.push(NULL)


@does("LOAD_GLOBAL")
def _load_global(stack: Stack, one: Instruction) -> None:
    version = stack.code.version
    marked = version >= (3, 11) and one.argument & 1
    if marked and version < (3, 13):
        stack.push(NULL)
    place = one.argument >> 1 if version >= (3, 11) else one.argument
    stack.push(ir.Name(one.line, stack.name(place)))
    if marked and version >= (3, 13):
        stack.push(NULL)


@does("LOAD_BUILD_CLASS")
def _build(stack: Stack, _one: Instruction) -> None:
    stack.push(_BUILD)


@does("LOAD_SUPER_ATTR")
def _super(stack: Stack, one: Instruction) -> None:
    stack.several(3)
    holder = ir.Call(one.line, ir.Name(one.line, "super"))
    stack.push(ir.Attribute(one.line, holder, stack.name(one.argument >> 2)))
    if one.argument & 1:
        stack.push(SELF)


def call(
    stack: Stack, one: Instruction, positional: tuple[ir.Expression, ...], keywords: Keywords
) -> None:
    """Take the callee and what stands for its receiver, and put the result there."""
    second = stack.take()
    if stack.code.version < (3, 11) and second is not SELF:
        callee: Item = second
    else:
        first = stack.take()
        if second is NULL or second is SELF:
            callee = first
        elif first is NULL:
            callee = second
        else:
            callee = first
            positional = (_expression(stack, second), *positional)
    stack.push(_made(one, _expression(stack, callee), positional, keywords))


def _made(
    one: Instruction,
    callee: ir.Expression,
    positional: tuple[ir.Expression, ...],
    keywords: Keywords,
) -> ir.Expression:
    if isinstance(callee, ir.Name) and callee.name.startswith(".w"):
        return callee
    body = positional[0] if positional else None
    if callee is _BUILD and isinstance(body, ir.Function):
        named = positional[1] if len(positional) > 1 else None
        name = str(named.value) if isinstance(named, ir.Const) else body.name
        return ir.Class(one.line, name, positional[2:], keywords, ir.body(body))
    return ir.Call(one.line, callee, positional, keywords)


def _expression(stack: Stack, value: Item) -> ir.Expression:
    stack.push(value)
    return stack.pop()


def _named(
    stack: Stack, names: tuple[str, ...], count: int
) -> tuple[tuple[ir.Expression, ...], Keywords]:
    values = stack.several(count)
    cut = max(0, len(values) - len(names))
    return values[:cut], tuple(zip(names, values[cut:], strict=False))


def _names(value: ir.Expression) -> tuple[str, ...]:
    items = value.items if isinstance(value, ir.Sequence) else ()
    return tuple(str(item.value) for item in items if isinstance(item, ir.Const))


@does("KW_NAMES")
def _keyword_names(stack: Stack, one: Instruction) -> None:
    stack.keywords = _names(stack.constant(one.argument, one.line))


@does("CALL", "CALL_METHOD")
def _call(stack: Stack, one: Instruction) -> None:
    positional, keywords = _named(stack, stack.keywords, one.argument)
    stack.keywords = ()
    call(stack, one, positional, keywords)


@does("CALL_KW")
def _call_named(stack: Stack, one: Instruction) -> None:
    names = _names(stack.pop())
    call(stack, one, *_named(stack, names, one.argument))


@does("CALL_FUNCTION", "CALL_FUNCTION_VAR", "CALL_FUNCTION_KW", "CALL_FUNCTION_VAR_KW")
def _call_function(stack: Stack, one: Instruction) -> None:
    if stack.code.version >= (3, 6):
        names = _names(stack.pop()) if one.name == "CALL_FUNCTION_KW" else ()
        call(stack, one, *_named(stack, names, one.argument))
        return
    mapping = stack.pop() if one.name.endswith("KW") else None
    rest = stack.pop() if "VAR" in one.name else None
    pairs = stack.several(2 * (one.argument >> 8 & 255))
    positional = stack.several(one.argument & 255)
    keywords = [
        (str(key.value), value)
        for key, value in zip(pairs[::2], pairs[1::2], strict=False)
        if isinstance(key, ir.Const)
    ]
    if rest is not None:
        positional = (*positional, ir.Star(one.line, rest))
    if mapping is not None:
        keywords.append(("", mapping))
    call(stack, one, positional, tuple(keywords))


@does("CALL_FUNCTION_EX")
def _call_spread(stack: Stack, one: Instruction) -> None:
    version = stack.code.version
    mapping = stack.pop() if one.argument & 1 or version >= (3, 14) else NULL
    positional = (ir.Star(one.line, stack.pop()),)
    keywords: Keywords = () if mapping is NULL else (("", mapping),)
    call(stack, one, positional, keywords)


@does("MAKE_FUNCTION", "MAKE_CLOSURE")
def _make(stack: Stack, one: Instruction) -> None:
    from pratique.code.bytecode_ir import function

    version = stack.code.version
    if (3, 3) <= version < (3, 11):
        stack.take()
    code = stack.take()
    defaults: tuple[ir.Expression, ...] = ()
    if version < (3, 6):
        if one.name == "MAKE_CLOSURE":
            stack.take()
        if version >= (3, 0):
            stack.several(2 * (one.argument >> 8 & 255))
        defaults = stack.several(one.argument & 255)
    elif version < (3, 13):
        for flag in (8, 4, 2):
            if one.argument & flag:
                stack.take()
        if one.argument & 1:
            given = stack.pop()
            defaults = given.items if isinstance(given, ir.Sequence) else ()
    made = function(code, defaults, one.line) if isinstance(code, Code) else ir.Opaque(one.line)
    stack.push(made)


@does("SET_FUNCTION_ATTRIBUTE")
def _equip(stack: Stack, one: Instruction) -> None:
    made = stack.take()
    given = stack.pop()
    if one.argument == 1 and isinstance(made, ir.Function) and isinstance(given, ir.Sequence):
        plain = [parameter for parameter in made.parameters if not parameter.kind]
        for parameter, value in zip(reversed(plain), reversed(given.items), strict=False):
            parameter.default = value
    stack.push(made)


@does("BUILD_CLASS")
def _old_class(stack: Stack, one: Instruction) -> None:
    body, bases, name = stack.pop(), stack.pop(), stack.pop()
    made = body.callee if isinstance(body, ir.Call) else None
    inner = ir.body(made) if isinstance(made, ir.Function) else ()
    title = str(name.value) if isinstance(name, ir.Const) else ""
    held = bases.items if isinstance(bases, ir.Sequence) else ()
    stack.push(ir.Class(one.line, title, held, (), inner))


@does("IMPORT_NAME")
def _import(stack: Stack, one: Instruction) -> None:
    wanted, level = stack.pop(), stack.pop()
    module = stack.name(one.argument)
    dots = level.value if isinstance(level, ir.Const) and isinstance(level.value, int) else 0
    dots = max(dots, 0)
    if isinstance(wanted, ir.Sequence):
        name = f".m{one.offset}"
        stack.out.append(ir.Import(one.line, module, None, name, dots))
        stack.imported[name] = module, dots
    else:
        name = module.partition(".")[0]
        stack.out.append(ir.Import(one.line, module, None, "", dots))
    stack.push(ir.Name(one.line, name))


@does("IMPORT_FROM")
def _import_from(stack: Stack, one: Instruction) -> None:
    holder = stack.items[-1] if stack.items else None
    name = stack.name(one.argument)
    known = stack.imported.get(holder.name) if isinstance(holder, ir.Name) else None
    if known is None:
        outer = holder if isinstance(holder, ir.Expression) else ir.Opaque(one.line)
        stack.push(ir.Attribute(one.line, outer, name))
        return
    alias = f".n{one.offset}"
    stack.out.append(ir.Import(one.line, known[0], name, alias, known[1]))
    stack.push(ir.Name(one.line, alias))


@does("IMPORT_STAR", "CALL_INTRINSIC_1")
def _import_star(stack: Stack, one: Instruction) -> None:
    if one.name == "CALL_INTRINSIC_1" and one.argument != 2:
        return
    holder = stack.pop()
    known = stack.imported.get(holder.name) if isinstance(holder, ir.Name) else None
    if known is not None:
        stack.out.append(ir.Import(one.line, known[0], "*", "", known[1]))
    if one.name == "CALL_INTRINSIC_1":
        stack.push(ir.Const(one.line, None))


@does("SETUP_WITH", "BEFORE_WITH")
def _with(stack: Stack, one: Instruction) -> None:
    _entered(stack, one, ir.Opaque(one.line))


def _entered(stack: Stack, one: Instruction, leaving: ir.Expression | None) -> None:
    holder = stack.pop()
    name = ir.Name(one.line, f".w{one.offset}")
    stack.out.append(ir.With(one.line, ((holder, name),), ()))
    if leaving is not None:
        stack.push(leaving)
    stack.push(name)


@does("LOAD_SPECIAL")
def _special(stack: Stack, one: Instruction) -> None:
    if one.argument in {0, 2}:
        _entered(stack, one, None)
    else:
        stack.take()
        stack.push(ir.Opaque(one.line))
    stack.push(NULL)


@does("UNPACK_SEQUENCE", "UNPACK_EX")
def _unpack(stack: Stack, one: Instruction) -> int:
    """Take apart what is stored in the instructions that follow."""
    count = one.argument if one.name == "UNPACK_SEQUENCE" else one.argument & 255
    after = one.argument >> 8 if one.name == "UNPACK_EX" else 0
    value = stack.pop()
    names: list[ir.Expression] = [
        ir.Name(one.line, f".u{one.offset}.{place}") for place in range(min(count, 4000))
    ]
    if one.name == "UNPACK_EX":
        names.append(ir.Star(one.line, ir.Name(one.line, f".u{one.offset}.*")))
        names += [ir.Name(one.line, f".u{one.offset}.+{place}") for place in range(min(after, 99))]
    target = ir.Sequence(one.line, "tuple", tuple(names))
    stack.out.append(ir.Evaluate(one.line, ir.Assign(one.line, target, value)))
    for name in reversed(names):
        stack.push(name.value if isinstance(name, ir.Star) else name)
    return 1


@does("SWAP", "ROT_TWO")
def _swap(stack: Stack, one: Instruction) -> None:
    place = stack.below(one.argument if one.name == "SWAP" else 2)
    if place >= 0:
        stack.items[place], stack.items[-1] = stack.items[-1], stack.items[place]


@does("ROT_THREE", "ROT_FOUR", "ROT_N")
def _rotate(stack: Stack, one: Instruction) -> None:
    depth = {"ROT_THREE": 3, "ROT_FOUR": 4}.get(one.name, one.argument)
    place = stack.below(depth)
    if place >= 0:
        stack.items.insert(place, stack.items.pop())


@does("COPY", "DUP_TOP", "DUP_TOP_TWO", "DUP_TOPX")
def _copy(stack: Stack, one: Instruction) -> None:
    if one.name == "COPY":
        place = stack.below(one.argument)
        stack.push(stack.items[place] if place >= 0 else ir.Opaque(one.line))
        return
    count = {"DUP_TOP": 1, "DUP_TOP_TWO": 2}.get(one.name, min(one.argument, 5))
    if count and len(stack.items) >= count:
        for value in stack.items[-count:]:
            stack.push(value)


@does("FORMAT_VALUE", "FORMAT_WITH_SPEC")
def _format(stack: Stack, one: Instruction) -> None:
    if one.name == "FORMAT_WITH_SPEC" or one.argument & 4:
        shape = stack.pop()
        value = stack.pop()
        stack.push(ir.Call(one.line, ir.Name(one.line, "format"), (value, shape)))


@does("YIELD_VALUE")
def _yield(stack: Stack, one: Instruction) -> None:
    stack.push(ir.Yielded(one.line, stack.pop()))


@does("YIELD_FROM", "SEND")
def _delegate(stack: Stack, _one: Instruction) -> None:
    stack.take()


@does("EXEC_STMT")
def _execute(stack: Stack, one: Instruction) -> None:
    stack.several(2)
    callee = ir.Name(one.line, "exec")
    stack.out.append(ir.Evaluate(one.line, ir.Call(one.line, callee, (stack.pop(),))))


@does("CHECK_EXC_MATCH", "DELETE_ATTR", "STORE_LOCALS", "PRINT_ITEM_TO", "PRINT_NEWLINE_TO")
def _lose(stack: Stack, _one: Instruction) -> None:
    stack.take()


__all__ = ["DOES", "NULL", "SELF", "call"]
