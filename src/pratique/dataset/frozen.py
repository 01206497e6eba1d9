"""Facts as the engine saw them, kept with its digest: rules and models run again without samples.

A row is the whole `Inspection`, its facts apart, so that a hunt reads nothing else. zstd halves the
catalogue and decodes faster than a disk reads.
"""

import array
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec
import zstandard

from pratique import vocabulary
from pratique.dataset.catalogue import Catalogue
from pratique.dataset.indicators import redacted
from pratique.dataset.record import Evidence
from pratique.model import ArtifactKind, EcosystemId, Fact, Inspection, Review

_EVIDENCE = 24
"""Places kept as evidence of one sample."""
_LATE = frozenset(("test", "dead"))


class Frozen(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of one sample, as rules need them."""

    sha256: str
    ecosystem: EcosystemId
    kind: ArtifactKind
    facts: tuple[Fact, ...]


class Sketch(msgspec.Struct, frozen=True, kw_only=True):
    """The fingerprint of one sample."""

    sha256: str
    tokens: tuple[int, ...]
    shingles: int


def failed(review: Review) -> Inspection:
    """Return what can be said of an artifact whose reading process failed."""
    return Inspection(
        sha256=review.artifact.sha256,
        size=review.artifact.size,
        container="",
        limitations=review.limitations,
        coverage=review.coverage,
    )


def freeze(
    catalogue: Catalogue, seen: Iterable[tuple[ArtifactKind, Inspection]], engine: str
) -> int:
    """Keep what the engine saw, in one transaction; return how many rows that were."""
    count = 0
    with catalogue.transaction():
        for kind, inspection in seen:
            _keep(catalogue, kind, inspection, engine)
            count += 1
    return count


def _keep(catalogue: Catalogue, kind: ArtifactKind, seen: Inspection, engine: str) -> None:
    sha256 = seen.sha256
    behaviours = sorted({fact.behaviour for fact in seen.facts})
    held = [one.code for one in seen.limitations if one.effect == "hold"]
    row = (
        sha256,
        engine,
        kind,
        " ".join(behaviours),
        seen.fingerprints.shingles,
        array.array("I", seen.fingerprints.tokens).tobytes(),
        _packed(msgspec.msgpack.encode(seen.facts)),
        _packed(msgspec.msgpack.encode(msgspec.structs.replace(seen, facts=()))),
        " ".join(dict.fromkeys(held)),
    )
    catalogue.rows.execute("insert or replace into frozen values (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    catalogue.rows.execute("delete from evidence where sha256 = ?", (sha256,))
    catalogue.rows.executemany(
        "insert into evidence (sha256, record) values (?, ?)",
        ((sha256, msgspec.json.encode(one)) for one in evidence(sha256, seen.facts)),
    )


def evidence(sha256: str, facts: Iterable[Fact]) -> tuple[Evidence, ...]:
    """Return the places that decide: chains first, then indicators, nothing that never runs."""
    ranked = sorted(
        (fact for fact in facts if decisive(fact)),
        key=lambda fact: (vocabulary.get(fact.behaviour).kind != "chain", fact.location.member,
                          fact.location.line, fact.behaviour),
    )  # fmt: skip
    found = (
        Evidence(
            sha256=sha256,
            member=redacted(fact.location.member),
            behaviour=fact.behaviour,
            activation=fact.activation,
            line=fact.location.line,
            offset=fact.location.offset,
            end_offset=_end(fact),
            end_line=max([fact.location.line, *_lines(fact)]),
            layer=fact.location.layer,
            snippet=redacted(fact.snippet),
        )
        for fact in ranked
    )
    return tuple(dict.fromkeys(found))[:_EVIDENCE]


def decisive(fact: Fact) -> bool:
    """Tell whether a fact is of a kind that honest code seldom shows, where it may run."""
    kind = vocabulary.get(fact.behaviour).kind
    return kind in {"chain", "indicator"} and fact.activation not in _LATE


def _lines(fact: Fact) -> list[int]:
    member, layer = fact.location.member, fact.location.layer
    return [one.line for one in fact.trail if (one.member, one.layer) == (member, layer)]


def _end(fact: Fact) -> int:
    """Return where the span ends that begins at the offset: known of names in native members."""
    named = fact.values[0].text if fact.values and fact.values[0].kind == "name" else ""
    if fact.source != "binary" or fact.location.offset < 0 or not named:
        return -1
    return fact.location.offset + len(named.encode())


def failed_before(catalogue: Catalogue) -> tuple[str, ...]:
    """Return samples whose reading process died or was too slow, in order of the digest."""
    rows = catalogue.rows.execute(
        "select sha256 from frozen where held like 'child-%' order by sha256"
    )
    return tuple(str(row[0]) for row in rows)


def stale(catalogue: Catalogue, engine: str) -> tuple[str, ...]:
    """Return stored samples without facts of this engine, in order of the digest."""
    rows = catalogue.rows.execute(
        "select s.sha256 from samples s left join frozen f on f.sha256 = s.sha256 "
        "where s.stored = 1 and (f.engine is null or f.engine != ?) order by s.sha256",
        (engine,),
    )
    return tuple(str(row[0]) for row in rows)


def facts(catalogue: Catalogue, behaviours: Iterable[str] = ()) -> Iterator[Frozen]:
    """Yield the facts of every sample that shows one of some behaviours, or of all."""
    wanted = frozenset(behaviours)
    with catalogue.damage():
        rows = catalogue.rows.execute(
            "select f.sha256, s.ecosystem, f.kind, f.behaviours, f.facts from frozen f "
            "join samples s on s.sha256 = f.sha256"
        )
        for sha256, ecosystem, kind, shown, body in rows:
            if wanted and wanted.isdisjoint(shown.split()):
                continue
            seen = msgspec.msgpack.decode(_unpacked(body), type=tuple[Fact, ...])
            yield Frozen(sha256=sha256, ecosystem=ecosystem, kind=kind, facts=seen)


def facts_of(catalogue: Catalogue, sha256: str) -> tuple[Fact, ...]:
    """Return the facts of one sample, nothing when there are none."""
    row = catalogue.rows.execute("select facts from frozen where sha256 = ?", (sha256,)).fetchone()
    return () if row is None else msgspec.msgpack.decode(_unpacked(row[0]), type=tuple[Fact, ...])


def rest_of(catalogue: Catalogue, sha256: str) -> Inspection | None:
    """Return everything but the facts of one sample."""
    row = catalogue.rows.execute("select rest from frozen where sha256 = ?", (sha256,)).fetchone()
    return None if row is None else msgspec.msgpack.decode(_unpacked(row[0]), type=Inspection)


def sketches(catalogue: Catalogue) -> Iterator[Sketch]:
    """Yield the fingerprint of every sample, in order of the digest."""
    rows = catalogue.rows.execute("select sha256, tokens, shingles from frozen order by sha256")
    for sha256, tokens, shingles in rows:
        found = array.array("I")
        found.frombytes(tokens)
        yield Sketch(sha256=sha256, tokens=tuple(found), shingles=shingles)


def payloads(catalogue: Catalogue) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each sample with the digests of its code members that are not small."""
    rows = catalogue.rows.execute("select sha256, rest from frozen order by sha256")
    for sha256, body in rows:
        seen = msgspec.msgpack.decode(_unpacked(body), type=Inspection)
        yield str(sha256), seen.fingerprints.members


@cache
def _codecs() -> tuple[zstandard.ZstdCompressor, zstandard.ZstdDecompressor]:
    return zstandard.ZstdCompressor(level=6), zstandard.ZstdDecompressor()


def _packed(data: bytes) -> bytes:
    return _codecs()[0].compress(data)


def _unpacked(data: bytes) -> bytes:
    return _codecs()[1].decompress(data)
