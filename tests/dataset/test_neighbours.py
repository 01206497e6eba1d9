import numpy as np

from pratique.dataset.neighbours import pairs


def test_near_duplicates_are_found_and_strangers_are_not():
    draw = np.random.default_rng(1)
    base = draw.integers(0, 2**32, (50, 128), dtype=np.uint32)
    near = base.copy()
    near[:, :20] = draw.integers(0, 2**32, (50, 20), dtype=np.uint32)
    found, alike = pairs(np.concatenate([base, near]), 0.75)
    assert {tuple(one) for one in found.tolist()} == {(n, n + 50) for n in range(50)}
    assert np.allclose(alike, 108 / 128, atol=0.01)


def test_nothing_and_one_have_no_pairs():
    assert len(pairs(np.empty((0, 128), np.uint32), 0.5)[0]) == 0
    assert len(pairs(np.ones((1, 128), np.uint32), 0.5)[0]) == 0


def test_a_crowd_of_equal_rows_hangs_together_without_all_pairs():
    found, _ = pairs(np.ones((3000, 128), np.uint32), 0.75)
    assert len(found) < 3000 * 10
    reached = {0}
    for left, right in sorted(map(tuple, found.tolist())):
        if left in reached or right in reached:
            reached |= {left, right}
    assert len(reached) == 3000
