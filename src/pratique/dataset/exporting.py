"""What every export starts from: rows without bytes, and nothing that opens an account.

`records` is our own format (one `Line` a line, everything, for another store of ours); the others
are for the world and pass through `indicators.redacted`.
"""

from collections.abc import Iterator

import msgspec

from pratique.dataset import frozen
from pratique.dataset.catalogue import Catalogue
from pratique.dataset.indicators import indicators, redacted
from pratique.dataset.record import Claim, Evidence, Line, Sample
from pratique.errors import DatasetError
from pratique.model import Fact


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One sample with all that an export may tell."""

    sample: Sample
    claims: tuple[Claim, ...]
    campaign: str
    split: str
    facts: tuple[Fact, ...]
    indicators: tuple[str, ...]
    members: tuple[str, ...]
    """Digests of its code members."""
    sketch: tuple[int, ...]
    decisive: int
    """How many of the facts honest code seldom shows."""
    engine: str


def rows(catalogue: Catalogue, split: str = "") -> Iterator[Row]:
    """Yield every sample in order of the digest; `split` names the division to tell."""
    campaigns = {join.sha256: name for name, join in catalogue.joins()}
    parts = _parts(catalogue, split)
    engines = {
        str(sha256): str(engine)
        for sha256, engine in catalogue.rows.execute("select sha256, engine from frozen")
    }
    for sample in catalogue.samples():
        facts = frozen.facts_of(catalogue, sample.sha256)
        rest = frozen.rest_of(catalogue, sample.sha256)
        yield Row(
            sample=sample,
            claims=tuple(catalogue.claims(sample.sha256)),
            campaign=campaigns.get(sample.sha256, ""),
            split=parts.get(sample.sha256, ""),
            facts=facts,
            indicators=tuple(redacted(one) for one in indicators(facts)),
            members=rest.fingerprints.members if rest is not None else (),
            sketch=rest.fingerprints.tokens if rest is not None else (),
            decisive=sum(frozen.decisive(fact) for fact in facts),
            engine=engines.get(sample.sha256, ""),
        )


def lines(catalogue: Catalogue) -> Iterator[Line]:
    """Yield everything but bytes and facts, in a stable order, as our own import reads it."""
    for sample in catalogue.samples():
        yield Line(sample=sample)
    for claim in catalogue.claims():
        yield Line(claim=claim)
    for package in catalogue.packages():
        yield Line(package=package)
    for row in catalogue.rows.execute("select record from evidence order by sha256, record"):
        found = msgspec.json.decode(row[0], type=Evidence)
        yield Line(
            evidence=msgspec.structs.replace(
                found, snippet=redacted(found.snippet), member=redacted(found.member)
            )
        )
    for campaign in catalogue.campaigns():
        kept = tuple(redacted(one) for one in campaign.indicators)
        yield Line(campaign=msgspec.structs.replace(campaign, indicators=kept))
    for name, join in catalogue.joins():
        plain = msgspec.structs.replace(join, detail=redacted(join.detail))
        yield Line(join=plain, campaign_id=name)
    for pair in catalogue.pairs():
        yield Line(pair=pair)
    for snapshot in catalogue.snapshots():
        yield Line(snapshot=snapshot)
    for one in catalogue.splits():
        yield Line(split=one)


def _parts(catalogue: Catalogue, name: str) -> dict[str, str]:
    found = catalogue.split(name) if name else next(catalogue.splits(), None)
    if found is None:
        if name:
            raise DatasetError(f"split {name}: there is no such split; `pratique dataset split`")
        return {}
    return {
        sha256: part
        for part in ("train", "validation", "test", "challenge")
        for sha256 in getattr(found, part)
    }
