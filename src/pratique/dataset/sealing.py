"""Seal a blob with AES-256-GCM, bound to the digest of what is inside.

    magic (8) · nonce (12) · ciphertext and tag        additional data: magic and sha256

A blob moved under another digest, cut or flipped in one bit does not open. NIST SP 800-38D; a
random 96-bit nonce is safe for 2^32 blobs under one key.
"""

import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pratique.errors import DatasetError

MAGIC = b"PRTQBLB1"
_NONCE = 12


def seal(key: bytes, sha256: str, data: bytes) -> bytes:
    """Return the sealed form of bytes whose digest is `sha256`."""
    nonce = secrets.token_bytes(_NONCE)
    bound = MAGIC + bytes.fromhex(sha256)
    return MAGIC + nonce + AESGCM(key).encrypt(nonce, data, bound)


def unseal(key: bytes, sha256: str, sealed: bytes) -> bytes:
    """Return the bytes inside; DatasetError when they are not what was sealed."""
    start = len(MAGIC) + _NONCE
    if not sealed.startswith(MAGIC) or len(sealed) < start + 16:
        raise DatasetError(f"blob {sha256}: not a sealed blob, or cut short; import it again")
    nonce = sealed[len(MAGIC) : start]
    bound = MAGIC + bytes.fromhex(sha256)
    try:
        data = AESGCM(key).decrypt(nonce, sealed[start:], bound)
    except InvalidTag as error:
        raise DatasetError(
            f"blob {sha256}: does not open: it was changed on disk; import it again"
        ) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise DatasetError(f"blob {sha256}: holds other bytes than its name says; import it again")
    return data
