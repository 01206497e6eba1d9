"""Digests and near-duplicate sketches, shared by the dataset and the review."""

from pratique.fingerprint.bands import BANDS, band_keys
from pratique.fingerprint.tokens import BYTES, PERMUTATIONS, VERSION, is_code, similarity, sketch

__all__ = [
    "BANDS",
    "BYTES",
    "PERMUTATIONS",
    "VERSION",
    "band_keys",
    "is_code",
    "similarity",
    "sketch",
]
