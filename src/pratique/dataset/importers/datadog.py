"""Read DataDog/malicious-software-packages-dataset: a manifest and encrypted zips an ecosystem.

    samples/<ecosystem>/manifest.json                      project → versions, or null for all
    samples/<ecosystem>/<intent>/<project>/<version>/<date>-<project>-v<version>.zip

`malicious_intent` claims `malicious`, `compromised_lib` claims `compromised`. A zip holds either
the upload itself or its unpacked tree; a tree is packed again, the same way every time, and the
claim says that the digest is not the upload's. Manifest and folders must agree.
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from pratique.dataset.importers import names, zips
from pratique.dataset.importers.options import Options
from pratique.dataset.intake import Found, Item, Unread
from pratique.dataset.record import Claim, Label
from pratique.errors import DatasetError
from pratique.model import EcosystemId

SOURCE = "datadog"
LABELS: dict[str, Label] = {"malicious_intent": "malicious", "compromised_lib": "compromised"}
_ECOSYSTEMS: dict[str, EcosystemId] = {"pypi": "pypi", "npm": "npm"}
_UPLOADS = (".tar.gz", ".tgz", ".whl", ".crate", ".jar", ".zip", ".egg", ".tar.bz2")
_DATE = re.compile(r"^(\d{4}-\d{2}-\d{2})-")
Manifest = dict[str, tuple[str, ...] | None]


def count(place: Path, options: Options) -> int:
    """Return how many zips there are."""
    total = len(_zips(_root(place)))
    return min(total, options.limit) if options.limit else total


def items(place: Path, options: Options, known: Mapping[str, str]) -> Iterator[Item]:
    """Yield every zip that is new, and what the manifests promise and the folders lack."""
    root = _root(place)
    manifests: dict[str, Manifest] = {}
    digests: dict[str, str] = {}
    for name in _ECOSYSTEMS:
        file = root / name / "manifest.json"
        if file.is_file():
            raw = _read(file)
            manifests[name], digests[name] = _manifest(file, raw), _digest(raw)
    seen: dict[str, set[tuple[str, str]]] = {}
    for path in _zips(root)[: options.limit or None]:
        ecosystem, intent, project, version = _parts(path.relative_to(root))
        seen.setdefault(ecosystem, set()).add((project, version))
        item = path.relative_to(root).as_posix()
        if ecosystem not in _ECOSYSTEMS or intent not in LABELS or not project:
            yield Unread(item=item, why="not at samples/<ecosystem>/<intent>/<project>/<version>/")
        elif not _promised(manifests.get(ecosystem), project, version):
            yield Unread(item=item, why="the manifest does not name this release; it was not taken")
        else:
            yield from _item(path, item, known, options, digests.get(ecosystem, ""))
    if not options.limit:
        yield from _lacking(manifests, seen)


def _item(
    path: Path, item: str, known: Mapping[str, str], options: Options, state: str
) -> Iterator[Item]:
    try:
        data = _read(path)
        digest = _digest(data)
        if known.get(item) == digest:
            return
        filename, content, repacked = _inside(data, options.password, path.stem)
    except DatasetError as error:
        yield Unread(item=item, why=str(error))
        return
    name, intent, project, version = _parts(Path(item))
    ecosystem = _ECOSYSTEMS[name]
    found = _DATE.match(path.name)
    sha256 = _digest(content)
    sample = names.sample(
        ecosystem, project, version, sha256=sha256, filename=filename, size=len(content)
    )
    date = found[1] if found else ""
    claim = Claim(
        sha256=sha256,
        source=options.source or SOURCE,
        source_digest=state,
        time=date,
        label=LABELS[intent],
        confidence="high",
        by=item,
        detail="packed again from its unpacked tree: not the upload's digest" if repacked else "",
    )
    sample = msgspec.structs.replace(sample, first_seen=date, reported=date)
    yield Found(item=item, digest=digest, sample=sample, claims=(claim,), data=content)


def _inside(data: bytes, password: str, stem: str) -> tuple[str, bytes, bool]:
    """Return the upload in a zip, or its tree packed again; the last says which."""
    files = list(zips.members(data, password))
    uploads = [(name, content) for name, content in files if name.endswith(_UPLOADS)]
    if len(files) == 1 and uploads:
        return uploads[0][0].rpartition("/")[2], uploads[0][1], False
    if not files:
        raise DatasetError("the zip is empty")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return stem + ".zip", packed.getvalue(), True


def _parts(path: Path) -> tuple[str, str, str, str]:
    parts = path.parts
    if len(parts) < 5:
        return (parts[0] if parts else ""), "", "", ""
    return parts[0], parts[1], "/".join(parts[2:-2]), parts[-2]


def _promised(manifest: Manifest | None, project: str, version: str) -> bool:
    if manifest is None:
        return True
    if project not in manifest:
        return False
    versions = manifest[project]
    return not versions or version in versions


def _lacking(
    manifests: Mapping[str, Manifest], seen: Mapping[str, set[tuple[str, str]]]
) -> Iterator[Unread]:
    for ecosystem, manifest in manifests.items():
        for project, versions in sorted(manifest.items()):
            for version in versions or ():
                if (project, version) not in seen.get(ecosystem, set()):
                    where = f"{ecosystem}/{project}/{version}"
                    yield Unread(item=where, why="the manifest names it, and there is no zip")


def _manifest(file: Path, raw: bytes) -> Manifest:
    try:
        return msgspec.json.decode(raw, type=Manifest)
    except msgspec.DecodeError as error:
        raise DatasetError(f"{file}: not a manifest of projects and versions ({error})") from error


def _root(place: Path) -> Path:
    for folder in (place / "samples", place):
        if any((folder / name).is_dir() for name in _ECOSYSTEMS):
            return folder
    raise DatasetError(f"{place}: holds neither samples/pypi nor samples/npm")


def _zips(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*.zip") if path.is_file())


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read ({error.strerror})") from error


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
