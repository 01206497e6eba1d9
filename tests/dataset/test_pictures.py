"""The pictures of a dataset are the same each time, and the page shows them without a script."""

import pytest

from pratique.dataset.figures import Figures
from pratique.dataset.pictures import draw

pytest.importorskip("matplotlib")


COUNTS = "ecosystems years months labels sources campaigns behaviours activations heat".split()
NUMBERS = "samples stored with_facts packages disputed pairs snapshots held".split()


def figures(**given):
    empty = {**dict.fromkeys(COUNTS, ()), **dict.fromkeys(NUMBERS, 0)}
    return Figures(**{**empty, "newest": "", **given})


@pytest.fixture
def counted():
    return figures(
        samples=3,
        campaigns=(("<script>alert(1)</script>", 2), ("2026-00-b", 1)),
        months=(("2010", 1), ("2013", 2), ("unknown", 1)),
        behaviours=(("net/http", 3), ("exec/shell", 1)),
        heat=(("net/http", "install", 3), ("exec/shell", "call", 1)),
    )


def test_each_picture_is_a_png_and_an_svg_and_stands_in_the_page(counted, tmp_path):
    paths = draw(counted, tmp_path)
    assert {path.suffix for path in paths} == {".png", ".svg", ".html"}
    assert len(paths) == 7
    page = (tmp_path / "index.html").read_text()
    assert page.count("<svg") == 3
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_years_without_a_sighting_are_shown_and_a_second_drawing_is_the_same(counted, tmp_path):
    draw(counted, tmp_path / "one")
    draw(counted, tmp_path / "two")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name
    drawn = (tmp_path / "one" / "timeline.svg").read_text()
    assert all(f"<!-- {year} -->" in drawn for year in (2010, 2011, 2012, 2013))


def test_an_empty_dataset_is_drawn_too(tmp_path):
    assert len(draw(figures(), tmp_path)) == 7
