"""Where the dataset is and where its key comes from: options that its commands share."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
import platformdirs

from pratique.dataset import key
from pratique.dataset.store import Store

_Command = TypeVar("_Command", bound=Callable[..., object])
VARIABLE = "PRATIQUE_DATASET"


def place(given: Path | None = None) -> Path:
    """Return the dataset's folder: the option, the variable PRATIQUE_DATASET, the user's cache."""
    if given is not None:
        return given
    named = os.environ.get(VARIABLE, "")
    return Path(named) if named else platformdirs.user_cache_path("pratique") / "dataset"


def where(command: _Command) -> _Command:
    """Add the options that name a dataset."""
    return click.option(
        "--dataset",
        "folder",
        type=click.Path(path_type=Path),
        help="Folder of the dataset (or PRATIQUE_DATASET).",
    )(command)


def secret(command: _Command) -> _Command:
    """Add the options that name its key."""
    ring = click.option("--keyring", is_flag=True, help="Take the key from the system's keyring.")
    file = click.option("--key-file", type=click.Path(path_type=Path), help="File with the key.")
    return file(ring(command))


def opened(
    folder: Path | None,
    key_file: Path | None = None,
    *,
    keyring: bool = False,
    write: bool = False,
) -> Store:
    """Open the dataset, with the key where one is to be had."""
    path = place(folder)
    beside = path / "key"
    found = key.load(key_file, keyring=keyring)
    if found is None and beside.is_file():
        found = key.load(beside)
    return Store(path, secret=found, write=write)
