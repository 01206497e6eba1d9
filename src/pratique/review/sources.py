"""Read the source that a caller gives, a checkout or an archive, as digests of its files."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from pratique import compare as comparing
from pratique.ecosystems import identify
from pratique.errors import CompareError
from pratique.model import Fact, Fetched, Limitation, Review
from pratique.review.against import limitation
from pratique.review.reviewer import Reviewer

FILES = 200_000
LARGEST = 64 * 1024 * 1024


def unexplained(
    reviewer: Reviewer, review: Review, source: Path
) -> tuple[tuple[Fact, ...], tuple[Limitation, ...]]:
    """Return what of a reviewed artifact its source does not explain, and what was not compared.

    An archive is read by a child like any other: it may be as hostile as the artifact.
    """
    if not review.members:
        return (), (limitation("the artifact could not be read, so not compared with its source"),)
    try:
        digests = _folder(source) if source.is_dir() else _archive(reviewer, source)
    except (CompareError, OSError) as error:
        return (), (limitation(f"not compared with its source: {error}"),)
    return tuple(comparing.unexplained(review, digests)), ()


def _folder(source: Path) -> Mapping[str, frozenset[str]]:
    """Return each file's digest, and that of its text with the other line ends."""
    found: dict[str, frozenset[str]] = {}
    for path in sorted(source.rglob("*")):
        inner = path.relative_to(source).as_posix()
        if inner.startswith(".git/") or path.is_symlink() or not path.is_file():
            continue
        if len(found) >= FILES:
            raise CompareError(f"{source}: more than {FILES} files; name the package's folder")
        if path.stat().st_size > LARGEST:
            continue
        body = path.read_bytes()
        spellings = {body, body.replace(b"\r\n", b"\n")}
        if b"\r\n" not in body:
            spellings.add(body.replace(b"\n", b"\r\n"))
        found[inner] = frozenset(hashlib.sha256(one).hexdigest() for one in spellings)
    return found


def _archive(reviewer: Reviewer, source: Path) -> Mapping[str, frozenset[str]]:
    with source.open("rb") as file:
        artifact = identify(source.name, file.read(65_536))[1]
    read = reviewer.review(Fetched(artifact=artifact, path=str(source)))
    if not read.members:
        raise CompareError(f"{source}: not an archive that can be read")
    return {
        member.path.partition("/")[2] or member.path: frozenset((member.sha256,))
        for member in read.members
        if member.kind == "file"
    }
