"""Where the files of a Python archive will lie once installed, and the notebook of its checks."""

import re
from collections.abc import Iterable, Iterator

from pratique.model import (
    Activation,
    Effect,
    Fact,
    Limitation,
    Location,
    Member,
    Trigger,
    Value,
)

TRIGGERS = 5_000
FACTS = 2_000
"""Facts of one behaviour and kind; more are a hold, because decoys could hide one among them."""
MENTIONS = 20
"""Limitations of one code that name a member each; the rest would have the same effect."""

SCHEMES = frozenset(("purelib", "platlib", "headers", "scripts", "data"))
_SITE = re.compile(
    r"(?:lib(?:64)?/(?:python|pypy)[0-9.]*/(?:site|dist)-packages|Lib/site-packages)/(.+)"
)
_VIEW = re.compile(r"#[0-9]+$")
_SUFFIX = re.compile(r"(?:\.(?:cpython|cp|pypy|abi3|pyd|so)[-.\w]*)?\.(?:pyc?|pyw|so|pyd)$")


class Notes:
    """What the checks of one archive have found so far; every list is bounded."""

    def __init__(self) -> None:
        self.triggers: dict[Trigger, None] = {}
        self.facts: list[Fact] = []
        self.limitations: list[Limitation] = []
        self._said: dict[str, int] = {}

    def trigger(
        self,
        kind: str,
        activation: Activation,
        member: str,
        target: str = "",
        command: str = "",
        *,
        line: int = 0,
    ) -> None:
        """Note that something runs."""
        if len(self.triggers) < TRIGGERS:
            self.triggers[
                Trigger(
                    kind=kind,
                    activation=activation,
                    member=member,
                    target=target[:512],
                    command=command[:2048],
                    line=line,
                )
            ] = None
        elif self._count("limit-triggers") == 1:
            self.limit("limit-triggers", f"more than {TRIGGERS} things that run")

    def fact(
        self,
        behaviour: str,
        member: str,
        *values: Value,
        activation: Activation = "unknown",
        line: int = 0,
        snippet: str = "",
        symbol: str = "",
        tags: tuple[str, ...] = (),
    ) -> None:
        """Note a behaviour."""
        if self._count("/".join((behaviour, activation, symbol, *tags))) > FACTS:
            self.limit("limit-facts", f"more than {FACTS} of {behaviour}", member)
        else:
            self.facts.append(
                Fact(
                    behaviour=behaviour,
                    location=Location(member=member, line=line),
                    activation=activation,
                    source="manifest",
                    symbol=symbol,
                    values=tuple(Value(value.kind, value.text[:2048]) for value in values),
                    snippet=snippet[:240],
                    tags=tags,
                )
            )

    def limit(self, code: str, detail: str, member: str = "", effect: Effect = "hold") -> None:
        """Note a limitation; more than `MENTIONS` of one code are not repeated."""
        if self._count(f"limit:{code}") <= MENTIONS:
            self.limitations.append(
                Limitation(code=code, effect=effect, member=member, detail=detail[:512])
            )

    def _count(self, key: str) -> int:
        self._said[key] = self._said.get(key, 0) + 1
        return self._said[key]


def outer(members: Iterable[Member]) -> Iterator[tuple[str, Member]]:
    """Yield the archive's own files with their plain paths: no folders, nothing nested.

    Nor bytes that are no file for anybody: a comment, a gap, what stands behind the end.
    """
    for member in members:
        aside = member.view and member.path[:1] == "#"
        if member.kind in {"file", "link"} and "!/" not in member.path and not aside:
            yield (_VIEW.sub("", member.path) if member.view else member.path), member


def site_path(path: str) -> str | None:
    """Return where a wheel's member lands below site-packages, None when elsewhere.

    >>> site_path("six-1.0.data/purelib/six.py"), site_path("six-1.0.data/scripts/six")
    ('six.py', None)
    """
    first, _, rest = path.partition("/")
    if first.endswith(".dist-info") and rest:
        return None
    if not first.endswith(".data") or not rest:
        return path
    scheme, _, inner = rest.partition("/")
    if scheme in {"purelib", "platlib"}:
        return inner or None
    if scheme == "data":
        found = _SITE.fullmatch(inner)
        return found[1] if found else None
    return None


def module_name(name: str) -> str | None:
    """Return the module that a file name makes importable, None when it makes none.

    >>> module_name("six.py"), module_name("_x.cpython-311-x86_64-linux-gnu.so"), module_name("a")
    ('six', '_x', None)
    """
    found = _SUFFIX.search(name)
    if found is None or not found.start():
        return None
    stem = name[: found.start()]
    return stem if stem.isidentifier() else None


def packages(paths: Iterable[str]) -> dict[str, str]:
    """Return every outermost package: its folder and the path of its `__init__`.

    A package is outermost when the folder above it has no `__init__`: that of a namespace
    package, of an sdist's `src`, or none.
    """
    found: dict[str, str] = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        if name.startswith("__init__.") and folder and module_name(name) == "__init__":
            found.setdefault(folder, path)
    return {
        folder: path for folder, path in found.items() if folder.rpartition("/")[0] not in found
    }
