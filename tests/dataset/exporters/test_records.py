from pratique.dataset import grouping, intake, split
from pratique.dataset.exporters import records
from pratique.dataset.importers import Options, own, recognise
from pratique.dataset.intake import Unread
from pratique.dataset.store import Store


def test_export_and_import_into_an_empty_store_give_the_same_records_and_splits(
    store, exported, tmp_path
):
    assert recognise(exported) == "own"
    with Store(tmp_path / "other", write=True) as other:
        taken = list(intake.take(other, "own", own.items(exported, Options(), {})))
        assert {one.outcome for one in taken} == {"new"}
        records.write(other.catalogue, tmp_path / "again", "")
        first = (exported / "records.jsonl").read_bytes()
        assert (tmp_path / "again" / "records.jsonl").read_bytes() == first
        assert b'"split"' in first
        assert b'"pair"' in first
        assert b'"snapshot"' in first
        (one,) = other.catalogue.splits()
        assert split.problems(one, tuple(other.catalogue.campaigns())) == ()
        # a second import is a no-op, also with what was taken before unknown
        again = list(intake.take(other, "own", own.items(exported, Options(), {})))
        records.write(other.catalogue, tmp_path / "third", "")
        assert {one.outcome for one in again} == {"known"}
        assert (tmp_path / "third" / "records.jsonl").read_bytes() == first
    assert grouping.decisions(store.catalogue) == ()


def test_a_line_that_is_no_record_and_one_of_the_future_are_told(tmp_path):
    path = tmp_path / "records.jsonl"
    path.write_text('{"sample":{"sha256":"a"}}\nnonsense\n{"schema":99}\n')
    found = list(own.items(path, Options(), {}))
    assert [isinstance(one, Unread) for one in found] == [False, True, True]
