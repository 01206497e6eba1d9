"""Fetch and review dependencies, and ask how old they are."""

import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import msgspec

from pratique import identity
from pratique.cli import snapshots
from pratique.cli.lockfiles import Failed
from pratique.compare import exactly_pinned
from pratique.ecosystems import ECOSYSTEMS, recorded
from pratique.errors import FetchError, PratiqueError
from pratique.model import (
    Artifact,
    Dependency,
    Fact,
    Fetched,
    History,
    Limitation,
    Review,
    Standing,
    Target,
)
from pratique.review import Reviewer, inherited, limitation, manifest_member, worth_review
from pratique.review.against import ASKED
from pratique.review.dependencies import COUNT, DEPTH


class Ages:
    """Tells which projects have a newest release under a week older than the one under review."""

    def __init__(self, artifact: Artifact, known: Standing, registry: Path | None) -> None:
        self._artifact = artifact
        self._registry = registry
        self.notes: tuple[Limitation, ...] = ()
        release = known.history.release(artifact.version or "") if known.history else None
        self._when = release.uploaded if release is not None and release.uploaded else time.time()

    def is_young(self, name: str) -> bool:
        """Tell whether the newest release of a project came in the week before; no if unknown."""
        try:
            history = self._history(name)
        except FetchError as error:
            self.notes += (limitation(f"the age of {name} is not known: {error}"),)
            return False
        return history is not None and identity.is_young(history, self._when)

    def _history(self, name: str) -> History | None:
        ecosystem = ECOSYSTEMS[self._artifact.ecosystem]
        if self._registry is not None:
            folder = self._registry / "dependencies" / name.replace("/", "+")
            if folder.is_dir():
                return recorded.history(snapshots.read(folder, self._artifact))
            return None
        with ecosystem.client() as client:
            return ecosystem.history(name, client)


def facts(
    reviewer: Reviewer, review: Review, ages: Ages, folder: Path, failed: Failed
) -> tuple[tuple[Fact, ...], tuple[Limitation, ...]]:
    """Review the dependencies that are worth it; return what their verdicts mean for this one."""
    walk = _Walk(reviewer, ages, folder, failed)
    found: list[Fact] = []
    manifest = manifest_member(review.members)
    for depth, below in walk.reviews(review):
        fact = inherited(below, manifest)
        if fact is not None:
            tags = fact.tags if depth == 1 else (*fact.tags, f"depth-{depth}")
            found.append(msgspec.structs.replace(fact, tags=tags))
    return tuple(found), (*walk.notes, *ages.notes)


class _Walk:
    """Reviews breadth first, so that the count is spent on what is near."""

    def __init__(self, reviewer: Reviewer, ages: Ages, folder: Path, failed: Failed) -> None:
        self._reviewer = reviewer
        self._ages = ages
        self._folder = folder / "dependencies"
        self._failed = failed
        self.notes: list[Limitation] = []

    def reviews(self, top: Review) -> Iterator[tuple[int, Review]]:
        """Yield each dependency's depth and review."""
        seen: set[str] = set()
        queue = deque([(1, top)])
        while queue:
            depth, parent = queue.popleft()
            for one in worth_review(parent.manifest, self._odd(parent)):
                if one.name in seen or len(seen) >= COUNT:
                    continue
                seen.add(one.name)
                for fetched in self._fetched(parent, one):
                    below = self._reviewer.review(fetched)
                    yield depth, below
                    if depth < DEPTH:
                        queue.append((depth + 1, below))

    def _odd(self, parent: Review) -> list[str]:
        """Return dependencies that are new or young; say which come from an address."""
        found = [fact.symbol for fact in parent.facts if fact.behaviour == _ANOMALY]
        for one in parent.manifest.dependencies[:ASKED]:
            if one.url:
                text = f"dependency {one.name} comes from an address, which is not asked"
                self.notes.append(limitation(text))
            elif one.name not in found and self._ages.is_young(one.name):
                found.append(one.name)
        return found

    def _fetched(self, parent: Review, one: Dependency) -> tuple[Fetched, ...]:
        ecosystem = ECOSYSTEMS[parent.artifact.ecosystem]
        version = one.requirement.lstrip("=v ") if exactly_pinned(one) else None
        target = Target(ecosystem=ecosystem.id, name=one.name, version=version)
        try:
            with ecosystem.client() as client:
                found = list(ecosystem.fetch(target, client, self._folder))
        except FetchError as error:
            self.notes.append(limitation(f"dependency {one.name} was not reviewed: {error}"))
            return ()
        except PratiqueError as error:
            self._failed(error)
            return ()
        preferred = [fetched for fetched in found if fetched.artifact.kind != "wheel"]
        return tuple(preferred[:1] or found[:1])


_ANOMALY = "meta/dependency-anomaly"
