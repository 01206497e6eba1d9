"""The simple API: which files a project has, and the files themselves.

Pages are read by `pypi_simple` (PEP 503, 691, 700, 792), asked for through our own client. Every
configured index is asked, as pip does, and files are told apart by name and digest, so that one
name with two contents shows.
"""

import logging
import shutil
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import msgspec
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from pratique.ecosystems import pypi_config, pypi_names, pypi_registry
from pratique.ecosystems.http import MIB, Client, Polite, Progress, plain
from pratique.errors import DigestError, FetchError, NetworkError, NotFoundError, UsageError
from pratique.limits import Limits
from pratique.model import Fetched, History, RegistryFile, Release, Target

if TYPE_CHECKING:
    from pypi_simple import DistributionPackage, ProjectPage

LOG = logging.getLogger(__name__)
PAGE_BYTES = 64 * MIB
ACCEPT = (
    "application/vnd.pypi.simple.v1+json, "
    "application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01"
)


def client(progress: Progress | None = None) -> Client:
    """Return a client with the certificates, proxy and patience that pip is configured for."""
    found = pypi_config.indexes()
    return Client(
        polite=Polite(timeout=found.timeout),
        certificates=found.certificates,
        proxy=found.proxy,
        progress=progress,
    )


def history(name: str, client: Client, indexes: pypi_config.Indexes | None = None) -> History:
    """Return every release on the configured indexes, oldest version first."""
    configured = indexes or pypi_config.indexes()
    pages: list[History] = []
    problem: FetchError | None = None
    for index in (configured.index, *configured.extra):
        try:
            pages.append(one_index(name, index, client))
        except NotFoundError as error:
            LOG.debug("%s", error)
        except NetworkError as error:
            if index == configured.index:
                problem = error
            LOG.debug("skipped: %s", error)
    if problem is not None:
        raise problem
    if not pages:
        raise NotFoundError(
            f"pypi has no project {name}: check the spelling (asked {plain(configured.index)})"
        )
    return pages[0] if len(pages) == 1 else _united(pages)


def one_index(name: str, index: str, client: Client) -> History:
    """Return what one index lists of a project."""
    normalised = pypi_names.normalise(name)
    if urlsplit(index).scheme == "file":
        return _folder(normalised, index)
    address = client.trust(index)
    host = urlsplit(address).hostname or ""
    client.offer(host, pypi_config.credentials(host))
    answer = client.revalidate(
        f"{address}{normalised}/", headers={"Accept": ACCEPT}, limit=PAGE_BYTES
    )
    serial = answer.header("x-pypi-last-serial")
    page = _page(normalised, answer.body, answer.header("content-type"), answer.url)
    return _history(normalised, page, index=address, serial=serial)


def fetch(target: Target, client: Client, folder: Path) -> Iterator[Fetched]:
    """Download every file of the release that a target names."""
    configured = pypi_config.indexes()
    found = history(target.name, client, configured)
    release = choose(found, target)
    files = [file for file in release.files if target.filename in {None, file.filename}]
    if not files:
        raise NotFoundError(
            f"{target.name} {release.version} has no file {target.filename}: "
            f"it has {', '.join(file.filename for file in release.files[:5])}"
        )
    pinned = {value.removeprefix("sha256:").lower() for value in target.hashes}
    matching = [file for file in files if file.sha256 in pinned]
    metadata = pypi_registry.metadata(
        target.name, release.version, pypi_config.json_base(configured.index), client
    )
    for file in matching or files:
        fetched = fetch_file(target.name, file, client, folder)
        promised = fetched.expected_sha256
        if pinned and fetched.artifact.sha256 not in pinned:
            promised = min(pinned)
        yield msgspec.structs.replace(fetched, metadata=metadata, expected_sha256=promised)


def choose(found: History, target: Target) -> Release:
    """Return the release that a target means; NotFoundError says which there are."""
    if target.version is not None:
        for release in found.releases:
            if pypi_names.same_version(release.version, target.version):
                return release
        wanted = target.version
    else:
        try:
            wanted_set = SpecifierSet(target.requirement or "")
        except InvalidSpecifier as error:
            raise UsageError(
                f"{target.name}{target.requirement}: no version specifier; write name==version"
            ) from error
        sound = {release.version: release for release in found.releases if not release.yanked}
        readable = [version for version in sound if pypi_names.version(version)]
        fitting = list(wanted_set.filter(readable)) or list(
            wanted_set.filter(readable, prereleases=True)
        )
        if fitting:
            return sound[max(fitting, key=pypi_names.version_key)]
        wanted = target.requirement or "that is not yanked"
    newest = ", ".join(release.version for release in found.releases[:-6:-1])
    raise NotFoundError(f"{target.name} has no version {wanted}: the newest are {newest or 'none'}")


def fetch_file(name: str, file: RegistryFile, client: Client, folder: Path) -> Fetched:
    """Download one file, and say what digest was promised and which it has."""
    if file.filename != Path(file.filename).name or file.filename in {"", ".", ".."}:
        raise NetworkError(f"{name}: the index lists a file named as a path; not fetched")
    path = _free(folder, file.filename)
    limit = Limits().artifact_bytes
    if urlsplit(file.url).scheme == "file":
        size, digest = _copy(file, path)
    else:
        client.link(file.url, file.source or file.url)
        done = client.download(file.url, path, limit=limit, size=file.size)
        size, digest = done.size, done.sha256
    artifact = pypi_names.identify(file.filename)
    if artifact is None:
        path.unlink(missing_ok=True)
        raise DigestError(f"{name}: {file.filename} is neither wheel, sdist nor egg")
    artifact = msgspec.structs.replace(
        artifact,
        name=artifact.name or name,
        version=artifact.version or file.version,
        purl=pypi_names.purl(name, file.version or artifact.version),
        sha256=digest,
        size=size,
    )
    return Fetched(artifact=artifact, path=str(path), expected_sha256=file.sha256 or None)


def _free(folder: Path, filename: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    number, path = 1, folder / filename
    while path.exists():
        number += 1
        path = folder / str(number) / filename
        path.parent.mkdir(exist_ok=True)
    return path


def _copy(file: RegistryFile, path: Path) -> tuple[int, str]:
    import hashlib

    source = Path(unquote(urlsplit(file.url).path))
    try:
        shutil.copyfile(source, path)
        with path.open("rb") as copied:
            return path.stat().st_size, hashlib.file_digest(copied, "sha256").hexdigest()
    except OSError as error:
        raise NetworkError(f"{source}: cannot be read ({error.strerror})") from error


def _folder(name: str, index: str) -> History:
    """Read an index that is a folder of pages, as pip's `file:` indexes are."""
    path = Path(unquote(urlsplit(index).path)) / name / "index.html"
    try:
        body = path.read_bytes()
    except OSError as error:
        raise NotFoundError(f"{path}: cannot be read ({error.strerror})") from error
    page = _page(name, body, "text/html", path.parent.as_uri() + "/")
    return _history(name, page, index=index, serial="")


def _page(name: str, body: bytes, content_type: str, url: str) -> "ProjectPage":
    from pypi_simple import ProjectPage, UnsupportedRepoVersionError

    kind = content_type.partition(";")[0].strip().lower()
    try:
        if kind.endswith("json"):
            return ProjectPage.from_json_data(msgspec.json.decode(body), url)
        return ProjectPage.from_html(name, body, url)
    except (ValueError, RecursionError, UnsupportedRepoVersionError) as error:
        raise NetworkError(
            f"{plain(url)}: the answer is no page of a package index; check pip's index address"
        ) from error


def _history(name: str, page: "ProjectPage", *, index: str, serial: str) -> History:
    releases: dict[str, list[RegistryFile]] = {version: [] for version in page.versions or ()}
    for package in page.packages:
        file = _file(package, index)
        if file is not None:
            releases.setdefault(file.version, []).append(file)
    position = page.last_serial or serial or "0"
    status = getattr(page.status, "value", None) or "active"
    return msgspec.convert(
        {
            "ecosystem": "pypi",
            "name": name,
            "releases": tuple(
                Release(version=version, files=tuple(releases[version]))
                for version in sorted(releases, key=pypi_names.version_key)
            ),
            "status": status,
            "serial": int(position) if position.isdigit() else 0,
        },
        History,
    )


def _file(package: "DistributionPackage", index: str) -> RegistryFile | None:
    artifact = pypi_names.identify(package.filename)
    if artifact is None:
        LOG.debug("not a file that is reviewed: %s", package.filename)
        return None
    when = package.upload_time
    if when is not None and when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return RegistryFile(
        filename=package.filename,
        url=package.url,
        version=package.version or artifact.version or "",
        kind=artifact.kind,
        sha256=package.digests.get("sha256", "").lower(),
        size=package.size or 0,
        uploaded=when.timestamp() if when else 0.0,
        yanked=package.is_yanked,
        provenance=package.provenance_url or "",
        source=index,
    )


def _united(pages: list[History]) -> History:
    """Join the pages of several indexes; the first index that lists a file is its source."""
    releases: dict[str, dict[tuple[str, str], RegistryFile]] = {}
    for page in pages:
        for release in page.releases:
            kept = releases.setdefault(release.version, {})
            for file in release.files:
                names = {name for name, _ in kept}
                if file.sha256 or file.filename not in names:
                    kept.setdefault((file.filename, file.sha256), file)
    return msgspec.structs.replace(
        pages[0],
        releases=tuple(
            Release(version=version, files=tuple(releases[version].values()))
            for version in sorted(releases, key=pypi_names.version_key)
        ),
    )
