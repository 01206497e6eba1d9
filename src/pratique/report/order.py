"""Which findings a person should see first, and which say the same again."""

import msgspec

from pratique.model import Finding, Review


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """One finding with what else was found at its place."""

    finding: Finding
    also: tuple[str, ...] = ()
    """Ids of other rules that point at the same line."""
    values: tuple[str, ...] = ()
    """The finding's constants that its snippet does not show already."""


def ordered(review: Review) -> tuple[Shown, ...]:
    """Return the findings by what decided the verdict, those at one line under the first of them.

    Findings of the nursery come last: they are recorded and decide nothing.
    """
    codes = {code: place for place, code in enumerate(review.verdict.codes)}
    last = len(codes)
    ranked = sorted(review.findings, key=lambda one: (one.nursery, codes.get(one.rule, last)))
    heads: dict[tuple[str, int, str, bool], Finding] = {}
    more: dict[tuple[str, int, str, bool], list[str]] = {}
    for one in ranked:
        place = one.location
        key = (place.member, place.line, place.layer, one.nursery)
        if key not in heads:
            heads[key] = one
        elif one.rule not in more.setdefault(key, []) and one.rule != heads[key].rule:
            more[key].append(one.rule)
    return tuple(
        Shown(finding=one, also=tuple(more.get(key, ())), values=values(one))
        for key, one in heads.items()
    )


def values(finding: Finding) -> tuple[str, ...]:
    """Return constants worth a line of their own: not in the snippet, none inside another."""
    return tuple(one for one in distinct(finding.values) if one not in finding.snippet)


def distinct(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return texts in their order, without those that stand inside another."""
    plain = tuple(dict.fromkeys(text.strip() for text in texts[:64]))
    return tuple(
        one for one in plain if one and not any(one in other for other in plain if other != one)
    )


def covered(review: Review) -> str:
    """Return in one line how much of the file was looked at."""
    coverage = review.coverage
    members = f"{coverage.analysed:,} of {coverage.listed:,} members"
    if coverage.complete:
        return f"looked at all {coverage.listed:,} members and all {coverage.size:,} bytes"
    return f"looked at {members}, {coverage.accounted:,} of {coverage.size:,} bytes accounted for"
