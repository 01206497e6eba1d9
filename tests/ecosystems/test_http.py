"""The egress client: who may be asked, what is counted, when it tries again."""

import hashlib
import socket

import httpcore
import pytest

from pratique.ecosystems.http import Client, Polite, plain
from pratique.ecosystems.http_guard import Guard
from pratique.errors import NetworkError, NotFoundError
from tests.ecosystems.serving import Server, always


@pytest.fixture
def waits():
    return []


@pytest.fixture
def client(waits, monkeypatch):
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with Client(polite=Polite(tries=3, timeout=5.0), sleep=waits.append) as one:
        yield one


def test_a_host_that_nobody_configured_is_not_asked(client):
    with Server({"/": always(b"x")}) as server:
        with pytest.raises(NetworkError, match="not a host of the configured index"):
            client.get(server.url)
        assert server.asked == []


def test_a_redirect_to_another_host_is_not_followed(client):
    with Server({"/secret": always(b"x")}) as inner:
        port = inner.server_address[1]
        away = always(b"", 302, Location=f"http://localhost:{port}/secret")
        with Server({"/": away}) as server:
            client.trust(server.url)
            with pytest.raises(NetworkError, match="localhost is not a host"):
                client.get(f"{server.url}/")
        assert inner.asked == []


def test_a_redirect_on_the_same_host_is_followed_and_loops_end(client):
    with Server(
        {
            "/a": always(b"", 301, Location="/b"),
            "/b": always(b"y"),
            "/c": always(b"", 302, Location="/c"),
        }
    ) as server:
        client.trust(server.url)
        assert client.get(f"{server.url}/a").body == b"y"
        with pytest.raises(NetworkError, match="redirects more than"):
            client.get(f"{server.url}/c")


@pytest.mark.parametrize(
    "url",
    [
        "http://user:word@files.invalid/x",
        "file:///etc/passwd",
        "ftp://files.invalid/x",
        "http://files.invalid/x",
        "https:///x",
    ],
)
def test_links_with_credentials_other_schemes_or_no_host_are_not_followed(client, url):
    with pytest.raises(NetworkError, match="not followed"):
        client.link(url, "https://index.invalid/simple/")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "::1",
        "::ffff:127.0.0.1",
        "fd00:ec2::254",
        "0.0.0.0",
    ],
)
def test_a_linked_host_with_a_private_address_is_not_asked(address, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", _resolver({"files.invalid": address}))
    guard = Guard()
    guard.trust("index.invalid")
    guard.link("files.invalid", "index.invalid")
    with pytest.raises(NetworkError, match="private address"):
        guard.addresses("files.invalid", 443)


def test_a_private_index_may_link_to_private_hosts_but_never_to_metadata(monkeypatch):
    table = {
        "index.invalid": "10.0.0.1",
        "files.invalid": "10.0.0.2",
        "meta.invalid": "169.254.169.254",
    }
    monkeypatch.setattr(socket, "getaddrinfo", _resolver(table))
    guard = Guard()
    guard.trust("index.invalid")
    guard.link("files.invalid", "index.invalid")
    guard.link("meta.invalid", "index.invalid")
    assert guard.addresses("index.invalid", 443) == ("10.0.0.1",)
    assert guard.addresses("files.invalid", 443) == ("10.0.0.2",)
    assert guard.addresses("meta.invalid", 443) == ()


def test_a_name_without_address_is_a_connection_that_failed(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", _resolver({}))
    guard = Guard()
    guard.trust("nowhere.invalid")
    with pytest.raises(httpcore.ConnectError):
        guard.addresses("nowhere.invalid", 443)


def _resolver(table):
    def resolve(host, port, **_):
        if host not in table:
            raise socket.gaierror("no such host")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (table[host], port))]

    return resolve


def test_what_is_busy_is_asked_again_after_the_time_it_names(client, waits):
    def busy(times):
        return (429, {"Retry-After": "7"}, b"") if times < 3 else (200, {}, b"done")

    with Server({"/": busy}) as server:
        client.trust(server.url)
        assert client.get(f"{server.url}/").body == b"done"
    assert waits == [7.0, 7.0]


def test_what_stays_broken_is_given_up_with_one_line(client, waits):
    with Server({"/": always(b"", 503)}) as server:
        client.trust(server.url)
        with pytest.raises(NetworkError, match="refused with status 503; try again later"):
            client.get(f"{server.url}/")
    assert len(waits) == 2


def test_what_is_not_there_is_not_asked_for_again(client, waits):
    with Server({}) as server:
        client.trust(server.url)
        with pytest.raises(NotFoundError):
            client.get(f"{server.url}/")
    assert waits == []


def test_no_listener_is_one_line_that_says_what_to_do(client):
    with Server({}) as server:
        url = server.url
    client.trust(url)
    with pytest.raises(NetworkError, match=r"no answer .* check the network"):
        client.get(f"{url}/")


def test_an_answer_larger_than_allowed_is_refused(client):
    with Server({"/": always(b"x" * 5000)}) as server:
        client.trust(server.url)
        with pytest.raises(NetworkError, match="more than 1000 bytes"):
            client.get(f"{server.url}/", limit=1000)


def test_a_download_is_hashed_and_counted_and_a_half_one_repeated(client, tmp_path):
    body = b"a" * 70_000

    def flaky(times):
        return (200, {"Content-Length": "70000"}, body if times > 1 else body[:100])

    with Server({"/f": flaky}) as server:
        client.trust(server.url)
        done = client.download(f"{server.url}/f", tmp_path / "f", limit=100_000)
        assert done.sha256 == hashlib.sha256(body).hexdigest()
        assert (tmp_path / "f").read_bytes() == body
        with pytest.raises(NetworkError, match="larger than 10 bytes"):
            client.download(f"{server.url}/f", tmp_path / "g", limit=10)
    assert not (tmp_path / "g").exists()


def test_a_page_that_did_not_change_is_not_sent_again(client):
    def page(times):
        return (200, {"ETag": '"1"'}, b"page") if times == 1 else (304, {"X-Serial": "9"}, b"")

    with Server({"/": page}) as server:
        client.trust(server.url)
        client.revalidate(f"{server.url}/")
        answer = client.revalidate(f"{server.url}/")
        assert server.asked[1][1]["If-None-Match"] == '"1"'
    assert (answer.body, answer.status, answer.header("x-serial")) == (b"page", 200, "9")


def test_credentials_go_to_their_own_host_and_never_into_messages(client):
    with Server({"/": always(b"x")}) as server:
        address = client.trust(server.url.replace("//", "//user:word@") + "/")
        assert "word" not in address
        client.get(address)
        assert server.asked[0][1]["Authorization"].startswith("Basic ")
    assert plain("https://u:p@host.invalid:8/a?b=c#d") == "https://host.invalid:8/a"
