"""Files that were renamed and edited are the same files."""

from pratique.compare import alike, strays
from pratique.compare.pairing import paired
from tests.compare.test_changes import member

LINES = [f"def name_{place}(left):\n    return left + {place} * scale\n" for place in range(30)]
TEXT = "\n".join(LINES)
EDITED = "\n".join(["import os\n", *LINES[:24], "def other():\n    return os.name\n"])
OTHER = "\n".join(f"class Kind{one}(Base):\n    limit: int = {one}\n" for one in range(30))


def test_a_renamed_and_edited_file_is_found_among_others():
    old = {"d-1/core.py": TEXT, "d-1/kinds.py": OTHER}
    assert alike(old, {"d-2/engine.py": EDITED}) == (("d-1/core.py", "d-2/engine.py"),)


def test_another_file_and_one_that_says_little_are_not():
    assert not alike({"d-1/core.py": TEXT}, {"d-2/engine.py": OTHER})
    assert not alike({"d-1/a.py": "x = 1\n"}, {"d-2/b.py": "x = 1\n"})


def test_the_likest_wins_and_no_text_is_used_twice():
    found = alike({"a.py": TEXT, "b.py": EDITED}, {"c.py": EDITED, "d.py": EDITED})
    assert found[0] == ("b.py", "c.py")
    assert found[1] == ("a.py", "d.py")
    assert len(found) == 2


def test_only_code_without_a_counterpart_is_asked_for():
    old = [member("d-1/a.py", "1"), member("d-1/b.py", "2"), member("d-1/logo.png", "3")]
    new = [member("d-2/a.py", "9"), member("d-2/c.py", "4", 300), member("d-2/d.py", "5", 10)]
    assert strays(old, new) == (("d-1/b.py",), ("d-2/c.py",))


def test_what_is_alike_counts_as_moved():
    old, new = [member("d-1/b.py", "2")], [member("d-2/c.py", "4", 300)]
    (change,) = paired(old, new, (("d-1/b.py", "d-2/c.py"),)).changes
    assert (change.kind, change.old, change.new) == ("moved", "d-1/b.py", "d-2/c.py")
