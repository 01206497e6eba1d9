import pytest

from pratique.dataset import intake
from pratique.errors import DatasetError
from tests.dataset import made


def _items(count):
    return [made.found(f"p{n}", made.sdist(f"p{n}", "1.0", f"x = {n}\n")) for n in range(count)]


def test_taking_twice_changes_nothing(tmp_path):
    items = _items(5)
    with made.filled(tmp_path, facts=False) as store:
        first = [one.outcome for one in intake.take(store, "s", items)]
        dump = list(store.catalogue.rows.iterdump())
        again = [one.outcome for one in intake.take(store, "s", items)]
        assert first == ["new"] * 5
        assert again == ["known"] * 5
        assert list(store.catalogue.rows.iterdump()) == dump
        assert set(intake.known(store, "s")) == {item.item for item in items}


def test_what_could_not_be_read_is_tried_again_and_never_counts_as_taken(tmp_path):
    with made.filled(tmp_path, facts=False) as store:
        (progress,) = intake.take(store, "s", [intake.Unread(item="x", why="broken")])
        assert (progress.outcome, progress.why) == ("unread", "broken")
        assert intake.known(store, "s") == {}


def test_a_batch_with_a_lie_in_it_is_not_taken_by_half(tmp_path):
    good = _items(3)
    lie = made.found("liar", made.thief("liar"))
    lie = intake.Found(
        item="liar", digest="", sample=lie.sample, claims=lie.claims, data=b"other bytes"
    )
    with made.filled(tmp_path, facts=False) as store:
        with pytest.raises(DatasetError, match="another digest"):
            list(intake.take(store, "s", [*good, lie]))
        assert list(store.catalogue.samples()) == []
        assert store.check().whole
        assert len(list(intake.take(store, "s", good))) == 3
