"""Whole uploads: a wheel, an sdist, an npm tarball, a crate and a jar, right in every detail.

A case takes one of them and breaks one thing.
"""

import base64
import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping

from tests.hostile.payload import HARMLESS, Payload
from tests.hostile.tarforge import END, Item, gzip, tar
from tests.hostile.zipforge import End, Entry, archive

NAME, VERSION = "tidewaiter", "1.0"
WHEEL = "tidewaiter-1.0-py3-none-any.whl"
SDIST = "tidewaiter-1.0.tar.gz"
SDIST_ZIP = "tidewaiter-1.0.zip"
NPM = "tidewaiter-1.0.0.tgz"
CRATE = "tidewaiter-1.0.0.crate"
JAR = "tidewaiter-1.0.jar"
TOP = b"tidewaiter-1.0/"

README = b"""# tidewaiter

Counts the tides of a harbour, for people who wait for one.

    >>> from tidewaiter import tides
    >>> round(tides(1), 2)
    1.93
"""
METADATA = (
    b"Metadata-Version: 2.1\nName: tidewaiter\nVersion: 1.0\n"
    b"Summary: Count the tides of a harbour\nLicense: MIT\nRequires-Python: >=3.8\n"
    b"Description-Content-Type: text/markdown\n\n" + README
)
WHEEL_FILE = (
    b"Wheel-Version: 1.0\nGenerator: bdist_wheel (0.42.0)\nRoot-Is-Purelib: true\n"
    b"Tag: py3-none-any\n\n"
)
CORE = b'''"""Constants of the moon."""

HOURS_PER_TIDE = 12.42
'''
PYPROJECT = b"""[build-system]
requires = ["setuptools>=61"]
build-backend = "setuptools.build_meta"

[project]
name = "tidewaiter"
version = "1.0"
"""
CARGO = b"""[package]
edition = "2021"
name = "tidewaiter"
version = "1.0.0"
description = "Count the tides of a harbour"
license = "MIT"
"""
POM = b"""<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>harbour</groupId>
  <artifactId>tidewaiter</artifactId>
  <version>1.0</version>
</project>
"""
DIST_INFO = b"tidewaiter-1.0.dist-info/"


def wheel_entries(init: bytes) -> list[Entry]:
    """Return the entries of an honest wheel but for RECORD."""
    files = (
        (b"tidewaiter/__init__.py", init),
        (b"tidewaiter/core.py", CORE),
        (DIST_INFO + b"METADATA", METADATA),
        (DIST_INFO + b"WHEEL", WHEEL_FILE),
    )
    return [Entry(name=name, body=body) for name, body in files]


def record(entries: Iterable[Entry]) -> Entry:
    """Return the RECORD of the entries."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    for entry in entries:
        if entry.name.endswith(b"/"):
            continue
        digest = base64.urlsafe_b64encode(hashlib.sha256(entry.body).digest()).rstrip(b"=")
        name = entry.name.decode("utf-8", "backslashreplace")
        rows.writerow([name, f"sha256={digest.decode()}", len(entry.body)])
    rows.writerow([(DIST_INFO + b"RECORD").decode(), "", ""])
    return Entry(name=DIST_INFO + b"RECORD", body=text.getvalue().encode())


def wheel(
    init: bytes,
    *more: Entry,
    first: tuple[Entry, ...] = (),
    end: End | None = None,
    start: int = 0,
) -> bytes:
    """Return a wheel; `first` and `more` are further entries, which RECORD lists too."""
    entries = [*first, *wheel_entries(init), *more]
    return archive([*entries, record(entries)], end, start=start)


def changed_wheel(init: bytes, replace: Mapping[bytes, Entry], *, end: End | None = None) -> bytes:
    """Return a wheel in which some entries are forged; RECORD tells of the honest ones."""
    entries = wheel_entries(init)
    entries.append(record(entries))
    return archive([replace.get(entry.name, entry) for entry in entries], end)


def sdist_files(setup: bytes, init: bytes = HARMLESS.python) -> list[Item]:
    """Return the members of an honest source distribution."""
    files = (
        (b"PKG-INFO", METADATA),
        (b"README.md", README),
        (b"pyproject.toml", PYPROJECT),
        (b"setup.py", setup),
        (b"tidewaiter/__init__.py", init),
        (b"tidewaiter/core.py", CORE),
    )
    return [Item(name=TOP + name, body=body) for name, body in files]


def sdist(setup: bytes, *more: Item, first: tuple[Item, ...] = (), end: bytes = END) -> bytes:
    """Return a source distribution as .tar.gz."""
    return gzip(tar([*first, *sdist_files(setup), *more], end=end))


def sdist_zip(setup: bytes, *more: Entry, end: End | None = None) -> bytes:
    """Return a source distribution as .zip."""
    files = [Entry(name=item.name, body=item.body) for item in sdist_files(setup)]
    return archive([*files, *more], end)


def manifest(payload: Payload, **changes: object) -> bytes:
    """Return a package.json; the signal's runs its main file after installation."""
    fields: dict[str, object] = {
        "name": "tidewaiter",
        "version": "1.0.0",
        "description": "Count the tides of a harbour",
        "main": "index.js",
        "license": "MIT",
    }
    if payload.signal:
        fields["scripts"] = {"postinstall": "node index.js"}
    fields |= changes
    return json.dumps(fields, indent=2).encode() + b"\n"


def npm_files(payload: Payload, root: bytes = b"package/") -> list[Item]:
    """Return the members of an npm tarball."""
    files = (
        (b"package.json", manifest(payload)),
        (b"index.js", payload.javascript),
        (b"README.md", README),
    )
    return [Item(name=root + name, body=body) for name, body in files]


def npm(payload: Payload, *more: Item, first: tuple[Item, ...] = ()) -> bytes:
    """Return an npm tarball."""
    return gzip(tar([*first, *npm_files(payload), *more]))


def crate_files(payload: Payload) -> list[Item]:
    """Return the members of a crate."""
    files = (
        (b"Cargo.toml", CARGO),
        (b"Cargo.toml.orig", CARGO),
        (b"README.md", README),
        (b"build.rs", payload.rust),
        (b"src/lib.rs", b"//! Tides.\n\npub fn tides(days: f64) -> f64 { days * 24.0 / 12.42 }\n"),
    )
    return [Item(name=b"tidewaiter-1.0.0/" + name, body=body) for name, body in files]


def crate(payload: Payload, *more: Item, first: tuple[Item, ...] = ()) -> bytes:
    """Return a crate."""
    return gzip(tar([*first, *crate_files(payload), *more]))


def jar_entries(payload: Payload, main: str = "harbour/Tide") -> list[Entry]:
    """Return the entries of a jar; the signal's class is an annotation processor."""
    files = [
        (b"META-INF/MANIFEST.MF", b"Manifest-Version: 1.0\r\nCreated-By: 17\r\n\r\n"),
        (b"META-INF/maven/harbour/tidewaiter/pom.xml", POM),
        (f"{main}.class".encode(), payload.java),
    ]
    if payload.signal:
        service = b"META-INF/services/javax.annotation.processing.Processor"
        files.append((service, main.replace("/", ".").encode() + b"\n"))
    return [Entry(name=name, body=body) for name, body in files]


def jar(payload: Payload, *more: Entry, end: End | None = None) -> bytes:
    """Return a jar."""
    return archive([*jar_entries(payload), *more], end)
