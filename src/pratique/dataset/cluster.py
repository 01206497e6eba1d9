"""Group samples into campaigns: deterministic, incremental, and every membership explained.

Edges come from four sources, strongest first: near-duplicate code, a shared payload member, a
shared indicator, an equal fact graph. Campaigns are the connected parts; a spanning forest of the
strongest edges says why each sample stands where it does. People's decisions come last and win.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from pratique.dataset.indicators import redacted
from pratique.dataset.points import Point
from pratique.dataset.record import Campaign, Join
from pratique.fingerprint import similarity

ALIKE = 0.8
"""Estimated Jaccard index of near-duplicates; chosen on `train`, see docs/dataset.md."""
WEAK = 0.5
"""What code that shares an indicator, or does the same, has to be alike as well: one server or
one kit serves several campaigns. Less is a relation between campaigns and no membership."""
_SEEN = 12
"""Earlier owners of a thing that each further owner is compared with."""
FEW = 16
"""Below so many shingles only an equal sketch counts."""
_KINDS = ("person", "near-duplicate", "shared-member", "shared-indicator", "equal-facts")


class Edge(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """Why two samples belong together; `order` sorts the strongest first."""

    rank: int
    weakness: float
    left: str
    right: str
    detail: str = ""


class Decision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a person decided about campaigns, in terms of samples, so that it outlives re-runs."""

    kind: str
    """name, merge or split."""
    members: tuple[str, ...]
    """name: one sample of it; merge: one of each; split: those that leave together."""
    value: str = ""
    family: str = ""


class Clustering(msgspec.Struct, frozen=True, kw_only=True):
    """Campaigns and the reason for every membership."""

    campaigns: tuple[Campaign, ...]
    joins: tuple[tuple[str, Join], ...]


class _Forest:
    """Union-find whose roots are the smallest members."""

    def __init__(self, names: Iterable[str]) -> None:
        self._up = {name: name for name in names}

    def root(self, name: str) -> str:
        while self._up[name] != name:
            self._up[name] = self._up[self._up[name]]
            name = self._up[name]
        return name

    def join(self, one: str, other: str) -> bool:
        left, right = sorted((self.root(one), self.root(other)))
        self._up[right] = left
        return left != right


def cluster(
    points: Sequence[Point],
    decisions: Sequence[Decision] = (),
    before: Sequence[Campaign] = (),
    settled: Sequence[Edge] = (),
) -> Clustering:
    """Return campaigns of all points that are not benign.

    `before` keeps its ids; `settled` are the edges of an earlier run, which spare comparing old
    samples with each other (then `points` carries sketches of all, edges of the old are added).
    """
    bad = sorted((point for point in points if not point.benign), key=lambda one: one.sha256)
    names = {point.sha256 for point in bad}
    common = _common(points)
    edges = [one for one in settled if one.left in names and one.right in names]
    edges += near_duplicates(bad, frozenset(_ends(edges)))
    edges += _shared(bad, lambda one: one.payloads, "shared-member", common)
    edges += _alike(bad, lambda one: one.indicators, "shared-indicator", common)
    edges += _alike(bad, lambda one: (one.graph,) if one.graph else (), "equal-facts", common)
    chosen, forest = _spanning(names, _decided(edges, decisions, names))
    return _named(bad, chosen, forest, decisions, before)


def near_duplicates(points: Sequence[Point], old: frozenset[str] = frozenset()) -> Iterator[Edge]:
    """Yield edges between sketches that are alike; pairs of two `old` samples are left out."""
    import numpy as np

    from pratique.dataset.neighbours import pairs

    first: dict[tuple[int, ...], str] = {}
    shingles: dict[str, int] = {}
    for point in points:
        if not point.tokens:
            continue
        known = first.setdefault(point.tokens, point.sha256)
        shingles[point.sha256] = point.shingles
        if known != point.sha256:
            yield edge("near-duplicate", 0.0, (known, point.sha256), "the same code tokens")
    owners = list(first.values())
    sketches = np.array(list(first), np.uint32).reshape(len(owners), -1)
    found, alike = pairs(sketches, ALIKE)
    for (left, right), likeness in zip(found.tolist(), alike.tolist(), strict=True):
        one, other = owners[left], owners[right]
        if min(shingles[one], shingles[other]) >= FEW and not (one in old and other in old):
            detail = f"code tokens {likeness:.2f} alike"
            yield edge("near-duplicate", 1 - likeness, (one, other), detail)


def _shared(
    points: Sequence[Point],
    things: Callable[[Point], tuple[str, ...]],
    kind: str,
    common: frozenset[str],
) -> Iterator[Edge]:
    """Yield edges from each thing's first owner to its others."""
    for thing, found in _owners(points, things, common):
        for other in found[1:]:
            yield edge(kind, 0.0, (found[0].sha256, other.sha256), thing)


def _alike(
    points: Sequence[Point],
    things: Callable[[Point], tuple[str, ...]],
    kind: str,
    common: frozenset[str],
) -> Iterator[Edge]:
    """Yield edges between owners of a thing whose code is somewhat alike, too."""
    for thing, found in _owners(points, things, common):
        seen: dict[tuple[int, ...], Point] = {}
        for other in found:
            if other.tokens and other.tokens not in seen:
                near = max(
                    ((similarity(other.tokens, one.tokens), one.sha256) for one in
                     list(seen.values())[:_SEEN]),
                    default=(0.0, ""),
                )  # fmt: skip
                if near[0] >= WEAK:
                    detail = f"{thing}; code tokens {near[0]:.2f} alike"
                    yield edge(kind, 1 - near[0], (near[1], other.sha256), detail)
                seen[other.tokens] = other


def _owners(
    points: Sequence[Point],
    things: Callable[[Point], tuple[str, ...]],
    common: frozenset[str],
) -> list[tuple[str, list[Point]]]:
    owners: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        for thing in things(point):
            if thing not in common:
                owners[thing].append(point)
    return sorted(owners.items())


def _common(points: Sequence[Point]) -> frozenset[str]:
    """Return what benign samples show as well."""
    return frozenset(
        thing
        for point in points
        if point.benign
        for thing in (*point.members, *point.indicators, point.graph)
    )


def edge(kind: str, weakness: float, ends: tuple[str, str], detail: str) -> Edge:
    """Return an edge of one kind, its ends in order."""
    left, right = sorted(ends)
    return Edge(rank=_KINDS.index(kind), weakness=weakness, left=left, right=right, detail=detail)


def _ends(edges: Iterable[Edge]) -> Iterator[str]:
    for one in edges:
        yield one.left
        yield one.right


def _decided(edges: list[Edge], decisions: Sequence[Decision], names: set[str]) -> Iterator[Edge]:
    """Yield the edges that people leave, and those that they add."""
    apart = [frozenset(one.members) for one in decisions if one.kind == "split"]
    for one in edges:
        if not any((one.left in part) != (one.right in part) for part in apart):
            yield one
    for decision in decisions:
        known = [name for name in decision.members if name in names]
        if decision.kind == "merge":
            for other in known[1:]:
                yield edge("person", 0.0, (known[0], other), decision.value or "merged")


def _spanning(names: Iterable[str], edges: Iterable[Edge]) -> tuple[list[Edge], _Forest]:
    """Return the strongest edges that connect everything (Kruskal 1956)."""
    forest = _Forest(names)
    return [one for one in sorted(edges) if forest.join(one.left, one.right)], forest


def _named(
    points: Sequence[Point],
    edges: Sequence[Edge],
    forest: _Forest,
    decisions: Sequence[Decision],
    before: Sequence[Campaign],
) -> Clustering:
    groups: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        groups[forest.root(point.sha256)].append(point)
    near: dict[str, list[tuple[str, Edge]]] = defaultdict(list)
    for one in edges:
        near[one.left].append((one.right, one))
        near[one.right].append((one.left, one))
    names = _Names(before, decisions)
    campaigns, joins = [], []
    for root in sorted(groups):
        members = sorted(groups[root], key=lambda one: (one.first_seen or "9999", one.sha256))
        campaign = names.campaign(members)
        campaigns.append(campaign)
        joins += [(campaign.id, join) for join in _joins(members[0].sha256, near)]
    return Clustering(
        campaigns=tuple(sorted(campaigns, key=lambda one: one.id)),
        joins=tuple(sorted(joins, key=lambda one: one[1].sha256)),
    )


def _joins(start: str, near: dict[str, list[tuple[str, Edge]]]) -> Iterator[Join]:
    """Walk a tree from its first sample, and say of each how it hangs on."""
    yield Join(sha256=start, to="", why="first")
    stack, seen = [start], {start}
    while stack:
        here = stack.pop()
        for other, link in near[here]:
            if other not in seen:
                seen.add(other)
                stack.append(other)
                yield Join(
                    sha256=other, to=here, why=_KINDS[link.rank], detail=redacted(link.detail)
                )


class _Names:
    """Gives ids: what people named, then what it was called before, then a new one."""

    def __init__(self, before: Sequence[Campaign], decisions: Sequence[Decision]) -> None:
        self._old = {member: one for one in before for member in one.members}
        self._said = {
            decision.members[0]: decision for decision in decisions if decision.kind == "name"
        }
        self._used: set[str] = set()

    def campaign(self, members: Sequence[Point]) -> Campaign:
        digests = tuple(sorted(one.sha256 for one in members))
        said = next((self._said[one] for one in digests if one in self._said), None)
        name = said.value if said is not None else self._known(digests) or _new_id(members)
        if name in self._used:
            name = f"{name}-{members[0].sha256[:6]}"
        self._used.add(name)
        return Campaign(
            id=name,
            members=digests,
            indicators=_indicators(members),
            family=said.family if said is not None else "",
            named_by="person" if said is not None else "",
            first_seen=members[0].first_seen,
            last_seen=max(one.first_seen for one in members),
        )

    def _known(self, digests: Sequence[str]) -> str:
        """Return the id that most of the members had, if nobody has it yet."""
        votes: dict[str, int] = defaultdict(int)
        for digest in digests:
            if digest in self._old:
                votes[self._old[digest].id] += 1
        free = [(-count, name) for name, count in votes.items() if name not in self._used]
        return min(free)[1] if free else ""


def _indicators(members: Sequence[Point]) -> tuple[str, ...]:
    counts: dict[str, int] = defaultdict(int)
    for member in members:
        for one in member.indicators:
            counts[redacted(one)] += 1
    return tuple(sorted(counts, key=lambda one: (-counts[one], one))[:50])


def _new_id(members: Sequence[Point]) -> str:
    """Return `YYYY-MM-slug`; what is not known of the date is zeros."""
    first = members[0]
    year, month = (first.first_seen[:4] or "0000"), (first.first_seen[5:7] or "00")
    slug = re.sub(r"[^a-z0-9]+", "-", first.name.lower()).strip("-")[:24].strip("-")
    return f"{year}-{month}-{slug or 'unnamed'}-{first.sha256[:6]}"
