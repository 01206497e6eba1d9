"""What a name says: squats, shapes that catch internal names, projects that pose as another. Pure.

Names and versions cannot be forged, they are what people install; descriptions, READMEs and
repository addresses are the uploader's to write: facts from those are tagged `forgeable`, and no
fact here can make a release look better.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from pratique.identity import mail
from pratique.identity.names import Names, shape
from pratique.model import Artifact, EcosystemId, Fact, Location, Manifest, Value

_ABSURD = re.compile(r"^v?(9{2,}|100+|[1-9]\d{4,})(\.\d+)*([.\-+].*)?$")
_CALENDAR = re.compile(r"^v?(19|20)\d{2,6}\b")
_INTERNAL = re.compile(r"(^|[-_./])(internal|intranet|private|corp|inhouse|in-house)([-_./]|$)")
_INSTALL = {
    "pypi": re.compile(
        r"(?:pip3?|pipx|uv pip|poetry|uv)\s+(?:install|add)\s+(?:-\S+\s+)*"
        r"[\"']?([A-Za-z0-9][A-Za-z0-9._-]*)"
    ),
    "npm": re.compile(
        r"(?:npm|pnpm|yarn)\s+(?:install|i|add)\s+(?:-\S+\s+)*((?:@[a-z0-9._-]+/)?[a-z0-9][\w.-]*)"
    ),
    "crates": re.compile(r"cargo\s+(?:add|install)\s+(?:-\S+\s+)*([A-Za-z0-9][\w-]*)"),
}
_README = 16_384
_KNOWN = 2000
"""Rank up to which a project is worth posing as."""


@cache
def popular(ecosystem: EcosystemId) -> Names:
    """Return the shipped list of an ecosystem, indexed; empty where there is none."""
    file = resources.files("pratique.identity").joinpath("lists", f"{ecosystem}.txt")
    if not file.is_file():
        return Names(())
    lines = file.read_text(encoding="utf-8").splitlines()
    return Names(line for line in lines if line and not line.startswith("#"))


@cache
def invented(ecosystem: EcosystemId) -> frozenset[str]:
    """Return names that language models recommend and that did not exist; empty without a list."""
    file = resources.files("pratique.identity").joinpath("lists", f"invented-{ecosystem}.txt")
    if not file.is_file():
        return frozenset()
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def naming(artifact: Artifact, manifest: Manifest) -> Iterator[Fact]:
    """Yield what name, version and claims of one artifact say about it."""
    name = artifact.name or manifest.name or ""
    if not name or artifact.ecosystem == "unknown":
        return
    names = popular(artifact.ecosystem)
    if name in names:
        return
    if name.lower() in invented(artifact.ecosystem):
        text = f"{name} is a name that language models made up before anyone had it"
        yield _fact("meta/name-squat", artifact, "invented", text, name)
    squat = names.squat(name.replace("_", "-") if artifact.ecosystem == "pypi" else name)
    if squat is not None:
        text = f"{name} is close to {squat.target} ({squat.kind})"
        yield _fact("meta/name-squat", artifact, squat.kind, text, squat.target)
    yield from _shapes(artifact, name)
    yield from _thrown_away(artifact, manifest)
    yield from _claims(artifact, manifest, name, names)


def _shapes(artifact: Artifact, name: str) -> Iterator[Fact]:
    version = artifact.version or ""
    if _ABSURD.match(version) and not _CALENDAR.match(version):
        text = f"version {version} outbids whatever a company uses itself"
        yield _fact("meta/dependency-confusion", artifact, "version", text, version)
    if _INTERNAL.search(name.lower()):
        text = f"{name} is spelt like a company's own package"
        yield _fact("meta/dependency-confusion", artifact, "internal-name", text, name)


def _thrown_away(artifact: Artifact, manifest: Manifest) -> Iterator[Fact]:
    """Say whose only addresses are throw-away ones. The author's to write, so forgeable."""
    addresses = manifest.emails
    if addresses and all(mail.disposable(one) for one in addresses):
        text = f"its author's address, {addresses[0]}, is one to throw away"
        value = addresses[0].rpartition("@")[2]
        yield _fact("meta/account-risk", artifact, "disposable-mail", text, value, "forgeable")


def _claims(artifact: Artifact, manifest: Manifest, name: str, names: Names) -> Iterator[Fact]:
    """Say whose README it carries: one that says how to install a known project, never this."""
    pattern = _INSTALL.get(artifact.ecosystem)
    if pattern is None or not manifest.description:
        return
    told = [match[1].rstrip(".") for match in pattern.finditer(manifest.description[:_README])]
    plain = shape(name)
    if not told or any(shape(one) == plain for one in told):
        return
    other = told[0].lower().replace("_", "-")
    if names.rank(other) < _KNOWN and shape(other) not in plain and name.lower() not in other:
        repository = (manifest.repository or "").rstrip("/").rpartition("/")[2]
        same = shape(repository.removesuffix(".git")) == shape(other)
        if same:
            text = f"carries the README and the repository address of {other}"
            yield _fact("meta/impersonation", artifact, "readme", text, other, "forgeable")


def _fact(behaviour: str, artifact: Artifact, tag: str, text: str, value: str, *more: str) -> Fact:
    return Fact(
        behaviour=behaviour,
        location=Location(member=artifact.filename),
        source="identity",
        values=(Value("name", value[:200]),),
        snippet=text[:240],
        tags=(tag, *more),
    )
