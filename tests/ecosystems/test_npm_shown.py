"""Where npm's registry shows another manifest than the archive has ("manifest confusion")."""

import json

import pytest

from pratique.ecosystems import ECOSYSTEMS
from pratique.model import Member

NPM = ECOSYSTEMS["npm"]


def differing(own, shown):
    """Return what the two manifests differ in."""
    plain = {"name": "demo", "version": "1.0.0", "main": "index.js"}
    data = json.dumps({**plain, **own}).encode()
    artifact = NPM.identify("demo-1.0.0.tgz")
    members = (Member(path="package/package.json", size=len(data)),)
    manifest = NPM.describe(artifact, members, {"package/package.json": data}).manifest
    told = NPM.metadata_facts(artifact, manifest, json.dumps({**plain, **shown}).encode())
    return [value.text for one in told for value in one.values]


@pytest.mark.parametrize(
    ("own", "shown", "names"),
    [
        ({"scripts": {"postinstall": "node x"}}, {}, ["scripts.postinstall"]),
        ({"dependencies": {"a": "1"}}, {}, ["dependencies.a"]),
        ({"dependencies": {"a": "1"}}, {"dependencies": {"a": "2"}}, ["dependencies.a"]),
        (
            {"optionalDependencies": {"a": "git+https://h.example/a.git"}},
            {"optionalDependencies": {"a": "1"}},
            ["dependencies.a"],
        ),
        ({"bin": "b.js"}, {}, ["bin.demo"]),
        ({"main": "b.js"}, {}, ["main"]),
        ({"exports": {"node": "./b.js"}}, {"exports": {"node": "./index.js"}}, ["exports"]),
        ({"exports": "./b.js"}, {}, ["exports"]),
    ],
)
def test_what_only_one_of_them_shows_is_said_both_ways(own, shown, names):
    assert differing(own, shown) == names
    assert differing(shown, own) == names


@pytest.mark.parametrize(
    ("own", "shown"),
    [
        ({"scripts": {"test": "a"}}, {"scripts": {"test": "b"}}),
        ({"bin": "./b.js"}, {"bin": {"demo": "b.js"}}),
        ({"main": "./index"}, {"main": "index.js"}),
        ({"main": "./lib/"}, {"main": "lib/index.js"}),
        ({"exports": {".": "./b.js"}}, {"exports": "./b.js"}),
        ({"devDependencies": {"a": "1"}}, {}),
        ({}, {"scripts": {"install": "node-gyp rebuild"}, "gypfile": True}),
        ({}, {"_id": "demo@1.0.0", "gitHead": "abc", "dist": {}, "maintainers": []}),
    ],
)
def test_what_means_the_same_is_no_difference(own, shown):
    assert differing(own, shown) == []
