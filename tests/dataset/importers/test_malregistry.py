import gzip
import hashlib
import json
import subprocess

import pytest

from pratique.dataset.importers import Options, malregistry, recognise
from pratique.dataset.intake import Found, Unread
from pratique.errors import DatasetError
from tests.dataset import made

PATHS = ("one/1.0/one-1.0.tar.gz", "two/2.0/two-2.0.tar.gz", "three/1/three-1.tar.gz")


@pytest.fixture(params=["folder", "git"])
def place(request, tmp_path):
    tree = tmp_path / "tree"
    for path in PATHS:
        (tree / path).parent.mkdir(parents=True)
        (tree / path).write_bytes(made.sdist(path.split("/")[0], "1.0", "x = 1\n"))
    if request.param == "folder":
        return tree
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@t.invalid", "-C", str(tree)]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *words], check=True, capture_output=True)
    bare = tmp_path / "bare"
    subprocess.run(["git", "clone", "-q", "--bare", str(tree), str(bare)], check=True)
    return bare


def _listing(tmp_path, *entries):
    path = tmp_path / "list.jsonl.gz"
    path.write_bytes(gzip.compress(b"".join(json.dumps(one).encode() + b"\n" for one in entries)))
    return path


def _digest(path):
    return hashlib.sha256(made.sdist(path.split("/")[0], "1.0", "x = 1\n")).hexdigest()


def test_only_what_the_list_names_is_read(place, tmp_path):
    entry = {"path": PATHS[0], "sha256": _digest(PATHS[0]), "mtime_year": 2023}
    options = Options(only=_listing(tmp_path, entry))
    (found,) = malregistry.items(place, options, {})
    assert found.sample.purl == "pkg:pypi/one@1.0"
    assert found.sample.first_seen == "2023"
    assert found.claims[0].by == PATHS[0]
    assert malregistry.count(place, options) == 1


def test_without_a_list_everything_three_levels_deep_is_read(place):
    assert sorted(one.item for one in malregistry.items(place, Options(), {})) == sorted(PATHS)


def test_what_was_taken_is_not_read_again(place, tmp_path):
    entries = [{"path": path, "sha256": _digest(path)} for path in PATHS]
    options = Options(only=_listing(tmp_path, *entries))
    known = {PATHS[0]: _digest(PATHS[0]), PATHS[1]: "changed"}
    read = [one.item for one in malregistry.items(place, options, known)]
    assert read == [PATHS[1], PATHS[2]]


def test_a_list_that_lies_is_told_item_by_item(place, tmp_path):
    entries = [
        {"path": PATHS[0], "sha256": "00" * 32},
        {"path": "not/there/x.tar.gz", "sha256": "11" * 32},
        {"path": "../../etc/passwd", "sha256": "11" * 32},
        {"path": PATHS[2], "sha256": _digest(PATHS[2])},
    ]
    found = list(malregistry.items(place, Options(only=_listing(tmp_path, *entries)), {}))
    assert [type(one) for one in found] == [Unread, Unread, Unread, Found]
    assert "not the listed" in found[0].why


def test_a_broken_list_is_said(tmp_path, place):
    path = tmp_path / "list.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"path": 3}\n')[:-4])
    with pytest.raises(DatasetError, match="the list cannot be read"):
        list(malregistry.items(place, Options(only=path), {}))


def test_a_bare_repository_is_recognised(place):
    if (place / "HEAD").is_file():
        assert recognise(place) == "malregistry"
