"""Tar and gzip under the sdist policy: headers, extended headers, ends, streams."""

import bz2
import lzma
from collections.abc import Callable

import zstandard

from tests.hostile import tarforge as t
from tests.hostile.case import Build
from tests.hostile.packages import README, TOP, sdist, sdist_files, wheel
from tests.hostile.payload import HARMLESS, Payload
from tests.hostile.tarforge import Item

QUIET = HARMLESS.setup
MODULE = TOP + b"tidewaiter/harbour.py"


def with_item(make: Callable[[Payload], Item]) -> Build:
    """Return a builder: an sdist with one more member."""
    return lambda payload: sdist(QUIET, make(payload))


def styled(style: tuple[bytes, bytes], kind: bytes = t.FILE) -> Build:
    """Return a builder: an sdist whose members are all written in one style."""

    def build(payload: Payload) -> bytes:
        items = sdist_files(payload.setup)
        return t.gzip(
            t.tar([Item(name=i.name, body=i.body, style=style, kind=kind) for i in items])
        )

    return build


def prefixed(before: bytes, *, name: bytes = MODULE, style: tuple[bytes, bytes] = t.USTAR) -> Build:
    """Return a builder: the payload with raw blocks in front of its header."""
    return with_item(lambda p: Item(name=name, body=p.python, before=before, style=style))


def field(**fields: int | bytes) -> Build:
    """Return a builder: the payload's header says something else."""
    return with_item(lambda p: Item(name=MODULE, body=p.python, fields=fields))


def named(name: bytes) -> Build:
    """Return a builder: the payload under a name, as it stands."""
    return with_item(lambda p: Item(name=name, body=p.python))


def pair(first: bytes, second: bytes) -> Build:
    """Return a builder: two members whose names are one file for some readers."""

    def build(payload: Payload) -> bytes:
        quiet = HARMLESS.python
        return sdist(QUIET, Item(name=first, body=quiet), Item(name=second, body=payload.python))

    return build


def global_header(*records: tuple[bytes, bytes]) -> Build:
    """Return a builder: an sdist that starts with a global extended header."""
    raw = t.pax(*records, kind=t.GLOBAL)

    def build(payload: Payload) -> bytes:
        return t.gzip(raw + t.tar(sdist_files(payload.setup)))

    return build


def pax_size(size: bytes, *, told: int | None = None) -> Build:
    """Return a builder: an extended header gives the payload's size; `told` is ustar's."""

    def build(payload: Payload) -> bytes:
        length = len(payload.python)
        before = t.pax((b"size", size or b"%d" % length))
        fields = {} if told is None else {"size": told}
        return sdist(QUIET, Item(name=MODULE, body=payload.python, before=before, fields=fields))

    return build


def sparse(payload: Payload) -> bytes:
    """Return an sdist with an old GNU sparse member: two pieces of the payload and a hole."""
    half = len(payload.python) // 2
    rows = [(0, half), (half, len(payload.python) - half)]
    table = b"".join(b"%011o\0%011o\0" % row for row in rows) + bytes(48)
    # atime, ctime, offset, longnames, unused, 4 sparse rows, extended flag, real size
    tail = bytes(12 + 12 + 12 + 4 + 1) + table + b"\0" + b"%011o\0" % len(payload.python)
    fields = {"prefix": tail[:155], "pad": tail[155:167]}
    entry = Item(
        name=MODULE, body=payload.python, kind=t.GNU_SPARSE, style=t.GNU, fields=fields
    )  # fmt: skip
    return sdist(QUIET, entry)


def pax_sparse(version: str) -> Build:
    """Return a builder: a sparse member in one of the three PAX forms."""

    def build(payload: Payload) -> bytes:
        size = len(payload.python)
        rows = {
            "0.0": [(b"GNU.sparse.size", b"%d" % size), (b"GNU.sparse.numblocks", b"1"),
                    (b"GNU.sparse.offset", b"0"), (b"GNU.sparse.numbytes", b"%d" % size)],
            "0.1": [(b"GNU.sparse.map", b"0,%d" % size), (b"GNU.sparse.size", b"%d" % size),
                    (b"GNU.sparse.name", MODULE), (b"GNU.sparse.numblocks", b"1")],
            "1.0": [(b"GNU.sparse.major", b"1"), (b"GNU.sparse.minor", b"0"),
                    (b"GNU.sparse.name", MODULE), (b"GNU.sparse.realsize", b"%d" % size)],
        }[version]  # fmt: skip
        body = t.padded(b"1\n0\n%d\n" % size) if version == "1.0" else b""
        name = MODULE if version == "0.0" else TOP + b"GNUSparseFile.0/harbour.py"
        return sdist(QUIET, Item(name=name, body=body + payload.python, before=t.pax(*rows)))

    return build


def sparse_flood(payload: Payload) -> bytes:
    """Return an sdist with a sparse map of a million rows."""
    rows = b",".join(b"%d,1" % (2 * number) for number in range(1_000_000))
    before = t.pax((b"GNU.sparse.map", rows), (b"GNU.sparse.size", b"2000000"))
    return sdist(payload.setup, Item(name=MODULE, body=b"x" * 512, before=before))


def gzip_bomb(payload: Payload) -> bytes:
    """Return an sdist with a member of 6 GiB of zeros after its code."""
    head = b"".join(t.item(each) for each in sdist_files(payload.setup))
    chart = t.header(name=TOP + b"chart.bin", size=t.base256(6 << 30))
    return t.gzip_parts(head + chart, 6 << 10, t.END)


def many(count: int) -> Build:
    """Return a builder: an sdist with so many small members, the payload last."""

    def build(payload: Payload) -> bytes:
        items = [Item(name=TOP + b"t/%06d.py" % n, body=b"x = %d\n" % n) for n in range(count)]
        return sdist(QUIET, *items, Item(name=TOP + b"tidewaiter/zz.py", body=payload.python))

    return build


def zero_block(blocks: int) -> Build:
    """Return a builder: zero blocks in the middle, then the payload."""
    return prefixed(bytes(512 * blocks))


def no_end(payload: Payload) -> bytes:
    """Return an sdist without the two zero blocks at its end."""
    return sdist(payload.setup, end=b"")


def cut(keep: float) -> Build:
    """Return a builder: a tar that ends early, in a gzip that is whole."""

    def build(payload: Payload) -> bytes:
        body = t.tar([*sdist_files(payload.setup), Item(name=MODULE, body=payload.python * 9)])
        at = body.index(MODULE)
        return t.gzip(body[: at + int(512 + keep * len(payload.python * 9))])

    return build


def cut_gzip(length: int) -> Build:
    """Return a builder: a gzip without its last bytes."""
    return lambda payload: sdist(payload.setup)[:-length]


def bad_checksum(payload: Payload) -> bytes:
    """Return an sdist with a header whose checksum is wrong, the payload behind it."""
    broken = Item(name=TOP + b"notes.txt", body=README, fields={"checksum": 1})
    return sdist(QUIET, broken, Item(name=MODULE, body=payload.python))


def appended(make: Callable[[Payload], bytes]) -> Build:
    """Return a builder: a whole sdist, then further bytes."""
    return lambda payload: sdist(QUIET) + make(payload)


def two_streams(payload: Payload) -> bytes:
    """Return one tar cut into two gzip members in the middle of a header."""
    body = t.tar(sdist_files(payload.setup))
    return t.gzip(body[:2000]) + t.gzip(body[2000:])


def second_tar(payload: Payload) -> bytes:
    """Return a gzip of two tars, each with its own end."""
    more = t.tar([Item(name=MODULE, body=payload.python)])
    return t.gzip(t.tar(sdist_files(QUIET)) + more)


def streamed(**lies: int | bytes) -> Build:
    """Return a builder: the gzip header or trailer says something else."""
    return lambda payload: t.gzip(t.tar(sdist_files(payload.setup)), **lies)  # type: ignore[arg-type] # fields of one function


def recoded(pack: Callable[[bytes], bytes]) -> Build:
    """Return a builder: another codec under `.tar.gz`."""
    return lambda payload: pack(t.tar(sdist_files(payload.setup)))


bzip2, xz, zstd = recoded(bz2.compress), recoded(lzma.compress), recoded(zstandard.compress)
twice = recoded(lambda body: t.gzip(t.gzip(body)))
plain = recoded(bytes)
trailing_zip = appended(lambda p: wheel(p.python))
trailing_text = appended(lambda p: p.python)
trailing_zeros = appended(lambda p: bytes(512))  # noqa: ARG005
second_stream = appended(lambda p: t.gzip(t.tar([Item(name=MODULE, body=p.python)])))


def linked(kind: bytes, *targets: tuple[bytes, bytes], payload_in: bytes = MODULE) -> Build:
    """Return a builder: the payload in one member, and links (name, target) to it."""

    def build(payload: Payload) -> bytes:
        links = [Item(name=TOP + name, kind=kind, link=link) for name, link in targets]
        return sdist(QUIET, Item(name=payload_in, body=payload.python), *links)

    return build


def unrooted(*extra: bytes, root: bytes = b"") -> Build:
    """Return a builder: an sdist whose members lie under `root`, and one more payload each."""

    def build(payload: Payload) -> bytes:
        items = [
            Item(name=root + item.name.removeprefix(TOP), body=item.body)
            for item in sdist_files(payload.setup)
        ]
        more = [Item(name=name, body=payload.python) for name in extra]
        return t.gzip(t.tar([*items, *more]))

    return build
