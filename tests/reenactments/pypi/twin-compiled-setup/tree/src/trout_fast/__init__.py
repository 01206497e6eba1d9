"""Fast sums, in C when it could be compiled."""

try:
    from trout_fast._sums import total
except ImportError:
    from trout_fast._slow import total

__all__ = ["total"]
