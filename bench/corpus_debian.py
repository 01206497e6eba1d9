"""Fetch crates and jars out of Debian's packages with apt: addresses are its configuration's.

A `librust-*-dev` package carries a crate's sources, a `lib*-java` package its jars. Packages are
downloaded, never installed, and read in memory; a crate is packed again, the same bytes each time.
"""

import gzip
import io
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath

import msgspec

from bench.corpus_lock import Ecosystem, Entry, path_of, root

LARGEST = 12_000_000
"""No larger package is downloaded."""
_CRATE = re.compile(r"usr/share/cargo/registry/([^/]+)/(.+)")
_CRATE_NAME = re.compile(r"(.+?)-(\d+\.\d+\.\d+.*)")
_JAR = re.compile(r"usr/share/maven-repo/(.+)/([^/]+)/([^/]+)/([^/]+)\.jar")
_SKIPPED = frozenset((".cargo-checksum.json", ".cargo_vcs_info.json"))


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One artifact inside a package."""

    ecosystem: Ecosystem
    name: str
    version: str
    filename: str
    data: bytes


def fetch(entries: Iterable[Entry]) -> Iterator[str]:
    """Bring locked artifacts to their places; yield a sentence for each that could not be had."""
    wanted: dict[str, list[Entry]] = {}
    for entry in entries:
        wanted.setdefault(entry.package or "", []).append(entry)
    if wanted and shutil.which("apt-get") is None:
        yield f"debian: {len(wanted)} packages are skipped, there is no apt-get here"
        return
    for package, some in wanted.items():
        held = {sha256(one.data).hexdigest(): one for one in artifacts(package)}
        for entry in some:
            found = held.get(entry.sha256)
            if found is None:
                yield f"{entry.ecosystem} {entry.name}: {package} has no file with that sha256"
            else:
                put(entry, found.data)


def put(entry: Entry, data: bytes) -> None:
    """Write an artifact to its place."""
    path = path_of(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.part")
    partial.write_bytes(data)
    partial.replace(path)


def artifacts(package: str) -> tuple[Found, ...]:
    """Return the crates and jars of a package, `name` or `name=version`; empty when it has none."""
    path = download(package)
    if path is None or path.stat().st_size > LARGEST:
        return ()
    unpacked = subprocess.run(
        ["dpkg-deb", "--fsys-tarfile", str(path)],
        capture_output=True,
        check=False,
    )
    with tarfile.open(fileobj=io.BytesIO(unpacked.stdout)) as archive:
        return (*_crates(archive), *_jars(archive))


def download(package: str) -> Path | None:
    """Download a package with apt, unless it is there; None when apt cannot."""
    folder = root() / "debian-work"
    folder.mkdir(parents=True, exist_ok=True)
    name = package.partition("=")[0]
    held = sorted(folder.glob(f"{name}_*.deb"))
    if held:
        return held[-1]
    subprocess.run(
        ["apt-get", "download", package],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    return next(iter(sorted(folder.glob(f"{name}_*.deb"))), None)


def _files(archive: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a package, links that stay inside it followed."""
    for member in archive.getmembers():
        path = str(PurePosixPath(member.name)).removeprefix("./")
        if not (member.isfile() or member.issym() or member.islnk()):
            continue
        try:
            file = archive.extractfile(member)
        except (KeyError, tarfile.TarError):
            continue
        if file is not None:
            yield path, file.read()


def _crates(archive: tarfile.TarFile) -> Iterator[Found]:
    trees: dict[str, dict[str, bytes]] = {}
    for path, data in _files(archive):
        match = _CRATE.fullmatch(path)
        if match and match[2] not in _SKIPPED and not match[2].startswith("debian/"):
            trees.setdefault(match[1], {})[match[2]] = data
    for top, tree in trees.items():
        match = _CRATE_NAME.fullmatch(top)
        if match and "Cargo.toml" in tree:
            yield Found(
                ecosystem="crates",
                name=match[1],
                version=match[2],
                filename=f"{top}.crate",
                data=packed(top, tree),
            )


def packed(top: str, tree: dict[str, bytes]) -> bytes:
    """Return a tree as Cargo packs it; the same tree gives the same bytes."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for path in sorted(tree):
            member = tarfile.TarInfo(f"{top}/{path}")
            member.size, member.mode = len(tree[path]), 0o644
            archive.addfile(member, io.BytesIO(tree[path]))
    return gzip.compress(plain.getvalue(), mtime=0)


def _jars(archive: tarfile.TarFile) -> Iterator[Found]:
    seen: set[str] = set()
    for path, data in _files(archive):
        match = _JAR.fullmatch(path)
        digest = sha256(data).hexdigest()
        if not match or match[3] == "debian" or digest in seen:
            continue
        seen.add(digest)
        group, artifact, version, stem = match.groups()
        yield Found(
            ecosystem="maven",
            name=f"{group.replace('/', '.')}:{artifact}",
            version=version,
            filename=f"{stem}.jar",
            data=data,
        )
