"""Review what the builder makes of the re-enactments, and compare it with what they expect."""

from collections.abc import Iterator
from pathlib import Path

from pratique.ecosystems import identify
from pratique.model import CLASSIFICATIONS, Fetched, Location, Review
from pratique.review import Reviewer
from tests.incidents.build import Built, Planted
from tests.incidents.case import Ecosystem
from tests.reenactments.build import HERE, build
from tests.reenactments.case import folders

STATEMENT = 3
"""Lines of one call that spans several: evidence names the first."""
ALERT = CLASSIFICATIONS.index("suspicious")


def reviewed(ecosystem: Ecosystem, out: Path) -> Iterator[tuple[str, Built, Review]]:
    """Yield the name, the archives and the review of each re-enactment of an ecosystem."""
    with Reviewer() as reviewer:
        for folder in folders(HERE, ecosystem):
            built = build(folder, out)
            for archive in built.archives:
                _, artifact = identify(archive.path.name, archive.path.read_bytes()[:65_536])
                running = reviewer.start(Fetched(path=str(archive.path), artifact=artifact))
                running.wait()
                yield folder.name, built, running.finish()


def places(review: Review) -> tuple[Location, ...]:
    """Return every place that a finding of a review points at."""
    return tuple(place for found in review.findings for place in (found.location, *found.evidence))


def shown(review: Review, planted: Planted) -> bool:
    """Tell whether some finding points at the planted line of its member, or at all of it."""
    return any(
        place.member == planted.member
        and (place.line == 0 or 0 <= planted.line - place.line <= STATEMENT)
        for place in places(review)
    )
