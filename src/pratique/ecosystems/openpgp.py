"""Detached OpenPGP signatures, as far as they can be read without the signer's key.

A signature names its key and carries the first two bytes of the digest that was signed, so that
one made over other bytes is told without any key. Whether the key is the publisher's is for who
has it: nothing here says that a signature is good. Source: RFC 9580, sections 5.2 and 6.2.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

_ARMOR = re.compile(
    rb"-----BEGIN PGP SIGNATURE-----\r?\n(?:[\w-]+: [^\n]*\n)*\r?\n([A-Za-z0-9+/=\s]+?)"
    rb"(?:\n=[A-Za-z0-9+/]{4})?\s*-----END PGP SIGNATURE-----"
)
_ALGORITHMS = {
    1: "md5", 2: "sha1", 8: "sha256", 9: "sha384", 10: "sha512", 11: "sha224",
    12: "sha3_256", 14: "sha3_512",
}  # fmt: skip
_SIGNATURE = 2
_ISSUER, _FINGERPRINT = 16, 33


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """A signature of version 4."""

    key: str
    """Fingerprint of the signing key, or its last 8 bytes, in upper-case hex."""
    algorithm: str
    start: bytes
    """The first two bytes of the digest."""
    trailer: bytes
    """What is digested behind the signed bytes."""


def read(armored: bytes) -> Signature | None:
    """Return the first signature of an armored file; None where there is none of version 4."""
    found = _ARMOR.search(armored[:65_536])
    if found is None:
        return None
    try:
        raw = base64.b64decode(re.sub(rb"\s", b"", found[1]), validate=True)
        return _packet(raw)
    except (binascii.Error, IndexError, ValueError):
        return None


def fits(signature: Signature, path: Path) -> bool:
    """Tell whether a signature can have been made over the bytes of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, signature.algorithm)
    digest.update(signature.trailer)
    return digest.digest()[:2] == signature.start


def _packet(raw: bytes) -> Signature | None:
    kind, body = _body(raw)
    if kind != _SIGNATURE or body[0] != 4:
        return None
    algorithm = _ALGORITHMS.get(body[3])
    size = int.from_bytes(body[4:6], "big")
    hashed, rest = body[6 : 6 + size], body[6 + size :]
    more = int.from_bytes(rest[:2], "big")
    start = rest[2 + more : 4 + more]
    if algorithm is None or len(hashed) < size or len(start) < 2:
        return None
    parts = dict((*_parts(rest[2 : 2 + more]), *_parts(hashed)))
    key = parts.get(_FINGERPRINT, b"")[1:] or parts.get(_ISSUER, b"")
    covered = body[: 6 + size]
    trailer = covered + b"\x04\xff" + len(covered).to_bytes(4, "big")
    return Signature(key=key.hex().upper(), algorithm=algorithm, start=start, trailer=trailer)


def _body(raw: bytes) -> tuple[int, bytes]:
    """Return the kind and the body of the first packet, of the new format or the old."""
    head = raw[0]
    if head & 0xC0 == 0xC0:
        size, at = _length(raw, 1)
        return head & 0x3F, raw[at : at + size]
    width = (1, 2, 4, 0)[head & 3]
    size = int.from_bytes(raw[1 : 1 + width], "big") if width else len(raw)
    return head >> 2 & 0x0F, raw[1 + width : 1 + width + size]


def _length(raw: bytes, at: int) -> tuple[int, int]:
    first = raw[at]
    if first < 192:
        return first, at + 1
    if first < 224:
        return ((first - 192) << 8) + raw[at + 1] + 192, at + 2
    if first < 255:
        raise ValueError("partial lengths stand in no signature")
    return int.from_bytes(raw[at + 1 : at + 5], "big"), at + 5


def _parts(area: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(area):
        first = area[at]
        if first < 192:
            size, at = first, at + 1
        elif first < 255:
            size, at = ((first - 192) << 8) + area[at + 1] + 192, at + 2
        else:
            size, at = int.from_bytes(area[at + 1 : at + 5], "big"), at + 5
        if not size:
            raise ValueError("a part without a kind")
        yield area[at] & 0x7F, area[at + 1 : at + size]
        at += size
