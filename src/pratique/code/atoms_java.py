"""What the prefilter looks for in class files: constants of the pool, whole.

A class file names every class and method that it uses in a constant of its own: a tag, a length,
the name. So an atom is those very bytes, and a class that merely speaks of something has no hit.
Classes that every program uses (`System`, `Class`, `File`) are looked for by their methods.
"""

import re
from functools import cache

from pratique.code import api
from pratique.code.api import Meaning

_EVERYDAY = frozenset(
    "System Class ClassLoader File Files Path Paths String Thread URL URI InputStream Process "
    "OutputStream HttpURLConnection URLConnection Base64 FileInputStream FileOutputStream Locale "
    "RandomAccessFile FileWriter FileReader ByteArrayOutputStream InetAddress Method "
    "InetSocketAddress FileUtils IOUtils Lookup Context Cipher SecretKeySpec KeyStore Proxy "
    "Constructor".split()
)
_METHOD = re.compile(r"[a-z]\w*")
ALONE = frozenset(("run", "bad", "drop", "evaluate", "secret"))
"""Classes of what a method does that make a class file worth reading whatever else it does."""


@cache
def constants() -> dict[str, bytes]:
    """Return the name and the text of every constant that is looked for."""
    found: dict[str, bytes] = {}
    for symbol, meaning in api.load("java").exact.items():
        package, classes, method = _split(symbol)
        if not classes or not _means(meaning):
            continue
        if classes[-1] in _EVERYDAY and method:
            found[method] = method.encode()
        else:
            found["/".join((*package, "$".join(classes)))] = "/".join(
                (*package, "$".join(classes))
            ).encode()
    for renamed, target in api.load("java").modules.items():
        if not renamed.startswith("java.lang") and target:
            found.setdefault(renamed.replace(".", "/"), renamed.replace(".", "/").encode())
    return found


def words() -> list[tuple[str, bytes]]:
    """Return the name and the expression of every atom."""
    return [
        (name, rb"\x01" + _escaped(len(text).to_bytes(2, "big")) + re.escape(text))
        for name, text in sorted(constants().items())
    ]


@cache
def behaviours() -> dict[str, frozenset[str]]:
    """Return the behaviours that each constant may stand for."""
    found: dict[str, set[str]] = {}
    meanings = api.load("java")
    for symbol, meaning in meanings.exact.items():
        package, classes, method = _split(symbol)
        does = _means(meaning)
        for name in (method, "/".join((*package, "$".join(classes)))):
            if name:
                found.setdefault(name, set()).update(does)
    for renamed, target in meanings.modules.items():
        known = found.get(target.replace(".", "/"), set())
        found.setdefault(renamed.replace(".", "/"), set()).update(known)
    return {name: frozenset(does) for name, does in found.items() if name in constants()}


def _means(meaning: Meaning) -> tuple[str, ...]:
    """Return what a call shows, what a decoder does counted as decoding."""
    does = (*meaning.does, *(one for way in meaning.when for one in way.does))
    hidden = meaning.decoder or "resource" in meaning.tags
    return (*does, "decode") if hidden else does


def _split(symbol: str) -> tuple[list[str], list[str], str]:
    """Return package, nested classes and method of a dotted symbol."""
    parts = symbol.split(".")
    first = next((at for at, one in enumerate(parts) if one[:1].isupper()), len(parts))
    classes = [one for one in parts[first:] if one[:1].isupper()]
    last = parts[-1]
    return parts[:first], classes, last if classes and _METHOD.fullmatch(last) else ""


def _escaped(data: bytes) -> bytes:
    return b"".join(rb"\x%02x" % byte for byte in data)
