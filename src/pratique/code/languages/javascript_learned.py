"""Ciphers that code writes out, learned from one exact run and computed at once from then on.

Obfuscators give every text of an array a key of its own, and turn the array until a sum is right:
each turn deciphers anew, thousands of steps for some letters. What a dear function of two texts
gave once is compared with what known ciphers give; the one that gives the same is asked from then
on in its stead.
"""

import binascii
from base64 import b64decode
from collections.abc import Callable

Cipher = Callable[[str, str], str]
DEAR = 4_000
"""Steps from which on a function is worth to be learned."""
STEPS = 64
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_REST = "0123456789+/"
_STANDARD = _LETTERS.upper() + _LETTERS + _REST
_TURNED = str.maketrans(_LETTERS + _LETTERS.upper() + _REST, _STANDARD)


def _arc4(data: bytes, key: str) -> str:
    """Decipher RC4; libraries refuse the short keys that obfuscators take."""
    box = list(range(256))
    at = 0
    for turn in range(256):
        at = (at + box[turn] + ord(key[turn % len(key)])) & 255
        box[turn], box[at] = box[at], box[turn]
    made = bytearray()
    turn = at = 0
    for byte in data:
        turn = (turn + 1) & 255
        at = (at + box[turn]) & 255
        box[turn], box[at] = box[at], box[turn]
        made.append(byte ^ box[(box[turn] + box[at]) & 255])
    return made.decode("latin-1")


def _plain(text: str, key: str) -> str:
    return _arc4(text.encode("latin-1"), key)


def _encoded(text: str, key: str) -> str:
    """Read base64 of UTF-8 first, as the best known obfuscator writes it."""
    text = text.rstrip("=")
    data = b64decode(text + "=" * (-len(text) % 4), validate=True)
    return _plain(data.decode(), key)  # what is no text of such bytes raises


def _turned(text: str, key: str) -> str:
    """Read the same with the small letters first in the alphabet."""
    return _encoded(text.translate(_TURNED), key)


def _xored(text: str, key: str) -> str:
    return "".join(chr(ord(one) ^ ord(key[at % len(key)])) for at, one in enumerate(text))


CIPHERS: tuple[Cipher, ...] = (_turned, _encoded, _plain, _xored)


def asked(cipher: Cipher, text: str, key: str) -> str | None:
    """Return what a cipher makes of a text, or None where it has nothing to say."""
    if not key:
        return None
    try:
        return cipher(text, key)
    except (ValueError, binascii.Error):
        return None


def learned(text: str, key: str, made: object) -> Cipher | None:
    """Return the cipher that gives what a function gave, if one does."""
    if not isinstance(made, str) or len(made) < 2:
        return None
    return next((one for one in CIPHERS if asked(one, text, key) == made), None)
