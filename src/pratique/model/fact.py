"""What was seen: facts in one vocabulary, with place, time and values."""

from typing import Literal

import msgspec

Activation = Literal[
    "install", "build", "startup", "import", "entrypoint", "call", "test", "dead", "unknown"
]
ACTIVATIONS: tuple[Activation, ...] = (
    "install",
    "build",
    "startup",
    "import",
    "entrypoint",
    "call",
    "unknown",
    "test",
    "dead",
)
"""Ordered from the one that needs least of the victim to the one that never runs."""

FactSource = Literal[
    "code",
    "bytecode",
    "binary",
    "text",
    "container",
    "manifest",
    "trace",
    "diff",
    "identity",
    "dataset",
]
ValueKind = Literal[
    "argv",
    "code",
    "command",
    "env",
    "host",
    "import",
    "ip",
    "key",
    "module",
    "name",
    "path",
    "string",
    "url",
    "wallet",
]


class Location(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where in the artifact (SARIF's word); lines start at 1, 0 means the whole member."""

    member: str
    line: int = 0
    layer: str = ""
    """Path of decoders that lead to a hidden layer, `base64/zlib/exec`; empty in plain sight."""
    offset: int = -1
    """Byte offset in the member or layer; -1 when not known."""


class Value(msgspec.Struct, frozen=True, gc=False):
    """One constant that a behaviour was used with."""

    kind: ValueKind
    text: str


class Fact(msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """One behaviour, seen once."""

    behaviour: str
    """An id of the vocabulary."""
    location: Location
    activation: Activation = "unknown"
    source: FactSource = "code"
    language: str = ""
    symbol: str = ""
    """The resolved call or name, in the language's own dotted spelling: `os.system`."""
    scope: str = ""
    """Qualified name of the enclosing function; empty at top level."""
    values: tuple[Value, ...] = ()
    via: tuple[str, ...] = ()
    """For a chain: the behaviours it connects, source first, sink last."""
    trail: tuple[Location, ...] = ()
    """For a chain: where each of `via` stands."""
    snippet: str = ""
    """The source text of the evidence, at most 240 characters, hostile until escaped."""
    tags: tuple[str, ...] = ()
    """Closed set in `docs/facts.md`: new, forgeable, guarded, silenced, hidden-call, fetched…"""


class Layer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A decoded piece of code that an evaluator would have run."""

    location: Location
    """Where it is decoded; `location.layer` names this layer itself."""
    language: str
    size: int
    sha256: str
    text: str = ""
    """The first 2 KiB, hostile until escaped."""


class Trigger(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that makes code of the artifact run."""

    kind: str
    """setup.py, pth, init, console-script, postinstall, build.rs, static-initialiser…"""
    activation: Activation
    member: str
    """The member that is run, or that declares what is run."""
    target: str = ""
    """`module:function` or the file that is run, where one is named."""
    command: str = ""
    """A shell command line, where the trigger is one."""
    line: int = 0
    """The line of the member that declares it; 0 where it is the whole member."""
