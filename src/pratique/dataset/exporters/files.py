"""Write files of an export: whole or not at all, the same bytes for the same data."""

from collections.abc import Iterable
from pathlib import Path

from pratique.errors import DatasetError


def written(path: Path, pieces: Iterable[bytes]) -> Path:
    """Write a file beside its place, rename it, and return it."""
    made = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with made.open("wb") as file:
            for piece in pieces:
                file.write(piece)
        made.replace(path)
    except OSError as error:
        raise DatasetError(f"{path}: cannot be written ({error.strerror})") from error
    return path
