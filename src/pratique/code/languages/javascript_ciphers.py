"""What JavaScript deciphers with keys that it carries: Node's `crypto` and CryptoJS.

Where all is known the text is deciphered and followed; otherwise nothing is returned and the call
stands as an undecoded one. Keys are made of pass phrases as OpenSSL makes them
(`EVP_BytesToKey`, MD5, one round), which both do.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pratique.code.decoders import decode
from pratique.code.evaluate import constants
from pratique.code.evaluate.plain import plain
from pratique.code.evaluate.values import Constant, Symbol, Table, Value, trail, union

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine

Arguments = list[Value]
Keywords = dict[str, Value]
_ENCODED = frozenset(("hex", "base64"))
_BLOCK = 16
_MODES = {"ecb": 1, "cbc": 2, "cfb8": 3, "ofb": 5, "ctr": 6, "gcm": 11}
_PADDED = frozenset((1, 2))


def _bytes(value: Value | None) -> bytes | None:
    known = plain(value) if value is not None else None
    if isinstance(known, str):
        return known.encode("utf-8", "surrogatepass")
    return bytes(known) if isinstance(known, bytes | bytearray) else None


def _stretched(phrase: bytes, salt: bytes, size: int) -> tuple[bytes, bytes]:
    """Return the key of `size` bytes and the first vector that OpenSSL makes of a pass phrase."""
    made, last = b"", b""
    while len(made) < size + _BLOCK:
        last = hashlib.md5(last + phrase + salt, usedforsecurity=False).digest()
        made += last
    return made[:size], made[size : size + _BLOCK]


def _deciphered(
    machine: "Machine", data: bytes, key: bytes, mode: int, start: bytes
) -> bytes | None:
    options = {"key": key, "mode": mode, "iv": start}
    made = decode("aes", data, options, machine.value_bytes)
    if not isinstance(made, bytes) or not made:
        return None
    return made[: -made[-1]] if mode in _PADDED and 0 < made[-1] <= _BLOCK else made


def _decipher(
    _machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Keep what a deciphering object is made of."""
    if len(arguments) < 2:
        return None
    named = symbol.path.endswith("iv")
    state = {"algorithm": arguments[0], "secret": arguments[1]}
    if named and len(arguments) > 2:
        state["start"] = arguments[2]
    return Symbol("crypto.Decipher", union(arguments), called=True, state=state)


def _updated(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Decipher all that is put in; what `final` gives is empty then."""
    state = symbol.state or {}
    name = plain(state.get("algorithm", Constant("")))
    secret = _bytes(state.get("secret"))
    if not arguments or secret is None or not isinstance(name, str):
        return None
    parts = name.lower().removeprefix("id-").replace("aes", "aes-").replace("--", "-").split("-")
    if parts[0] != "aes" or len(parts) < 2 or parts[1] not in {"128", "192", "256"}:
        return None
    mode = _MODES.get(parts[2] if len(parts) > 2 else "cbc")
    start = _bytes(state.get("start")) or b""
    if "start" not in state:
        secret, start = _stretched(secret, b"", int(parts[1]) // 8)
    encoding = plain(arguments[1]) if len(arguments) > 1 else None
    data = _bytes(arguments[0])
    if data is not None and encoding in _ENCODED:
        data = decode(str(encoding), data, {}, machine.value_bytes)
    if mode is None or not isinstance(data, bytes):
        return None
    made = _deciphered(machine, data, secret, mode, start)
    text = len(arguments) > 2
    return _given(machine, made, [symbol, *arguments], text=text)


def _given(
    machine: "Machine", made: bytes | None, sources: Arguments, *, text: bool
) -> Value | None:
    if made is None:
        return None
    shown: str | bytes = made.decode("utf-8", "replace") if text else made
    value = Constant(shown, union(sources), (*trail(sources), "aes"))
    constants.folded(machine, value)
    return value


def _cryptojs(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Decipher what `CryptoJS.AES.decrypt` is given: a pass phrase, or a key with its options."""
    if len(arguments) < 2:
        return None
    data, key = _bytes(arguments[0]), plain(arguments[1])
    raw = decode("base64", data, {}, machine.value_bytes) if data is not None else None
    if not isinstance(raw, bytes):
        return None
    given = arguments[2] if len(arguments) > 2 else None
    options = given.pairs if isinstance(given, Table) else {}
    named = options.get("mode")
    mode = _MODES.get(named.path.rpartition(".")[2].lower() if isinstance(named, Symbol) else "cbc")
    start = _bytes(options.get("iv")) or bytes(_BLOCK)
    if isinstance(key, str):
        salted = raw[:8] == b"Salted__"
        salt, raw = (raw[8:16], raw[16:]) if salted else (b"", raw)
        key, start = _stretched(key.encode("utf-8", "surrogatepass"), salt, 32)
    if mode is None or not isinstance(key, bytes):
        return None
    made = _deciphered(machine, raw, key, mode, start)
    return _given(machine, made, arguments[:2], text=False)


def _parsed(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return the bytes of `CryptoJS.enc.….parse(text)`."""
    data = _bytes(arguments[0]) if arguments else None
    encoding = symbol.path.split(".")[-2].lower()
    if data is not None and encoding in _ENCODED:
        data = decode(encoding, data, {}, machine.value_bytes)
    return Constant(data, union(arguments), trail(arguments)) if isinstance(data, bytes) else None


SPECIAL: Mapping[str, Callable[..., Any]] = {
    "crypto.createDecipher": _decipher,
    "crypto.createDecipheriv": _decipher,
    "crypto.Decipher.update": _updated,
    "cryptojs.AES.decrypt": _cryptojs,
    "cryptojs.enc.Utf8.parse": _parsed,
    "cryptojs.enc.Latin1.parse": _parsed,
    "cryptojs.enc.Hex.parse": _parsed,
    "cryptojs.enc.Base64.parse": _parsed,
}
"""Functions by canonical symbol."""
