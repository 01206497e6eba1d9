"""Markdown for an issue or a chat: nothing an attacker wrote keeps a meaning in it."""

from collections.abc import Iterable, Iterator

from pratique.escape import markdown as shown
from pratique.model import Finding, Location, Review


def render(reviews: Iterable[Review]) -> Iterator[str]:
    """Yield one section an artifact."""
    for review in reviews:
        yield "\n".join(_section(review)) + "\n\n"


def _section(review: Review) -> Iterator[str]:
    artifact = review.artifact
    yield f"## {review.verdict.classification}: {shown(artifact.purl or artifact.filename)}"
    yield ""
    yield f"- file {shown(artifact.filename)}, sha256 `{artifact.sha256}`"
    yield f"- score {review.score.value:.2f}"
    if review.verdict.reason:
        yield f"- {shown(review.verdict.reason)}"
    coverage = review.coverage
    yield (
        f"- looked at {coverage.analysed} of {coverage.listed} members, "
        f"{coverage.accounted} of {coverage.size} bytes accounted for"
    )
    if review.findings:
        yield "\n| severity | rule | when | where | this package |\n|---|---|---|---|---|"
        for finding in review.findings:
            yield _row(finding)
    if review.limitations:
        yield "\n| effect | limitation | member | detail |\n|---|---|---|---|"
        for limit in review.limitations:
            yield (
                f"| {limit.effect} | {shown(limit.code)} | {shown(limit.member)} "
                f"| {shown(limit.detail)} |"
            )


def _row(finding: Finding) -> str:
    return (
        f"| {finding.severity} | {shown(finding.rule)} | {finding.activation} "
        f"| {_place(finding.location)} | {shown(finding.summary)} |"
    )


def _place(location: Location) -> str:
    line = f":{location.line}" if location.line else ""
    layer = f" (in {shown(location.layer)})" if location.layer else ""
    return f"{shown(location.member)}{line}{layer}"
