from ling_models import least


def test_least():
    assert least([2, 1]) == 1
