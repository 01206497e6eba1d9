"""What npm's registry shows of a release, and where the archive's own package.json says otherwise.

The registry keeps the manifest that the client sent beside the archive and never compares the two;
installers plan with the one and run the other ("manifest confusion", 2023).
"""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pratique.ecosystems import npm_manifest
from pratique.ecosystems.npm_json import table
from pratique.model import Artifact, Fact, Location, Manifest, Value

LOG = logging.getLogger(__name__)
LIMIT = 16 * 1024 * 1024
VALUES = 50
_RUN = frozenset(
    "preinstall install postinstall prepare prepublish preprepare postprepare dependencies".split()
)
"""Scripts that an installation or a checkout runs; the others are the developers' own."""
_LOADED = ("main", "exports")
_INSTALLED = frozenset(("runtime", "optional", "peer", "bundled"))


def disagreements(
    artifact: Artifact, manifest: Manifest, metadata: bytes | None
) -> tuple[Fact, ...]:
    """Return where scripts, dependencies, commands or entries of the two manifests differ."""
    if not metadata or len(metadata) > LIMIT:
        return ()
    try:
        told = json.loads(metadata)
    except (ValueError, RecursionError) as error:
        LOG.debug("unreadable metadata of %s: %s", artifact.filename, error)
        return ()
    shown = _release(told, manifest.version or artifact.version)
    if not shown or (not manifest.name and not manifest.version):
        return ()
    differing = tuple(_differing(npm_manifest.manifest(shown), manifest))[:VALUES]
    if not differing:
        return ()
    return (
        Fact(
            behaviour="meta/manifest-confusion",
            location=Location(member="package/package.json"),
            source="manifest",
            symbol="package.json",
            values=tuple(Value("name", name[:256]) for name in differing),
            tags=("registry",),
        ),
    )


def _release(told: Any, version: str | None) -> Mapping[str, Any]:  # noqa: ANN401  # foreign JSON
    """Return one version's manifest out of a whole document, or the manifest that was given."""
    if not isinstance(told, dict):
        return {}
    versions = told.get("versions")
    if isinstance(versions, dict):
        return table(versions.get(version or ""))
    return told


def _differing(shown: Manifest, own: Manifest) -> Iterator[str]:
    if shown.name and own.name and shown.name.lower() != own.name.lower():
        yield f"name: install of {own.name}"
    if shown.version and own.version and shown.version.lstrip("v=") != own.version.lstrip("v="):
        yield f"version: install of {own.version}"
    for kind, one, other in (
        ("scripts", _scripts(shown), _scripts(own)),
        ("dependencies", _dependencies(shown), _dependencies(own)),
        ("bin", _commands(shown), _commands(own)),
    ):
        for name in sorted(one.keys() | other.keys()):
            if one.get(name) != other.get(name):
                yield f"{kind}.{name}"
    for group in _LOADED:
        if _loaded(shown, group) != _loaded(own, group):
            yield group


def _scripts(manifest: Manifest) -> dict[str, str]:
    """Return what runs; the registry itself writes down the build that a `binding.gyp` implies."""
    return {
        one.name: one.target.strip()
        for one in manifest.scripts
        if one.name in _RUN and one.target.strip() != "node-gyp rebuild"
    }


def _dependencies(manifest: Manifest) -> dict[str, str]:
    """Return what is installed too: in which version, or from which address."""
    return {
        one.name: one.url or one.requirement.strip()
        for one in manifest.dependencies
        if one.scope in _INSTALLED
    }


def _loaded(manifest: Manifest, group: str) -> frozenset[str]:
    """Return what an import loads by one key, however Node may be told the same file."""
    found = {
        re.sub(r"(?:(?:^|/)index)?(?:\.[cm]?js|/)?$", "", one.target.strip().removeprefix("./"))
        for one in manifest.entry_points
        if one.group == group
    }
    return frozenset(found - {""} if group == "main" else found)


def _commands(manifest: Manifest) -> dict[str, str]:
    return {
        one.name: one.target.removeprefix("./") for one in manifest.entry_points
        if one.group == "bin" and one.name != "*"
    }  # fmt: skip
