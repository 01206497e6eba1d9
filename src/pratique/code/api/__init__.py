"""What library calls mean: one TOML file a language, read into `Api`.

A table a symbol, keyed by its dotted name; `{a,b}` expands and a last part `*` matches any name:

    ["os.{system,popen}"]
    does = ["exec/shell"]            # behaviours of the vocabulary that a call shows
    params = "command:command"       # parameters in order; `name:role`, roles joined by `+`
    evaluates = "shell"              # the role `code` or `command` is read in that language

- `params`: `*name` takes all further positional arguments, words after a lone `*` are keyword
  only. The receiver of a method is not a parameter.
- roles kept as values of the fact: `url host ip path argv command env code module name string key
  import wallet` (`ValueKind`); roles for flow: `payload` (leaves the machine), `content` (written
  to a file), `path` (which file), `source` (decoded or handed on), `callee` (called later).
- `read = true`: a mention is enough, no call is needed (`os.environ`).
- `gives`: what the result is tainted with: a behaviour id, `args` (the union of the arguments,
  which is what a symbol that is not listed does), or `none`.
- `returns`: the symbol whose methods the result has: `requests.Session` → `requests.Session.get`.
- `carries`: names of what a builder collected (`Command.arg`, `RequestBuilder.body`), which this
  call takes as if they were its own arguments.
- `keeps = true`: the result is the receiver, with these arguments added to what it carries.
- `decoder`: a name of `decoders.DECODERS`; the result is computed when the arguments are known.
- `is`: the key whose meaning this one shares; the symbol in facts stays the one that was written.
- `when`: variants that add to the meaning, each with `if` and any of `does`, `evaluates`, `tags`:
  `name` (given), `!name` (not given), `name=literal`, `name~text` (a constant that contains it),
  `name!~text` (none that contains it), `name&bits` (a number with one of them, or an unknown one).
- `weak`: its words are too common to be atoms of the prefilter (`open`, `get`).
- The reserved table `[modules]` renames whole modules: `posix = "os"`.
"""

from functools import cache
from importlib import resources

import msgspec

from pratique.code import compiled

LANGUAGES = ("python", "javascript", "rust", "java")


CANONICAL = 50_000
"""Symbols whose canonical spelling is remembered."""


class Variant(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that holds of a call under a condition on its arguments."""

    condition: str = msgspec.field(name="if")
    does: tuple[str, ...] = ()
    evaluates: str = ""
    tags: tuple[str, ...] = ()


class Parameter(msgspec.Struct, frozen=True, gc=False):
    """One parameter of a library call."""

    name: str
    roles: tuple[str, ...] = ()
    rest: bool = False
    keyword: bool = False


class Meaning(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one symbol means; see the module for the fields."""

    does: tuple[str, ...] = ()
    params: str = ""
    read: bool = False
    gives: str = "args"
    returns: str = ""
    decoder: str = ""
    carries: str = ""
    keeps: bool = False
    evaluates: str = ""
    same: str = msgspec.field(name="is", default="")
    when: tuple[Variant, ...] = ()
    weak: bool = False
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    """Filled by the loader from `params`."""


class Api:
    """The meanings of one language, looked up by dotted symbol."""

    __slots__ = ("_canonical", "exact", "holders", "modules", "starred")

    def __init__(self, exact: dict[str, Meaning], modules: dict[str, str]) -> None:
        self.exact = {key: value for key, value in exact.items() if not key.endswith(".*")}
        self.starred = {key[:-2]: value for key, value in exact.items() if key.endswith(".*")}
        self.modules = modules
        self._canonical: dict[str, str] = {}
        self.holders = frozenset(
            ".".join(parts[:end])
            for parts in (key.split(".") for key in exact)
            for end in range(1, len(parts))
        )
        """Modules and classes that something with a meaning belongs to."""

    def canonical(self, symbol: str) -> str:
        """Return a symbol with renamed modules put right: `posix.system` is `os.system`."""
        known = self._canonical.get(symbol)
        if known is None:
            known = self._renamed(symbol)
            if len(self._canonical) < CANONICAL:
                self._canonical[symbol] = known
        return known

    def _renamed(self, symbol: str) -> str:
        head = symbol
        while head:
            renamed = self.modules.get(head)
            if renamed is not None:
                return renamed + symbol[len(head) :]
            head = head.rpartition(".")[0]
        return symbol

    def lookup(self, symbol: str) -> Meaning | None:
        """Return the meaning of a canonical symbol, or None when it has none."""
        found = self.exact.get(symbol)
        if found is None and self.starred:
            found = self.starred.get(symbol.rpartition(".")[0])
        return found


def _parameters(text: str) -> tuple[Parameter, ...]:
    found = []
    keyword = False
    for word in text.split():
        if word == "*":
            keyword = True
            continue
        name, _, roles = word.partition(":")
        split = tuple(roles.split("+")) if roles else ()
        rest = name.startswith("*")
        found.append(Parameter(name.lstrip("*"), split, rest, keyword and not rest))
    return tuple(found)


def _expanded(key: str) -> list[str]:
    head, brace, tail = key.partition("{")
    if not brace:
        return [key]
    inner, _, rest = tail.partition("}")
    return [head + word.strip() + end for word in inner.split(",") for end in _expanded(rest)]


@cache
def load(language: str) -> Api:
    """Read the table of a language; an unknown language has an empty one."""
    file = resources.files("pratique.code.api").joinpath(f"{language}.toml")
    if not file.is_file():
        return Api({}, {})
    document = compiled.document(file)
    modules = msgspec.convert(document.pop("modules", {}), dict[str, str])
    written = msgspec.convert(document, dict[str, Meaning])
    table: dict[str, Meaning] = {}
    for key, meaning in written.items():
        filled = msgspec.structs.replace(meaning, parameters=_parameters(meaning.params))
        for name in _expanded(key):
            table[name] = filled
    for name, meaning in list(table.items()):
        target, steps = meaning, 0
        while target.same and steps < 8:
            target, steps = table[target.same], steps + 1
        table[name] = target
    return Api(table, modules)
