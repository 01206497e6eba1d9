"""Archives of one release against each other: the source against the wheel, wheel against wheel."""

from collections.abc import Iterator

from pratique.compare.pairing import stable
from pratique.model import Fact, Inspection, Location, Member, Review, Value

_CODE = (".py", ".pth", ".js", ".cjs", ".mjs", ".sh", ".ps1", ".class", ".rs")
_GENERATED = ("_version.py", "version.py", "__version__.py", "_buildinfo.py", "setup.py")


def mismatches(one: Inspection | Review, other: Inspection | Review) -> Iterator[Fact]:
    """Yield `meta/content-mismatch` for code of `one` that `other` has not, or has differently.

    Code is compared by its path from the package's own top; generated version files are left out,
    and so are files that neither installs (tests, documentation, build scripts) and what a tool
    writes into every wheel word by word (`idiom`: the namespace files of setuptools).
    """
    theirs = _code(other)
    if not theirs:
        return
    installs = any(".dist-info/" in member.path for member in one.members)
    digests = {member.sha256 for member in theirs.values()}
    idioms = {fact.location.member for fact in one.facts if "idiom" in fact.tags}
    tops = {path.split("/")[0] for path in theirs}
    for path, member in sorted(_code(one).items()):
        if member.sha256 in digests or path.endswith(_GENERATED) or member.path in idioms:
            continue
        counterpart = theirs.get(path)
        if counterpart is None and not installs and path.split("/")[0] not in tops:
            continue
        how = "differs" if counterpart is not None else "only here"
        yield Fact(
            behaviour="meta/content-mismatch",
            location=Location(member=member.path),
            source="diff",
            values=(Value("path", path), Value("name", how)),
            snippet=f"{path}: {how}"[:240],
            tags=("archives",),
        )


def _code(inspection: Inspection | Review) -> dict[str, Member]:
    found = {}
    for member in inspection.members:
        if member.kind == "file" and not member.view and member.path.endswith(_CODE):
            path = stable(member.path)
            for root in ("src/", "lib/"):
                path = path.removeprefix(root)
            found[path] = member
    return found
