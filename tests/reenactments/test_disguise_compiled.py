"""What is found in plain crates and jars is found when their strings are written in other ways."""

import pytest

from pratique import rules, verdict
from pratique.ecosystems import identify
from pratique.inspection import worklist
from pratique.limits import Limits
from tests.incidents import pack
from tests.incidents.build import packed
from tests.reenactments import java
from tests.reenactments.build import HERE, files_of
from tests.reenactments.case import folders, load
from tests.reenactments.disguise_compiled import (
    JAVA,
    RUST,
    java_base64,
    java_xored,
    rust_renamed,
    rust_xored,
)

SUSPICIOUS = 0.5
CRATES = [one for one in folders(HERE, "crates") if load(one).expect != "clear"]
PLAIN = frozenset(("login-handed-on",))
"""Not found in plain, either: `test_maven.py` says why."""
JARS = [
    one for one in folders(HERE, "maven") if load(one).expect != "clear" and one.name not in PLAIN
]


def _named(steps):
    return "+".join(one.__name__ for one in steps)


def _score(name, data, ecosystem):
    _, artifact = identify(name, data[:65_536])
    facts = worklist.inspect(data, artifact, Limits()).facts
    found = rules.match.findings(rules.load.catalog(), facts, ecosystem, ecosystem)
    return verdict.score(found, facts).value


def _disguised(folder, suffix, steps):
    case, files = files_of(folder)
    for path, body in files.items():
        if path.endswith(suffix):
            text = body.decode()
            for step in steps:
                text = step(text)
            files[path] = text.encode()
    return case, files


@pytest.mark.parametrize(
    "steps", [*((one,) for one in RUST), (rust_renamed, rust_xored)], ids=_named
)
@pytest.mark.parametrize("folder", CRATES, ids=lambda one: one.name)
def test_a_disguised_crate_is_still_found(folder, steps):
    case, files = _disguised(folder, ".rs", steps)
    name, data = packed("crate", files, case.name, case.release[0].version)
    assert _score(name, data, "crates") >= SUSPICIOUS


@pytest.mark.skipif(not java.available(), reason="javac is not installed")
@pytest.mark.parametrize(
    "steps", [*((one,) for one in JAVA), (java_base64, java_xored)], ids=_named
)
def test_a_disguised_jar_is_still_found(steps):
    trees = {folder: _disguised(folder, ".java", steps) for folder in JARS}
    sources = {}
    for folder, (_, files) in trees.items():
        sources |= java.java_sources(files, load(folder).nested)
    classes = java.compile_sources(sources)
    missed = []
    for folder, (case, files) in trees.items():
        group, artifact = case.name.split(":")
        version = case.release[0].version
        members = java.jar_files(files, load(folder).nested, classes)
        data = pack.jar(members, group, artifact, version)
        if _score(f"{artifact}-{version}.jar", data, "maven") < SUSPICIOUS:
            missed.append(folder.name)
    assert not missed
