"""Lock files of npm, Yarn and pnpm name releases and their integrity, and nothing else."""

import base64
import json

import pytest

from pratique.cli import lockfiles_npm as lockfiles


@pytest.fixture(autouse=True)
def _registry(monkeypatch):
    monkeypatch.setenv("npm_config_registry", "https://r.example/")


def _named(targets):
    return [(one.name, one.version, one.hashes) for one in targets if not isinstance(one, str)]


def _told(targets):
    return [one.partition(";")[0] for one in targets if isinstance(one, str)]


def test_a_package_lock_names_what_lies_in_node_modules():
    packages = {
        "": {"name": "app", "version": "1.0.0"},
        "node_modules/a": {"version": "1.2.3", "integrity": "sha512-AA=="},
        "node_modules/b/node_modules/@s/c": {"version": "2.0.0"},
        "node_modules/local": {"link": True, "resolved": "packages/local"},
        "node_modules/g": {"version": "1.0.0", "resolved": "git+ssh://git@h.example/g.git#abc"},
    }
    text = json.dumps({"lockfileVersion": 3, "packages": packages})
    assert _named(lockfiles.package_lock(text)) == [
        ("a", "1.2.3", ("sha512-AA==",)),
        ("@s/c", "2.0.0", ()),
    ]


def test_an_old_package_lock_names_dependencies_of_dependencies():
    inner = {"b": {"version": "2.0.0"}}
    text = json.dumps({"dependencies": {"a": {"version": "1.0.0", "dependencies": inner}}})
    assert _named(lockfiles.package_lock(text)) == [("a", "1.0.0", ()), ("b", "2.0.0", ())]


def test_the_first_yarns_lock_is_read():
    text = (
        "# yarn lockfile v1\n\n"
        '"@s/a@^1.0.0", "@s/a@^1.1.0":\n  version "1.2.0"\n'
        '  resolved "https://r.example/@s/a/-/a-1.2.0.tgz#00"\n  integrity sha512-BB==\n'
        '  dependencies:\n    b "^2.0.0"\n\n'
        'b@^2.0.0:\n  version "2.0.1"\n  resolved "https://r.example/b/-/b-2.0.1.tgz#'
        + "11" * 20
        + '"\n'
    )
    assert _named(lockfiles.yarn(text)) == [
        ("@s/a", "1.2.0", ("sha512-BB==",)),
        ("b", "2.0.1", ("sha1-" + base64.b64encode(b"\x11" * 20).decode(),)),
    ]


def test_a_later_yarns_lock_names_what_an_alias_stands_for():
    text = (
        '"alias@npm:real@^1.0.0":\n  version: 1.0.1\n  resolution: "real@npm:1.0.1"\n'
        '"app@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "app@workspace:."\n'
    )
    assert _named(lockfiles.yarn(text)) == [("real", "1.0.1", ())]


def test_a_pnpm_lock_is_read_in_its_old_and_new_spelling():
    text = (
        "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies: {}\npackages:\n\n"
        "  '@s/a@1.0.0':\n    resolution: {integrity: sha512-CC==}\n\n"
        "  /b/2.0.0:\n    resolution: {integrity: sha512-DD==}\n\n"
        "  c@3.0.0:\n    resolution: {tarball: https://h.example/c.tgz}\n\n"
        "snapshots:\n\n  '@s/a@1.0.0': {}\n"
    )
    assert _named(lockfiles.pnpm(text)) == [
        ("@s/a", "1.0.0", ("sha512-CC==",)),
        ("b", "2.0.0", ("sha512-DD==",)),
    ]


@pytest.mark.parametrize(
    ("entry", "address"),
    [
        ({"resolved": "git+ssh://git@h.example/a.git#abc"}, "git+ssh://git@h.example/a.git#abc"),
        ({"resolved": "https://h.example/u/r/tar.gz/abc"}, "https://h.example/u/r/tar.gz/abc"),
        ({"resolved": "https://h.example/a/-/a-1.0.0.tgz"}, "https://h.example/a/-/a-1.0.0.tgz"),
        ({"resolved": "file:a-1.0.0.tgz"}, "file:a-1.0.0.tgz"),
    ],
)
def test_what_a_package_lock_takes_from_elsewhere_is_told_and_not_looked_up(entry, address):
    packages = {"node_modules/a": {"version": "1.0.0", **entry}}
    found = list(lockfiles.package_lock(json.dumps({"packages": packages})))
    assert _named(found) == []
    assert _told(found) == [f"a: comes from {address}"]


def test_an_address_of_another_host_counts_under_its_digest():
    entry = {"version": "1.0.0", "resolved": "https://m.example/a.tgz", "integrity": "sha512-AA=="}
    found = lockfiles.package_lock(json.dumps({"packages": {"node_modules/a": entry}}))
    assert _named(found) == [("a", "1.0.0", ("sha512-AA==",))]


def test_the_oldest_package_lock_names_aliases_and_tells_of_git():
    entries = {
        "alias": {"version": "npm:@s/real@2.0.0"},
        "g": {"version": "git+https://h.example/g.git#abc"},
        "own": {"version": "file:../own"},
        "inside": {"version": "1.0.0", "bundled": True},
    }
    found = list(lockfiles.package_lock(json.dumps({"dependencies": entries})))
    assert _named(found) == [("@s/real", "2.0.0", ())]
    assert _told(found) == ["g: comes from git+https://h.example/g.git#abc"]


def test_the_first_yarns_lock_names_aliases_and_tells_of_git():
    text = (
        '"alias@npm:@s/real@^1.0.0":\n  version "1.0.1"\n  integrity sha512-AA==\n'
        '  resolved "https://r.example/@s/real/-/real-1.0.1.tgz"\n\n'
        '"g@git+https://h.example/g.git":\n  version "1.0.0"\n'
        '  resolved "git+https://h.example/g.git#abc"\n'
    )
    found = list(lockfiles.yarn(text))
    assert _named(found) == [("@s/real", "1.0.1", ("sha512-AA==",))]
    assert _told(found) == ["g: comes from git+https://h.example/g.git#abc"]


def test_a_later_yarns_lock_tells_of_git_and_of_archives_elsewhere():
    text = (
        '"g@https://h.example/g.git#commit=abc":\n  version: 1.0.0\n'
        '  resolution: "g@https://h.example/g.git#commit=abc"\n\n'
        '"x@npm:1.0.0":\n  version: 1.0.0\n'
        '  resolution: "x@npm:1.0.0::__archiveUrl=https%3A%2F%2Fh.example%2Fx.tgz"\n\n'
        '"t@patch:t@npm%3A^5.0.0#a.patch":\n  version: 5.0.0\n'
        '  resolution: "t@patch:t@npm%3A5.0.0#a.patch::version=5.0.0&hash=1"\n'
    )
    found = list(lockfiles.yarn(text))
    assert _named(found) == []
    assert _told(found) == [
        "g: comes from https://h.example/g.git#commit=abc",
        "x: comes from __archiveUrl=https%3A%2F%2Fh.example%2Fx.tgz",
    ]


@pytest.mark.parametrize(
    "key", ["/@s/a/1.0.0_b@2.0.0", "/@s/a@1.0.0(b@2.0.0)(@c/d@3.0.0)", "'@s/a@1.0.0'", "@s/a@1.0.0"]
)
def test_every_spelling_of_a_pnpm_key_is_read(key):
    text = f"packages:\n\n  {key}:\n    resolution: {{integrity: sha512-CC==}}\n    dev: true\n"
    assert _named(lockfiles.pnpm(text)) == [("@s/a", "1.0.0", ("sha512-CC==",))]


def test_a_pnpm_lock_tells_of_archives_elsewhere():
    address = "https://h.example/u/r/tar.gz/abc"
    text = (
        f"packages:\n\n  c@{address}:\n    resolution: {{tarball: {address}}}\n"
        "    version: 1.0.0\n\n"
        "  h.example/u/r/abc:\n    resolution: {commit: abc, repo: https://h.example/u/r}\n\n"
        "  file:../own:\n    resolution: {directory: ../own, type: directory}\n"
    )
    assert _told(lockfiles.pnpm(text)) == [
        f"c@{address}: comes from {address}",
        "h.example/u/r/abc: comes from https://h.example/u/r",
    ]


def test_a_pnpm_key_without_a_version_is_told():
    assert _told(lockfiles.pnpm("packages:\n  strange:\n    dev: true\n")) == [
        "strange: has no version"
    ]
