"""What only wheels and jars have: RECORD, METADATA, start-up files, manifests, class files."""

import importlib.util
import io
import marshal
import struct
import zipfile
import zlib

from tests.hostile import classforge
from tests.hostile.case import Build
from tests.hostile.packages import (
    DIST_INFO,
    METADATA,
    WHEEL_FILE,
    jar,
    jar_entries,
    record,
    sdist,
    sdist_files,
    wheel,
    wheel_entries,
)
from tests.hostile.payload import HARMLESS, Payload
from tests.hostile.tarforge import tar
from tests.hostile.zipforge import DESCRIPTOR, End, Entry, archive, deflated, descriptor, plain

INIT = b"tidewaiter/__init__.py"
RECORD = DIST_INFO + b"RECORD"
MAIN = b"harbour/Tide.class"


def extra_file(name: bytes, body: bytes) -> Build:
    """Return a builder: a wheel with one more file; the payload is the package."""
    return lambda payload: wheel(payload.python, Entry(name=name, body=body))


def payload_file(name: bytes) -> Build:
    """Return a builder: a wheel with the payload as one more file."""
    return lambda payload: wheel(HARMLESS.python, Entry(name=name, body=payload.python))


def start_up(name: bytes) -> Build:
    """Return a builder: a line that the interpreter runs at every start, the payload in it."""

    def build(payload: Payload) -> bytes:
        line = b"import tidewaiter\n"
        if payload.signal:
            line = b"import os; exec(" + repr(payload.python.decode()).encode() + b")\n"
        return wheel(HARMLESS.python, Entry(name=name, body=line))

    return build


def without_record(payload: Payload) -> bytes:
    """Return a wheel without RECORD."""
    return archive(wheel_entries(payload.python))


def record_lines(old: bytes, new: bytes) -> Build:
    """Return a builder: RECORD with one text exchanged."""

    def build(payload: Payload) -> bytes:
        honest = record(wheel_entries(payload.python))
        forged = Entry(name=RECORD, body=honest.body.replace(old, new, 1))
        return archive([*wheel_entries(payload.python), forged])

    return build


def record_stale(payload: Payload) -> bytes:
    """Return a wheel whose RECORD has the digest of another `__init__`."""
    forged = record(wheel_entries(payload.python + b"# before the tide\n"))
    return archive([*wheel_entries(payload.python), forged])


def record_unlisted(payload: Payload) -> bytes:
    """Return a wheel with a module that RECORD does not list."""
    more = Entry(name=b"tidewaiter/harbour.py", body=payload.python)
    entries = wheel_entries(HARMLESS.python)
    return archive([*entries, more, record(entries)])


def metadata(body: bytes) -> Build:
    """Return a builder: a wheel with other METADATA, which RECORD lists rightly."""

    def build(payload: Payload) -> bytes:
        entries = [
            Entry(name=e.name, body=body) if e.name.endswith(b"METADATA") else e
            for e in wheel_entries(payload.python)
        ]
        return archive([*entries, record(entries)])

    return build


def second_dist_info(name: bytes) -> Build:
    """Return a builder: a wheel with a second folder of metadata."""
    body = METADATA.replace(b"tidewaiter", b"harbourmaster")
    more = (Entry(name=name + b"METADATA", body=body), Entry(name=name + b"WHEEL", body=WHEEL_FILE))
    return lambda payload: wheel(payload.python, *more)


def compiled_only(payload: Payload) -> bytes:
    """Return a wheel with a compiled module and no source for it."""
    code = compile(payload.python, "tidewaiter/harbour.py", "exec", dont_inherit=True)
    head = importlib.util.MAGIC_NUMBER + struct.pack("<III", 0, 0, len(payload.python))
    body = head + marshal.dumps(code)
    return wheel(HARMLESS.python, Entry(name=b"tidewaiter/harbour.pyc", body=body))


def tar_and_zip(payload: Payload) -> bytes:
    """Return a file that is a plain tar from its start and a wheel from its end."""

    head = tar(sdist_files(HARMLESS.setup))
    return head + wheel(payload.python, start=len(head))


def gzip_and_zip(payload: Payload) -> bytes:
    """Return a file that is an sdist from its start and a wheel from its end."""
    head = sdist(payload.setup)
    return head + wheel(HARMLESS.python, start=len(head))


def class_and_jar(payload: Payload) -> bytes:
    """Return a file that is a class from its start and a jar from its end."""
    head = classforge.harmless("harbour/Head")
    return head + archive(jar_entries(payload), start=len(head))


def jar_entry(**changes: object) -> Build:
    """Return a builder: a jar whose class has a forged entry."""

    def build(payload: Payload) -> bytes:
        entries = [
            Entry(name=e.name, body=e.body, **changes) if e.name == MAIN else e
            for e in jar_entries(payload)
        ]
        return archive(entries)

    return build


def jar_described(lie: int) -> Build:
    """Return a builder: a jar whose class has a data descriptor."""

    def build(payload: Payload) -> bytes:

        data = deflated(payload.java)
        tail = descriptor(zlib.crc32(payload.java), len(data) - lie, len(payload.java))
        zero = {"crc": 0, "csize": 0, "usize": 0}
        return jar_entry(flags=DESCRIPTOR, local=zero, descriptor=tail)(payload)

    return build


def jar_written(payload: Payload) -> bytes:
    """Return a jar as the JDK writes it: every entry with a data descriptor."""
    out = Unseekable()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for entry in jar_entries(payload):
            file.writestr(entry.name.decode(), entry.body)
    return out.getvalue()


class Unseekable(io.BytesIO):
    """A stream that cannot go back, so that a zip's sizes stand after the data."""

    def seekable(self) -> bool:
        """Say no."""
        return False

    def seek(self, *_: int) -> int:
        """Refuse."""
        raise io.UnsupportedOperation

    def tell(self) -> int:
        """Refuse."""
        raise io.UnsupportedOperation


def jar_more(name: bytes, body: bytes) -> Build:
    """Return a builder: a jar with one more entry."""
    return lambda payload: jar(payload, Entry(name=name, body=body))


def jar_pair(first: bytes, second: bytes) -> Build:
    """Return a builder: a jar with a harmless class, and the payload under a like name."""

    def build(payload: Payload) -> bytes:
        one = Entry(name=first, body=classforge.harmless())
        return jar(HARMLESS, one, Entry(name=second, body=payload.java))

    return build


def jar_in_jar(payload: Payload) -> bytes:
    """Return a jar with a jar inside."""
    inner = plain([(MAIN, payload.java)])
    return jar(HARMLESS, Entry(name=b"META-INF/lib/inner.jar", body=inner, method=0))


def multi_release(payload: Payload) -> bytes:
    """Return a jar whose class for newer runtimes is the payload."""
    newer = Entry(name=b"META-INF/versions/17/harbour/Tide.class", body=payload.java)
    entries = [
        Entry(name=e.name, body=e.body.replace(b"\r\n\r\n", b"\r\nMulti-Release: true\r\n\r\n"))
        if e.name.endswith(b".MF")
        else e
        for e in jar_entries(HARMLESS)
    ]
    return archive([*entries, newer])


def broken_class(payload: Payload) -> bytes:
    """Return a jar with the payload, and a class whose constant pool is longer than declared."""
    pool = classforge.Pool()
    body = classforge.assemble(pool, "harbour/Broken", [], pool_count=4000)
    return jar(payload, Entry(name=b"harbour/Broken.class", body=body))


def jar_around(head: bytes = b"", tail: bytes = b"", end: End | None = None) -> Build:
    """Return a builder: a jar with bytes before or after."""
    return lambda payload: head + archive(jar_entries(payload), end, start=len(head)) + tail
