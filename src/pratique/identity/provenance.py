"""What the attestations of a release say, against those of the releases before. Pure.

An attestation that no key has vouched for is a claim of whoever wrote the file, so what it says can
make things worse and never better. Lost attestations are `publishing`'s; here is what changed in
them: repository, workflow, and whether the source knows the commit. TanStack (2026-05) was attested
validly, from a commit that was on no branch.
"""

from collections.abc import Iterator

from pratique.model import Artifact, Attestation, Fact, Location, Repository, Standing, Value


def provenance(standing: Standing, artifact: Artifact) -> Iterator[Fact]:
    """Yield `meta/provenance-regress` facts about one artifact."""
    ours = [one for one in standing.attestations if one.filename == artifact.filename]
    theirs = [one for one in standing.attestations if one.filename != artifact.filename]
    for one in ours:
        yield from _own(one, artifact)
        yield from _changed(one, theirs, artifact)
        if standing.repository is not None:
            yield from _source(one, standing.repository, artifact)
    if standing.repository is not None:
        yield from _untagged(standing.repository, artifact)


def _own(one: Attestation, artifact: Artifact) -> Iterator[Fact]:
    if one.sha256 and artifact.sha256 and one.sha256 != artifact.sha256:
        yield _fact(artifact, "digest", f"its attestation is of another file ({one.sha256})")
    if one.verified is False:
        yield _fact(artifact, "invalid", f"its attestation does not verify: {one.problem}")


def _changed(one: Attestation, theirs: list[Attestation], artifact: Artifact) -> Iterator[Fact]:
    repositories = {other.repository.lower() for other in theirs if other.repository}
    if one.repository and repositories and one.repository.lower() not in repositories:
        before = ", ".join(sorted(repositories)[:3])
        yield _fact(artifact, "repository", f"attested by {one.repository}, before by {before}")
        return
    workflows = {other.workflow for other in theirs if other.workflow}
    if one.workflow and workflows and one.workflow not in workflows:
        before = ", ".join(sorted(workflows)[:3])
        yield _fact(artifact, "workflow", f"attested by {one.workflow}, before by {before}")


def _source(one: Attestation, source: Repository, artifact: Artifact) -> Iterator[Fact]:
    if one.commit and source.commits and one.commit not in source.commits:
        yield _fact(artifact, "commit", f"the attested commit {one.commit} is on no branch")


def _untagged(source: Repository, artifact: Artifact) -> Iterator[Fact]:
    """Say that the source has tags, and none for this version: in nine of thirteen incidents."""
    version = (artifact.version or "").lstrip("v")
    if not source.tags or not version:
        return
    name = (artifact.name or "").rpartition("/")[2]
    spelt = {version, f"v{version}", f"{name}-{version}", f"{name}@{version}", f"release-{version}"}
    if artifact.name:
        spelt |= {f"{artifact.name}@{version}", f"{artifact.name}-v{version}"}
    if not spelt & set(source.tags):
        yield Fact(
            behaviour="meta/release-anomaly",
            location=Location(member=artifact.filename),
            source="identity",
            values=(Value("name", "untagged"),),
            snippet=f"the source repository has no tag for {version}",
            tags=("untagged",),
        )


def _fact(artifact: Artifact, tag: str, text: str) -> Fact:
    return Fact(
        behaviour="meta/provenance-regress",
        location=Location(member=artifact.filename),
        source="identity",
        values=(Value("name", tag),),
        snippet=text[:240],
        tags=(tag,),
    )
