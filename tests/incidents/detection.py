"""Review the incidents as a registry would: with the release before, metadata and dependencies."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec

from pratique.cli.background import Background
from pratique.cli.wanted import Wanted
from pratique.ecosystems import identify
from pratique.model import CLASSIFICATIONS, Fact, Fetched, Location, Review
from pratique.review import Reviewer, inherited, manifest_member
from tests.incidents.build import HERE, Built, Planted, build
from tests.incidents.case import Release, cases

STATEMENT = 3
"""Lines of one call that spans several: evidence names the first."""
ALERT = CLASSIFICATIONS.index("suspicious")


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """One archive of an incident and its review."""

    incident: str
    release: Release
    kind: str
    review: Review
    planted: tuple[Planted, ...] = ()


def judged(out: Path, *names: str) -> Iterator[Judged]:
    """Yield the review of every archive of every incident, sources left out."""
    with Reviewer() as reviewer:
        for folder in cases(HERE):
            if not names or folder.name in names:
                yield from _case(reviewer, build(folder, out), out / "work")


def fetched(path: Path) -> Fetched:
    """Return an archive on disk as something to review."""
    return Fetched(path=str(path), artifact=identify(path.name, path.read_bytes()[:65_536])[1])


def shown(review: Review, planted: Planted) -> bool:
    """Tell whether some finding points at the planted line of its member, or at all of it."""
    places = [place for one in review.findings for place in (one.location, *one.evidence)]
    return any(_covers(place, planted) for place in places)


def _covers(place: Location, planted: Planted) -> bool:
    if place.member != planted.member:
        return False
    return place.line == 0 or 0 <= planted.line - place.line <= STATEMENT


def _case(reviewer: Reviewer, built: Built, work: Path) -> Iterator[Judged]:
    paths = {(one.role, one.kind): one.path for one in built.archives}
    carried = _carried(reviewer, built, paths)
    for release in built.case.release:
        for kind in release.archives:
            if kind == "source":
                continue
            path = paths[release.role, kind]
            wanted = Wanted(
                against=str(paths.get((release.against, kind), "")),
                registry=_registry(path, built, paths),
                source=_source(release, paths),
            )
            background = Background(wanted, reviewer, work, _never)
            review = background.review(fetched(path))
            if release.role != "dependency" and not release.name and release.against:
                manifest = manifest_member(review.members)
                declared = {one.name for one in review.manifest.dependencies}
                facts = tuple(
                    msgspec.structs.replace(fact, location=Location(member=manifest))
                    for name, fact in carried
                    if name in declared
                )
                review = reviewer.again(review, facts)
            planted = tuple(one for one in built.planted if one.archive == path)
            yield Judged(
                incident=built.case.id, release=release, kind=kind, review=review, planted=planted
            )


def _carried(
    reviewer: Reviewer, built: Built, paths: dict[tuple[str, str], Path]
) -> list[tuple[str, Fact]]:
    """Return what the dependencies' own verdicts mean, by the dependency's name."""
    found = []
    for release in built.case.release:
        if release.role == "dependency":
            review = reviewer.review(fetched(paths["dependency", "npm"]))
            fact = inherited(review, "")
            if fact is not None:
                found.append((release.name, fact))
    return found


def _registry(path: Path, built: Built, paths: dict[tuple[str, str], Path]) -> Path | None:
    """Return what the registry said then, what it said of the dependencies included."""
    folder = path.parent / "registry"
    if not folder.is_dir():
        return None
    for release in built.case.release:
        theirs = paths.get((release.role, "npm"), path).parent / "registry"
        if release.role == "dependency" and theirs.is_dir() and theirs != folder:
            target = folder / "dependencies" / release.name.replace("/", "+")
            shutil.copytree(theirs, target, dirs_exist_ok=True)
    return folder


def _source(release: Release, paths: dict[tuple[str, str], Path]) -> Path | None:
    """Return the tag's archive, where a case gives one for the release."""
    path = paths.get(("repository", "source"))
    return path if path is not None and f"-{release.version}-" in path.name else None


def _never(error: Exception) -> None:
    raise error
