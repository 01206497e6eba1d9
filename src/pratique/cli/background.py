"""What a review is told beside the archive: the release before, the registry, the source.

The gathering that the options of `wanted.py` ask for. All of it is optional, and what cannot be had
is said in the review (`not-compared`), never silently left out.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from pratique import identity
from pratique.cli import depending, previous, snapshots
from pratique.cli.lockfiles import Failed
from pratique.cli.wanted import Wanted
from pratique.ecosystems import ECOSYSTEMS, recorded
from pratique.errors import CompareError, FetchError
from pratique.model import Fact, Fetched, Limitation, Review, Standing
from pratique.review import Against, Reviewer, compare, sources
from pratique.review.against import limitation


class Background:
    """Gathers what `wanted` asks for, for one artifact after the other."""

    def __init__(self, wanted: Wanted, reviewer: Reviewer, folder: Path, failed: Failed) -> None:
        self._wanted = wanted
        self._reviewer = reviewer
        self._folder = folder
        self._failed = failed

    def reviews(self, artifacts: Iterator[Fetched]) -> Iterator[tuple[Fetched, Review]]:
        """Yield each artifact with a review that knows all that was asked for."""
        for fetched in artifacts:
            yield fetched, self.review(fetched)

    def review(self, fetched: Fetched) -> Review:
        """Review one artifact with its background."""
        documents = snapshots.read(self._wanted.registry, fetched.artifact)
        known, documents, notes = self._standing(fetched, documents)
        if fetched.metadata is None and documents:
            metadata = recorded.metadata(fetched.artifact, documents)
            fetched = msgspec.structs.replace(fetched, metadata=metadata)
        if self._wanted.snapshot is not None:
            snapshots.write(self._wanted.snapshot, fetched, known, documents)
        facts, more = self._verified(fetched, known, documents)
        notes += more
        review, more = self._compared(fetched, facts, known)
        notes += more
        if self._wanted.source is not None:
            facts, more = sources.unexplained(self._reviewer, review, self._wanted.source)
            notes += more
            review = self._reviewer.again(review, facts)
        if self._wanted.with_dependencies:
            ages = depending.Ages(fetched.artifact, known, self._wanted.registry)
            facts, more = depending.facts(self._reviewer, review, ages, self._folder, self._failed)
            notes += more
            review = self._reviewer.again(review, facts)
        return self._reviewer.again(review, (), notes)

    def _standing(
        self, fetched: Fetched, documents: snapshots.Documents
    ) -> tuple[Standing, snapshots.Documents, tuple[Limitation, ...]]:
        """Return what the registry says, from files or by asking it where `--against` needs it."""
        if documents:
            return snapshots.standing(documents), documents, ()
        artifact = fetched.artifact
        online = self._wanted.against and not Path(self._wanted.against).is_file()
        if not (online or self._wanted.snapshot) or not artifact.name:
            return Standing(), {}, ()
        ecosystem = ECOSYSTEMS[artifact.ecosystem]
        try:
            with ecosystem.client() as client:
                history = ecosystem.history(artifact.name, client)
                found, notes = snapshots.provenance(history, artifact, client)
        except FetchError as error:
            return Standing(), {}, (limitation(f"the registry's history is not known: {error}"),)
        return Standing(history=history), found, notes

    def _verified(
        self, fetched: Fetched, known: Standing, documents: snapshots.Documents
    ) -> tuple[tuple[Fact, ...], tuple[Limitation, ...]]:
        checked = snapshots.verified(fetched, known, documents, self._wanted.trust_root)
        found = tuple(identity.standing(checked, fetched.artifact))
        return found, tuple(snapshots.unverified(checked, fetched.artifact))

    def _compared(
        self, fetched: Fetched, facts: tuple[Fact, ...], known: Standing
    ) -> tuple[Review, tuple[Limitation, ...]]:
        if not self._wanted.against:
            return self._reviewer.again(self._reviewer.review(fetched), facts), ()
        try:
            old = previous.find(self._wanted.against, fetched.artifact, self._folder)
            ages = depending.Ages(fetched.artifact, known, self._wanted.registry)
            against = Against(old=old, is_young=ages.is_young, extra=facts)
            return compare(self._reviewer, fetched, against).review, ages.notes
        except (CompareError, FetchError) as error:
            review = self._reviewer.again(self._reviewer.review(fetched), facts)
            return review, (limitation(str(error)),)
