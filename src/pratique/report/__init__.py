"""Render reviews. A format is one file with `render(reviews)` and one line in the table here."""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Any

from pratique.errors import ReportError
from pratique.model import Comparison, Review

Renderer = Callable[[Iterable[Review]], Iterator[str]]


def _of(module: str, function: str = "render") -> Callable[[Any], Iterator[str]]:
    """Return a renderer whose module is imported when it renders."""

    def render(given: Any) -> Iterator[str]:  # noqa: ANN401  # reviews, or a comparison
        found: Iterator[str] = getattr(import_module(f"{__name__}.{module}"), function)(given)
        return found

    return render


FORMATS: dict[str, Renderer] = {
    "text": _of("text"),
    "json": _of("json"),
    "jsonl": _of("json", "render_lines"),
    "sarif": _of("sarif"),
    "html": _of("html"),
    "markdown": _of("markdown"),
}
"""Each format by its name on the command line. Renderers take reviews one by one and stream."""


DiffRenderer = Callable[[Comparison], Iterator[str]]

DIFFS: dict[str, DiffRenderer] = {
    "text": _of("diff_text"),
    "html": _of("diff_html"),
    "json": _of("json", "render_comparison"),
}
"""Each format of a comparison."""


def render_diff(comparison: Comparison, form: str) -> Iterator[str]:
    """Yield a comparison piece by piece. Raises ReportError for an unknown format."""
    if form not in DIFFS:
        raise ReportError(f"no format {form!r} of a comparison; choose from {', '.join(DIFFS)}")
    return DIFFS[form](comparison)


def render_terminal(reviews: Iterable[Review], width: int = 0) -> Iterator[str]:
    """Yield the text report for a terminal, with colour; rich is loaded only for this."""
    from pratique.report import terminal

    return terminal.render(reviews, width)


def render_diff_terminal(comparison: Comparison) -> Iterator[str]:
    """Yield a comparison for a terminal, with colour."""
    from pratique.report import terminal

    return terminal.render_diff(comparison)


def render(reviews: Iterable[Review], form: str) -> Iterator[str]:
    """Yield the report piece by piece, in order. Raises ReportError for an unknown format."""
    if form not in FORMATS:
        raise ReportError(f"no report format {form!r}; choose from {', '.join(FORMATS)}")
    return FORMATS[form](reviews)


__all__ = [
    "DIFFS",
    "FORMATS",
    "DiffRenderer",
    "Renderer",
    "render",
    "render_diff",
    "render_diff_terminal",
    "render_terminal",
]
