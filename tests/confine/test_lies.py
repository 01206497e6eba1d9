"""A child that lies is held: what it says is data, and can lower nothing."""

import pytest

from pratique.confine import Nursery
from pratique.ecosystems import identify
from pratique.limits import Limits
from pratique.model import Fetched
from pratique.review import Reviewer, Settings
from tests.confine.liar import LIES
from tests.hostile.packages import WHEEL, wheel
from tests.hostile.payload import HARMLESS, SIGNAL


@pytest.fixture(scope="module")
def reviewer():
    with Reviewer(Settings(limits=Limits(wall_seconds=20.0))) as made:
        made._nursery.close()
        made._nursery = Nursery("tests.confine.liar")
        yield made


def review(reviewer, folder, filename, data):
    path = folder / filename
    path.write_bytes(data)
    return reviewer.review(Fetched(artifact=identify(filename)[1], path=str(path)))


@pytest.mark.parametrize("lie", sorted(LIES))
def test_a_lie_is_held_and_the_next_artifact_is_read_as_ever(reviewer, tmp_path, lie):
    told = review(reviewer, tmp_path, f"lie_{lie}-1.0-py3-none-any.whl", wheel(SIGNAL.python))
    assert told.verdict.classification == "held", told.verdict
    assert told.verdict.codes[0].startswith(("child-", "digest", "coverage-")), told.verdict
    honest = review(reviewer, tmp_path, WHEEL, wheel(HARMLESS.python))
    assert honest.verdict.classification == "clear", honest.verdict
    loud = review(reviewer, tmp_path, WHEEL, wheel(SIGNAL.python))
    assert loud.verdict.classification in {"suspicious", "malicious"}


def test_a_child_sees_one_artifact(reviewer, tmp_path):
    first, second = (tmp_path / name for name in ("lie_gigabyte-1.0-py3-none-any.whl", WHEEL))
    first.write_bytes(wheel(SIGNAL.python))
    second.write_bytes(wheel(HARMLESS.python))
    both = [
        reviewer.start(Fetched(artifact=identify(path.name)[1], path=str(path)))
        for path in (first, second)
    ]
    assert both[0].child.pid != both[1].child.pid
    for running in both:
        running.wait()
    verdicts = [running.finish().verdict.classification for running in both]
    assert verdicts == ["held", "clear"]
