"""Which constants of a sample identify who made it: hosts, addresses, wallets; what they share not.

On a host that many people share (`shared_hosts.txt`) only a whole address is an indicator, and
hosts that everybody asks (what is my address?) never are. What a benign sample shows is none.
"""

import ipaddress
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

from pratique.model import Fact

_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9_-]{1,63}\.)+[a-z][a-z0-9-]{1,23}")
_PATH = 12
"""Characters after a shared host that make an address one person's."""
_ANYBODY = re.compile(
    r"/(?:api/)?(?:v\d+/)?(?:users|oauth2|gateway|channels|guilds|invites|auth)\b"
    r"|\.(?:png|jpe?g|gif|ico|webp|svg)(?:$|\?)"
    r"|/(?:raw|gist|releases|archive)?/?[\w.-]+/xmrig|/xmrig/|/MoneroOcean/|/XMRig/",
    re.IGNORECASE,
)
"""Addresses of a shared host's own interface, pictures, and tools that everybody fetches."""
_REGISTRIES = frozenset(("pypi", "pythonhosted", "npmjs", "crates"))
_RESOLVERS = frozenset(
    "1.1.1.1 1.0.0.1 8.8.8.8 8.8.4.4 9.9.9.9 208.67.222.222 208.67.220.220 "
    "2606:4700:4700::1111 2001:4860:4860::8888".split()
)
"""Public resolvers: an honest wheel that pinged one matched known malware by it."""
_RESERVED = (".invalid", ".example", ".test", ".local", ".localhost", ".internal", ".lan")
_FILES = (".py", ".exe", ".js", ".json", ".txt", ".zip", ".png", ".dll", ".sh", ".bat", ".log")


def indicators(facts: Iterable[Fact]) -> tuple[str, ...]:
    """Return `kind:text` for everything identifying in the values of facts, sorted."""
    found: dict[str, None] = {}
    for fact in facts:
        if fact.activation in {"test", "dead"}:
            continue
        for value in fact.values:
            found.update(dict.fromkeys(_of(value.kind, value.text)))
    return tuple(sorted(found))


def redacted(text: str) -> str:
    """Return text without what opens somebody's account: tokens, webhooks' secrets, home folders.

    Exports show indicators; the secret part of a webhook or bot address would let any reader
    speak with it, and payloads carry victims' tokens and names.
    """
    for pattern, put in _SECRETS:
        text = pattern.sub(put, text)
    return text


_SECRETS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"(discord(?:app)?\.com/api/(?:v\d+/)?webhooks/\d+/)[\w-]+", r"\1[redacted]"),
        (r"(hooks\.slack\.com/services/\w+/\w+/)\w+", r"\1[redacted]"),
        (r"(?:bot)?\d{8,10}:[A-Za-z0-9_-]{35}", "[redacted-token]"),
        (r"[MNO][A-Za-z\d_-]{23,25}\.[\w-]{6}\.[\w-]{27,38}", "[redacted-token]"),
        (r"mfa\.[\w-]{84}", "[redacted-token]"),
        (r"gh[pousr]_[A-Za-z0-9]{36,}", "[redacted-token]"),
        (r"github_pat_\w{22,}", "[redacted-token]"),
        (r"(?:AKIA|ASIA)[0-9A-Z]{16}", "[redacted-token]"),
        (r"pypi-[A-Za-z0-9_-]{40,}", "[redacted-token]"),
        (r"npm_[A-Za-z0-9]{36}", "[redacted-token]"),
        (r"xox[abprs]-[\w-]{10,}", "[redacted-token]"),
        (r"eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}", "[redacted-token]"),
        (r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END|$)", "[redacted-key]"),
        (r"(?i)([a-z]:\\users\\)[^\\/\s\"']+", r"\1[user]"),
        (r"(/(?:home|Users)/)[^/\s\"']+", r"\1[user]"),
        (r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", "[redacted-mail]"),
    )
)


def _of(kind: str, text: str) -> Iterator[str]:
    match kind:
        case "url":
            yield from _address(text)
        case "host":
            yield from _host(text.lower().rstrip("."))
        case "ip":
            yield from _ip(text)
        case "wallet" if len(text) >= 20:
            yield f"wallet:{text}"


def _address(text: str) -> Iterator[str]:
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").rstrip(".").lower()
    except ValueError:
        return
    if host and not any(character in host for character in "{}%$<>"):
        rest = parts.path + ("?" + parts.query if parts.query else "")
        if _kind(host) == "shared":
            if len(rest) >= _PATH and not _ANYBODY.search(rest) and not set(rest) & set("{}<>"):
                yield f"url:{host}{rest[:400]}"
        else:
            yield from _ip(host)
            yield from _host(host)


def _host(host: str) -> Iterator[str]:
    if not _HOST.fullmatch(host) or host.endswith(_RESERVED + _FILES):
        return
    match _kind(host):
        case "":
            yield f"host:{host}"
        case "shared" if host not in _table() and host.count(".") > 1:
            yield f"host:{host}"


def _ip(text: str) -> Iterator[str]:
    try:
        address = ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return
    if address.is_global and not address.is_multicast and str(address) not in _RESOLVERS:
        yield f"ip:{address}"


def _kind(host: str) -> str:
    labels = host.split(".")
    if len(labels) > 1 and labels[-2] in _REGISTRIES:
        return "common"
    for start in range(len(labels) - 1):
        found = _table().get(".".join(labels[start:]))
        if found is not None:
            return found
    return ""


@cache
def _table() -> dict[str, str]:
    text = resources.files("pratique.dataset").joinpath("shared_hosts.txt").read_text("utf-8")
    table = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            table[line.lstrip("!")] = "common" if line.startswith("!") else "shared"
    return table
