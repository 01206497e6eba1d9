"""Zip containers under the wheel policy: how the file is put together, one builder a trick."""

import lzma
import struct
import zlib
from collections.abc import Callable

from tests.hostile.case import Build
from tests.hostile.packages import record, sdist, sdist_zip, wheel, wheel_entries
from tests.hostile.payload import HARMLESS, Payload
from tests.hostile.zipforge import (
    DESCRIPTOR,
    ENCRYPTED,
    End,
    Entry,
    archive,
    deflated,
    descriptor,
    ending,
    parts,
    plain,
    zip64_sizes,
    zipcrypto,
)

INIT = b"tidewaiter/__init__.py"
EXTRA = b"tidewaiter/harbour.py"
QUIET = HARMLESS.python


def hidden(payload: Payload, **changes: object) -> bytes:
    """Return a wheel whose further module, the payload, has a forged entry."""
    return wheel(QUIET, Entry(name=EXTRA, body=payload.python, **changes))


def stored(payload: Payload) -> bytes:
    """Return a wheel with an entry that is not compressed."""
    return hidden(payload, method=0)


def local_lie(**fields: int | bytes) -> Build:
    """Return a builder: the local header of the payload's entry says something else."""
    return lambda payload: hidden(payload, local=fields)


def central_lie(**fields: int | bytes) -> Build:
    """Return a builder: the directory's entry of the payload says something else."""
    return lambda payload: hidden(payload, central=fields)


def local_name(payload: Payload) -> bytes:
    """Return a wheel where the local header names the module, the directory a text."""
    return hidden(payload, central={"name": b"tidewaiter/harbour.txt"})


def local_method(payload: Payload) -> bytes:
    """Return a wheel where the directory says stored and the local header deflated."""
    return hidden(payload, central={"method": 0})


def orphan(payload: Payload) -> bytes:
    """Return a wheel with a local header that the directory does not list."""
    return hidden(payload, in_directory=False)


def foreign_header(payload: Payload) -> bytes:
    """Return a wheel with a directory entry that stands on the payload's local header."""
    one = Entry(name=b"tidewaiter/notes.txt", body=payload.python)
    entries = [one, *wheel_entries(QUIET)]
    ghost = Entry(name=INIT, body=payload.python, in_stream=False, central={"offset": 0})
    return archive([*entries, ghost])


def shared_header(payload: Payload) -> bytes:
    """Return a wheel whose directory lists one local header under two names."""
    one = Entry(name=EXTRA, body=payload.python)
    again = Entry(name=EXTRA, body=payload.python, in_stream=False, central={"offset": 0})
    return archive([one, again, *wheel_entries(QUIET)])


def inner_zip(payload: Payload) -> bytes:
    """Return a wheel with a zip stored as package data."""
    inner = plain([(b"setup.py", payload.setup), (b"readme.txt", b"inside\n")])
    return wheel(QUIET, Entry(name=b"tidewaiter/data.zip", body=inner, method=0))


def inner_wheel(payload: Payload) -> bytes:
    """Return a wheel with another wheel inside, compressed."""
    inner = wheel(payload.python)
    return wheel(
        QUIET, Entry(name=b"tidewaiter/_bundled/tidewaiter-1.0-py3-none-any.whl", body=inner)
    )


def before(payload: Payload) -> bytes:
    """Return a wheel after a shell script, offsets counted from its own start."""
    return b"#!/bin/sh\nexit 0\n" + wheel(payload.python)


def before_counted(payload: Payload) -> bytes:
    """Return a wheel after a shell script, with offsets that count it."""
    head = b"#!/bin/sh\nexit 0\n"
    return head + wheel(payload.python, start=len(head))


def after(payload: Payload) -> bytes:
    """Return a wheel with bytes after its end record."""
    return wheel(payload.python) + b"the tide is out\n" * 4


def between(payload: Payload) -> bytes:
    """Return a wheel with the payload's source in a gap between two entries."""
    return wheel(QUIET, Entry(name=EXTRA, body=QUIET, gap=payload.python))


def before_directory(payload: Payload) -> bytes:
    """Return a wheel with a gap before its directory."""
    return wheel(payload.python, end=End(before_directory=b"\0" * 64 + b"harbour"))


def zip_comment(payload: Payload) -> bytes:
    """Return a wheel whose comment is another zip, which has an end record of its own."""
    return wheel(QUIET, end=End(comment=wheel(payload.python)))


def two_zips(payload: Payload) -> bytes:
    """Return two wheels one after the other, each right by itself."""
    return wheel(QUIET) + wheel(payload.python)


def two_zips_counted(payload: Payload) -> bytes:
    """Return two wheels one after the other, the second with offsets over the whole file."""
    one = wheel(QUIET)
    return one + wheel(payload.python, start=len(one))


def two_directories(payload: Payload) -> bytes:
    """Return a wheel with two directories; only the second, in force, lists the payload."""
    honest = wheel_entries(QUIET)
    unused = parts(honest)[1]
    everything = [*honest, Entry(name=EXTRA, body=payload.python)]
    return archive([*everything, record(everything)], End(before_directory=unused))


def ended(**fields: int | bytes) -> Build:
    """Return a builder: the end record lies."""
    return lambda payload: wheel(payload.python, end=End(end=fields))


def zip64(payload: Payload) -> bytes:
    """Return a wheel with honest zip64 records everywhere."""
    data = deflated(payload.python)
    sizes = zip64_sizes(len(payload.python), len(data))
    full = {"csize": 0xFFFFFFFF, "usize": 0xFFFFFFFF, "version": 45}
    entry = Entry(
        name=EXTRA, body=payload.python, local=full, central=full,
        local_extra=sizes, central_extra=sizes,
    )  # fmt: skip
    end = {"here": 0xFFFF, "total": 0xFFFF, "size": 0xFFFFFFFF, "offset": 0xFFFFFFFF}
    return wheel(QUIET, entry, end=End(end64={}, end=end))


def zip64_extra_lies(payload: Payload) -> bytes:
    """Return a wheel whose zip64 extra fields say other sizes than the 32-bit ones that stand."""
    lie = zip64_sizes(1 << 33, 1 << 33)
    return hidden(payload, local_extra=lie, central_extra=lie)


def zip64_end_lies(payload: Payload) -> bytes:
    """Return a wheel whose zip64 end record lists fewer entries than the 32-bit one."""
    return wheel(payload.python, end=End(end64={"here": 1, "total": 1}))


def zip64_end_elsewhere(payload: Payload) -> bytes:
    """Return a wheel whose two end records point at two directories over two sets of entries."""
    body, directory, count = parts([*wheel_entries(QUIET), record(wheel_entries(QUIET))])
    start = len(body) + len(directory)
    other = [*wheel_entries(payload.python), record(wheel_entries(payload.python))]
    body64, directory64, _ = parts(other, start)
    at64 = start + len(body64)
    pointed = {"here": count, "total": count, "size": len(directory), "offset": len(body)}
    tail = ending(End(end64={}, end=pointed), count, at64, len(directory64))
    return body + directory + body64 + directory64 + tail


def described(payload: Payload, *, lie: int = 0, signed: bool = True) -> bytes:
    """Return a wheel whose payload has a data descriptor instead of sizes in the local header."""
    data = deflated(payload.python)
    tail = descriptor(
        zlib.crc32(payload.python), len(data) - lie, len(payload.python), signed=signed
    )
    zero = {"crc": 0, "csize": 0, "usize": 0}
    return hidden(payload, flags=DESCRIPTOR, local=zero, descriptor=tail)


def encrypted(payload: Payload) -> bytes:
    """Return a wheel whose payload is encrypted with a password that nobody has."""
    crc = zlib.crc32(payload.python)
    data = zipcrypto(payload.python, b"ebb", crc)
    return hidden(payload, method=0, packed=data, flags=ENCRYPTED)


def zip_lzma(payload: Payload) -> bytes:
    """Return a wheel with the payload under method 14."""
    filters = [{"id": lzma.FILTER_LZMA1, "dict_size": 1 << 16, "lc": 3, "lp": 0, "pb": 2}]
    data = lzma.compress(payload.python, format=lzma.FORMAT_RAW, filters=filters)
    head = struct.pack("<BBHBI", 9, 4, 5, 93, 1 << 16)
    return hidden(payload, method=14, packed=head + data, flags=2)


def method(number: int, pack: Callable[[bytes], bytes]) -> Build:
    """Return a builder: the payload under another compression method."""
    return lambda payload: hidden(payload, method=number, packed=pack(payload.python))


def cut(length: int) -> Build:
    """Return a builder: a wheel without its last bytes."""
    return lambda payload: wheel(payload.python)[:-length]


def trailing_deflate(payload: Payload) -> bytes:
    """Return a wheel with bytes after the deflate stream, inside the entry."""
    return hidden(payload, packed=deflated(payload.python) + b"below the keel")


def second_deflate(payload: Payload) -> bytes:
    """Return a wheel with a second deflate stream, the payload, inside an entry."""
    data = deflated(QUIET) + deflated(payload.python)
    return wheel(QUIET, Entry(name=EXTRA, body=QUIET, packed=data))


def unfinished_deflate(payload: Payload) -> bytes:
    """Return a wheel whose deflate stream has no last block."""
    return hidden(payload, packed=deflated(payload.python)[:-4])


def tar_in_wheel(payload: Payload) -> bytes:
    """Return an sdist under a wheel's name."""
    return sdist(payload.setup)


def wheel_in_tar(payload: Payload) -> bytes:
    """Return a zip under an sdist's name."""
    return sdist_zip(payload.setup)
