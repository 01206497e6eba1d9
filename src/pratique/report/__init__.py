"""Render reviews. A format is one file with `render(reviews)` and one line in the table here."""

from collections.abc import Callable, Iterable, Iterator

from pratique.errors import ReportError
from pratique.model import Comparison, Review
from pratique.report import diff_html, diff_text, html, json, markdown, sarif, text

Renderer = Callable[[Iterable[Review]], Iterator[str]]

FORMATS: dict[str, Renderer] = {
    "text": text.render,
    "json": json.render,
    "jsonl": json.render_lines,
    "sarif": sarif.render,
    "html": html.render,
    "markdown": markdown.render,
}
"""Each format by its name on the command line. Renderers take reviews one by one and stream."""


DiffRenderer = Callable[[Comparison], Iterator[str]]

DIFFS: dict[str, DiffRenderer] = {
    "text": diff_text.render,
    "html": diff_html.render,
    "json": json.render_comparison,
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
