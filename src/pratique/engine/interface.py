"""The port of an engine: the same review over one artifact or over a registry."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator

from pratique.model import Fetched, Review


class Engine(ABC):
    """Reviews many artifacts; how many at once, and where, is its own business."""

    @abstractmethod
    def reviews(self, artifacts: Iterable[Fetched]) -> Iterator[tuple[Fetched, Review]]:
        """Yield each artifact with its review, in the order in which they were given.

        Takes the next artifact only when there is room for it, so that an endless iterable of
        downloads never runs ahead of the reviews.
        """
