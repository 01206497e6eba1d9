"""Library calls of Python that run a file by its path, whatever the file is called."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pratique.code.evaluate import layers
from pratique.code.evaluate.values import Symbol, Value, render

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


SPECIAL: Mapping[str, Callable[..., Any]] = dict.fromkeys(_PLACES, _run)
"""Functions by canonical symbol."""
