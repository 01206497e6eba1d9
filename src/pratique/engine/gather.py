"""From uploads that a feed told of to files on disk: ask the index until it has caught up.

Runs in threads beside the reviews and touches no state but the client: it turns a group of queued
uploads of one project into what has become of each.
"""

import logging
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Literal

import msgspec

from pratique.ecosystems import Ecosystem
from pratique.ecosystems.http import Client
from pratique.engine.journal import Queued
from pratique.errors import FetchError, NotFoundError
from pratique.model import Event, Fetched, RegistryFile

LOG = logging.getLogger(__name__)
THREADS = 4
AHEAD = 8
DIGEST_TRIES = 3
"""Tries after which a file that is not the promised one is reviewed as what it is, and held."""
PATIENCE = 8
"""Tries after which an index without serials, or without the project, is believed."""


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one queued upload."""

    queued: Queued
    state: Literal["ready", "stale", "gone", "failed"]
    fetched: Fetched | None = None
    detail: str = ""


def key(ecosystem: Ecosystem, fetched: Fetched, sha256: str) -> tuple[str, ...]:
    """Return what a file is known by: ecosystem, name, version, file name, sha256."""
    artifact = fetched.artifact
    return (
        ecosystem.id,
        ecosystem.normalise(artifact.name or ""),
        artifact.version or "",
        artifact.filename,
        sha256,
    )


def gather(
    rows: Iterable[Queued], ecosystem: Ecosystem, client: Client, folder: Path
) -> Iterator[Gathered]:
    """Yield what became of each upload, projects side by side, not far ahead of the consumer."""
    index = _Index(ecosystem=ecosystem, client=client, folder=folder)
    groups: dict[str, list[Queued]] = defaultdict(list)
    for row in rows:
        groups[ecosystem.normalise(row.event.name)].append(row)
    waiting: deque[Future[tuple[Gathered, ...]]] = deque()
    with ThreadPoolExecutor(THREADS, thread_name_prefix="gather") as pool:
        for group in groups.values():
            waiting.append(pool.submit(_project, index, group[0].event.name, group))
            if len(waiting) >= AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


class Expanded(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the queued changes of one project."""

    queued: tuple[Queued, ...]
    uploads: tuple[Event, ...] | None = None
    """Every file of the project; None where the registry has no answer yet."""
    gone: bool = False
    detail: str = ""


def expand(rows: Iterable[Queued], ecosystem: Ecosystem, client: Client) -> Iterator[Expanded]:
    """Yield the files of each project that changed, projects side by side."""
    groups: dict[str, list[Queued]] = defaultdict(list)
    for row in rows:
        groups[row.event.name].append(row)

    def one(group: list[Queued]) -> Expanded:
        newest, queued = max(group, key=lambda row: row.event.serial), tuple(group)
        try:
            found = ecosystem.uploads(newest.event, client)
        except NotFoundError as error:
            tries = max(row.tries for row in group)
            return Expanded(queued=queued, gone=tries >= PATIENCE, detail=str(error))
        except FetchError as error:
            return Expanded(queued=queued, detail=str(error))
        return Expanded(queued=queued, uploads=found, detail="older than the change")

    with ThreadPoolExecutor(THREADS, thread_name_prefix="expand") as pool:
        yield from pool.map(one, groups.values())


class _Index(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to ask, and where to put what comes."""

    ecosystem: Ecosystem
    client: Client
    folder: Path


def _project(index: _Index, name: str, group: list[Queued]) -> tuple[Gathered, ...]:
    """Ask the index about one project, and download the files that it lists."""
    try:
        found = index.ecosystem.history(name, index.client)
    except NotFoundError as error:
        return tuple(_absent(row, str(error)) for row in group)
    except FetchError as error:
        return tuple(Gathered(queued=row, state="failed", detail=str(error)) for row in group)
    return tuple(
        _unlisted(row, found.serial) if file is None else _upload(index, name, row, file)
        for row in group
        for file in (index.ecosystem.listed(row.event, found),)
    )


def _unlisted(row: Queued, serial: int) -> Gathered:
    """Tell an index that has not caught up from one that no longer lists a file."""
    if not serial:
        return _absent(row, "not listed")
    if serial < row.event.serial:
        detail = f"the index stands at {serial}, the upload at {row.event.serial}"
        return Gathered(queued=row, state="stale", detail=detail)
    return Gathered(queued=row, state="gone", detail=f"not listed at {serial}")


def _upload(index: _Index, name: str, row: Queued, file: RegistryFile) -> Gathered:
    """Download one file; bytes that were not promised are believed if they come again and again.

    A cache or a line may break one answer, whatever had made the tries before it fail.
    """
    arrived: set[str] = set()
    for folder in (str(row.id), f"{row.id}/again"):
        try:
            fetched = index.ecosystem.fetch_file(name, file, index.client, index.folder / folder)
        except NotFoundError as error:
            return _absent(row, str(error))
        except FetchError as error:
            return Gathered(queued=row, state="failed", detail=str(error))
        arrived.add(fetched.artifact.sha256)
        promised = fetched.expected_sha256
        if not promised or promised in arrived:
            return Gathered(queued=row, state="ready", fetched=fetched)
    if len(arrived) == 1 and row.tries >= DIGEST_TRIES:
        return Gathered(queued=row, state="ready", fetched=fetched)
    detail = f"arrived with sha256 {fetched.artifact.sha256} instead of {promised}"
    return Gathered(queued=row, state="failed", detail=detail)


def _absent(row: Queued, detail: str) -> Gathered:
    """Believe an absence only after some patience: caches answer from the past."""
    return Gathered(queued=row, state="gone" if row.tries >= PATIENCE else "stale", detail=detail)
