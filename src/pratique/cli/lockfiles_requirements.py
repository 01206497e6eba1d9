"""Read pip's requirements files: includes, constraints, continued lines, digests.

Source: pip's documentation of the requirements file format and of constraints files.
"""

import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from pratique.cli.lockfiles_python import sha256
from pratique.ecosystems import ECOSYSTEMS
from pratique.errors import InputError, UsageError
from pratique.model import Target

LOG = logging.getLogger(__name__)
INCLUDES = 20
_COMMENT = re.compile(r"(^|\s)#.*$")
_HASH = re.compile(r"--hash[=\s]+(\S+)")
_INCLUDE = re.compile(r"(?:-r|-c|--requirement|--constraint)[=\s]*(\S.*)")
_PROJECT = re.compile(r"(?:-e|--editable)[=\s]*(\S.*)")
_PIP_OPTION = re.compile(r"\s--[a-z-]+.*$")
_ADDRESS = re.compile(r"(?:\w+\+)?[A-Za-z][\w.]*://")


class _Line(msgspec.Struct, frozen=True):
    """One requirement, and where it stands."""

    place: str
    text: str
    constrains: bool
    """It says which version, should anything ask for the project."""


def releases(path: Path, read: Callable[[Path], str]) -> Iterator[Target | str]:
    """Yield every release that a file and those it includes ask for, else why it is none.

    `read` returns the text of a file. Raises InputError when the first file cannot be read.
    """
    limits: dict[str, Target] = {}
    asked: list[Target | str] = []
    for line in _tree(path, read, read(path), 0, constrains=False):
        target = line if isinstance(line, str) else _requirement(line)
        if isinstance(line, str) or not line.constrains:
            asked.append(target)
        elif isinstance(target, Target):
            limits[ECOSYSTEMS["pypi"].normalise(target.name)] = target
    for one in asked:
        yield one if isinstance(one, str) else _limited(one, limits)


def _tree(
    path: Path, read: Callable[[Path], str], text: str, depth: int, *, constrains: bool
) -> Iterator[_Line | str]:
    for number, line in _lines(text):
        place = f"{path}:{number}"
        if included := _INCLUDE.fullmatch(line):
            named = included[1].strip()
            less = constrains or line.startswith(("-c", "--constraint"))
            if _ADDRESS.match(named):
                yield f"{place}: {named}: an address is not fetched; download it and name it"
                continue
            if depth >= INCLUDES:
                raise InputError(f"{path}: requirements files include each other without end")
            try:
                inner = read(path.parent / named)
            except InputError as error:
                yield str(error)
                continue
            yield from _tree(path.parent / named, read, inner, depth + 1, constrains=less)
        elif (project := _PROJECT.fullmatch(line)) and _ADDRESS.match(project[1]):
            yield f"{place}: {project[1]}: an address is not fetched; download it and name it"
        elif line.startswith("-"):
            LOG.warning("%s: an option, not read: %s", place, line[:80])
        else:
            yield _Line(place, line, constrains)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Join continued lines and drop comments, as pip does."""
    held: list[str] = []
    first = 0
    for number, raw in enumerate(text.splitlines(), 1):
        first = first or number
        if raw.endswith("\\") and not raw.lstrip().startswith("#"):
            held.append(raw[:-1])
            continue
        line = _COMMENT.sub("", " ".join((*held, raw))).strip()
        if line:
            yield first, line
        held, first = [], 0
    if rest := " ".join(held).strip():
        yield first, rest


def _requirement(line: _Line) -> Target | str:
    hashes = _HASH.findall(line.text)
    bare = _PIP_OPTION.sub("", line.text).strip()
    if _ADDRESS.match(bare):
        return f"{line.place}: {bare[:200]}: an address is not fetched; download it and name it"
    try:
        target = ECOSYSTEMS["pypi"].target(bare)
    except UsageError as error:
        return f"{line.place}: {error}"
    pinned = sha256(hashes)
    if pinned is None:
        return f"{line.place}: pins no sha256 digest, the only kind that is compared"
    return msgspec.structs.replace(target, hashes=pinned)


def _limited(target: Target, limits: dict[str, Target]) -> Target:
    """Return what is asked for within what a constraint says of the project."""
    limit = limits.get(ECOSYSTEMS["pypi"].normalise(target.name))
    if limit is None or target.version is not None:
        return target
    if limit.version is not None and not target.requirement:
        return msgspec.structs.replace(
            target, version=limit.version, hashes=target.hashes or limit.hashes
        )
    parts = (target.requirement, limit.requirement, limit.version and f"=={limit.version}")
    joined = ",".join(part for part in parts if part)
    return msgspec.structs.replace(target, requirement=joined or None)
