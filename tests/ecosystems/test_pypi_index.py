"""The simple API through the client: which release, which files, which digests."""

import os

import pytest

from pratique.ecosystems import ECOSYSTEMS, pypi_config
from pratique.ecosystems.http import Client, Polite
from pratique.errors import NetworkError, NotFoundError, UsageError
from pratique.model import Target
from tests.ecosystems.serving import Server, always
from tests.engine.standin import StandIn, Weather, World

PYPI = ECOSYSTEMS["pypi"]


@pytest.fixture
def index(monkeypatch):
    world = World(9)
    with StandIn(world) as server:
        _configure(monkeypatch, f"{server.url}/simple/")
        yield server


def _configure(monkeypatch, *urls):
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", urls[0])
    if urls[1:]:
        monkeypatch.setenv("PIP_EXTRA_INDEX_URL", " ".join(urls[1:]))


@pytest.fixture
def client():
    with Client(polite=Polite(tries=3), sleep=lambda _: None) as one:
        yield one


def _target(**more):
    return Target(ecosystem="pypi", **more)


def _fetch(client, folder, **more):
    return list(PYPI.fetch(_target(**more), client, folder))


def test_every_file_of_a_release_is_fetched_with_its_digest(index, client, tmp_path):
    wanted = [one for one in index.world.kept if one.name == "demo-1" and ".post1" in one.filename]
    found = _fetch(client, tmp_path, name="Demo_1", version="1.0.post1")
    assert [one.artifact.filename for one in found] == [one.filename for one in wanted]
    for fetched, upload in zip(found, wanted, strict=True):
        assert fetched.expected_sha256 == fetched.artifact.sha256 == upload.sha256
        assert fetched.artifact.purl.startswith("pkg:pypi/demo-1@")


def test_without_a_version_the_newest_is_meant(index, client, tmp_path):
    newest = max(
        (one for one in index.world.kept if one.name == "demo-0"), key=lambda one: one.serial
    )
    found = _fetch(client, tmp_path, name="demo-0")
    assert [one.artifact.filename for one in found] == [newest.filename]


def test_a_requirement_chooses_among_versions(index, client, tmp_path):
    found = _fetch(client, tmp_path, name="demo-0", requirement="<1.0.post3")
    assert found[0].artifact.version == "1.0.post0"


def test_what_is_not_there_is_said_with_what_is(index, client, tmp_path):
    with pytest.raises(NotFoundError, match="no version 99: the newest are"):
        _fetch(client, tmp_path, name="demo-0", version="99")
    with pytest.raises(NotFoundError, match="no project nobody: check the spelling"):
        _fetch(client, tmp_path, name="nobody")
    with pytest.raises(NotFoundError, match=r"no file x\.whl"):
        _fetch(client, tmp_path, name="demo-0", filename="x.whl")
    with pytest.raises(UsageError, match="no version specifier"):
        _fetch(client, tmp_path, name="demo-0", requirement=">>1")


def test_a_pinned_digest_that_no_file_has_stays_the_expected_one(index, client, tmp_path):
    pin = "0" * 64
    found = _fetch(client, tmp_path, name="demo-0", hashes=(f"sha256:{pin}",))
    assert found
    assert all(one.expected_sha256 == pin != one.artifact.sha256 for one in found)


def test_of_several_files_only_the_pinned_ones_are_fetched(monkeypatch, client, tmp_path):
    import hashlib

    bodies = {"demo-1.0.tar.gz": b"one", "demo-1.0-py3-none-any.whl": b"two"}
    links = "".join(
        f'<a href="/f/{name}#sha256={hashlib.sha256(body).hexdigest()}">{name}</a>'
        for name, body in bodies.items()
    )
    routes = {"/simple/demo/": always(links.encode(), Content_Type="text/html")}
    routes |= {f"/f/{name}": always(body) for name, body in bodies.items()}
    with Server(routes) as server:
        _configure(monkeypatch, f"{server.url}/simple")
        pin = f"sha256:{hashlib.sha256(b'two').hexdigest()}"
        found = _fetch(client, tmp_path, name="demo", hashes=(pin,))
    assert [one.artifact.filename for one in found] == ["demo-1.0-py3-none-any.whl"]


def test_a_file_that_is_not_the_promised_one_is_kept_with_both_digests(
    monkeypatch, client, tmp_path
):
    world = World(3)
    with StandIn(world, Weather(wrong=1.0)) as server:
        _configure(monkeypatch, f"{server.url}/simple/")
        found = _fetch(client, tmp_path, name="demo-0")
    assert found[0].expected_sha256 != found[0].artifact.sha256


def test_an_extra_index_that_does_not_answer_is_skipped(monkeypatch, client, index):
    _configure(monkeypatch, f"{index.url}/simple/", "file:///nowhere/simple", "http://127.0.0.1:9/")
    assert PYPI.history("demo-0", client).releases


def test_an_index_that_does_not_answer_is_an_error(monkeypatch, client):
    _configure(monkeypatch, "http://127.0.0.1:9/simple/")
    with pytest.raises(NetworkError, match="no answer"):
        PYPI.history("demo", client)


@pytest.mark.parametrize("body", [b"{", b"[]", b"{}", b"[" * 100_000, b"\xff"])
def test_an_answer_that_is_no_page_is_an_error_of_one_line(monkeypatch, client, body):
    page = always(body, Content_Type="application/vnd.pypi.simple.v1+json")
    with Server({"/simple/demo/": page}) as server:
        _configure(monkeypatch, f"{server.url}/simple/")
        with pytest.raises(NetworkError, match="no page of a package index") as caught:
            PYPI.history("demo", client)
    assert "\n" not in str(caught.value)


def test_a_folder_can_be_an_index(monkeypatch, client, tmp_path):
    page = tmp_path / "simple" / "demo" / "index.html"
    page.parent.mkdir(parents=True)
    (tmp_path / "demo-1.0.tar.gz").write_bytes(b"body")
    page.write_text('<a href="../../demo-1.0.tar.gz">demo-1.0.tar.gz</a>')
    _configure(monkeypatch, (tmp_path / "simple").as_uri())
    found = _fetch(client, tmp_path / "out", name="demo")
    assert found[0].artifact.size == 4


def test_names_that_are_paths_are_not_fetched(monkeypatch, client, tmp_path):
    page = always(b'<a href="/f">..%2fdemo-1.0.tar.gz</a><a href="/f">../demo-1.0.tar.gz</a>')
    with Server({"/simple/demo/": page, "/f": always(b"x")}) as server:
        _configure(monkeypatch, f"{server.url}/simple/")
        with pytest.raises(NetworkError, match="named as a path"):
            _fetch(client, tmp_path, name="demo", filename="../demo-1.0.tar.gz", version="1.0")
    assert list(tmp_path.iterdir()) == []


def test_pip_is_configured_by_files_then_by_the_environment(tmp_path):
    home = tmp_path / "home"
    file = home / ".config" / "pip" / "pip.conf"
    file.parent.mkdir(parents=True)
    file.write_text(
        "[global]\nindex-url = https://one.invalid/simple\ncert = /c.pem\ntimeout = 5\n"
    )
    named = tmp_path / "pip.conf"
    named.write_text(
        "[install]\nextra-index-url =\n  https://two.invalid/simple\n  https://one.invalid/simple/\n"
    )
    base = {"HOME": str(home), "PIP_CONFIG_FILE": str(named), "XDG_CONFIG_DIRS": str(tmp_path)}
    found = pypi_config.indexes(base)
    assert found.index == "https://one.invalid/simple/"
    assert "https://two.invalid/simple/" in found.extra
    assert "https://one.invalid/simple/" not in found.extra
    assert (found.certificates, found.timeout) == ("/c.pem", 5.0)
    overruled = pypi_config.indexes({**base, "PIP_INDEX_URL": "https://three.invalid/simple/"})
    assert overruled.index == "https://three.invalid/simple/"


def test_a_broken_configuration_is_a_usage_error(tmp_path):
    named = tmp_path / "pip.conf"
    named.write_text("no section\n")
    with pytest.raises(UsageError, match="pip's configuration cannot be read"):
        pypi_config.indexes({"PIP_CONFIG_FILE": str(named), "HOME": str(tmp_path)})


def test_netrc_is_asked_for_credentials(tmp_path):
    file = tmp_path / "netrc"
    file.write_text("machine one.invalid login u password p\n")
    file.chmod(0o600)
    assert pypi_config.credentials("one.invalid", {"NETRC": str(file)}) == ("u", "p")
    assert pypi_config.credentials("two.invalid", {"NETRC": str(file)}) is None
    assert pypi_config.credentials("x", {"NETRC": str(tmp_path / "none")}) is None


@pytest.mark.network
def test_a_real_release_comes_with_all_its_files(tmp_path):
    with PYPI.client() as client:
        found = _fetch(client, tmp_path, name="six", version="1.16.0")
    assert {one.artifact.kind for one in found} == {"wheel", "sdist"}
    assert all(one.expected_sha256 == one.artifact.sha256 for one in found)
