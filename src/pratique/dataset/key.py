"""Where the dataset's key comes from: a file, the environment or the system's keyring.

A key is 32 random bytes, written as 64 hexadecimal digits. It is never in the catalogue; what is
there is a check value, so that a wrong key is noticed before anything is read or written.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from types import ModuleType

from pratique.errors import DatasetError

VARIABLE = "PRATIQUE_DATASET_KEY"
SERVICE = "pratique"
ACCOUNT = "dataset"


def load(file: Path | None = None, *, keyring: bool = False) -> bytes | None:
    """Return the key from the first place that has one, None when no place was given.

    Order: `file`, the variable PRATIQUE_DATASET_KEY, the keyring when it is asked for.
    """
    if file is not None:
        return _from_file(file)
    given = os.environ.get(VARIABLE, "")
    if given:
        return _parsed(given, f"the variable {VARIABLE}")
    if keyring:
        return _from_keyring()
    return None


def new(file: Path) -> bytes:
    """Make a key and write it to a new file that only its owner can read."""
    key = secrets.token_bytes(32)
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    except FileExistsError as error:
        raise DatasetError(f"{file}: exists already; a key is never overwritten") from error
    except OSError as error:
        raise DatasetError(f"{file}: the key cannot be written ({error.strerror})") from error
    with os.fdopen(descriptor, "w") as out:
        out.write(key.hex() + "\n")
        out.flush()
        os.fsync(out.fileno())
    return key


def keep(key: bytes) -> None:
    """Put a key into the system's keyring."""
    keyring = _keyring()
    try:
        keyring.set_password(SERVICE, ACCOUNT, key.hex())
    except keyring.errors.KeyringError as error:
        raise DatasetError(f"the keyring did not take the key ({error})") from error


def check(key: bytes) -> str:
    """Return the value that tells, without the key, whether a key is the right one."""
    return hmac.new(key, b"pratique dataset key check", hashlib.sha256).hexdigest()


def _from_file(file: Path) -> bytes:
    try:
        text = file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{file}: no key can be read there ({error})") from error
    return _parsed(text, str(file))


def _from_keyring() -> bytes:
    keyring = _keyring()
    try:
        found = keyring.get_password(SERVICE, ACCOUNT)
    except keyring.errors.KeyringError as error:
        raise DatasetError(f"the keyring cannot be read ({error})") from error
    if not found:
        raise DatasetError("the keyring holds no key; run `pratique dataset key --keyring`")
    return _parsed(found, "the keyring")


def _keyring() -> ModuleType:
    try:
        import keyring
        import keyring.errors
    except ImportError as error:
        raise DatasetError(
            "keyring is missing; install pratique with the extra `dataset`"
        ) from error
    return keyring


def _parsed(text: str, where: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError as error:
        raise DatasetError(f"{where}: a key is 64 hexadecimal digits") from error
    if len(key) != 32:
        raise DatasetError(f"{where}: a key is 64 hexadecimal digits, not {len(text.strip())}")
    return key
