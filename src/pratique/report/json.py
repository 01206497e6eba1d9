"""The record itself: one JSON array, or one line an artifact."""

from collections.abc import Iterable, Iterator

import msgspec

from pratique.model import Comparison, Review

_BIDI_AND_CONTROLS = {
    code: f"\\u{code:04x}"
    for code in (
        *range(0x7F, 0xA0),
        0xAD,
        0x61C,
        *range(0x200B, 0x2010),
        *range(0x2028, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
        *range(0xFFF9, 0xFFFC),
    )
}
"""Characters that steer a terminal or hide: JSON may spell them, so it does."""


def _encode(review: Review | Comparison) -> str:
    return msgspec.json.encode(review).decode().translate(_BIDI_AND_CONTROLS)


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
