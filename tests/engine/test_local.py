"""Many reviews with a real reviewer: order, jobs, empty files, and no waiting for downloads."""

import time

import pytest

from pratique import ecosystems, engine
from pratique.limits import Limits
from pratique.model import Fetched
from pratique.review import Reviewer, Settings
from tests.engine.standin import sdist, wheel


@pytest.fixture(scope="module")
def reviewer():
    with Reviewer() as one:
        yield one


def _fetched(folder, number):
    name, version = "demo", f"1.{number}"
    if number % 2:
        body, filename = wheel(name, version, number), f"demo-{version}-py3-none-any.whl"
    else:
        body, filename = sdist(name, version, number), f"demo-{version}.tar.gz"
    path = folder / filename
    path.write_bytes(b"" if number == 5 else body)
    return Fetched(artifact=ecosystems.identify(filename)[1], path=str(path))


@pytest.mark.parametrize("jobs", [1, 3])
def test_reviews_come_in_the_order_of_the_artifacts(tmp_path, reviewer, jobs):
    given = [_fetched(tmp_path, number) for number in range(12)]
    found = list(engine.reviews(iter(given), reviewer, jobs))
    assert [fetched.path for fetched, _ in found] == [one.path for one in given]
    verdicts = {fetched.path: review.verdict.classification for fetched, review in found}
    assert verdicts.pop(given[5].path) == "held"
    assert set(verdicts.values()) == {"clear"}


def test_two_runs_give_the_same_records(tmp_path, reviewer):
    given = [_fetched(tmp_path, number) for number in range(4)]
    runs = [[review for _, review in engine.reviews(given, reviewer, jobs)] for jobs in (1, 4)]
    assert runs[0] == runs[1]


def test_a_source_slower_than_a_child_may_live_costs_no_review(tmp_path):
    def slow():
        yield _fetched(tmp_path, 0)
        time.sleep(3.5)
        yield _fetched(tmp_path, 1)

    with Reviewer(Settings(limits=Limits(wall_seconds=3.0))) as impatient:
        found = [one.verdict.classification for _, one in engine.reviews(slow(), impatient, 2)]
    assert found == ["clear", "clear"]


def test_an_error_of_the_source_comes_through(tmp_path, reviewer):
    def broken():
        yield _fetched(tmp_path, 0)
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        list(engine.reviews(broken(), reviewer, 2))


def test_the_engine_that_reads_nothing_holds_everything(tmp_path, reviewer):
    given = [_fetched(tmp_path, 0)]
    ((_, review),) = engine.reviews(given, reviewer, 1, "null")
    assert (review.verdict.classification, review.verdict.codes) == ("held", ("rehearsal",))
    assert len(review.artifact.sha256) == 64
