"""Arrays that a function of the artifact puts in order, and what generators give one by one."""

from contextlib import suppress
from functools import cmp_to_key
from typing import TYPE_CHECKING

from pratique.code.evaluate.plain import MISSING, plain
from pratique.code.evaluate.values import Constant, Items, Table, Value, join
from pratique.code.languages import javascript_pure as pure

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine

MOST = 256
"""Elements that are put in order by calls."""


class _Undecided(Exception):  # noqa: N818 - ends a sort, is no error
    """Two elements whose order is not known."""


def ordered(machine: "Machine", holder: Items, function: Value, line: int) -> Value:
    """Sort an array in place as a function says; one whose order is not known stays as it is."""
    from pratique.code.evaluate import calls

    def compared(left: Value, right: Value) -> int:
        said = plain(calls.invoke(machine, function, [left, right], {}, line))
        if isinstance(said, bool) or not isinstance(said, int | float):
            raise _Undecided
        return (said > 0) - (said < 0)

    if len(holder.items) > 1 and len(holder.items) <= MOST and not holder.open:
        with suppress(_Undecided):
            holder.items[:] = sorted(holder.items, key=cmp_to_key(compared))
    elif holder.items:
        either = holder.items[0]
        for one in holder.items[1:4]:
            either = join(either, one)
        calls.invoke(machine, function, [either, either], {}, line)
    return holder


def alphabetic(_machine: "Machine", holder: Items, _arguments: list[Value]) -> Value:
    """Sort an array in place by the texts of its elements, when all are known."""
    known = plain(holder)
    if known is not MISSING and isinstance(known, list):
        texts = [pure.text(one) for one in known]
        order = sorted(range(len(texts)), key=texts.__getitem__)
        holder.items[:] = [holder.items[place] for place in order]
    return holder


def following(_machine: "Machine", holder: Items, _arguments: list[Value]) -> Value:
    """Return what `next()` gives: one of the first things that are yielded."""
    made: Value = holder.items[0] if holder.items else Constant(None)
    for one in holder.items[1:4]:
        made = join(made, one)
    return Table({"value": made}, holder.taints, is_open=True)
