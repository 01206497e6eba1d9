"""Whose packages the PyPI corpora hold: what a few large applications require, in one step each.

An application's resolved closure gives well-kept projects of all sizes; the requirements of Home
Assistant's integrations, a recent release and one of 2019, give hundreds of small, little-known
ones, the older of them sdists only.
"""

import os
import re
import subprocess
import sys
import tempfile
import zipfile
from hashlib import sha256
from pathlib import Path

import msgspec
from bench.corpus_lock import reserved

APPLICATIONS = (
    "products.cmfplone",
    "nova",
    "apache-airflow",
    "jupyterlab",
    "azure-cli",
    "mopidy",
)
HOMES = (("2026.2.3", "3.14"), ("0.103.6", "3.7"))
"""Home Assistant's releases and the Python that each runs on."""

_PIN = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([A-Za-z0-9._+!-]+)")

Pins = tuple[tuple[str, str], ...]


def normal(name: str) -> str:
    """Normalise a project's name as PyPI does."""
    return re.sub(r"[-_.]+", "-", name).lower()


def closure(application: str, before: str | None = None) -> Pins:
    """Resolve what an application requires, from wheels' metadata only; nothing is built."""
    command = [
        sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-build",
        "--no-header", "--no-annotate",
        "--python-version", "3.12", "--python-platform", "x86_64-manylinux_2_28",
    ]  # fmt: skip
    if before is not None:
        command += ["--exclude-newer", before]
    answer = subprocess.run(
        [*command, "-"], input=application, capture_output=True, text=True, check=True
    )
    return _usable(_PIN.findall(answer.stdout))


def homes(version: str, python: str) -> Pins:
    """Read what Home Assistant's integrations require from the manifests in its wheel."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [
                sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
                "--only-binary=:all:", "--python-version", python, "--dest", folder,
                f"homeassistant=={version}",
            ],
            check=True,
            env={**os.environ, "PIP_FIND_LINKS": ""},
        )  # fmt: skip
        (wheel,) = Path(folder).glob("*.whl")
        return _usable(_requirements(wheel))


def _requirements(wheel: Path) -> list[tuple[str, str]]:
    found = []
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.namelist():
            if member.endswith("/manifest.json"):
                manifest = msgspec.json.decode(archive.read(member))
                wanted = map(_PIN.fullmatch, manifest.get("requirements", ()))
                found.extend((match[1], match[2]) for match in wanted if match)
    return found


def _usable(pins: list[tuple[str, str]]) -> Pins:
    """Drop reserved projects; the order depends on names only, so that any head is a sample."""
    kept = {normal(name): version for name, version in pins if not reserved("pypi", name)}
    return tuple(sorted(kept.items(), key=lambda pin: sha256(pin[0].encode()).digest()))
