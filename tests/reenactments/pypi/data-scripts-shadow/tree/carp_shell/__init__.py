"""Commands."""

def ponds():
    """Return how many ponds there are."""
    return 3
