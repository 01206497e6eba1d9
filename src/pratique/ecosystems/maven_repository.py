"""A repository of Maven's layout: which releases there are, and their files.

Source: Maven's "Repository Layout" and "Repository Metadata". A repository has no list of files:
the pom says what kind of artifact stands beside it; checksums and signatures lie beside each file.
A file that its digest or its signature was not made for is taken as another than promised.
"""

import hashlib
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pratique.ecosystems import maven_config, maven_names, maven_pom, openpgp
from pratique.ecosystems.maven_names import Coordinates
from pratique.errors import NetworkError, NotFoundError
from pratique.limits import Limits
from pratique.model import (
    Artifact,
    Event,
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
PAGE_BYTES = 16 * 1024 * 1024
_DIGEST = re.compile(r"\b([0-9a-fA-F]{64}|[0-9a-fA-F]{40})\b")
_SUFFIXES = {"war": ".war", "ear": ".ear", "pom": ".pom"}


def client(progress: "Progress | None" = None) -> "Client":
    """Return a client with the proxy of `settings.xml`."""
    from pratique.ecosystems.http import Client

    return Client(proxy=maven_config.repository().proxy, progress=progress)


def _base(client: "Client") -> str:
    from urllib.parse import urlsplit

    found = maven_config.repository()
    base = client.trust(found.url)
    client.offer(urlsplit(base).hostname or "", found.credentials)
    return base if base.endswith("/") else base + "/"


def history(name: str, client: "Client") -> History:
    """Return every release that the repository's metadata lists, oldest version first."""
    from pratique.ecosystems.http import plain

    base = _base(client)
    project = maven_names.split(name)
    address = f"{base}{project.folder}/maven-metadata.xml"
    try:
        body = client.revalidate(address, limit=PAGE_BYTES).body
    except NotFoundError as error:
        raise NotFoundError(
            f"maven has no project {project.name}: check the spelling (asked {plain(base)})"
        ) from error
    document = maven_pom.read(body)
    versions = [
        element.text.strip()
        for element in document.elements
        if element.path[1:] == ("versioning", "versions", "version")
    ]
    if not versions:
        raise NetworkError(f"{plain(address)}: the answer lists no version")
    releases = tuple(
        Release(version=one, files=(_file(base, project, one, ".jar"),))
        for one in sorted(dict.fromkeys(versions), key=maven_names.version_key)
        if "/" not in one and ".." not in one
    )
    return History(ecosystem="maven", name=project.name, releases=releases)


def _file(base: str, project: Coordinates, version: str, suffix: str) -> RegistryFile:
    filename = f"{project.artifact}-{version}{suffix}"
    return RegistryFile(
        filename=filename,
        url=f"{base}{project.folder}/{version}/{filename}",
        version=version,
        kind=maven_names.SUFFIXES.get(suffix, "jar"),
        source=base,
    )


def listed(event: Event, found: History) -> RegistryFile | None:
    """Return the file that an event names, once its version is listed."""
    release = found.release(event.version)
    if release is None:
        return None
    project = maven_names.split(found.name)
    return _file(release.files[0].source, project, event.version, event.action)


def fetch(target: Target, client: "Client", folder: Path) -> Iterator[Fetched]:
    """Download the pom of a release and the jar or war that it describes."""
    base = _base(client)
    project = maven_names.split(target.name, target.version or "")
    version = target.version or _newest(history(target.name, client), target.requirement)
    beside = f"{project.artifact}-{version}-"
    if target.filename and target.filename.startswith(beside):  # sources, tests, shaded…
        suffix = target.filename.removeprefix(beside[:-1])
        file = _file(base, project, version, suffix)
        yield _pinned(fetch_file(project.name, file, client, folder), target)
        return
    pom = fetch_file(project.name, _file(base, project, version, ".pom"), client, folder)
    text = Path(pom.path).read_bytes()[: maven_pom.POM_BYTES]
    packaging = maven_pom.project(maven_pom.read(text)).packaging
    suffix = _SUFFIXES.get(packaging, ".jar")
    if target.filename in {None, Path(pom.path).name}:
        yield _pinned(pom, target)
    if suffix == ".pom":
        return
    file = _file(base, project, version, suffix)
    if target.filename in {None, file.filename}:
        found = fetch_file(project.name, file, client, folder)
        yield _pinned(msgspec.structs.replace(found, metadata=text), target)


def _pinned(fetched: Fetched, target: Target) -> Fetched:
    pinned = {value.removeprefix("sha256:").lower() for value in target.hashes}
    if not pinned or fetched.artifact.sha256 in pinned or fetched.artifact.kind == "pom":
        return fetched
    return msgspec.structs.replace(fetched, expected_sha256=min(pinned))


def _newest(found: History, requirement: str | None) -> str:
    versions = [release.version for release in found.releases]
    if requirement:
        versions = [one for one in versions if maven_names.within(one, requirement)]
    if not versions:
        shown = ", ".join(release.version for release in found.releases[:-6:-1])
        raise NotFoundError(f"{found.name} has no version {requirement}: the newest are {shown}")
    stable = [one for one in versions if maven_names.version_key(one) >= _plain(one)]
    return (stable or versions)[-1]


def _plain(version: str) -> tuple[object, ...]:
    """Return the key of a version without its qualifier: pre-releases come before it."""
    return maven_names.version_key(re.split(r"[^0-9.]", version)[0].rstrip("."))


def fetch_file(name: str, file: RegistryFile, client: "Client", folder: Path) -> Fetched:
    """Download one file, and say what digest was promised and which it has."""
    if file.filename != Path(file.filename).name or file.filename in {"", ".", ".."}:
        raise NetworkError(f"{name}: a version that is a path; not fetched")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file.filename
    try:
        done = client.download(file.url, path, limit=Limits().artifact_bytes, size=file.size)
    except NotFoundError as error:
        raise NotFoundError(f"{name} has no file {file.filename}: check the version") from error
    project = maven_names.split(name, file.version)
    artifact = maven_names.identify(file.filename)
    if artifact is None:
        raise NetworkError(f"{name}: {file.filename} is neither jar, war nor pom")
    artifact = msgspec.structs.replace(
        artifact,
        name=project.name,
        version=file.version,
        purl=maven_names.purl(project, file.filename),
        sha256=done.sha256,
        size=done.size,
    )
    promised = _signed(file.url, path, client) or file.sha256 or _promised(file.url, path, client)
    return Fetched(artifact=artifact, path=str(path), expected_sha256=promised or None)


def _signed(url: str, path: Path, client: "Client") -> str:
    """Return the key whose signature was made over other bytes; nothing where none says so."""
    try:
        signature = openpgp.read(client.get(f"{url}.asc", limit=65_536).body)
    except NotFoundError:
        LOG.info("%s has no signature", path.name)
        return ""
    if signature is None:
        LOG.warning("the signature of %s cannot be read", path.name)
        return ""
    LOG.info("%s is signed by key %s, which was not checked", path.name, signature.key)
    return "" if openpgp.fits(signature, path) else f"signature of {signature.key}"


def _promised(url: str, path: Path, client: "Client") -> str:
    """Return the sha256 that the repository promises; of a sha1 only whether it is broken."""
    for algorithm, length in (("sha256", 64), ("sha1", 40)):
        try:
            body = client.get(f"{url}.{algorithm}", limit=4096).body
        except NotFoundError:
            continue
        found = _DIGEST.search(body.decode("ascii", "replace"))
        if found is None or len(found[1]) != length:
            continue
        if algorithm == "sha256":
            return found[1].lower()
        with path.open("rb") as file:
            own = hashlib.file_digest(file, "sha1").hexdigest()
        return "" if own == found[1].lower() else f"sha1:{found[1].lower()}"
    return ""


def disagreements(
    artifact: Artifact, manifest: Manifest, metadata: bytes | None
) -> tuple[Fact, ...]:
    """Return what the jar's own pom hides from, or adds to, the pom that the repository shows."""
    if not metadata or artifact.kind == "pom" or not manifest.dependencies:
        return ()
    shown = maven_pom.project(maven_pom.read(metadata))
    facts: list[Fact] = []
    versions = {shown.version, manifest.version or ""} - {""}
    if len(versions) > 1 and not any("${" in one for one in versions):
        facts.append(_fact("meta/content-mismatch", "version", (shown.version,)))
    told = {one.name for one in shown.dependencies}
    own = {one.name for one in manifest.dependencies if one.scope == "runtime"}
    differing = tuple(sorted(one for one in own ^ (told & own) if "${" not in one))
    if differing:
        facts.append(_fact("meta/manifest-confusion", "pom.dependencies", differing))
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
