"""Open and write the zips in which the field passes live samples around (`zip -P infected`).

Only here does the weak cipher of old zips occur; members are read in memory, under a ceiling.
"""

import io
import secrets
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator

from pratique.errors import DatasetError

MEMBERS = 20_000
BYTES = 1024 * 1024 * 1024


def members(data: bytes, password: str) -> Iterator[tuple[str, bytes]]:
    """Yield every file with its bytes; DatasetError for a wrong password or a broken zip."""
    left = BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MEMBERS:
                raise DatasetError(f"a zip of {len(entries)} files is too large")
            for entry in entries:
                with archive.open(entry, pwd=password.encode()) as file:
                    content = file.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise DatasetError("the zip holds more than may be read")
                yield entry.filename, content
    except RuntimeError as error:  # zipfile's answer to a wrong or missing password
        raise DatasetError(f"the password does not open the zip ({error})") from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        raise DatasetError(f"the zip cannot be read ({error})") from error


def sealed(files: Iterable[tuple[str, bytes]], password: str) -> bytes:
    """Return a zip whose files have the old cipher, as the field hands samples on.

    It keeps virus scanners and accidents off, nobody else; the algorithm is APPNOTE 6.1.
    """
    out, directory = io.BytesIO(), io.BytesIO()
    count = 0
    for name, data in files:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        body = packer.compress(data) + packer.flush()
        crc = zlib.crc32(data)
        head = secrets.token_bytes(11) + bytes([crc >> 24])
        hidden = _hidden(head + body, password.encode())
        raw = name.encode()
        fields = (20, 0x801, 8, 0, 0x21, crc, len(hidden), len(data), len(raw), 0)
        place = out.tell()
        out.write(b"PK\3\4" + struct.pack("<5H3I2H", *fields) + raw + hidden)
        directory.write(b"PK\1\2" + struct.pack("<6H3I5H2I", 20, *fields, 0, 0, 0, 0, place) + raw)
        count += 1
    start = out.tell()
    out.write(directory.getvalue())
    end = (0, 0, count, count, len(directory.getvalue()), start, 0)
    out.write(b"PK\5\6" + struct.pack("<4H2IH", *end))
    return out.getvalue()


def _hidden(data: bytes, password: bytes) -> bytes:
    keys = [0x12345678, 0x23456789, 0x34567890]

    def turn(byte: int) -> None:
        keys[0] = zlib.crc32(bytes([byte]), keys[0] ^ 0xFFFFFFFF) ^ 0xFFFFFFFF
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = zlib.crc32(bytes([keys[1] >> 24]), keys[2] ^ 0xFFFFFFFF) ^ 0xFFFFFFFF

    for byte in password:
        turn(byte)
    hidden = bytearray()
    for byte in data:
        mask = (keys[2] | 2) & 0xFFFF
        hidden.append(byte ^ ((mask * (mask ^ 1) >> 8) & 0xFF))
        turn(byte)
    return bytes(hidden)
