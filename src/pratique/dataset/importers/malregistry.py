"""Read a folder or bare git repository of `name/version/file` (lxyeternal/pypi_malregistry).

From git every blob goes through one `git cat-file` into memory: the live files never touch a disk
and nothing beside the list is read.
"""

import gzip
import hashlib
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Self, cast

import msgspec

from pratique.dataset.importers import names
from pratique.dataset.importers.options import Options
from pratique.dataset.intake import Found, Item, Unread
from pratique.dataset.record import Claim
from pratique.errors import DatasetError

SOURCE = "pypi_malregistry"
LARGEST = 512 * 1024 * 1024


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a list; what else the line says is somebody's analysis and not taken over."""

    path: str
    sha256: str = ""
    size: int = 0
    project: str = ""
    version: str = ""
    mtime_year: int | None = None


def count(place: Path, options: Options) -> int:
    """Return how many archives the list names."""
    del place
    total = len(listed(options.only)) if options.only else 0
    return min(total, options.limit) if options.limit else total


def items(place: Path, options: Options, known: Mapping[str, str]) -> Iterator[Item]:
    """Yield the listed archives that were not taken before."""
    reader: _Git | _Plain = _Git(place) if _is_git(place) else _Plain(place)
    with reader:
        chosen = listed(options.only) if options.only else reader.everything()
        for entry in chosen[: options.limit or None]:
            if entry.path not in known or (entry.sha256 and known[entry.path] != entry.sha256):
                yield _item(reader, entry, options)


def listed(path: Path) -> tuple[Listed, ...]:
    """Return the lines of a list, gzip or plain."""
    try:
        raw = path.read_bytes()
        text = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
        lines = [line for line in text.splitlines() if line.strip()]
        return tuple(msgspec.json.decode(line, type=Listed) for line in lines)
    except (OSError, EOFError, msgspec.DecodeError) as error:
        raise DatasetError(f"{path}: the list cannot be read ({error})") from error


def _item(reader: "_Git | _Plain", entry: Listed, options: Options) -> Item:
    try:
        data = reader.read(entry.path)
    except DatasetError as error:
        return Unread(item=entry.path, why=str(error))
    digest = hashlib.sha256(data).hexdigest()
    if entry.sha256 and digest != entry.sha256:
        return Unread(item=entry.path, why=f"its digest is not the listed {entry.sha256[:16]}…")
    parts = entry.path.split("/")
    name = entry.project or parts[0]
    version = entry.version or (parts[1] if len(parts) > 2 else "")
    sample = names.sample(
        options.ecosystem, name, version, sha256=digest, filename=parts[-1], size=len(data)
    )
    if entry.mtime_year:
        sample = msgspec.structs.replace(sample, first_seen=f"{entry.mtime_year:04d}")
    claim = Claim(
        sha256=digest,
        source=options.source or SOURCE,
        source_digest=reader.state,
        label=options.label,
        by=entry.path,
    )
    return Found(item=entry.path, digest=digest, sample=sample, claims=(claim,), data=data)


def _is_git(place: Path) -> bool:
    return (place / "HEAD").is_file() and (place / "objects").is_dir()


class _Git:
    """A bare repository, read blob by blob."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self.state = self._asked("rev-parse", "HEAD").strip()
        command = ["git", "-C", str(place), "cat-file", "--batch"]
        self._git = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._git.stdin is not None:
            self._git.stdin.close()
        if self._git.stdout is not None:
            self._git.stdout.close()
        self._git.wait()

    def _asked(self, *words: str) -> str:
        answer = subprocess.run(
            ["git", "-C", str(self._place), *words], capture_output=True, check=False, text=True
        )
        if answer.returncode:
            raise DatasetError(f"{self._place}: git does not read it ({answer.stderr.strip()})")
        return answer.stdout

    def everything(self) -> tuple[Listed, ...]:
        """Return every file that lies three levels deep."""
        paths = self._asked("ls-tree", "-r", "-z", "--name-only", "HEAD").split("\0")
        return tuple(Listed(path=path) for path in sorted(paths) if path.count("/") == 2)

    def read(self, path: str) -> bytes:
        """Return one blob."""
        # git ends itself on a path that leads out of the repository, and reads one a line.
        if "\n" in path or not {"", ".", ".."}.isdisjoint(path.split("/")):
            raise DatasetError("no path inside the repository")
        asking = cast("IO[bytes]", self._git.stdin)
        answering = cast("IO[bytes]", self._git.stdout)
        try:
            asking.write(f"HEAD:{path}\n".encode())
            asking.flush()
        except BrokenPipeError as error:
            raise DatasetError("git ended before it was read") from error
        header = answering.readline().rsplit(b" ", 2)
        if len(header) != 3 or header[1] != b"blob":
            raise DatasetError("not a file of the repository")
        size = int(header[2])
        data = answering.read(size)
        answering.read(1)
        if len(data) != size or size > LARGEST:
            raise DatasetError(f"{size} bytes: cut short, or too large")
        return data


class _Plain:
    """A folder of files."""

    state = ""

    def __init__(self, place: Path) -> None:
        self._place = place

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def everything(self) -> tuple[Listed, ...]:
        """Return every file that lies three levels deep."""
        paths = sorted(path for path in self._place.glob("*/*/*") if path.is_file())
        return tuple(Listed(path=path.relative_to(self._place).as_posix()) for path in paths)

    def read(self, path: str) -> bytes:
        """Return one file, which lies inside the folder and is no link out of it."""
        file = self._place / path
        try:
            if not file.resolve().is_relative_to(self._place.resolve()):
                raise DatasetError("leads out of the folder")
            if file.stat().st_size > LARGEST:
                raise DatasetError("too large")
            return file.read_bytes()
        except OSError as error:
            raise DatasetError(f"cannot be read ({error.strerror})") from error
