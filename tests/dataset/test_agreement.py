import pytest

from pratique.dataset.agreement import agreement


def test_equal_clusterings_agree_wholly():
    reference = {"a": 1, "b": 1, "c": 2}
    found = agreement(reference, {"a": "x", "b": "x", "c": "y"})
    assert (found.pair_precision, found.pair_recall, found.cubed_f1) == (1, 1, 1)


def test_one_vote_a_cluster_whatever_its_size():
    reference = dict.fromkeys(range(98), "big") | {98: "small", 99: "small"}
    split = {n: n for n in range(98)} | {98: "s", 99: "s"}
    found = agreement(reference, split)
    assert found.cubed_recall == pytest.approx((1 / 98 + 1) / 2)
    assert found.cubed_precision == pytest.approx(1)


def test_the_largest_can_be_left_out():
    reference = dict.fromkeys(range(9), "big") | {10: "small"}
    assert agreement(reference, dict.fromkeys(range(11), 0), without=1).samples == 1


def test_merging_costs_precision():
    found = agreement({"a": 1, "b": 2, "c": 2}, dict.fromkeys("abc", 0))
    assert found.pair_precision == pytest.approx(1 / 3)
    assert found.pair_recall == 1
