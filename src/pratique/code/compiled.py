"""Keep compiled patterns in the user's cache folder: written atomically, read only when ours.

A file that another user could have written is not read: a compiled database is as good as code.
"""

import hashlib
import logging
import os
import stat
import tempfile
import tomllib
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import msgspec
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


def document(file: Traversable) -> dict[str, Any]:
    """Return what a TOML file says; parsed it is kept, because parsing takes longer than reading.

    TOML's dates come back as text, and no file here has any.
    """
    text = file.read_bytes()
    name = f"toml-{hashlib.sha256(text).hexdigest()[:32]}"
    stored = read(name)
    if stored is not None:
        try:
            return msgspec.msgpack.decode(stored, type=dict[str, Any])
        except msgspec.DecodeError as error:
            log.debug("cache file %s is of no use: %s", name, error)
    found = tomllib.loads(text.decode())
    write(name, msgspec.msgpack.encode(found))
    return found


def folders() -> tuple[str, ...]:
    """Return the folder of compiled patterns, or nothing where they are not kept."""
    folder = _folder()
    return () if folder is None else (str(folder),)


def kept() -> bool:
    """Tell whether compiled patterns are kept from one process to the next."""
    return _folder() is not None


def _folder() -> Path | None:
    if os.environ.get("PRATIQUE_CACHE", "").lower() == "off":
        return None
    return Path(platformdirs.user_cache_dir("pratique")) / "patterns"
