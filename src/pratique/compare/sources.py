"""An archive against the source it says it was made from: files that the source does not explain.

The source comes from the caller (a checkout, or the archive of a tag) as the digests of its files;
line ends make no difference there, nor does where in the tree a package's folder lies.
"""

from collections.abc import Iterator, Mapping

from pratique.compare.pairing import stable
from pratique.model import Fact, Inspection, Location, Member, Review, Value

_CODE = (
    ".py", ".pyw", ".pth", ".js", ".cjs", ".mjs", ".sh", ".ps1", ".bat", ".rs", ".java",
    ".so", ".pyd", ".dll", ".dylib", ".exe", ".node", ".wasm",
)  # fmt: skip
_GENERATED = ("_version.py", "version.py", "__version__.py", "_buildinfo.py", "_build_info.py")
_BUILT = ("dist/", "build/", "lib/", "cjs/", "esm/", "umd/", "out/", "es/", "bundle")
_NATIVE = (".so", ".pyd", ".dll", ".dylib", ".node", ".wasm")


def unexplained(
    artifact: Inspection | Review, source: Mapping[str, frozenset[str]]
) -> Iterator[Fact]:
    """Yield `meta/content-mismatch` for code that the source has not, or has differently.

    `source` maps the path of every file of the source to the digests under which it may appear. A
    file of the same path and other content `differs`; one whose content is nowhere in the source is
    `only here`, tagged `built` where a build may have written it.
    """
    known = {digest for digests in source.values() for digest in digests}
    tails = {_tail(path) for path in source}
    for member in artifact.members:
        if member.kind != "file" or member.view or not member.path.endswith(_CODE):
            continue
        path = stable(member.path)
        if member.sha256 in known or path.endswith(_GENERATED) or not member.size:
            continue
        how = "differs" if _tail(path) in tails else "only here"
        yield _fact(member, path, how)


def _fact(member: Member, path: str, how: str) -> Fact:
    built = how == "only here" and (path.startswith(_BUILT) or path.endswith(_NATIVE))
    return Fact(
        behaviour="meta/content-mismatch",
        location=Location(member=member.path),
        source="diff",
        values=(Value("path", path), Value("name", how)),
        snippet=f"{path}: {how}"[:240],
        tags=("source", "built") if built else ("source", "archives"),
    )


def _tail(path: str) -> str:
    for root in ("src/", "lib/", "python/"):
        path = path.removeprefix(root)
    return "/".join(path.split("/")[-2:])
