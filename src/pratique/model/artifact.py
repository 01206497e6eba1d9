"""What is reviewed: an artifact, what it says about itself, and how it was asked for."""

from typing import Literal

import msgspec

EcosystemId = Literal["pypi", "npm", "crates", "maven", "unknown"]
ArtifactKind = Literal["wheel", "sdist", "egg", "npm", "crate", "jar", "war", "pom", "unknown"]


class Artifact(msgspec.Struct, frozen=True, kw_only=True):
    """One uploaded file (PyPA's word), addressed by its digest."""

    ecosystem: EcosystemId
    kind: ArtifactKind
    name: str | None = None
    """Project name as the registry knows it, not normalised."""
    version: str | None = None
    filename: str
    purl: str | None = None
    sha256: str = ""
    size: int = 0


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """What a person asked to review, before anything is fetched."""

    ecosystem: EcosystemId
    name: str
    version: str | None = None
    """None asks for the newest release that is not yanked."""
    requirement: str | None = None
    """A version specifier in the ecosystem's own grammar, instead of `version`."""
    hashes: tuple[str, ...] = ()
    """Allowed digests as `sha256:hex`; empty allows any that the registry promises."""
    filename: str | None = None
    """Only this file of the release."""


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """One artifact on disk together with what the registry said about it."""

    artifact: Artifact
    path: str
    expected_sha256: str | None = None
    metadata: bytes | None = None
    """The registry's own JSON for the release, unparsed; None when there is none."""


class Dependency(msgspec.Struct, frozen=True, kw_only=True):
    """One declared dependency."""

    name: str
    requirement: str = ""
    scope: str = "runtime"
    """runtime, build, development, optional, peer, bundled or extra."""
    url: str | None = None
    """Where it is fetched from when that is not the registry (URL, git)."""


class EntryPoint(msgspec.Struct, frozen=True, kw_only=True):
    """A name that the installation makes callable."""

    group: str
    name: str
    target: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What the archive says about itself; every field is the uploader's claim."""

    name: str | None = None
    version: str | None = None
    summary: str = ""
    description: str = ""
    """The README as shipped, cut to 64 KiB."""
    author: str = ""
    emails: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    repository: str | None = None
    dependencies: tuple[Dependency, ...] = ()
    entry_points: tuple[EntryPoint, ...] = ()
    scripts: tuple[EntryPoint, ...] = ()
    """Lifecycle scripts: group `script`, name as `postinstall`, target the command."""
    requires: str = ""
    """Language version asked for."""
