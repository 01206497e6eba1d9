"""Binary members: sounds, pictures, pickles and executables that do nothing."""

import io
import math
import pickle
import struct
import wave
import zlib

from tests.incidents.case import Generated
from tests.incidents.pack import zipped


def _tone(seconds: float) -> bytes:
    """Return mono 8-bit frames of a 440 Hz tone."""
    count = int(8000 * seconds)
    return bytes(128 + int(90 * math.sin(place * 440 * math.tau / 8000)) for place in range(count))


def _wav(frames: bytes) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(frames)
    return out.getvalue()


def wav_frames(source: bytes, spec: Generated) -> bytes:
    """Return a sound whose frames are an 8-byte key and the piece under that key."""
    key = bytes(range(0x51, 0x59))
    return _wav(key + bytes(byte ^ key[place % 8] for place, byte in enumerate(source)))


def wav_appended(source: bytes, spec: Generated) -> bytes:
    """Return a tone with the piece, compressed, after a mark behind the sound."""
    return _wav(_tone(0.25)) + spec.text.encode() + zlib.compress(source, 9)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png(pixels: bytes, width: int) -> bytes:
    """Return an 8-bit grey picture."""
    rows = [pixels[place : place + width] for place in range(0, len(pixels), width)]
    raw = b"".join(b"\0" + row.ljust(width, b"\xff") for row in rows)
    head = struct.pack(">IIBBBBB", width, len(rows), 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(raw, 9))
        + _chunk(b"IEND", b"")
    )


def _shade(count: int) -> bytes:
    return bytes(64 + place * 7 % 128 for place in range(count))


def png(source: bytes, spec: Generated) -> bytes:
    """Return a picture without anything hidden."""
    return _png(_shade(32 * 32), 32)


def png_appended(source: bytes, spec: Generated) -> bytes:
    """Return a picture with the piece behind its end chunk."""
    return _png(_shade(32 * 32), 32) + source


def png_pixels(source: bytes, spec: Generated) -> bytes:
    """Return a picture with the piece in the lowest bits of its pixels, length first."""
    data = struct.pack(">I", len(source)) + source
    bits = [byte >> place & 1 for byte in data for place in range(7, -1, -1)]
    pixels = bytearray(_shade(max(len(bits), 1024)))
    for place, bit in enumerate(bits):
        pixels[place] = pixels[place] & 0xFE | bit
    return _png(bytes(pixels), 64)


def zip_module(source: bytes, spec: Generated) -> bytes:
    """Return a picture followed by a zip that holds the piece as a module named by `text`."""
    return _png(_shade(32 * 32), 32) + zipped({spec.text: source})


class _Call:
    """Pickles as a call of os.system, written by hand so that nothing runs here."""

    def __init__(self, command: str) -> None:
        self.command = command

    def __reduce__(self) -> tuple[object, tuple[str]]:
        import os

        return os.system, (self.command,)


def pickle_call(source: bytes, spec: Generated) -> bytes:
    """Return a pickle that calls os.system with the piece when it is loaded."""
    return pickle.dumps({"weights": [0.5, 1.5], "hook": _Call(source.decode().strip())}, 4)


def pickle_plain(source: bytes, spec: Generated) -> bytes:
    """Return a pickle of numbers."""
    return pickle.dumps({"weights": [0.5, 1.5, 2.5], "bias": 0.25}, 4)


def elf(source: bytes, spec: Generated) -> bytes:
    """Return an ELF executable for x86-64 that exits at once, with the piece as its text data."""
    code = bytes.fromhex("31ffb83c0000000f05")
    body = code + b"\0" * 7 + source
    size = 64 + 56 + len(body)
    start = 0x400000
    head = b"\x7fELF" + bytes([2, 1, 1, 0]) + bytes(8)
    head += struct.pack("<HHIQQQIHHHHHH", 2, 62, 1, start + 120, 64, 0, 0, 64, 56, 1, 64, 0, 0)
    load = struct.pack("<IIQQQQQQ", 1, 5, 0, start, start, size, size, 0x1000)
    return head + load + body


def shared_object(source: bytes, spec: Generated) -> bytes:
    """Return an ELF shared object: as `elf`, of the type that dlopen wants."""
    whole = bytearray(elf(source, spec))
    whole[16:18] = struct.pack("<H", 3)
    return bytes(whole)


def pe(source: bytes, spec: Generated) -> bytes:
    """Return a Windows DLL whose entry point returns at once, with the piece as its data."""
    dos = b"MZ" + bytes(58) + struct.pack("<I", 64)
    code = bytes.fromhex("b801000000c3").ljust(16, b"\0") + source
    raw = (len(code) + 511) // 512 * 512
    coff = struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, 240, 0x2022)
    optional = struct.pack("<HBBIIIII", 0x20B, 14, 0, raw, 0, 0, 0x1000, 0x1000)
    optional += struct.pack(
        "<QIIHHHHHHIIIIHH",
        0x180000000,
        4096,
        512,
        6,
        0,
        0,
        0,
        6,
        0,
        0,
        0x1000 + (raw + 4095) // 4096 * 4096,
        512,
        0,
        2,
        0x160,
    )
    optional += struct.pack("<QQQQII", 0x100000, 0x1000, 0x100000, 0x1000, 0, 16) + bytes(128)
    section = b".text\0\0\0" + struct.pack(
        "<IIIIIIHHI", len(code), 0x1000, raw, 512, 0, 0, 0, 0, 0x60000020
    )
    head = (dos + b"PE\0\0" + coff + optional + section).ljust(512, b"\0")
    return head + code.ljust(raw, b"\0")
