"""Signatures are read without a key, and one over other bytes is told."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pratique.ecosystems import openpgp

ARMORED = b"""-----BEGIN PGP SIGNATURE-----
Comment: made by GnuPG over a file of one line, and the key thrown away

iHUEABYIAB0WIQQy+u4gpA4Fj0Uvsl78bHNNoeer2AUCawUXMwAKCRD8bHNNoeer
2GouAP0Y0fjB0xgs5Qejbecsh+XFk8SeG7UKTDyMcQ2zVb+5gQEA5tJUUWUeyVlH
LTonUNKjIk2B66BJc3MEtSyWMAfcqA4=
=fMo4
-----END PGP SIGNATURE-----
"""
SIGNED = b"tide\n"


def test_a_signature_names_its_key():
    found = openpgp.read(ARMORED)
    assert found is not None
    assert found.key == "32FAEE20A40E058F452FB25EFC6C734DA1E7ABD8"
    assert found.algorithm == "sha256"


@pytest.mark.parametrize(("data", "fits"), [(SIGNED, True), (b"ebb\n", False), (b"", False)])
def test_a_signature_over_other_bytes_is_told(tmp_path, data, fits):
    file = tmp_path / "a.jar"
    file.write_bytes(data)
    found = openpgp.read(ARMORED)
    assert found is not None
    assert openpgp.fits(found, file) is fits


def test_line_ends_and_what_stands_around_do_not_matter(tmp_path):
    file = tmp_path / "a.jar"
    file.write_bytes(SIGNED)
    found = openpgp.read(b"see below\r\n" + ARMORED.replace(b"\n", b"\r\n") + b"\r\n")
    assert found is not None
    assert openpgp.fits(found, file)


@pytest.mark.parametrize(
    "armored",
    [
        b"",
        b"<html>not found</html>",
        ARMORED.replace(b"SIGNATURE", b"MESSAGE"),
        ARMORED.replace(b"iHUE", b"iHUD"),
        ARMORED.replace(b"iHUE", b"mHUE"),
        ARMORED.replace(b"ABYI", b"ABYA"),
        b"-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n",
    ],
)
def test_what_is_no_signature_is_none(armored):
    assert openpgp.read(armored) is None


@given(st.integers(0, 200), st.binary(min_size=1, max_size=8))
def test_damage_never_raises(place, value):
    data = bytearray(ARMORED)
    data[90 + place : 90 + place + len(value)] = value
    found = openpgp.read(bytes(data))
    assert found is None or msgspec.json.encode(found)
