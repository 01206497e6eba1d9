"""From members to facts: what the code of an artifact can do, and when it runs.

`Reader.look` sees every window of every member once; `Reader.finish` follows the code from its
triggers. `warm` loads what both need, in the nursery, before many children are forked; `ready` is
enough for one.
"""

import contextlib
import hashlib
import importlib.metadata
import pkgutil
import platform
from functools import cache
from importlib import import_module, resources

from pratique.code import api, binary, compiled, prefilter
from pratique.code.languages import table
from pratique.code.nested import Nested
from pratique.code.reader import Reader

__all__ = ["Nested", "Reader", "digest", "ready", "versions", "warm"]

_LIBRARIES = (
    "hyperscan",
    "tree-sitter",
    "tree-sitter-python",
    "tree-sitter-javascript",
    "isal",
    "lief",
)


def ready() -> tuple[str, ...]:
    """Make sure that all patterns are compiled where they are kept; return the folder of them.

    A mark beside them says that this code's are all there: building their keys would take longer
    than one artifact needs to be read.
    """
    versions()
    known = f"{digest()}|{prefilter.LIBRARY}|{platform.machine()}"
    mark = f"complete-{hashlib.sha256(known.encode()).hexdigest()[:32]}"
    if compiled.kept() and compiled.read(mark) is None:
        prefilter.warm()
        compiled.write(mark, b"all groups")
    return compiled.folders()


_LATER = ("pratique.code", "encodings")
"""Packages of which children load what they need, where they can."""


def warm(*, closed: bool = False) -> None:
    """Load grammars, pattern databases and tables of meanings; `closed` what is seldom used, too.

    Children are closed where the kernel has no Landlock: they open no files.
    """
    if closed:
        _load_all()
    prefilter.warm()
    binary.warm()
    for name, language in table().items():
        api.load(name)
        language.lower(b"x = 1\n", 1)
    digest()
    versions()


def _load_all() -> None:
    """Load every module that reading could ask for; codecs of other systems are not there."""
    import_module("lief")
    for name in _LATER:
        package = import_module(name)
        for found in pkgutil.walk_packages(package.__path__, f"{name}."):
            with contextlib.suppress(ImportError):
                import_module(found.name)


@cache
def digest() -> str:
    """Return the digest of the code and the tables that turn members into facts."""
    found = hashlib.sha256()
    stack = [resources.files("pratique.code"), resources.files("pratique.unpack")]
    while stack:
        for entry in sorted(stack.pop().iterdir(), key=lambda one: one.name):
            if entry.is_dir() and entry.name != "__pycache__":
                stack.append(entry)
            elif entry.name.endswith((".py", ".toml")):
                found.update(entry.name.encode() + b"\0" + entry.read_bytes())
    return found.hexdigest()


@cache
def versions() -> tuple[str, ...]:
    """Return `library==version` of what reads the members."""
    return tuple(f"{name}=={importlib.metadata.version(name)}" for name in _LIBRARIES)
