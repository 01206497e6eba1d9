"""Take from a slow iterable in a thread of its own, so that nobody waits while children talk.

A download may take longer than a child may live; whoever fetches in the loop that listens to
children would find them past their time.
"""

import os
import queue
import threading
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, Self, TypeVar

T = TypeVar("T")


class _End:
    """Marks that the iterable is exhausted, or has raised."""


class Prefetch(Generic[T]):
    """Hold up to `ahead` items ready. Use as a context manager; `fileno()` is for a selector."""

    def __init__(self, source: Iterable[T], ahead: int = 1) -> None:
        self._source = source
        self._ready: queue.Queue[T | _End] = queue.Queue(max(1, ahead))
        self._stopped = threading.Event()
        self._reader, self._writer = os.pipe()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="prefetch")
        self._done: Future[None] = Future()
        self.exhausted = False

    def __enter__(self) -> Self:
        self._done = self._pool.submit(self._run)
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._pool.shutdown(wait=True)
        os.close(self._reader)
        os.close(self._writer)

    def fileno(self) -> int:
        """Return a descriptor that is readable when `take` has something to give."""
        return self._reader

    def take(self) -> T | None:
        """Return an item that is ready, None when none is; raise what the source raised."""
        if self.exhausted:
            return None
        try:
            item = self._ready.get_nowait()
        except queue.Empty:
            return None
        os.read(self._reader, 1)
        if isinstance(item, _End):
            self.exhausted = True
            self._done.result()
            return None
        return item

    def _run(self) -> None:
        try:
            for item in self._source:
                self._put(item)
                if self._stopped.is_set():
                    return
        finally:
            self._put(_End())

    def _put(self, item: T | _End) -> None:
        while not self._stopped.is_set():
            try:
                self._ready.put(item, timeout=0.2)
            except queue.Full:
                continue
            os.write(self._writer, b"\0")
            return
