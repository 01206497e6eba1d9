"""Library calls of Python that run a file by its path, whatever the file is called."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pratique.code import bytecode, bytecode_ir, pickles
from pratique.code.evaluate import files, layers
from pratique.code.evaluate.plain import MISSING, plain
from pratique.code.evaluate.values import Constant, Symbol, Value, render

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine

_PLACES = {
    "runpy.run_path": (0, "path_name"),
    "builtins.execfile": (0, "filename"),
    "importlib.util.spec_from_file_location": (1, "location"),
    "importlib.machinery.SourceFileLoader": (1, "path"),
    "importlib.machinery.SourcelessFileLoader": (1, "path"),
    "imp.load_source": (1, "pathname"),
    "imp.load_compiled": (1, "pathname"),
}
"""Which argument is the path, by position and by name."""


def _run(
    machine: "Machine",
    symbol: Symbol,
    arguments: list[Value],
    keywords: dict[str, Value],
    line: int,
) -> Value | None:
    """Read the file as code; the call itself means what it means."""
    place, name = _PLACES[symbol.path]
    path = arguments[place] if place < len(arguments) else keywords.get(name)
    if path is not None:
        text = render(path, 1024)
        machine.modules.run_path(machine, text, line)
        layers.loaded(machine, text, symbol.path, line)
    return None


def _unpickle(
    machine: "Machine",
    _symbol: Symbol,
    arguments: list[Value],
    _keywords: dict[str, Value],
    line: int,
) -> Value | None:
    """Read a pickle that is known: it does what it does when and where it is loaded."""
    held: Value | None = arguments[0] if arguments else None
    if isinstance(held, Symbol):
        path = held.state.get("path") if held.state else None
        held = files.read(machine, path) if path is not None else None
    data = plain(held) if isinstance(held, Constant) else MISSING
    if isinstance(data, bytes):
        frame = machine.frame
        place = frame.place.location(line)
        found = pickles.called(data, place, frame.activation, machine.modules.budget)
        layers.take(machine, found)
    return None


def _assemble(
    machine: "Machine",
    symbol: Symbol,
    arguments: list[Value],
    _keywords: dict[str, Value],
    line: int,
) -> Value | None:
    """Read a code object that is put together from its parts."""
    parts = tuple(plain(one) for one in arguments[:20])
    code = bytecode.assembled(parts)
    if code is not None:
        program = bytecode_ir.lower(code)
        layers.assembled(machine, program, code.code, ("code", symbol.path), line)
    return None


_LOADS = ("pickle.loads", "pickle.load", "dill.loads", "dill.load", "joblib.load")

SPECIAL: Mapping[str, Callable[..., Any]] = {
    **dict.fromkeys(_PLACES, _run),
    **dict.fromkeys(_LOADS, _unpickle),
    "types.CodeType": _assemble,
}
"""Functions by canonical symbol."""
