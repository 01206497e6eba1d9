"""The changed lines of a member, as hunks a person can read."""

import difflib

from pratique.model import MemberChange, TextChange

CONTEXT = 3
LINES = 4_000
"""Lines of one side that are compared; longer members are cut and said to be."""
WIDTH = 240


def hunks(change: MemberChange, old: str, new: str) -> TextChange:
    """Return the hunks of a unified diff of two texts, bounded in lines and width."""
    before, cut_before = _lines(old)
    after, cut_after = _lines(new)
    found: list[str] = []
    current: list[str] = []
    for line in difflib.unified_diff(before, after, lineterm="", n=CONTEXT):
        if line.startswith(("--- ", "+++ ")) and not current:
            continue
        if line.startswith("@@"):
            if current:
                found.append("\n".join(current))
            current = [line]
        else:
            current.append(line)
    if current:
        found.append("\n".join(current))
    return TextChange(
        old=change.old, new=change.new, hunks=tuple(found), cut=cut_before or cut_after
    )


def _lines(text: str) -> tuple[list[str], bool]:
    lines = text.splitlines()
    cut = len(lines) > LINES or any(len(line) > WIDTH for line in lines)
    return [line[:WIDTH] for line in lines[:LINES]], cut
