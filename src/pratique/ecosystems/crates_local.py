"""Crates that Cargo takes from this machine: local registries, and folders of unpacked crates.

Source: The Cargo Book, "Source Replacement". A local registry has `.crate` files and an index
beside them; a directory source (`cargo vendor`) has one folder a crate, with the digests of its
files and of the `.crate` that it came from. Such a folder is packed again to be read: its bytes are
not those of that `.crate`, so it is the files that are held against their digests.
"""

import gzip
import hashlib
import json
import shutil
import tarfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pratique.ecosystems import crates_names
from pratique.ecosystems.http import Download
from pratique.errors import NetworkError, NotFoundError
from pratique.limits import Limits
from pratique.model import History, RegistryFile, Release

MANIFEST_BYTES = 1024 * 1024
_CHECKSUMS = ".cargo-checksum.json"


def history(name: str, folder: Path) -> History:
    """Return the releases of a crate that lie in a folder, oldest version first."""
    found = dict(_packed(name, folder)) or dict(_unpacked(name, folder))
    if not found:
        raise NotFoundError(f"crates has no crate {name} in {folder}: check cargo's source")
    releases = tuple(
        Release(
            version=version,
            files=(
                RegistryFile(
                    filename=f"{name}-{version}.crate",
                    url=str(found[version]),
                    version=version,
                    kind="crate",
                    sha256=_promised(name, version, found[version], folder),
                ),
            ),
        )
        for version in sorted(found, key=crates_names.version_key)
    )
    return History(ecosystem="crates", name=name, releases=releases)


def copy(name: str, file: RegistryFile, folder: Path, path: Path) -> Download:
    """Write one file that `history` listed to `path`, packing it where it lies unpacked."""
    packed = folder / file.filename
    if packed.is_file():
        shutil.copyfile(packed, path)
    else:
        unpacked = dict(_unpacked(name, folder))
        if file.version not in unpacked:
            raise NotFoundError(f"{name} has no version {file.version} in {folder}")
        _pack(unpacked[file.version], path, f"{name}-{file.version}")
    return Download(sha256=_digest(path), size=path.stat().st_size)


def _is(one: object, name: str) -> bool:
    return isinstance(one, str) and crates_names.normalise(one) == crates_names.normalise(name)


def _packed(name: str, folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield version and path of the `.crate` files of a crate."""
    for path in folder.glob("*.crate"):
        found = crates_names.identify(path.name)
        if found is not None and found.version and _is(found.name, name):
            yield found.version, path


def _unpacked(name: str, folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield version and path of the folders of a crate."""
    for path in (folder / name, *sorted(folder.glob(f"{name}-[0-9]*"))):
        package = _read(path / "Cargo.toml").get("package")
        if isinstance(package, dict) and _is(package.get("name"), name):
            yield str(package.get("version")), path


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            data = file.read(MANIFEST_BYTES + 1)
        return tomllib.loads(data[:MANIFEST_BYTES].decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        return {}


def _promised(name: str, version: str, path: Path, folder: Path) -> str:
    """Return the digest that a file must have; of an unpacked one only when it is broken."""
    if path.is_file():
        return _listed(folder / "index" / crates_names.index_path(name), version)
    try:
        stated = json.loads((path / _CHECKSUMS).read_bytes())
        digests, whole = stated["files"], stated.get("package") or "files"
        sound = all(_digest(path / one) == digest for one, digest in digests.items())
        extra = {str(one.relative_to(path)) for one in _files(path)} - {_CHECKSUMS, *digests}
    except (OSError, ValueError, KeyError, AttributeError, RecursionError):
        return "unreadable"
    return "" if sound and not extra else str(whole)


def _listed(index: Path, version: str) -> str:
    try:
        lines = index.read_bytes().splitlines()
        found = [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError, RecursionError):
        return ""
    return next(
        (
            str(one.get("cksum", "")).lower()
            for one in found
            if isinstance(one, dict) and one.get("vers") == version
        ),
        "",
    )


def _files(path: Path) -> list[Path]:
    return sorted(one for one in path.rglob("*") if one.is_file() or one.is_symlink())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(found: Path, path: Path, top: str) -> None:
    """Pack a folder; the same files give the same bytes."""
    left = Limits().artifact_bytes
    with (
        path.open("wb") as written,
        gzip.GzipFile("", "wb", 1, written, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive,
    ):
        for one in _files(found):
            if one.name == _CHECKSUMS and one.parent == found:
                continue
            info = archive.gettarinfo(one, f"{top}/{one.relative_to(found).as_posix()}")
            info.mtime = info.uid = info.gid = 0
            info.uname = info.gname = ""
            left -= info.size
            if left < 0:
                raise NetworkError(f"{found}: larger than what is read of one upload")
            if info.isfile():
                with one.open("rb") as file:
                    archive.addfile(info, file)
            else:
                archive.addfile(info)
