"""A local stand-in of npm's registry and of its feed of changes, with the same faults as PyPI's.

Loopback only. Its world moves on with each request of the feed: more publishes become visible, a
project stands in the feed only at its newest number, and its packument says what is visible so
far, or, when a cache is stale, less.
"""

import base64
import gzip
import hashlib
import io
import json
import random
import tarfile
import time
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from tests.engine.standin import StandIn, _Handler

JSON = "application/json"
YEAR = 365 * 86_400


@dataclass(frozen=True)
class Publish:
    """One change of a project: a release, or nothing but its metadata."""

    serial: int
    name: str
    generation: int
    version: str = ""
    filename: str = ""
    body: bytes = field(default=b"", repr=False)
    deleted: bool = False

    @property
    def sha256(self):
        return hashlib.sha256(self.body).hexdigest()


class NpmWorld:
    """All that will ever be published, in serial order; every third change publishes nothing."""

    def __init__(self, uploads: int, seed: int = 7, answer: int = 40):
        chance = random.Random(seed)
        self.born = int(time.time())
        self.answer = answer
        self.changes: list[Publish] = []
        self.removed: set[str] = set()
        self.names = [
            f"@scope/demo-{number}" if number % 5 == 0 else f"demo-{number}"
            for number in range(max(1, uploads // 3))
        ]
        self.old = {name: _publish(1, name, 1, "0.9.0", 0) for name in self.names}
        """Published a year before the watch begins; never to be reviewed."""
        generation = dict.fromkeys(self.names, 1)
        serial, number = 1000, 0
        while number < uploads:
            serial += chance.choice((1, 1, 1, 2, 5))
            name = self.names[number % len(self.names)]
            if name in self.removed:
                number += 1
                continue
            generation[name] += 1
            at = generation[name]
            dice = chance.random()
            if dice < 0.03 and number > uploads // 2:
                self.changes.append(Publish(serial, name, at, deleted=True))
                self.removed.add(name)
            elif dice < 0.33:
                self.changes.append(Publish(serial, name, at))
            else:
                self.changes.append(_publish(serial, name, at, f"1.{number}.0", number))
                number += 1
        self.newest = serial

    @property
    def kept(self):
        """Every release that can still be had at the end."""
        return [one for one in self.changes if one.version and one.name not in self.removed]


def _publish(serial, name, generation, version, number):
    stem = name.rpartition("/")[2]
    files = {
        "package.json": json.dumps({"name": name, "version": version, "main": "index.js"}),
        "index.js": f"module.exports = {number};\n",
    }
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path, text in files.items():
            entry = tarfile.TarInfo(f"package/{path}")
            entry.size = len(text)
            tar.addfile(entry, io.BytesIO(text.encode()))
    body = gzip.compress(raw.getvalue(), mtime=0)
    return Publish(serial, name, generation, version, f"{stem}-{version}.tgz", body)


class NpmStandIn(StandIn):
    """The server; `url` is the registry, `url`/feed the database that is followed."""

    registry = "npm"

    def __init__(self, world, weather=None):
        super().__init__(world, weather, handler=_NpmHandler)
        self.visible = 0
        self.by_filename = {one.filename: one for one in world.changes if one.version}
        self.by_filename |= {one.filename: one for one in world.old.values()}

    @property
    def feed(self):
        return f"{self.url}/feed"

    @property
    def configuration(self):
        return {"npm_config_registry": self.url}

    def seen(self):
        """Return what has happened so far."""
        return self.world.changes[: self.visible]


class _NpmHandler(_Handler):
    def do_GET(self):  # noqa: N802  # the name that http.server calls
        parts = urlsplit(self.path)
        path = unquote(parts.path).strip("/")
        if path == "feed":
            raw = json.dumps({"db_name": "registry", "update_seq": self.server.world.newest})
            return self._send(raw.encode(), JSON)
        if path == "feed/_changes":
            return self._changes(parse_qs(parts.query))
        if "/-/" in path:
            return self._file(self.server.by_filename[path.rpartition("/")[2]])
        return self._packument(path)

    def _changes(self, query):
        server, since = self.server, int(query["since"][0])
        with server.lock:
            server.visible += 7
            latest = {one.name: one for one in server.seen()}
        rows = [
            {
                "seq": one.serial,
                "id": one.name,
                "changes": [{"rev": f"{one.generation}-0a1b"}],
                **({"deleted": True} if one.deleted else {}),
            }
            for one in sorted(latest.values(), key=lambda one: one.serial)
            if one.serial > since
        ][: min(server.world.answer, int(query["limit"][0]))]
        last = rows[-1]["seq"] if rows else since
        raw = json.dumps({"results": rows, "last_seq": last}).encode()
        return self._send(raw, JSON, fate=server.fate("refused", "broken", "half", "dropped"))

    def _packument(self, name):
        server = self.server
        fate = server.fate("refused", "broken", "half", "dropped", "stale")
        with server.lock:
            changes = [one for one in server.seen() if one.name == name]
        if fate == "stale":
            changes, fate = changes[:-1], ""
        if name not in server.world.old or any(one.deleted for one in changes):
            return self._send(b"{}", JSON, status=404)
        raw = json.dumps(self._body(name, changes)).encode()
        etag = f'"{hashlib.sha256(raw).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == etag and not fate:
            return self._send(b"", JSON, status=304, more={"ETag": etag})
        return self._send(raw, JSON, fate=fate, more={"ETag": etag})

    def _body(self, name, changes):
        born = self.server.world.born
        releases = [self.server.world.old[name], *(one for one in changes if one.version)]
        times = {one.version: _date(born if one.serial > 1 else born - YEAR) for one in releases}
        return {
            "_id": name,
            "_rev": f"{changes[-1].generation if changes else 1}-0a1b",
            "name": name,
            "time": {"created": _date(born - YEAR), "modified": _date(born), **times},
            "versions": {
                one.version: {
                    "name": name,
                    "version": one.version,
                    "dist": {
                        "tarball": f"{self.server.url}/{name}/-/{one.filename}",
                        "integrity": "sha512-"
                        + base64.b64encode(hashlib.sha512(one.body).digest()).decode(),
                    },
                }
                for one in releases
            },
        }


def _date(moment):
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(moment))
