"""The file of verdicts: appended and synced line by line, cut back after a kill, rotated."""

import os
from pathlib import Path
from typing import IO

import msgspec

from pratique.errors import InputError


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """How far the output is recorded: how many bytes of which file in the row of files."""

    number: int = 1
    length: int = 0


class Output:
    """A growing file; when it is full it gets its number behind its name, and a new one begins.

    The rename comes before the next number is recorded, so a file that already bears the recorded
    number says that a kill came in between.
    """

    def __init__(self, path: Path, *, largest: int = 0) -> None:
        self.path = path
        self.largest = largest
        """Bytes after which a file is rotated; 0 never does."""
        self.place = Place()
        self._file: IO[bytes] | None = None

    def begin(self) -> None:
        """Take up behind whatever the file already holds, for a state that records nothing."""
        number = 1
        while self._full(number).exists():
            number += 1
        size = self.path.stat().st_size if self.path.exists() else 0
        self.recover(Place(number=number, length=size))

    def recover(self, place: Place) -> None:
        """Take up at a recorded place: finish a rotation, and cut off what was not recorded."""
        if self._full(place.number).exists():
            place = Place(number=place.number + 1)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = self.path.open("ab")
            length = min(place.length, file.seek(0, os.SEEK_END))
            file.truncate(length)
        except OSError as error:
            raise InputError(f"{self.path}: cannot be written ({error.strerror})") from error
        self._file = file
        self.place = Place(number=place.number, length=length)

    def append(self, line: str) -> None:
        """Write a line and sync it to the disk; recorded only once its place is."""
        assert self._file is not None  # noqa: S101  # recover comes first
        raw = line.encode("utf-8", "backslashreplace")
        self._file.write(raw)
        self._file.flush()
        os.fsync(self._file.fileno())
        length = self.place.length + len(raw)
        self.place = Place(number=self.place.number, length=length)

    def is_full(self) -> bool:
        """Tell whether the file has reached the size at which it is rotated."""
        return 0 < self.largest <= self.place.length

    def rotate(self) -> None:
        """Rename the full file and begin the next."""
        self.close()
        self.path.rename(self._full(self.place.number))
        self.recover(Place(number=self.place.number + 1))

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _full(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number:06d}")


class Stream(Output):
    """Standard output instead of a file: written once a line, and never taken back."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__(Path("-"))
        self._file = stream

    def begin(self) -> None:
        """Begin where the stream is."""

    def recover(self, place: Place) -> None:
        """Begin where the stream is."""
        self.place = place

    def append(self, line: str) -> None:
        """Write a line at once."""
        assert self._file is not None  # noqa: S101  # given at the start
        self._file.write(line.encode("utf-8", "backslashreplace"))
        self._file.flush()

    def close(self) -> None:
        """Leave the stream open: it is the caller's."""
