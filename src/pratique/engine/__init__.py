"""The same review over one artifact or over many: how many at once, and in which order."""

from collections.abc import Callable, Iterable, Iterator

from pratique.engine.interface import Engine
from pratique.engine.local import Local
from pratique.engine.null import Null
from pratique.model import Fetched, Review
from pratique.review import Reviewer

ENGINES: dict[str, Callable[[Reviewer, int], Engine]] = {
    "local": Local,
    "null": lambda _reviewer, _jobs: Null(),
}
"""Every engine by its name."""

__all__ = ["ENGINES", "Engine", "reviews"]


def reviews(
    artifacts: Iterable[Fetched], reviewer: Reviewer, jobs: int = 1, engine: str = "local"
) -> Iterator[tuple[Fetched, Review]]:
    """Yield each artifact with its review, in the given order."""
    return ENGINES[engine](reviewer, jobs).reviews(artifacts)
