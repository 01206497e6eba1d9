"""How large an honest archive is inside, read from its directory and without unpacking it."""

import tarfile
import zipfile
from pathlib import Path

_ZIPS = (".whl", ".zip", ".jar", ".egg")


def unpacked_size(path: Path) -> int:
    """Sum the bytes of the regular files in an archive, as its headers declare them."""
    if path.name.endswith(_ZIPS):
        with zipfile.ZipFile(path) as archive:
            return sum(member.file_size for member in archive.infolist())
    with tarfile.open(path, "r:*") as archive:
        return sum(member.size for member in archive if member.isfile())
