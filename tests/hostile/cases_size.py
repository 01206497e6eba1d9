"""Table: sources whose size alone hides or costs: long literals, many names, texts that double."""

import base64

from tests.hostile import packages
from tests.hostile import tarforge as t
from tests.hostile.case import Build, Case
from tests.hostile.packages import NPM, WHEEL, wheel
from tests.hostile.payload import Payload
from tests.hostile.tarforge import Item

_PADDING = b"//" + b"tide" * 12_000
_DOUBLED = b"tide = 'low '\n" + b"tide = tide + tide\n" * 80
_FILLED = b"tide = 'low '\n" + b"tide = f'{tide}{tide}'\n" * 80
_NAMES = b"".join(b"os_system_%d = 'exec eval subprocess'\n" % n for n in range(12_000))
_LITERAL = b"tide = '" + b"A" * 30_000_000 + b"'\n"
_SPLIT = b"tide = 'x'.repeat(1e6).split('').map(c => c.charCodeAt(0)).reverse().join('');\n"


def _behind(before: bytes) -> Build:
    return lambda p: wheel(before + p.python)


def _script(payload: Payload, source: bytes, *, imported: bool) -> bytes:
    """Return a tarball with one script, run by an install hook or loaded as the main file."""
    manifest = packages.manifest(packages.HARMLESS if imported else payload)
    items = [Item(name=b"package/package.json", body=manifest)]
    items.append(Item(name=b"package/index.js", body=source))
    return t.gzip(t.tar(items))


def _decoded(*, imported: bool) -> Build:
    """Return a builder: one line that evaluates a text of 64 KB in base64."""

    def build(payload: Payload) -> bytes:
        text = base64.b64encode(payload.javascript + _PADDING)
        source = b"eval(Buffer.from('" + text + b"', 'base64').toString());\n"
        return _script(payload, source, imported=imported)

    return build


def _named(payload: Payload) -> bytes:
    """Return a tarball whose main file names a long text and evaluates it elsewhere."""
    text = (payload.javascript + _PADDING).hex().encode()
    source = b"const tide = '" + text + b"';\nmodule.exports = 1;\n"
    source += b"new Function('require', Buffer.from(tide, 'hex').toString())(require);\n"
    return _script(payload, source, imported=True)


# id, file, builder, harmless twin, least for the signal twin, note
CASES = (
    Case("size/decoded-installed", NPM, _decoded(imported=False), "suspicious|malicious",
         "suspicious", "an install script that decodes 64 KB on one line"),
    Case("size/decoded-imported", NPM, _decoded(imported=True), "suspicious|malicious",
         "suspicious", "the same in the main file"),
    Case("size/named", NPM, _named, "suspicious|malicious", "suspicious",
         "a literal of 100 KB, and what is made of it on another line"),
    Case("size/doubled", WHEEL, _behind(_DOUBLED), "clear|held", "suspicious",
         "a text that doubles eighty times, then the payload"),
    Case("size/filled", WHEEL, _behind(_FILLED), "clear|held", "suspicious",
         "a text that is filled with itself eighty times"),
    Case("size/names", WHEEL, _behind(_NAMES), "clear|held", "suspicious",
         "12,000 names that look like calls"),
    Case("size/literal", WHEEL, _behind(_LITERAL), "clear|held", "suspicious",
         "heavy: a literal of 30 MB on one line"),
    Case("size/split", NPM, lambda p: _script(p, _SPLIT * 50 + p.javascript, imported=False),
         "clear|held", "suspicious", "a text that is split into millions of others"),
)  # fmt: skip
