"""The archives of one release against each other."""

from pratique.compare import mismatches
from tests.compare.test_changes import fact, inspection, member

WHEEL = (
    member("demo/core.py", "1"),
    member("demo/_version.py", "2"),
    member("demo-1.0.dist-info/METADATA", "3"),
)
SDIST = (
    member("demo-1.0/src/demo/core.py", "1"),
    member("demo-1.0/src/demo/_version.py", "9"),
    member("demo-1.0/setup.py", "4"),
    member("demo-1.0/conftest.py", "5"),
    member("demo-1.0/tests/test_core.py", "6"),
)


def named(one, other):
    found = mismatches(inspection(members=one), inspection(members=other))
    return {(fact.location.member, fact.values[1].text) for fact in found}


def test_what_neither_installs_and_generated_versions_are_left_out():
    assert not named(WHEEL, SDIST)
    assert not named(SDIST, WHEEL)


def test_code_that_differs_or_is_only_in_one_is_named():
    poisoned = (member("demo/core.py", "8"), *WHEEL[1:], member("evil.py", "7"))
    assert named(poisoned, SDIST) == {("demo/core.py", "differs"), ("evil.py", "only here")}
    assert named(SDIST, poisoned) == {("demo-1.0/src/demo/core.py", "differs")}


def test_the_same_bytes_at_another_place_are_the_same():
    moved = (member("demo-1.0/python/lib/demo/core.py", "1"), *SDIST[1:])
    assert not named(WHEEL, moved)


def test_a_path_file_of_one_wheel_is_named():
    other = (*WHEEL, member("demo.pth", "7", language="none"))
    assert named(other, WHEEL) == {("demo.pth", "only here")}


def test_what_a_tool_writes_word_by_word_is_left_out_and_another_startup_file_is_not():
    hook = member("demo-1.0-nspkg.pth", "7")
    said = fact("hook/interpreter-startup", member=hook.path, tags=("idiom",))
    wheel, sdist = inspection(members=(*WHEEL, hook)), inspection(members=SDIST)
    (found,) = mismatches(wheel, sdist)
    assert found.location.member == hook.path
    known = inspection(members=(*WHEEL, hook), facts=(said,))
    assert not list(mismatches(known, sdist))
