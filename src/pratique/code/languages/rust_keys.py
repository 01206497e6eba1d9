"""Keys that a caller hands over: which values are one, and which ways of writing them stay one.

What a key signs is no key. What it is written as (bytes, hexadecimal digits, base58) is.
"""

import re
from typing import TYPE_CHECKING

from pratique.code import ir
from pratique.code.evaluate import uses
from pratique.code.evaluate.values import CLEAN, UNKNOWN, Constant, Symbol, Value, union

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine

_PAIR = re.compile(r"(?:\w+_)?key_?pair")
_SECRET = re.compile(r"(?:mut )?(?:\w+_)?(?:secret|seed|priv(?:ate)?)(?:_(?:key|bytes))?")
_BYTES = re.compile(r"&?\[u8; ?(?:32|64)\]")
_SIGNING = frozenset(
    "sign try_sign sign_message sign_prehash sign_recoverable sign_ecdsa sign_schnorr sign_hash "
    "sign_transaction verifying_key public_key pubkey verify address".split()
)
_KEYS = re.compile(
    r"(?i)^(?:ed25519|secp256k1|k256|p256|ecdsa|rsa|ring|solana|ethers|alloy|web3|schnorrkel|libsecp)"
)
KEY, _PAIRED = "{key:", "{pair:"
_GIVING = frozenset(
    "to_bytes secret secret_bytes to_base58_string secret_key to_keypair_bytes as_bytes".split()
)
"""Methods of a pair of keys that give the secret one."""
_WRITING = _GIVING | frozenset(
    "expose_secret to_bytes_be to_be_bytes to_hex to_base58 encode_hex encode trim chars bytes "
    "to_lowercase as_secret_bytes display_secret rev".split()
)
"""Methods after which a key is a key."""


def parameter(machine: "Machine", name: str, line: int) -> Value:
    """Return what an unknown caller gives for a parameter: not known, but for a key's name."""
    if _PAIR.fullmatch(name):
        return Value(CLEAN, f"{_PAIRED}{name}}}")
    return uses.parameter(machine, name, line)


def named(value: ir.Expression, name: str, kind: str) -> ir.Expression:
    """Return what a `let` binds; so many secret bytes are a key if a caller gave them."""
    if not (_SECRET.fullmatch(name) and _BYTES.fullmatch(kind)):
        return value
    return ir.Call(value.line, ir.Name(value.line, "key!"), (value, ir.Const(value.line, name)))


def marked(
    _machine: "Machine",
    _symbol: Symbol,
    arguments: list[Value],
    _keywords: dict[str, Value],
    _line: int,
) -> Value | None:
    """Mark a value that nothing is known of as the key that its name says it is."""
    value, name = arguments if len(arguments) == 2 else (UNKNOWN, UNKNOWN)
    if type(value) is Value and not value.text and isinstance(name, Constant):
        return Value(value.taints, f"{KEY}{name.value}}}", value.trail)
    return value


def written(
    _machine: "Machine",
    _symbol: Symbol,
    arguments: list[Value],
    _keywords: dict[str, Value],
    _line: int,
) -> Value | None:
    """Return a key that an encoder wrote down as the key that it is."""
    first = arguments[0] if arguments else UNKNOWN
    return first if type(first) is Value and first.text.startswith(KEY) else None


def signed(
    _machine: "Machine",
    symbol: Symbol,
    arguments: list[Value],
    _keywords: dict[str, Value],
    _line: int,
) -> Value | None:
    """Return what a key of a library signs, or the public half of it: neither gives the key."""
    holder, _, name = symbol.path.rpartition(".")
    if name not in _SIGNING or not symbol.called or not _KEYS.search(holder):
        return None
    kept = frozenset(one for one in symbol.taints if not one.label.startswith("creds/"))
    return Symbol(symbol.path, kept | union(arguments), called=True)


def method(receiver: Value, name: str) -> Value | None:
    """Return what a method makes of a key, where that is the key still."""
    if type(receiver) is not Value:
        return None
    if receiver.text.startswith(_PAIRED) and name in _GIVING:
        return Value(receiver.taints, KEY + receiver.text.removeprefix(_PAIRED), receiver.trail)
    return receiver if receiver.text.startswith(KEY) and name in _WRITING else None
