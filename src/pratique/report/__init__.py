"""Render reviews. A format is one file with `render(reviews) -> Iterator[str]` and one line here."""

from collections.abc import Callable, Iterable, Iterator

from pratique.errors import ReportError
from pratique.model import Review
from pratique.report import html, json, markdown, sarif, text

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


def render(reviews: Iterable[Review], form: str) -> Iterator[str]:
    """Yield the report piece by piece, in order. Raises ReportError for an unknown format."""
    if form not in FORMATS:
        raise ReportError(f"no report format {form!r}; choose from {', '.join(FORMATS)}")
    return FORMATS[form](reviews)


__all__ = ["FORMATS", "Renderer", "render"]
