"""A comparison as one self-contained page without script: old and new side by side."""

from collections.abc import Iterator
from itertools import zip_longest

from pratique.escape import html as shown
from pratique.model import Comparison, TextChange
from pratique.report.gains import gains
from pratique.report.html import POLICY, STYLE, place

MEMBERS = 200
LISTED = 60

_TABLE = (
    "main{max-width:90rem}table{border-collapse:collapse;width:100%;table-layout:fixed}"
    "td{font:12px/1.4 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere;"
    "vertical-align:top;padding:0 .4rem;width:50%}"
    "td.del{background:#b3261e22}td.add{background:#1b6e3c22}td.at{opacity:.6;padding-top:.5rem}"
    "li small{opacity:.75}"
    "@media(max-width:40rem){td{display:block;width:auto}td:empty,td.was{display:none}}"
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
    yield from _gains(comparison)
    members = tuple(f"{one.kind} {one.new or one.old}" for one in comparison.members[:MEMBERS])
    for title, items in (
        ("Triggers added", comparison.triggers_added),
        ("Triggers removed", comparison.triggers_removed),
        ("Dependencies added", comparison.dependencies_added),
        ("Dependencies removed", comparison.dependencies_removed),
    ):
        if items:
            yield f"<h2>{shown(title)}</h2>{_items(items[:LISTED])}"
    if members:
        count = f"{len(comparison.members)} members differ, {comparison.same} are the same"
        yield f"<details><summary>{count}</summary>{_items(members)}</details>"


def _items(items: tuple[str, ...]) -> str:
    return "<ul>" + "".join(f"<li><code>{shown(item)}</code></li>" for item in items) + "</ul>"


def _gains(comparison: Comparison) -> Iterator[str]:
    fresh = gains(comparison)
    if not fresh:
        yield "<p>No new behaviour.</p>"
        return
    yield "<h2>New behaviour</h2><ul>"
    for one in fresh[:LISTED]:
        when = "" if one.activation == "unknown" else f", {one.activation}"
        behaviours = ", ".join(shown(name) for name in one.behaviours)
        yield f"<li><code>{place(one.location)}</code>{when}<br><small>{behaviours}</small>"
        yield "".join(f"<pre>{shown(value)}</pre>" for value in one.values[:2]) + "</li>"
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
                    both = shown(line[1:])
                    yield f'<tr><td class="was">{both}</td><td>{both}</td></tr>'
    yield "</table>"


def _block(gone: list[str], come: list[str]) -> Iterator[str]:
    for left, right in zip_longest(gone, come):
        yield f"<tr>{_cell('del', left)}{_cell('add', right)}</tr>"


def _cell(kind: str, line: str | None) -> str:
    return "<td></td>" if line is None else f'<td class="{kind}">{shown(line) or "&nbsp;"}</td>'
