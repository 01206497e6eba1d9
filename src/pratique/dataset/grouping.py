"""Clustering, decisions, splits and the index over a catalogue: what the pure parts work on."""

import re
from collections.abc import Iterator
from typing import Protocol

import msgspec

from pratique.dataset import cluster, split
from pratique.dataset.catalogue import Catalogue
from pratique.dataset.points import Point, points
from pratique.dataset.record import BAD, Campaign, Split
from pratique.errors import DatasetError

_ID = re.compile(r"\d{4}-\d{2}-[a-z0-9][a-z0-9-]{0,60}")


class HasCatalogue(Protocol):
    """Something with an open catalogue."""

    catalogue: Catalogue


def regroup(catalogue: Catalogue, *, anew: bool = False) -> cluster.Clustering:
    """Cluster every sample that has facts and keep the result; earlier ids stay.

    What an earlier run settled about code tokens is kept as edges unless `anew`.
    """
    before = tuple(catalogue.campaigns())
    settled = () if anew else tuple(_settled(catalogue))
    found = cluster.cluster(tuple(points(catalogue)), decisions(catalogue), before, settled)
    catalogue.replace_campaigns(found.campaigns, found.joins)
    return found


def _settled(catalogue: Catalogue) -> Iterator[cluster.Edge]:
    for _, join in catalogue.joins():
        if join.why == "near-duplicate":
            likeness = re.search(r"\d\.\d+", join.detail)
            yield cluster.edge(
                "near-duplicate",
                1 - float(likeness[0]) if likeness else 0.0,
                (join.sha256, join.to),
                join.detail,
            )


def decisions(catalogue: Catalogue) -> tuple[cluster.Decision, ...]:
    """Return what people decided, oldest first."""
    rows = catalogue.rows.execute("select record from decisions order by id")
    return tuple(msgspec.json.decode(row[0], type=cluster.Decision) for row in rows)


def decide(catalogue: Catalogue, decision: cluster.Decision, at: str) -> None:
    """Keep a decision; it takes effect at the next clustering."""
    with catalogue.transaction():
        catalogue.rows.execute(
            "insert into decisions (at, record) values (?, ?)",
            (at, msgspec.json.encode(decision)),
        )


def named(catalogue: Catalogue, campaign_id: str) -> Campaign:
    """Return a campaign by its id; DatasetError when there is none."""
    found = next((one for one in catalogue.campaigns() if one.id == campaign_id), None)
    if found is None:
        raise DatasetError(
            f"{campaign_id}: no such campaign; `pratique dataset campaigns` lists them"
        )
    return found


def check_id(campaign_id: str) -> None:
    """Refuse an id that is not YYYY-MM-slug."""
    if not _ID.fullmatch(campaign_id):
        raise DatasetError(f"{campaign_id}: an id is YYYY-MM-slug, in lower case")


def divided(catalogue: Catalogue, name: str, made: str, seed: str) -> Split:
    """Make and keep a split of everything that is clustered; one that exists is returned."""
    known = catalogue.split(name)
    if known is not None:
        return known
    campaigns = tuple(catalogue.campaigns())
    if not campaigns:
        raise DatasetError("there are no campaigns yet; `pratique dataset cluster` makes them")
    rows = catalogue.rows.execute("select sha256, behaviours from frozen")
    behaviours = {str(sha256): str(words) for sha256, words in rows}
    found = split.divide(name, campaigns, behaviours, made, seed)
    with catalogue.transaction():
        catalogue.add_split(found)
    return found


def index_parts(
    catalogue: Catalogue,
) -> tuple[list[Point], dict[str, str], dict[str, str], list[tuple[str, str]]]:
    """Return what an index is built from: points, campaigns, purls, digests without facts."""
    bad = {claim.sha256 for claim in catalogue.claims() if claim.label in BAD}
    found = [one for one in points(catalogue) if one.benign or one.sha256 in bad]
    campaigns = {join.sha256: name for name, join in catalogue.joins()}
    samples = tuple(catalogue.samples())
    purls = {one.sha256: one.purl for one in samples}
    seen = {one.sha256 for one in found}
    bare = [(one, purls.get(one, "")) for one in sorted(bad - seen)]
    return found, campaigns, purls, bare
