"""The ciphers among the decoders: what code deciphers with a key that it carries.

In a file of their own because their library takes longer to load than a small package to read.
All raise ValueError for what cannot be deciphered.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, cast

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.decrepit.ciphers import algorithms as old
from cryptography.hazmat.decrepit.ciphers import modes as decrepit
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

Options = Mapping[str, Any]
_MODES: Mapping[int, Callable[[bytes], modes.Mode]] = {
    2: modes.CBC,
    3: decrepit.CFB8,
    5: decrepit.OFB,
}
_MODE_NAMES = {
    "MODE_ECB": 1,
    "MODE_CBC": 2,
    "MODE_CFB": 3,
    "MODE_OFB": 5,
    "MODE_CTR": 6,
    "MODE_GCM": 11,
}


def _fernet(data: bytes, key: bytes, _options: Options) -> bytes:
    try:
        return Fernet(key).decrypt(re.sub(rb"\s", b"", data))
    except InvalidToken as error:
        raise ValueError("no token of this key") from error


def _aes(data: bytes, key: bytes, options: Options) -> bytes:
    """Decrypt; modes are numbered as in pycryptodome: ECB 1, CBC 2, CFB 3, OFB 5, CTR 6, GCM 11."""
    number = options.get("mode", 1)
    number = _MODE_NAMES.get(number, number) if isinstance(number, str) else number
    start = options.get("iv") or options.get("IV") or options.get("nonce") or bytes(16)
    if isinstance(start, str):
        start = start.encode("utf-8", "surrogatepass")
    mode = _mode(number, bytes(start) if isinstance(start, bytes | bytearray) else b"")
    return _deciphered(Cipher(algorithms.AES(key), cast("Any", mode)), data)


def _mode(number: object, start: bytes) -> modes.Mode:
    if number == 1:
        return modes.ECB()  # noqa: S305 read, not written
    if isinstance(number, int) and number in _MODES:
        return _MODES[number](start)
    if number == 6:
        return modes.CTR(start.ljust(16, b"\0"))
    if number == 11:
        return modes.CTR(start + b"\0\0\0\2" if len(start) == 12 else start)
    raise ValueError("this mode is not followed")


def _arc4(data: bytes, key: bytes, _options: Options) -> bytes:
    return _deciphered(Cipher(old.ARC4(key), None), data)


def _deciphered(cipher: Cipher[Any], data: bytes) -> bytes:
    try:
        engine = cipher.decryptor()
        return engine.update(data) + engine.finalize()
    except UnsupportedAlgorithm as error:
        raise ValueError("the library has no such cipher") from error


CIPHERS: Mapping[str, Callable[[bytes, bytes, Options], bytes]] = {
    "fernet": _fernet,
    "aes": _aes,
    "arc4": _arc4,
}
