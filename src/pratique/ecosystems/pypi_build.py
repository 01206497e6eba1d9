"""What an sdist runs while it is built: pyproject.toml, setup.cfg and setup.py.

Sources: PEP 517, 518 and 621, and the documented hooks of setuptools, hatchling, poetry and pdm.
"""

import re
from collections.abc import Mapping
from typing import Any

from pratique.ecosystems.pypi_hooks import dependencies, entry_point
from pratique.ecosystems.pypi_layout import Notes
from pratique.ecosystems.pypi_lists import BACKENDS
from pratique.ecosystems.pypi_metadata import dependency
from pratique.ecosystems.pypi_text import at, ini, strings, toml
from pratique.model import Dependency, EntryPoint, Value

REQUIREMENTS = 500
_CMDCLASS = re.compile(rb"\bcmdclass\b")
_COMMAND = re.compile(rb"['\"]([a-z_]{3,40})['\"]\s{0,80}:\s{0,80}([A-Za-z_][\w.]{0,200})")
_COMMANDS = frozenset(
    """
    install develop egg_info build build_py build_ext build_clib build_scripts install_lib
    install_data install_scripts install_egg_info sdist bdist_egg bdist_wheel bdist test clean
    upload register editable_wheel dist_info easy_install
    """.split()
)


class Project:
    """The folder that an sdist is built in: its files without their top folder."""

    def __init__(self, top: str, files: Mapping[str, str], name: str, notes: Notes) -> None:
        self.top = top
        self.files = files
        """Path below the top folder → member."""
        self.name = name
        self.notes = notes
        self.dependencies: list[Dependency] = []
        self.entry_points: list[EntryPoint] = []

    def module(self, dotted: str, folders: tuple[str, ...] = ("",)) -> str:
        """Return the member that a dotted name is imported from, empty when it is not here."""
        path = dotted.replace(".", "/")
        for folder in folders:
            inside = folder.strip("./").replace("\\", "/")
            stem = f"{inside}/{path}" if inside else path
            for name in (f"{stem}.py", f"{stem}/__init__.py"):
                if name in self.files:
                    return self.files[name]
        return ""


def setup_py(project: Project, member: str, data: bytes) -> None:
    """Note a setup.py, and the commands that it replaces."""
    project.notes.trigger("setup.py", "install", member)
    if not _CMDCLASS.search(data):
        return
    for command, target in _COMMAND.findall(data)[:200]:
        if command.decode() in _COMMANDS:
            project.notes.trigger("cmdclass", "install", member, target.decode(), command.decode())


def setup_cfg(project: Project, member: str, data: bytes) -> None:
    """Note what a setup.cfg makes run: command classes, entry points, attributes, requirements."""
    notes = project.notes
    for section, name, value in ini(data):
        key = name.lower().replace("-", "_")
        if section in {"global", "options"} and key == "cmdclass":
            for line in value.splitlines():
                command, _, target = line.partition("=")
                source = project.module(target.strip().rpartition(".")[0]) or member
                notes.trigger("cmdclass", "install", source, target.strip(), command.strip())
        elif section == "options.entry_points":
            for line in value.splitlines():
                label, sign, target = line.partition("=")
                if sign:
                    point = EntryPoint(group=name, name=label.strip(), target=target.strip())
                    project.entry_points.append(point)
                    entry_point(member, point, project.name, notes)
        elif section == "options" and key == "setup_requires":
            _requirements(project, member, tuple(re.split(r"[\n;]", value)), "build")
        elif section == "options" and key == "install_requires":
            _requirements(project, member, tuple(value.splitlines()), "runtime")
        elif section == "metadata" and value.startswith("attr:"):
            _attribute(project, member, value.removeprefix("attr:").strip())


def pyproject(project: Project, member: str, data: bytes, *, cut: bool) -> None:
    """Note what a pyproject.toml makes run."""
    document, why = ({}, "larger than what is read") if cut else toml(data)
    if why:
        project.notes.limit("pyproject-unread", why, member)
        return
    _build_system(project, member, document)
    _tools(project, member, document)
    for group, table in (
        ("console_scripts", at(document, "project", "scripts")),
        ("gui_scripts", at(document, "project", "gui-scripts")),
        ("console_scripts", at(document, "tool", "poetry", "scripts")),
    ):
        _points(project, member, group, table)
    groups = at(document, "project", "entry-points")
    for group, table in groups.items() if isinstance(groups, dict) else ():
        _points(project, member, str(group), table)
    _requirements(project, member, strings(at(document, "project", "dependencies")), "runtime")


def _build_system(project: Project, member: str, document: dict[str, Any]) -> None:
    notes = project.notes
    system = at(document, "build-system")
    _requirements(project, member, strings(at(document, "build-system", "requires")), "build")
    backend = at(document, "build-system", "build-backend")
    if not isinstance(system, dict) or not isinstance(backend, str):
        return
    folders = strings(system.get("backend-path"))
    name, _, attribute = backend.partition(":")
    source = project.module(name.strip(), folders) if folders else ""
    if folders:
        for folder in folders:
            if ".." in folder.replace("\\", "/").split("/") or folder.startswith("/"):
                notes.limit("backend-path", f"leaves the project: {folder}", member)
        notes.trigger("build-backend", "build", source or member, backend)
        values = (Value("module", name), *(Value("path", one) for one in folders[:10]))
        notes.fact(
            "hook/build-backend", source or member, *values, activation="build", tags=("in-tree",)
        )
    else:
        notes.trigger("backend", "build", member, backend)
        if backend not in BACKENDS and name not in BACKENDS:
            notes.fact(
                "hook/build-backend",
                member,
                Value("module", backend),
                activation="build",
                tags=("unusual",),
            )
    del attribute


def _tools(project: Project, member: str, document: dict[str, Any]) -> None:
    tool = at(document, "tool")
    notes = project.notes
    classes = at(document, "tool", "setuptools", "cmdclass")
    for command, target in classes.items() if isinstance(classes, dict) else ():
        source = project.module(str(target).rpartition(".")[0]) or member
        notes.trigger("cmdclass", "install", source, str(target), str(command))
    dynamic = at(document, "tool", "setuptools", "dynamic")
    for entry in dynamic.values() if isinstance(dynamic, dict) else ():
        if isinstance(entry, dict) and isinstance(entry.get("attr"), str):
            _attribute(project, member, entry["attr"])
    for path, kind in (
        (_hatch(at(tool or {}, "hatch", "build", "hooks", "custom")), "hatch-hook"),
        (_hatch(at(tool or {}, "hatch", "metadata", "hooks", "custom")), "hatch-hook"),
        (_wheel_hooks(tool or {}), "hatch-hook"),
        (_poetry(at(tool or {}, "poetry", "build")), "poetry-script"),
        (_pdm(tool or {}), "pdm-hook"),
    ):
        if path and path in project.files:
            notes.trigger(kind, "build", project.files[path])


def _hatch(table: Any) -> str:  # noqa: ANN401  # foreign TOML
    if not isinstance(table, dict):
        return ""
    path = table.get("path")
    return path if isinstance(path, str) else "hatch_build.py"


def _wheel_hooks(tool: dict[str, Any]) -> str:
    targets = at(tool, "hatch", "build", "targets")
    for target in targets.values() if isinstance(targets, dict) else ():
        found = _hatch(at(target, "hooks", "custom")) if isinstance(target, dict) else ""
        if found:
            return found
    return ""


def _poetry(value: Any) -> str:  # noqa: ANN401  # foreign TOML
    script = value.get("script") if isinstance(value, dict) else value
    return script if isinstance(script, str) else ""


def _pdm(tool: dict[str, Any]) -> str:
    if not isinstance(tool.get("pdm"), dict):
        return ""
    path = at(tool, "pdm", "build", "custom-hook")
    return path if isinstance(path, str) else "pdm_build.py"


def _points(project: Project, member: str, group: str, table: object) -> None:
    if not isinstance(table, dict):
        return
    for name, target in list(table.items())[:1000]:
        if isinstance(target, str):
            point = EntryPoint(group=group, name=name, target=target)
            project.entry_points.append(point)
            entry_point(member, point, project.name, project.notes)


def _attribute(project: Project, member: str, dotted: str) -> None:
    """Note `attr:`, for which setuptools imports the module when it cannot read the value."""
    source = project.module(dotted.rpartition(".")[0], ("", "src"))
    project.notes.trigger("attribute", "build", source or member, dotted)


def _requirements(project: Project, member: str, texts: tuple[str, ...], scope: str) -> None:
    listed = [dependency(text, scope) for text in texts[:REQUIREMENTS] if text.strip()]
    project.dependencies.extend(listed)
    dependencies(member, listed, project.notes)
