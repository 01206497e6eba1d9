"""Read pictures as arrays."""

import numpy as np
from PIL import Image


def read_grey(path):
    """Return a picture as floats between 0 and 1."""
    with Image.open(path) as picture:
        if picture.mode in {"RGBA", "LA", "P"}:
            picture = picture.convert("RGB")
        return np.asarray(picture.convert("L"), dtype=float) / 255
