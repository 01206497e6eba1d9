"""Lock files of npm, Yarn and pnpm name releases and their integrity, and nothing else."""

import json

from pratique.cli import lockfiles_npm as lockfiles


def _named(targets):
    return [(one.name, one.version, one.hashes) for one in targets]


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
        'b@^2.0.0:\n  version "2.0.1"\n  resolved "https://r.example/b/-/b-2.0.1.tgz#11"\n'
    )
    assert _named(lockfiles.yarn(text)) == [
        ("@s/a", "1.2.0", ("sha512-BB==",)),
        ("b", "2.0.1", ()),
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
