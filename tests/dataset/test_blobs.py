import stat

import pytest

from pratique.dataset import blobs
from pratique.errors import DatasetError

ONE, TWO = "ab" * 32, "cd" * 32


@pytest.fixture(params=["folder", "cloud"])
def place(request, tmp_path):
    return blobs.opened(str(tmp_path / "b") if request.param == "folder" else "memory:///")


def test_both_kinds_keep_list_and_remove(place):
    place.put(TWO, b"two")
    place.put(ONE, b"one")
    assert place.get(ONE) == b"one"
    assert list(place.digests()) == [ONE, TWO]
    assert place.has(ONE)
    place.remove(ONE)
    place.remove(ONE)
    assert not place.has(ONE)
    with pytest.raises(DatasetError, match="import it again"):
        place.get(ONE)


def test_a_file_is_read_only_not_executable_and_named_by_its_digest(tmp_path):
    blobs.Folder(tmp_path).put(ONE, b"x")
    (path,) = (one for one in tmp_path.rglob("*") if one.is_file())
    assert path.name == ONE + ".blob"
    assert stat.S_IMODE(path.stat().st_mode) == 0o400


def test_what_an_interrupted_write_left_is_swept_and_never_listed(tmp_path):
    place = blobs.Folder(tmp_path)
    place.put(ONE, b"x")
    (tmp_path / "ab" / "incoming-123").write_bytes(b"half")
    assert list(place.digests()) == [ONE]
    assert place.sweep() == 1
    assert place.get(ONE) == b"x"


def test_an_address_of_nothing_is_said():
    with pytest.raises(DatasetError, match="nowhere"):
        blobs.opened("nowhere://x")
