"""Items that stand twice in one block because `#[cfg(…)]` lets one of them through.

Which one is compiled is decided where the crate is built, so what any of them does counts.
"""

from collections.abc import Iterable

from pratique.code import ir


def merged(items: Iterable[ir.Statement]) -> list[ir.Statement]:
    """Return the items of a block, those of one name as one."""
    found: dict[tuple[type, str] | int, ir.Statement] = {}
    for place, item in enumerate(items):
        made = item.expression if isinstance(item, ir.Evaluate) else None
        named = isinstance(made, ir.Function) or (isinstance(made, ir.Class) and made.space)
        key: tuple[type, str] | int = place
        if named and isinstance(made, ir.Function | ir.Class):
            key = (type(made), made.name)
        before = found.get(key)
        known = before.expression if isinstance(before, ir.Evaluate) else None
        if isinstance(known, ir.Function) and isinstance(made, ir.Function):
            found[key] = ir.Evaluate(known.line, _either(known, made))
        elif isinstance(known, ir.Class) and isinstance(made, ir.Class):
            body = tuple(merged((*known.body, *made.body)))
            both = ir.Class(known.line, known.name, (), (), body, space=True)
            found[key] = ir.Evaluate(known.line, both)
        else:
            found[key] = item
    return list(found.values())


def _either(first: ir.Function, second: ir.Function) -> ir.Function:
    """Return a function that does what one of two does, under the parameters of the first."""
    renamed = tuple(
        ir.Evaluate(second.line, ir.Assign(second.line, ir.Name(second.line, new.name), old))
        for new, old in zip(
            second.parameters,
            (ir.Name(second.line, one.name) for one in first.parameters),
            strict=False,
        )
        if new.name != old.name
    )

    def late() -> tuple[ir.Statement, ...]:
        line = first.line
        other = (*renamed, *ir.body(second))
        return (ir.Branch(line, ir.Opaque(line), ir.body(first), other),)

    decorators = first.decorators or second.decorators
    end = max(first.end, second.end)
    return ir.Function(first.line, first.name, first.parameters, late, decorators, end)
