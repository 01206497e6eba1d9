"""What wheels and sdists have in common: entry points, scripts, names that shadow, dropped configs.

Sources: PyPA's entry-points specification, setuptools' and pytest's documented groups, and the
trigger inventory of the registries' incidents.
"""

import re
from collections.abc import Iterable, Mapping

from pratique.ecosystems.pypi_layout import Notes, module_name, packages
from pratique.ecosystems.pypi_lists import (
    BUILD_GROUPS,
    COMMAND_OWNERS,
    COMMANDS,
    CONFIG_FILES,
    CONFIG_PARTS,
    OWNED,
    STDLIB,
)
from pratique.ecosystems.pypi_names import normalise
from pratique.ecosystems.pypi_startup import CUSTOMIZE, customize
from pratique.ecosystems.pypi_text import ini
from pratique.model import Activation, Dependency, EntryPoint, Value

ENTRY_POINTS = 5_000
_SCRIPTS = {"console_scripts": "console-script", "gui_scripts": "gui-script"}
_TARGET = re.compile(r"\s*([\w.]+)\s*(?::\s*([\w.]+))?\s*(?:\[[^\]]*\])?\s*")


def entry_points(member: str, data: bytes, project: str, notes: Notes) -> tuple[EntryPoint, ...]:
    """Note every entry point of an `entry_points.txt`, and return them."""
    listed = tuple(
        EntryPoint(group=group, name=name, target=target.partition("\n")[0].strip())
        for group, name, target in ini(data, delimiters="=")
    )
    if len(listed) > ENTRY_POINTS:
        notes.limit("limit-entry-points", f"only {ENTRY_POINTS} were read", member)
        listed = listed[:ENTRY_POINTS]
    for point in listed:
        entry_point(member, point, project, notes)
    return listed


def entry_point(member: str, point: EntryPoint, project: str, notes: Notes) -> None:
    """Note what one entry point makes run, and when."""
    if not _TARGET.fullmatch(point.target[:1024]):
        notes.limit(
            "entry-point-target", f"no module:name: {point.name} = {point.target}", member, "note"
        )
    if point.group in _SCRIPTS:
        notes.trigger(_SCRIPTS[point.group], "entrypoint", member, point.target, point.name)
        script(member, point.name, project, notes)
    elif point.group in BUILD_GROUPS:
        notes.trigger("setuptools-hook", "build", member, point.target, point.name)
    elif point.group == "pytest11":
        notes.trigger("pytest-plugin", "entrypoint", member, point.target, point.name)
    else:
        notes.trigger("plugin", "entrypoint", member, point.target, f"{point.group}:{point.name}")


def script(member: str, name: str, project: str, notes: Notes) -> None:
    """Note a command that leaves its folder, or that is named like one that people type."""
    if escapes(name):
        notes.limit("script-traversal", f"a script named as a path: {name}", member, "refuse")
        notes.fact(
            "hook/entrypoint-shadow",
            member,
            Value("path", name),
            activation="entrypoint",
            tags=("traversal",),
        )
        return
    command = name.lower().removesuffix(".exe").removesuffix(".py")
    if command in COMMANDS and COMMAND_OWNERS.get(command) != project:
        own = normalise(command) == project
        notes.fact(
            "hook/entrypoint-shadow",
            member,
            Value("name", name),
            activation="entrypoint",
            symbol=command,
            tags=("own-name",) if own else (),
        )


def escapes(path: str) -> bool:
    """Tell whether a name is a path that may lead elsewhere."""
    return "/" in path or "\\" in path or path in {".", ".."} or path[1:2] == ":"


def modules(paths: Mapping[str, str]) -> dict[str, str]:
    """Return every top-level module that files on `sys.path` make importable, and its member.

    `paths` maps where files lie below the folder on the path to their members.
    """
    found: dict[str, str] = {}
    for path, member in paths.items():
        first, sign, rest = path.partition("/")
        if sign:
            if rest.startswith("__init__.") and first.isidentifier():
                found[first] = member
            elif first.isidentifier() and module_name(rest.rpartition("/")[2]):
                found.setdefault(first, member)
        else:
            name = module_name(first)
            if name:
                found.setdefault(name, member)
    return found


def imported(paths: Mapping[str, str], notes: Notes) -> None:
    """Note what an import runs first: outermost packages, and modules beside them."""
    outermost = packages(paths)
    for folder, path in outermost.items():
        notes.trigger("init", "import", paths[path], folder.replace("/", "."))
    for path, member in paths.items():
        if "/" in path:
            continue
        name = module_name(path)
        if name == "conftest":
            notes.trigger("conftest", "test", member, name)
        elif name in CUSTOMIZE:
            customize(name, member, notes)
        elif name and name not in {"__init__", "__main__", "setup"}:
            compiled = path.endswith((".so", ".pyd"))
            notes.trigger("extension" if compiled else "module", "import", member, name)
    for name in CUSTOMIZE:
        if name in outermost:
            customize(name, paths[outermost[name]], notes)


def shadows(
    shipped: Mapping[str, str],
    project: str,
    notes: Notes,
    activation: Activation = "import",
    tags: tuple[str, ...] = (),
) -> None:
    """Note top-level modules named like one of the standard library or of a well-known project."""
    for name, member in shipped.items():
        owner = OWNED.get(name)
        if name in STDLIB:
            extra = (*tags, "stdlib", *(("own-name",) if normalise(name) == project else ()))
        elif owner is not None and owner != project:
            extra = (*tags, "foreign")
        else:
            continue
        notes.fact(
            "hook/module-shadow",
            member,
            Value("module", name),
            activation=activation,
            symbol=name,
            tags=extra,
        )


def configs(paths: Iterable[tuple[str, str]], notes: Notes, tags: tuple[str, ...] = ()) -> None:
    """Note files that steer a developer's agent, editor or git, by (where they land, member).

    4 % of honest sdists carry their repository's workflows, so there these are triggers only.
    """
    for path, member in paths:
        parts = path.lower().split("/")
        kind = next((CONFIG_PARTS[part] for part in parts[:-1] if part in CONFIG_PARTS), "")
        if ".git" in parts[:-1] and "hooks" in parts:
            kind = "git-hook"
        if parts[0] == ".github" and "workflows" in parts:
            kind = "ci-workflow"
        kind = kind or CONFIG_FILES.get(parts[-1], "")
        if kind:
            notes.trigger(kind, "unknown", member, path)
            if kind == "ci-workflow" and "repository" in tags:
                continue
            notes.fact("persist/dev-tooling", member, Value("path", path), symbol=kind, tags=tags)


def dependencies(member: str, listed: Iterable[Dependency], notes: Notes) -> None:
    """Note dependencies that are fetched from an address instead of the registry."""
    for one in listed:
        if not one.url:
            continue
        tags = ("url-requirement", one.scope)
        values = (Value("url", one.url), Value("name", one.name))
        if one.scope == "build":
            notes.trigger("build-requirement", "build", member, one.url)
            notes.fact("hook/build-backend", member, *values, activation="build", tags=tags)
        else:
            notes.fact("meta/dependency-anomaly", member, *values, tags=tags)
