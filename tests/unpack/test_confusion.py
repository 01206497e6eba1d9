from pratique.unpack.confusion import Collisions
from pratique.unpack.names import canonical


def add(names, *raws):
    return [names.add(canonical(raw), directory=raw.endswith(b"/")) for raw in raws]


def test_the_same_name_twice_gets_its_own_path():
    results = add(Collisions(), b"a.py", b"a.py", b"a.py")
    assert results[1:] == [
        ("a#2.py", "duplicate-exact", "a.py"),
        ("a#3.py", "duplicate-exact", "a.py"),
    ]


def test_two_spellings_of_one_path_are_normalised_duplicates():
    assert add(Collisions(), b"a/b.py", b"a//b.py")[1][1] == "duplicate-normalised"
    assert add(Collisions(), "é".encode(), "e\u0301".encode())[1][1] == "duplicate-normalised"


def test_names_that_differ_in_case_only_collide():
    assert add(Collisions(), b"A.py", b"a.py")[1] == ("a.py", "duplicate-casefold", "A.py")


def test_a_folder_twice_is_no_collision():
    assert [code for _, code, _ in add(Collisions(), b"a/", b"a/", b"a/b.py")] == ["", "", ""]


def test_a_file_that_is_also_a_folder_collides_in_either_order():
    assert add(Collisions(), b"a/b.py", b"a")[1][1] == "duplicate-folder"
    assert add(Collisions(), b"a", b"a/b.py")[1][1] == "duplicate-folder"
    assert add(Collisions(), b"a", b"a/")[1][1] == "duplicate-folder"


def test_a_file_that_differs_from_a_folder_in_case_is_the_milder_collision():
    assert (
        add(Collisions(), b"META-INF/LICENSE", b"META-INF/license/a")[1][1] == "duplicate-casefold"
    )


def test_a_numbered_path_never_hits_a_real_one():
    results = add(Collisions(), b"a#2", b"a", b"a")
    assert len({path for path, _, _ in results}) == 3
