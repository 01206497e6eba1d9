"""What clustering and matching see of a sample: sketch, payload members, indicators, fact graph."""

import hashlib
from collections.abc import Iterable, Iterator

import msgspec

from pratique import vocabulary
from pratique.dataset import frozen
from pratique.dataset.catalogue import Catalogue
from pratique.dataset.indicators import indicators
from pratique.dataset.record import Label
from pratique.model import Fact, Inspection

GRAPH = 5
"""Facts that a graph needs to say anything."""


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """One sample as clustering and matching see it."""

    sha256: str
    tokens: tuple[int, ...] = ()
    shingles: int = 0
    payloads: tuple[str, ...] = ()
    """Digests of members that carry decisive facts."""
    members: tuple[str, ...] = ()
    """Digests of all code members that are not small."""
    indicators: tuple[str, ...] = ()
    graph: str = ""
    """Digest of what it does, when and in which order; empty where that is too little."""
    decisive: tuple[str, ...] = ()
    """Behaviours of its decisive facts, sorted."""
    name: str = ""
    first_seen: str = ""
    benign: bool = False


def points(catalogue: Catalogue) -> Iterator[Point]:
    """Yield every sample that has facts, in order of the digest."""
    benign = _benign(catalogue)
    for sketch in frozen.sketches(catalogue):
        sample = catalogue.sample(sketch.sha256)
        rest = frozen.rest_of(catalogue, sketch.sha256)
        if sample is None or rest is None:
            continue
        facts = frozen.facts_of(catalogue, sketch.sha256)
        yield Point(
            sha256=sketch.sha256,
            tokens=sketch.tokens,
            shingles=sketch.shingles,
            payloads=payloads(facts, rest),
            members=rest.fingerprints.members,
            indicators=indicators(facts),
            graph=graph(facts),
            decisive=tuple(sorted({one.behaviour for one in facts if frozen.decisive(one)})),
            name=sample.name,
            first_seen=sample.first_seen,
            benign=sketch.sha256 in benign,
        )


def payloads(facts: Iterable[Fact], rest: Inspection) -> tuple[str, ...]:
    """Return the digests of members that hold a chain, or two kinds of indicators."""
    kinds: dict[str, set[str]] = {}
    chains: set[str] = set()
    for fact in facts:
        if frozen.decisive(fact):
            kinds.setdefault(fact.location.member, set()).add(fact.behaviour)
            if vocabulary.get(fact.behaviour).kind == "chain":
                chains.add(fact.location.member)
    decisive = {member for member, seen in kinds.items() if member in chains or len(seen) > 1}
    large = frozenset(rest.fingerprints.members)
    return tuple(
        sorted({one.sha256 for one in rest.members if one.path in decisive and one.sha256 in large})
    )


def graph(facts: Iterable[Fact]) -> str:
    """Return a digest of behaviours, activations, symbols and chains, wherever they stand."""
    lines = sorted(
        " ".join((fact.behaviour, fact.activation, fact.symbol, ">".join(fact.via)))
        for fact in facts
        if fact.activation not in {"test", "dead"}
    )
    if len(lines) < GRAPH or len({line.partition(" ")[0] for line in lines}) < 3:
        return ""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def _benign(catalogue: Catalogue) -> frozenset[str]:
    """Return samples that some source calls benign and none calls anything else."""
    said: dict[str, set[Label]] = {}
    for claim in catalogue.claims():
        if not claim.withdrawn:
            said.setdefault(claim.sha256, set()).add(claim.label)
    return frozenset(sha256 for sha256, labels in said.items() if labels == {"benign"})
