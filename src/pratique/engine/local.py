"""Many reviews on this machine: N children at once, one thread that listens, one that fetches."""

import selectors
import time
from collections import deque
from collections.abc import Iterable, Iterator

import msgspec

from pratique.engine.interface import Engine
from pratique.engine.prefetch import Prefetch
from pratique.model import Fetched, Review
from pratique.review import Reviewer, Running

AHEAD = 4
"""How many finished reviews per job may wait for an earlier one that takes longer."""


class _Slot(msgspec.Struct, kw_only=True, eq=False):
    """One artifact on its way: under review, or reviewed and waiting for its turn."""

    fetched: Fetched
    running: Running
    review: Review | None = None


class Local(Engine):
    """Run up to `jobs` children of one reviewer."""

    def __init__(self, reviewer: Reviewer, jobs: int = 1) -> None:
        self._reviewer = reviewer
        self._jobs = max(1, jobs)

    def reviews(self, artifacts: Iterable[Fetched]) -> Iterator[tuple[Fetched, Review]]:
        """Yield each artifact with its review, in the given order."""
        waiting: deque[_Slot] = deque()
        with Prefetch(artifacts, 1) as source, selectors.DefaultSelector() as selector:
            while waiting or not source.exhausted:
                self._fill(source, selector, waiting)
                if waiting and waiting[0].review is not None:
                    slot = waiting.popleft()
                    assert slot.review is not None  # noqa: S101  # for mypy
                    yield slot.fetched, slot.review
                elif waiting or not source.exhausted:
                    self._listen(source, selector, waiting)

    def _fill(
        self,
        source: Prefetch[Fetched],
        selector: selectors.BaseSelector,
        waiting: deque[_Slot],
    ) -> None:
        while self._has_room(selector, waiting):
            fetched = source.take()
            if fetched is None:
                return
            slot = _Slot(fetched=fetched, running=self._reviewer.start(fetched))
            waiting.append(slot)
            if slot.running.pending:
                selector.register(slot.running.child.fileno(), selectors.EVENT_READ, slot)
            else:
                slot.review = slot.running.finish()

    def _has_room(self, selector: selectors.BaseSelector, waiting: deque[_Slot]) -> bool:
        running = len(selector.get_map())
        return running < self._jobs and len(waiting) < self._jobs * AHEAD

    def _listen(
        self,
        source: Prefetch[Fetched],
        selector: selectors.BaseSelector,
        waiting: deque[_Slot],
    ) -> None:
        """Wait until a child says something or is late, or until there is something to start."""
        wants_more = self._has_room(selector, waiting) and not source.exhausted
        if wants_more:
            selector.register(source.fileno(), selectors.EVENT_READ, None)
        try:
            _pump(selector)
        finally:
            if wants_more:
                selector.unregister(source.fileno())


def _pump(selector: selectors.BaseSelector) -> None:
    slots = [slot for key in selector.get_map().values() if isinstance(slot := key.data, _Slot)]
    soonest = min((slot.running.child.deadline for slot in slots), default=None)
    timeout = None if soonest is None else max(0.0, soonest - time.monotonic()) + 0.01
    ready = {id(key.data) for key, _ in selector.select(timeout)}
    now = time.monotonic()
    for slot in slots:
        if id(slot) not in ready and now <= slot.running.child.deadline:
            continue
        descriptor = slot.running.child.fileno()
        if slot.running.pump():
            selector.unregister(descriptor)
            slot.review = slot.running.finish()
