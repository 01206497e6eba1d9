"""When releases came: bursts, branches at once, revivals, late files. Pure over a History."""

from collections.abc import Iterator

from pratique.model import Fact, History, Location, Release, Value

HOUR = 3600.0
DAY = 24 * HOUR
BURST = 4
"""Releases of one project within an hour that no person makes by hand in honest work."""
DORMANT = 540 * DAY
LATE = 14 * DAY
YOUNG = 7 * DAY
ESTABLISHING = 60 * DAY
"""A project whose first release is older than this is not young, however new its newest is."""


def is_young(history: History, when: float) -> bool:
    """Tell whether a project's newest release, as of `when`, came in the week before."""
    times = [one.uploaded for one in history.releases if 0 < one.uploaded <= when]
    return bool(times) and when - max(times) <= YOUNG and when - min(times) <= ESTABLISHING


def cadence(history: History, version: str, filename: str) -> Iterator[Fact]:
    """Yield `meta/release-anomaly` and `meta/account-risk` facts about the time of one release."""
    release = history.release(version)
    if release is None or not release.uploaded:
        return
    when = release.uploaded
    others = [one for one in history.releases if one.uploaded and one.version != version]
    earlier = [one for one in others if one.uploaded < when]
    near = [one for one in others if abs(one.uploaded - when) <= HOUR]
    if len(near) + 1 >= BURST:
        yield _fact(filename, "burst", f"{len(near) + 1} releases within an hour")
    elif near and len({_branch(one.version) for one in (release, *near)}) > 1:
        yield _fact(filename, "branches", "releases on several branches within an hour")
    if earlier:
        gap = when - max(one.uploaded for one in earlier)
        if gap >= DORMANT:
            yield _fact(filename, "dormant-revival", f"first release after {gap / DAY:.0f} days")
    else:
        yield _fact(filename, "first-release", "no earlier release", "meta/account-risk")
    yield from _late(release, filename)


def _late(release: Release, filename: str) -> Iterator[Fact]:
    file = next((one for one in release.files if one.filename == filename), None)
    if file is not None and file.uploaded and file.uploaded - release.uploaded > LATE:
        days = (file.uploaded - release.uploaded) / DAY
        yield _fact(filename, "late-file", f"added {days:.0f} days after its release")


def _branch(version: str) -> str:
    return ".".join(version.lstrip("v").split(".")[:2])


def _fact(filename: str, name: str, text: str, behaviour: str = "meta/release-anomaly") -> Fact:
    return Fact(
        behaviour=behaviour,
        location=Location(member=filename),
        source="identity",
        values=(Value("name", name),),
        snippet=text,
        tags=(name,),
    )
