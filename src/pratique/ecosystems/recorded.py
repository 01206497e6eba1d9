"""Registries' answers that were kept as files: a snapshot, or what a caller downloaded.

Metadata vanishes when a registry takes a release down, so a review can keep it (`--snapshot`) and
a later one can read it again (`--registry`). The files are the registries' own answers under
these names: `simple.json` (PEP 691), `project.json` (PyPI's JSON API), `packument.json` and
`attestations.json` (npm), `provenance/<file>.json` (PEP 740), `account.json` (uploads of the
account), `repository.json` (tags and branches of the source); or `history.json`, our own record.
"""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from pratique.ecosystems import npm_names, pypi_names
from pratique.model import (
    Artifact,
    History,
    RegistryFile,
    Release,
    Repository,
    Upload,
)

LOG = logging.getLogger(__name__)


def history(documents: Mapping[str, bytes]) -> History | None:
    """Return the project's releases as the files tell them, None when no file does."""
    if "history.json" in documents:
        try:
            return msgspec.json.decode(documents["history.json"], type=History)
        except msgspec.DecodeError as error:
            LOG.debug("history.json: %s", error)
    if "simple.json" in documents:
        return _pypi(_object(documents, "simple.json"))
    if "packument.json" in documents:
        return _npm(_object(documents, "packument.json"))
    return None


def uploads(documents: Mapping[str, bytes]) -> tuple[Upload, ...]:
    """Return what else the account uploaded."""
    rows = _object(documents, "account.json").get("uploads")
    return tuple(
        Upload(name=_text(row, "name"), version=_text(row, "version"), uploaded=_time(row))
        for row in (rows if isinstance(rows, list) else ())[:10_000]
        if isinstance(row, dict)
    )


def repository(documents: Mapping[str, bytes]) -> Repository | None:
    """Return tags and branches of the source repository."""
    if "repository.json" not in documents:
        return None
    said = _object(documents, "repository.json")
    tags = {str(tag): str(commit) for tag, commit in _table(said.get("tags")).items()}
    branches = _table(said.get("branches")).values()
    reached = {str(one) for many in branches if isinstance(many, list) for one in many}
    commits = frozenset(reached | set(tags.values()))
    return Repository(address=_text(said, "repository"), tags=tags, commits=commits)


def metadata(artifact: Artifact, documents: Mapping[str, bytes]) -> bytes | None:
    """Return the registry's JSON about the release of an artifact."""
    names = {"pypi": ("metadata.json", "project.json"), "npm": ("metadata.json", "packument.json")}
    return next(
        (documents[one] for one in names.get(artifact.ecosystem, ()) if one in documents), None
    )


def _pypi(page: dict[str, Any]) -> History | None:
    releases: dict[str, list[RegistryFile]] = {}
    for row in page.get("files", ())[:100_000] if isinstance(page.get("files"), list) else ():
        artifact = pypi_names.identify(_text(row, "filename")) if isinstance(row, dict) else None
        if artifact is None or not artifact.version:
            continue
        file = RegistryFile(
            filename=artifact.filename,
            url=_text(row, "url"),
            version=artifact.version,
            kind=artifact.kind,
            sha256=str(_table(row.get("hashes")).get("sha256", "")).lower(),
            size=size if isinstance(size := row.get("size"), int) else 0,
            uploaded=_time(row, "upload-time"),
            yanked=bool(row.get("yanked")),
            provenance=_text(row, "provenance"),
        )
        releases.setdefault(artifact.version, []).append(file)
    if not releases:
        return None
    order = sorted(releases, key=pypi_names.version_key)
    found = tuple(Release(version=one, files=tuple(releases[one])) for one in order)
    return History(ecosystem="pypi", name=_text(page, "name"), releases=found)


def _npm(packument: dict[str, Any]) -> History | None:
    name, times = _text(packument, "name"), _table(packument.get("time"))
    releases = []
    for version, said in _table(packument.get("versions")).items():
        row = _table(said)
        dist, user = _table(row.get("dist")), _table(row.get("_npmUser"))
        address = _text(dist, "tarball")
        attested = _table(dist.get("attestations"))
        file = RegistryFile(
            filename=address.rpartition("/")[2] or f"{name}-{version}.tgz",
            url=address,
            version=version,
            kind="npm",
            uploaded=_time(times, version),
            yanked=bool(row.get("deprecated")),
            provenance=_text(attested, "url"),
            publisher=_text(user, "name"),
            email=_text(user, "email"),
        )
        releases.append(Release(version=version, files=(file,)))
    if not releases:
        return None
    releases.sort(key=lambda one: npm_names.version_key(one.version))
    return History(ecosystem="npm", name=name, releases=tuple(releases))


def _object(documents: Mapping[str, bytes], name: str) -> dict[str, Any]:
    try:
        return _table(msgspec.json.decode(documents.get(name, b"{}")))
    except (msgspec.DecodeError, RecursionError) as error:
        LOG.debug("%s: %s", name, error)
        return {}


def _table(value: Any) -> dict[str, Any]:  # noqa: ANN401  # foreign JSON
    return value if isinstance(value, dict) else {}


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return value[:2048] if isinstance(value, str) else ""


def _time(row: Mapping[str, Any], key: str = "uploaded") -> float:
    text = _text(row, key)
    try:
        when = datetime.fromisoformat(text) if text else None
    except ValueError:
        return 0.0
    if when is None:
        return 0.0
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
