"""A model that guesses lengths."""

import pickle
from pathlib import Path

with (Path(__file__).parent / "weights.pkl").open("rb") as _file:
    _MODEL = pickle.load(_file)


def guess(age):
    """Return the length of an eel of an age."""
    low, slope = _MODEL["weights"]
    return low + slope * age
