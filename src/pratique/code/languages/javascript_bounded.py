"""When exact evaluation is tried, and how what it computes comes back to the machine."""

import re
from typing import TYPE_CHECKING, Any

import msgspec

from pratique.code import ir
from pratique.code.evaluate import constants
from pratique.code.evaluate.plain import fits, value_of
from pratique.code.evaluate.values import (
    CLEAN,
    Closure,
    Constant,
    Items,
    Symbol,
    Table,
    Value,
    deep,
    trail,
)
from pratique.code.languages import javascript_nodes as nodes
from pratique.code.languages.javascript_coerce import Mistake
from pratique.code.languages.javascript_exact import Exact
from pratique.code.languages.javascript_plain import Inexact, Left, Run, Thrown
from pratique.code.languages.javascript_regex import Regex

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine

ALL_STEPS = 4_000_000
"""Steps of exact evaluation for one artifact."""
CALL_STEPS = 120_000
ROTATION_STEPS = 1_500_000
PATIENCE = 2
"""Failed attempts after which a function is not tried again."""
_LOOKED = 1_500
_HINTS = frozenset(
    "charCodeAt codePointAt fromCharCode fromCodePoint push shift split charAt substr substring "
    "slice reverse join replace indexOf decodeURIComponent unescape atob parseInt toString".split()
)
COMPUTING = re.compile(
    rb"charCodeAt|codePointAt|fromCharCode|fromCodePoint|\b_0x[0-9a-f]{3}|['\"]shift['\"]|\.shift\(\)"
    rb"|\bunescape\b|\batob\b|decodeURIComponent|\.reverse\(\)|['\"]reverse['\"]|[\w)\]]\s*\^=?\s*[\w(]"
    rb"|Buffer\.(?:alloc|concat)|\beval\s*\(\s*function|\.charAt\(|split\(['\"][^'\"]['\"]\)"
)
"""Without any of these nothing in a text is worth running as it is."""
_TAKEN = (Constant, Items, Table, Closure, Symbol)
_SIGNS = frozenset(("^", ">>", "<<", ">>>", "%"))


class _Kept:
    """Exact evaluation of one artifact, and what is known of its functions."""

    __slots__ = ("exact", "failed", "hinted", "proven", "worth")

    def __init__(self) -> None:
        self.exact = Exact(ALL_STEPS)
        self.failed: dict[int, int] = {}
        self.hinted: dict[int, bool] = {}
        """Texts, by identity: whether anything in them computes texts."""
        self.proven: set[int] = set()
        """Functions that another one, which computes only, has run."""
        self.worth: dict[int, int] = {}


def attempt(machine: "Machine", closure: Closure, arguments: list[Value]) -> Value | None:
    """Return what a function computes, when it does nothing else; None to go on as ever."""
    function = closure.function
    if closure.receiver is not None or closure.owner is not None or len(arguments) > 12:
        return None
    kept: _Kept | None = machine.exact
    if kept is None:
        kept = machine.exact = _Kept()
    if not all(isinstance(one, _TAKEN) for one in arguments):
        return None
    source = closure.scope.place.source
    hinted = kept.hinted.get(id(source))
    if hinted is None:
        hinted = kept.hinted[id(source)] = COMPUTING.search(source) is not None
    if not hinted:
        return None
    key = id(function)
    if kept.failed.get(key, 0) >= PATIENCE or kept.exact.steps <= 0:
        return None
    allowed = kept.worth.get(key)
    if allowed is None:
        allowed = kept.worth[key] = _worth(function)
    if not allowed and key in kept.proven:
        allowed = CALL_STEPS
    if not allowed:
        return None
    kept.exact.entered = set()
    done, made = _run(kept.exact, closure, arguments, allowed)
    value = _back(machine, made, arguments) if done else None
    if done:
        kept.proven |= kept.exact.entered
        _turned(kept.exact)
    if value is None:
        kept.failed[key] = kept.failed.get(key, 0) + 1
    return value


def _run(exact: Exact, closure: Closure, arguments: list[Value], allowed: int) -> tuple[bool, Any]:
    left = exact.steps
    exact.steps = min(left, allowed)
    begun, exact.depth = exact.steps, 0
    try:
        given = [exact.taken(one) for one in arguments]
        run = exact.taken(closure)
        return True, exact.enter(run, given)
    except (Inexact, Thrown, Left, Mistake, RecursionError):
        return False, None
    finally:
        exact.steps = left - (begun - max(0, exact.steps))


def _turned(exact: Exact) -> None:
    """Give arrays of the machine the order that exact evaluation brought them into."""
    for made in exact.shared.values():
        plain, value = made.plain, made.value
        if not isinstance(value, Items) or not isinstance(plain, list) or len(plain) > _TURNED:
            continue
        known = [one.value if isinstance(one, Constant) else None for one in value.items]
        if known != plain and all(isinstance(one, str | int | float) for one in plain):
            value.items[:] = [Constant(one, value.taints, ("computed",)) for one in plain]


_TURNED = 20_000


def _back(machine: "Machine", made: Any, arguments: list[Value]) -> Value | None:  # noqa: ANN401
    """Return a plain value as one of the machine; None for what lives in the other world only."""
    if isinstance(made, Run | tuple | Regex) or not fits(made, machine.value_bytes):
        return None
    taints = CLEAN
    for one in arguments:
        taints |= deep(one)
    marks = trail(arguments)
    if isinstance(made, str) and len(made) > 2:
        given = any(isinstance(one, Constant) and one.value == made for one in arguments)
        if not given and (not marks or marks[-1] != "computed"):
            marks = (*marks, "computed")
    if isinstance(made, bytearray):
        made = bytes(made)
    if isinstance(made, list | dict) and not _plain(made, 4):
        return None
    value = value_of(made, taints, marks)
    constants.folded(machine, value)
    return value


def _plain(made: Any, depth: int) -> bool:  # noqa: ANN401
    if isinstance(made, str | bytes | int | float | bool | None):
        return True
    if not depth:
        return False
    if isinstance(made, dict):
        made = list(made.values())
    return isinstance(made, list) and all(_plain(one, depth - 1) for one in made[:10_000])


def _worth(function: ir.Function) -> int:
    """Return the steps that a function deserves: it computes, turns an array, or does neither."""
    waiting: list[Any] = list(ir.body(function))
    found = turns = False
    for _ in range(_LOOKED):
        if not waiting:
            break
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting.extend(node)
            continue
        if not isinstance(node, msgspec.Struct):
            continue
        if isinstance(node, ir.While):
            turns = True
        found = found or _hint(node)
        for name in node.__struct_fields__:
            inner = getattr(node, name)
            if isinstance(inner, msgspec.Struct | tuple):
                waiting.append(inner)
            elif name == "body" and callable(inner) and isinstance(node, ir.Function):
                waiting.extend(ir.body(node))
    if not found:
        return 0
    return ROTATION_STEPS if turns else CALL_STEPS


def _hint(node: msgspec.Struct) -> bool:
    if isinstance(node, ir.Attribute):
        return node.name in _HINTS
    if isinstance(node, ir.Const):
        return isinstance(node.value, str) and node.value in _HINTS
    if isinstance(node, ir.Operation):
        return node.operator in _SIGNS
    if isinstance(node, ir.Assign):
        return node.operator in _SIGNS
    if isinstance(node, ir.Sequence) and len(node.items) > 2:
        return all(isinstance(one, ir.Const) for one in node.items)
    return False


__all__ = ["attempt", "nodes"]
