"""An npm tarball: its layout, its `package.json`, and what of it runs when.

npm takes the first folder off every path, whatever its name, so that two roots meet in one folder.
"""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from pratique.ecosystems import npm_triggers as triggers
from pratique.ecosystems import pypi_hooks as hooks
from pratique.ecosystems.interface import Description
from pratique.ecosystems.npm_json import document, strings, table, text
from pratique.ecosystems.npm_manifest import manifest
from pratique.ecosystems.pypi_layout import Notes, outer
from pratique.ecosystems.tool_configs import configurations
from pratique.model import Artifact, Dependency, Manifest, Member, Value

_BUNDLED = re.compile(r"(?:.+/)?node_modules/((?:@[^/]+/)?[^/]+)/package\.json")
LIFECYCLE = frozenset(("preinstall", "install", "postinstall"))
"""Scripts that an installation runs also where a package came inside another."""
_STARTS = re.compile(r"(?im)^\s*(node-options|script-shell|onload-script|git|shell)\s*=\s*(\S.*)$")


def describe(
    artifact: Artifact, members: tuple[Member, ...], contents: Mapping[str, bytes]
) -> Description:
    """Return what a tarball says about itself and what of it runs when."""
    notes = Notes()
    files = _files(members, notes)
    member = files.get("package.json", "")
    data = contents.get(member, b"")
    if not member:
        notes.limit("npm-manifest-missing", "a package needs a package.json", "", "refuse")
    stated, odd = document(data) if member else ({}, ())
    _oddities(member, odd, notes)
    package = triggers.Package(
        member=member,
        text=data,
        stated=stated,
        files=files,
        project=text(stated.get("name")) or artifact.name or "",
    )
    _mismatches(artifact, stated, member, notes)
    readme = next(
        (contents[path] for key, path in files.items() if _readme(key, path, contents)), b""
    )
    found = manifest(stated, readme.decode("utf-8", "replace"))
    if member:
        triggers.lifecycle(package, notes)
        triggers.entries(package, notes)
        shipped = [one for one in found.dependencies if one.scope != "development"]
        _fetched(member, data, shipped, notes)
    for key in [key for key in files if key.lower() == "package.json" and key != "package.json"]:
        # Where a disk does not tell letters' case apart, the later of the two is what npm reads.
        other, _ = document(contents.get(files[key], b""))
        seen = msgspec.structs.replace(
            package, member=files[key], text=contents.get(files[key], b""), stated=dict(other)
        )
        triggers.lifecycle(seen, notes)
    for gyp in (path for key, path in files.items() if key.lower() == "binding.gyp"):
        triggers.native(gyp, contents.get(gyp, b""), package, notes)
        for included in (path for key, path in files.items() if key.lower().endswith(".gypi")):
            triggers.expansions(included, contents.get(included, b""), package, notes)
    _bundled(stated, files, contents, notes)
    _settings(files, contents, notes)
    hooks.configs(files.items(), notes, ("packaged", "repository"))
    configurations(files, contents, notes)
    return _description(found, notes)


def _fetched(member: str, data: bytes, listed: list[Dependency], notes: Notes) -> None:
    """Note dependencies that come from an address instead of the registry, on their lines."""
    for one in listed:
        if not one.url or one.url.startswith("file:"):
            continue
        elsewhere = () if _FORGE.search(one.url) or "/" not in one.url else ("foreign-host",)
        notes.fact(
            "meta/dependency-anomaly",
            member,
            Value("url", one.url),
            Value("name", one.name),
            line=triggers.line_of(data, one.name),
            tags=("url-requirement", one.scope, *elsewhere),
        )


_FORGE = re.compile(
    r"(?i)^(?!\w+(?:\+\w+)?://)|//(?:[^/@]*@)?(?:[\w-]+\.)?(?:github\.com|gitlab\.com|bitbucket\.org|"
    r"codeberg\.org|githubusercontent\.com)[:/]"
)


def _description(found: Manifest, notes: Notes) -> Description:
    return Description(
        manifest=found,
        triggers=tuple(notes.triggers),
        facts=tuple(notes.facts),
        limitations=tuple(notes.limitations),
    )


def _files(members: tuple[Member, ...], notes: Notes) -> dict[str, str]:
    """Return the files by where they land: paths without their first folder, last one first."""
    found: dict[str, str] = {}
    for path, member in outer(members):
        first, sign, rest = path.partition("/")
        name = rest if sign else first
        if name in found and found[name] != member.path and not member.view:
            detail = f"lands on {found[name]}: npm takes the first folder off every path"
            notes.limit("npm-two-roots", detail, member.path, "refuse")
        found[name] = member.path
    return found


def _readme(key: str, path: str, contents: Mapping[str, bytes]) -> bool:
    return key.lower() in {"readme.md", "readme"} and path in contents


def _oddities(member: str, odd: tuple[str, ...], notes: Notes) -> None:
    for one in odd:
        kind, _, key = one.partition(":")
        if kind == "not-json":
            detail = "npm cannot read it either, or it is nested too deeply"
            notes.limit("npm-manifest-unreadable", detail, member)
        elif kind == "twice" and key in triggers.LIFECYCLE.keys() | _TOLD:
            notes.limit("npm-key-twice", f"{key} stands there more than once", member, "note")
            notes.fact("obfus/container-trick", member, Value("name", key), tags=("key-twice",))


_TOLD = frozenset(
    "name version main bin scripts exports dependencies optionalDependencies browser module".split()
)


def _mismatches(artifact: Artifact, stated: Mapping[str, Any], member: str, notes: Notes) -> None:
    """Note a package that calls itself otherwise than its file was asked for."""
    for field, wanted in (("name", artifact.name), ("version", artifact.version)):
        own = text(stated.get(field))
        if wanted and own and own.strip().lstrip("v=") != wanted.strip().lstrip("v="):
            if field == "name" and own.replace("@", "").replace("/", "-") == wanted:
                continue
            detail = f"the file is for {field} {wanted}, its package.json says {own}"
            notes.limit(f"metadata-{field}", detail, member, "note")
            notes.fact("meta/content-mismatch", member, Value("string", detail), tags=("metadata",))


def _bundled(
    stated: Mapping[str, Any],
    files: Mapping[str, str],
    contents: Mapping[str, bytes],
    notes: Notes,
) -> None:
    """Note packages inside `node_modules`, and those among them that nobody declared."""
    given = stated.get("bundledDependencies", stated.get("bundleDependencies"))
    declared = set(strings(given))
    for path, member in files.items():
        match = _BUNDLED.fullmatch(path)
        if match is None:
            continue
        inner, _ = document(contents.get(member, b""))
        main = text(inner.get("main")) or "index.js"
        folder = path.removesuffix("package.json")
        target = triggers.resolve(folder + main, files) or triggers.resolve(folder, files)
        if target and path.count("node_modules/") == 1:
            notes.trigger("bundled", "unknown", target, target=match[1])
        if (given is True or declared) and LIFECYCLE & table(inner.get("scripts")).keys():
            _installed(path, inner, files, contents, notes)
        if (
            path.startswith("node_modules/")
            and match[1] not in declared
            and given is not True
            and not declared
        ):
            notes.fact(
                "meta/dependency-anomaly",
                member,
                Value("name", match[1]),
                tags=("bundled", "undeclared"),
            )


def _installed(
    path: str,
    stated: Mapping[str, Any],
    files: Mapping[str, str],
    contents: Mapping[str, bytes],
    notes: Notes,
) -> None:
    """Note the scripts of a bundled package, which an installation runs like any other's."""
    folder = path.removesuffix("package.json")
    package = triggers.Package(
        member=files[path],
        text=contents.get(files[path], b""),
        stated=dict(stated),
        files={
            key.removeprefix(folder): one for key, one in files.items() if key.startswith(folder)
        },
        project=text(stated.get("name")),
    )
    triggers.lifecycle(package, notes, LIFECYCLE)


def _settings(files: Mapping[str, str], contents: Mapping[str, bytes], notes: Notes) -> None:
    """Note settings of npm that would start code; `npm pack` never ships the file."""
    member = files.get(".npmrc", "")
    found = contents.get(member, b"").decode("utf-8", "replace") if member else ""
    for match in _STARTS.finditer(found[:65_536]):
        notes.fact(
            "hook/interpreter-startup",
            member,
            Value("string", match[0].strip()),
            line=found.count("\n", 0, match.start()) + 1,
            symbol=match[1].lower(),
            tags=("packaged",),
        )
