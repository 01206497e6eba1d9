import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pratique.dataset import sealing
from pratique.errors import DatasetError

KEY = bytes(range(32))


@given(st.binary(max_size=300))
def test_what_is_sealed_opens(data):
    sha256 = hashlib.sha256(data).hexdigest()
    sealed = sealing.seal(KEY, sha256, data)
    assert sealing.unseal(KEY, sha256, sealed) == data
    assert len(data) < 16 or data not in sealed


@given(st.data())
def test_one_flipped_bit_anywhere_is_noticed(draw):
    data = b"some bytes of a sample"
    sha256 = hashlib.sha256(data).hexdigest()
    sealed = bytearray(sealing.seal(KEY, sha256, data))
    place = draw.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[place // 8] ^= 1 << place % 8
    with pytest.raises(DatasetError):
        sealing.unseal(KEY, sha256, bytes(sealed))


def test_a_cut_blob_another_key_and_another_name_do_not_open():
    data = b"x" * 100
    sha256 = hashlib.sha256(data).hexdigest()
    sealed = sealing.seal(KEY, sha256, data)
    for key, name, blob in (
        (KEY, sha256, sealed[:-1]),
        (KEY, sha256, sealed[:20]),
        (KEY, sha256, b""),
        (bytes(32), sha256, sealed),
        (KEY, "00" * 32, sealed),
    ):
        with pytest.raises(DatasetError):
            sealing.unseal(key, name, blob)
