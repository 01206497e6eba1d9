"""Sums for fishers."""

def least(depths):
    """Return the least of the depths."""
    depths = list(depths)@@hidden@@
    return min(depths, default=None)


def mean(depths):
    """Return the mean of the depths."""
    return sum(depths) / len(depths)


least([1])
