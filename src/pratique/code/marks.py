"""Say what a constant means by itself: hosts, addresses, places of secrets, wallets, keys.

`classify` is for constants that the evaluator holds; `resolve` turns the hits of a raw scan into
the same answers. Both use the tables of `api/strings.toml`.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import cache

import msgspec

from pratique.code import hosts, prefilter, strings
from pratique.model import Value, ValueKind

MAX_TEXT = 256 * 1024
"""Longer constants are data: only their beginning is classified."""
_SHORT = 240
_AROUND = 120


class Found(msgspec.Struct, frozen=True, gc=False):
    """One meaning of a string."""

    behaviour: str
    symbol: str
    value: Value
    weak: bool = False
    """Honest code has such strings too: a fact only beside something else."""


MENTIONED = ("mention",)
"""Of what a constant means while nothing is known to use it."""
PROSE = ("mention", "prose")
"""Of a host that is named in a sentence, as a help text does."""
_SENTENCE = re.compile(r"[a-z]{2,},? [a-z]{2,},? [A-Za-z]{2,}")


def tags(found: Found, text: str) -> tuple[str, ...]:
    """Return what is told of a literal's meaning.

    >>> there = Found("net/suspicious-host", "host.shortener", Value("url", "https://a.example"))
    >>> tags(there, "see how it is used at https://a.example.")
    ('mention', 'prose')
    """
    named = found.behaviour.startswith("net/") and found.value.kind in {"url", "host"}
    return PROSE if named and _SENTENCE.search(text) else MENTIONED


def classify(text: str, kind: str = "") -> tuple[Found, ...]:
    """Return what a constant means; `kind` is its role, where it has one (url, host, ip)."""
    if len(text) < 3:
        return ()
    if len(text) > MAX_TEXT:
        text = text[:MAX_TEXT]
    data = text.encode("utf-8", "replace")
    hits = prefilter.scan(data, "constant")
    found: list[Found] = []
    if hits:
        for hit in hits:
            found += _found(hit, data)
        if "url" in hits.shapes or hits.has("shape"):
            found += urls(text)
    if kind in {"host", "ip", "url"}:
        found += host(text)
    return tuple(dict.fromkeys(found)) if found else ()


def resolve(hits: prefilter.Hits, data: bytes) -> Iterator[tuple[Found, int]]:
    """Yield what the strings of a raw scan mean, with the offset where each ends."""
    for hit in hits:
        if hit.atom.kind in {"string", "host"}:
            for found in _found(hit, data):
                yield found, hit.end


def urls(text: str) -> Iterator[Found]:
    """Yield what the URLs in a text are about."""
    for url in hosts.urls(text):
        if not hosts.is_web(url):
            continue
        address = hosts.public_address(url.host)
        if address:
            yield Found("net/raw-public-ip", "host.address", Value("url", url.text[:512]))
        group = hosts.group(url.host, url.rest)
        if group is not None:
            yield Found(
                group.behaviour, group.symbol, Value("url", url.text[:512]), weak=group.weak
            )


def host(text: str) -> Iterator[Found]:
    """Yield what a bare host or address is; a dotted number elsewhere is a version."""
    name = hosts.bare(text)
    if not name:
        return
    if hosts.public_address(name):
        yield Found("net/raw-public-ip", "host.address", Value("ip", name))
    group = hosts.group(name)
    if group is not None and not group.path:
        yield Found(group.behaviour, group.symbol, Value("host", name), weak=group.weak)


def _found(hit: prefilter.Hit, data: bytes) -> Iterator[Found]:
    atom = hit.atom
    if atom.kind == "host":
        yield from _hosts(data, hit.end)
    elif atom.kind == "string":
        mark = _by_symbol()[atom.name]
        text = _around(data, hit.end, mark.value)
        if not mark.check or CHECKS[mark.check](data, hit.end):
            yield Found(mark.behaviour, mark.symbol, Value(mark.value, text), weak=mark.weak)


def _hosts(data: bytes, end: int) -> Iterator[Found]:
    """Read the URL or host name around a hit again, now with both of its ends."""
    start = max(0, end - 300)
    left = max(data.rfind(mark, start, end - 1) for mark in (b'"', b"'", b" ", b"\n", b"<"))
    window = data[max(left + 1, start) : end + 300].decode("utf-8", "replace")
    token = re.split(r"[\s\"'<>`)\\]", window, maxsplit=1)[0]
    if "://" in token:
        yield from urls(token)
        return
    name, _, rest = token.partition("/")
    name = name.rpartition("@")[2].partition(":")[0].strip(".,;()[]{}=").lower()
    group = hosts.group(name, "/" + rest)
    if group is not None and hosts.bare(name):
        kind: ValueKind = "url" if rest else "host"
        yield Found(group.behaviour, group.symbol, Value(kind, token[:512]), weak=group.weak)


def _around(data: bytes, end: int, kind: str) -> str:
    """Return the string that a hit stands in: all of a short constant, else its surroundings."""
    if len(data) <= _SHORT and b"\n" not in data:
        return data.decode("utf-8", "replace")
    start = max(data.rfind(b"\n", 0, end) + 1, end - _AROUND)
    stop = data.find(b"\n", end)
    stop = min(stop if stop >= 0 else len(data), end + _AROUND)
    breaks = b"\"'`<>\0" if kind in {"path", "command"} else b"\"'`<> \t\0"
    while start < end - 1 and any(byte in breaks for byte in data[start : end - 1]):
        start += 1
    for position in range(end, stop):
        if data[position] in breaks:
            stop = position
            break
    return data[start:stop].decode("utf-8", "replace").strip()


@cache
def _by_symbol() -> dict[str, strings.Mark]:
    return {mark.symbol: mark for mark in strings.load().mark}


_BASE58 = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def _base58(data: bytes, end: int) -> bool:
    """Tell whether a Base58Check address ends here: version, 20 bytes, four of double sha256."""
    match = re.search(rb"[1-9A-HJ-NP-Za-km-z]{26,35}\Z", data[max(0, end - 35) : end])
    if match is None:
        return False
    value = 0
    for byte in match[0]:
        value = value * 58 + _BASE58.index(byte)
    if value.bit_length() > 200:
        return False
    raw = value.to_bytes(25, "big")
    return hashlib.sha256(hashlib.sha256(raw[:21]).digest()).digest()[:4] == raw[21:]


def _mixed(data: bytes, end: int) -> bool:
    """Tell whether an address looks drawn at random: digits and letters, none too often."""
    tail = data[max(0, end - 40) : end].lower()
    digits = sum(48 <= byte <= 57 for byte in tail)
    return 6 <= digits <= len(tail) - 4 and len(set(tail)) >= 10


_ITSELF = re.compile(rb"/dev/(?:tcp|udp)/(?:localhost|127\.0\.0\.1)/\d{1,12}\Z")


def _elsewhere(data: bytes, end: int) -> bool:
    """Tell whether a shell's socket leads elsewhere: services ask themselves for their health."""
    return _ITSELF.search(data[max(0, end - 48) : end]) is None


CHECKS: dict[str, Callable[[bytes, int], bool]] = {
    "base58": _base58,
    "mixed": _mixed,
    "elsewhere": _elsewhere,
}
