"""Keep compiled patterns in the user's cache folder: written atomically, read only when ours.

A file that another user could have written is not read: a compiled database is as good as code.
"""

import logging
import os
import stat
import tempfile
from pathlib import Path

import platformdirs

log = logging.getLogger(__name__)


def read(name: str) -> bytes | None:
    """Return the bytes stored under a name, or None when there are none that can be trusted."""
    folder = _folder()
    if folder is None:
        return None
    try:
        descriptor = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        if status.st_uid != os.geteuid() or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            log.debug("cache file %s belongs to somebody else: not read", name)
            return None
        return file.read()


def write(name: str, data: bytes) -> None:
    """Store bytes under a name; a folder that cannot be written only costs the next start time."""
    folder = _folder()
    if folder is None:
        return
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=f".{name}-")
    except OSError as error:
        log.debug("compiled patterns are not kept: %s", error)
        return
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.replace(temporary, folder / name)  # noqa: PTH105 the descriptor's path is a string
    except OSError as error:
        log.debug("compiled patterns are not kept: %s", error)
        Path(temporary).unlink(missing_ok=True)


def kept() -> bool:
    """Tell whether compiled patterns are kept from one process to the next."""
    return _folder() is not None


def _folder() -> Path | None:
    if os.environ.get("PRATIQUE_CACHE", "").lower() == "off":
        return None
    return Path(platformdirs.user_cache_dir("pratique")) / "patterns"
