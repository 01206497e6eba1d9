import stat

import pytest

from pratique.dataset import key
from pratique.errors import DatasetError


def test_a_new_key_is_read_again_and_only_by_its_owner(tmp_path):
    made = key.new(tmp_path / "key")
    assert key.load(tmp_path / "key") == made
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o400


def test_a_key_is_never_overwritten(tmp_path):
    key.new(tmp_path / "key")
    with pytest.raises(DatasetError, match="never overwritten"):
        key.new(tmp_path / "key")


def test_the_environment_gives_a_key(monkeypatch):
    monkeypatch.setenv(key.VARIABLE, "ab" * 32)
    assert key.load() == b"\xab" * 32


@pytest.mark.parametrize("text", ["", "zz" * 32, "ab" * 31, "ab" * 33])
def test_what_is_no_key_is_said(tmp_path, text):
    (tmp_path / "key").write_text(text)
    with pytest.raises(DatasetError, match="64 hexadecimal"):
        key.load(tmp_path / "key")


def test_the_check_value_does_not_tell_the_key():
    assert bytes(32).hex() not in key.check(bytes(32))
    assert key.check(bytes(32)) != key.check(b"\1" * 32)
