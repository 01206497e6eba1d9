"""The pure, bounded functions that code uses to hide code.

Each takes what is decoded and the options that the call was given, and returns bytes, text or a
number; `decode` runs one under a limit of output. Nothing here loads or runs what it decodes.
"""

import base64
import binascii
import bz2
import codecs
import html
import json
import lzma
import quopri
import re
import struct
import urllib.parse
import zlib
from collections.abc import Callable, Mapping
from typing import Any

Options = Mapping[str, Any]
FAILURES = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    LookupError,
    ArithmeticError,
    EOFError,
    MemoryError,
    RecursionError,
    zlib.error,
    lzma.LZMAError,
    OSError,
    binascii.Error,
    struct.error,
)


HIDES = frozenset(
    "base64 base32 base16 base85 ascii85 hex xor rot13 rot_13 zlib gzip bz2 lzma aes arc4 fernet "
    "reverse".split()
)
"""Steps of a trail that hide a text from who reads or searches the source."""


class Marshalled:
    """Serialised code, which is read by `bytecode.py` and never loaded."""

    __slots__ = ("data",)

    def __init__(self, data: bytes) -> None:
        self.data = data


def _bytes(value: Any) -> bytes:  # noqa: ANN401 any constant
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    return bytes(value) if not isinstance(value, int) else b""


def _base64(data: Any, options: Options, _limit: int) -> bytes:  # noqa: ANN401
    raw = _bytes(data)
    altchars = options.get("altchars")
    if altchars:
        raw = raw.translate(bytes.maketrans(_bytes(altchars)[:2], b"+/"))
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", raw.replace(b"-", b"+").replace(b"_", b"/"))
    return base64.b64decode(kept[: len(kept) - (len(kept) % 4 == 1)] + b"=" * (-len(kept) % 4))


def _base85(data: Any, _options: Options, _limit: int) -> bytes:  # noqa: ANN401
    return base64.b85decode(b"".join(_bytes(data).split()))


def _ascii85(data: Any, options: Options, _limit: int) -> bytes:  # noqa: ANN401
    raw = _bytes(data).strip()
    adobe = bool(options.get("adobe", raw.startswith(b"<~")))
    return base64.a85decode(raw, foldspaces=bool(options.get("foldspaces")), adobe=adobe)


def _base32(data: Any, options: Options, _limit: int) -> bytes:  # noqa: ANN401
    raw = b"".join(_bytes(data).split())
    return base64.b32decode(raw + b"=" * (-len(raw) % 8), bool(options.get("casefold")))


def _hex(data: Any, _options: Options, _limit: int) -> bytes:  # noqa: ANN401
    return bytes.fromhex(_bytes(data).decode("ascii"))


def _inflated(raw: bytes, bits: int, limit: int) -> bytes:
    engine = zlib.decompressobj(bits)
    made = engine.decompress(raw, limit + 1)
    return _bounded(made, limit)


def _bounded(made: bytes, limit: int) -> bytes:
    if len(made) > limit:
        raise OverflowError("decodes to more than the limit")
    return made


def _zlib(data: Any, options: Options, limit: int) -> bytes:  # noqa: ANN401
    bits = options.get("wbits", 15)
    return _inflated(_bytes(data), bits if isinstance(bits, int) else 15, limit)


def _gzip(data: Any, _options: Options, limit: int) -> bytes:  # noqa: ANN401
    return _inflated(_bytes(data), 31, limit)


def _bz2(data: Any, _options: Options, limit: int) -> bytes:  # noqa: ANN401
    return _bounded(bz2.BZ2Decompressor().decompress(_bytes(data), limit + 1), limit)


def _lzma(data: Any, options: Options, limit: int) -> bytes:  # noqa: ANN401
    form = options.get("format", lzma.FORMAT_AUTO)
    engine = lzma.LZMADecompressor(form if isinstance(form, int) else lzma.FORMAT_AUTO, 1 << 28)
    return _bounded(engine.decompress(_bytes(data), limit + 1), limit)


def _rot13(data: Any, _options: Options, _limit: int) -> str:  # noqa: ANN401
    return codecs.decode(_bytes(data).decode("utf-8", "surrogatepass"), "rot13")


def _quopri(data: Any, _options: Options, _limit: int) -> bytes:  # noqa: ANN401
    return quopri.decodestring(_bytes(data))


def _uu(data: Any, _options: Options, _limit: int) -> bytes:  # noqa: ANN401
    lines = _bytes(data).split(b"\n")
    if lines[0].startswith(b"begin "):
        lines = lines[1:]
    return b"".join(binascii.a2b_uu(line) for line in lines if line and line != b"end")


def _unquote(data: Any, _options: Options, _limit: int) -> str:  # noqa: ANN401
    return urllib.parse.unquote(_bytes(data).decode("utf-8", "replace"))


def _html(data: Any, _options: Options, _limit: int) -> str:  # noqa: ANN401
    return html.unescape(_bytes(data).decode("utf-8", "replace"))


def _json(data: Any, _options: Options, _limit: int) -> Any:  # noqa: ANN401
    return json.loads(_bytes(data))


def _marshal(data: Any, _options: Options, _limit: int) -> Any:  # noqa: ANN401
    from pratique.code import bytecode

    raw = _bytes(data)
    return Marshalled(raw) if raw[:1] in {b"c", b"\xe3"} else bytecode.plain(raw)


CODECS: Mapping[str, str] = {
    "base64": "base64",
    "base64_codec": "base64",
    "hex": "hex",
    "hex_codec": "hex",
    "zlib": "zlib",
    "zip": "zlib",
    "zlib_codec": "zlib",
    "bz2": "bz2",
    "bz2_codec": "bz2",
    "rot13": "rot13",
    "rot_13": "rot13",
    "uu": "uu",
    "uu_codec": "uu",
    "quopri": "quopri",
    "quopri_codec": "quopri",
}
_TEXTS = frozenset(
    "utf_8 utf8 ascii us_ascii latin_1 latin1 iso_8859_1 iso8859_1 utf_16 utf_16_le utf_16_be "
    "utf_32 utf_7 unicode_escape raw_unicode_escape punycode idna cp1252 cp437 utf_8_sig u8 "
    "utf16 utf_16le utf_16be utf_32_le utf_32_be string_escape".split()
)


def _codec(data: Any, options: Options, limit: int) -> Any:  # noqa: ANN401
    name = str(options.get("encoding", "utf-8")).lower().replace("-", "_").replace(" ", "_")
    if name in CODECS:
        return DECODERS[CODECS[name]](data, {}, limit)
    if name == "string_escape":
        name = "unicode_escape"
    if name not in _TEXTS:
        raise LookupError("this codec is not followed")
    errors = str(options.get("errors", "strict"))
    return codecs.decode(
        _bytes(data), name, errors if errors in {"ignore", "replace"} else "strict"
    )


def _cipher(name: str) -> Callable[[Any, Options, int], Any]:
    """Return a decoder of `ciphers.py`, whose library is loaded when it is first used."""

    def decipher(data: Any, options: Options, _limit: int) -> bytes:  # noqa: ANN401
        from pratique.code import ciphers

        return ciphers.CIPHERS[name](_bytes(data), _bytes(options["key"]), options)

    return decipher


DECODERS: Mapping[str, Callable[[Any, Options, int], Any]] = {
    "base64": _base64,
    "base85": _base85,
    "ascii85": _ascii85,
    "base32": _base32,
    "base16": _hex,
    "hex": _hex,
    "zlib": _zlib,
    "gzip": _gzip,
    "bz2": _bz2,
    "lzma": _lzma,
    "rot13": _rot13,
    "quopri": _quopri,
    "uu": _uu,
    "unquote": _unquote,
    "html": _html,
    "json": _json,
    "marshal": _marshal,
    "codec": _codec,
    "fernet": _cipher("fernet"),
    "aes": _cipher("aes"),
    "arc4": _cipher("arc4"),
}


def decode(name: str, data: Any, options: Options, limit: int) -> Any:  # noqa: ANN401
    """Run a decoder; None when the data is not what it takes or it makes too much."""
    decoder = DECODERS.get(name)
    if decoder is None:
        return None
    try:
        made = decoder(data, options, limit)
    except FAILURES:
        return None
    if isinstance(made, bytes | str) and len(made) > limit:
        return None
    return made
