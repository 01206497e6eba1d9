import hashlib

import pytest

from pratique.dataset import grouping, index
from pratique.ecosystems import identify
from pratique.model import Fetched, Inspection
from pratique.review import Reviewer, Settings
from pratique.review.known import Known
from tests.dataset import made


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    folder = tmp_path_factory.mktemp("known")
    item = made.found("thief-one", made.thief("thief-one"))
    with made.filled(folder / "dataset", item) as store:
        grouping.regroup(store.catalogue)
        index.build(folder / "index.sqlite", *grouping.index_parts(store.catalogue))
    return folder / "index.sqlite"


def _review(path, folder, name, data):
    file = folder / f"{name}-1.0.tar.gz"
    file.write_bytes(data)
    _, artifact = identify(file.name)
    with Reviewer(Settings(index=str(path))) as reviewer:
        return reviewer.review(Fetched(artifact=artifact, path=str(file)))


def test_a_copy_under_another_name_is_known_with_its_campaign(path, tmp_path):
    review = _review(path, tmp_path, "another", made.thief("another", host="else.invalid"))
    known = [fact for fact in review.facts if fact.behaviour == "meta/known-bad"]
    assert [fact.symbol for fact in known] == ["near-duplicate"]
    assert known[0].values[0].text.startswith("2024-05-thief-one")
    assert review.verdict.classification == "malicious"
    digest = hashlib.sha256(made.thief("thief-one")).hexdigest()
    assert f"sha256:{digest}" in [value.text for value in known[0].values]


def test_an_honest_package_is_not_known(path, tmp_path):
    review = _review(path, tmp_path, "adder", made.honest("adder"))
    assert not [fact for fact in review.facts if fact.behaviour == "meta/known-bad"]


def test_an_index_that_is_missing_is_a_note_and_the_review_goes_on(tmp_path):
    review = _review(tmp_path / "none", tmp_path, "thief", made.thief("thief"))
    (note,) = [one for one in review.limitations if one.code == "not-matched"]
    assert note.effect == "note"
    assert review.findings


def test_a_replaced_index_is_taken_up_without_a_restart(path, tmp_path):
    target = tmp_path / "index.sqlite"
    index.build(target, [], {}, {})
    known = Known(target)
    review = _review(path, tmp_path, "thief-one", made.thief("thief-one"))
    seen = Inspection(
        sha256=review.artifact.sha256, size=review.artifact.size, container="tar.gz",
        coverage=review.coverage,
    )  # fmt: skip
    assert known.facts(seen) == ((), ())
    (tmp_path / "new").write_bytes(path.read_bytes())
    (tmp_path / "new").replace(target)
    facts, notes = known.facts(seen)
    assert facts[0].symbol == "digest"
    assert notes == ()
