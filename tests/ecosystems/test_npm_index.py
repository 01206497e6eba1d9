"""npm's registry through the client: which release, which tarball, which digest, which token."""

import base64
import hashlib
import json

import pytest

from pratique.ecosystems import ECOSYSTEMS, npm_config
from pratique.ecosystems.http import Client, Polite
from pratique.errors import NotFoundError, UsageError
from tests.ecosystems.serving import Server, always

NPM = ECOSYSTEMS["npm"]
BODY = b"a tarball"


def _integrity(data):
    return "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()


def _packument(url, **dist):
    versions = {}
    for version in ("1.0.0", "1.10.0", "1.2.0"):
        tarball = f"{url}/pkg/-/pkg-{version}.tgz"
        kept = {"tarball": tarball, "integrity": _integrity(BODY), **dist}
        versions[version] = {"name": "pkg", "version": version, "dist": kept}
    body = {"name": "pkg", "dist-tags": {"latest": "1.2.0"}, "versions": versions}
    return json.dumps({**body, "time": {"1.0.0": "2024-01-02T03:04:05.000Z"}}).encode()


@pytest.fixture
def registry(monkeypatch, tmp_path):
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    with Server({}) as server:
        monkeypatch.setenv("npm_config_registry", server.url)
        for version in ("1.0.0", "1.10.0", "1.2.0"):
            server.routes[f"/pkg/-/pkg-{version}.tgz"] = always(BODY)
        server.routes["/pkg"] = always(_packument(server.url))
        yield server


@pytest.fixture
def client():
    with Client(polite=Polite(tries=1), sleep=lambda _: None) as one:
        yield one


def _fetch(text, client, folder):
    return list(NPM.fetch(NPM.target(text), client, folder))


def test_a_named_version_is_fetched_and_its_integrity_holds(registry, client, tmp_path):
    (found,) = _fetch("pkg@1.0.0", client, tmp_path / "out")
    assert found.artifact.purl == "pkg:npm/pkg@1.0.0"
    assert found.expected_sha256 == found.artifact.sha256
    assert json.loads(found.metadata)["version"] == "1.0.0"


def test_without_a_version_the_latest_tag_counts(registry, client, tmp_path):
    (found,) = _fetch("pkg", client, tmp_path / "out")
    assert found.artifact.version == "1.2.0"


def test_a_tarball_that_was_exchanged_is_not_what_was_promised(registry, client, tmp_path):
    registry.routes["/pkg/-/pkg-1.0.0.tgz"] = always(b"another one")
    (found,) = _fetch("pkg@1.0.0", client, tmp_path / "out")
    assert found.expected_sha256 != found.artifact.sha256


def test_releases_are_ordered_as_semver_orders_them(registry, client):
    found = NPM.history("pkg", client)
    assert [one.version for one in found.releases] == ["1.0.0", "1.2.0", "1.10.0"]
    assert found.releases[0].uploaded > 1_700_000_000


def test_a_version_that_is_not_there_is_said_with_those_that_are(registry, client, tmp_path):
    with pytest.raises(NotFoundError, match=r"no version 9\.9\.9: the newest are 1\.10\.0"):
        _fetch("pkg@9.9.9", client, tmp_path / "out")


def test_an_unknown_package_is_not_found(registry, client, tmp_path):
    with pytest.raises(NotFoundError, match="no package nothing"):
        _fetch("nothing@1.0.0", client, tmp_path / "out")


def test_a_token_goes_to_the_registry_it_is_for(registry, client, tmp_path):
    host = registry.url.removeprefix("http:")
    (tmp_path / ".npmrc").write_text(f"{host}/:_authToken=${{TOKEN_FOR_TEST}}\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOKEN_FOR_TEST", "example")
        _fetch("pkg@1.0.0", client, tmp_path / "out")
    assert all(headers.get("Authorization") == "Bearer example" for _, headers in registry.asked)


def test_a_scope_has_a_registry_of_its_own(tmp_path):
    (tmp_path / ".npmrc").write_text("@own:registry=https://own.example/npm\n")
    env = {"HOME": str(tmp_path / "none"), "npm_config_registry": "https://all.example"}
    found = npm_config.settings(env, tmp_path)
    assert found.of("@own/thing") == "https://own.example/npm/"
    assert found.of("thing") == "https://all.example/"


def test_the_longest_address_gives_the_token(tmp_path):
    (tmp_path / ".npmrc").write_text("//h.example/:_authToken=a\n//h.example/npm/:_authToken=b\n")
    env = {"HOME": str(tmp_path / "none"), "npm_config_registry": "https://h.example/npm/"}
    assert npm_config.settings(env, tmp_path).token("https://h.example/npm/pkg") == "b"


@pytest.mark.parametrize("text", ["", "@scope", "pkg@", "a b"])
def test_what_names_no_package_is_refused(text):
    with pytest.raises(UsageError):
        NPM.target(text)


def test_npmrc_is_read_from_the_project_that_a_folder_lies_in(tmp_path):
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / ".npmrc").write_text("registry=https://own.example/\n")
    (tmp_path / "src" / "deep").mkdir(parents=True)
    found = npm_config.settings({"HOME": str(tmp_path / "home")}, tmp_path / "src" / "deep")
    assert found.registry == "https://own.example/"


def test_npmrc_has_comments_sections_and_variables(tmp_path):
    (tmp_path / ".npmrc").write_text(
        "registry=https://first.example/\n"
        "registry = 'https://own.example/' \n"
        "@${SCOPE}:registry=https://scope.example/ ; why\n"
        "//h.example/:_authToken=${UNSET}\n//i.example/:_authToken=${UNSET?}\n"
        "[section]\nregistry=https://section.example/\n"
    )
    found = npm_config.settings({"HOME": str(tmp_path), "SCOPE": "own"}, tmp_path)
    assert found.registry == "https://own.example/"
    assert found.scopes == {"@own": "https://scope.example/"}
    assert found.token("https://h.example/x") == "${UNSET}"  # as npm sends it
    assert not found.token("https://i.example/x")


@pytest.mark.parametrize(("text", "version"), [("pkg@1", "1.10.0"), ("pkg@~1.2.0", "1.2.0")])
def test_a_range_asks_for_the_newest_release_within_it(registry, client, tmp_path, text, version):
    (found,) = _fetch(text, client, tmp_path / "out")
    assert found.artifact.version == version
