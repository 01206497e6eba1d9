"""Every technique of a jar is found where it stands; its honest twin is clear."""

import pytest

from pratique.model import CLASSIFICATIONS, Review
from tests.incidents.build import Built
from tests.reenactments import java
from tests.reenactments.build import HERE
from tests.reenactments.case import folders, load
from tests.reenactments.detection import ALERT, reviewed, shown

pytestmark = pytest.mark.skipif(not java.available(), reason="javac is not installed")
FOLDERS = folders(HERE, "maven")
TECHNIQUES = [one.name for one in FOLDERS if load(one).expect != "clear"]
TWINS = [one.name for one in FOLDERS if load(one).expect == "clear"]
Answers = dict[str, tuple[Built, Review]]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    out = tmp_path_factory.mktemp("reviewed")
    return {name: (built, review) for name, built, review in reviewed("maven", out)}


MISSED = {"login-handed-on": "a password that goes to a service is what clients of it send, too"}
"""What is not found, and why."""
FOUND = [
    pytest.param(one, marks=pytest.mark.xfail(reason=MISSED[one], strict=True))
    if one in MISSED
    else one
    for one in TECHNIQUES
]


@pytest.mark.parametrize("name", FOUND)
def test_a_technique_is_found_on_its_line(name: str, answers: Answers) -> None:
    built, review = answers[name]
    assert CLASSIFICATIONS.index(review.verdict.classification) >= ALERT, review.verdict
    assert any(shown(review, planted) for planted in built.planted), review.findings


@pytest.mark.parametrize("name", TWINS)
def test_an_honest_twin_is_clear(name: str, answers: Answers) -> None:
    assert answers[name][1].verdict.classification == "clear", answers[name][1].verdict
