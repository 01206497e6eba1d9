"""Facts written by hand, for tests of the matcher and the verdict."""

from typing import Any

from pratique.model import Fact, Location, Value


def fact(behaviour: str, activation: str = "import", **more: Any) -> Fact:
    """Return a fact; `member`, `line`, `layer` go to its location, `values` are kind=text pairs."""
    location = Location(
        member=more.pop("member", "example/__init__.py"),
        line=more.pop("line", 1),
        layer=more.pop("layer", ""),
    )
    values = tuple(Value(kind, text) for kind, text in more.pop("values", ()))
    return Fact(
        behaviour=behaviour, activation=activation, location=location, values=values, **more
    )
