"""Pack a hold."""

def least(depths):
    """Return the least of the depths."""
    return min(depths, default=None)


def mean(depths):
    """Return the mean of the depths."""
    return sum(depths) / len(depths)
