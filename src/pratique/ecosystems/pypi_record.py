"""RECORD: the wheel's own list of its files and their digests, held against the archive.

Sources: PEP 376 and 427, and the checks that PyPI makes at upload. `RECORD` itself and its two
signatures are not listed with a digest; directories are not listed at all. A digest of `WHEEL` that
differs is only noted: what is read there is what installers read, and honest wheels are retagged.
"""

import csv
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping

from pratique.ecosystems.pypi_layout import Notes
from pratique.model import Effect, Member, Value

RECORD_BYTES = 8 * 1024 * 1024
_UNLISTED = ("RECORD", "RECORD.jws", "RECORD.p7s")
_UNKNOWN_DIGESTS = frozenset(("sha384", "sha512", "sha3_256", "sha3_512", "blake2b", "blake2s"))


def check(
    record: bytes, files: Mapping[str, Member], dist_info: str, *, cut: bool, notes: Notes
) -> None:
    """Note where a RECORD and the files of its wheel disagree."""
    place = f"{dist_info}/RECORD"
    exempt = {f"{dist_info}/{name}" for name in _UNLISTED}
    listed: set[str] = set()
    try:
        for path, digest in _rows(record, cut=cut):
            listed.add(path)
            _check_row((path, digest), files, exempt, place, notes)
    except csv.Error as error:
        notes.limit("record-unreadable", f"no list of files: {error}", place, "refuse")
        return
    if cut:
        notes.limit("record-cut", f"only the first {len(record)} bytes were read", place)
        return
    for path in files:
        if path not in listed and path not in exempt:
            _mismatch("record-unlisted", "RECORD does not list this file", path, notes)


def _rows(record: bytes, *, cut: bool) -> Iterator[tuple[str, str]]:
    text = record.decode("utf-8", "replace")
    lines = text.splitlines()
    if cut:
        lines = lines[:-1]
    if '"' in text:
        for row in csv.reader(lines, strict=True):
            if row:
                yield row[0], row[1] if len(row) > 1 else ""
        return
    for line in lines:
        if line:
            path, _, rest = line.partition(",")
            yield path, rest.partition(",")[0]


def _check_row(
    row: tuple[str, str],
    files: Mapping[str, Member],
    exempt: set[str],
    place: str,
    notes: Notes,
) -> None:
    path, digest = row
    member = files.get(path)
    if member is None:
        if _escapes(path):
            notes.limit("record-traversal", f"leaves the wheel: {path}", place, "refuse")
        elif path in exempt or path.endswith("/"):
            return
        else:
            _mismatch("record-ghost", f"lists a file that is not there: {path}", place, notes)
        return
    algorithm, sign, value = digest.partition("=")
    if not sign:
        if path not in exempt:
            notes.limit("record-digest-missing", "listed without a digest", path, "note")
    elif algorithm == "sha256":
        if member.sha256 and value.rstrip("=") != _encoded(member.sha256):
            detail = "is not what RECORD says it is"
            if path == place.removesuffix("RECORD") + "WHEEL":  # tools that retag forget RECORD
                notes.limit("record-digest", detail, path, "note")
            else:
                _mismatch("record-digest", detail, path, notes)
    else:
        effect: Effect = "note" if algorithm in _UNKNOWN_DIGESTS else "hold"
        notes.limit("record-algorithm", f"digest not compared: {algorithm}", path, effect)


def _encoded(sha256: str) -> str:
    return urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")


def _escapes(path: str) -> bool:
    parts = path.replace("\\", "/").split("/")
    return ".." in parts or path[:1] in {"/", "\\"} or path[1:2] == ":"


def _mismatch(code: str, detail: str, member: str, notes: Notes) -> None:
    notes.limit(code, detail, member, "refuse")
    notes.fact("meta/content-mismatch", member, Value("string", detail), tags=("record",))
