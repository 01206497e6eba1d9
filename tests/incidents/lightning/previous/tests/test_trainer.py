import numpy as np

from keeltrain import Line, Trainer


def test_line_is_found():
    x = np.linspace(0, 1, 50)
    model = Line()
    Trainer(epochs=200, rate=0.5).fit(model, x, 1 + 2 * x)
    assert abs(model.weights[1] - 2) < 0.2
