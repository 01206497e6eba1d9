"""Builders: objects that collect what a later call takes (`Command::new(a).arg(b).spawn()`).

What was collected lies in the state of the symbol that stands for the builder.
"""

from typing import TYPE_CHECKING

from pratique.code.api import Meaning
from pratique.code.evaluate.values import Constant, Items, Symbol, Value

if TYPE_CHECKING:
    from pratique.code.evaluate.library import Bound

MOST = 512
_STEPS, _BEGUN = "$steps", "$begun"


def carried(
    meaning: Meaning, state: dict[str, Value], keywords: dict[str, Value]
) -> dict[str, Value]:
    """Return the keywords of a call together with what its builder collected for it."""
    found = {name: state[name] for name in meaning.carries.split() if name in state}
    return {**found, **keywords}


def steps(state: dict[str, Value]) -> tuple[int, ...]:
    """Return the lines of the steps that gave a builder something."""
    found = state.get(_STEPS)
    return tuple(found.value) if isinstance(found, Constant) else ()


def _began(state: dict[str, Value]) -> tuple[int, ...]:
    found = state.get(_BEGUN)
    return (int(found.value),) if isinstance(found, Constant) else ()


def begun(state: dict[str, Value], bound: "Bound", line: int) -> None:
    """Remember where a builder was made that was told what to run or whom to ask."""
    if bound.role("argv") or bound.role("url"):
        state[_BEGUN] = Constant(line)


def is_one(symbol: Symbol) -> bool:
    """Tell whether a symbol stands for a builder that was told something."""
    return symbol.state is not None and (_STEPS in symbol.state or _BEGUN in symbol.state)


def kept(symbol: Symbol, bound: "Bound", line: int) -> Symbol:
    """Return the builder with the arguments of one of its steps; lists of words grow."""
    state = symbol.state if symbol.state is not None else {}
    if bound.named:
        known = steps(state) or _began(state)
        state[_STEPS] = Constant((*known[:1], *tuple(dict.fromkeys((*known[1:], line)))[-7:]))
    for name, value in bound.named.items():
        grows = value in bound.role("argv") and name in state
        state[name] = _longer(state[name], value) if grows else value
    made = Symbol(symbol.path.rpartition(".")[0], symbol.taints, called=True, trail=symbol.trail)
    made.state = state
    return made


def _longer(before: Value, added: Value) -> Value:
    items = list(before.items) if isinstance(before, Items) else [before]
    more = added.items if isinstance(added, Items) else [added]
    return Items("list", [*items, *more][:MOST])
