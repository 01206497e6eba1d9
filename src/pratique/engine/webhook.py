"""Tell somebody: a signed message for each verdict that is suspicious or worse.

The signature is HMAC-SHA256 over the sending time, a full stop and the raw body, so that a
receiver can refuse what is forged, changed or older than five minutes, and drop what it has seen
by its delivery id. A message is kept until it is taken, so one may arrive twice, never not at all.
"""

import hashlib
import hmac
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pratique.errors import InputError, UsageError
from pratique.model import Review

if TYPE_CHECKING:
    from pratique.ecosystems.http import Client

SHORTEST_KEY = 16


class Webhook(msgspec.Struct, frozen=True, kw_only=True):
    """Where to, and signed with what."""

    url: str
    key: bytes

    @property
    def key_id(self) -> str:
        """Return what names the key without telling it."""
        return hashlib.sha256(b"pratique key id" + self.key).hexdigest()[:16]


def read(url: str, key_file: Path | None) -> Webhook:
    """Return a webhook whose key stands in a file."""
    if key_file is None:
        raise UsageError("a webhook needs a key to sign with; name its file with --webhook-key")
    try:
        key = key_file.read_bytes().strip()
    except OSError as error:
        raise InputError(f"{key_file}: cannot be read ({error.strerror})") from error
    if len(key) < SHORTEST_KEY:
        raise UsageError(f"{key_file}: a key has at least {SHORTEST_KEY} bytes")
    return Webhook(url=url, key=key)


def message(review: Review) -> bytes:
    """Return the body: the record without the long lists that only a close look needs."""
    short = msgspec.structs.replace(
        review, facts=(), members=(), layers=(), triggers=review.triggers[:50]
    )
    return msgspec.json.encode(short)


def signature(key: bytes, moment: int, body: bytes) -> str:
    """Return the signature of a body sent at a Unix time."""
    return hmac.new(key, str(moment).encode() + b"." + body, hashlib.sha256).hexdigest()


def deliver(webhook: Webhook, body: bytes, delivery: str, client: "Client") -> None:
    """Post one message. Raises FetchError when it was not taken."""
    moment = int(time.time())
    client.post(
        client.trust(webhook.url),
        body,
        headers={
            "Content-Type": "application/json",
            "X-Pratique-Delivery": delivery,
            "X-Pratique-Key-Id": webhook.key_id,
            "X-Pratique-Time": str(moment),
            "X-Pratique-Signature": f"sha256={signature(webhook.key, moment, body)}",
        },
    )
