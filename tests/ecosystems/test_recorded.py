"""Registries' answers from files."""

import json

import msgspec

from pratique.ecosystems import recorded
from pratique.model import History, RegistryFile, Release

SIMPLE = {
    "name": "demo",
    "files": [
        {
            "filename": f"demo-{version}.tar.gz",
            "url": "https://files.example/x",
            "hashes": {"sha256": "A" * 64},
            "upload-time": "2026-01-02T03:04:05.000000Z",
            "provenance": None,
        }
        for version in ("1.10", "1.9")
    ],
}
PACKUMENT = {
    "name": "demo",
    "time": {"1.0.0": "2026-01-02T03:04:05.000Z"},
    "versions": {
        "1.0.0": {
            "_npmUser": {"name": "maintainers", "email": "m@demo.example"},
            "dist": {
                "tarball": "https://files.example/demo-1.0.0.tgz",
                "attestations": {"url": "https://files.example/attestations"},
            },
        }
    },
}


def documents(**given):
    return {f"{name}.json": json.dumps(value).encode() for name, value in given.items()}


def test_a_simple_page_gives_releases_in_order_of_versions():
    history = recorded.history(documents(simple=SIMPLE))
    assert [one.version for one in history.releases] == ["1.9", "1.10"]
    file = history.releases[0].files[0]
    assert (file.kind, file.sha256, file.uploaded) == ("sdist", "a" * 64, 1767323045.0)


def test_a_packument_gives_publishers_and_provenance():
    history = recorded.history(documents(packument=PACKUMENT))
    file = history.releases[0].files[0]
    assert (file.publisher, file.email) == ("maintainers", "m@demo.example")
    assert file.provenance
    assert file.filename == "demo-1.0.0.tgz"


def test_our_own_record_comes_back():
    file = RegistryFile(filename="demo-1.0.tar.gz", url="", version="1.0", kind="sdist")
    kept = History(ecosystem="pypi", name="demo", releases=(Release(version="1.0", files=(file,)),))
    assert recorded.history({"history.json": msgspec.json.encode(kept)}) == kept


def test_uploads_and_repositories_are_read():
    said = documents(
        account={"uploads": [{"name": "x", "version": "1", "uploaded": "2026-01-02T03:04:05Z"}]},
        repository={"repository": "https://git.example/x", "tags": {"v1": "c"}, "branches": {}},
    )
    assert recorded.uploads(said)[0].uploaded == 1767323045.0
    assert recorded.repository(said).commits == {"c"}
    assert recorded.repository({}) is None


def test_broken_documents_are_nothing():
    for body in (b"", b"[]", b"{", b'{"files": 5, "versions": [], "uploads": [1]}', b"[" * 99_999):
        said = dict.fromkeys(("simple.json", "account.json"), body)
        assert recorded.history(said) is None
        assert recorded.uploads(said) == ()
