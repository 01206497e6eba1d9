"""Wheels and eggs: layout, metadata, RECORD, and what of them runs when.

Sources: PEP 427 and 491, PyPA's specification of binary distributions, pip's own checks.
"""

from collections.abc import Mapping

import msgspec

from pratique.ecosystems import pypi_hooks as hooks
from pratique.ecosystems import pypi_record
from pratique.ecosystems.interface import Description
from pratique.ecosystems.pypi_layout import SCHEMES, Notes, outer, site_path
from pratique.ecosystems.pypi_metadata import manifest as read_manifest
from pratique.ecosystems.pypi_names import normalise, same_version
from pratique.ecosystems.pypi_startup import read_pth, read_start
from pratique.ecosystems.pypi_text import Headers, headers
from pratique.model import Artifact, Effect, EntryPoint, Manifest, Member, Value


def describe_wheel(
    artifact: Artifact, members: tuple[Member, ...], contents: Mapping[str, bytes]
) -> Description:
    """Return what a wheel says about itself and what of it runs when."""
    notes = Notes()
    files = dict(outer(members))
    dist_info = _dist_info(artifact, files, notes)
    project = normalise(artifact.name or dist_info.partition("-")[0])
    manifest = Manifest()
    if dist_info:
        manifest = _metadata(artifact, f"{dist_info}/METADATA", files, contents, notes)
        _record(dist_info, files, contents, notes)
        if f"{dist_info}/WHEEL" not in files:
            notes.limit("wheel-file-missing", "a wheel needs a WHEEL file", dist_info, "refuse")
    points = _entry_points(f"{dist_info}/entry_points.txt", contents, project, notes)
    _data(files, project, notes)
    site = {inner: path for path in files if (inner := site_path(path))}
    _site(site, contents, project, notes)
    return _description(manifest, points, notes)


def describe_egg(
    artifact: Artifact, members: tuple[Member, ...], contents: Mapping[str, bytes]
) -> Description:
    """Return what an egg says about itself: EGG-INFO instead of dist-info, and no RECORD."""
    notes = Notes()
    files = dict(outer(members))
    project = normalise(artifact.name or "")
    manifest = _metadata(artifact, "EGG-INFO/PKG-INFO", files, contents, notes)
    points = _entry_points("EGG-INFO/entry_points.txt", contents, project, notes)
    for path in files:
        if path.startswith("EGG-INFO/scripts/"):
            name = path.removeprefix("EGG-INFO/scripts/")
            notes.trigger("data-script", "entrypoint", path, command=name)
            hooks.script(path, name, project, notes)
    site = {path: path for path in files if not path.startswith("EGG-INFO/")}
    _site(site, contents, project, notes)
    return _description(manifest, points, notes)


def mismatches(artifact: Artifact, found: Headers, member: str, notes: Notes) -> None:
    """Note metadata that speaks of another project or version than the file's name does."""
    for field, wanted, same in (
        ("name", artifact.name, lambda one, two: normalise(one) == normalise(two)),
        ("version", artifact.version, same_version),
    ):
        stated = tuple(dict.fromkeys(found.all(field)))
        if len(stated) > 1:
            detail = f"states several: {', '.join(stated[:5])}"
            _mismatch(f"metadata-{field}-twice", detail, member, notes)
        if wanted and stated and not same(stated[0], wanted):
            detail = f"the file is named for {field} {wanted}, its metadata says {stated[0]}"
            _mismatch(f"metadata-{field}", detail, member, notes)


def _mismatch(code: str, detail: str, member: str, notes: Notes) -> None:
    notes.limit(code, detail, member, "refuse")
    notes.fact("meta/content-mismatch", member, Value("string", detail), tags=("metadata",))


def _description(manifest: Manifest, points: tuple[EntryPoint, ...], notes: Notes) -> Description:
    return Description(
        manifest=msgspec.structs.replace(manifest, entry_points=points),
        triggers=tuple(notes.triggers),
        facts=tuple(notes.facts),
        limitations=tuple(notes.limitations),
    )


def _dist_info(artifact: Artifact, files: Mapping[str, Member], notes: Notes) -> str:
    """Return the one `.dist-info` folder; of several the one that the file's name speaks of."""
    found: dict[str, None] = {}
    for path in files:
        first, sign, _ = path.partition("/")
        if sign and first.endswith(".dist-info"):
            found[first] = None
    folders = tuple(found)
    if not folders:
        notes.limit("wheel-dist-info-missing", "a wheel needs a .dist-info folder", "", "refuse")
        return ""
    named = tuple(folder for folder in folders if _speaks_of(folder, artifact))
    if len(folders) > 1:
        detail = f"{len(folders)} .dist-info folders: {', '.join(folders[:5])}"
        _mismatch("wheel-two-dist-info", detail, folders[1], notes)
    elif artifact.name and not named:
        detail = f"the file is named for {artifact.name}, its .dist-info for {folders[0]}"
        _mismatch("wheel-dist-info-name", detail, folders[0], notes)
    return named[0] if named else folders[0]


def _speaks_of(folder: str, artifact: Artifact) -> bool:
    name, _, version = folder.removesuffix(".dist-info").rpartition("-")
    return normalise(name) == normalise(artifact.name or "") and (
        not artifact.version or same_version(version, artifact.version)
    )


def _metadata(
    artifact: Artifact,
    member: str,
    files: Mapping[str, Member],
    contents: Mapping[str, bytes],
    notes: Notes,
) -> Manifest:
    data = contents.get(member)
    if data is None:
        if member not in files:
            effect: Effect = "refuse" if artifact.kind == "wheel" else "hold"
            notes.limit("metadata-missing", "says nothing about itself", member, effect)
        return Manifest()
    found = headers(data)
    if found.cut or files[member].size > len(data):
        notes.limit("limit-metadata", "only the first part was read", member)
    mismatches(artifact, found, member, notes)
    manifest = read_manifest(found)
    hooks.dependencies(member, manifest.dependencies, notes)
    return manifest


def _record(
    dist_info: str, files: Mapping[str, Member], contents: Mapping[str, bytes], notes: Notes
) -> None:
    member = f"{dist_info}/RECORD"
    data = contents.get(member)
    if member not in files:
        notes.limit("record-missing", "a wheel needs a RECORD", member, "refuse")
    elif data is not None:
        cut = files[member].size > len(data)
        pypi_record.check(data, files, dist_info, cut=cut, notes=notes)


def _entry_points(
    member: str, contents: Mapping[str, bytes], project: str, notes: Notes
) -> tuple[EntryPoint, ...]:
    data = contents.get(member)
    return () if data is None else hooks.entry_points(member, data, project, notes)


def _data(files: Mapping[str, Member], project: str, notes: Notes) -> None:
    """Note what `.data/` puts elsewhere than below site-packages."""
    placed: list[tuple[str, str]] = []
    for path in files:
        first, _, rest = path.partition("/")
        if not rest or not first.endswith(".data"):
            continue
        scheme, _, inner = rest.partition("/")
        if scheme not in SCHEMES:
            notes.limit("wheel-data-scheme", f"no place is named {scheme}", path)
        elif scheme == "scripts":
            notes.trigger("data-script", "entrypoint", path, command=inner)
            hooks.script(path, inner, project, notes)
        elif scheme == "data":
            placed.append((inner, path))
            if inner.lower().startswith(("bin/", "scripts/")):
                name = inner.partition("/")[2]
                notes.trigger("data-script", "entrypoint", path, command=name)
                hooks.script(path, name.rpartition("/")[2], project, notes)
    hooks.configs(placed, notes, ("placed",))


def _site(
    site: Mapping[str, str], contents: Mapping[str, bytes], project: str, notes: Notes
) -> None:
    """Note what lands in site-packages itself."""
    shipped = hooks.modules(site)
    for inner, path in site.items():
        if "/" in inner:
            continue
        if inner.endswith(".pth"):
            read_pth(path, contents.get(path, b""), project, shipped, notes)
        elif inner.endswith(".start"):
            read_start(path, contents.get(path, b""), notes)
    hooks.imported(site, notes)
    hooks.shadows(shipped, project, notes)
    hooks.configs(site.items(), notes, ("packaged",))
