"""A comparison as text: what the new release can do that the old could not, then changed code."""

from collections.abc import Iterator

from pratique.escape import visible
from pratique.model import Comparison, Fact

SHOWN = 40


def render(comparison: Comparison) -> Iterator[str]:
    """Yield the comparison line by line."""
    old, new = comparison.old, comparison.new
    yield f"--- {visible(old.purl or old.filename)}\n+++ {visible(new.purl or new.filename)}\n"
    for title, names in (
        ("triggers added", comparison.triggers_added),
        ("triggers removed", comparison.triggers_removed),
        ("dependencies added", comparison.dependencies_added),
        ("dependencies removed", comparison.dependencies_removed),
    ):
        if names:
            yield f"\n{title}\n"
            for name in names[:SHOWN]:
                yield f"  {visible(name)}\n"
    yield from _facts(comparison)
    counts = dict.fromkeys(("added", "removed", "moved", "changed"), 0)
    for change in comparison.members:
        counts[change.kind] += 1
    numbers = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    yield f"\nmembers: {comparison.same} same, {numbers}\n"
    for change in comparison.members[:SHOWN]:
        path = change.new or change.old
        was = f" (was {visible(change.old)})" if change.kind == "moved" else ""
        yield f"  {change.kind:<8} {visible(path)}{was}\n"
    for text in comparison.texts:
        if text.hunks:
            yield f"\n{visible(text.new)}{' (cut)' if text.cut else ''}\n"
            for hunk in text.hunks:
                for line in hunk.split("\n"):
                    yield f"  {visible(line)}\n"


def _facts(comparison: Comparison) -> Iterator[str]:
    fresh = [fact for fact in comparison.facts if "new" in fact.tags or "new-host" in fact.tags]
    if not fresh:
        yield "\nno new behaviour\n"
        return
    yield "\nnew behaviour\n"
    for fact in fresh[:SHOWN]:
        yield f"  {_line(fact)}\n"
    if len(fresh) > SHOWN:
        yield f"  … and {len(fresh) - SHOWN} more\n"


def _line(fact: Fact) -> str:
    place = fact.location
    line = f":{place.line}" if place.line else ""
    values = " ".join(visible(value.text, 80) for value in fact.values[:2])
    shown = f"{visible(fact.behaviour)} ({fact.activation}) {visible(place.member)}{line}"
    return f"{shown}  {values or visible(fact.symbol)}".rstrip()
