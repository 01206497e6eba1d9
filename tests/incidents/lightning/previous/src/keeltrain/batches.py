"""Cut data into batches."""

import numpy as np


def batches(x, y, size, seed=0):
    """Yield pairs of parts in a random but repeatable order."""
    order = np.random.default_rng(seed).permutation(len(x))
    for start in range(0, len(x), size):
        chosen = order[start : start + size]
        yield x[chosen], y[chosen]
