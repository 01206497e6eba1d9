"""Read every file of a plain folder as one sample each; zips named `*.infected.zip` are opened."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from pratique.dataset.importers import names, zips
from pratique.dataset.importers.options import Options
from pratique.dataset.intake import Found, Item, Unread
from pratique.dataset.record import Claim
from pratique.errors import DatasetError

LARGEST = 512 * 1024 * 1024


def count(place: Path, options: Options) -> int:
    """Return how many files there are."""
    total = len(_files(place))
    return min(total, options.limit) if options.limit else total


def items(place: Path, options: Options, known: Mapping[str, str]) -> Iterator[Item]:
    """Yield every file that is new or has changed."""
    for path in _files(place)[: options.limit or None]:
        item = path.relative_to(place).as_posix()
        try:
            size = path.stat().st_size
            if size > LARGEST:
                raise DatasetError(f"{size} bytes are too many")  # noqa: TRY301  # told below
            data = path.read_bytes()
        except (OSError, DatasetError) as error:
            yield Unread(item=item, why=str(error))
            continue
        digest = hashlib.sha256(data).hexdigest()
        if known.get(item) != digest:
            yield from _opened(item, path.name, data, digest, options)


def _opened(item: str, name: str, data: bytes, digest: str, options: Options) -> Iterator[Item]:
    if not name.endswith(".infected.zip"):
        yield _found(item, name, data, digest, options)
        return
    try:
        for inner, content in zips.members(data, options.password):
            path = f"{item}!/{inner}"
            yield _found(path, inner.rpartition("/")[2], content, digest, options)
    except DatasetError as error:
        yield Unread(item=item, why=str(error))


def _found(item: str, filename: str, data: bytes, digest: str, options: Options) -> Found:
    sha256 = hashlib.sha256(data).hexdigest()
    sample = names.sample(
        options.ecosystem, "", "", sha256=sha256, filename=filename, size=len(data)
    )
    claim = Claim(sha256=sha256, source=options.source or "folder", label=options.label, by=item)
    return Found(item=item, digest=digest, sample=sample, claims=(claim,), data=data)


def _files(place: Path) -> list[Path]:
    try:
        return sorted(path for path in place.rglob("*") if path.is_file() and not path.is_symlink())
    except OSError as error:
        raise DatasetError(f"{place}: cannot be listed ({error.strerror})") from error
