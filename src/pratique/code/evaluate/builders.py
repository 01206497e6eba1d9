"""Builders: objects that collect what a later call takes (`Command::new(a).arg(b).spawn()`).

What was collected lies in the state of the symbol that stands for the builder.
"""

from typing import TYPE_CHECKING

from pratique.code.api import Meaning
from pratique.code.evaluate.values import Items, Symbol, Value

if TYPE_CHECKING:
    from pratique.code.evaluate.library import Bound

MOST = 512


def carried(
    meaning: Meaning, state: dict[str, Value], keywords: dict[str, Value]
) -> dict[str, Value]:
    """Return the keywords of a call together with what its builder collected for it."""
    found = {name: state[name] for name in meaning.carries.split() if name in state}
    return {**found, **keywords}


def kept(symbol: Symbol, bound: "Bound") -> Symbol:
    """Return the builder with the arguments of one of its steps; lists of words grow."""
    state = symbol.state if symbol.state is not None else {}
    for name, value in bound.named.items():
        if value in bound.role("argv") and name in state:
            value = _longer(state[name], value)
        state[name] = value
    made = Symbol(symbol.path.rpartition(".")[0], symbol.taints, called=True, trail=symbol.trail)
    made.state = state
    return made


def _longer(before: Value, added: Value) -> Value:
    items = list(before.items) if isinstance(before, Items) else [before]
    more = added.items if isinstance(added, Items) else [added]
    return Items("list", [*items, *more][:MOST])
