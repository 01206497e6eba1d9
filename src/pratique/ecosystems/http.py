"""The one egress client: allowed hosts, judged addresses, bounded answers, polite retries.

Who may be asked: the hosts that the user configured (indexes, a feed, a webhook), and hosts that
a page of a configured index links files to. Addresses that an author supplied (metadata, code)
are never fetched. A redirect is followed only to a host that may be asked; https never becomes
http. What arrives is counted while it arrives.
"""

import hashlib
import logging
import random
import ssl
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import IO, Self
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit
from urllib.request import getproxies, proxy_bypass

import certifi
import httpx
import msgspec

from pratique.ecosystems.http_guard import Guard, Transport
from pratique.errors import NetworkError, NotFoundError

LOG = logging.getLogger(__name__)
AGENT = "pratique/0.1 (package reviewer)"
MIB = 1024 * 1024
REDIRECTS = 5
RETRIED = frozenset((408, 425, 429, 500, 502, 503, 504))
BLOCK = 256 * 1024
KEPT_BYTES = 16 * MIB
"""Pages that are kept in memory to be asked for conditionally."""


class Polite(msgspec.Struct, frozen=True, kw_only=True):
    """How patient the client is; seconds unless a line says otherwise."""

    timeout: float = 30.0
    tries: int = 4
    first_wait: float = 0.5
    longest_wait: float = 60.0
    """Also the most of a Retry-After that is obeyed."""


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """One complete answer."""

    url: str
    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    def header(self, name: str) -> str:
        """Return a header's value, empty when it is not there."""
        return next((value for key, value in self.headers if key == name.lower()), "")


class Download(msgspec.Struct, frozen=True, kw_only=True):
    """What a download really was."""

    sha256: str
    size: int


Progress = Callable[[str, int, int], None]
"""Called with a file's name, the bytes so far, and all that are expected (0: not known)."""


class Client:
    """A held connection pool behind one guard. Use as a context manager."""

    def __init__(
        self,
        *,
        polite: Polite | None = None,
        certificates: str | None = None,
        credentials: Mapping[str, tuple[str, str]] | None = None,
        proxy: str | None = None,
        progress: Progress | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.polite = polite or Polite()
        self.progress = progress
        self.guard = Guard()
        self._sleep = sleep
        self._proxy = proxy
        self._credentials = dict(credentials or {})
        self._tokens: dict[str, str] = {}
        self._context = _context(certificates)
        self._direct = httpx.Client(
            transport=Transport(self.guard, self._context),
            timeout=self.polite.timeout,
            trust_env=False,
            headers={"User-Agent": AGENT},
        )
        self._proxied: dict[str, httpx.Client] = {}
        self._kept: OrderedDict[str, Response] = OrderedDict()
        self._keeping = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._direct.close()
        for client in self._proxied.values():
            client.close()

    def trust(self, url: str) -> str:
        """Allow the host of an address that the user configured; return it without credentials."""
        parts = urlsplit(url)
        if not parts.hostname or parts.scheme not in {"http", "https"}:
            raise NetworkError(f"{plain(url)}: not an http address; check the configuration")
        self.guard.trust(parts.hostname)
        if parts.username:
            self._credentials[parts.hostname] = (parts.username, parts.password or "")
        return plain(url)

    def offer(self, host: str, pair: tuple[str, str] | None) -> None:
        """Use a name and a password for a trusted host, unless its address brought its own."""
        if pair is not None:
            self._credentials.setdefault(host, pair)

    def bear(self, host: str, token: str) -> None:
        """Send a bearer token to a trusted host, and to no other."""
        self._tokens[host] = token

    def link(self, url: str, via: str) -> None:
        """Allow the host of a file that a page of a trusted index links to."""
        parts, page = urlsplit(url), urlsplit(via)
        if parts.username or parts.password or not parts.hostname:
            raise NetworkError(f"{plain(url)}: a link with credentials or no host is not followed")
        if parts.scheme not in {"https", page.scheme}:
            raise NetworkError(f"{plain(url)}: a link from https to {parts.scheme} is not followed")
        self.guard.link(parts.hostname, page.hostname or "")

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        limit: int = 64 * MIB,
        accepted: tuple[int, ...] = (200,),
    ) -> Response:
        """Ask for a page of at most `limit` bytes; NotFoundError or NetworkError otherwise."""
        return self._answer("GET", url, b"", headers or {}, limit=limit, accepted=accepted)

    def revalidate(
        self, url: str, *, headers: Mapping[str, str] | None = None, limit: int = 64 * MIB
    ) -> Response:
        """Ask for a page like `get`, sending only for what changed since the last answer."""
        with self._keeping:
            kept = self._kept.get(url)
        conditions = dict(headers or {})
        for name, condition in (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since")):
            if kept is not None and kept.header(name):
                conditions[condition] = kept.header(name)
        answer = self.get(url, headers=conditions, limit=limit, accepted=(200, 304))
        if answer.status == 304 and kept is not None:
            fresh = {**dict(kept.headers), **dict(answer.headers)}
            return msgspec.structs.replace(kept, headers=tuple(fresh.items()))
        if answer.header("etag") or answer.header("last-modified"):
            with self._keeping:
                self._kept[url] = answer
                while sum(len(one.body) for one in self._kept.values()) > KEPT_BYTES:
                    self._kept.popitem(last=False)
        return answer

    def post(
        self,
        url: str,
        body: bytes,
        *,
        headers: Mapping[str, str] | None = None,
        limit: int = 64 * MIB,
        accepted: tuple[int, ...] = (200, 201, 202, 204),
    ) -> Response:
        """Send a body, and read at most `limit` bytes of the answer."""
        return self._answer("POST", url, body, headers or {}, limit=limit, accepted=accepted)

    def download(self, url: str, path: Path, *, limit: int, size: int = 0) -> Download:
        """Stream a file of at most `limit` bytes to `path`, hashing it on the way.

        What is left of a failed try never stays on disk.
        """
        headers = {"Accept-Encoding": "identity"}
        for attempt in self._attempts(url):
            try:
                with self._open("GET", url, b"", headers) as answer:
                    if self._refused(answer, attempt, (200,)):
                        continue
                    with path.open("wb") as file:
                        done = self._store(answer, file, path.name, limit, size)
            except httpx.HTTPError as error:
                path.unlink(missing_ok=True)
                self._failed(url, error, attempt)
            except NetworkError:
                path.unlink(missing_ok=True)
                raise
            else:
                return done
        raise AssertionError("the last attempt raises")

    def _store(
        self, answer: httpx.Response, file: IO[bytes], name: str, limit: int, size: int
    ) -> Download:
        digest, written = hashlib.sha256(), 0
        for part in answer.iter_raw(BLOCK):
            written += len(part)
            if written > limit:
                raise NetworkError(
                    f"{plain(str(answer.url))}: larger than {limit} bytes; raise artifact_bytes"
                )
            digest.update(part)
            file.write(part)
            if self.progress is not None:
                self.progress(name, written, size or int(answer.headers.get("content-length", 0)))
        return Download(sha256=digest.hexdigest(), size=written)

    def _answer(
        self,
        method: str,
        url: str,
        body: bytes,
        headers: Mapping[str, str],
        *,
        limit: int,
        accepted: tuple[int, ...],
    ) -> Response:
        for attempt in self._attempts(url):
            try:
                with self._open(method, url, body, headers) as answer:
                    if self._refused(answer, attempt, accepted):
                        continue
                    return Response(
                        url=str(answer.url),
                        status=answer.status_code,
                        body=_bounded(answer, limit),
                        headers=tuple((k.lower(), v) for k, v in answer.headers.items()),
                    )
            except httpx.HTTPError as error:
                self._failed(url, error, attempt)
        raise AssertionError("the last attempt raises")

    def _attempts(self, url: str) -> Iterator[int]:
        for attempt in range(1, self.polite.tries + 1):
            LOG.debug("asking %s, attempt %d", plain(url), attempt)
            yield attempt

    def _open(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> "_Opened":
        return _Opened(self, method, url, body, headers)

    def send(
        self, method: str, url: str, body: bytes, headers: Mapping[str, str]
    ) -> httpx.Response:
        """Send one request and follow redirects among allowed hosts; the body is not yet read."""
        for _ in range(REDIRECTS + 1):
            parts = urlsplit(url)
            host = parts.hostname or ""
            if not self.guard.allows(host):
                raise NetworkError(f"{plain(url)}: {host} is not a host of the configured index")
            client = self._client(parts)
            auth = self._credentials.get(host) if self.guard.trusts(host) else None
            request = client.build_request(method, url, content=body or None, headers=headers)
            if self.guard.trusts(host) and host in self._tokens:
                request.headers["Authorization"] = f"Bearer {self._tokens[host]}"
                auth = None
            answer = client.send(request, auth=auth, stream=True, follow_redirects=False)
            if not answer.has_redirect_location:
                return answer
            answer.close()
            onward = urljoin(url, answer.headers["location"])
            if parts.scheme == "https" and urlsplit(onward).scheme != "https":
                raise NetworkError(f"{plain(url)}: redirects away from https, not followed")
            url = onward
        raise NetworkError(f"{plain(url)}: redirects more than {REDIRECTS} times")

    def _client(self, parts: SplitResult) -> httpx.Client:
        proxy = self._proxy or getproxies().get(parts.scheme, "")
        if not proxy or proxy_bypass(parts.hostname or ""):
            return self._direct
        if proxy not in self._proxied:
            self._proxied[proxy] = httpx.Client(
                proxy=proxy,
                verify=self._context,
                timeout=self.polite.timeout,
                trust_env=False,
                headers={"User-Agent": AGENT},
            )
        return self._proxied[proxy]

    def _refused(self, answer: httpx.Response, attempt: int, accepted: tuple[int, ...]) -> bool:
        """Tell whether to try again; raise when the answer is final and not accepted."""
        status, url = answer.status_code, plain(str(answer.url))
        if status in accepted:
            return False
        if status in {404, 410}:
            raise NotFoundError(f"{url}: not found ({status}); check the name and the index")
        if status in RETRIED and attempt < self.polite.tries:
            self._wait(attempt, _retry_after(answer.headers.get("retry-after", "")))
            return True
        advice = "check the credentials" if status in {401, 403} else "try again later"
        raise NetworkError(f"{url}: refused with status {status}; {advice}")

    def _failed(self, url: str, error: httpx.HTTPError, attempt: int) -> None:
        LOG.debug("%s failed: %r", plain(url), error)
        if attempt >= self.polite.tries or isinstance(error, httpx.UnsupportedProtocol):
            cause = str(error) or type(error).__name__
            raise NetworkError(
                f"{plain(url)}: no answer ({cause}); check the network and the registry's address"
            ) from error
        self._wait(attempt, 0.0)

    def _wait(self, attempt: int, asked: float) -> None:
        polite = self.polite
        wait = min(polite.longest_wait, polite.first_wait * 2 ** (attempt - 1))
        jittered = wait * random.uniform(0.5, 1.5)  # noqa: S311  # not for secrets
        self._sleep(min(polite.longest_wait, max(jittered, asked)))


class _Opened:
    """One answer that is closed whatever happens while it is read."""

    def __init__(
        self, client: Client, method: str, url: str, body: bytes, headers: Mapping[str, str]
    ) -> None:
        self._client = client
        self._request = (method, url, body, headers)
        self._answer: httpx.Response | None = None

    def __enter__(self) -> httpx.Response:
        self._answer = self._client.send(*self._request)
        return self._answer

    def __exit__(self, *_: object) -> None:
        if self._answer is not None:
            self._answer.close()


def plain(url: str) -> str:
    """Return an address without credentials, query and fragment, fit for a message."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "(unreadable address)"
    shown = f"[{host}]" if ":" in host else host
    return urlunsplit((parts.scheme, shown + port, parts.path, "", ""))


def _bounded(answer: httpx.Response, limit: int) -> bytes:
    parts, size = [], 0
    for part in answer.iter_bytes(BLOCK):
        size += len(part)
        if size > limit:
            raise NetworkError(f"{plain(str(answer.url))}: an answer of more than {limit} bytes")
        parts.append(part)
    return b"".join(parts)


def _context(certificates: str | None) -> ssl.SSLContext:
    if certificates:
        try:
            return ssl.create_default_context(cafile=certificates)
        except (OSError, ssl.SSLError) as error:
            raise NetworkError(
                f"{certificates}: no certificates can be read there; check pip's cert setting"
            ) from error
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _retry_after(text: str) -> float:
    """Return the seconds that a Retry-After asks for, 0 when it asks for nothing readable."""
    if text.strip().isdigit():
        return float(text)
    try:
        moment: datetime = parsedate_to_datetime(text)
        return max(0.0, moment.timestamp() - time.time())
    except (TypeError, ValueError):
        return 0.0
