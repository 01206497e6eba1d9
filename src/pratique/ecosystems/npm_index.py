"""The packument of a project: its releases, its tarballs, and what the registry says of each.

Source: npm's documentation of package metadata and of `dist.integrity` (Subresource Integrity).
"""

import base64
import binascii
import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec

from pratique.ecosystems import npm_config, npm_names, semver
from pratique.ecosystems.http import MIB, Client, Progress
from pratique.ecosystems.npm_json import table, text
from pratique.errors import NetworkError, NotFoundError
from pratique.limits import Limits
from pratique.model import Artifact, Fetched, History, RegistryFile, Release, Target

PACKUMENT_BYTES = 256 * MIB


def client(progress: Progress | None = None) -> Client:
    """Return a client with the certificates and the proxy that npm is configured for."""
    found = npm_config.settings()
    return Client(certificates=found.certificates, proxy=found.proxy, progress=progress)


def packument(name: str, client: Client) -> dict[str, Any]:
    """Return everything that the registry says of a project."""
    found = npm_config.settings()
    base = client.trust(found.of(name))
    address = base + quote(name, safe="@")
    headers = {"Accept": "application/json"}
    token = found.token(address)
    if token:
        client.bear(urlsplit(base).hostname or "", token)
    client.offer(urlsplit(base).hostname or "", found.pair(address))
    try:
        answer = client.revalidate(address, headers=headers, limit=PACKUMENT_BYTES)
    except NotFoundError as error:
        raise NotFoundError(f"npm has no package {name}: check the spelling") from error
    try:
        made = msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise NetworkError(f"npm:{name}: the answer is no packument; check the registry") from error
    if not isinstance(made, dict):
        raise NetworkError(f"npm:{name}: the answer is no packument; check the registry")
    return made


def history(name: str, client: Client) -> History:
    """Return every release, oldest version first."""
    return releases(name, packument(name, client))


def releases(name: str, found: Mapping[str, Any]) -> History:
    """Return every release that a packument lists, oldest version first."""
    times = table(found.get("time"))
    listed = table(found.get("versions"))
    rows = [
        Release(version=version, files=(file,))
        for version in sorted(listed, key=npm_names.version_key)
        if (file := _file(name, version, table(listed[version]), times)) is not None
    ]
    return History(ecosystem="npm", name=name, releases=tuple(rows))


def fetch(target: Target, client: Client, folder: Path) -> Iterator[Fetched]:
    """Download the tarball of the release that a target names."""
    found = packument(target.name, client)
    version = _chosen(target, found)
    stated = table(table(found.get("versions")).get(version))
    file = _file(target.name, version, stated, table(found.get("time")))
    if file is None:
        raise NotFoundError(f"npm:{target.name}@{version}: the registry names no tarball")
    fetched = fetch_file(target.name, file, client, folder)
    promised = fetched.expected_sha256
    pinned = {one.removeprefix("sha256:") for one in target.hashes if one.startswith("sha256:")}
    if pinned and fetched.artifact.sha256 not in pinned:
        promised = min(pinned)
    for one in target.hashes:
        if not one.startswith("sha256:") and not intact(Path(fetched.path), one):
            promised = one
    metadata = msgspec.json.encode(stated)
    yield msgspec.structs.replace(fetched, metadata=metadata, expected_sha256=promised)


def fetch_file(name: str, file: RegistryFile, client: Client, folder: Path) -> Fetched:
    """Download one tarball and hold it against the registry's own digest."""
    if file.filename != Path(file.filename).name or file.filename in {"", ".", ".."}:
        raise NetworkError(f"{name}: the registry lists a file named as a path; not fetched")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file.filename
    number = 1
    while path.exists():
        number += 1
        path = folder / str(number) / file.filename
        path.parent.mkdir(exist_ok=True)
    base = client.trust(npm_config.settings().of(name))
    url = _tarball(file, base, name)
    client.link(url, base)
    done = client.download(url, path, limit=Limits().artifact_bytes, size=file.size)
    artifact = Artifact(
        ecosystem="npm",
        kind="npm",
        name=name,
        version=file.version,
        filename=file.filename,
        purl=npm_names.purl(name, file.version),
        sha256=done.sha256,
        size=done.size,
    )
    sound = not file.integrity or intact(path, file.integrity)
    promised = done.sha256 if file.integrity and sound else file.integrity or None
    return Fetched(artifact=artifact, path=str(path), expected_sha256=promised)


def intact(path: Path, integrity: str) -> bool:
    """Tell whether a file has one of the digests of an integrity string (`sha512-…`).

    Only the strongest algorithm that it names counts, as in Subresource Integrity.
    """
    wanted: dict[str, set[str]] = {}
    for one in integrity.split():
        name, _, digest = one.partition("?")[0].partition("-")
        wanted.setdefault(name, set()).add(digest)
    strongest = next((one for one in ("sha512", "sha384", "sha256", "sha1") if one in wanted), "")
    if not strongest:
        return False
    with path.open("rb") as file:
        found = hashlib.file_digest(file, strongest).digest()
    return base64.b64encode(found).decode() in wanted[strongest]


def _chosen(target: Target, found: dict[str, Any]) -> str:
    listed = table(found.get("versions"))
    tags = table(found.get("dist-tags"))
    if target.version is not None:
        wanted = target.version
    elif target.requirement:
        wanted = text(tags.get(target.requirement)) or target.requirement
        wanted = semver.newest(listed, wanted, npm_names.version_key, "~") or wanted
    else:
        stable = [one for one in listed if "-" not in one] or list(listed)
        newest = max(stable, key=npm_names.version_key, default="")
        wanted = text(tags.get("latest")) or newest
    if wanted in listed:
        return wanted
    newest_first = sorted(listed, key=npm_names.version_key, reverse=True)[:5]
    shown = ", ".join(newest_first) or "none"
    raise NotFoundError(f"npm:{target.name} has no version {wanted}: the newest are {shown}")


def _file(
    name: str, version: str, stated: Mapping[str, Any], times: Mapping[str, Any]
) -> RegistryFile | None:
    dist = table(stated.get("dist"))
    url = text(dist.get("tarball"))
    if not url:
        return None
    size = dist.get("fileSize", 0)
    user = table(stated.get("_npmUser"))
    return RegistryFile(
        filename=f"{name.rpartition('/')[2]}-{version}.tgz",
        url=url,
        version=version,
        kind="npm",
        size=size if isinstance(size, int) else 0,
        uploaded=moment(text(times.get(version))),
        provenance=text(table(dist.get("attestations")).get("url")),
        publisher=text(user.get("name")),
        email=text(user.get("email")),
        integrity=text(dist.get("integrity")) or _sha1(text(dist.get("shasum"))),
    )


def _sha1(shasum: str) -> str:
    try:
        return "sha1-" + base64.b64encode(binascii.unhexlify(shasum)).decode() if shasum else ""
    except (binascii.Error, ValueError):
        return ""


def moment(written: str) -> float:
    """Return a date as Unix time, 0 for what is none."""
    try:
        return datetime.fromisoformat(written).timestamp()
    except ValueError:
        return 0.0


def _tarball(file: RegistryFile, base: str, name: str) -> str:
    """Return where a mirror has a tarball whose address names the host that it mirrors."""
    if urlsplit(file.url).netloc == urlsplit(base).netloc:
        return file.url
    return f"{base}{name}/-/{file.filename}"
