import json

import pytest

from pratique.dataset.importers import Options, datadog, recognise, zips
from pratique.dataset.intake import Found, Unread
from pratique.errors import DatasetError
from tests.dataset import made


def _zip(root, where, files, password="infected"):
    path = root / "samples" / where
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(zips.sealed(files, password))


@pytest.fixture
def root(tmp_path):
    upload = made.thief("one")
    _zip(
        tmp_path,
        "pypi/malicious_intent/one/1.0/2024-03-05-one-v1.0.zip",
        [("one-1.0.tar.gz", upload)],
    )
    _zip(
        tmp_path,
        "npm/compromised_lib/@scope/two/2.0/2025-09-08-two-v2.0.zip",
        [("package/package.json", b"{}"), ("package/index.js", b"x = 1")],
    )
    (tmp_path / "samples/pypi/manifest.json").write_text(json.dumps({"one": ["1.0"]}))
    (tmp_path / "samples/npm/manifest.json").write_text(json.dumps({"@scope/two": None}))
    return tmp_path


def test_intent_and_compromise_are_told_apart(root):
    two, one = datadog.items(root, Options(), {})
    assert (one.claims[0].label, two.claims[0].label) == ("malicious", "compromised")
    assert one.data == made.thief("one")
    assert one.sample.first_seen == "2024-03-05"
    assert two.sample.purl == "pkg:npm/%40scope/two@2.0"
    assert "packed again" in two.claims[0].detail
    assert recognise(root) == "datadog"


def test_a_tree_is_packed_the_same_way_every_time(root):
    first = [one.data for one in datadog.items(root, Options(), {})]
    assert first == [one.data for one in datadog.items(root, Options(), {})]


def test_another_password_is_said_and_the_rest_is_read(root):
    _zip(
        root, "pypi/malicious_intent/one/1.0/2024-03-05-one-v1.0.zip", [("x.tar.gz", b"x" * 99)],
        password="other",
    )  # fmt: skip
    found = list(datadog.items(root, Options(), {}))
    assert [type(one) for one in found] == [Found, Unread]
    assert "password" in found[1].why


def test_a_manifest_that_lies_is_told_in_both_directions(root):
    (root / "samples/pypi/manifest.json").write_text(json.dumps({"one": ["9.9"], "ghost": ["1"]}))
    found = {one.item: one for one in datadog.items(root, Options(), {})}
    unread = [name for name, one in found.items() if isinstance(one, Unread)]
    assert sorted(unread) == [
        "pypi/ghost/1",
        "pypi/malicious_intent/one/1.0/2024-03-05-one-v1.0.zip",
        "pypi/one/9.9",
    ]


def test_a_manifest_of_another_shape_is_said(root):
    (root / "samples/pypi/manifest.json").write_text('["one"]')
    with pytest.raises(DatasetError, match="not a manifest"):
        list(datadog.items(root, Options(), {}))


def test_a_truncated_zip_is_said(root):
    path = root / "samples/pypi/malicious_intent/one/1.0/2024-03-05-one-v1.0.zip"
    path.write_bytes(path.read_bytes()[:-30])
    found = list(datadog.items(root, Options(), {}))
    assert "cannot be read" in found[1].why
