"""How a release was published, against how the project publishes. Pure over a History.

A project that always carried attestations and now carries none, another account, another workflow:
each changes in about one honest release of two hundred. Names and addresses are the registry's own
record of the upload, not the author's claim, so these facts are not forgeable.
"""

from collections.abc import Iterator

from pratique.identity import mail
from pratique.model import Fact, History, Location, RegistryFile, Release, Value

LOOK_BACK = 5
"""Earlier releases that say how a project publishes."""
ESTABLISHED_RELEASES = 10
ESTABLISHED_AGE = 365 * 24 * 3600.0


def publishing(history: History, version: str, filename: str) -> Iterator[Fact]:
    """Yield what changed in the way of publishing, and whether the project is established."""
    release = history.release(version)
    if release is None:
        return
    ours = next((one for one in release.files if one.filename == filename), None)
    if ours is None and release.files:
        ours = release.files[0]
    if ours is not None and mail.disposable(ours.email):
        text = f"the publisher's address, {ours.email}, is one to throw away"
        yield _fact("meta/account-risk", filename, "disposable-mail", text)
    earlier = _earlier(history, release)
    if ours is None or not earlier:
        return
    if _established(earlier, release):
        yield _fact("meta/account-risk", filename, "established", "a project of some standing")
    kept = [file for one in earlier[-LOOK_BACK:] for file in one.files if file.kind == ours.kind]
    yield from _provenance(ours, kept, filename)
    yield from _publisher(ours, kept, filename)


def _earlier(history: History, release: Release) -> list[Release]:
    """Return the releases that came before, by time where it is known, else by version."""
    if release.uploaded:
        before = [one for one in history.releases if 0 < one.uploaded < release.uploaded]
        return sorted(before, key=lambda one: one.uploaded)
    versions = [one.version for one in history.releases]
    return list(history.releases[: versions.index(release.version)])


def _established(earlier: list[Release], release: Release) -> bool:
    first = min((one.uploaded for one in earlier if one.uploaded), default=release.uploaded)
    return len(earlier) >= ESTABLISHED_RELEASES and release.uploaded - first >= ESTABLISHED_AGE


def _provenance(ours: RegistryFile, kept: list[RegistryFile], filename: str) -> Iterator[Fact]:
    attested = [one for one in kept if one.provenance]
    if not attested:
        return
    regress = "meta/provenance-regress"
    if not ours.provenance and len(attested) == len(kept):
        yield _fact(regress, filename, "lost", "earlier releases carried an attestation")
    workflows = {one.workflow for one in attested if one.workflow}
    if ours.workflow and workflows and ours.workflow not in workflows:
        yield _fact(regress, filename, "workflow", f"attested by {ours.workflow}")


def _publisher(ours: RegistryFile, kept: list[RegistryFile], filename: str) -> Iterator[Fact]:
    names = {one.publisher for one in kept if one.publisher}
    if ours.publisher and names and ours.publisher not in names:
        text = f"published by {ours.publisher}, before by {', '.join(sorted(names))}"
        yield _fact("meta/account-risk", filename, "new-publisher", text)
        return
    emails = {one.email.lower() for one in kept if one.email}
    if ours.email and emails and ours.email.lower() not in emails:
        text = f"the publisher's address is now {ours.email}"
        yield _fact("meta/account-risk", filename, "new-email", text)
        if mail.free(ours.email) and not any(mail.free(one) for one in emails):
            text = f"{ours.email} is at a free provider, the addresses before were not"
            yield _fact("meta/account-risk", filename, "free-mail", text)


def _fact(behaviour: str, filename: str, tag: str, text: str) -> Fact:
    return Fact(
        behaviour=behaviour,
        location=Location(member=filename),
        source="identity",
        values=(Value("name", tag),),
        snippet=text[:240],
        tags=(tag,),
    )
