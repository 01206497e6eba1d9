"""Maven coordinates, file names and versions.

Sources: Maven's "POM Reference" (coordinates), "Repository Layout", and the order of versions that
`org.apache.maven.artifact.versioning.ComparableVersion` documents.
"""

import re
from functools import lru_cache

import msgspec
from packageurl import PackageURL

from pratique.errors import UsageError
from pratique.model import Artifact, ArtifactKind, Target

SUFFIXES: dict[str, ArtifactKind] = {".jar": "jar", ".war": "war", ".ear": "war", ".pom": "pom"}
_FILE = re.compile(r"(.+?)-(\d[\w.+]*(?:-[\w.+]+)*)")
_CLASSIFIERS = re.compile(
    r"-(sources|javadoc|tests|test-sources|shaded|all|jar-with-dependencies)$"
)
_PART = re.compile(r"[A-Za-z0-9_.\-]+")
_TOKEN = re.compile(r"([.\-_+]?)(\d+|[a-z]+)")
_QUALIFIERS = {
    "alpha": 1, "a": 1, "beta": 2, "b": 2, "milestone": 3, "m": 3, "rc": 4, "cr": 4,
    "snapshot": 5, "": 6, "ga": 6, "final": 6, "release": 6, "sp": 7,
}  # fmt: skip
_RANGE = re.compile(r"([\[(])([^\[\]()]*)([\])])")
_RELEASE = (6, 0, "")


class Coordinates(msgspec.Struct, frozen=True):
    """What a repository addresses a release by."""

    group: str
    artifact: str
    version: str = ""

    @property
    def name(self) -> str:
        """Return the project's name as people write it."""
        return f"{self.group}:{self.artifact}"

    @property
    def folder(self) -> str:
        """Return the project's folder in a repository."""
        return f"{self.group.replace('.', '/')}/{self.artifact}"


def identify(filename: str, head: bytes = b"") -> Artifact | None:
    """Return the jar, war or pom that a file is by its name, or by its first bytes.

    >>> identify("guava-31.1-jre.jar").version
    '31.1-jre'
    """
    suffix = next((one for one in SUFFIXES if filename.lower().endswith(one)), "")
    if not suffix:
        if head.startswith(b"PK\x03\x04") and b"META-INF/MANIFEST.MF" in head[:4096]:
            return Artifact(ecosystem="maven", kind="jar", filename=filename)
        return None
    stem = _CLASSIFIERS.sub("", filename[: -len(suffix)])
    found = _FILE.fullmatch(stem)
    name, version = (found[1], found[2]) if found else (stem or None, None)
    return Artifact(
        ecosystem="maven",
        kind=SUFFIXES[suffix],
        name=name,
        version=version,
        filename=filename,
        purl=PackageURL("maven", None, name, version).to_string() if name else None,
    )


def split(name: str, version: str = "") -> Coordinates:
    """Read `group:artifact` (or a purl's `group/artifact`); UsageError for anything else."""
    group, _, artifact = name.replace("/", ":").partition(":")
    found = Coordinates(group, artifact, version)
    for part in (group, artifact):
        if not _PART.fullmatch(part) or ".." in part or part in {".", "-"}:
            raise UsageError(f"maven:{name}: names no project; write maven:group:artifact:version")
    if version and (not _PART.fullmatch(version.replace("+", "")) or ".." in version):
        raise UsageError(f"maven:{name}:{version}: no version of a repository")
    return found


def target(text: str) -> Target:
    """Read `group:artifact[:version]` or `group:artifact@version`; a range for a version, too."""
    bare, _, wanted = text.strip().partition("@")
    parts = bare.split(":")
    if len(parts) not in {2, 3} or (len(parts) == 3 and wanted):
        raise UsageError(f"maven:{text}: names no project; write maven:group:artifact:version")
    version = wanted or (parts[2] if len(parts) == 3 else "")
    if _RANGE.match(version):
        found = split(":".join(parts[:2]))
        return Target(ecosystem="maven", name=found.name, requirement=version)
    found = split(":".join(parts[:2]), version)
    return Target(ecosystem="maven", name=found.name, version=version or None)


def purl(coordinates: Coordinates, filename: str = "") -> str:
    """Return the package URL of a release, with its type where that is not `jar`."""
    suffix = filename.rpartition(".")[2]
    qualifiers = {"type": suffix} if suffix in {"war", "pom"} else {}
    return PackageURL(
        "maven", coordinates.group, coordinates.artifact, coordinates.version or None, qualifiers
    ).to_string()


def within(version: str, requirement: str) -> bool:
    """Tell whether a version lies in a range such as `[1.0,2.0)` or `(,1.0],[1.2,)`.

    >>> within("1.5", "[1,2)"), within("2", "[1,2)"), within("1", "[1]"), within("3", "(,1],[2,)")
    (True, False, True, True)
    """
    here = version_key(version)
    for low_sign, inside, high_sign in _RANGE.findall(requirement):
        low, comma, high = (part.strip() for part in inside.partition(","))
        high = high if comma else low
        above = not low or here > version_key(low) or (low_sign == "[" and here == version_key(low))
        below = not high or here < version_key(high)
        if above and (below or (high_sign == "]" and here == version_key(high))):
            return True
    return False


@lru_cache(maxsize=4096)
def version_key(text: str) -> tuple[object, ...]:
    """Order as Maven does: qualifiers before the release, `sp` and unknown words after it.

    >>> version_key("1.0-rc1") < version_key("1.0") == version_key("1") < version_key("1.0.1")
    True
    """
    found: list[tuple[int, int, str]] = []
    for sign, word in _TOKEN.findall(text.lower()[:256]):
        if word.isdigit():
            found.append((9 if sign == "-" else 10, int(word), ""))
        elif word in _QUALIFIERS:
            found.append((_QUALIFIERS[word], 0, ""))
        else:
            found.append((8, 0, word))
    trimmed: list[tuple[int, int, str]] = []
    for one in found:
        if one[0] < 10:
            while trimmed and _is_nothing(trimmed[-1]):
                trimmed.pop()
        trimmed.append(one)
    while trimmed and _is_nothing(trimmed[-1]):
        trimmed.pop()
    return (1 if found else 0, *trimmed, _RELEASE)


def _is_nothing(token: tuple[int, int, str]) -> bool:
    return token == _RELEASE or (token[0] >= 9 and token[1] == 0)
