"""What keeps the cases inert: no address in them leads anywhere."""

import re

ADDRESS = re.compile(rb"(?:https?|wss?|ftp|stratum\+tcp)://([A-Za-z0-9_.-]+)")
RESERVED = (b".invalid", b".example", b"localhost")
LINK_LOCAL = b"169.254.169.254"
"""The cloud's metadata service: payloads that ask for it are a behaviour to find."""
NAMES = frozenset(
    (
        b"in-toto.io",
        b"slsa.dev",
        b"maven.apache.org",
        b"www.w3.org",
        b"json.schemastore.org",
        b"127.0.0.1",
    )
)
"""Names of schemas and specifications, which nothing fetches, and this machine itself."""


def live_hosts(body: bytes) -> tuple[bytes, ...]:
    """Return the hosts of a text that could exist."""
    hosts = (match[1].rstrip(b".").lower() for match in ADDRESS.finditer(body))
    return tuple(
        host
        for host in hosts
        if not host.endswith(RESERVED)
        and host not in NAMES
        and host != LINK_LOCAL
        and b"." in host
        and not host.startswith(b"slsa-framework")
    )
