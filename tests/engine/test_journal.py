"""The journal: a line and its key are both there or both not, wherever a kill falls."""

import io

import pytest

from pratique.engine.journal import Journal
from pratique.engine.output import Output, Place, Stream
from pratique.errors import InputError
from pratique.model import Event

KEY = ("pypi", "demo", "1.0", "demo-1.0.tar.gz", "0" * 64)
UPLOADS = frozenset(("upload",))


def _event(serial, **more):
    given = {"name": "demo", "kind": "upload", "action": "add", "version": "1.0", **more}
    return Event(ecosystem="pypi", serial=serial, **given)


def _open(folder, largest=0):
    return Journal(folder / "state", Output(folder / "out.jsonl", largest=largest))


def test_a_finished_file_is_written_once_and_remembered(tmp_path):
    with _open(tmp_path) as journal:
        journal.take([_event(5)], UPLOADS)
        (queued,) = journal.due(10, 1.0)
        assert journal.finish(queued, KEY, "line\n")
        assert not journal.finish(None, KEY, "line again\n")
        assert (journal.queued(), journal.finished(), journal.position) == (0, 1, 5)
    with _open(tmp_path) as journal:
        assert journal.is_done(KEY)
    assert (tmp_path / "out.jsonl").read_text() == "line\n"


def test_a_line_that_was_not_recorded_is_cut_off(tmp_path):
    with _open(tmp_path) as journal:
        journal.finish(None, KEY, "kept\n")
    with (tmp_path / "out.jsonl").open("a") as file:
        file.write('{"half of a li')
    with _open(tmp_path) as journal:
        assert journal.is_done(KEY)
    assert (tmp_path / "out.jsonl").read_text() == "kept\n"


def test_entries_are_known_by_serial_and_content(tmp_path):
    with _open(tmp_path) as journal:
        assert len(journal.take([_event(5), _event(5), _event(7)], UPLOADS)) == 2
        assert journal.take([_event(5), _event(7)], UPLOADS) == ()
        assert len(journal.take([_event(6)], UPLOADS)) == 1
        assert journal.position == 7
        assert [one.event.serial for one in journal.due(10, 1.0)] == [5, 7, 6]


def test_other_kinds_move_the_position_and_are_not_queued(tmp_path):
    with _open(tmp_path) as journal:
        journal.take([_event(9, kind="owner")], UPLOADS)
        assert (journal.position, journal.queued()) == (9, 0)


def test_what_is_put_off_comes_back_in_time(tmp_path):
    with _open(tmp_path) as journal:
        journal.take([_event(5)], UPLOADS)
        journal.later(journal.due(1, 1.0)[0], 100.0)
        assert journal.due(1, 99.0) == ()
        assert journal.next_due() == 100.0
        assert journal.due(1, 100.0)[0].tries == 1


def test_full_files_are_numbered_and_none_is_overwritten(tmp_path):
    with _open(tmp_path, largest=10) as journal:
        for number in range(5):
            journal.finish(None, (*KEY[:4], str(number)), f"line {number} long\n")
    names = sorted(path.name for path in tmp_path.glob("out*"))
    assert names == ["out.jsonl", *(f"out.jsonl.{n:06d}" for n in range(1, 6))]
    assert (tmp_path / "out.jsonl.000003").read_text() == "line 2 long\n"


@pytest.mark.parametrize("made", [False, True])
def test_a_kill_between_renaming_and_recording_loses_nothing(tmp_path, made):
    with _open(tmp_path) as journal:
        journal.finish(None, KEY, "recorded\n")
    (tmp_path / "out.jsonl").rename(tmp_path / "out.jsonl.000001")
    if made:
        (tmp_path / "out.jsonl").touch()
    with _open(tmp_path, largest=5) as journal:
        journal.finish(None, (*KEY[:4], "1"), "next\n")
    assert (tmp_path / "out.jsonl.000001").read_text() == "recorded\n"
    assert (tmp_path / "out.jsonl.000002").read_text() == "next\n"


def test_a_new_state_writes_behind_what_a_file_already_holds(tmp_path):
    (tmp_path / "out.jsonl").write_text("old\n")
    with _open(tmp_path) as journal:
        journal.finish(None, KEY, "new\n")
    assert (tmp_path / "out.jsonl").read_text() == "old\nnew\n"


def test_a_file_that_somebody_took_away_is_begun_again(tmp_path):
    with _open(tmp_path) as journal:
        journal.finish(None, KEY, "one\n")
    (tmp_path / "out.jsonl").unlink()
    with _open(tmp_path) as journal:
        journal.finish(None, (*KEY[:4], "1"), "two\n")
    assert (tmp_path / "out.jsonl").read_text() == "two\n"


def test_messages_wait_until_they_are_taken(tmp_path):
    with _open(tmp_path) as journal:
        journal.finish(None, KEY, "line\n", b"body")
    with _open(tmp_path) as journal:
        (post,) = journal.posts(1.0)
        assert post.body == b"body"
        journal.post_later(post, 50.0)
        assert journal.posts(1.0) == ()
        assert journal.owes(2)
        assert not journal.owes(1)
        journal.posted(journal.posts(50.0)[0])
        assert journal.next_due() == float("inf")


def test_a_stream_gets_every_line_and_is_left_open():
    raw = io.BytesIO()
    stream = Stream(raw)
    stream.recover(Place(number=3, length=7))
    stream.append("line\n")
    stream.close()
    assert raw.getvalue() == b"line\n"


def test_a_state_that_cannot_be_used_is_one_line(tmp_path):
    (tmp_path / "state").write_text("a file")
    with pytest.raises(InputError, match="cannot be used"):
        _open(tmp_path)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "watch.sqlite").write_bytes(b"no database at all, but long enough" * 9)
    with pytest.raises(InputError, match="the state cannot be used"):
        Journal(tmp_path / "other", Output(tmp_path / "o"))
