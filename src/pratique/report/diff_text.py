"""A comparison as text: what the new release can do that the old could not, then changed code."""

from collections.abc import Iterator

from pratique.escape import visible
from pratique.model import Comparison
from pratique.report.gains import gains
from pratique.report.text import place

SHOWN = 40
VALUES = 2


def render(comparison: Comparison) -> Iterator[str]:
    """Yield the comparison line by line."""
    old, new = comparison.old, comparison.new
    yield f"--- {visible(old.purl or old.filename)}\n+++ {visible(new.purl or new.filename)}\n"
    yield from _facts(comparison)
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
    fresh = gains(comparison)
    if not fresh:
        yield "\nno new behaviour\n"
        return
    yield "\nnew behaviour\n"
    for one in fresh[:SHOWN]:
        behaviours = ", ".join(visible(name) for name in one.behaviours)
        when = "" if one.activation == "unknown" else f"{one.activation}: "
        yield f"  {place(one.location)}  {when}{behaviours}\n"
        for value in one.values[:VALUES]:
            yield f"      {visible(value, 100)}\n"
    if len(fresh) > SHOWN:
        yield f"  … and {len(fresh) - SHOWN} more places\n"
