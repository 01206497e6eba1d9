"""The record itself: one JSON array, or one line an artifact."""

from collections.abc import Iterable, Iterator

import msgspec

from pratique.escape import json as spelled
from pratique.model import Comparison, Review


def _encode(review: Review | Comparison) -> str:
    return spelled(msgspec.json.encode(review).decode())


def render_lines(reviews: Iterable[Review]) -> Iterator[str]:
    """Yield one line an artifact."""
    for review in reviews:
        yield _encode(review) + "\n"


def render(reviews: Iterable[Review]) -> Iterator[str]:
    """Yield one JSON array of all reviews."""
    opening = "["
    for review in reviews:
        yield opening + "\n" + _encode(review)
        opening = ","
    yield "[]\n" if opening == "[" else "\n]\n"


def render_comparison(comparison: Comparison) -> Iterator[str]:
    """Yield one comparison as one line of JSON."""
    yield _encode(comparison) + "\n"
