import shutil

import pytest

from pratique.dataset import migrations
from pratique.dataset.catalogue import Catalogue
from pratique.dataset.record import Claim, Sample, Split
from pratique.errors import DatasetError

ONE = "11" * 32


def _claim(label, source="a", **more):
    return Claim(sha256=ONE, source=source, label=label, **more)


def test_claims_that_disagree_all_stay(tmp_path):
    with Catalogue(tmp_path, write=True) as catalogue:
        assert catalogue.add_claim(_claim("malicious"))
        assert catalogue.add_claim(_claim("benign", source="b"))
        assert not catalogue.add_claim(_claim("benign", source="b"))
        assert catalogue.add_claim(_claim("benign", source="b", withdrawn="2025-01-01"))
        assert [one.label for one in catalogue.claims(ONE)] == ["malicious", "benign"]


def test_what_is_known_stays_what_is_new_is_added_and_the_first_sighting_counts(tmp_path):
    with Catalogue(tmp_path, write=True) as catalogue:
        catalogue.add_sample(Sample(sha256=ONE, first_seen="2024", name="x"), stored=True)
        more = Sample(sha256=ONE, first_seen="2023-05", name="y", size=7, ecosystem="npm")
        catalogue.add_sample(more, stored=False)
        known = catalogue.sample(ONE)
        assert (known.name, known.size, known.first_seen) == ("x", 7, "2023-05")
        assert known.ecosystem == "npm"
        assert catalogue.stored() == {ONE}


def test_only_its_owner_may_read_it(tmp_path):
    with Catalogue(tmp_path / "new", write=True) as catalogue:
        catalogue.add_sample(Sample(sha256=ONE), stored=False)
        modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "new").glob("catalogue*")}
    assert modes == {0o600}


def test_two_cannot_write_at_once_and_one_may_read(tmp_path):
    with Catalogue(tmp_path, write=True) as catalogue:
        catalogue.add_sample(Sample(sha256=ONE), stored=False)
        with pytest.raises(DatasetError, match="another process is writing"):
            Catalogue(tmp_path, write=True)
        with Catalogue(tmp_path) as reading:
            assert reading.sample(ONE) is not None


@pytest.mark.parametrize("left", [0.9, 0.5, 0.01])
def test_a_truncated_catalogue_is_said_and_left_alone(tmp_path, left):
    with Catalogue(tmp_path, write=True) as catalogue:
        for number in range(300):
            catalogue.add_sample(Sample(sha256=f"{number:064x}"), stored=False)
    path = tmp_path / "catalogue.sqlite"
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * left)])
    before = path.read_bytes()
    with pytest.raises(DatasetError, match="cut short or damaged"):
        Catalogue(tmp_path, write=True)
    assert path.read_bytes() == before


def test_a_catalogue_of_garbage_is_said(tmp_path):
    (tmp_path / "catalogue.sqlite").write_bytes(b"no database at all" * 400)
    with pytest.raises(DatasetError, match="damaged"):
        Catalogue(tmp_path, write=True)


def test_a_newer_catalogue_is_not_touched(tmp_path, monkeypatch):
    with Catalogue(tmp_path, write=True) as catalogue:
        catalogue.rows.execute("pragma user_version = 99")
    with pytest.raises(DatasetError, match="newer version"):
        Catalogue(tmp_path, write=True)


def test_an_older_catalogue_is_lifted_only_by_a_writer(tmp_path, monkeypatch):
    with Catalogue(tmp_path, write=True):
        pass
    steps = (*migrations.STEPS, "create table later (x text)")
    monkeypatch.setattr("pratique.dataset.catalogue.STEPS", steps)
    with pytest.raises(DatasetError, match="older version"):
        Catalogue(tmp_path)
    with Catalogue(tmp_path, write=True) as catalogue:
        assert catalogue.rows.execute("select * from later").fetchall() == []


def test_a_transaction_is_all_or_nothing(tmp_path):
    with Catalogue(tmp_path, write=True) as catalogue:
        with pytest.raises(RuntimeError):
            _interrupted(catalogue)
        assert catalogue.sample(ONE) is None


def _interrupted(catalogue):
    with catalogue.transaction():
        catalogue.add_sample(Sample(sha256=ONE), stored=True)
        raise RuntimeError


def test_a_frozen_split_is_not_replaced(tmp_path):
    with Catalogue(tmp_path, write=True) as catalogue:
        catalogue.add_split(Split(name="v1", digest="a"))
        catalogue.add_split(Split(name="v1", digest="a"))
        with pytest.raises(DatasetError, match="frozen"):
            catalogue.add_split(Split(name="v1", digest="b"))


def test_a_loss_of_power_loses_nothing_acknowledged(tmp_path):
    """What was synced survives; of what came later any part may be there, torn or garbage."""
    live, after = tmp_path / "live", tmp_path / "after"
    states = []
    with Catalogue(live, write=True) as catalogue:
        for number in range(12):
            with catalogue.transaction():
                catalogue.add_sample(Sample(sha256=f"{number:064x}"), stored=True)
            log = live / "catalogue.sqlite-wal"
            states.append((number + 1, (live / "catalogue.sqlite").read_bytes(), log.read_bytes()))
        last = states[-1][2]
    for acknowledged, database, log in states:
        tails = (b"", b"\0" * 4096, b"\xff" * 1000, last[len(log) : len(log) + 1777])
        for tail in tails:
            shutil.rmtree(after, ignore_errors=True)
            after.mkdir()
            (after / "catalogue.sqlite").write_bytes(database)
            (after / "catalogue.sqlite-wal").write_bytes(log + tail)
            with Catalogue(after, write=True) as catalogue:
                found = len(catalogue.stored())
                assert found >= acknowledged
                assert catalogue.problems() == ()
