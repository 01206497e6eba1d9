"""A faithful local stand-in of a package index: changelog, simple API, files, and their faults.

Loopback only. What it serves is decided by its seed; which request fails is decided by a second
one, so that two runs see the same world through different weather. Run as a program it prints
its address and serves until it is killed.
"""

import argparse
import gzip
import hashlib
import io
import json
import os
import random
import tarfile
import threading
import time
import xmlrpc.client
import zipfile
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SIMPLE = "application/vnd.pypi.simple.v1+json"


@dataclass(frozen=True)
class Upload:
    """One file that somebody uploads."""

    serial: int
    name: str
    version: str
    filename: str
    body: bytes = field(repr=False)

    @property
    def sha256(self):
        return hashlib.sha256(self.body).hexdigest()


@dataclass
class Weather:
    """How often which fault befalls a request, and which entries show up late."""

    refused: float = 0.0
    """429 with Retry-After."""
    broken: float = 0.0
    """500 or 503."""
    half: float = 0.0
    """A body that stops in the middle."""
    stale: float = 0.0
    """A page of the simple API from before the newest uploads."""
    wrong: float = 0.0
    """A file whose bytes are not the promised ones."""
    dropped: float = 0.0
    """The connection is closed without an answer."""
    seed: int = 1


STORM = Weather(refused=0.05, broken=0.05, half=0.05, stale=0.2, wrong=0.01, dropped=0.03)


class World:
    """All that will ever be uploaded, in serial order, with serials that have gaps."""

    def __init__(self, uploads: int, seed: int = 7, answer: int = 400):
        chance = random.Random(seed)
        born = int(time.time())
        self.answer = answer
        self.uploads: list[Upload] = []
        self.entries: list[tuple[str, str | None, int, str, int]] = []
        self.late: dict[int, int] = {}
        """Serial → number of feed requests before which it does not show."""
        self.gone: set[str] = set()
        serial = 1000
        for number in range(uploads):
            serial += chance.choice((1, 1, 1, 2, 5))
            name = f"demo-{number % max(1, uploads // 3)}"
            version = f"1.{number // 7}"
            upload = _upload(serial, name, version, number)
            self.uploads.append(upload)
            if number < uploads // 3:
                self.entries.append((name, None, born, "create", serial))
                serial += 1
                upload = Upload(serial, name, version, upload.filename, upload.body)
                self.uploads[-1] = upload
            kind = "py3" if upload.filename.endswith(".whl") else "source"
            entry = (name, version, born, f"add {kind} file {upload.filename}")
            self.entries.append((*entry, serial))
            if chance.random() < 0.05:
                serial += 1
                self.entries.append((*entry, serial))
            if chance.random() < 0.03:
                self.late[serial] = chance.randint(1, 3)
            if chance.random() < 0.02:
                serial += 1
                self.entries.append((name, version, born, f"remove file {upload.filename}", serial))
                self.gone.add(upload.filename)
            if chance.random() < 0.01:
                serial += 1
                self.entries.append((name, None, born, "project quarantined", serial))
        self.newest = serial

    @property
    def kept(self):
        """Every upload that can still be had."""
        return [one for one in self.uploads if one.filename not in self.gone]


def _upload(serial, name, version, number):
    """Return a wheel or an sdist; the number keeps every file name its own."""
    version = f"{version}.post{number}"
    stem = f"{name.replace('-', '_')}-{version}"
    if number % 2:
        body, filename = wheel(name, version, number), f"{stem}-py3-none-any.whl"
    else:
        body, filename = sdist(name, version, number), f"{stem}.tar.gz"
    return Upload(serial, name, version, filename, body)


def sdist(name, version, number):
    """Return a small honest sdist."""
    top = f"{name.replace('-', '_')}-{version}"
    files = {
        f"{top}/PKG-INFO": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{top}/pyproject.toml": '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n',
        f"{top}/demo.py": f"VALUE = {number}\n",
    }
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path, text in files.items():
            entry = tarfile.TarInfo(path)
            entry.size = len(text)
            tar.addfile(entry, io.BytesIO(text.encode()))
    return gzip.compress(raw.getvalue(), mtime=0)


def wheel(name, version, number):
    """Return a small honest wheel."""
    stem = f"{name.replace('-', '_')}-{version}"
    files = {
        f"demo_{number}.py": f"VALUE = {number}\n",
        f"{stem}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{stem}.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(
        f"{path},sha256={urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip('=')},{len(text)}\n"
        for path, text in files.items()
    )
    files[f"{stem}.dist-info/RECORD"] = record + f"{stem}.dist-info/RECORD,,\n"
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files.items():
            archive.writestr(zipfile.ZipInfo(path), text)
    return raw.getvalue()


class StandIn(ThreadingHTTPServer):
    """The server. Use as a context manager around `serve()`; `url` is its address."""

    daemon_threads = True
    allow_reuse_address = True

    registry = "pypi"

    def __init__(self, world, weather: Weather | None = None, port: int = 0, handler=None):
        super().__init__(("127.0.0.1", port), handler or _Handler)
        self.world = world
        self.weather = weather or Weather()
        self.chance = random.Random(self.weather.seed)
        self.lock = threading.Lock()
        self.feed_requests = 0
        self.counts: dict[str, int] = {}
        self.deaf = 0
        """How many messages are refused before one is taken."""
        self.posts: list[tuple[dict[str, str], bytes]] = []
        self.by_project: dict[str, list[Upload]] = {}
        for upload in world.kept:
            self.by_project.setdefault(upload.name, []).append(upload)
        self.by_filename = {upload.filename: upload for upload in world.kept}

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def feed(self):
        return f"{self.url}/pypi"

    @property
    def configuration(self):
        """Return the environment that names this index to its ecosystem's own client."""
        return {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": f"{self.url}/simple/"}

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def fate(self, *kinds):
        """Return the fault that befalls this request, empty for none."""
        with self.lock:
            dice = self.chance.random()
            for kind in kinds:
                dice -= getattr(self.weather, kind)
                if dice < 0:
                    self.counts[kind] = self.counts.get(kind, 0) + 1
                    return kind
        return ""

    def handle_error(self, request, client_address):
        """Stay quiet about connections that a killed client left behind."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self.path != "/pypi":
            return self._hook(body)
        arguments, method = xmlrpc.client.loads(body)
        server = self.server
        with server.lock:
            server.feed_requests += 1
            asked = server.feed_requests
        world = server.world
        if method == "changelog_last_serial":
            answer = world.newest
        else:
            answer = [
                list(entry)
                for entry in world.entries
                if entry[4] > arguments[0] and world.late.get(entry[4], 0) < asked
            ][: world.answer]
        raw = xmlrpc.client.dumps((answer,), methodresponse=True, allow_none=True).encode()
        return self._send(raw, "text/xml", fate=server.fate("refused", "broken", "half", "dropped"))

    def _hook(self, body):
        with self.server.lock:
            self.server.deaf -= 1
            heard = self.server.deaf < 0
            if heard:
                self.server.posts.append((dict(self.headers), body))
        return self._send(b"{}", "application/json", status=202 if heard else 500)

    def do_GET(self):
        parts = self.path.strip("/").split("/")
        if parts[0] == "simple" and len(parts) == 2:
            return self._page(parts[1])
        if parts[0] == "files" and parts[1] in self.server.by_filename:
            return self._file(self.server.by_filename[parts[1]])
        return self._send(b"not here", "text/plain", status=404)

    def _page(self, name):
        fate = self.server.fate("refused", "broken", "half", "dropped", "stale")
        uploads = self.server.by_project.get(name, [])
        serial = self.server.world.newest
        if fate == "stale":
            newest = max((one.serial for one in uploads), default=0)
            uploads = [one for one in uploads if one.serial < newest]
            serial = newest - 1
            fate = ""
        if not uploads and name not in self.server.by_project:
            return self._send(b"not here", "text/plain", status=404)
        page = {
            "meta": {"api-version": "1.1", "_last-serial": serial},
            "name": name,
            "versions": sorted({one.version for one in uploads}),
            "files": [
                {
                    "filename": one.filename,
                    "url": f"{self.server.url}/files/{one.filename}",
                    "hashes": {"sha256": one.sha256},
                    "size": len(one.body),
                    "upload-time": "2026-01-01T00:00:00Z",
                }
                for one in uploads
            ],
        }
        raw = json.dumps(page).encode()
        etag = f'"{hashlib.sha256(raw).hexdigest()[:16]}"'
        more = {"X-PyPI-Last-Serial": str(serial), "ETag": etag}
        if self.headers.get("If-None-Match") == etag and not fate:
            with self.server.lock:
                self.server.counts["not-modified"] = self.server.counts.get("not-modified", 0) + 1
            return self._send(b"", SIMPLE, status=304, more=more)
        return self._send(raw, SIMPLE, fate=fate, more=more)

    def _file(self, upload):
        fate = self.server.fate("refused", "broken", "half", "dropped", "wrong")
        body = upload.body
        if fate == "wrong":
            body, fate = b"x" * len(body), ""
        return self._send(body, "application/octet-stream", fate=fate)

    def _send(self, body, kind, status=200, fate="", more=None):
        if fate == "dropped":
            self.close_connection = True
            return
        if fate == "refused":
            status, body, more = 429, b"slow down", {"Retry-After": "0"}
        if fate == "broken":
            status, body = 503, b"<html>broken</html>"
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (more or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if fate == "half":
            body = body[: len(body) // 2]
            self.close_connection = True
        if status != 304:
            self.wfile.write(body)


def main():
    """Serve until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--uploads", type=int, default=2000)
    parser.add_argument("--storm", action="store_true")
    options = parser.parse_args()
    with StandIn(World(options.uploads), STORM if options.storm else None) as server:
        print(server.url, server.world.newest, flush=True)
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    main()
