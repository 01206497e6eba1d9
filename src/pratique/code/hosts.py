"""Hosts in text: find them, and say which kind they are of.

Addresses are understood as a resolver would: decimal, hexadecimal and octal spellings of an IPv4
address name the same machine as the dotted one.
"""

import ipaddress
import re
from functools import cache

import msgspec

from pratique.code import strings

MAX_URLS = 64

_URL = re.compile(r"\b[a-z][a-z0-9+.-]{1,12}://[^\s\"'<>`\\]{1,2048}", re.IGNORECASE | re.ASCII)
_AUTHORITY = re.compile(
    r"(?:[^/@?#]*@)?(\[[0-9a-fA-F:.%]+\]|[^/:?#\[\],;)]+)(?::(\d{1,5}))?", re.ASCII
)
_HOST = re.compile(r"(?:[a-z0-9_-]{1,63}\.){1,12}[a-z][a-z0-9-]{1,62}\.?", re.IGNORECASE)
_NUMBER = re.compile(r"0x[0-9a-f]{1,8}|[0-9]{1,11}", re.IGNORECASE)
_WEB = frozenset(("http", "https", "ws", "wss", "ftp", "tcp", "udp", "ssh", "sftp"))
_RESOLVERS = frozenset(
    ("1.1.1.1", "1.0.0.1", "8.8.8.8", "8.8.4.4", "9.9.9.9", "208.67.222.222", "208.67.220.220")
)


class Url(msgspec.Struct, frozen=True, gc=False):
    """One URL in a text."""

    text: str
    scheme: str
    host: str
    rest: str
    """Path, query and fragment."""


def urls(text: str) -> tuple[Url, ...]:
    """Return the URLs in a text, at most `MAX_URLS`."""
    found = []
    for match in _URL.finditer(text):
        scheme, _, after = match[0].partition("://")
        authority = _AUTHORITY.match(after)
        if authority is None:
            continue
        host = authority[1].strip("[]").rstrip(".").lower()
        found.append(Url(match[0], scheme.lower(), host, after[authority.end() :]))
        if len(found) >= MAX_URLS:
            break
    return tuple(found)


def bare(text: str) -> str:
    """Return the host that a constant is, with or without a port; empty when it is none."""
    candidate, _, port = text.strip().partition(":")
    if port and not port.isdecimal():
        return ""
    if len(candidate) <= 253 and (_HOST.fullmatch(candidate) or public_address(candidate)):
        return candidate.rstrip(".").lower()
    return ""


def group(host: str, rest: str = "") -> strings.HostGroup | None:
    """Return the kind of a host, the most special one that its URL satisfies."""
    table = strings.host_groups()
    labels = host.split(".")
    for start in range(max(0, len(labels) - 8), len(labels)):
        found = table.get(".".join(labels[start:]))
        if found is None:
            continue
        if len(labels) - start == 1 and start == 0:
            return None
        if not found.path or _path(found.path).match(rest):
            return found
    return None


def public_address(host: str) -> str:
    """Return the public IP address that a host spells, in its usual form; empty when none."""
    address = _address(host)
    if address is None or not address.is_global or address.is_multicast:
        return ""
    text = str(address)
    return "" if text in _RESOLVERS else text


def is_web(url: Url) -> bool:
    """Tell whether a URL is something that code connects to."""
    return url.scheme in _WEB


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    if not host or len(host) > 45 or (host[0] not in "0123456789" and ":" not in host):
        return None
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    parts = host.split(".")
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    numbers = [_number(part) for part in parts]
    last = numbers.pop()
    room = 256 ** (4 - len(numbers))
    if last is None or last >= room or any(one is None or one > 255 for one in numbers):
        return None
    value = last
    for place, number in enumerate(numbers):
        value += (number or 0) << (24 - 8 * place)
    # A plain small number is no address: `http://1/` appears in tests only.
    return ipaddress.IPv4Address(value) if len(parts) > 1 or value > 0xFFFFFF else None


def _number(part: str) -> int | None:
    try:
        if part.lower().startswith("0x"):
            return int(part, 16)
        if part.startswith("0") and len(part) > 1:
            return int(part, 8)
        return int(part)
    except ValueError:
        return None


@cache
def _path(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)
