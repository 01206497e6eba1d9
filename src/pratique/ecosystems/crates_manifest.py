"""What a crate says about itself and what of it runs when it is built.

Cargo rewrites `Cargo.toml` when it packages and keeps the author's as `Cargo.toml.orig`. A person
reads the one, Cargo builds from the other: where they disagree in what runs or what is fetched,
somebody wrote one of them by hand. Source: The Cargo Book, "The Manifest Format", "Build Scripts".
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pratique.ecosystems import pypi_hooks as hooks
from pratique.ecosystems.crates_names import normalise
from pratique.ecosystems.interface import Description
from pratique.ecosystems.pypi_layout import Notes, outer
from pratique.ecosystems.pypi_text import at, strings, toml
from pratique.model import Artifact, Dependency, EntryPoint, Manifest, Member, Value

MOST = 5_000
_SCOPES = {
    "dependencies": "runtime",
    "build-dependencies": "build",
    "dev-dependencies": "development",
    "build_dependencies": "build",
    "dev_dependencies": "development",
}
_CONFIGS = (".cargo/config.toml", ".cargo/config")


def describe(
    artifact: Artifact, members: tuple[Member, ...], contents: Mapping[str, bytes]
) -> Description:
    """Return manifest, triggers and oddities of a crate. Never raises for what is inside."""
    notes = Notes()
    files = {path: member.path for path, member in outer(members)}
    top = _top(artifact, files, notes)
    inside = {path.removeprefix(top): path for path in files if path.startswith(top)}
    document = _read(top + "Cargo.toml", files, contents, notes)
    original = _read(top + "Cargo.toml.orig", files, contents, notes, needed=False)
    manifest = _manifest(document, top, notes)
    _named(artifact, manifest, top, notes)
    _triggers(document, inside, top, notes)
    if original:
        _compared(document, original, top, notes)
    for name in _CONFIGS:
        if name in inside:
            _cargo_config(inside[name], contents.get(inside[name], b""), notes)
    hooks.dependencies(top + "Cargo.toml", manifest.dependencies, notes)
    hooks.configs(inside.items(), notes, ("repository",))
    return Description(
        manifest=manifest,
        triggers=tuple(notes.triggers),
        facts=tuple(notes.facts),
        limitations=tuple(notes.limitations),
    )


def _top(artifact: Artifact, files: Mapping[str, str], notes: Notes) -> str:
    """Return the one top folder, which Cargo demands to be `name-version`."""
    folders = {path.partition("/")[0] + "/" if "/" in path else "" for path in files}
    wanted = f"{artifact.name}-{artifact.version}/"
    if len(folders) == 1:
        found = folders.pop()
        if artifact.version and found != wanted:
            notes.limit("crate-top-folder", f"lies in {found}, not in {wanted}", effect="refuse")
        return found
    if files:
        notes.limit("crate-top-folder", "a crate has exactly one top folder", effect="refuse")
    return wanted if wanted in folders else ""


def _read(
    path: str,
    files: Mapping[str, str],
    contents: Mapping[str, bytes],
    notes: Notes,
    *,
    needed: bool = True,
) -> dict[str, Any]:
    member = files.get(path)
    if member is None:
        if needed:
            notes.limit("crate-manifest", "has no Cargo.toml where Cargo looks", path)
        return {}
    document, why = toml(contents.get(member, b""))
    if why:
        notes.limit(
            "crate-manifest", f"cannot be read: {why}", member, "hold" if needed else "note"
        )
    return document


def _manifest(document: dict[str, Any], top: str, notes: Notes) -> Manifest:
    package = _table(document, "package") or _table(document, "project")
    listed = tuple(_dependencies(document))
    if len(listed) > MOST:
        notes.limit("limit-dependencies", f"only {MOST} were read", top + "Cargo.toml")
    return Manifest(
        name=_text(package.get("name")),
        version=_text(package.get("version")),
        summary=_text(package.get("description")) or "",
        author=", ".join(strings(package.get("authors"))[:20]),
        urls=tuple(
            one
            for one in (_text(package.get("homepage")), _text(package.get("documentation")))
            if one
        ),
        repository=_text(package.get("repository")),
        dependencies=listed[:MOST],
        entry_points=tuple(
            EntryPoint(group="bin", name=str(one.get("name", "")), target=str(one.get("path", "")))
            for one in _tables(document.get("bin"))[:MOST]
        ),
        requires=_text(package.get("rust-version")) or "",
    )


def _dependencies(document: dict[str, Any]) -> Iterator[Dependency]:
    """Yield what a manifest declares, also under `[target.….dependencies]`."""
    for scope, _, name, wanted in _entries(document):
        yield _dependency(name, wanted, scope)


def _entries(document: dict[str, Any]) -> Iterator[tuple[str, str, str, Any]]:
    """Yield scope, kind, key and value of every dependency; a kind has two spellings."""
    for part in [document, *_values(document.get("target"))[:MOST]]:
        for key, scope in _SCOPES.items():
            for name, wanted in _table(part, key).items():
                yield scope, key.replace("_", "-"), name, wanted


def _dependency(name: str, wanted: object, scope: str) -> Dependency:
    if not isinstance(wanted, dict):
        return Dependency(name=name, requirement=str(wanted), scope=scope)
    optional = wanted.get("optional") is True and scope == "runtime"
    return Dependency(
        name=str(wanted.get("package", name)),
        requirement=str(wanted.get("version", "")),
        scope="optional" if optional else scope,
        url=_text(wanted.get("git")) or _text(wanted.get("registry-index")),
    )


def _named(artifact: Artifact, manifest: Manifest, top: str, notes: Notes) -> None:
    """Note a manifest that names another crate than the file does."""
    for word, told, shown in (
        ("name", manifest.name, artifact.name),
        ("version", manifest.version, artifact.version),
    ):
        if told and shown and normalise(told) != normalise(shown):
            notes.fact(
                "meta/content-mismatch",
                top + "Cargo.toml",
                Value("name", told),
                Value("name", shown),
                symbol=word,
            )


def _triggers(document: dict[str, Any], inside: Mapping[str, str], top: str, notes: Notes) -> None:
    script = build_script(document, inside)
    if script:
        member = inside.get(script.lstrip("./"))
        if member is None:
            notes.limit("build-script", f"is not in the crate: {script}", top + "Cargo.toml")
        else:
            notes.trigger("build.rs", "build", member, script)
            unusual = script.rpartition("/")[2] != "build.rs"
            tags = ("unusual",) if unusual else ()
            notes.fact(
                "hook/install-script", member, activation="build", symbol="build.rs", tags=tags
            )
    library = _table(document, "lib")
    root = (_text(library.get("path")) or "src/lib.rs").lstrip("./")
    if library.get("proc-macro") is True or library.get("proc_macro") is True:
        if root in inside:
            notes.trigger("proc-macro", "build", inside[root], root)
            notes.fact("hook/compile-time", inside[root], activation="build", symbol="proc-macro")
    elif root in inside:
        notes.trigger("lib", "call", inside[root], root)
    if "src/main.rs" in inside:
        notes.trigger("bin", "entrypoint", inside["src/main.rs"], "src/main.rs:main")
    for one in _tables(document.get("bin"))[:MOST]:
        path = str(one.get("path", "")).lstrip("./")
        if path in inside:
            notes.trigger("bin", "entrypoint", inside[path], f"{path}:main")


def build_script(document: dict[str, Any], inside: Mapping[str, str]) -> str:
    """Return the path of what Cargo compiles and runs before the crate, empty for nothing."""
    package = _table(document, "package") or _table(document, "project")
    written = package.get("build")
    if isinstance(written, str):
        return written
    return "build.rs" if written is not False and "build.rs" in inside else ""


def _compared(document: dict[str, Any], original: dict[str, Any], top: str, notes: Notes) -> None:
    """Note where the author's manifest and the one that Cargo builds from tell two stories."""
    found: list[tuple[str, str]] = []
    ours, theirs = _table(document, "package"), _table(original, "package")
    for key in ("name", "version", "links"):
        told = theirs.get(key)
        if isinstance(told, str) and told != ours.get(key):
            found.append((key, f"{told} → {ours.get(key)}"))
    told, built = theirs.get("build"), ours.get("build")
    if isinstance(built, str) and isinstance(told, str) and built.lstrip("./") != told.lstrip("./"):
        found.append(("build", f"{told} → {built}"))
    elif isinstance(built, str) and (told is False or (not told and built != "build.rs")):
        found.append(("build", f"none → {built}"))
    if _is_macro(document) != _is_macro(original):
        found.append(("proc-macro", str(_is_macro(document))))
    root, said = _text(at(document, "lib", "path")), _text(at(original, "lib", "path"))
    if root and root.lstrip("./") != (said or "src/lib.rs").lstrip("./"):
        found.append(("lib", f"{said or 'src/lib.rs'} → {root}"))
    found.extend(("dependencies", one) for one in sorted(_hidden(document, original))[:50])
    for symbol, text in found:
        notes.fact(
            "meta/manifest-confusion",
            top + "Cargo.toml",
            Value("name", text),
            symbol=symbol,
            tags=("original",),
        )


def _is_macro(document: dict[str, Any]) -> bool:
    return bool(at(document, "lib", "proc-macro") or at(document, "lib", "proc_macro"))


def _hidden(document: dict[str, Any], original: dict[str, Any]) -> Iterator[str]:
    """Yield crates that are built with and that the author's manifest does not name.

    A dependency that a workspace sets may get another name there, which the author's manifest
    does not show.
    """
    told = {(key, name): wanted for _, key, name, wanted in _entries(original)}
    for scope, key, name, wanted in _entries(document):
        before = told.get((key, name))
        elsewhere = isinstance(before, dict) and before.get("workspace") is True
        ours = _dependency(name, wanted, scope).name
        if before is None or (not elsewhere and _dependency(name, before, scope).name != ours):
            yield ours


def _cargo_config(member: str, data: bytes, notes: Notes) -> None:
    """Note what a shipped Cargo configuration makes Cargo run where it is built from its folder."""
    document, why = toml(data)
    if why:
        notes.limit("cargo-config", f"cannot be read: {why}", member, "note")
    commands: list[tuple[str, str]] = []
    build = _table(document, "build")
    wrappers = ("rustc", "rustc-wrapper", "rustc-workspace-wrapper", "rustdoc")
    commands.extend((key, build[key]) for key in wrappers if isinstance(build.get(key), str))
    for name, target in _table(document, "target").items():
        if isinstance(target, dict):
            for key in ("runner", "linker"):
                words = " ".join(strings(target.get(key)))
                if words:
                    commands.append((f"{name}.{key}", words))
    for name, command in _table(document, "alias").items():
        if name in {"build", "test", "run", "check"}:
            commands.append((f"alias.{name}", " ".join(strings(command))))
    lines = data.decode("utf-8", "replace").split("\n")
    for key, command in commands[:100]:
        last = key.rpartition(".")[2]
        line = next((at for at, text in enumerate(lines, 1) if last in text and command in text), 0)
        notes.trigger("cargo-config", "build", member, key, command)
        local = "/" in command
        notes.fact(
            "hook/build-backend" if local else "persist/dev-tooling",
            member,
            Value("command", command),
            activation="build",
            line=line,
            symbol=key,
            tags=("cargo-config",),
        )


def _table(document: Any, key: str) -> dict[str, Any]:  # noqa: ANN401  # foreign TOML
    found = document.get(key) if isinstance(document, dict) else None
    return found if isinstance(found, dict) else {}


def _values(value: object) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else []


def _tables(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(value: object) -> str | None:
    return value[:4096] if isinstance(value, str) else None
