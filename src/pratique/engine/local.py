"""Review many artifacts on this machine, several at a time, answers in the order of questions."""

import selectors
import time
from collections import deque
from collections.abc import Iterable, Iterator

from pratique.model import Fetched, Review
from pratique.review import Reviewer, Running


def reviews(
    artifacts: Iterable[Fetched], reviewer: Reviewer, jobs: int = 1
) -> Iterator[tuple[Fetched, Review]]:
    """Yield each artifact with its review, in order; at most `jobs` children live at once.

    Artifacts are taken from the iterable only as places become free, so that a fetching iterator
    never runs far ahead. Raises InputError when one cannot be opened.
    """
    waiting: deque[tuple[Fetched, Running]] = deque()
    for fetched in artifacts:
        waiting.append((fetched, reviewer.start(fetched)))
        while len(waiting) >= max(1, jobs):
            yield _first(waiting)
    while waiting:
        yield _first(waiting)


def _first(waiting: deque[tuple[Fetched, Running]]) -> tuple[Fetched, Review]:
    """Wait for the oldest child, reading from all of them meanwhile, so that none is blocked."""
    fetched, oldest = waiting[0]
    open_children = {
        running.child.fileno(): running for _, running in waiting if running.pending
    }
    with selectors.DefaultSelector() as selector:
        for descriptor in open_children:
            selector.register(descriptor, selectors.EVENT_READ)
        while oldest.pending:
            deadlines = [one.child.deadline for one in open_children.values() if one.pending]
            selector.select(max(0.0, min(deadlines) - time.monotonic()) + 0.01)
            for descriptor, running in open_children.items():
                if running.pending and running.pump():
                    selector.unregister(descriptor)
    waiting.popleft()
    return fetched, oldest.finish()
