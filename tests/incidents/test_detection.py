"""Every re-enacted incident through the real reviewer, as a registry would see it at upload."""

from collections import defaultdict

import pytest

from pratique.model import CLASSIFICATIONS
from tests.incidents.build import HERE
from tests.incidents.case import cases
from tests.incidents.detection import ALERT, judged, shown

NAMES = tuple(folder.name for folder in cases(HERE))
MALICIOUS = 10
"""Of the thirteen, so many have to be malicious with all that a registry knows."""


@pytest.fixture(scope="module")
def reviews(tmp_path_factory):
    found = defaultdict(list)
    for one in judged(tmp_path_factory.mktemp("incidents")):
        found[one.incident].append(one)
    return found


def bad(found):
    return [one for one in found if one.release.against]


def place(one):
    return CLASSIFICATIONS.index(one.review.verdict.classification)


@pytest.mark.parametrize("name", NAMES)
def test_releases_before_the_incident_are_clear(reviews, name):
    earlier = [one for one in reviews[name] if one.release.role == "previous"]
    assert earlier
    for one in earlier:
        assert one.review.verdict.classification == "clear", one.review.verdict


@pytest.mark.parametrize("name", NAMES)
def test_bad_releases_are_suspicious_or_worse(reviews, name):
    found = bad(reviews[name])
    assert found
    for one in found:
        assert place(one) >= ALERT, (one.release.role, one.kind, one.review.verdict)


@pytest.mark.parametrize("name", NAMES)
def test_some_evidence_stands_on_a_planted_line(reviews, name):
    for one in bad(reviews[name]):
        lines = [planted.line for planted in one.planted]
        hit = [planted.line for planted in one.planted if shown(one.review, planted)]
        assert hit, (one.release.role, one.kind, lines)


def test_dependencies_that_carry_a_payload_are_found_by_themselves(reviews):
    found = [one for many in reviews.values() for one in many if one.release.role == "dependency"]
    assert len(found) == 3
    for one in found:
        assert place(one) >= CLASSIFICATIONS.index(one.release.expect), one.review.verdict


def test_most_incidents_are_malicious(reviews):
    worst = {name: min(place(one) for one in bad(found)) for name, found in reviews.items()}
    malicious = [name for name, rank in worst.items() if CLASSIFICATIONS[rank] == "malicious"]
    assert len(malicious) >= MALICIOUS, sorted(set(worst) - set(malicious))


def test_comparison_adds_what_is_new_to_the_facts(reviews):
    for name in NAMES:
        for one in bad(reviews[name]):
            assert any(fact.source in {"diff", "identity"} for fact in one.review.facts), name
