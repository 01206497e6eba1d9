"""What else an account uploaded around a release. Pure.

Worms and stolen accounts publish many projects within minutes (Shai-Hulud, TanStack); a monorepo
does so too, so the burst is a path fact that counts beside content only.
"""

from collections.abc import Iterator

from pratique.model import Artifact, Fact, Location, Standing, Value

AROUND = 3600.0
PROJECTS = 3
"""Other projects of one account within an hour that make a burst."""


def accounts(standing: Standing, artifact: Artifact) -> Iterator[Fact]:
    """Yield a `meta/release-anomaly` fact for a burst over several projects."""
    release = standing.history.release(artifact.version or "") if standing.history else None
    when = release.uploaded if release is not None else 0.0
    if not when:
        return
    near = {one.name for one in standing.uploads if abs(one.uploaded - when) <= AROUND}
    near.discard(artifact.name or "")
    if len(near) >= PROJECTS:
        yield Fact(
            behaviour="meta/release-anomaly",
            location=Location(member=artifact.filename),
            source="identity",
            values=tuple(Value("name", name) for name in ("burst", *sorted(near)[:8])),
            snippet=f"the account published {len(near)} other projects within an hour",
            tags=("account-burst",),
        )
