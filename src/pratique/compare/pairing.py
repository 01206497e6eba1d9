"""Pair the members of two archives: by path, by content, by name and size, by what they say."""

import re
from collections import defaultdict
from collections.abc import Iterable

import msgspec

from pratique.model import Member, MemberChange

_VERSIONED = re.compile(r"^([A-Za-z0-9_.\-]+?)-\d[^/]*?(\.(?:dist-info|data|egg-info))?/")
_CLOSE = 0.2
"""A file that moved and was edited keeps its name and 80 % of its size."""


class Pairs(msgspec.Struct, frozen=True, kw_only=True):
    """The members of two archives, paired."""

    changes: tuple[MemberChange, ...]
    same: int

    def added(self) -> tuple[str, ...]:
        """Return paths, in the new archive, of members that have no counterpart."""
        return tuple(change.new for change in self.changes if change.kind == "added")


def stable(path: str) -> str:
    """Return a path without what differs between releases: the version in a top folder's name.

    >>> stable("demo-1.0/demo/a.py"), stable("demo-1.0.dist-info/RECORD"), stable("package/a.js")
    ('demo/a.py', 'demo.dist-info/RECORD', 'a.js')
    """
    if path.startswith("package/"):
        return path[len("package/") :]
    match = _VERSIONED.match(path)
    if not match:
        return path
    rest = path[match.end() :]
    return f"{match[1]}{match[2]}/{rest}" if match[2] else rest


def paired(
    old: Iterable[Member], new: Iterable[Member], alike: Iterable[tuple[str, str]] = ()
) -> Pairs:
    """Return what was added, removed, moved and changed, in the order of paths.

    `alike` names members, old and new, whose texts were found to be nearly the same.
    """
    before = {stable(member.path): member for member in old if member.kind == "file"}
    after = {stable(member.path): member for member in new if member.kind == "file"}
    found: list[MemberChange] = []
    same = 0
    for path in before.keys() & after.keys():
        one, other = before[path], after[path]
        if one.sha256 == other.sha256:
            same += 1
        else:
            found.append(_change("changed", one, other))
    gone = {path: before[path] for path in before.keys() - after.keys()}
    come = {path: after[path] for path in after.keys() - before.keys()}
    moves = _moved(gone, come)
    for earlier, later in alike:
        left, right = stable(earlier), stable(later)
        if left in gone and right in come:
            moves.append(_change("moved", gone.pop(left), come.pop(right)))
    found.extend(moves)
    found.extend(_change("removed", member, None) for member in gone.values())
    found.extend(_change("added", None, member) for member in come.values())
    found.sort(key=lambda change: (change.new or change.old, change.kind))
    return Pairs(changes=tuple(found), same=same)


def _moved(gone: dict[str, Member], come: dict[str, Member]) -> list[MemberChange]:
    """Take pairs out of both sides: equal content first, then equal name and nearly equal size."""
    by_digest: dict[str, list[str]] = defaultdict(list)
    by_name: dict[str, list[str]] = defaultdict(list)
    for path in sorted(gone):
        by_digest[gone[path].sha256].append(path)
        by_name[path.rpartition("/")[2]].append(path)
    moves = []
    for exact in (True, False):
        for path in sorted(come):
            member = come[path]
            keys = by_digest[member.sha256] if exact else by_name[path.rpartition("/")[2]]
            match = next((key for key in keys if key in gone and _near(gone[key], member)), None)
            if match is not None:
                moves.append(_change("moved", gone.pop(match), come.pop(path)))
    return moves


def _near(one: Member, other: Member) -> bool:
    return abs(one.size - other.size) <= _CLOSE * max(one.size, other.size, 1)


def _change(kind: str, one: Member | None, other: Member | None) -> MemberChange:
    return msgspec.convert(
        {
            "kind": kind,
            "old": one.path if one else "",
            "new": other.path if other else "",
            "old_size": one.size if one else 0,
            "new_size": other.size if other else 0,
        },
        MemberChange,
    )
