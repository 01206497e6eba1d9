"""Depths of a channel."""

from albacore.sums import least, mean

__all__ = ["least", "mean"]
