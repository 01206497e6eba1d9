import pytest
from hypothesis import given
from hypothesis import strategies as st

from pratique.unpack.names import canonical, collision_key


@pytest.mark.parametrize(
    "raw",
    [b"setup.py", b"a/b/c.py", b"a b/c+d-e_f.txt", b".hidden/..data", "pkg/é.py".encode(), b"a/"],
)
def test_an_honest_name_is_its_own_path(raw):
    name = canonical(raw)
    assert name.problems == ()
    assert name.path == raw.decode().rstrip("/")
    assert name.raw == ""
    assert name.directory == raw.endswith(b"/")


@pytest.mark.parametrize(
    ("raw", "problem", "path"),
    [
        (b"", "name-empty", "#unnamed"),
        (b"./", "name-empty", "#unnamed"),
        (b"/etc/passwd", "name-absolute", "etc/passwd"),
        (b"C:\\x.py", "name-absolute", "C:/x.py"),
        (b"a/../../b", "name-traversal", "a/../../b"),
        (b"..\\b", "name-traversal", "../b"),
        (b"./a.py", "name-dot", "a.py"),
        (b"a//b.py", "name-part", "a/b.py"),
        (b"a\\b.py", "name-backslash", "a/b.py"),
        (b"a.py\\", "name-backslash", "a.py"),
        (b"a.py\0.txt", "name-control", "a.py\0.txt"),
        (b"a\x1b[31m.py", "name-control", "a\x1b[31m.py"),
        ("a\u202etxt.py".encode(), "name-control", "a\u202etxt.py"),
        ("a\u200b.py".encode(), "name-control", "a\u200b.py"),
        ("a\u200db.py".encode(), "name-control", "a\u200db.py"),
        ("\U0001f635\u200db.py".encode(), "name-control", "\U0001f635\u200db.py"),
        ("\ue000.py".encode(), "name-control", "\ue000.py"),
        (b"\xff.py", "name-utf8", "\ufffdff.py"),
        (b"\xed\xa0\x80.py", "name-utf8", "\ufffded\ufffda0\ufffd80.py"),
        ("e\u0301.py".encode(), "name-normal-form", "é.py"),
        (b"a.py:stream", "name-stream", "a.py:stream"),
        (b"a.py.", "name-trailing-dot", "a.py."),
        (b"dir /a.py", "name-trailing-dot", "dir /a.py"),
        (b"pkg/aux.py", "name-device", "pkg/aux.py"),
        (b"NUL", "name-device", "NUL"),
    ],
)
def test_a_broken_rule_is_named_and_still_gives_a_path(raw, problem, path):
    name = canonical(raw)
    assert problem in name.problems
    assert name.path == path


def test_the_raw_bytes_stand_in_the_evidence_when_the_path_is_another():
    assert canonical(b"./a.py").raw == b"./a.py".hex()


def test_a_long_name_is_cut_and_keeps_its_identity():
    one, two = canonical(b"a" * 60_000), canonical(b"a" * 60_001)
    assert "limit-name" in one.problems
    assert len(one.path) < 300
    assert one.path != two.path


def test_a_deep_name_is_cut():
    name = canonical(b"a/" * 3000 + b"b")
    assert "limit-name" in name.problems
    assert len(name.path) < 300


@pytest.mark.parametrize(
    ("one", "other"),
    [("A.py", "a.py"), ("straße", "STRASSE"), ("ﬁle", "file"), ("Å", "Å"), ("\uff41.py", "A.PY")],
)
def test_names_that_some_system_takes_for_one_share_a_key(one, other):
    assert collision_key(one) == collision_key(other)


@given(st.binary(max_size=300))
def test_any_bytes_give_a_path_that_can_be_encoded(raw):
    name = canonical(raw)
    name.path.encode("utf-8")
    assert not name.path.startswith("/")
    assert name.path


@given(st.binary(max_size=60))
def test_a_name_without_problems_is_exactly_its_bytes(raw):
    name = canonical(raw)
    if not name.problems:
        assert raw == name.path.encode() + (b"/" if name.directory else b"")
        assert not {"", ".", ".."} & set(name.path.split("/"))


def test_pictographs_may_be_joined_to_one():
    name = canonical("demo/\U0001f635\u200d\U0001f4ab.bin".encode())
    assert name.problems == ()
