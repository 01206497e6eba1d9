"""Fetch PyPI's files as files: an sdist is never handed to an installer, which would build it."""

import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pypi_simple
import requests

from bench.corpus_lock import Entry, path_of

WORKERS = 4
_TIMEOUT = 120.0


def index() -> str:
    """Take the index that pip is configured for, else the one that pypi-simple knows."""
    if address := os.environ.get("PIP_INDEX_URL"):
        return address
    command = (sys.executable, "-m", "pip", "config", "get", "global.index-url")
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    return answer.stdout.strip() or pypi_simple.PYPI_SIMPLE_ENDPOINT


def fetch(entries: Iterable[Entry]) -> Iterator[str]:
    """Bring locked files to their places; yield a sentence for each that could not be had."""
    projects: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        projects[entry.name].append(entry)
    address = index()
    with ThreadPoolExecutor(WORKERS) as pool:
        jobs = [pool.submit(_project, address, name, of) for name, of in projects.items()]
        for job in jobs:
            yield from job.result()


def files(address: str, name: str) -> tuple[pypi_simple.DistributionPackage, ...]:
    """List the files of one project."""
    with pypi_simple.PyPISimple(address) as client:
        return tuple(client.get_project_page(name, timeout=_TIMEOUT).packages)


def save(address: str, file: pypi_simple.DistributionPackage, path: Path) -> None:
    """Download one file and check it against the digest that the index gives."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.part")
    with pypi_simple.PyPISimple(address) as client:
        client.download_package(file, partial, timeout=_TIMEOUT)
    partial.replace(path)


def _project(address: str, name: str, entries: list[Entry]) -> tuple[str, ...]:
    try:
        listed = {file.filename: file for file in files(address, name)}
    except (pypi_simple.NoSuchProjectError, requests.RequestException) as error:
        return (f"pypi {name}: {error}",)
    return tuple(filter(None, (_one(address, listed, entry) for entry in entries)))


def _one(
    address: str, listed: dict[str, pypi_simple.DistributionPackage], entry: Entry
) -> str | None:
    file = listed.get(entry.filename)
    if file is None:
        return f"pypi {entry.filename}: the index does not list it any more"
    path = path_of(entry)
    try:
        save(address, file, path)
    except (requests.RequestException, pypi_simple.DigestMismatchError) as error:
        return f"pypi {entry.filename}: {error}"
    if sha256(path.read_bytes()).hexdigest() != entry.sha256:
        path.unlink()
        return f"pypi {entry.filename}: the index serves other bytes than the lock names"
    return None
