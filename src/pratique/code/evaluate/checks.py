"""What a value is said to be: what was fetched, by a digest; what is pasted, by its shape."""

import re

from pratique.code.evaluate.machine import Machine
from pratique.code.evaluate.values import Constant, Taint, Value, deep, join, ordered, render
from pratique.model import Value as FactValue

_DIGEST = re.compile(r"(?:[0-9a-f]{2}){20,64}", re.IGNORECASE)
_HASHED = re.compile(r"sha\d|blake|digest", re.IGNORECASE)


def digest(machine: Machine, left: Value, right: Value) -> None:
    """Record that what was fetched is compared, hashed, with a digest that is written down."""
    for known, other in ((left, right), (right, left)):
        if not (isinstance(known, Constant) and isinstance(known.value, str)):
            continue
        if not _DIGEST.fullmatch(known.value) or not _HASHED.search(render(other, 512)):
            continue
        if any(one.label == "net/download" for one in deep(other)):
            machine.fact("net/download", machine.line, "digest", (), ("digest-checked",))


_ADDRESS = re.compile(
    r"0x[0-9a-fA-F]{40}|(?:bc1|ltc1|tb1)[ac-hj-np-z02-9]{38,59}|[13LMTD][1-9A-HJ-NP-Za-km-z]{25,34}"
    r"|[48][0-9AB][1-9A-HJ-NP-Za-km-z]{93}"
)
"""Of payments; one of nothing but zeros stands for any where it takes another's place."""


def either(machine: Machine, then: Value, otherwise: Value, line: int) -> Value:
    """Return one of two values; an address that may stand for what is not known is remembered."""
    made = join(then, otherwise)
    for one, other in ((then, otherwise), (otherwise, then)):
        known = one.value if isinstance(one, Constant) else None
        if not (isinstance(known, str) and len(known) >= _SHORTEST) or isinstance(other, Constant):
            continue
        if _ADDRESS.fullmatch(known):
            place = machine.frame.place.location(line)
            taint = Taint(_HIJACK, place, "exchanged", known)
            return join(Constant(known, one.taints | {taint}), other)
    return made


def pasted(machine: Machine, contents: list[Value], symbol: str, line: int) -> None:
    """Record that an address of the code's own is put on the clipboard in place of another."""
    for value in contents:
        for taint in sorted(deep(value), key=ordered):
            if taint.label == _HIJACK:
                shown = (FactValue("wallet", taint.shown),)
                here = machine.frame.place.location(line)
                machine.fact(_HIJACK, line, symbol, shown, trail=(taint.location, here))


_HIJACK = "impact/transaction-hijack"
_SHORTEST = 26
