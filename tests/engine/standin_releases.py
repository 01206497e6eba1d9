"""Local stand-ins of crates.io and of Maven Central with their feeds, and PyPI's faults.

Loopback only. Both worlds are releases by the second; some become visible behind newer ones, and
several share a second, as real feeds show them.
"""

import gzip
import hashlib
import io
import json
import random
import re
import tarfile
import time
import zipfile
from dataclasses import dataclass, field
from email.utils import formatdate
from urllib.parse import parse_qs, unquote, urlsplit

from tests.engine.standin import StandIn, _Handler


@dataclass(frozen=True)
class File:
    """One file of a release."""

    serial: int
    name: str
    version: str
    filename: str
    body: bytes = field(repr=False)
    born: int
    """Request of the feed from which on it is visible."""

    @property
    def sha256(self):
        return hashlib.sha256(self.body).hexdigest()


class World:
    """All that will ever be released, in order of time."""

    def __init__(self, releases, make, seed=7):
        chance = random.Random(seed)
        serial = int(time.time()) - 200
        self.kept = []
        for number in range(releases):
            serial += chance.choice((0, 0, 1))
            late = chance.choice((0, 0, 0, 0, 9))
            self.kept += make(number, serial, number // 7 + late)


def crate(number, serial, born):
    """Return the one file of an honest crate."""
    name, version = f"demo_{number % 9}", f"1.{number}.0"
    files = {
        "Cargo.toml": f'[package]\nname = "{name}"\nversion = "{version}"\nedition = "2021"\n',
        "src/lib.rs": f"pub const VALUE: u32 = {number};\n",
    }
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path, text in files.items():
            entry = tarfile.TarInfo(f"{name}-{version}/{path}")
            entry.size = len(text)
            tar.addfile(entry, io.BytesIO(text.encode()))
    body = gzip.compress(raw.getvalue(), mtime=0)
    return [File(serial, name, version, f"{name}-{version}.crate", body, born)]


def jar(number, serial, born):
    """Return pom and archive of an honest release: a jar, a war, or nothing but the pom."""
    name, version = f"demo-{number % 9}", f"1.{number}"
    suffix = (".jar", ".jar", ".war", ".pom")[number % 4]
    pom = (
        "<project><modelVersion>4.0.0</modelVersion><groupId>example.demo</groupId>"
        f"<artifactId>{name}</artifactId><version>{version}</version>"
        f"<packaging>{suffix[1:]}</packaging></project>"
    ).encode()
    stem, whole = f"{name}-{version}", f"example.demo:{name}"
    found = [File(serial, whole, version, f"{stem}.pom", pom, born)]
    if suffix != ".pom":
        raw = io.BytesIO()
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n\n")
            archive.writestr("note.txt", f"{number}\n")
        found.append(File(serial, whole, version, stem + suffix, raw.getvalue(), born))
    return found


class _Releases(_Handler):
    """What both share: what is visible, and files."""

    def seen(self, *, ask=False):
        server = self.server
        with server.lock:
            server.feed_requests += ask
            return [one for one in server.world.kept if one.born <= server.feed_requests]

    def listed(self, name):
        """Return the visible files of a project, maybe without the newest, and the fault."""
        fate = self.server.fate("refused", "broken", "half", "dropped", "stale")
        files = [one for one in self.seen() if one.name == name]
        return (files[:-1], "") if fate == "stale" else (files, fate)

    def feed(self, raw, kind):
        fate = self.server.fate("refused", "broken", "half", "dropped")
        return self._send(raw, kind, fate=fate)

    def missing(self):
        return self._send(b"not here", "text/plain", status=404)


class _Crates(_Releases):
    def do_GET(self):  # noqa: N802  # the name that http.server calls
        parts = urlsplit(self.path).path.strip("/").split("/")
        if parts[0] == "rss.xml":
            return self.feed(self._rss().encode(), "application/xml")
        if parts == ["index", "config.json"]:
            template = f"{self.server.url}/files/{{crate}}-{{version}}.crate"
            return self._send(json.dumps({"dl": template}).encode(), "application/json")
        if parts[0] == "index":
            return self._index(parts[-1])
        if parts[-1] in self.server.by_filename:
            return self._file(self.server.by_filename[parts[-1]])
        return self.missing()

    def _rss(self):
        items = "".join(
            f"<item><title>New crate version published: {one.name} v{one.version}</title>"
            f"<link>https://crates.example/crates/{one.name}/{one.version}</link>"
            f"<pubDate>{formatdate(one.serial)}</pubDate><c:name>{one.name}</c:name>"
            f"<c:version>{one.version}</c:version></item>"
            for one in reversed(self.seen(ask=True))
        )
        return f'<rss xmlns:c="https://crates.example"><channel>{items}</channel></rss>'

    def _index(self, name):
        files, fate = self.listed(name)
        lines = [
            json.dumps({"name": one.name, "vers": one.version, "deps": [], "cksum": one.sha256})
            for one in files
        ]
        if not lines:
            return self.missing()
        return self._send("\n".join(lines).encode(), "text/plain", fate=fate)


class _Maven(_Releases):
    def do_GET(self):  # noqa: N802  # the name that http.server calls
        parts = urlsplit(self.path)
        path = unquote(parts.path).strip("/").split("/")
        if path[0] == "search":
            return self.feed(self._search(parse_qs(parts.query)), "application/json")
        if path[-1] == "maven-metadata.xml":
            return self._metadata("example.demo:" + path[-2])
        if path[-1] in self.server.by_filename:
            return self._file(self.server.by_filename[path[-1]])
        promised = self.server.by_filename.get(path[-1].removesuffix(".sha256"))
        if promised:
            return self._send(promised.sha256.encode(), "text/plain")
        return self.missing()

    def _search(self, query):
        low, high = map(int, re.findall(r"[0-9]+", query["q"][0]))
        releases = {}
        for one in self.seen(ask=query["start"] == ["0"]):
            if low <= one.serial * 1000 <= high:
                releases.setdefault((one.name, one.version), []).append(one)
        docs = [
            {
                "g": name.partition(":")[0],
                "a": name.partition(":")[2],
                "v": version,
                "timestamp": files[0].serial * 1000,
                "ec": ["-sources.jar", *(f".{one.filename.rpartition('.')[2]}" for one in files)],
            }
            for (name, version), files in sorted(releases.items())
        ]
        start = int(query["start"][0])
        page = docs[start : start + min(20, int(query["rows"][0]))]
        return json.dumps({"response": {"numFound": len(docs), "docs": page}}).encode()

    def _metadata(self, name):
        files, fate = self.listed(name)
        if not files:
            return self.missing()
        versions = "".join(f"<version>{one.version}</version>" for one in files)
        raw = f"<metadata><versioning><versions>{versions}</versions></versioning></metadata>"
        return self._send(raw.encode(), "application/xml", fate=fate)


class CratesStandIn(StandIn):
    """An index, its files and its feed; `home` is where Cargo's configuration is put."""

    registry = "crates"

    def __init__(self, home, releases, weather=None):
        super().__init__(World(releases, crate), weather, handler=_Crates)
        self.home = home
        home.mkdir()
        (home / "config.toml").write_text(
            '[source.crates-io]\nreplace-with = "here"\n'
            f'[source.here]\nregistry = "sparse+{self.url}/index/"\n'
        )

    @property
    def feed(self):
        return f"{self.url}/rss.xml"

    @property
    def configuration(self):
        return {"CARGO_HOME": str(self.home)}


class MavenStandIn(StandIn):
    """A repository and its search; `home` is where Maven's settings are put."""

    registry = "maven"

    def __init__(self, home, releases, weather=None):
        super().__init__(World(releases, jar), weather, handler=_Maven)
        self.home = home
        (home / ".m2").mkdir(parents=True)
        (home / ".m2" / "settings.xml").write_text(
            "<settings><mirrors><mirror><id>here</id><mirrorOf>central</mirrorOf>"
            f"<url>{self.url}/maven2/</url></mirror></mirrors></settings>"
        )

    @property
    def feed(self):
        return f"{self.url}/search"

    @property
    def configuration(self):
        return {"HOME": str(self.home)}
