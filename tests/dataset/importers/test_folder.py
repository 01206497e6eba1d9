from pratique.dataset.importers import Options, folder, zips
from tests.dataset import made


def test_every_file_is_a_sample_and_encrypted_zips_are_opened(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "one-1.0.tar.gz").write_bytes(made.thief("one"))
    (tmp_path / "b.infected.zip").write_bytes(zips.sealed([("two.whl", b"PK")], "infected"))
    (tmp_path / "c.infected.zip").write_bytes(zips.sealed([("three.whl", b"PK")], "other"))
    found = {one.item: one for one in folder.items(tmp_path, Options(label="spam"), {})}
    assert sorted(found) == ["b.infected.zip!/two.whl", "c.infected.zip", "sub/one-1.0.tar.gz"]
    assert found["sub/one-1.0.tar.gz"].claims[0].label == "spam"
    assert "password" in found["c.infected.zip"].why


def test_a_file_that_has_not_changed_is_not_taken_again(tmp_path):
    (tmp_path / "x.tar.gz").write_bytes(b"x")
    (first,) = folder.items(tmp_path, Options(), {})
    assert list(folder.items(tmp_path, Options(), {first.item: first.digest})) == []
