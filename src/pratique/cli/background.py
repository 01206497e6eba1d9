"""What a review is told beside the archive: the release before, the registry, the source.

The options of `pratique review` that ask for it, and the gathering. All of it is optional, and what
cannot be had is said in the review (`not-compared`), never silently left out.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import click
import msgspec

from pratique import identity
from pratique.cli import depending, previous, snapshots
from pratique.cli.lockfiles import Failed
from pratique.ecosystems import ECOSYSTEMS, recorded
from pratique.errors import CompareError, FetchError
from pratique.model import Fact, Fetched, Limitation, Review, Standing
from pratique.review import Against, Reviewer, compare, sources
from pratique.review.against import limitation

_Command = TypeVar("_Command", bound=Callable[..., object])


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What the options ask for."""

    against: str = ""
    registry: Path | None = None
    source: Path | None = None
    trust_root: Path | None = None
    with_dependencies: bool = False
    snapshot: Path | None = None

    @property
    def anything(self) -> bool:
        """Tell whether reviews need more than their archive."""
        return self != Wanted()


def options(function: _Command) -> _Command:
    """Add the options to a command; they arrive as keywords of the same names as `Wanted`'s."""
    folder = click.Path(path_type=Path, exists=True, file_okay=False)
    anything = click.Path(path_type=Path, exists=True)
    for option in reversed(
        (
            click.option(
                "--against",
                default="",
                metavar="previous|VERSION|FILE",
                help="Compare with another release, so that rules can ask what is new.",
            ),
            click.option(
                "--registry",
                type=folder,
                help="Take the registry's metadata from this folder (see --snapshot).",
            ),
            click.option(
                "--source",
                type=anything,
                help="A checkout or archive of the tag: say which files it does not explain.",
            ),
            click.option(
                "--trust-root",
                type=anything,
                help="Sigstore trust root for attestations; the shipped one by default.",
            ),
            click.option(
                "--with-dependencies",
                is_flag=True,
                help="Review new, young and exactly pinned dependencies too.",
            ),
            click.option(
                "--snapshot",
                type=click.Path(path_type=Path, file_okay=False),
                help="Store the registry's metadata here as it is now.",
            ),
        )
    ):
        function = option(function)
    return function


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
        facts = self._verified(fetched, known, documents)
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
    ) -> tuple[Fact, ...]:
        checked = snapshots.verified(fetched, known, documents, self._wanted.trust_root)
        return tuple(identity.standing(checked, fetched.artifact))

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
