"""Look an inspection up among known malware: digest, payload member, near-duplicate, indicator.

A near-duplicate counts only when the upload shows most of the decisive behaviours of the sample:
malware is often a copy of an honest project with one file changed, and the honest project must not
match it. What benign samples show is not in the index at all.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, Self

import msgspec

from pratique.dataset.frozen import decisive
from pratique.dataset.index import VERSION, band_numbers, bits, short
from pratique.dataset.indicators import indicators
from pratique.errors import DatasetError
from pratique.model import Fact, Inspection, Location, Value

ALIKE = 0.85
SHOWN = 0.6
"""Part of a sample's decisive behaviours that a near-duplicate has to show."""
_CANDIDATES = 64
_MATCHES = 8
_MEMBERS = 256

Kind = Literal["digest", "member", "near-duplicate", "indicator"]


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is known."""

    kind: Kind
    sha256: str
    """The known sample."""
    campaign: str
    purl: str
    detail: str
    member: str = ""
    """The member of the upload that matched, empty for the whole."""


class Index:
    """An open index. Use as a context manager; any number of processes may share the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            raise DatasetError(f"{path}: no index is there; `pratique dataset index` writes one")
        try:
            self._rows = sqlite3.connect(
                f"{path.resolve().as_uri()}?immutable=1", uri=True, isolation_level=None
            )
            self._rows.execute("pragma mmap_size = 1073741824")
            found = self._rows.execute("select value from meta where name = 'version'").fetchone()
        except sqlite3.Error as error:
            raise DatasetError(f"{path}: not an index, or damaged ({error})") from error
        if found is None or int(found[0]) != VERSION:
            raise DatasetError(f"{path}: an index of another version; `pratique dataset index`")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._rows.close()

    def matches(self, inspection: Inspection) -> tuple[Match, ...]:
        """Return what is known of an upload, the surest first."""
        try:
            found = [*self._digest(inspection), *self._members(inspection)]
            found += [*self._alike(inspection), *self._indicators(inspection.facts)]
        except sqlite3.Error as error:
            raise DatasetError(f"{self.path}: the index cannot be read ({error})") from error
        return tuple(found[:_MATCHES])

    def _digest(self, inspection: Inspection) -> Iterator[Match]:
        for row in self._owners("digests", short(inspection.sha256)):
            if row[0] == inspection.sha256:
                yield _match("digest", row, "the same bytes")

    def _members(self, inspection: Inspection) -> Iterator[Match]:
        large = frozenset(inspection.fingerprints.members[:_MEMBERS])
        paths = {one.sha256: one.path for one in inspection.members if one.sha256 in large}
        seen = set()
        for sha256, path in paths.items():
            for row in self._owners("members", short(sha256)):
                if row[0] not in seen:
                    seen.add(row[0])
                    yield _match("member", row, f"member sha256:{sha256}", path)

    def _alike(self, inspection: Inspection) -> Iterator[Match]:
        tokens = inspection.fingerprints.tokens
        shown = {fact.behaviour for fact in inspection.facts if decisive(fact)}
        if not tokens or not shown:
            return
        votes: dict[int, int] = {}
        for key in band_numbers(tokens):
            for (owner,) in self._rows.execute("select owner from bands where key = ?", (key,)):
                votes[owner] = votes.get(owner, 0) + 1
        sketch, best = bits(tokens), []
        for owner in sorted(votes, key=lambda one: (-votes[one], one))[:_CANDIDATES]:
            row = self._rows.execute(
                "select sha256, campaign, purl, decisive, sketch from owners where id = ?", (owner,)
            ).fetchone()
            likeness = _likeness(sketch, row[4])
            wanted = set(row[3].split())
            if likeness >= ALIKE and len(wanted & shown) >= SHOWN * len(wanted):
                best.append((-likeness, owner, row))
        for weakness, _, row in sorted(best)[:2]:
            yield _match("near-duplicate", row, f"code tokens {-weakness:.2f} alike")

    def _indicators(self, facts: Iterable[Fact]) -> Iterator[Match]:
        for text in indicators(facts)[:_MEMBERS]:
            row = self._rows.execute(
                "select o.sha256, o.campaign, o.purl from indicators i "
                "join owners o on o.id = i.owner where i.text = ?",
                (text,),
            ).fetchone()
            if row is not None:
                yield _match("indicator", row, text)

    def _owners(self, table: Literal["digests", "members"], key: int) -> list[tuple[str, str, str]]:
        query = {
            "digests": "select o.sha256, o.campaign, o.purl from digests t "
            "join owners o on o.id = t.owner where t.key = ?",
            "members": "select o.sha256, o.campaign, o.purl from members t "
            "join owners o on o.id = t.owner where t.key = ?",
        }[table]
        return self._rows.execute(query, (key,)).fetchall()


def facts(matches: Iterable[Match]) -> Iterator[Fact]:
    """Yield `meta/known-bad` facts that name sample, campaign and where the evidence is."""
    for match in matches:
        values = [Value("name", match.campaign)] if match.campaign else []
        values.append(Value("key", f"sha256:{match.sha256}"))
        values.append(Value("string", f"pratique dataset show {match.sha256}"))
        if match.purl:
            values.append(Value("name", match.purl))
        yield Fact(
            behaviour="meta/known-bad",
            location=Location(member=match.member),
            source="dataset",
            symbol=match.kind,
            values=tuple(values),
            snippet=match.detail[:240],
            tags=(match.kind,),
        )


def _match(kind: Kind, row: tuple[str, ...], detail: str, member: str = "") -> Match:
    return Match(
        kind=kind, sha256=row[0], campaign=row[1], purl=row[2], detail=detail, member=member
    )


def _likeness(one: bytes, other: bytes | None) -> float:
    """Return the Jaccard index that two byte sketches speak for (chance equality taken out)."""
    if not other or len(one) != len(other):
        return 0.0
    same = sum(left == right for left, right in zip(one, other, strict=True)) / len(one)
    return max(0.0, (same - 1 / 256) / (1 - 1 / 256))
