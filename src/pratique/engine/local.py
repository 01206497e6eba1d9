"""Many reviews on this machine: N children at once, one thread, one selector."""

import selectors
import time
from collections import deque
from collections.abc import Iterable, Iterator

import msgspec

from pratique.engine.interface import Engine
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
        source = iter(artifacts)
        more = True
        with selectors.DefaultSelector() as selector:
            while more or waiting:
                while more and self._has_room(selector, waiting):
                    fetched = next(source, None)
                    if fetched is None:
                        more = False
                    else:
                        waiting.append(self._start(fetched, selector))
                if not waiting:
                    continue
                if waiting[0].review is None:
                    _pump(selector)
                while waiting and waiting[0].review is not None:
                    slot = waiting.popleft()
                    assert slot.review is not None  # noqa: S101  # for mypy
                    yield slot.fetched, slot.review

    def _has_room(self, selector: selectors.BaseSelector, waiting: deque[_Slot]) -> bool:
        running = len(selector.get_map())
        return running < self._jobs and len(waiting) < self._jobs * AHEAD

    def _start(self, fetched: Fetched, selector: selectors.BaseSelector) -> _Slot:
        slot = _Slot(fetched=fetched, running=self._reviewer.start(fetched))
        if slot.running.pending:
            selector.register(slot.running.child.fileno(), selectors.EVENT_READ, slot)
        else:
            slot.review = slot.running.finish()
        return slot


def _pump(selector: selectors.BaseSelector) -> None:
    """Wait until a child says something, ends, or is past its time; finish those that ended."""
    slots: list[_Slot] = [key.data for key in selector.get_map().values()]
    soonest = min(slot.running.child.deadline for slot in slots)
    ready = {
        id(key.data) for key, _ in selector.select(max(0.0, soonest - time.monotonic()) + 0.01)
    }
    now = time.monotonic()
    for slot in slots:
        if id(slot) not in ready and now <= slot.running.child.deadline:
            continue
        descriptor = slot.running.child.fileno()
        if slot.running.pump():
            selector.unregister(descriptor)
            slot.review = slot.running.finish()
