"""Behaviours, chains and hosts that only the new release shows."""

from collections.abc import Iterable, Iterator

import msgspec

from pratique.compare.pairing import stable
from pratique.model import Fact

_EARLY = frozenset(("install", "build", "startup", "import"))
_IDLE = frozenset(("test", "dead"))
_PLACES = frozenset(("host", "ip", "url", "wallet"))


def gained(old: Iterable[Fact], new: Iterable[Fact]) -> Iterator[Fact]:
    """Yield facts of the new release as `diff` facts: tagged `new` where the behaviour is.

    A behaviour is new when the old release did not show it at all outside its tests, or only at a
    later time (called, and now at import). What was there before in another file is `moved`, not
    new; a behaviour that stays but talks to a host that was never named is tagged `new-host`.
    """
    before = [fact for fact in old if fact.activation not in _IDLE and fact.source != "diff"]
    seen = {(fact.behaviour, fact.activation in _EARLY) for fact in before}
    seen |= {(behaviour, False) for behaviour, early in seen if early}
    known = {(fact.behaviour, stable(fact.location.member), fact.symbol) for fact in before}
    hosts = {value.text for fact in before for value in fact.values if value.kind in _PLACES}
    for fact in new:
        if fact.activation in _IDLE or fact.source in {"diff", "identity", "dataset"}:
            continue
        tag = ""
        if (fact.behaviour, fact.activation in _EARLY) not in seen:
            tag = "new"
        elif _strange(fact, hosts):
            tag = "new-host"
        elif (fact.behaviour, stable(fact.location.member), fact.symbol) not in known:
            tag = "added"
        if tag:
            yield msgspec.structs.replace(fact, source="diff", tags=(*fact.tags, tag))


def _strange(fact: Fact, hosts: set[str]) -> bool:
    named = [value.text for value in fact.values if value.kind in _PLACES]
    return bool(named) and not any(name in hosts for name in named)
