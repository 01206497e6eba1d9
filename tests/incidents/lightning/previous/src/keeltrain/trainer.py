"""The loop."""

import numpy as np
from tqdm import tqdm

from keeltrain.batches import batches


class Trainer:
    """Runs the loop for a number of epochs."""

    def __init__(self, epochs=10, rate=0.1, size=32, patience=3):
        self.epochs = epochs
        self.rate = rate
        self.size = size
        self.patience = patience

    def fit(self, model, x, y):
        """Train a model, and return its loss after each epoch."""
        losses = []
        for _ in tqdm(range(self.epochs), disable=None):
            for part_x, part_y in batches(x, y, self.size):
                error = model.forward(part_x) - part_y
                model.weights = model.weights - self.rate * model.gradient(part_x, error)
            losses.append(float(np.square(model.forward(x) - y).mean()))
            if len(losses) > self.patience and losses[-1] >= losses[-1 - self.patience]:
                break
        return losses
