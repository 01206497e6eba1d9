"""Read what a Maven build takes from a repository: dependencies, plugins, extensions, parents.

A pom has no versions of its own where a parent or an imported pom sets them, so these are read
too: a parent beside it, as Maven finds it, any other through `poms`. Source: Maven's "POM
Reference" (inheritance, aggregation) and "Introduction to the Dependency Mechanism" (imports).
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from pratique.ecosystems import maven_pom
from pratique.ecosystems.maven_pom import Document
from pratique.errors import InputError
from pratique.model import Target

Poms = Callable[[str, str], bytes | None]
"""Finds the pom of a project's release: name and version to bytes, None where there is none."""
DEEP = 20
MOST = 100
"""Poms that are read for one: parents, imports and modules together."""
_PLUGINS = "org.apache.maven.plugins"
_DEPENDENCIES = ("dependencies", "dependency")
_BUILD = (("build", "plugins", "plugin"), ("build", "extensions", "extension"))
_MANAGED = ("dependencyManagement", *_DEPENDENCIES)
_MANAGED_PLUGINS = ("build", "pluginManagement", "plugins", "plugin")


class _Pom(msgspec.Struct, frozen=True):
    """A pom with those that it inherits from, nearest first."""

    documents: tuple[Document, ...]
    known: dict[str, str]
    ancestors: tuple[tuple[str, str], ...] = ()
    """Name and version of the parents that lie in a repository, or should."""

    @property
    def name(self) -> str:
        """Return `group:artifact`."""
        return ":".join(
            maven_pom.filled(self.known.get(f"project.{key}", ""), self.known)
            for key in ("groupId", "artifactId")
        )

    def found(self, *ends: tuple[str, ...]) -> Iterator[dict[str, str]]:
        """Yield the children of every element with one of these paths, properties filled in."""
        profiled = tuple(("profiles", "profile", *one) for one in ends)
        for document in self.documents:
            for one in maven_pom.groups(document, ends + profiled):
                yield {key: maven_pom.filled(text, self.known) for key, text in one.items()}


def absent(name: str, version: str) -> None:
    """Find no pom: what a file names is read from the file alone."""
    del name, version


def releases(path: Path, poms: Poms = absent) -> Iterator[Target | str]:
    """Yield what the build of a pom takes from a repository, its modules' builds included."""
    reading = _Reading(poms)
    projects = list(reading.reactor(path, 0))
    own = {one.name for one in projects}
    seen: set[Target | str] = set()
    for one in projects:
        for entry in reading.entries(one):
            named = entry.name if isinstance(entry, Target) else ""
            if entry not in seen and named not in own:
                seen.add(entry)
                yield entry
    yield from reading.notes


class _Reading:
    """Reads poms from the folder and through `poms`, so many and no more."""

    def __init__(self, poms: Poms) -> None:
        self._poms = poms
        self._left = MOST
        self.notes: list[str] = []

    def reactor(self, path: Path, depth: int) -> Iterator[_Pom]:
        """Yield the pom of a file and those of its modules; InputError if it is none."""
        document = self._file(path)
        yield self._lineage(document, path)
        for module in maven_pom.project(document).modules:
            inner = path.parent / module
            inner = inner / "pom.xml" if inner.is_dir() else inner
            try:
                if depth < DEEP and self._left > 0:
                    yield from self.reactor(inner, depth + 1)
            except InputError as error:
                self.notes.append(f"module {module}: {error}")

    def entries(self, pom: _Pom) -> Iterator[Target | str]:
        """Yield what one project takes, or why it is not known."""
        for name, version in pom.ancestors:
            yield _target(name, version) or f"parent {name}: has no version that is written here"
        managed = self._managed(pom, DEEP)
        for one in pom.found(_DEPENDENCIES, (*_BUILD[0], *_DEPENDENCIES)):
            version = one.get("version") or managed.get(_key(one), "")
            if one.get("systemPath"):
                yield f"{_name(one)}: comes from {one['systemPath']}; review it by itself"
            else:
                yield _target(_name(one), version, one) or (
                    f"{_name(one)}: its version is set nowhere that can be read; name it as "
                    "maven:group:artifact:version"
                )
        for one in pom.found(_MANAGED):
            if one.get("scope") == "import":
                yield _target(_name(one), one.get("version", "")) or f"{_name(one)}: no version"
        plugins = {
            _name(one, _PLUGINS): one.get("version", "") for one in pom.found(_MANAGED_PLUGINS)
        }
        for one in pom.found(*_BUILD):
            name = _name(one, _PLUGINS)
            version = one.get("version") or plugins.get(name, "")
            # Maven takes the newest plugin where none says a version.
            yield _target(name, version) or Target(ecosystem="maven", name=name)

    def _managed(self, pom: _Pom, deep: int) -> dict[str, str]:
        """Return the versions that a pom sets for others, its own before those it imports."""
        found: dict[str, str] = {}
        imported: list[dict[str, str]] = []
        for one in pom.found(_MANAGED):
            if one.get("scope") == "import":
                imported.append(one)
            else:
                found.setdefault(_key(one), one.get("version", ""))
        for one in imported:
            document = self._fetched(_name(one), one.get("version", "")) if deep > 0 else None
            if document is not None:
                for key, version in self._managed(self._lineage(document), deep - 1).items():
                    found.setdefault(key, version)
        return found

    def _lineage(self, own: Document, path: Path | None = None) -> _Pom:
        documents = [own]
        ancestors: list[tuple[str, str]] = []
        while len(documents) < DEEP:
            known = maven_pom.properties(documents[-1])
            name = f"{_parent(documents[-1], 'groupId')}:{known['project.parent.artifactId']}"
            version = maven_pom.filled(known["project.parent.version"], known)
            if name == ":":
                break
            beside = self._beside(documents[-1], path, name) if path is not None else None
            path, parent = beside or (None, self._fetched(name, version))
            if beside is None:
                ancestors.append((name, version))
            if parent is None:
                break
            documents.append(parent)
        known = {}
        for document in reversed(documents):
            known.update(maven_pom.properties(document))
        return _Pom(tuple(documents), known, tuple(ancestors))

    def _beside(self, child: Document, path: Path, name: str) -> tuple[Path, Document] | None:
        """Return the parent that lies where the child says, if it is the one."""
        relative = _parent(child, "relativePath", "../pom.xml")
        where = path.parent / relative
        where = where / "pom.xml" if relative and where.is_dir() else where
        if not relative or not where.is_file():
            return None
        try:
            document = self._file(where)
        except InputError as error:
            self.notes.append(str(error))
            return None
        found = maven_pom.project(document)
        return (where, document) if f"{found.group}:{found.artifact}" == name else None

    def _file(self, path: Path) -> Document:
        self._left -= 1
        try:
            with path.open("rb") as file:
                document = maven_pom.read(file.read(maven_pom.POM_BYTES + 1))
        except OSError as error:
            raise InputError(f"{path}: cannot be read ({error.strerror}); check it") from error
        if document.trouble or not document.elements or document.elements[0].path != ("project",):
            why = document.trouble or "its root is no project"
            raise InputError(f"{path}: cannot be read as a pom ({why})")
        return document

    def _fetched(self, name: str, version: str) -> Document | None:
        if self._left <= 0 or not version or "${" in name + version:
            return None
        self._left -= 1
        data = self._poms(name, version)
        return None if data is None else maven_pom.read(data)


def _parent(document: Document, key: str, default: str = "") -> str:
    for one in document.elements:
        if one.path == ("project", "parent", key):
            return one.text.strip()
    return default


def _name(one: dict[str, str], group: str = "") -> str:
    return f"{one.get('groupId') or group}:{one.get('artifactId', '')}"


def _key(one: dict[str, str]) -> str:
    kind = one.get("type") or "jar"
    return f"{_name(one)}:{kind}:{one.get('classifier', '')}"


def _target(name: str, version: str, one: dict[str, str] | None = None) -> Target | None:
    """Return a release to review, the newest for a range; None where the version is not known."""
    if not version or "${" in name + version or not all(name.split(":")):
        return None
    if set(version) & set("[](),"):
        return Target(ecosystem="maven", name=name, requirement=version)
    classifier = one.get("classifier", "") if one else ""
    if not classifier:
        return Target(ecosystem="maven", name=name, version=version)
    filename = f"{name.rpartition(':')[2]}-{version}-{classifier}.jar"
    return Target(ecosystem="maven", name=name, version=version, filename=filename)
