"""Names and modes in zips: what an entry is called, and what it claims to be."""

import zlib

from tests.hostile.case import Build
from tests.hostile.packages import wheel
from tests.hostile.payload import HARMLESS, Payload
from tests.hostile.zipforge import UTF8, Entry, unicode_path

QUIET = HARMLESS.python


def named(name: bytes, *, flags: int = 0) -> Build:
    """Return a builder: a wheel with the payload under a name."""
    return lambda payload: wheel(QUIET, Entry(name=name, body=payload.python, flags=flags))


def pair(first: bytes, second: bytes, *, payload_first: bool = False) -> Build:
    """Return a builder: two entries whose names are one file for some readers."""
    flags = UTF8 if max(first + second) > 127 else 0

    def build(payload: Payload) -> bytes:
        bodies = (payload.python, QUIET) if payload_first else (QUIET, payload.python)
        one = Entry(name=first, body=bodies[0], flags=flags)
        other = Entry(name=second, body=bodies[1] + b"\n", flags=flags)
        return wheel(QUIET, one, other)

    return build


def moded(mode: int) -> Build:
    """Return a builder: the payload under a Unix mode."""
    return lambda payload: wheel(
        QUIET, Entry(name=b"tidewaiter/harbour.py", body=payload.python, external=mode << 16)
    )


def link(payload: Payload) -> bytes:
    """Return a wheel with a symbolic link beside the payload."""
    entry = Entry(name=b"tidewaiter/link.py", body=b"../../../etc/passwd", external=0o120777 << 16)
    return wheel(payload.python, entry)


def directory_body(payload: Payload) -> bytes:
    """Return a wheel with a directory entry that has content."""
    return wheel(QUIET, Entry(name=b"tidewaiter/harbour.py/", body=payload.python))


def directory_bit(payload: Payload) -> bytes:
    """Return a wheel with a file whose attributes say directory."""
    external = 0o040755 << 16 | 0x10
    return wheel(
        QUIET, Entry(name=b"tidewaiter/harbour.py", body=payload.python, external=external)
    )


def file_and_folder(payload: Payload) -> bytes:
    """Return a wheel with a file that is also the folder of another."""
    one = Entry(name=b"tidewaiter/harbour", body=QUIET)
    return wheel(QUIET, one, Entry(name=b"tidewaiter/harbour/x.py", body=payload.python))


def path_extra(other: bytes, *, right: bool = True) -> Build:
    """Return a builder: the payload's entry has a Unicode Path field with another name."""

    def build(payload: Payload) -> bytes:
        name = b"tidewaiter/notes.txt"
        crc = zlib.crc32(name) if right else 0
        field = unicode_path(name, other, crc=crc)
        entry = Entry(name=name, body=payload.python, local_extra=field, central_extra=field)
        return wheel(QUIET, entry)

    return build
