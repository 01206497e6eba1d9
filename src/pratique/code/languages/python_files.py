"""Library calls of Python about paths that need the machine: listing, the import path."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pratique.code.evaluate.values import (
    Closure,
    Items,
    Kind,
    Namespace,
    Symbol,
    Table,
    Value,
    deep,
    render,
)
from pratique.model import Value as FactValue

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine

Arguments = list[Value]
Keywords = dict[str, Value]
_INSTALLING = frozenset(
    "install develop egg_info dist_info editable_wheel bdist_wheel bdist_egg build build_py "
    "build_ext build_clib build_scripts install_lib install_egg_info install_data "
    "install_headers install_scripts easy_install sdist".split()
)
"""Commands that pip and build front ends run; others run where somebody names them."""


def _globbed(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Return one path that stands for all that a pattern finds."""
    holder = symbol.state.get("path") if symbol.state else None
    pattern = render(arguments[0], 512) if arguments else "*"
    machine.fact("fs/enumerate", line, symbol.path, (FactValue("path", pattern),))
    taints = deep(holder) if holder is not None else frozenset()
    if not symbol.path.startswith("pathlib."):
        return Items("list", [Value(taints, pattern)], is_open=True)
    text = f"{render(holder, 512) if holder is not None else '~'}/{pattern}"
    path = Symbol("pathlib.Path", taints, called=True, state={"path": Value(taints, text)})
    return Items("list", [path], is_open=True)


def _import_path(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Note that modules are imported from inside a member that is no folder."""
    if arguments:
        path = render(arguments[-1], 512)
        if machine.modules.data(path) is not None:
            value = (FactValue("path", path),)
            machine.fact("exec/dynamic-import", line, symbol.path, value, ("archive",))
    return None


def _loaded(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return the module of the artifact that a specification names by its file, which is run."""
    state = arguments[0].state if arguments and isinstance(arguments[0], Symbol) else None
    location = state.get("location") if state else None
    if location is None:
        return None
    source = machine.modules.at(render(location, 512))
    return Namespace(machine.modules.enter(machine, source), source.dotted) if source else None


def _set_up(
    machine: "Machine", _symbol: Symbol, _arguments: Arguments, keywords: Keywords, _line: int
) -> Value | None:
    """Run the classes that take the place of what an installer runs."""
    given = keywords.get("cmdclass")
    if isinstance(given, Table) and machine.frame.activation in {"install", "build"}:
        for name, value in given.pairs.items():
            if name in _INSTALLING and isinstance(value, Kind):
                machine.modules.installed_by(machine, value)
    return None


def _unwrapped(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return the function that `staticmethod` and its like wrap."""
    return arguments[0] if arguments and isinstance(arguments[0], Closure) else None


def _spelled(
    _machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Return the text of a path object."""
    held = arguments[0] if len(arguments) == 1 else None
    if isinstance(held, Symbol) and held.called and held.path.startswith("pathlib."):
        return Value(deep(held), render(held, 512))
    return None


SPECIAL: Mapping[str, Callable[..., Any]] = {
    "pathlib.Path.glob": _globbed,
    "pathlib.Path.rglob": _globbed,
    "glob.glob": _globbed,
    "glob.iglob": _globbed,
    "sys.path.insert": _import_path,
    "sys.path.append": _import_path,
    "builtins.str": _spelled,
    "os.fspath": _spelled,
    "builtins.staticmethod": _unwrapped,
    "builtins.classmethod": _unwrapped,
    "importlib.util.module_from_spec": _loaded,
    "setuptools.setup": _set_up,
    "distutils.core.setup": _set_up,
    "numpy.distutils.core.setup": _set_up,
}
"""Functions by canonical symbol."""
