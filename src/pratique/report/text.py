"""Text for a terminal: the verdict, the decisive evidence, then what was not looked at."""

from collections.abc import Iterable, Iterator

from pratique.escape import visible
from pratique.model import Finding, Limitation, Location, Review

FINDINGS = 8
LIMITATIONS = 6


def render(reviews: Iterable[Review]) -> Iterator[str]:
    """Yield one block an artifact, plain text without colour."""
    for review in reviews:
        yield "\n".join(_block(review)) + "\n\n"


def _block(review: Review) -> Iterator[str]:
    artifact = review.artifact
    name = visible(artifact.purl or artifact.filename)
    yield f"{review.verdict.classification.upper():<11} {name}  score {review.score.value:.2f}"
    if artifact.purl:
        yield f"  file      {visible(artifact.filename)}"
    yield f"  sha256    {artifact.sha256 or 'not computed'}"
    if review.verdict.reason:
        yield f"  why       {visible(review.verdict.reason)}"
    for finding in review.findings[:FINDINGS]:
        yield from _finding(finding)
    if len(review.findings) > FINDINGS:
        yield f"  … and {len(review.findings) - FINDINGS} more findings"
    for limitation in review.limitations[:LIMITATIONS]:
        yield _limitation(limitation)
    if len(review.limitations) > LIMITATIONS:
        yield f"  … and {len(review.limitations) - LIMITATIONS} more limitations"
    coverage = review.coverage
    yield (
        f"  looked at {coverage.analysed} of {coverage.listed} members, "
        f"{coverage.accounted:,} of {coverage.size:,} bytes accounted for"
    )


def _finding(finding: Finding) -> Iterator[str]:
    yield (
        f"  {finding.severity.upper()} {visible(finding.rule)} "
        f"({finding.activation}, {finding.confidence} confidence)"
    )
    yield f"      this package {visible(finding.summary)}"
    yield f"      at {place(finding.location)}"
    if finding.snippet:
        yield f"      > {visible(finding.snippet.strip(), 160)}"
    for value in finding.values[:4]:
        yield f"        {visible(value, 120)}"


def _limitation(limitation: Limitation) -> str:
    member = f" {visible(limitation.member)}" if limitation.member else ""
    code = visible(limitation.code, 60)
    return f"  {limitation.effect:<9} {code}{member}: {visible(limitation.detail)}"


def place(location: Location) -> str:
    """Return `member:line (layer)` fit to be shown."""
    line = f":{location.line}" if location.line else ""
    layer = f" (in {visible(location.layer)})" if location.layer else ""
    return f"{visible(location.member)}{line}{layer}"
