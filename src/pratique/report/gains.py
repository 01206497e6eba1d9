"""What a release gained, by place: one line of code that does five things is one entry."""

import msgspec

from pratique.model import ACTIVATIONS, Activation, Comparison, Fact, Location
from pratique.report.order import distinct

_KEPT = ("new", "new-host")
_RANK = {name: place for place, name in enumerate(ACTIVATIONS)}


class Gain(msgspec.Struct, frozen=True, kw_only=True):
    """What is new at one place."""

    location: Location
    activation: Activation
    behaviours: tuple[str, ...]
    values: tuple[str, ...]


def gains(comparison: Comparison) -> tuple[Gain, ...]:
    """Return the new behaviours and signs, those that need least of the victim first."""
    places: dict[tuple[str, int, str], list[Fact]] = {}
    for fact in comparison.facts:
        if fact.source != "diff" or any(tag in fact.tags for tag in _KEPT):
            place = fact.location
            places.setdefault((place.member, place.line, fact.activation), []).append(fact)
    found = [
        Gain(
            location=facts[0].location,
            activation=facts[0].activation,
            behaviours=tuple(dict.fromkeys(fact.behaviour for fact in facts)),
            values=distinct(tuple(value.text for fact in facts for value in fact.values)),
        )
        for facts in places.values()
    ]
    return tuple(sorted(found, key=lambda one: (_RANK[one.activation], -len(one.behaviours))))
