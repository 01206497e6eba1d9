"""Zips that cost: bombs, overlaps, sizes that lie, floods of members."""

import zlib

from tests.hostile.case import Build
from tests.hostile.packages import record, wheel, wheel_entries
from tests.hostile.payload import HARMLESS, Payload
from tests.hostile.zipforge import End, Entry, archive, local_header, packed, plain, zeros

QUIET = HARMLESS.python
GIB = 1 << 30


def bomb(mebibytes: int) -> Entry:
    """Return an entry that grows to so many MiB of zeros."""
    stream, crc = zeros(mebibytes << 20)
    told = {"crc": crc, "usize": min(mebibytes << 20, 0xFFFFFFFF)}
    return Entry(name=b"tidewaiter/chart.bin", packed=stream, local=told, central=told)


def flat_bomb(payload: Payload) -> bytes:
    """Return a wheel with an entry of 6 GiB of zeros after its code."""
    return wheel(payload.python, bomb(6 << 10))


def flat_bomb_first(payload: Payload) -> bytes:
    """Return a wheel with an entry of 6 GiB of zeros before its code."""
    return wheel(payload.python, first=(bomb(6 << 10),))


def shy_bomb(payload: Payload) -> bytes:
    """Return a wheel with 2 GiB of zeros that its headers call 4 KiB."""
    stream, _ = zeros(2 << 30)
    told = {"crc": zlib.crc32(bytes(4096)), "usize": 4096}
    entry = Entry(name=b"tidewaiter/chart.bin", packed=stream, local=told, central=told)
    return wheel(payload.python, entry)


def nested_bomb(payload: Payload) -> bytes:
    """Return a wheel with zips in zips, ten a level and five levels, of 256 MiB each."""
    stream, crc = zeros(256 << 20)
    told = {"crc": crc, "usize": 256 << 20}
    inner = archive([Entry(name=b"0.bin", packed=stream, local=told, central=told)])
    for level in range(5):
        inner = plain([(b"%d-%d.zip" % (level, number), inner) for number in range(10)])
    return wheel(payload.python, Entry(name=b"tidewaiter/chart.zip", body=inner))


def deep(levels: int) -> Build:
    """Return a builder: the payload inside so many zips, each in the next."""

    def build(payload: Payload) -> bytes:
        inner = plain([(b"setup.py", payload.setup)])
        for level in range(levels):
            inner = plain([(b"%d.zip" % level, inner)])
        return wheel(QUIET, Entry(name=b"tidewaiter/chart.zip", body=inner))

    return build


def quoted_overlap(payload: Payload) -> bytes:
    """Return a wheel whose entries overlap: each quotes the next one's header as stored data."""
    kernel = Entry(name=b"tidewaiter/k.bin", body=bytes(1 << 20))
    tail, whole, entries = local_header(kernel) + packed(kernel), kernel.body, []
    crc = zlib.crc32(whole)
    stream = packed(kernel)
    chain = [(kernel.name, stream, len(whole), crc)]
    for number in range(200):
        name = b"tidewaiter/q%d.bin" % number
        quoted = tail[: len(tail) - len(stream)]
        block = b"\x00" + len(quoted).to_bytes(2, "little")
        block += (len(quoted) ^ 0xFFFF).to_bytes(2, "little") + quoted
        stream = block + stream
        whole = quoted + whole
        told = {"csize": len(stream), "usize": len(whole), "crc": zlib.crc32(whole)}
        head = local_header(Entry(name=name, local=told))
        tail = head + stream
        chain.append((name, stream, len(whole), told["crc"]))
    at = len(tail)
    for name, data, size, check in chain:
        told = {"csize": len(data), "usize": size, "crc": check}
        length = len(local_header(Entry(name=name)))
        told["offset"] = at - len(data) - length
        entries.append(Entry(name=name, in_stream=False, central=told))
    honest = wheel_entries(payload.python)
    return archive(
        [Entry(name=b"", gap=tail, in_stream=False, in_directory=False), *entries, *honest,
         record(honest)]
    )  # fmt: skip


def many(count: int) -> Build:
    """Return a builder: a wheel with so many small modules, the payload last."""

    def build(payload: Payload) -> bytes:
        entries = [
            Entry(name=b"tidewaiter/t/%05d.py" % number, body=b"x = %d\n" % number, method=0)
            for number in range(count)
        ]
        last = Entry(name=b"tidewaiter/zz.py", body=payload.python)
        everything = [*wheel_entries(QUIET), *entries, last]
        told = [*everything, record(everything)]
        wide = {"here": 0xFFFF, "total": 0xFFFF} if len(told) > 0xFFFF else {}
        return archive(told, End(end64={} if wide else None, end=wide))

    return build


def long_line(payload: Payload) -> bytes:
    """Return a wheel with 64 MiB of text on one line beside its code."""
    body = b"a" * (64 << 20)
    return wheel(payload.python, Entry(name=b"tidewaiter/words.txt", body=body))
