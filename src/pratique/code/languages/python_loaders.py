"""Library calls of Python that run a file by its path, whatever the file is called."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pratique.code import bytecode, bytecode_ir, pickles
from pratique.code.evaluate import files, layers, protocol
from pratique.code.evaluate.plain import MISSING, plain
from pratique.code.evaluate.values import (
    Constant,
    Instance,
    Items,
    Symbol,
    Value,
    deep,
    render,
)

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
        written = machine.files.get(text)
        if written is not None:
            machine.modules.run_file(machine, written, line)
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
    if isinstance(held, Symbol) and held.state and "object" in held.state:
        return _reduced(machine, held.state["object"], line)
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


def _pickle(
    _machine: "Machine",
    symbol: Symbol,
    arguments: list[Value],
    _keywords: dict[str, Value],
    _line: int,
) -> Value | None:
    """Return what holds an object of the artifact until it is loaded."""
    if not arguments or not isinstance(arguments[0], Instance):
        return None
    return Symbol(symbol.path, deep(arguments[0]), called=True, state={"object": arguments[0]})


def _reduced(machine: "Machine", value: Value, line: int) -> Value | None:
    """Call what an object says that loading it has to call."""
    from pratique.code.evaluate import calls

    said = protocol.asked(machine, value, "reduce", [], line)
    if said is None:
        said = protocol.asked(machine, value, "reduce_ex", [Constant(4)], line)
    if not isinstance(said, Items) or len(said.items) < 2:
        return None
    given = said.items[1]
    arguments = list(given.items) if isinstance(given, Items) else [given]
    return calls.invoke(machine, said.items[0], arguments, {}, line)


def _specified(
    machine: "Machine",
    symbol: Symbol,
    arguments: list[Value],
    _keywords: dict[str, Value],
    line: int,
) -> Value | None:
    """Return the module that a specification by its name stands for."""
    if not arguments:
        return None
    if symbol.path == "importlib.util.find_spec":
        return Symbol(symbol.path, called=True, state={"name": arguments[0]})
    spec = arguments[0]
    name = spec.state.get("name") if isinstance(spec, Symbol) and spec.state else None
    if not isinstance(name, Constant) or not isinstance(name.value, str):
        return None
    return machine.modules.imported(machine, name.value, line)


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


_DUMPS = ("pickle.dumps", "dill.dumps", "cloudpickle.dumps")
_LOADS = ("pickle.loads", "pickle.load", "dill.loads", "dill.load", "joblib.load")

SPECIAL: Mapping[str, Callable[..., Any]] = {
    **dict.fromkeys(_PLACES, _run),
    **dict.fromkeys(_LOADS, _unpickle),
    **dict.fromkeys(_DUMPS, _pickle),
    "importlib.util.find_spec": _specified,
    "importlib.util.module_from_spec": _specified,
    "types.CodeType": _assemble,
}
"""Functions by canonical symbol."""
