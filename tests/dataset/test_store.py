import pytest

from pratique.dataset import intake
from pratique.dataset.store import Store
from pratique.errors import DatasetError
from tests.dataset import made


def _blob(store, sha256):
    return store.folder / "blobs" / sha256[:2] / f"{sha256}.blob"


@pytest.fixture
def item():
    return made.found("one", made.thief("one"))


def test_a_sample_comes_back_and_its_reading_is_written_down(tmp_path, item):
    with made.filled(tmp_path, item, facts=False) as store:
        assert store.read(item.sample.sha256, "a test") == item.data
        ((_, who, sha256, why),) = store.audits()
        assert (sha256, why) == (item.sample.sha256, "a test")
        assert who


def test_no_byte_of_a_sample_and_no_name_of_it_is_on_disk(tmp_path, item):
    with made.filled(tmp_path, item, facts=False):
        pass
    for path in (tmp_path / "blobs").rglob("*"):
        assert "one" not in path.name
        assert not path.is_file() or item.data[:64] not in path.read_bytes()


def test_a_wrong_key_is_said_before_anything_happens(tmp_path, item):
    with made.filled(tmp_path, item, facts=False):
        pass
    with pytest.raises(DatasetError, match="not the one that it was made with"):
        Store(tmp_path, secret=bytes(32), write=True)
    with Store(tmp_path, secret=made.KEY) as store:
        assert store.check().whole


def test_without_a_key_the_catalogue_opens_and_bytes_do_not(tmp_path, item):
    with made.filled(tmp_path, item, facts=False):
        pass
    with Store(tmp_path) as store:
        assert len(list(store.catalogue.samples())) == 1
        with pytest.raises(DatasetError, match="needs the key"):
            store.read(item.sample.sha256, "no key")


def test_a_flipped_byte_is_found_and_an_import_repairs_it(tmp_path, item):
    with made.filled(tmp_path, item, facts=False) as store:
        path = _blob(store, item.sample.sha256)
        raw = bytearray(path.read_bytes())
        raw[40] ^= 1
        path.chmod(0o600)
        path.write_bytes(raw)
        assert store.check().damaged == (item.sample.sha256,)
        with pytest.raises(DatasetError, match="changed on disk"):
            store.read(item.sample.sha256, "a test")
        list(intake.take(store, "again", [item]))
        assert store.check().whole


def test_a_missing_blob_is_missed_and_an_orphan_collected(tmp_path, item):
    other = made.found("two", made.thief("two", host="other.invalid"))
    with made.filled(tmp_path, item, facts=False) as store:
        store.put(other.sample, other.data)
        assert store.check().orphans == (other.sample.sha256,)
        assert store.check().whole
        assert store.collect() == 1
        assert store.blobs.has(item.sample.sha256)
        store.blobs.remove(item.sample.sha256)
        assert store.check().missing == (item.sample.sha256,)
        assert not store.check().whole


def test_bytes_that_are_not_the_promised_ones_are_not_stored(tmp_path, item):
    with made.filled(tmp_path, facts=False) as store:
        with pytest.raises(DatasetError, match="another digest"):
            store.put(item.sample, item.data + b"x")
        assert list(store.blobs.digests()) == []
