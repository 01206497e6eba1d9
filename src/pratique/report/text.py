"""Text, plain for pipes and logs: the verdict, the decisive evidence, what was not looked at."""

from collections.abc import Iterable, Iterator

from pratique.escape import visible
from pratique.model import Limitation, Location, Review
from pratique.report.order import Shown, covered, ordered

FULL = 3
"""Findings that are shown with their place and code; the rest get a line each."""
FINDINGS = 12
LIMITATIONS = 6
VALUES = 3


def render(reviews: Iterable[Review]) -> Iterator[str]:
    """Yield one block an artifact, plain text without colour."""
    for review in reviews:
        yield "\n".join(_block(review)) + "\n\n"


def _block(review: Review) -> Iterator[str]:
    artifact = review.artifact
    name = visible(artifact.purl or artifact.filename)
    yield f"{review.verdict.classification.upper():<11} {name}  score {review.score.value:.2f}"
    if review.verdict.reason:
        yield f"  why       {visible(review.verdict.reason)}"
    found = ordered(review)
    for index, one in enumerate(found[:FINDINGS]):
        yield from _finding(one) if index < FULL else (_line(one),)
    if len(found) > FINDINGS:
        yield f"  … and {len(found) - FINDINGS} more findings; --format json has all"
    for limitation in review.limitations[:LIMITATIONS]:
        yield _limitation(limitation)
    if len(review.limitations) > LIMITATIONS:
        yield f"  … and {len(review.limitations) - LIMITATIONS} more limitations"
    if artifact.purl:
        yield f"  file      {visible(artifact.filename)}"
    yield f"  sha256    {visible(artifact.sha256) or 'not computed'}"
    yield f"  {covered(review)}"


def _finding(shown: Shown) -> Iterator[str]:
    finding = shown.finding
    mark = " (nursery)" if finding.nursery else ""
    yield (
        f"  {finding.severity.upper()} {visible(finding.rule)} "
        f"({finding.activation}, {finding.confidence} confidence){mark}"
    )
    yield f"      this package {visible(finding.summary)}"
    yield f"      at {place(finding.location)}"
    if finding.snippet:
        yield f"      > {visible(finding.snippet.strip(), 160)}"
    for value in shown.values[:VALUES]:
        yield f"        {visible(value, 120)}"
    if shown.also:
        yield f"      also {', '.join(visible(rule) for rule in shown.also[:6])}"


def _line(shown: Shown) -> str:
    finding = shown.finding
    rule = visible(finding.rule)
    return f"  {finding.severity.upper()} {rule} at {place(finding.location)}"


def _limitation(limitation: Limitation) -> str:
    member = f" {visible(limitation.member)}" if limitation.member else ""
    code = visible(limitation.code, 60)
    return f"  {limitation.effect:<9} {code}{member}: {visible(limitation.detail)}"


def place(location: Location) -> str:
    """Return `member:line (layer)` fit to be shown."""
    line = f":{location.line}" if location.line else ""
    layer = f" (in {visible(location.layer)})" if location.layer else ""
    return f"{visible(location.member)}{line}{layer}"
