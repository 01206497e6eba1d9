"""Library calls of Python that bring a package's own data: paths put together, files, JSON, sound.

What an archive carries can be read here as the code would read it, so that code in data is code.
"""

import json
import posixpath
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pratique.code.evaluate.values import (
    CLEAN,
    Constant,
    Items,
    Symbol,
    Table,
    Value,
    deep,
    render,
    union,
)

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine

Arguments = list[Value]
Keywords = dict[str, Value]

_PARTS = 32
_PATH = 1024
_JSON_BYTES = 262_144
_JSON_DEPTH = 40
_JSON_ITEMS = 2_000


def _joined(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return the path of parts of which some may not be known."""
    parts = arguments[:_PARTS]
    if not parts:
        return None
    taints = union(parts)
    if all(isinstance(one, Constant) and isinstance(one.value, str) for one in parts):
        return Constant(posixpath.join(*(render(one, _PATH) for one in parts)), taints)
    return Value(taints, "/".join(render(one, _PATH) or "{}" for one in parts)[:_PATH])


def _part(function: Callable[[str], str]) -> Callable[..., Value | None]:
    def made(
        _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
    ) -> Value | None:
        held = arguments[0] if arguments else None
        if not isinstance(held, Constant) or not isinstance(held.value, str):
            return None
        return Constant(function(held.value), deep(held))

    return made


def _resource(
    machine: "Machine", symbol: Symbol, arguments: Arguments, keywords: Keywords, _line: int
) -> Value | None:
    """Return a member that is asked for by package and name."""
    from pratique.code.evaluate import files

    named = keywords.get("resource") or (arguments[1] if len(arguments) > 1 else None)
    found = files.read(machine, named) if named is not None else None
    if found is None or not isinstance(found, Constant) or not isinstance(found.value, bytes):
        return found
    if symbol.path.endswith("read_text"):
        return Constant(found.value.decode("utf-8", "replace"), found.taints)
    return found


def _opened(
    _machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return a resource as an open file."""
    if len(arguments) < 2:
        return None
    mode = Constant("r" if symbol.path.endswith("text") else "rb")
    return Symbol("file", union(arguments), called=True, state={"path": arguments[1], "mode": mode})


def _folder(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return the folder of a package as a path."""
    name = render(arguments[0], 200).replace(".", "/") if arguments else ""
    state: dict[str, Value] = {"path": Constant(name)}
    return Symbol("pathlib.Path", called=True, state=state)


def _json(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return what JSON of known text stands for."""
    held: Value | None = arguments[0] if arguments else None
    if held is None:
        return None
    if symbol.path == "json.load":
        held = _content(machine, held)
    if not isinstance(held, Constant) or not isinstance(held.value, str | bytes):
        return None
    if len(held.value) > _JSON_BYTES:
        return None
    try:
        plain = json.loads(held.value)
    except (ValueError, RecursionError):
        return None
    return _value(plain, _JSON_DEPTH)


def _content(machine: "Machine", held: Value) -> Value | None:
    from pratique.code.evaluate import files

    path = held.state.get("path") if isinstance(held, Symbol) and held.state else None
    return files.read(machine, path) if path is not None else None


def _value(plain: object, depth: int) -> Value:
    if depth and isinstance(plain, dict):
        pairs = list(plain.items())[:_JSON_ITEMS]
        return Table({str(key): _value(one, depth - 1) for key, one in pairs})
    if depth and isinstance(plain, list):
        return Items("list", [_value(one, depth - 1) for one in plain[:_JSON_ITEMS]])
    if plain is None or isinstance(plain, str | int | float | bool):
        return Constant(plain)
    return Value(CLEAN)


def _sound(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, keywords: Keywords, _line: int
) -> Value | None:
    """Return an open sound."""
    path = arguments[0] if arguments else keywords.get("f")
    if path is None:
        return None
    return Symbol("wave.Wave_read", deep(path), called=True, state={"path": path})


def _frames(
    machine: "Machine", symbol: Symbol, _arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return the samples of a known sound."""
    found = _content(machine, symbol)
    if not isinstance(found, Constant) or not isinstance(found.value, bytes):
        return found
    at = found.value.find(b"data")
    return Constant(found.value[at + 8 :] if at >= 0 else found.value, found.taints)


_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "join": _joined,
    "dirname": _part(posixpath.dirname),
    "basename": _part(posixpath.basename),
    "abspath": _part(posixpath.normpath),
    "realpath": _part(posixpath.normpath),
    "normpath": _part(posixpath.normpath),
    "normcase": _part(str),
}
SPECIAL: Mapping[str, Callable[..., Any]] = {
    **{f"os.path.{name}": function for name, function in _FUNCTIONS.items()},
    **{f"posixpath.{name}": function for name, function in _FUNCTIONS.items()},
    **{f"ntpath.{name}": function for name, function in _FUNCTIONS.items()},
    "pkgutil.get_data": _resource,
    "importlib.resources.read_text": _resource,
    "importlib.resources.read_binary": _resource,
    "importlib.resources.open_text": _opened,
    "importlib.resources.open_binary": _opened,
    "importlib.resources.files": _folder,
    "json.load": _json,
    "json.loads": _json,
    "wave.open": _sound,
    "wave.Wave_read.readframes": _frames,
}
"""Functions by canonical symbol."""
