"""What JavaScript deciphers with a key of its own is read."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from pratique.model import Layer
from tests.code.reading import read

PLAIN = b"require('child_process').execSync('id')"
KEY, START = b"0123456789abcdef0123456789abcdef", b"fedcba9876543210"
PHRASE, SALT = b"the tide is out", b"saltsalt"


def sealed(key: bytes, mode: modes.Mode, *, padded: bool = True) -> bytes:
    size = 16 - len(PLAIN) % 16
    engine = Cipher(algorithms.AES(key), mode).encryptor()
    return engine.update(PLAIN + (bytes([size]) * size if padded else b"")) + engine.finalize()


def stretched(salt: bytes) -> tuple[bytes, bytes]:
    made = last = b""
    while len(made) < 48:
        last = hashlib.md5(last + PHRASE + salt, usedforsecurity=False).digest()
        made += last
    return made[:32], made[32:48]


def node(made: str, data: str) -> str:
    return (
        f"const c = require('crypto'); const d = {made};\n"
        f"let t = d.update('{data}', 'hex', 'utf8'); t += d.final('utf8'); eval(t);\n"
    )


def cryptojs(data: bytes, rest: str) -> str:
    text = base64.b64encode(data).decode()
    return (
        "const C = require('crypto-js');\n"
        f"const b = C.AES.decrypt('{text}', {rest}); eval(b.toString(C.enc.Utf8));\n"
    )


KEYS = f"'{KEY.decode()}', '{START.decode()}'"
SALTED, BARE = stretched(SALT), stretched(b"")
WAYS = {
    "createDecipheriv in CBC": node(
        f"c.createDecipheriv('aes-256-cbc', {KEYS})", sealed(KEY, modes.CBC(START)).hex()
    ),
    "createDecipheriv in CTR": node(
        f"c.createDecipheriv('aes-256-ctr', {KEYS})",
        sealed(KEY, modes.CTR(START), padded=False).hex(),
    ),
    "createDecipher": node(
        f"c.createDecipher('aes256', '{PHRASE.decode()}')",
        sealed(BARE[0], modes.CBC(BARE[1])).hex(),
    ),
    "CryptoJS with a pass phrase": cryptojs(
        b"Salted__" + SALT + sealed(SALTED[0], modes.CBC(SALTED[1])), f"'{PHRASE.decode()}'"
    ),
    "CryptoJS with a key": cryptojs(
        sealed(KEY, modes.CBC(START)),
        f"C.enc.Hex.parse('{KEY.hex()}'), {{iv: C.enc.Utf8.parse('{START.decode()}')}}",
    ),
    "CryptoJS in ECB": cryptojs(
        sealed(KEY, modes.ECB()),
        f"C.enc.Utf8.parse('{KEY.decode()}'), {{mode: C.mode.ECB}}",
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_deciphered_and_run_is_read(way: str) -> None:
    found = read({"package/index.js": WAYS[way]}, {"package/index.js": "import"}, "npm")
    assert any(isinstance(one, Layer) and one.location.layer == "aes/eval" for one in found)
    assert any(one.behaviour == "exec/shell" for one in found if hasattr(one, "behaviour"))


@pytest.mark.parametrize(
    "source",
    [
        node("c.createDecipheriv('aes-256-cbc', key, start)", "00"),
        node(f"c.createDecipheriv('rot-13', {KEYS})", "00" * 16),
        node(f"c.createDecipheriv('aes-256-cbc', {KEYS})", "zz"),
        cryptojs(b"short", "'phrase'"),
        cryptojs(b"Salted__" + SALT + bytes(16), "phrase"),
    ],
)
def test_what_cannot_be_deciphered_is_said_to_be_hidden(source: str) -> None:
    found = read({"package/index.js": source}, {"package/index.js": "import"}, "npm")
    assert not any(isinstance(one, Layer) for one in found)
    assert any(getattr(one, "behaviour", "") == "obfus/encoded-exec" for one in found)
