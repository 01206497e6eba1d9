"""Where sealed blobs are kept: a folder, or any cloud that obstore knows.

Names are digests in two levels (`ab/ab12….blob`); a file is written beside its place, synced and
renamed, so that a kill or a loss of power leaves the whole blob or none.
"""

import contextlib
import os
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pratique.errors import DatasetError

if TYPE_CHECKING:
    from obstore.store import ObjectStore

SUFFIX = ".blob"
_TEMPORARY = "incoming-"


class Blobs(ABC):
    """A place for sealed bytes under a digest."""

    @abstractmethod
    def put(self, sha256: str, sealed: bytes) -> None:
        """Keep sealed bytes; when this returns they survive a loss of power."""

    @abstractmethod
    def get(self, sha256: str) -> bytes:
        """Return sealed bytes; DatasetError when they are not there."""

    @abstractmethod
    def has(self, sha256: str) -> bool:
        """Tell whether there is something under a digest."""

    @abstractmethod
    def digests(self) -> Iterator[str]:
        """Yield every digest that there is a blob for, in order."""

    @abstractmethod
    def remove(self, sha256: str) -> None:
        """Delete one blob; nothing happens when there is none."""

    @abstractmethod
    def sweep(self) -> int:
        """Delete what interrupted writes left behind; return how many."""


class Folder(Blobs):
    """Blobs on this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: set[str] = set()
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise DatasetError(f"{folder}: cannot be used ({error.strerror})") from error

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / (sha256 + SUFFIX)

    def put(self, sha256: str, sealed: bytes) -> None:
        """Write, sync, rename, and sync the folder."""
        path = self._path(sha256)
        try:
            if sha256[:2] not in self._known:
                path.parent.mkdir(exist_ok=True, mode=0o700)
                _sync(self._folder)
                self._known.add(sha256[:2])
            descriptor, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=path.parent)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(sealed)
                    file.flush()
                    os.fchmod(file.fileno(), 0o400)
                    os.fsync(file.fileno())
                Path(name).replace(path)
            except OSError:
                with contextlib.suppress(FileNotFoundError):
                    Path(name).unlink()
                raise
            _sync(path.parent)
        except OSError as error:
            raise DatasetError(f"{path}: cannot be written ({error.strerror})") from error

    def get(self, sha256: str) -> bytes:
        """Read one file."""
        try:
            return self._path(sha256).read_bytes()
        except OSError as error:
            raise DatasetError(
                f"blob {sha256}: not in the store ({error.strerror}); import it again"
            ) from error

    def has(self, sha256: str) -> bool:
        """Tell whether the file is there."""
        return self._path(sha256).is_file()

    def digests(self) -> Iterator[str]:
        """Yield the names of files."""
        for path in sorted(self._folder.glob("??/*" + SUFFIX)):
            yield path.name.removesuffix(SUFFIX)

    def remove(self, sha256: str) -> None:
        """Delete the file."""
        self._path(sha256).unlink(missing_ok=True)

    def sweep(self) -> int:
        """Delete temporary files."""
        left = list(self._folder.glob("??/" + _TEMPORARY + "*"))
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)


class Cloud(Blobs):
    """Blobs behind an address that obstore understands: s3, gs, az, memory and others."""

    def __init__(self, store: "ObjectStore") -> None:
        self._store = store

    def put(self, sha256: str, sealed: bytes) -> None:
        """Upload; object stores acknowledge only what is durable."""
        import obstore

        try:
            obstore.put(self._store, _name(sha256), sealed)
        except obstore.exceptions.BaseError as error:
            raise DatasetError(f"blob {sha256}: cannot be stored ({error})") from error

    def get(self, sha256: str) -> bytes:
        """Download."""
        import obstore

        try:
            return bytes(obstore.get(self._store, _name(sha256)).bytes())
        except (obstore.exceptions.BaseError, FileNotFoundError) as error:
            raise DatasetError(f"blob {sha256}: not in the store; import it again") from error

    def has(self, sha256: str) -> bool:
        """Ask for the head."""
        import obstore

        try:
            obstore.head(self._store, _name(sha256))
        except FileNotFoundError:
            return False
        except obstore.exceptions.BaseError as error:
            raise DatasetError(f"blob {sha256}: the store does not answer ({error})") from error
        return True

    def digests(self) -> Iterator[str]:
        """List every object."""
        import obstore

        names = []
        for page in obstore.list(self._store):
            names += [entry["path"] for entry in page if entry["path"].endswith(SUFFIX)]
        for name in sorted(names):
            yield name.rpartition("/")[2].removesuffix(SUFFIX)

    def remove(self, sha256: str) -> None:
        """Delete the object."""
        import obstore

        with contextlib.suppress(FileNotFoundError):
            obstore.delete(self._store, _name(sha256))

    def sweep(self) -> int:
        """Leave everything: an interrupted upload is never visible as an object."""
        return 0


def opened(address: str) -> Blobs:
    """Return the place that an address names: a folder's path, or a URL for obstore."""
    if "://" not in address:
        return Folder(Path(address))
    try:
        import obstore
        from obstore.store import from_url
    except ImportError as error:
        raise DatasetError(
            f"{address}: needs obstore; install pratique with the extra `dataset`"
        ) from error
    try:
        return Cloud(from_url(address))
    except (obstore.exceptions.BaseError, ValueError) as error:
        raise DatasetError(f"{address}: no object store can be opened there ({error})") from error


def _name(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}{SUFFIX}"


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
