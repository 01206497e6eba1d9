"""The sparse index: which releases a crate has, and the files themselves.

Source: The Cargo Book, "Registry Index": one file a crate, one JSON line a release, `config.json`
with the template of downloads.
"""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from pratique.ecosystems import crates_config, crates_local, crates_names, semver
from pratique.errors import NetworkError, NotFoundError
from pratique.limits import Limits
from pratique.model import (
    Artifact,
    Fact,
    Fetched,
    History,
    Location,
    Manifest,
    RegistryFile,
    Release,
    Target,
    Value,
)

if TYPE_CHECKING:
    from pratique.ecosystems.http import Client, Progress

LOG = logging.getLogger(__name__)
INDEX_BYTES = 64 * 1024 * 1024
_MARKERS = ("{crate}", "{version}", "{prefix}", "{lowerprefix}", "{sha256-checksum}")


class _Config(msgspec.Struct, frozen=True, kw_only=True):
    dl: str = ""


class _Line(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    vers: str
    deps: tuple[dict[str, Any], ...] = ()
    cksum: str = ""
    yanked: bool = False


def client(progress: "Progress | None" = None) -> "Client":
    """Return a client with the proxy and the certificates that Cargo is configured for."""
    from pratique.ecosystems.http import Client

    found = crates_config.source()
    return Client(proxy=found.proxy, certificates=found.certificates, progress=progress)


def history(name: str, client: "Client", source: crates_config.Source | None = None) -> History:
    """Return every release of the configured index, oldest version first."""
    found = source or crates_config.source()
    if found.folder is not None:
        return crates_local.history(name, found.folder)
    base = client.trust(found.index)
    lines, _ = _lines(name, base, client)
    template = _template(found, base, client)
    releases = []
    for line in sorted(lines, key=lambda one: crates_names.version_key(one.vers)):
        file = RegistryFile(
            filename=f"{line.name}-{line.vers}.crate",
            url=_address(template, line),
            version=line.vers,
            kind="crate",
            sha256=line.cksum.lower(),
            yanked=line.yanked,
            source=base,
        )
        releases.append(Release(version=line.vers, files=(file,)))
    return History(ecosystem="crates", name=lines[0].name, releases=tuple(releases))


def _lines(name: str, base: str, client: "Client") -> tuple[list[_Line], bytes]:
    from pratique.ecosystems.http import plain

    if not name or not name.replace("-", "").replace("_", "").isalnum() or not name.isascii():
        raise NotFoundError(f"crates has no crate {name}: a name has letters, digits, - and _")
    address = base + crates_names.index_path(name)
    try:
        body = client.revalidate(address, limit=INDEX_BYTES).body
    except NotFoundError as error:
        raise NotFoundError(
            f"crates has no crate {name}: check the spelling (asked {plain(base)})"
        ) from error
    found: list[_Line] = []
    for text in body.splitlines():
        try:
            found.append(msgspec.json.decode(text, type=_Line))
        except (msgspec.DecodeError, RecursionError) as error:
            LOG.debug("unreadable line in %s: %s", plain(address), error)
    if not found:
        raise NetworkError(f"{plain(address)}: the answer is no page of a sparse index")
    return found, body


def _template(source: crates_config.Source, base: str, client: "Client") -> str:
    """Return the template of downloads: the index's own, else the default's."""
    from pratique.ecosystems.http import plain

    try:
        body = client.revalidate(base + "config.json", limit=1024 * 1024).body
        template = msgspec.json.decode(body, type=_Config).dl
    except NotFoundError:
        template = source.files
    except (msgspec.DecodeError, RecursionError) as error:
        raise NetworkError(f"{plain(base)}config.json: the answer is no registry's") from error
    if not template:
        raise NetworkError(f"{plain(base)}config.json: names no address for downloads")
    return template


def _address(template: str, line: _Line) -> str:
    if not any(marker in template for marker in _MARKERS):
        return f"{template.rstrip('/')}/{line.name}/{line.vers}/download"
    prefix = crates_names.index_path(line.name).rpartition("/")[0]
    for marker, text in zip(
        _MARKERS,
        (line.name, line.vers, prefix, prefix.lower(), line.cksum),
        strict=True,
    ):
        template = template.replace(marker, text)
    return template


def fetch(target: Target, client: "Client", folder: Path) -> Iterator[Fetched]:
    """Download the file of the release that a target names."""
    source = crates_config.source()
    found = history(target.name, client, source)
    release = _chosen(found, target)
    line = None if source.folder is not None else _line(target.name, release, source, client)
    pinned = {value.removeprefix("sha256:").lower() for value in target.hashes}
    for file in release.files:
        fetched = fetch_file(found.name, file, client, folder)
        promised = fetched.expected_sha256
        if pinned and fetched.artifact.sha256 not in pinned:
            promised = min(pinned)
        yield msgspec.structs.replace(fetched, metadata=line, expected_sha256=promised)


def _line(
    name: str, release: Release, source: crates_config.Source, client: "Client"
) -> bytes | None:
    _, body = _lines(name, client.trust(source.index), client)
    wanted = f'"vers":"{release.version}"'.encode()
    return next((one for one in body.splitlines() if wanted in one.replace(b": ", b":")), None)


def _chosen(found: History, target: Target) -> Release:
    if target.version:
        for release in found.releases:
            if release.version.partition("+")[0] == target.version.lstrip("=v").partition("+")[0]:
                return release
        kept = [one.version for one in found.releases if not one.yanked]
        newest = semver.newest(kept, target.version, crates_names.version_key, "^")
        within = found.release(newest) if newest else None
        if within is not None:
            return within
        shown = ", ".join(release.version for release in found.releases[:-6:-1])
        raise NotFoundError(
            f"{target.name} has no version {target.version}: the newest are {shown or 'none'}"
        )
    sound = [release for release in found.releases if not release.yanked]
    stable = [one for one in sound if "-" not in one.version.partition("+")[0]]
    for choice in (stable, sound, list(found.releases)):
        if choice:
            return choice[-1]
    raise NotFoundError(f"{target.name} has no release")


def fetch_file(name: str, file: RegistryFile, client: "Client", folder: Path) -> Fetched:
    """Download one file, and say what digest was promised and which it has."""
    if file.filename != Path(file.filename).name or file.filename in {"", ".", ".."}:
        raise NetworkError(f"{name}: the index lists a file named as a path; not fetched")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file.filename
    kept = crates_config.source().folder
    if kept is not None:
        done = crates_local.copy(name, file, kept, path)
    else:
        client.link(file.url, file.source or file.url)
        done = client.download(file.url, path, limit=Limits().artifact_bytes, size=file.size)
    artifact = crates_names.identify(file.filename)
    if artifact is None:
        raise NetworkError(f"{name}: {file.filename} is no crate")
    artifact = msgspec.structs.replace(
        artifact,
        name=name,
        version=file.version,
        purl=crates_names.purl(name, file.version),
        sha256=done.sha256,
        size=done.size,
    )
    return Fetched(artifact=artifact, path=str(path), expected_sha256=file.sha256 or None)


def disagreements(
    artifact: Artifact, manifest: Manifest, metadata: bytes | None
) -> tuple[Fact, ...]:
    """Return dependencies that the crate builds with and that its line of the index hides."""
    if not metadata or len(metadata) > INDEX_BYTES:
        return ()
    try:
        line = msgspec.json.decode(metadata, type=_Line)
    except (msgspec.DecodeError, RecursionError) as error:
        LOG.debug("unreadable metadata of %s: %s", artifact.filename, error)
        return ()
    told = {
        crates_names.normalise(str(one.get("package") or one.get("name", ""))) for one in line.deps
    }
    own = {crates_names.normalise(one.name) for one in manifest.dependencies}
    hidden = tuple(sorted(own - told))
    if not hidden:
        return ()
    values = tuple(Value("name", name[:256]) for name in hidden[:50])
    return (
        Fact(
            behaviour="meta/manifest-confusion",
            location=Location(member=""),
            source="manifest",
            symbol="dependencies",
            values=values,
            tags=("registry",),
        ),
    )
