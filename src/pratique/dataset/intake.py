"""What an importer yields, and how it is taken into a store: idempotent, resumable, all or nothing.

An importer reads one layout and yields `Found`, `Told` or `Unread`. A batch of them is one
transaction after its blobs are durable; what is acknowledged (`Progress`) is on disk.
"""

import hashlib
import time
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from pratique.dataset.record import (
    Campaign,
    Claim,
    Evidence,
    Join,
    Package,
    Pair,
    Sample,
    Snapshot,
    Split,
)
from pratique.dataset.store import Store
from pratique.errors import DatasetError

BATCH = 64
_SECONDS = 2.0


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A sample with its bytes."""

    item: str
    """Its name within the source."""
    digest: str
    """Digest of what the source says here; another one means that it changed."""
    sample: Sample
    claims: tuple[Claim, ...]
    data: bytes


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Something said without bytes."""

    item: str
    digest: str
    packages: tuple[Package, ...] = ()
    samples: tuple[Sample, ...] = ()
    claims: tuple[Claim, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    joins: tuple[tuple[str, Join], ...] = ()
    pairs: tuple[Pair, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    splits: tuple[Split, ...] = ()


class Unread(msgspec.Struct, frozen=True, kw_only=True):
    """What could not be read, and why."""

    item: str
    why: str


Item = Found | Told | Unread
Outcome = Literal["new", "known", "unread"]


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """One item that is acknowledged: it survives whatever happens now."""

    item: str
    outcome: Outcome
    sha256: str = ""
    why: str = ""
    unknown_keys: tuple[str, ...] = ()
    """Keys that this program does not know; what stands under them is kept as it came."""


def take(store: Store, source: str, items: Iterable[Item]) -> Iterator[Progress]:
    """Take items into the store and yield each once it is durable.

    `source` names where they come from, for resuming: what was taken before is skipped by `known`.
    """
    batch: list[Item] = []
    started = time.monotonic()
    for item in items:
        batch.append(item)
        if len(batch) >= BATCH or time.monotonic() - started > _SECONDS:
            yield from _flush(store, source, batch)
            batch = []
            started = time.monotonic()
    yield from _flush(store, source, batch)


def known(store: Store, source: str) -> dict[str, str]:  # an index for one import
    """Return item → digest of everything that was taken from a source before."""
    rows = store.catalogue.rows.execute(
        "select item, digest from imported where source = ? and outcome != 'unread'", (source,)
    )
    return {str(item): str(digest) for item, digest in rows}


def _flush(store: Store, source: str, batch: list[Item]) -> Iterator[Progress]:
    for item in batch:
        if isinstance(item, Found):
            store.put(item.sample, item.data)
    done = []
    with store.catalogue.transaction():
        for item in batch:
            progress = _row(store, item)
            digest = "" if isinstance(item, Unread) else item.digest
            store.catalogue.rows.execute(
                "insert or replace into imported values (?, ?, ?, ?)",
                (source, item.item, digest, "read" if digest else "unread"),
            )
            done.append(progress)
    yield from done


def _row(store: Store, item: Item) -> Progress:
    catalogue = store.catalogue
    match item:
        case Unread():
            return Progress(item=item.item, outcome="unread", why=item.why)
        case Found():
            new = catalogue.add_sample(item.sample, stored=True)
            for claim in item.claims:
                new |= catalogue.add_claim(claim)
            outcome: Outcome = "new" if new else "known"
            return Progress(item=item.item, outcome=outcome, sha256=item.sample.sha256)
        case Told():
            keys = {key for package in item.packages for key in package.unknown_keys}
            return Progress(
                item=item.item,
                outcome="new" if _told(store, item) else "known",
                unknown_keys=tuple(sorted(keys)),
            )


def _told(store: Store, told: Told) -> bool:
    catalogue = store.catalogue
    new = False
    for sample in told.samples:
        new |= catalogue.add_sample(sample, stored=False)
    for package in told.packages:
        new |= catalogue.add_package(package)
    for claim in told.claims:
        new |= catalogue.add_claim(claim)
    for pair in told.pairs:
        new |= catalogue.add_pair(pair)
    for snapshot in told.snapshots:
        new |= catalogue.add_snapshot(snapshot)
    for split in told.splits:
        new |= catalogue.add_split(split)
    for evidence in told.evidence:
        row = (evidence.sha256, msgspec.json.encode(evidence))
        added = catalogue.rows.execute(
            "insert into evidence (sha256, record) select ?, ? where not exists "
            "(select 1 from evidence where sha256 = ? and record = ?)",
            (*row, *row),
        )
        new |= bool(added.rowcount)
    return _campaigns(store, told) or new


def _campaigns(store: Store, told: Told) -> bool:
    rows = store.catalogue.rows
    new = False
    for campaign in told.campaigns:
        added = rows.execute(
            "insert into campaigns values (?, ?, ?) on conflict (id) do update set "
            "named_by = excluded.named_by, record = excluded.record "
            "where record != excluded.record",
            (campaign.id, campaign.named_by, msgspec.json.encode(campaign)),
        )
        new |= bool(added.rowcount)
    for name, join in told.joins:
        added = rows.execute(
            "insert into joins values (?, ?, ?) on conflict (sha256) do update set "
            "campaign = excluded.campaign, record = excluded.record "
            "where record != excluded.record or campaign != excluded.campaign",
            (join.sha256, name, msgspec.json.encode(join)),
        )
        new |= bool(added.rowcount)
    return new


def sample_of(data: bytes, promised: str, where: str) -> str:
    """Return the digest of bytes; DatasetError when it is not the promised one."""
    digest = hashlib.sha256(data).hexdigest()
    if promised and promised != digest:
        raise DatasetError(f"{where}: its digest is not the promised {promised[:16]}…")
    return digest
