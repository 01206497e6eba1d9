"""How JavaScript's modules find each other: Node's resolution, CommonJS and ES modules.

Source: Node's documentation of CommonJS and ECMAScript modules. A package inside `node_modules` is
found by its folder; its `main` is tried by the names that mains have.
"""

from typing import TYPE_CHECKING

from pratique.code.evaluate.values import (
    UNKNOWN,
    Constant,
    Namespace,
    Symbol,
    Table,
    Value,
)
from pratique.code.languages.language import ModuleSystem

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine
    from pratique.code.evaluate.modules import Modules
    from pratique.code.evaluate.scope import Scope

_ENDINGS = (
    "", ".js", ".cjs", ".mjs", ".ts", ".jsx", ".tsx",
    "/index.js", "/index.cjs", "/index.mjs", "/index.ts",
)  # fmt: skip
_MAINS = ("/lib/index.js", "/dist/index.js", "/main.js", "/src/index.js", "/lib/main.js")


def resolve(modules: "Modules", member: str, name: str) -> str:
    """Return the member that a module asks for; empty for what is not in the artifact."""
    if not name or len(name) > 1024:
        return ""
    name = name.removeprefix("file://")
    if name.startswith("{__dirname}"):
        name = "." + name[11:]
    if name[0] in "./":
        return _found(modules, _joined(member.rpartition("/")[0], name))
    folder = member.rpartition("/")[0]
    while folder:
        base = f"{folder}/node_modules/{name}"
        found = _found(modules, base) or next(
            (base + one for one in _MAINS if base + one in modules.by_path), ""
        )
        if found:
            return found
        folder = folder.rpartition("/")[0]
    return ""


def _joined(folder: str, name: str) -> str:
    parts = folder.split("/") if folder else []
    for part in name.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def _found(modules: "Modules", path: str) -> str:
    for ending in _ENDINGS:
        if path + ending in modules.by_path:
            return path + ending
    for ending in (".js", ".mjs", ".cjs"):  # TypeScript's way to name what will be JavaScript
        if path.endswith(ending) and path.removesuffix(ending) + ".ts" in modules.by_path:
            return path.removesuffix(ending) + ".ts"
    return ""


def prepare(scope: "Scope", path: str) -> None:
    """Bind what Node gives to every module."""
    scope.lexical = True
    exports = Table({})
    scope.names["exports"] = exports
    module: dict[str, Value] = {
        "exports": exports,
        "id": Constant(path),
        "require": Symbol("require", hidden="module"),
        "constructor": Symbol("module"),
        "_compile": Symbol("module._compile"),
        "_load": Symbol("require", hidden="module"),
    }
    scope.names["module"] = Table(module)
    scope.names["__dirname"] = Value(text="{__dirname}")
    scope.names["__filename"] = Value(text="{__dirname}/" + path.rpartition("/")[2])
    scope.names["this"] = exports


def exported(scope: "Scope") -> Value:
    """Return what a module gives to those that load it."""
    module = scope.names.get("module")
    given = module.pairs.get("exports") if isinstance(module, Table) else None
    first = scope.names.get("exports")
    if given is None or (isinstance(given, Table) and not given.pairs and given is first):
        return Namespace(scope)
    return given


def named(machine: "Machine", value: Value, name: str, line: int) -> Value:
    """Return what `import {name} from …` binds."""
    from pratique.code.evaluate import attributes

    if name in {"default", "*"} or value is UNKNOWN:
        return value
    if isinstance(value, Table) and name not in value.pairs:
        return Value()
    return attributes.get(machine, value, name, line)


def library(name: str) -> str:
    """Return the symbol of a module of Node or of another package."""
    plain = name.removeprefix("node:").removeprefix("npm:")
    if plain.endswith("/index.js"):
        plain = plain.removesuffix("/index.js")
    head, sign, version = plain[1:].partition("@")
    if sign and version[:1].isdigit():
        plain = plain[0] + head
    return plain


SYSTEM = ModuleSystem(
    resolve=resolve, prepare=prepare, exported=exported, named=named, library=library
)


def symbol_of(value: Value) -> str:
    """Return the symbol that a value is, empty when it is none."""
    return value.path if isinstance(value, Symbol) else ""
