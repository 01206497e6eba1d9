import random

import pytest

from pratique.dataset import cluster, grouping
from pratique.dataset.cluster import Decision
from pratique.dataset.points import Point
from pratique.errors import DatasetError
from tests.dataset import made


def _sketch(draw, base=None, changed=0.0):
    fresh = [draw.randrange(2**32) for _ in range(128)]
    if base is None:
        return tuple(fresh)
    return tuple(
        new if draw.random() < changed else old for old, new in zip(base, fresh, strict=True)
    )


def _points(count=120, kits=6):
    draw = random.Random(3)
    bases = [_sketch(draw) for _ in range(kits)]
    return [
        Point(
            sha256=f"{number:064x}",
            tokens=_sketch(draw, bases[number % kits], 0.08),
            shingles=100,
            name=f"p{number}",
            first_seen=f"20{20 + number % 5}",
            decisive=("exec/shell",),
        )
        for number in range(count)
    ]


def _groups(clustering):
    return {one.members for one in clustering.campaigns}


def test_kits_are_found_and_every_member_says_why():
    points = _points()
    found = cluster.cluster(points)
    assert len(found.campaigns) == 6
    assert {len(one.members) for one in found.campaigns} == {20}
    joins = {join.sha256: join for _, join in found.joins}
    assert len(joins) == 120
    assert sum(join.why == "first" for join in joins.values()) == 6
    for join in joins.values():
        assert join.why == "first" or (join.to in joins and "alike" in join.detail)


def test_the_order_of_samples_does_not_matter():
    points = _points()
    once = cluster.cluster(points)
    random.Random(1).shuffle(points)
    assert cluster.cluster(points) == once


def test_an_increment_gives_what_a_whole_run_gives():
    points = _points()
    early = cluster.cluster(points[:80])
    settled = [
        cluster.edge("near-duplicate", 0.1, (join.sha256, join.to), join.detail)
        for _, join in early.joins
        if join.to
    ]
    later = cluster.cluster(points, before=early.campaigns, settled=settled)
    assert _groups(later) == _groups(cluster.cluster(points))
    old = {member: one.id for one in early.campaigns for member in one.members}
    for one in later.campaigns:
        assert {old[member] for member in one.members if member in old} <= {one.id}


def test_a_shared_indicator_needs_code_that_is_somewhat_alike():
    draw = random.Random(5)
    base = _sketch(draw)
    shown = ("host:c2.example.invalid",)
    points = [
        Point(sha256="a" * 64, tokens=base, shingles=99, indicators=shown),
        Point(sha256="b" * 64, tokens=_sketch(draw, base, 0.4), shingles=99, indicators=shown),
        Point(sha256="c" * 64, tokens=_sketch(draw), shingles=99, indicators=shown),
    ]
    found = cluster.cluster(points)
    assert _groups(found) == {("a" * 64, "b" * 64), ("c" * 64,)}
    (join,) = (join for _, join in found.joins if join.to)
    assert join.why == "shared-indicator"


def test_what_a_benign_sample_shows_joins_nobody():
    draw = random.Random(5)
    points = [
        Point(sha256="a" * 64, tokens=_sketch(draw), shingles=99, payloads=("m",)),
        Point(sha256="b" * 64, tokens=_sketch(draw), shingles=99, payloads=("m",)),
    ]
    assert len(cluster.cluster(points).campaigns) == 1
    honest = Point(sha256="c" * 64, tokens=_sketch(draw), shingles=99, members=("m",), benign=True)
    found = cluster.cluster([*points, honest])
    assert _groups(found) == {("a" * 64,), ("b" * 64,)}


def test_few_shingles_count_only_when_equal():
    draw = random.Random(5)
    base = _sketch(draw)
    points = [
        Point(sha256="a" * 64, tokens=base, shingles=5),
        Point(sha256="b" * 64, tokens=base, shingles=5),
        Point(sha256="c" * 64, tokens=_sketch(draw, base, 0.05), shingles=5),
    ]
    assert _groups(cluster.cluster(points)) == {("a" * 64, "b" * 64), ("c" * 64,)}


def test_people_merge_split_and_name_and_it_stays():
    points = _points()
    plain = cluster.cluster(points)
    one, two = plain.campaigns[:2]
    leaving = one.members[3:5]
    decisions = [
        Decision(kind="merge", members=(one.members[0], two.members[0]), value="one server"),
        Decision(kind="split", members=leaving),
        Decision(kind="name", members=(one.members[0],), value="2024-01-example", family="kit"),
    ]
    for before in ((), plain.campaigns):
        found = cluster.cluster(points, decisions, before)
        named = next(one for one in found.campaigns if one.id == "2024-01-example")
        assert named.family == "kit"
        assert named.named_by == "person"
        assert len(named.members) == 38
        assert tuple(leaving) in _groups(found)
        assert [j.why for _, j in found.joins].count("person") == 1


def test_a_store_is_grouped_explained_and_grouped_again_the_same(small):
    found = grouping.regroup(small.catalogue)
    thieves = next(one for one in found.campaigns if len(one.members) == 2)
    assert thieves.id.startswith("2024-05-thief-one-")
    assert thieves.first_seen == "2024-05-01"
    assert thieves.last_seen == "2024-07-01"
    assert "host:drop.invalid" not in thieves.indicators  # reserved names identify nobody
    benign = made.found("adder", made.honest("adder")).sample.sha256
    assert benign not in {join.sha256 for _, join in found.joins}
    assert grouping.regroup(small.catalogue) == found
    assert grouping.regroup(small.catalogue, anew=True) == found


@pytest.mark.parametrize("wrong", ["x", "2024-1-a", "2024-01-", "2024-01-A", "2024-01-a b"])
def test_an_id_of_another_shape_is_refused(wrong):
    with pytest.raises(DatasetError, match="YYYY-MM-slug"):
        grouping.check_id(wrong)
