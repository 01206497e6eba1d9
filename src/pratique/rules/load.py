"""Read rule files: strictly, once, and from a compiled set where there is one.

A hundred small YAML files take longer to parse than a small package takes to review, so the
compiled set (references resolved, name patterns expanded, examples dropped) is kept in the user's
cache folder under the digest of the files. `PRATIQUE_CACHE=off` neither reads nor writes it.
"""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import msgspec
import platformdirs

from pratique.errors import RuleError
from pratique.rules.compile import compiled
from pratique.rules.schema import Rule

CATALOG = Path(__file__).parent / "catalog"
_COMPILER = b"2"
"""Raise when the compiled form of the same files changes."""


def parse(text: str | bytes, name: str) -> Rule:
    """Return the rule that a text spells; RuleError names the file, the place and the fault."""
    from pratique.rules import spelling

    return spelling.parse(text, name)


def files(folder: Path = CATALOG) -> Iterator[tuple[str, bytes]]:
    """Yield every rule file of a folder as (id that its path spells, bytes), in order of the id."""
    for path in sorted(folder.glob("*/*.yaml")):
        yield f"{path.parent.name}/{path.stem}", path.read_bytes()


def read(folder: Path = CATALOG) -> tuple[Rule, ...]:
    """Parse every rule of a folder, with examples and as written."""
    rules = []
    for identity, text in files(folder):
        rule = parse(text, f"{identity}.yaml")
        if rule.id != identity:
            raise RuleError(f"{identity}.yaml: id is {rule.id}: it has to spell the path")
        rules.append(rule)
    return tuple(rules)


@cache
def catalog() -> tuple[Rule, ...]:
    """Return the compiled catalogue that ships with this program."""
    sources = dict(files())
    where = _cache_file(_digest(sources))
    if where is not None:
        with contextlib.suppress(OSError, msgspec.DecodeError):
            return msgspec.msgpack.decode(where.read_bytes(), type=tuple[Rule, ...])
    rules = compiled(tuple(parse(text, f"{name}.yaml") for name, text in sources.items()))
    if where is not None:
        _keep(where, msgspec.msgpack.encode(rules))
    return rules


@cache
def digest() -> str:
    """Return the sha256 over all rule files, which every coverage record carries."""
    return _digest(dict(files()))


def _digest(sources: Mapping[str, bytes]) -> str:
    total = hashlib.sha256(_COMPILER)
    for name, text in sources.items():
        total.update(f"\0{name}\0{len(text)}\0".encode())
        total.update(text)
    return total.hexdigest()


def _cache_file(key: str) -> Path | None:
    if os.environ.get("PRATIQUE_CACHE") == "off":
        return None
    return Path(platformdirs.user_cache_dir("pratique")) / f"rules-{key[:32]}.msgpack"


def _keep(where: Path, encoded: bytes) -> None:
    """Write atomically; a cache that cannot be written costs time, not correctness."""
    with contextlib.suppress(OSError):
        where.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=where.parent, prefix="rules-")
        with os.fdopen(handle, "wb") as file:
            file.write(encoded)
        Path(name).replace(where)
