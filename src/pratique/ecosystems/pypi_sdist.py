"""Source distributions: the one top folder, PKG-INFO, and what runs when they are built.

Sources: PEP 517, 625 and 643, and setuptools' documentation.
"""

from collections.abc import Mapping

import msgspec

from pratique.ecosystems import pypi_build as build
from pratique.ecosystems import pypi_hooks as hooks
from pratique.ecosystems.interface import Description
from pratique.ecosystems.pypi_layout import Notes, outer
from pratique.ecosystems.pypi_lists import NOT_SHIPPED
from pratique.ecosystems.pypi_metadata import manifest as read_manifest
from pratique.ecosystems.pypi_names import normalise
from pratique.ecosystems.pypi_startup import read_pth, read_start
from pratique.ecosystems.pypi_text import headers
from pratique.ecosystems.pypi_wheel import describe_wheel, mismatches
from pratique.model import Artifact, EntryPoint, Manifest, Member


def describe_sdist(
    artifact: Artifact, members: tuple[Member, ...], contents: Mapping[str, bytes]
) -> Description:
    """Return what an sdist says about itself and what of it runs when."""
    notes = Notes()
    files = dict(outer(members))
    top = _top(files, notes)
    inside = {path.removeprefix(top): path for path in files if path.startswith(top)}
    project = build.Project(top, inside, normalise(artifact.name or ""), notes)
    manifest = _metadata(artifact, project, files, contents)
    _build(project, files, contents)
    if manifest.dependencies:
        hooks.dependencies(f"{top}PKG-INFO", manifest.dependencies, notes)
    _egg_info(project, contents)
    _installed(project, contents)
    hooks.configs(inside.items(), notes, ("repository",))
    built = _built(artifact, members, contents)
    flat = not top and any("/" in path for path in files)
    return Description(
        manifest=_merged(manifest, project),
        triggers=tuple(dict.fromkeys((*notes.triggers, *built.triggers))),
        facts=(*notes.facts, *built.facts),
        limitations=tuple(notes.limitations),
        layout=built.layout or ("wheel" if flat else None),
    )


def _built(
    artifact: Artifact, members: tuple[Member, ...], contents: Mapping[str, bytes]
) -> Description:
    """Describe what is packed like a wheel under an sdist's name: renamed, or a disguise."""
    tops = {member.path.partition("/")[0] for member in members if "/" in member.path}
    if not any(top.endswith(".dist-info") for top in tops):
        return Description()
    return msgspec.structs.replace(describe_wheel(artifact, members, contents), layout="wheel")


def _top(files: Mapping[str, Member], notes: Notes) -> str:
    """Return the top folder with its slash; empty when files lie beside it or there are two."""
    folders = {path.partition("/")[0] + "/" if "/" in path else "" for path in files}
    if len(folders) == 1:
        return folders.pop()
    if files:
        shown = ", ".join(sorted(folder or "(none)" for folder in folders)[:5])
        notes.limit("sdist-top-folders", f"an sdist has one top folder, this one {shown}")
    holding = sorted(
        path.removesuffix("PKG-INFO")
        for path in files
        if path.endswith("/PKG-INFO") and path.count("/") == 1
    )
    return holding[0] if holding else ""


def _metadata(
    artifact: Artifact,
    project: build.Project,
    files: Mapping[str, Member],
    contents: Mapping[str, bytes],
) -> Manifest:
    member, notes = f"{project.top}PKG-INFO", project.notes
    data = contents.get(member)
    if data is None:
        if member not in files:
            notes.limit("metadata-missing", "says nothing about itself", member, "note")
        return Manifest()
    found = headers(data)
    if found.cut or files[member].size > len(data):
        notes.limit("limit-metadata", "only the first part was read", member)
    mismatches(artifact, found, member, notes)
    return read_manifest(found)


def _build(
    project: build.Project, files: Mapping[str, Member], contents: Mapping[str, bytes]
) -> None:
    for name in ("setup.py", "setup.cfg", "pyproject.toml"):
        member = f"{project.top}{name}"
        data = contents.get(member)
        if member not in files:
            continue
        if name == "setup.py":
            build.setup_py(project, member, data or b"")
        elif data is not None and name == "setup.cfg":
            build.setup_cfg(project, member, data)
        elif data is not None:
            build.pyproject(project, member, data, cut=files[member].size > len(data))
    for path in files:
        if path.rpartition("/")[2] == "setup.py" and path.count("/") < 2:
            project.notes.trigger("setup.py", "install", path)
    if f"{project.top}setup.py" in files:
        beside = {path: member for path, member in project.files.items() if path != "setup.py"}
        hooks.shadows(
            hooks.modules(beside), project.name, project.notes, "build", ("beside-setup",)
        )


def _egg_info(project: build.Project, contents: Mapping[str, bytes]) -> None:
    """Read the entry points that the uploader's own build wrote down."""
    for path, member in project.files.items():
        if path.endswith(".egg-info/entry_points.txt") and member in contents:
            points = hooks.entry_points(member, contents[member], project.name, project.notes)
            project.entry_points.extend(points)


def _installed(project: build.Project, contents: Mapping[str, bytes]) -> None:
    """Note what an installation is likely to place where it runs by itself."""
    site: dict[str, str] = {}
    shipped = hooks.modules(project.files) | hooks.modules(_below(project.files, "src/"))
    for path, member in project.files.items():
        folders = path.split("/")[:-1]
        if any(folder.lower() in NOT_SHIPPED for folder in folders):
            continue
        if path.endswith(".pth"):
            read_pth(member, contents.get(member, b""), project.name, shipped, project.notes)
        elif path.endswith(".start") and len(folders) < 2:
            read_start(member, contents.get(member, b""), project.notes)
        if path.endswith((".py", ".so", ".pyd", ".pyc")):
            site[path.removeprefix("src/")] = member
    hooks.imported(site, project.notes)


def _below(files: Mapping[str, str], folder: str) -> dict[str, str]:
    return {
        path.removeprefix(folder): member
        for path, member in files.items()
        if path.startswith(folder)
    }


def _merged(manifest: Manifest, project: build.Project) -> Manifest:
    """Join what PKG-INFO and the build's own files declare, each thing once."""
    points: dict[EntryPoint, None] = dict.fromkeys(project.entry_points)
    listed = {(one.name, one.requirement, one.url): one for one in project.dependencies}
    stated = {(one.name, one.requirement, one.url): one for one in manifest.dependencies}
    return msgspec.structs.replace(
        manifest,
        entry_points=tuple(points),
        dependencies=tuple((listed | stated).values()),
    )
