from quayvision.results import Outline, Result


def test_length_counts_outlines():
    assert len(Result("a.png", (Outline(0, 0, 4, 4, 0.5),))) == 1
