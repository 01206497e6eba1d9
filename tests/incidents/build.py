"""Build the archives and the registry's metadata of incidents into a folder.

    python -m tests.incidents.build OUT [INCIDENT…]

writes `OUT/<incident>/<role>/<archive>` and, beside each, `registry/` with the metadata as it
stood right after that release; the last lines of its output are the planted lines.
"""

import re
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec

from tests.incidents import pack, registry
from tests.incidents.case import Case, Evidence, Release, cases, load
from tests.incidents.generate import generated

HERE = Path(__file__).parent
MARK = re.compile(rb"@@([a-z0-9][a-z0-9-]*)@@")
LICENCE = """MIT License

Copyright (c) the {name} contributors

Permission is hereby granted, free of charge, to any person obtaining a copy of this software to
deal in the Software without restriction, provided that this notice is kept. The software is
provided "as is", without warranty of any kind.
"""


class Archive(msgspec.Struct, frozen=True, kw_only=True):
    """One built archive."""

    role: str
    kind: str
    path: Path


class Planted(msgspec.Struct, frozen=True, kw_only=True):
    """Where the evidence of a release stands in a built archive."""

    role: str
    archive: Path
    member: str
    line: int
    text: str


class Built(msgspec.Struct, frozen=True, kw_only=True):
    """A case with its files on disk."""

    case: Case
    archives: tuple[Archive, ...]
    planted: tuple[Planted, ...]


def unescaped(path: str) -> str:
    """Return the real path of a tree file: a leading `dot-` of any part stands for a dot."""
    parts = (f".{part[4:]}" if part.startswith("dot-") else part for part in path.split("/"))
    return "/".join(parts)


def pieces(folder: Path, case: Case) -> dict[str, bytes]:
    """Return every generated thing of a case by its name; a piece may name earlier ones."""
    made: dict[str, bytes] = {}
    for name, spec in case.generated.items():
        source = (folder / "pieces" / spec.source).read_bytes() if spec.source else b""
        made[name] = generated(filled(source, made), spec)
    return made


def filled(body: bytes, made: Mapping[str, bytes]) -> bytes:
    """Return a file with its marks replaced; a file that is one mark becomes that thing."""
    whole = MARK.fullmatch(body.strip())
    if whole and whole[1].decode() in made:
        return made[whole[1].decode()]
    return MARK.sub(lambda match: made.get(match[1].decode(), match[0]), body)


def tree(folder: Path, name: str, release: Release, made: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of a release: its trees laid over each other, marks replaced."""
    files: dict[str, bytes] = {}
    licence = LICENCE.format(name=name).encode()
    marks = {**made, "version": release.version.encode(), "licence": licence}
    for layer in release.trees:
        root = folder / layer
        if not root.is_dir():
            raise ValueError(f"{folder.name}: there is no tree {layer}: make it or mend `trees`")
        for path in sorted(root.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                inner = unescaped(path.relative_to(root).as_posix())
                files[inner] = filled(path.read_bytes(), marks)
    for gone in release.remove:
        del files[gone]
    return files


def packed(kind: str, files: pack.Tree, name: str, version: str) -> tuple[str, bytes]:
    """Return file name and bytes of one archive."""
    flat = name.replace("-", "_")
    match kind:
        case "wheel":
            return f"{flat}-{version}-py3-none-any.whl", pack.wheel(files, name, version)
        case "sdist":
            return f"{flat}-{version}.tar.gz", pack.sdist(files, name, version)
        case "npm":
            short = name.removeprefix("@").replace("/", "-")
            return f"{short}-{version}.tgz", pack.npm(files, name, version)
        case "crate":
            return f"{name}-{version}.crate", pack.crate(files, name, version)
        case "source":
            return f"{flat}-{version}-tag.tar.gz", pack.tarball(files, f"{flat}-{version}")
        case _:
            raise ValueError(f"archive kind {kind} is not built from a tree")


def member_name(evidence: Evidence, kind: str, name: str, version: str) -> str:
    """Return the path of the evidence's member in one kind of archive."""
    flat = name.replace("-", "_")
    tops = {"sdist": f"{flat}-{version}/", "npm": "package/", "crate": f"{name}-{version}/"}
    member = evidence.member.removeprefix("{top}/")
    if kind == "wheel":
        return member.removeprefix("wheel-root/").removeprefix("src/")
    return tops.get(kind, "") + member


def line_of(body: bytes, text: str, where: str) -> int:
    """Return the line, counted from 1, of a text that must stand there exactly once."""
    needle = text.encode()
    if body.count(needle) != 1:
        raise ValueError(f"{where}: {text!r} stands there {body.count(needle)} times, not once")
    return body.count(b"\n", 0, body.index(needle)) + 1


def planted(
    case: Case, release: Release, archives: tuple[Archive, ...], files: pack.Tree
) -> tuple[Planted, ...]:
    """Return where each evidence of a release stands in each of its archives."""
    name = release.name or case.name
    found = []
    for archive in archives:
        for one in release.evidence:
            if one.archives and archive.kind not in one.archives:
                continue
            inner = one.source or one.member.removeprefix("{top}/")
            where = f"{case.id}/{release.role}/{inner}"
            if inner not in files:
                raise ValueError(f"{where}: no such file in the tree: mend `member`")
            found.append(
                Planted(
                    role=release.role,
                    archive=archive.path,
                    member=member_name(one, archive.kind, name, release.version),
                    line=line_of(files[inner], one.text, where),
                    text=one.text,
                )
            )
    return tuple(found)


def write(path: Path, body: bytes) -> Path:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    return path


def metadata(
    case: Case, trees: Mapping[str, pack.Tree], bodies: registry.Built, place: int
) -> dict[str, bytes]:
    """Return the registry's answers as they stood right after one of the releases."""
    last = case.release[place]
    shown = tuple(
        one for one in case.release[: place + 1] if one.name == last.name and one.uploaded
    )
    if last.uploaded is None:
        return {}
    if case.ecosystem == "pypi":
        out = registry.pypi(case, shown, bodies, trees[last.role]["pyproject.toml"])
    else:
        manifests = {one.role: trees[one.role]["package.json"] for one in shown}
        out = registry.npm(case, shown, bodies, manifests)
    if case.burst and last.role != "previous":
        out["account.json"] = registry.burst(case)
    out["repository.json"] = registry.source_state(case, shown)
    return out


def build(folder: Path, out: Path) -> Built:
    """Build one incident into `out/<incident>`."""
    case = load(folder)
    made = pieces(folder, case)
    target = out / case.id
    trees = {one.role: tree(folder, one.name or case.name, one, made) for one in case.release}
    bodies: dict[str, dict[str, bytes]] = {}
    archives: list[Archive] = []
    lines: list[Planted] = []
    for release in case.release:
        files, name = trees[release.role], release.name or case.name
        mine = []
        for kind in release.archives:
            filename, body = packed(kind, files, name, release.version)
            bodies.setdefault(release.role, {})[filename] = body
            path = write(target / release.role / filename, body)
            mine.append(Archive(role=release.role, kind=kind, path=path))
        archives += mine
        lines += planted(case, release, tuple(mine), files)
    for place, release in enumerate(case.release):
        for name, body in metadata(case, trees, bodies, place).items():
            write(target / release.role / "registry" / name, body)
    for name in case.served:
        write(target / "served" / name, made[name])
    return Built(case=case, archives=tuple(archives), planted=tuple(lines))


def main(arguments: list[str]) -> int:
    """Build the named incidents, or all."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    out, wanted = Path(arguments[0]), set(arguments[1:])
    for folder in cases(HERE):
        if wanted and folder.name not in wanted:
            continue
        for one in build(folder, out).planted:
            print(f"{folder.name}/{one.role} {one.archive.name} {one.member}:{one.line}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
