"""Every technique of a crate is found where it stands; its honest twin is clear."""

import pytest

from pratique.model import CLASSIFICATIONS, Review
from tests.incidents.build import Built
from tests.reenactments.build import HERE
from tests.reenactments.case import folders, load
from tests.reenactments.detection import ALERT, reviewed, shown

FOLDERS = folders(HERE, "crates")
TECHNIQUES = [one.name for one in FOLDERS if load(one).expect != "clear"]
TWINS = [one.name for one in FOLDERS if load(one).expect == "clear"]
Answers = dict[str, tuple[Built, Review]]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    out = tmp_path_factory.mktemp("reviewed")
    return {name: (built, review) for name, built, review in reviewed("crates", out)}


@pytest.mark.parametrize("name", TECHNIQUES)
def test_a_technique_is_found_on_its_line(name: str, answers: Answers) -> None:
    built, review = answers[name]
    assert CLASSIFICATIONS.index(review.verdict.classification) >= ALERT, review.verdict
    assert any(shown(review, planted) for planted in built.planted), review.findings


@pytest.mark.parametrize("name", TWINS)
def test_an_honest_twin_is_clear(name: str, answers: Answers) -> None:
    assert answers[name][1].verdict.classification == "clear", answers[name][1].verdict
