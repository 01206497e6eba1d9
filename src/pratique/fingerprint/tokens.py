"""Near-duplicate fingerprints of code: normalised tokens → shingles → MinHash.

Comments vanish, numbers are one token, a short literal is one token and a long one keeps only the
magnitude of its length: so a copy with another name, version, address or blob has the same
shingles. A literal that is cut with the data stays one: its blob must not become words.
Broder 1997 for MinHash; the permutations are those of rensa's `RMinHash`.
"""

import re
import zlib
from collections.abc import Iterable

import rensa

VERSION = 2
"""Raised when equal code gets other fingerprints; part of the engine digest of frozen facts."""
PERMUTATIONS = 128
SHINGLE = 4
"""Tokens in one shingle."""
BYTES = 128 * 1024
"""Code that is read for one artifact: what runs at installation first, then by depth and name."""
_SEED = 42
_SHORT = 40
_QUOTED = re.compile(
    rb"#[^\n]*"
    rb"|(?:\b[rbfuRBFU]{1,2})?("
    rb'"""(?:[^\\"]++|\\.|"(?!""))*+(?:"""|\Z)|' + rb"'''(?:[^\\']++|\\.|'(?!''))*+(?:'''|\Z)|"
    rb'"(?:[^"\\\n]++|\\.)*+(?:"|\Z)|' + rb"'(?:[^'\\\n]++|\\.)*+(?:'|\Z))",
    re.DOTALL,
)
_TOKEN = re.compile(rb"[A-Za-z_$][\w$]*|\d[\w.]*|[^\s\w]")
_DIGITS = frozenset(b"0123456789")
_CODE = (".py", ".pyw", ".pth", ".js", ".cjs", ".mjs", ".ts", ".sh", ".ps1", ".bat", ".rs", ".java")


def is_code(path: str) -> bool:
    """Tell whether a member's name is that of source code that fingerprints are made of."""
    return path.endswith(_CODE)


def tokens(data: bytes) -> list[bytes]:
    """Return the normalised tokens of source code in any C-like or Python-like language."""
    found = _TOKEN.findall(_QUOTED.sub(_literal, data))
    return [b"0" if token[0] in _DIGITS else token for token in found]


def _literal(match: re.Match[bytes]) -> bytes:
    if match.lastindex is None:
        return b" "
    size = len(match[1])
    return b" S " if size < _SHORT else b" L%d " % size.bit_length()


def shingles(data: bytes) -> set[int]:
    """Return the hashes of every run of `SHINGLE` tokens."""
    found = tokens(data)
    if len(found) < SHINGLE:
        return {zlib.crc32(b" ".join(found))} if found else set()
    runs = zip(*(found[start:] for start in range(SHINGLE)), strict=False)
    return {zlib.crc32(run) for run in map(b" ".join, runs)}


def chosen(members: Iterable[tuple[str, bytes]]) -> list[bytes]:
    """Return the code that stands for an artifact: installation first, then the shallow."""
    left = BYTES
    found = []
    for _, data in sorted(members, key=lambda member: _order(member[0])):
        if left <= 0:
            break
        found.append(data[:left])
        left -= len(data)
    return found


def _order(path: str) -> tuple[bool, int, str]:
    inner = path.partition("/")[2] or path
    return (inner not in {"setup.py", "package.json", "build.rs"}, path.count("/"), path)


def sketch(members: Iterable[tuple[str, bytes]]) -> tuple[tuple[int, ...], int]:
    """Return the MinHash of an artifact's code and how many different shingles it has.

    `members` are (path, bytes) of code members in any order; nothing is returned for no code.
    """
    total: set[int] = set()
    for data in chosen(members):
        total |= shingles(data)
    if not total:
        return (), 0
    minhash = rensa.RMinHash(PERMUTATIONS, _SEED)
    minhash.update([shingle.to_bytes(4, "little") for shingle in sorted(total)])
    return tuple(minhash.digest()), len(total)


def similarity(one: Iterable[int], other: Iterable[int]) -> float:
    """Return the estimated Jaccard index of two sketches, 0 when either is empty."""
    pairs = list(zip(one, other, strict=False))
    return sum(left == right for left, right in pairs) / len(pairs) if pairs else 0.0
