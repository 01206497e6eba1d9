"""The same in Python."""


def total(values):
    """Return the sum."""
    return float(sum(values))
