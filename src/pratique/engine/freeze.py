"""Freeze the facts of dataset samples: each is unsealed into anonymous memory and read by a child.

Not through `Local`: that fetches in a thread of its own, and a catalogue belongs to one thread.
"""

import os
import selectors
import time
from collections.abc import Iterator

import msgspec

from pratique import code, fingerprint
from pratique.dataset import frozen
from pratique.dataset.store import Store
from pratique.ecosystems import ECOSYSTEMS, identify
from pratique.errors import DatasetError
from pratique.model import Artifact, ArtifactKind, Fetched, Inspection
from pratique.review import Reviewer, Running, Settings

BATCH = 32
Seen = tuple[ArtifactKind, Inspection]


class _Slot(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A child at work, and the memory that it reads."""

    running: Running
    memory: int
    child: int


def engine() -> str:
    """Return the digest under which facts are frozen: the readers' and the fingerprints'."""
    return f"{code.digest()}-{fingerprint.VERSION}"


def freeze(store: Store, digests: tuple[str, ...], jobs: int = 1) -> Iterator[str]:
    """Read samples and keep their facts; yield each digest once its facts are durable.

    A sample whose blob does not open is yielded with `!` before its digest, and has no facts.
    """
    waiting: list[Seen] = []
    pending = iter(digests)
    settings = Settings(sketch="always")
    with Reviewer(settings) as reviewer, selectors.DefaultSelector() as selector:
        while True:
            for sha256 in _fill(
                store, reviewer, pending, selector=selector, jobs=jobs, waiting=waiting
            ):
                yield f"!{sha256}"
            if not selector.get_map():
                break
            waiting += _finished(selector)
            if len(waiting) >= BATCH:
                yield from _flush(store, waiting)
    yield from _flush(store, waiting)


def _fill(
    store: Store,
    reviewer: Reviewer,
    pending: Iterator[str],
    *,
    selector: selectors.BaseSelector,
    jobs: int,
    waiting: list[Seen],
) -> Iterator[str]:
    """Start children until there are enough; yield the samples that do not open."""
    while len(selector.get_map()) < max(1, jobs):
        sha256 = next(pending, "")
        if not sha256:
            return
        try:
            data = store.read(sha256, "freeze")
        except DatasetError:
            yield sha256
            continue
        memory = os.memfd_create("sample", os.MFD_CLOEXEC)
        with os.fdopen(os.dup(memory), "wb") as file:
            file.write(data)
        artifact = _artifact(store, sha256, data[:65536])
        running = reviewer.start(Fetched(artifact=artifact, path=f"/proc/self/fd/{memory}"))
        if not running.pending:
            waiting.append(_seen(running))
            os.close(memory)
            continue
        child = running.child.fileno()
        slot = _Slot(running=running, memory=memory, child=child)
        selector.register(child, selectors.EVENT_READ, slot)


def _finished(selector: selectors.BaseSelector) -> Iterator[Seen]:
    """Listen once, and yield what has come to its end."""
    slots: list[_Slot] = [key.data for key in selector.get_map().values()]
    soonest = min(slot.running.child.deadline for slot in slots)
    timeout = max(0.0, soonest - time.monotonic()) + 0.01
    ready = {key.fd for key, _ in selector.select(timeout)}
    for slot in slots:
        late = time.monotonic() > slot.running.child.deadline
        if (slot.child in ready or late) and slot.running.pump():
            selector.unregister(slot.child)
            os.close(slot.memory)
            yield _seen(slot.running)


def _seen(running: Running) -> Seen:
    """Return what the child said itself: what a review adds to it is never frozen."""
    review = running.finish()
    return review.artifact.kind, running.inspection or frozen.failed(review)


def _flush(store: Store, waiting: list[Seen]) -> Iterator[str]:
    frozen.freeze(store.catalogue, waiting, engine())
    yield from [inspection.sha256 for _, inspection in waiting]
    waiting.clear()


def _artifact(store: Store, sha256: str, head: bytes) -> Artifact:
    sample = store.catalogue.sample(sha256)
    filename = sample.filename if sample is not None else sha256
    if sample is not None and sample.ecosystem != "unknown":
        found = ECOSYSTEMS[sample.ecosystem].identify(filename, head)
        if found is not None:
            return found
    _, artifact = identify(filename, head)
    return artifact
