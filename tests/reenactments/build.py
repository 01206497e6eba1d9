"""Build the archives of re-enactments into a folder.

    python -m tests.reenactments.build OUT [ECOSYSTEM[/TECHNIQUE]…]

writes `OUT/<ecosystem>/<technique>/<archive>` and prints the planted lines. Jars need a Java
compiler; without one they are left out, and it says so.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from tests.incidents import pack
from tests.incidents.build import (
    Archive,
    Built,
    Planted,
    line_of,
    packed,
    pieces,
    planted,
    tree,
    write,
)
from tests.incidents.case import Case
from tests.reenactments import java
from tests.reenactments.case import ONLY, as_case, folders, load

HERE = Path(__file__).parent


def files_of(folder: Path) -> tuple[Case, dict[str, bytes]]:
    """Return a re-enactment and the files of its tree, marks replaced."""
    case = as_case(folder)
    return case, tree(folder, case.name, case.release[0], pieces(folder, case))


def all_classes() -> dict[str, bytes]:
    """Return the class files of every Java re-enactment, compiled in one go."""
    sources: dict[str, bytes] = {}
    for folder in folders(HERE, "maven"):
        found = java.java_sources(files_of(folder)[1], load(folder).nested)
        for path in found.keys() & sources.keys():
            raise ValueError(f"{folder.name}: {path} is there twice: give it a package of its own")
        sources |= found
    return dict(java.compiled(tuple(sorted(sources.items()))))


def build_jar(folder: Path, target: Path, case: Case, files: pack.Tree) -> Built:
    """Build the jar of one re-enactment."""
    nested = load(folder).nested
    version = case.release[0].version
    group, artifact = case.name.split(":")
    members = java.jar_files(files, nested, all_classes())
    path = write(target / f"{artifact}-{version}.jar", pack.jar(members, group, artifact, version))
    lines = []
    for one in case.release[0].evidence:
        where = f"{case.id}/{one.member}"
        inner = files[one.source] if one.source else members[one.member]
        lines.append(
            Planted(
                role=ONLY,
                archive=path,
                member=one.member,
                line=line_of(inner, one.text, where),
                text=one.text,
            )
        )
    archive = Archive(role=ONLY, kind="jar", path=path)
    return Built(case=case, archives=(archive,), planted=tuple(lines))


def copy_metadata(folder: Path, target: Path, version: str) -> None:
    """Write what the registry says of the release, where the technique stands in that."""
    for path in sorted(folder.glob("registry/*.json")):
        body = path.read_bytes().replace(b"@@version@@", version.encode())
        write(target / "registry" / path.name, body)


def build(folder: Path, out: Path) -> Built:
    """Build one re-enactment into `out/<ecosystem>/<technique>`."""
    case, files = files_of(folder)
    target = out / case.ecosystem / case.id
    copy_metadata(folder, target, case.release[0].version)
    release = case.release[0]
    if case.ecosystem == "maven":
        return build_jar(folder, target, case, files)
    archives = []
    for kind in release.archives:
        filename, body = packed(kind, files, case.name, release.version)
        archives.append(Archive(role=ONLY, kind=kind, path=write(target / filename, body)))
    found = tuple(archives)
    return Built(case=case, archives=found, planted=planted(case, release, found, files))


def chosen(wanted: Iterable[str]) -> tuple[Path, ...]:
    """Return the folders that are asked for, all when nothing is."""
    names = set(wanted)
    every = folders(HERE)
    if not names:
        return every
    return tuple(
        one for one in every if one.parent.name in names or f"{one.parent.name}/{one.name}" in names
    )


def main(arguments: list[str]) -> int:
    """Build the named re-enactments, or all."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    out = Path(arguments[0])
    for folder in chosen(arguments[1:]):
        if folder.parent.name == "maven" and not java.available():
            print(f"maven/{folder.name}: left out, javac is not installed", file=sys.stderr)
            continue
        built = build(folder, out)
        print(f"{folder.parent.name}/{folder.name} at least {built.case.release[0].expect}")
        for one in built.planted:
            print(f"    {one.archive.name} {one.member}:{one.line}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
