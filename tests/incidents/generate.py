"""What stands for `@@name@@` in a tree: encoded, packed or generated pieces.

Big things and encoded things are made when a case is built, so that the trees stay small and
readable: the plain text of every hidden piece stands in the case's `pieces` folder.
"""

import base64
import marshal
import zlib
from collections.abc import Callable

from tests.incidents import generate_binary, generate_faces, generate_hidden, generate_js
from tests.incidents.case import Generated


def plain(source: bytes, spec: Generated) -> bytes:
    """Return the piece itself."""
    return source


def as_base64(source: bytes, spec: Generated) -> bytes:
    """Return base64, `depth` times over."""
    for _ in range(spec.depth):
        source = base64.b64encode(source)
    return source


def as_hex(source: bytes, spec: Generated) -> bytes:
    """Return hexadecimal digits."""
    return source.hex().encode()


def reversed_base64(source: bytes, spec: Generated) -> bytes:
    """Return base64 backwards."""
    return base64.b64encode(source)[::-1]


def xor(source: bytes, spec: Generated) -> bytes:
    """Return base64 of the piece under a one-byte key."""
    return base64.b64encode(bytes(byte ^ spec.key for byte in source))


def xor_raw(source: bytes, spec: Generated) -> bytes:
    """Return the piece under a one-byte key."""
    return bytes(byte ^ spec.key for byte in source)


def utf16_base64(source: bytes, spec: Generated) -> bytes:
    """Return base64 of UTF-16, as PowerShell's encoded command wants it."""
    return base64.b64encode(source.decode().encode("utf-16-le"))


def char_codes(source: bytes, spec: Generated) -> bytes:
    """Return the characters as decimal numbers with commas between."""
    return ",".join(str(ord(char)) for char in source.decode()).encode()


def zlib_base64(source: bytes, spec: Generated) -> bytes:
    """Return base64 of zlib."""
    return base64.b64encode(zlib.compress(source, 9))


def nested_zlib(source: bytes, spec: Generated) -> bytes:
    """Return Python text that unwraps reversed base64 of zlib `depth` times to run the piece."""
    head = b"_=lambda __:__import__('zlib').decompress(__import__('base64').b64decode(__[::-1]));"
    for _ in range(spec.depth):
        packed = base64.b64encode(zlib.compress(source, 9))[::-1]
        source = head + b"exec((_)(b'" + packed + b"'))"
    return source


def marshalled(source: bytes, spec: Generated) -> bytes:
    """Return base64 of the marshalled code object, as this interpreter compiles it."""
    code = compile(source, spec.text or "<string>", "exec")
    return base64.b64encode(zlib.compress(marshal.dumps(code, 2), 9))


def pyc(source: bytes, spec: Generated) -> bytes:
    """Return a .pyc with an unchecked hash, as this interpreter writes it."""
    import importlib.util

    code = compile(source, spec.text or "<string>", "exec")
    head = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8)
    return head + marshal.dumps(code, 2)


def padded_line(source: bytes, spec: Generated) -> bytes:
    """Return `size` spaces before the piece, so that it stands far to the right."""
    return b" " * spec.size + source.strip()


KINDS: dict[str, Callable[[bytes, Generated], bytes]] = {
    "plain": plain,
    "base64": as_base64,
    "hex": as_hex,
    "reversed-base64": reversed_base64,
    "xor": xor,
    "xor-raw": xor_raw,
    "utf16-base64": utf16_base64,
    "char-codes": char_codes,
    "zlib-base64": zlib_base64,
    "nested-zlib": nested_zlib,
    "marshal": marshalled,
    "pyc": pyc,
    "padded-line": padded_line,
    "js-string-array": generate_js.string_array,
    "js-string-array-line": generate_js.string_array_line,
    "js-arithmetic": generate_js.arithmetic,
    "js-packer": generate_js.packer,
    "js-bundle": generate_js.bundle,
    "js-invisible": generate_js.invisible,
    "js-rc4-array": generate_hidden.rc4_array,
    "js-faces": generate_faces.faces,
    "js-symbols": generate_hidden.signs_only,
    "trailing-blanks": generate_hidden.trailing_blanks,
    "wasm-text": generate_hidden.wasm_text,
    "position-key": generate_hidden.position_key,
    "json-text": generate_hidden.json_text,
    "zero-width": generate_hidden.zero_width,
    "added-keys": generate_hidden.added_keys,
    "wav-frames": generate_binary.wav_frames,
    "wav-appended": generate_binary.wav_appended,
    "png-appended": generate_binary.png_appended,
    "png-pixels": generate_binary.png_pixels,
    "png": generate_binary.png,
    "zip-module": generate_binary.zip_module,
    "pickle-call": generate_binary.pickle_call,
    "pickle-plain": generate_binary.pickle_plain,
    "elf": generate_binary.elf,
    "shared-object": generate_binary.shared_object,
    "pe": generate_binary.pe,
}


def generated(source: bytes, spec: Generated) -> bytes:
    """Return what a record of the case asks for."""
    if spec.kind not in KINDS:
        raise ValueError(f"kind {spec.kind} is unknown: choose one of {', '.join(sorted(KINDS))}")
    return KINDS[spec.kind](source, spec)
