"""What constants mean by themselves: a host, a place, a command, in clear or computed."""

from pratique.code import marks
from pratique.code.decoders import HIDES
from pratique.code.evaluate.machine import Machine
from pratique.code.evaluate.values import CLEAN, Constant, Taint, Taints, Value, render
from pratique.model import Value as FactValue

WHOLE = 1_024
"""Characters of a computed command that are shown whole."""
PAGE = 4
"""Line breaks from which on a computed text is a page, as of a file, unless decoded."""
KEPT = 50_000
"""Texts whose meanings are remembered."""
_STOLEN = ("creds/", "collect/", "discover/")
_FELT = (*_STOLEN, "persist/", "privesc/", "evade/", "fs/")
"""What the use of a constant is told of, not its mention alone."""


def meaning(machine: Machine, text: str) -> tuple[marks.Found, ...]:
    """Return what a text means by itself."""
    found = machine.modules.meanings.get(text)
    if found is None:
        found = marks.classify(text)
        if len(machine.modules.meanings) < KEPT:
            machine.modules.meanings[text] = found
    return found


def seen(
    machine: Machine, text: str, line: int, *, literal: bool = True, page: bool = False
) -> Taints:
    """Record what a constant means by itself; return the taints it gives to what it reaches."""
    taints = CLEAN
    for one in meaning(machine, text):
        if one.weak:
            continue
        below = text.count("\n", 0, max(text.find(one.value.text), 0)) if literal else 0
        if below and one.value.text[:60] not in machine.frame.place.snippet(line + below):
            below = 0  # the breaks are escapes
        tags = marks.tags(one, text) if literal or page else ()
        value = one.value
        if not literal and not page and value.kind == "command" and len(text) <= WHOLE:
            value = FactValue("command", text)
        machine.fact(one.behaviour, line + below, one.symbol, (value,), tags)
        if one.behaviour.startswith(_FELT):
            place = machine.frame.place.location(line)
            taints = taints | {Taint(one.behaviour, place, one.symbol, one.value.text[:200])}
    return taints


def folded(machine: Machine, value: Value) -> None:
    """Record what a computed constant means by itself."""
    if isinstance(value, Constant) and isinstance(value.value, str | bytes):
        text = render(value, 4096)
        if 5 < len(text) <= 4096:
            page = text.count("\n") > PAGE and HIDES.isdisjoint(value.trail)
            felt = seen(machine, text, machine.line or 1, literal=False, page=page)
            value.taints = value.taints | felt
