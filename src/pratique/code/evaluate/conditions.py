"""Which variants of a meaning hold of one call: conditions on its arguments (`api`, `when`)."""

from typing import TYPE_CHECKING

from pratique.code.api import Meaning
from pratique.code.evaluate.plain import MISSING, plain
from pratique.code.evaluate.values import Constant, render

if TYPE_CHECKING:
    from pratique.code.evaluate.library import Bound


def variants(meaning: Meaning, bound: "Bound") -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """Return what a call does, which language it evaluates, and its tags, by its arguments."""
    does, evaluates, tags = meaning.does, meaning.evaluates, meaning.tags
    for variant in meaning.when:
        if _holds(variant.condition, bound):
            does += tuple(one for one in variant.does if one not in does)
            evaluates = variant.evaluates or evaluates
            tags += variant.tags
    return does, evaluates, tags


def _holds(condition: str, bound: "Bound") -> bool:
    """Decide the conditions that `api` lists; several are joined by ` and `."""
    if " and " in condition:
        return all(_holds(part.strip(), bound) for part in condition.split(" and "))
    if condition.startswith("!"):
        return condition[1:] not in bound.named
    for sign in ("=", "!~", "~", "&"):
        name, found, wanted = condition.partition(sign)
        if found:
            value = bound.named.get(name)
            if value is None:
                return sign == "!~"
            if sign in {"~", "!~"}:
                return (wanted in render(value)) is (sign == "~")
            known = plain(value)
            if sign == "&":
                return not isinstance(known, int) or bool(known & int(wanted))
            if known is MISSING:
                return wanted == "True" and not isinstance(value, Constant)
            return str(known) == wanted or (wanted == "True" and bool(known))
    value = bound.named.get(condition)
    return value is not None and plain(value) is not None
