"""Text for a person at a terminal: colour, wrapping, the decisive evidence first.

Only for a terminal: what is piped is `text`. Nothing an attacker wrote is markup here, and it is
escaped before it reaches rich. NO_COLOR is respected by rich itself.
"""

from collections.abc import Iterable, Iterator
from io import StringIO

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from pratique.escape import visible
from pratique.model import Comparison, Limitation, Review
from pratique.report import diff_text
from pratique.report.order import Shown, covered, ordered
from pratique.report.text import FINDINGS, FULL, LIMITATIONS, VALUES, place

STYLE = {
    "malicious": "bold white on red",
    "suspicious": "bold black on yellow",
    "refused": "bold black on magenta",
    "held": "bold black on cyan",
    "clear": "bold black on green",
}
_SEVERITY = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "dim"}


def render(reviews: Iterable[Review], width: int = 0) -> Iterator[str]:
    """Yield one block an artifact, with the control sequences of a terminal of that width."""
    for review in reviews:
        console = Console(
            file=StringIO(), force_terminal=True, width=width or None, highlight=False
        )
        for part in _block(review):
            console.print(part)
        file = console.file
        assert isinstance(file, StringIO)  # noqa: S101  # for mypy
        yield file.getvalue() + "\n"


def render_diff(comparison: Comparison) -> Iterator[str]:
    """Yield a comparison in colour: the words are those of the plain text."""
    console = Console(file=StringIO(), force_terminal=True, highlight=False, soft_wrap=True)
    file = console.file
    assert isinstance(file, StringIO)  # noqa: S101  # for mypy
    for piece in diff_text.render(comparison):
        for line in piece.splitlines():
            console.print(Text(line, style=_line_style(line)))
        yield file.getvalue()
        file.seek(0)
        file.truncate()


def _line_style(line: str) -> str:
    if line.startswith(("  +", "+++", "  added")):
        return "green"
    if line.startswith(("  -", "---", "  removed")):
        return "red"
    if line.startswith("  @@"):
        return "dim"
    return "bold" if line and not line.startswith(" ") else ""


def _block(review: Review) -> Iterator[Text | Padding]:
    artifact, verdict = review.artifact, review.verdict
    head = Text(f" {verdict.classification.upper()} ", style=STYLE[verdict.classification])
    head.append("  ", style="default on default")
    head.append(visible(artifact.purl or artifact.filename), style="bold default on default")
    if verdict.classification != "clear":
        head.append(f"  score {review.score.value:.2f}", style="dim default on default")
    yield head
    found = ordered(review)
    if verdict.reason and not found:
        yield _in(Text(visible(verdict.reason)))
    for index, one in enumerate(found[:FINDINGS]):
        yield from _finding(one) if index < FULL else (_in(_title(one)),)
    if len(found) > FINDINGS:
        yield _in(Text(f"… and {len(found) - FINDINGS} more findings", style="dim"))
    for limitation in review.limitations[:LIMITATIONS]:
        yield _in(_limitation(limitation))
    if len(review.limitations) > LIMITATIONS:
        yield _in(Text(f"… and {len(review.limitations) - LIMITATIONS} more", style="dim"))
    yield _in(Text(f"{covered(review)} · {visible(artifact.filename)}", style="dim"))
    yield _in(Text(f"sha256 {visible(artifact.sha256) or 'not computed'}", style="dim"))


def _title(shown: Shown) -> Text:
    finding = shown.finding
    line = Text(f"{finding.severity} ", style=_SEVERITY[finding.severity])
    line.append(f"{visible(finding.rule)} ", style="default")
    line.append(place(finding.location), style="cyan")
    return line


def _finding(shown: Shown) -> Iterator[Padding]:
    finding = shown.finding
    line = Text(f"{finding.severity} ", style=_SEVERITY[finding.severity])
    line.append(f"{visible(finding.summary)}", style="bold default")
    yield _in(line)
    rule = visible(finding.rule)
    where = Text(place(finding.location), style="cyan")
    where.append(f"  {finding.activation}, {finding.confidence} confidence, {rule}", "dim")
    yield _in(where, 4)
    if finding.snippet:
        yield _in(Text("│ " + visible(finding.snippet.strip(), 160)), 4)
    for value in shown.values[:VALUES]:
        yield _in(Text("│ " + visible(value, 120), style="magenta"), 4)
    if shown.also:
        also = ", ".join(visible(rule) for rule in shown.also[:6])
        yield _in(Text(f"also {also}", style="dim"), 4)


def _limitation(limitation: Limitation) -> Text:
    line = Text(f"{limitation.effect} ", style="yellow" if limitation.effect != "note" else "dim")
    line.append(visible(limitation.code, 60), style="default")
    if limitation.member:
        line.append(f" {visible(limitation.member)}", style="cyan")
    line.append(f" {visible(limitation.detail)}", style="dim")
    return line


def _in(part: Text, left: int = 2) -> Padding:
    return Padding(part, (0, 0, 0, left))
