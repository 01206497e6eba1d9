"""Fast sums."""

from barracuda_fast._core import sums

__all__ = ["sums"]
