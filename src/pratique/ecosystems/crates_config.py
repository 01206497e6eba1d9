"""Where Cargo is told to look: its configuration files and `source` replacement, as Cargo reads.

Source: The Cargo Book, "Configuration" (hierarchy of files) and "Source Replacement".
"""

import logging
import os
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from pratique.errors import UsageError

LOG = logging.getLogger(__name__)
LARGEST = 1024 * 1024
REPLACEMENTS = 8


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """The registry that stands for crates.io on this machine."""

    index: str
    """Address of a sparse index, with a slash at its end."""
    files: str = ""
    """Template of downloads where no `config.json` is asked for."""
    feed: str = ""
    """Address of its feed of releases, empty where none is known."""
    proxy: str | None = None
    certificates: str | None = None
    folder: Path | None = None
    """Where the crates lie on this machine; then nothing is asked over the network."""


def source(environment: Mapping[str, str] | None = None, start: Path | None = None) -> Source:
    """Return the source that Cargo would take crates from when it is started in `start`."""
    environment = os.environ if environment is None else environment
    settings = _settings(environment, start or Path.cwd())
    name, here = _replaced(settings)
    http = _table(settings, "http")
    proxy = http.get("proxy")
    certificates = http.get("cainfo")
    folder = here.get("directory") or here.get("local-registry")
    if name == "crates-io":
        found = _default()
    elif isinstance(folder, str):
        found = Source(index="", folder=Path(folder))
    else:
        found = Source(index=_sparse(name, str(here.get("registry", ""))))
    return msgspec.structs.replace(
        found,
        proxy=proxy if isinstance(proxy, str) and proxy else None,
        certificates=certificates if isinstance(certificates, str) and certificates else None,
    )


def _replaced(settings: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return name and table of the source that stands for crates.io."""
    sources, registries = _table(settings, "source"), _table(settings, "registries")
    name, here = "crates-io", _table(sources, "crates-io")
    for _ in range(REPLACEMENTS):
        onward = here.get("replace-with")
        if not isinstance(onward, str) or not onward:
            return name, here
        if onward not in sources and onward not in registries:
            raise UsageError(
                f"cargo's source.{name} is replaced with {onward}, which is not defined"
            )
        index = _table(registries, onward).get("index")
        name, here = onward, _table(sources, onward)
        if index and "registry" not in here:
            here = {**here, "registry": index}
    raise UsageError("cargo's sources replace each other without end; check [source]")


def is_crates_io(locked: str) -> bool:
    """Tell whether a lock file's `source` is the registry that `source` stands for."""
    return locked.rstrip("/") in {one.rstrip("/") for one in _defaults()["locked"]}


@cache
def _defaults() -> dict[str, Any]:
    text = resources.files("pratique.ecosystems").joinpath("defaults.toml").read_text("utf-8")
    found: dict[str, Any] = tomllib.loads(text)["crates"]
    return found


def _default() -> Source:
    crates = _defaults()
    return Source(index=crates["index"], files=crates["files"], feed=crates["feed"])


def _sparse(name: str, address: str) -> str:
    bare = address.removeprefix("sparse+")
    if urlsplit(bare).scheme not in {"http", "https"} or bare == address:
        raise UsageError(
            f"cargo's source {name} is {address or 'no registry'}: only sparse+https://, "
            "local-registry and directory are read"
        )
    return bare if bare.endswith("/") else bare + "/"


def _settings(environment: Mapping[str, str], start: Path) -> dict[str, Any]:
    """Merge the files that Cargo reads; the one closest to `start` wins."""
    merged: dict[str, Any] = {}
    for path in _files(environment, start):
        try:
            if path.stat().st_size > LARGEST:
                continue
            found = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
            LOG.warning(
                "%s: cannot be read, so what it says of sources is not known: %s", path, error
            )
            continue
        merged = _merged(merged, _placed(found, path.parent.parent))
    return _merged(merged, _from_environment(environment, merged))


def _from_environment(
    environment: Mapping[str, str], merged: dict[str, Any]
) -> dict[str, dict[str, Any]]:
    """Return what Cargo lets variables say in the place of its files; `source` is not of them."""
    http = {
        key: environment[f"CARGO_HTTP_{key.upper()}"]
        for key in ("proxy", "cainfo")
        if environment.get(f"CARGO_HTTP_{key.upper()}")
    }
    registries = {
        name: {"index": index}
        for name in _table(merged, "registries")
        if (index := environment.get(f"CARGO_REGISTRIES_{_shouted(name)}_INDEX"))
    }
    return {"http": http, "registries": registries}


def _shouted(name: str) -> str:
    return name.upper().replace("-", "_")


def _placed(found: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Take paths from where Cargo takes them: the folder that holds the configuration's own."""
    for table in _table(found, "source").values():
        for key in ("directory", "local-registry"):
            if isinstance(table, dict) and isinstance(table.get(key), str):
                table[key] = str(folder / table[key])
    return found


def _files(environment: Mapping[str, str], start: Path) -> Iterator[Path]:
    """Yield the candidates, weakest first."""
    home = environment.get("CARGO_HOME", "")
    base = Path(home) if home else Path(environment.get("HOME", "~")).expanduser() / ".cargo"
    folders = [base, *(one / ".cargo" for one in reversed((start, *start.parents)))]
    for folder in dict.fromkeys(folders):
        for name in ("config.toml", "config"):
            if (folder / name).is_file():
                yield folder / name
                break


def _merged(left: dict[str, Any], right: dict[str, Any]) -> dict[str, Any]:
    made = dict(left)
    for key, value in right.items():
        before = made.get(key)
        both = isinstance(before, dict) and isinstance(value, dict)
        made[key] = _merged(before, value) if both else value  # type: ignore[arg-type]  # both
    return made


def _table(document: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = document.get(key)
    return found if isinstance(found, dict) else {}
