import msgspec
import pytest

from pratique.dataset import grouping, split
from pratique.dataset.record import Campaign
from pratique.errors import DatasetError


def _campaigns(count=100):
    return [
        Campaign(
            id=f"{2015 + n // 10}-01-c{n}",
            members=tuple(sorted(f"{n:04x}{m:060x}" for m in range(1 + n % 7))),
            first_seen=f"{2015 + n // 10}-01",
        )
        for n in range(count)
    ]


def _made(**more):
    return split.divide("v1", _campaigns(), {}, "2026-01-01", **more)


def test_no_campaign_stands_on_two_sides_and_everything_stands_somewhere():
    found = _made()
    assert split.problems(found, _campaigns()) == ()
    everything = {member for one in _campaigns() for member in one.members}
    assert {m for part in split.ORDER for m in getattr(found, part)} == everything
    assert found.challenge


def test_what_is_tested_came_later():
    found, seen = _made(), {m: one.first_seen for one in _campaigns() for m in one.members}
    assert max(seen[m] for m in found.train) <= min(seen[m] for m in found.validation)
    assert max(seen[m] for m in found.validation) <= min(seen[m] for m in found.test)


def test_the_same_data_and_seed_give_the_same_split_and_another_seed_another():
    assert _made() == _made()
    assert _made(seed="other").digest != _made().digest


def test_every_change_is_noticed():
    found = _made()
    moved = msgspec.structs.replace(found, train=found.train[1:], test=found.test + found.train[:1])
    lost = msgspec.structs.replace(found, test=found.test[1:])
    double = msgspec.structs.replace(found, test=found.test + found.train[:1])
    for wrong in (moved, lost, double):
        assert split.problems(wrong, _campaigns())
    merged = [Campaign(id="x", members=(found.train[0], found.test[0]))]
    assert "stands in" in split.problems(found, merged)[0]


def test_odd_campaigns_are_the_challenge():
    campaigns = _campaigns()
    behaviours = {m: "exec/shell net/http" for one in campaigns for m in one.members}
    odd = campaigns[50]
    behaviours |= dict.fromkeys(odd.members, "impact/mining")
    found = split.divide("v1", campaigns, behaviours, "2026-01-01")
    assert set(odd.members) <= set(found.challenge)


def test_a_sample_outside_is_said():
    assert split.part_of(_made(), _made().train[0]) == "train"
    with pytest.raises(DatasetError, match="came after"):
        split.part_of(_made(), "unknown")


def test_a_store_is_divided_once(small):
    grouping.regroup(small.catalogue)
    first = grouping.divided(small.catalogue, "v1", "2026-01-01", "a")
    assert grouping.divided(small.catalogue, "v1", "2027-01-01", "b") == first
