"""What a new release shows that the old one did not."""

import msgspec
import pytest

from pratique import compare
from pratique.compare.dependencies import unused
from pratique.compare.pairing import paired, stable
from pratique.compare.texts import hunks
from pratique.model import (
    Artifact,
    Coverage,
    Dependency,
    Fact,
    Inspection,
    Location,
    Manifest,
    Member,
    MemberChange,
    Trigger,
    Value,
)


def member(path, digest="a", size=100, language="python"):
    return Member(path=path, sha256=digest, size=size, language=language)


def inspection(**given):
    return Inspection(
        sha256="0" * 64,
        size=1,
        container="gzip",
        coverage=Coverage(sha256="0" * 64, size=1),
        **given,
    )


def fact(behaviour, activation="import", member="demo-1.0/demo/core.py", **more):
    return Fact(
        behaviour=behaviour, activation=activation, location=Location(member=member, line=3), **more
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("demo-1.0/demo/a.py", "demo/a.py"),
        ("demo-1.0.dist-info/RECORD", "demo.dist-info/RECORD"),
        ("package/lib/a.js", "lib/a.js"),
        ("demo/a.py", "demo/a.py"),
    ],
)
def test_the_version_in_a_top_folder_makes_no_difference(path, expected):
    assert stable(path) == expected


def test_members_are_paired_by_path_then_content_then_name():
    old = [member("d-1/a.py", "1"), member("d-1/b.py", "2"), member("d-1/x/c.py", "3", 1000)]
    new = [member("d-2/a.py", "9"), member("d-2/moved.py", "2"), member("d-2/y/c.py", "4", 1010)]
    pairs = paired(old, [*new, member("d-2/new.py", "5")])
    kinds = {(change.kind, change.old, change.new) for change in pairs.changes}
    assert kinds == {
        ("changed", "d-1/a.py", "d-2/a.py"),
        ("moved", "d-1/b.py", "d-2/moved.py"),
        ("moved", "d-1/x/c.py", "d-2/y/c.py"),
        ("added", "", "d-2/new.py"),
    }
    assert pairs.same == 0


def test_a_behaviour_is_new_when_the_old_release_showed_it_nowhere():
    old = inspection(facts=(fact("net/http", "call"),))
    new = inspection(facts=(fact("exec/download-run"), fact("net/http", "call", symbol="other")))
    found = {(one.behaviour, one.tags) for one in compare.changes(old, new)}
    assert found == {("exec/download-run", ("new",)), ("net/http", ("added",))}


def test_a_behaviour_that_moves_from_calls_to_import_is_new():
    old = inspection(facts=(fact("net/http", "call"),))
    (found,) = compare.changes(old, inspection(facts=(fact("net/http", "import"),)))
    assert found.tags == ("new",)
    assert found.source == "diff"


def test_a_behaviour_of_tests_is_neither_old_nor_new():
    old = inspection(facts=(fact("exec/shell", "test"),))
    assert not list(compare.changes(old, old))
    (found,) = compare.changes(old, inspection(facts=(fact("exec/shell", "import"),)))
    assert found.tags == ("new",)


def test_a_host_that_was_never_named_is_said():
    old = inspection(facts=(fact("net/http", values=(Value("host", "api.example"),)),))
    new = inspection(facts=(fact("net/http", values=(Value("host", "drop.example"),)),))
    (found,) = compare.changes(old, new)
    assert found.tags == ("new-host",)


def test_a_new_trigger_is_a_hook_and_an_edited_one_is_not():
    old = inspection(triggers=(trigger("postinstall", "install", command="node a.js"),))
    edited = inspection(triggers=(trigger("postinstall", "install", command="node b.js"),))
    assert not list(compare.changes(old, edited))
    gained = inspection(triggers=(trigger("pth", "startup", member="demo.pth"),))
    (found,) = compare.changes(old, gained)
    assert (found.behaviour, found.tags) == ("hook/interpreter-startup", ("new",))


def trigger(kind, activation, member="package/package.json", command=""):
    return Trigger(kind=kind, activation=activation, member=member, command=command)


def test_a_first_file_of_a_family_and_a_giant_are_foreign():
    old = inspection(members=(member("d-1/a.py", "1", 5_000),))
    new = inspection(
        members=(
            member("d-2/a.py", "1", 5_000),
            member("d-2/router.js", "2", 11_000_000),
            member("d-2/huge.py", "3", 900_000),
            member("d-2/small.py", "4", 900),
        )
    )
    found = {one.location.member for one in compare.changes(old, new)}
    assert found == {"d-2/router.js", "d-2/huge.py"}


def test_dependencies_are_odd_by_two_signs_not_by_one():
    gained = (
        Dependency(name="used", requirement=">=1"),
        Dependency(name="plugin", requirement=">=1"),
        Dependency(name="payload", requirement="==4.2.1"),
        Dependency(name="git", url="git+https://git.example/x"),
    )
    found = {one.symbol: one.tags for one in unused(gained, frozenset({"used"}), frozenset(), "m")}
    assert "used" not in found
    assert "new" not in found["plugin"]
    assert "new" in found["payload"]
    assert "new" in found["git"]


def test_new_dependencies_are_those_only_the_new_manifest_declares():
    old = inspection(manifest=Manifest(dependencies=(Dependency(name="a"),)))
    new = inspection(manifest=Manifest(dependencies=(Dependency(name="A"), Dependency(name="b"))))
    assert [one.name for one in compare.new_dependencies(old, new)] == ["b"]


def test_a_wheel_that_carries_what_the_source_has_not_is_said():
    wheel = inspection(members=(member("demo/a.py", "1"), member("demo/evil.py", "2")))
    sdist = inspection(
        members=(member("demo-1.0/src/demo/a.py", "1"), member("demo-1.0/b.py", "3"))
    )
    assert [one.location.member for one in compare.mismatches(wheel, sdist)] == ["demo/evil.py"]


def test_hunks_show_changed_lines_and_say_when_cut():
    change = MemberChange(kind="changed", old="a.py", new="a.py")
    shown = hunks(change, "one\ntwo\nthree\n", "one\n2\nthree\n")
    assert "-two" in shown.hunks[0]
    assert "+2" in shown.hunks[0]
    assert not shown.cut
    assert hunks(change, "", "x" * 10_000).cut


def test_a_comparison_survives_the_wire():
    old = inspection(members=(member("d-1/a.py", "1"),))
    artifact = Artifact(ecosystem="pypi", kind="sdist", filename="d-1.tar.gz")
    shown = compare.comparison(artifact, artifact, old, old, ())
    assert msgspec.json.decode(msgspec.json.encode(shown), type=type(shown)) == shown
    assert shown.same == 1
