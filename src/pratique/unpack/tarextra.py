"""What stands before a tar member and changes it: PAX headers and GNU long names."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TypeVar

import msgspec

from pratique.model import ContainerPolicy
from pratique.unpack.streams import Problem
from pratique.unpack.tarheader import Header, Pax, pax

T = TypeVar("T")
GLOBAL_COMMENT = "g:comment"
"""In a policy's `pax_keys`: a global header with nothing but a comment is accepted."""


class Extra(msgspec.Struct, frozen=True):
    """What the extended headers so far say about the next member; every reading is kept."""

    names: tuple[bytes, ...] = ()
    """The reading that most readers take comes first."""
    links: tuple[bytes, ...] = ()
    sizes: tuple[int, ...] = ()
    global_names: tuple[bytes, ...] = ()
    global_sizes: tuple[int, ...] = ()
    plain_too: bool = False
    """Whether some readers ignore all this and take the plain header."""
    sparse: bool = False
    pax: bool = False
    gnu_name: bool = False
    gnu_link: bool = False

    @property
    def pending(self) -> bool:
        """Whether a member is still to come."""
        return self.pax or self.gnu_name or self.gnu_link

    def following(self) -> "Extra":
        """Return what stays in force after the member."""
        if not (self.global_names or self.global_sizes):
            return EMPTY
        return Extra(global_names=self.global_names, global_sizes=self.global_sizes)


EMPTY = Extra()
PLAIN = Extra(pax=True)
_ROOM = 160
"""Bytes of a comment, an owner or an attribute that are only that."""
_EFFECTIVE = frozenset(("path", "linkpath", "size"))


def extended(
    head: Header, body: bytes, before: Extra, policy: ContainerPolicy
) -> tuple[Extra, tuple[Problem, ...]]:
    """Return what is in force after an extended header, and what is to be said about it."""
    if head.kind in b"LK":
        return _gnu(head.kind, body, before)
    said = pax(body)
    problems = [Problem(code, detail=_keys(said)) for code in said.problems]
    if head.kind == b"g":
        return _global(said, before, policy, problems)
    if before.pax:
        problems.append(Problem("tar-pax-repeated"))
    keys = said.keys
    unknown = [key for key in keys if not _known(key, policy.pax_keys)]
    if unknown:
        problems.append(Problem("tar-pax-local", detail=", ".join(sorted(unknown))[:200]))
    if not said.problems and not any(
        key in _EFFECTIVE or key.startswith("GNU.sparse.") for key in keys
    ):
        after = PLAIN if before is EMPTY else msgspec.structs.replace(before, pax=True)
        return after, tuple(problems)
    names = (*reversed(said.all("GNU.sparse.name")), *reversed(said.all("path")))
    if before.gnu_name and names:
        problems.append(Problem("tar-gnu-with-pax"))
    after = msgspec.structs.replace(
        before,
        names=_merged(_usable(names), before.names),
        links=_merged(_usable(tuple(reversed(said.all("linkpath")))), before.links),
        sizes=_merged(_sizes(said), before.sizes),
        plain_too=before.plain_too or bool(said.problems),
        sparse=before.sparse or any(key.startswith("GNU.sparse.") for key in said.keys),
        pax=True,
    )
    return after, tuple(problems)


def unexplained(head: Header, body: bytes) -> bytes:
    """Return the long values of keywords that lead to nothing: room for anything."""
    if len(body) <= _ROOM or head.kind in b"LK":
        return b""
    return b"\n".join(
        value
        for key, value in pax(body).values
        if len(value) > _ROOM and key not in _EFFECTIVE and not key.startswith("GNU.sparse.")
    )


def _gnu(kind: bytes, body: bytes, before: Extra) -> tuple[Extra, tuple[Problem, ...]]:
    text, _, residue = body.partition(b"\0")
    problems = [Problem("tar-gnu-long-name")]
    if residue.strip(b"\0"):
        problems.append(Problem("tar-name-disagrees"))
    again = before.gnu_name if kind == b"L" else before.gnu_link
    if again:
        problems.append(Problem("tar-gnu-repeated"))
    if kind == b"K":
        links = _merged((text,), before.links)
        return msgspec.structs.replace(before, links=links, gnu_link=True), tuple(problems)
    if before.names and before.pax:
        problems.append(Problem("tar-gnu-with-pax"))
    names = _merged((text,), before.names)
    return msgspec.structs.replace(before, names=names, gnu_name=True), tuple(problems)


def _global(
    said: Pax, before: Extra, policy: ContainerPolicy, problems: list[Problem]
) -> tuple[Extra, tuple[Problem, ...]]:
    accepted = GLOBAL_COMMENT in policy.pax_keys and said.keys <= {"comment"}
    if not accepted:
        problems.append(Problem("tar-pax-global", detail=_keys(said)))
    after = msgspec.structs.replace(
        before,
        global_names=_merged(_usable(said.all("path")), before.global_names),
        global_sizes=_merged(_sizes(said), before.global_sizes),
    )
    return after, tuple(problems)


@lru_cache(maxsize=1024)
def _known(key: str, keys: tuple[str, ...]) -> bool:
    return key in keys or any(fnmatchcase(key, each) for each in keys if each.endswith("*"))


def _keys(said: Pax) -> str:
    return ", ".join(sorted(said.keys))[:200]


def _usable(values: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Return the readings of text values: whole, and up to a NUL."""
    return tuple(dict.fromkeys(_readings(values)))


def _readings(values: tuple[bytes, ...]) -> Iterator[bytes]:
    for value in values:
        if value:
            yield value
        if b"\0" in value and value[0]:
            yield value.partition(b"\0")[0]


def _sizes(said: Pax) -> tuple[int, ...]:
    values = [value for value in reversed(said.all("size")) if value.isdigit()]
    return tuple(dict.fromkeys(int(value) for value in values if len(value) < 19))


def _merged(new: tuple[T, ...], old: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*new, *old)))[:8] if new or old else ()
