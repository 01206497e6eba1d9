from spellfigure import words


def test_english():
    assert words(342) == "three hundred and forty-two"


def test_french_eighty():
    assert words(80, "fr") == "quatre-vingts"
