"""npm dependencies, fetched from a stand-in of the registry and reviewed with what declares them."""

import base64
import hashlib
import io
import json
import tarfile
from datetime import UTC, datetime, timedelta

import pytest

from pratique.cli.background import Background, Wanted
from pratique.review import Reviewer
from pratique.review.dependencies import COUNT
from tests.ecosystems.serving import Server, always
from tests.incidents import pack
from tests.incidents.build import HERE, build
from tests.incidents.detection import fetched

CALM = b"module.exports = (left, right) => left + right\n"


@pytest.fixture(scope="module")
def reviewer():
    with Reviewer() as one:
        yield one


@pytest.fixture(scope="module")
def evil(tmp_path_factory):
    built = build(HERE / "is-it-ai", tmp_path_factory.mktemp("built"))
    return next(one.path for one in built.archives if one.role == "dependency").read_bytes()


@pytest.fixture
def registry(tmp_path, monkeypatch):
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    with Server({}) as server:
        monkeypatch.setenv("npm_config_registry", server.url)
        yield server


def tarball(name, version="1.0.0", **dependencies):
    said = {"name": name, "version": version, "main": "index.js", "dependencies": dependencies}
    return pack.npm({"package.json": json.dumps(said).encode(), "index.js": CALM}, name, version)


def publish(server, name, version, body, days=400):
    when = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    address = f"/{name}/-/{name}-{version}.tgz"
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(body).digest()).decode()
    dist = {"tarball": server.url + address, "integrity": integrity}
    with tarfile.open(fileobj=io.BytesIO(body)) as archive:
        said = archive.extractfile("package/package.json")
        assert said is not None
        one = json.load(said) | {"dist": dist}
    packument = {"name": name, "dist-tags": {"latest": version}, "versions": {version: one}}
    server.routes[address] = always(body)
    server.routes[f"/{name}"] = always(json.dumps({**packument, "time": {version: when}}).encode())


def reviewed(reviewer, folder, body):
    def never(error):
        raise error

    path = folder / "harbour-log-1.0.0.tgz"
    path.write_bytes(body)
    background = Background(Wanted(with_dependencies=True), reviewer, folder, never)
    return background.review(fetched(path))


def inherited(review):
    return [fact for fact in review.facts if "dependency" in fact.tags]


def asked(server):
    return {path for path, _ in server.asked}


def test_a_pinned_dependency_decides_at_the_manifest_that_declares_it(
    reviewer, registry, evil, tmp_path
):
    publish(registry, "tide-shape-core", "1.0.4", evil)
    parent = tarball("harbour-log", **{"tide-shape-core": "1.0.4"})
    review = reviewed(reviewer, tmp_path, parent)
    assert review.verdict.classification == "malicious"
    assert review.verdict.codes[0] == "meta/dependency-is-malware"
    (fact,) = inherited(review)
    assert fact.location.member == "package/package.json"


def test_a_young_dependency_is_reviewed_and_an_old_one_that_floats_is_not(
    reviewer, registry, evil, tmp_path
):
    publish(registry, "tide-shape-core", "1.0.4", evil, days=1)
    parent = tarball("harbour-log", **{"tide-shape-core": "^1.0.0"})
    assert inherited(reviewed(reviewer, tmp_path, parent))
    publish(registry, "tide-shape-core", "1.0.4", evil, days=400)
    assert not inherited(reviewed(reviewer, tmp_path, parent))


def test_dependencies_of_dependencies_are_followed_to_the_second_level(
    reviewer, registry, evil, tmp_path
):
    publish(registry, "tide-shape-core", "1.0.4", evil)
    publish(registry, "outer", "1.0.0", tarball("outer", inner="1.0.0"))
    publish(registry, "inner", "1.0.0", tarball("inner", **{"tide-shape-core": "1.0.4"}))
    near = reviewed(reviewer, tmp_path, tarball("harbour-log", inner="1.0.0"))
    assert [fact.tags[-1] for fact in inherited(near)] == ["depth-2"]
    far = reviewed(reviewer, tmp_path, tarball("harbour-log", outer="1.0.0"))
    assert not inherited(far)


def test_no_more_than_a_dozen_are_asked_for(reviewer, registry, tmp_path):
    names = [f"part-{number}" for number in range(COUNT + 5)]
    for name in names:
        publish(registry, name, "1.0.0", tarball(name))
    reviewed(reviewer, tmp_path, tarball("harbour-log", **dict.fromkeys(names, "1.0.0")))
    assert sum(path.endswith(".tgz") for path in asked(registry)) == COUNT


def test_an_address_is_never_asked_and_a_missing_package_is_said(reviewer, registry, tmp_path):
    parent = tarball("harbour-log", elsewhere=f"{registry.url}/elsewhere.tgz", missing="1.0.0")
    review = reviewed(reviewer, tmp_path, parent)
    notes = [one.detail for one in review.limitations if one.code == "not-compared"]
    assert any("elsewhere comes from an address" in note for note in notes)
    assert any("missing" in note for note in notes)
    assert "/elsewhere.tgz" not in asked(registry)
