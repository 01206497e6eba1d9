"""Open and write the zips in which the field passes live samples around (`zip -P infected`).

Only here does the weak cipher of old zips occur; members are read in memory, under a ceiling.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator

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
