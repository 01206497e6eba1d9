"""A comparison as one self-contained page without script: old and new side by side."""

from collections.abc import Iterator

from pratique.escape import html as shown
from pratique.model import Comparison, TextChange
from pratique.report.html import POLICY, STYLE

_TABLE = (
    "table{border-collapse:collapse;width:100%;table-layout:fixed;margin:.3rem 0}"
    "td{font:12px/1.4 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere;"
    "vertical-align:top;padding:0 .4rem;width:50%}"
    "td.del{background:#b3261e22}td.add{background:#1b6e3c22}td.at{opacity:.6}"
)


def render(comparison: Comparison) -> Iterator[str]:
    """Yield the page piece by piece."""
    yield (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>pratique: comparison</title><style>{STYLE}{_TABLE}</style></head><body><main>"
    )
    old, new = comparison.old, comparison.new
    yield f"<h1>{shown(old.purl or old.filename)} → {shown(new.purl or new.filename)}</h1>"
    yield from _lists(comparison)
    for text in comparison.texts:
        if text.hunks:
            yield f"<h2><code>{shown(text.new)}</code>{' (cut)' if text.cut else ''}</h2>"
            yield from _sides(text)
    yield "</main></body></html>\n"


def _lists(comparison: Comparison) -> Iterator[str]:
    fresh = [fact for fact in comparison.facts if "new" in fact.tags or "new-host" in fact.tags]
    facts = tuple(
        f"{fact.behaviour} ({fact.activation}) {fact.location.member}:{fact.location.line} "
        + " ".join(value.text for value in fact.values[:2])
        for fact in fresh[:100]
    )
    members = tuple(f"{one.kind} {one.new or one.old}" for one in comparison.members[:200])
    for title, items in (
        ("New behaviour", facts),
        ("Triggers added", comparison.triggers_added),
        ("Triggers removed", comparison.triggers_removed),
        ("Dependencies added", comparison.dependencies_added),
        ("Dependencies removed", comparison.dependencies_removed),
        (f"Members ({comparison.same} the same)", members),
    ):
        if items:
            yield f"<h2>{shown(title)}</h2><ul>"
            yield "".join(f"<li><code>{shown(item)}</code></li>" for item in items)
            yield "</ul>"


def _sides(text: TextChange) -> Iterator[str]:
    yield "<table>"
    for hunk in text.hunks:
        head, *lines = hunk.split("\n")
        yield f'<tr><td class="at" colspan="2">{shown(head)}</td></tr>'
        gone: list[str] = []
        come: list[str] = []
        for line in [*lines, " "]:
            if line.startswith("-"):
                gone.append(line[1:])
            elif line.startswith("+"):
                come.append(line[1:])
            else:
                yield from _block(gone, come)
                gone, come = [], []
                if line.strip():
                    yield f"<tr><td>{shown(line[1:])}</td><td>{shown(line[1:])}</td></tr>"
    yield "</table>"


def _block(gone: list[str], come: list[str]) -> Iterator[str]:
    for index in range(max(len(gone), len(come))):
        left = shown(gone[index]) if index < len(gone) else ""
        right = shown(come[index]) if index < len(come) else ""
        yield f'<tr><td class="del">{left}</td><td class="add">{right}</td></tr>'
