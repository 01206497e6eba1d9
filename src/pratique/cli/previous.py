"""Find the release to compare with: a file, a version, or the one before."""

from pathlib import Path

from pratique.cli import progress, targets
from pratique.ecosystems import ECOSYSTEMS
from pratique.errors import CompareError, InputError, NotFoundError, PratiqueError, UsageError
from pratique.model import Artifact, Fetched, History, RegistryFile, Release


def find(against: str, new: Artifact, folder: Path) -> Fetched:
    """Return the artifact that `against` means for `new`: `previous`, a version, a path or a purl.

    Of a release the file of the same kind is taken (wheel against wheel), the platform's own where
    there are several. Raises CompareError when there is nothing to compare with.
    """
    if Path(against).is_file():
        return next(targets.local(Path(against), folder, _raised))
    if against.startswith("pkg:") or against.partition(":")[0] in ECOSYSTEMS:
        errors: list[Exception] = []
        found = list(targets.artifacts((against,), (), folder, errors.append))
        return _same_kind(found, new, against)
    return _from_history(against, new, folder)


def _from_history(against: str, new: Artifact, folder: Path) -> Fetched:
    ecosystem = ECOSYSTEMS[new.ecosystem]
    if new.ecosystem == "unknown" or new.name is None:
        raise UsageError(f"{new.filename}: its project is not known; name a file to compare with")
    with progress.bar() as bar, ecosystem.client(bar) as client:
        history = ecosystem.history(new.name, client)
        release = _release(history, against, new)
        file = _best(release, new)
        return ecosystem.fetch_file(new.name, file, client, folder)


def _release(history: History, against: str, new: Artifact) -> Release:
    if against != "previous":
        release = history.release(against)
        if release is None:
            raise NotFoundError(f"{history.name}: the registry lists no release {against}")
        return release
    key = ECOSYSTEMS[new.ecosystem].version_key
    ours = key(new.version or "")
    older = [one for one in history.releases if key(one.version) < ours and not one.yanked]
    if not older:
        raise CompareError(f"{history.name} {new.version}: the registry lists no earlier release")
    return older[-1]


def _best(release: Release, new: Artifact) -> RegistryFile:
    """Return the file most like ours: same kind, then the longest shared name ending."""
    files = [file for file in release.files if file.kind == new.kind] or list(release.files)
    if not files:
        raise CompareError(f"release {release.version} has no files to compare with")
    tail = new.filename.partition(new.version or "\0")[2]
    return max(files, key=lambda file: (file.filename.endswith(tail), file.filename))


def _same_kind(found: list[Fetched], new: Artifact, against: str) -> Fetched:
    if not found:
        raise InputError(f"{against}: nothing to compare with was found")
    return next((one for one in found if one.artifact.kind == new.kind), found[0])


def _raised(error: PratiqueError) -> None:
    raise error
