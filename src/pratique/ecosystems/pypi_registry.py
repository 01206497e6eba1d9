"""The JSON API: what PyPI itself shows about a release, and where a file says otherwise.

The registry shows the metadata of the first file that was uploaded; a later file of the same
release may state other dependencies. Source: Warehouse's `legacy/json` API.
"""

import logging
from typing import TYPE_CHECKING, Any

import msgspec

from pratique.ecosystems.pypi_metadata import dependency
from pratique.ecosystems.pypi_names import normalise, same_version
from pratique.errors import FetchError
from pratique.model import Artifact, Fact, Location, Manifest, Value

if TYPE_CHECKING:
    from pratique.ecosystems.http import Client

LOG = logging.getLogger(__name__)
LIMIT = 16 * 1024 * 1024


class _Shown(msgspec.Struct, frozen=True, kw_only=True):
    name: str | None = None
    version: str | None = None
    requires_dist: tuple[str, ...] | None = None


class _File(msgspec.Struct, frozen=True, kw_only=True):
    filename: str = ""
    digests: dict[str, Any] = msgspec.field(default_factory=dict)


class _Release(msgspec.Struct, frozen=True, kw_only=True):
    info: _Shown
    urls: tuple[_File, ...] = ()


def metadata(name: str, version: str, base: str, client: "Client") -> bytes | None:
    """Return the JSON of a release, or of its project, None when neither can be had."""
    if not base:
        return None
    plain = f"{base}/{normalise(name)}"
    for address in (f"{plain}/{version}/json", f"{plain}/json"):
        try:
            return client.get(address, limit=LIMIT).body
        except FetchError as error:
            LOG.debug("no metadata: %s", error)
    return None


def disagreements(
    artifact: Artifact, manifest: Manifest, metadata: bytes | None
) -> tuple[Fact, ...]:
    """Return where the registry's JSON and the archive's own metadata disagree."""
    if not metadata or len(metadata) > LIMIT:
        return ()
    try:
        shown = msgspec.json.decode(metadata, type=_Release)
    except (msgspec.DecodeError, RecursionError) as error:
        LOG.debug("unreadable metadata of %s: %s", artifact.filename, error)
        return ()
    facts = []
    for file in shown.urls:
        digest = file.digests.get("sha256")
        if file.filename == artifact.filename and digest and digest != artifact.sha256:
            facts.append(_fact("meta/content-mismatch", "sha256", (str(digest),)))
    info = shown.info
    if not info.version or not artifact.version or not same_version(info.version, artifact.version):
        return tuple(facts)
    if info.requires_dist is not None and manifest.dependencies and artifact.kind == "wheel":
        told = {normalise(dependency(text).name) for text in info.requires_dist}
        own = {normalise(one.name) for one in manifest.dependencies}
        hidden = tuple(sorted(own - told))
        if hidden:
            facts.append(_fact("meta/manifest-confusion", "dependencies", hidden))
    return tuple(facts)


def _fact(behaviour: str, symbol: str, names: tuple[str, ...]) -> Fact:
    return Fact(
        behaviour=behaviour,
        location=Location(member=""),
        source="manifest",
        symbol=symbol,
        values=tuple(Value("name", name[:256]) for name in names[:50]),
        tags=("registry",),
    )
