"""What a person names becomes artifacts, or one line that says what to do."""

import io

import pytest

from pratique.cli import targets
from pratique.errors import UsageError
from pratique.model import Target


def _artifacts(tmp_path, *what):
    failures = []
    found = list(targets.artifacts(what, (), tmp_path, failures.append))
    return found, [str(error) for error in failures]


def test_a_file_is_what_its_name_says(tmp_path):
    path = tmp_path / "demo-1.0.tar.gz"
    path.write_bytes(b"x")
    found, failures = _artifacts(tmp_path, str(path))
    assert (found[0].artifact.kind, found[0].artifact.name, failures) == ("sdist", "demo", [])


def test_a_folder_gives_its_artifacts_in_order_and_leaves_the_rest(tmp_path):
    (tmp_path / "sub").mkdir()
    for name in ("b-1.tar.gz", "a-1-py3-none-any.whl", "sub/c-1.zip", "notes.md"):
        (tmp_path / name).write_bytes(b"x")
    found, failures = _artifacts(tmp_path, str(tmp_path))
    assert [one.artifact.name for one in found] == ["a", "b", "c"]
    assert failures == []


def test_failures_are_told_and_the_others_are_taken(tmp_path):
    good = tmp_path / "demo-1.0.tar.gz"
    good.write_bytes(b"x")
    (tmp_path / "empty").mkdir()
    found, failures = _artifacts(
        tmp_path, str(tmp_path / "none.whl"), str(tmp_path / "empty"), str(good)
    )
    assert len(found) == 1
    assert "cannot be read (No such file or directory); write pypi:name==version" in failures[0]
    assert "no artifact in this folder" in failures[1]


def test_standard_input_is_known_by_its_bytes(tmp_path, monkeypatch):
    from tests.engine.standin import wheel

    body = type("In", (), {"buffer": io.BytesIO(wheel("demo", "1.0", 1))})
    monkeypatch.setattr("sys.stdin", body)
    found, _ = _artifacts(tmp_path, "-")
    assert found[0].artifact.kind == "wheel"


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("pypi:six==1.16.0", Target(ecosystem="pypi", name="six", version="1.16.0")),
        ("pypi:six@1.16.0", Target(ecosystem="pypi", name="six", version="1.16.0")),
        ("pypi:six", Target(ecosystem="pypi", name="six")),
        ("pypi:six>=1,<2", Target(ecosystem="pypi", name="six", requirement="<2,>=1")),
        ("pypi:six==1.*", Target(ecosystem="pypi", name="six", requirement="==1.*")),
        ("pkg:pypi/six@1.16.0", Target(ecosystem="pypi", name="six", version="1.16.0")),
        (
            "pkg:pypi/six@1?file_name=six-1.tar.gz",
            Target(ecosystem="pypi", name="six", version="1", filename="six-1.tar.gz"),
        ),
    ],
)
def test_releases_are_named_in_the_ecosystems_own_words(text, target):
    assert targets.named(text) == target


@pytest.mark.parametrize(
    "text", ["pypi:", "pypi:six @ https://h.invalid/x", "pkg:nope", "pkg:zzz/a@1"]
)
def test_what_names_nothing_is_a_usage_error(text):
    with pytest.raises(UsageError):
        targets.named(text)


def test_nothing_named_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="name something to review"):
        _artifacts(tmp_path)


@pytest.mark.parametrize(
    ("text", "filename"),
    [
        ("pkg:maven/org.acme/demo@1.0", None),
        ("pkg:maven/org.acme/demo@1.0?type=pom", "demo-1.0.pom"),
        ("pkg:maven/org.acme/demo@1.0?classifier=sources", "demo-1.0-sources.jar"),
    ],
)
def test_a_purl_may_name_one_file_of_a_release(text, filename):
    assert targets.named(text).filename == filename


def test_a_lock_file_is_read_as_one_wherever_it_is_named(tmp_path):
    path = tmp_path / "package-lock.json"
    path.write_text('{"packages": {"node_modules/a": {"version": "git://h.example/a"}}}')
    found, failures = _artifacts(tmp_path, str(path))
    assert found == []
    assert "a: comes from git://h.example/a" in failures[0]
