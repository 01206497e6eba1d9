"""Read a project's description (`pom.xml`) with a parser that no document type can steer.

A pom has no use for a DTD. One that has it is a finding, its entities are never expanded and
nothing is ever fetched; the rest is read all the same. Source: Maven's "POM Reference".
"""

import re
from collections.abc import Iterator
from xml.parsers import expat  # the bare parser: entities and DTDs are handled here

import msgspec

from pratique.model import Dependency, Manifest

POM_BYTES = 1024 * 1024
DEPTH = 64
ELEMENTS = 100_000
TEXT = 16_384
_REFERENCE = re.compile(r"\$\{([\w.\-]+)\}")
_TASKS = frozenset(("exec", "arg", "java", "script", "get"))
_SCOPES = {"test": "development", "provided": "build", "system": "build", "import": "build"}


class Element(msgspec.Struct, gc=False):
    """One element: its path from the root without namespaces, its text and its line."""

    path: tuple[str, ...]
    line: int
    text: str = ""
    parent: int = -1
    """Place of the parent in the list of elements."""
    attributes: tuple[tuple[str, str], ...] = ()
    """Names and values where a task of Ant has them: `executable`, `value`, `line`…"""


class Document(msgspec.Struct):
    """What a document says, as far as it could be read."""

    elements: list[Element]
    doctype: int = 0
    """Line of the document type declaration, 0 when there is none."""
    entities: tuple[tuple[str, str, int], ...] = ()
    """Name, address or replacement, and line of the entities that are declared."""
    trouble: str = ""
    encoding: str = ""


class _Stop(Exception):  # noqa: N818 control flow, not an error
    """Enough was read."""


class _Reader:
    """The handlers of one parse."""

    def __init__(self) -> None:
        self.document = Document([])
        self.stack: list[int] = []
        self.path: tuple[str, ...] = ()
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._entity
        self.parser.XmlDeclHandler = self._declared
        # With a default handler, internal entities reach it instead of being expanded.
        self.parser.DefaultHandler = self._ignored

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        elements = self.document.elements
        if len(self.stack) >= DEPTH or len(elements) >= ELEMENTS:
            self.document.trouble = "nested too deeply or more elements than are read"
            raise _Stop
        self.path = (*self.path, name.rpartition(" ")[2][:128])
        parent = self.stack[-1] if self.stack else -1
        self.stack.append(len(elements))
        element = Element(self.path, self.parser.CurrentLineNumber, "", parent)
        if attributes and self.path[-1] in _TASKS:
            element.attributes = tuple((key, text[:TEXT]) for key, text in attributes.items())
        elements.append(element)

    def _end(self, _name: str) -> None:
        self.stack.pop()
        self.path = self.path[:-1]

    def _text(self, text: str) -> None:
        if self.stack:
            element = self.document.elements[self.stack[-1]]
            if len(element.text) < TEXT:
                element.text = (element.text + text)[:TEXT]

    def _doctype(self, *_given: object) -> None:
        self.document.doctype = self.parser.CurrentLineNumber

    def _entity(
        self,
        name: str,
        _parameter: bool,  # noqa: FBT001
        value: str | None,
        _base: str | None,
        system: str | None,
        public: str | None,
        _notation: str | None,
    ) -> None:
        if len(self.document.entities) < 64:
            shown = system or public or value or ""
            line = self.parser.CurrentLineNumber
            self.document.entities += ((name[:128], shown[:512], line),)

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self.document.encoding = encoding or ""

    def _ignored(self, _text: str) -> None:
        return


def read(data: bytes, largest: int = POM_BYTES) -> Document:
    """Read a document; never raises, and says in `trouble` what was not read."""
    reader = _Reader()
    if len(data) > largest:
        reader.document.trouble = f"larger than {largest} bytes"
        data = data[:largest]
    try:
        reader.parser.Parse(data, True)  # noqa: FBT003 the parser's own signature
    except expat.ExpatError as error:
        reader.document.trouble = reader.document.trouble or str(error)[:200]
    except (_Stop, LookupError, ValueError):
        reader.document.trouble = reader.document.trouble or "cannot be decoded"
    return reader.document


class Project(msgspec.Struct, frozen=True, kw_only=True):
    """What a pom declares; values that it inherits or computes may be empty."""

    group: str = ""
    artifact: str = ""
    version: str = ""
    packaging: str = "jar"
    summary: str = ""
    url: str = ""
    repository: str = ""
    emails: tuple[str, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    modules: tuple[str, ...] = ()
    repositories: tuple[tuple[str, int], ...] = ()
    """Address and line of repositories that the pom adds."""


def properties(document: Document) -> dict[str, str]:
    """Return what `${…}` may name in a pom: its own properties and its coordinates."""
    top = _top(document)
    known = {
        element.path[2]: element.text.strip()
        for element in document.elements
        if len(element.path) == 3 and element.path[:2] == ("project", "properties")
    }
    for key in ("groupId", "artifactId", "version"):
        value = top.get((key,)) or top.get(("parent", key), "")
        known[f"project.{key}"] = known[f"pom.{key}"] = known[key] = value
        known[f"project.parent.{key}"] = top.get(("parent", key), "")
    return known


def _top(document: Document) -> dict[tuple[str, ...], str]:
    return {
        element.path[1:]: element.text.strip()
        for element in document.elements
        if len(element.path) in {2, 3} and element.path[0] == "project"
    }


def project(document: Document) -> Project:
    """Return what a pom declares, its own properties filled in."""
    top, known = _top(document), properties(document)

    def said(*path: str) -> str:
        return filled(top.get(path, ""), known)

    return Project(
        group=filled(known["groupId"], known),
        artifact=filled(known["artifactId"], known),
        version=filled(known["version"], known),
        packaging=said("packaging") or "jar",
        summary=said("description")[:2048] or said("name"),
        url=said("url"),
        repository=said("scm", "url") or said("scm", "connection"),
        emails=tuple(dict.fromkeys(_texts(document, ("developers", "developer", "email"))))[:20],
        dependencies=tuple(_dependencies(document, known)),
        modules=tuple(_texts(document, ("modules", "module")))[:500],
        repositories=tuple(_repositories(document, known)),
    )


def filled(text: str, known: dict[str, str]) -> str:
    """Put properties in the place of `${…}`; what is not known stays as it is."""
    for _ in range(4):
        if "${" not in text:
            break
        text = _REFERENCE.sub(lambda found: known.get(found[1]) or found[0], text)[:TEXT]
    return text


def _texts(document: Document, path: tuple[str, ...]) -> Iterator[str]:
    for element in document.elements:
        if element.path[1:] == path and element.text.strip():
            yield element.text.strip()[:512]


def groups(document: Document, ends: tuple[tuple[str, ...], ...]) -> Iterator[dict[str, str]]:
    """Yield the child texts of every element with one of these paths."""
    found: dict[int, dict[str, str]] = {}
    for place, element in enumerate(document.elements):
        if element.path[1:] in ends:
            found[place] = {"#line": str(element.line)}
        elif element.parent in found:
            found[element.parent].setdefault(element.path[-1], element.text.strip())
    yield from found.values()


def _dependencies(document: Document, known: dict[str, str]) -> Iterator[Dependency]:
    for one in groups(document, (("dependencies", "dependency"),)):
        group, artifact = (filled(one.get(key, ""), known) for key in ("groupId", "artifactId"))
        scope = filled(one.get("scope", ""), known) or "compile"
        path = filled(one.get("systemPath", ""), known)
        optional = one.get("optional") == "true"
        yield Dependency(
            name=f"{group}:{artifact}"[:512],
            requirement=filled(one.get("version", ""), known)[:256],
            scope="optional" if optional else _SCOPES.get(scope, "runtime"),
            url=path or None,
        )


def _repositories(document: Document, known: dict[str, str]) -> Iterator[tuple[str, int]]:
    ends = (("repositories", "repository"), ("pluginRepositories", "pluginRepository"))
    for one in groups(document, ends):
        if one.get("url"):
            yield filled(one["url"], known)[:512], int(one["#line"])


def manifest(found: Project) -> Manifest:
    """Return a pom's declarations as those of an archive."""
    named = found.group and found.artifact
    return Manifest(
        name=f"{found.group}:{found.artifact}" if named else found.artifact or None,
        version=found.version or None,
        summary=found.summary,
        emails=found.emails,
        urls=(found.url,) if found.url else (),
        repository=found.repository or None,
        dependencies=found.dependencies,
    )
