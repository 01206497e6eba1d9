"""Archives of one release against each other: the source against the wheels, wheel against wheel.

A poisoned build puts into one archive what the others do not have (aiocpa 2024-11: sdist and wheel
against the repository; one platform's wheel in other cases). Reviews carry the digests of all
members, so nothing is read again.
"""

from collections.abc import Iterable, Iterator, Sequence

from pratique import compare as comparing
from pratique.model import Fact, Fetched, Review
from pratique.review.reviewer import Reviewer

Reviewed = tuple[Fetched, Review]
MOST = 64
"""Archives of one release that are compared; a numeric library has some forty wheels."""


def releases(reviewed: Iterable[Reviewed]) -> Iterator[tuple[Reviewed, ...]]:
    """Yield reviews that follow each other and belong to one release, together.

    What belongs to no release, or comes alone, is yielded by itself and at once.
    """
    held: list[Reviewed] = []
    for one in reviewed:
        if held and (_release(one[1]) != _release(held[0][1]) or len(held) == MOST):
            yield tuple(held)
            held = []
        held.append(one)
        if _release(one[1]) is None:
            yield tuple(held)
            held = []
    if held:
        yield tuple(held)


def together(reviewer: Reviewer, release: Sequence[Reviewed]) -> Iterator[Reviewed]:
    """Yield the reviews of a release's archives, each judged with what the others lack.

    Each archive is compared with one other: a wheel with the source, where there is one, the source
    with the first wheel, and wheels without a source with each other in turn.
    """
    for index, (fetched, review) in enumerate(release):
        other = _counterpart(index, [one for _, one in release])
        facts: tuple[Fact, ...] = ()
        if other is not None and review.members and other.members:
            facts = tuple(comparing.mismatches(review, other))
        yield fetched, reviewer.again(review, facts)


def _counterpart(index: int, reviews: list[Review]) -> Review | None:
    kind = reviews[index].artifact.kind
    wanted = ("wheel", "egg") if kind == "sdist" else ("sdist",)
    if kind not in {"wheel", "egg", "sdist"}:
        return None
    for one in reviews:
        if one.artifact.kind in wanted:
            return one
    others = [one for one in reviews if one.artifact.kind == kind]
    if len(others) < 2:
        return None
    return others[(others.index(reviews[index]) + 1) % len(others)]


def _release(review: Review) -> tuple[str, str, str] | None:
    artifact = review.artifact
    if not artifact.name or not artifact.version or artifact.ecosystem == "unknown":
        return None
    name = artifact.name.lower().replace("_", "-").replace(".", "-")
    return artifact.ecosystem, name, artifact.version
