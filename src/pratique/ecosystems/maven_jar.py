"""What a jar says about itself and what of it runs when.

Sources: the JAR File Specification (manifest, services, multi-release), `java.lang.instrument`
(agents), Maven's plugin and extension descriptors, Gradle's plugin markers, Spring Boot's files,
and the Servlet specification's `web.xml`.
"""

import re
from collections.abc import Iterator, Mapping

from pratique.ecosystems import maven_builds, maven_pom
from pratique.ecosystems import pypi_hooks as hooks
from pratique.ecosystems.interface import Description
from pratique.ecosystems.maven_names import Coordinates
from pratique.ecosystems.pypi_layout import Notes, outer
from pratique.model import Activation, Artifact, Manifest, Member, Value

SECTION = 65_536
LISTED = 5_000
MANIFEST = "META-INF/MANIFEST.MF"
_SERVICES = "META-INF/services/"
_POM = re.compile(r"META-INF/maven/([^/]+)/([^/]+)/pom\.(xml|properties)")
_AGENTS = ("Premain-Class", "Agent-Class", "Launcher-Agent-Class")
_PROCESSORS = frozenset(
    ("javax.annotation.processing.Processor", "org.codehaus.groovy.transform.ASTTransformation",
     "com.google.devtools.ksp.processing.SymbolProcessorProvider",
     "com.sun.source.util.Plugin", "org.jetbrains.kotlin.compiler.plugin.ComponentRegistrar",
     "org.jetbrains.kotlin.compiler.plugin.CompilerPluginRegistrar")
)  # fmt: skip
_CLASS = re.compile(r"[\w$]+(?:\.[\w$]+)+")
_NUMBERS = re.compile(r"\d{1,9}(?:\.\d{1,9}){0,2}")
_SPRING = re.compile(r"META-INF/spring(?:\.factories|/[^/]+\.imports)")
_ROOTS = ("", "WEB-INF/classes/", "BOOT-INF/classes/")


def wants(path: str) -> bool:
    """Tell whether the bytes of a member say what the jar is or what of it runs."""
    if path == "WEB-INF/web.xml":
        return True
    if not path.startswith("META-INF/"):
        return False
    return (
        path in {MANIFEST, _SISU}
        or (path.startswith(_SERVICES) and path.count("/") == 2)
        or _POM.fullmatch(path) is not None
        or _SPRING.fullmatch(path) is not None
        or path in _DESCRIPTORS
        or (path.startswith("META-INF/gradle-plugins/") and path.endswith(".properties"))
    )


_SISU = "META-INF/sisu/javax.inject.Named"
"""Names of the components that Maven makes of an extension or a plugin."""
_DESCRIPTORS: dict[str, tuple[str, Activation, tuple[str, ...]]] = {
    "META-INF/maven/plugin.xml": ("maven-plugin", "build", ("implementation",)),
    "META-INF/maven/extension.xml": ("maven-extension", "build", ("implementation",)),
    "META-INF/plexus/components.xml": ("maven-extension", "build", ("implementation",)),
}


def describe(
    artifact: Artifact, members: tuple[Member, ...], contents: Mapping[str, bytes]
) -> Description:
    """Return manifest, triggers and oddities of a jar or war. Never raises for what is inside."""
    jar = _Jar({path: member.path for path, member in outer(members)}, Notes())
    manifest = _poms(artifact, jar, contents)
    for path, data in contents.items():
        if path == MANIFEST:
            _manifest(path, data, jar)
            _as_pom(sections(data), manifest, jar.notes)
        elif path.startswith(_SERVICES):
            _service(path, data, jar)
        elif _SPRING.fullmatch(path):
            for name in dict.fromkeys(_CLASS.findall(_text(data))):
                jar.trigger("spring", "startup", path, name, only_inside=True)
        elif path == _SISU:
            for name in dict.fromkeys(_CLASS.findall(_text(data))):
                jar.trigger("maven-extension", "build", path, name, only_inside=True)
        elif path.startswith("META-INF/gradle-plugins/"):
            name = properties(data).get("implementation-class", "")
            jar.trigger("gradle-plugin", "build", path, name)
        elif path in _DESCRIPTORS:
            kind, activation, keys = _DESCRIPTORS[path]
            for name in _elements(data, keys):
                jar.trigger(kind, activation, path, name)
        elif path == "WEB-INF/web.xml":
            for name in _elements(data, ("listener-class", "servlet-class", "filter-class")):
                jar.trigger("web", "startup", path, name)
    hooks.configs(jar.files.items(), jar.notes)
    return Description(
        manifest=manifest,
        triggers=tuple(jar.notes.triggers),
        facts=tuple(jar.notes.facts),
        limitations=tuple(jar.notes.limitations),
    )


def describe_pom(artifact: Artifact, contents: Mapping[str, bytes]) -> Description:
    """Return what a pom that stands alone declares."""
    notes = Notes()
    found = maven_pom.Project()
    for path, data in contents.items():
        found = _pom(path, data, notes)
        if artifact.name and found.artifact and found.artifact != artifact.name.rpartition(":")[2]:
            values = (Value("name", found.artifact), Value("name", artifact.name))
            notes.fact("meta/content-mismatch", path, *values, symbol="name")
    return Description(
        manifest=maven_pom.manifest(found),
        triggers=tuple(notes.triggers),
        facts=tuple(notes.facts),
        limitations=tuple(notes.limitations),
    )


class _Jar:
    """The files of a jar, and what was noted of them."""

    def __init__(self, files: Mapping[str, str], notes: Notes) -> None:
        self.files = files
        self.notes = notes

    def trigger(
        self,
        kind: str,
        activation: Activation,
        member: str,
        name: str,
        *,
        only_inside: bool = False,
    ) -> None:
        """Note that a class runs; its member is named where it is one of the jar's."""
        name = name.strip()
        if not _CLASS.fullmatch(name) and not name.isidentifier():
            return
        inside = [
            self.files[path]
            for root in _ROOTS
            if (path := f"{root}{name.replace('.', '/')}.class") in self.files
        ]
        for path in inside:
            self.notes.trigger(kind, activation, path, name)
        if not inside and not only_inside:
            self.notes.trigger(kind, activation, member, name)


def sections(data: bytes) -> Mapping[str, str]:
    r"""Return the main attributes of a MANIFEST.MF, continuation lines joined.

    >>> sections(b"Main-Class: a.b.\r\n C\r\n\r\nName: x\r\n")["Main-Class"]
    'a.b.C'
    """
    found: dict[str, str] = {}
    last = ""
    for line in _text(data[:SECTION]).replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if not line:
            if found:
                break
        elif line[0] == " " and last:
            found[last] += line[1:]
        else:
            key, _, value = line.partition(":")
            last = key.strip()
            found.setdefault(last, value.strip())
    return found


def properties(data: bytes) -> Mapping[str, str]:
    """Return a properties file's pairs; escapes are left as they are."""
    found: dict[str, str] = {}
    for line in data[:SECTION].decode("latin-1").splitlines():
        bare = line.strip()
        if bare and bare[0] not in "#!":
            key, _, value = bare.partition("=" if "=" in bare else ":")
            found.setdefault(key.strip(), value.strip())
    return found


def _manifest(path: str, data: bytes, jar: _Jar) -> None:
    main = sections(data)
    if main.get("Main-Class"):
        jar.trigger("main", "entrypoint", path, main["Main-Class"])
    for key in _AGENTS:
        if main.get(key):
            jar.trigger("agent", "startup", path, main[key])
            jar.notes.fact(
                "hook/import-effect",
                path,
                Value("name", main[key]),
                activation="startup",
                symbol=key,
                tags=("agent",),
            )
    remote = [one for one in main.get("Class-Path", "").split() if "://" in one]
    for address in remote[:20]:
        jar.notes.fact(
            "meta/dependency-anomaly", path, Value("url", address), tags=("url-requirement",)
        )


def _as_pom(main: Mapping[str, str], pom: Manifest, notes: Notes) -> None:
    """Note a manifest that gives another version, or another owner, than the jar's own pom."""
    group = (pom.name or "").partition(":")[0]
    for key, told in (
        ("Implementation-Version", pom.version or ""),
        ("Bundle-Version", pom.version or ""),
        ("Implementation-Vendor-Id", group),
    ):
        said = main.get(key, "")
        if not said or not told or "$" in said + told:
            continue
        versions = key.endswith("Version")
        if (_numbers(said) != _numbers(told)) if versions else said != told:
            notes.fact(
                "meta/content-mismatch",
                MANIFEST,
                Value("name", said[:256]),
                Value("name", told[:256]),
                symbol=f"manifest.{key}",
            )


def _numbers(version: str) -> list[int]:
    """Return the numbers that a version begins with; build systems add what they like behind."""
    found = _NUMBERS.match(version)
    numbers = [int(one) for one in found[0].split(".")] if found else []
    while numbers and not numbers[-1]:
        numbers.pop()
    return numbers


def _service(path: str, data: bytes, jar: _Jar) -> None:
    service = path.removeprefix(_SERVICES)
    compiles = service in _PROCESSORS
    kind, activation = ("annotation-processor", "build") if compiles else ("service", "import")
    listed = [line.partition("#")[0].strip() for line in _text(data[:SECTION]).splitlines()]
    for name in [one for one in listed if one][:LISTED]:
        jar.trigger(kind, activation, path, name)  # type: ignore[arg-type]  # both literals
        member = name.replace(".", "/") + ".class"
        if compiles:
            jar.notes.fact(
                "hook/compile-time",
                jar.files.get(member, path),
                Value("name", name),
                activation="build",
                symbol=service,
            )


def _poms(artifact: Artifact, jar: _Jar, contents: Mapping[str, bytes]) -> Manifest:
    """Read every pom inside; return the manifest of the one that is this jar's."""
    stated: dict[tuple[str, str], Mapping[str, str]] = {}
    found: dict[tuple[str, str], tuple[str, maven_pom.Project]] = {}
    for path, data in contents.items():
        match = _POM.fullmatch(path)
        if match is None:
            continue
        key = (match[1], match[2])
        if match[3] == "properties":
            stated[key] = properties(data)
        else:
            found[key] = (path, _pom(path, data, jar.notes))
    for key, (path, project) in found.items():
        _agree(path, key, project, stated.get(key, {}), jar.notes)
    own = artifact.name.rpartition(":")[2] if artifact.name else ""
    order = sorted(set(found) | set(stated), key=lambda key: (key[1] != own, key))
    for key in order[:1]:
        project = found[key][1] if key in found else maven_pom.Project()
        said = stated.get(key, {})
        manifest = maven_pom.manifest(project)
        coordinates = Coordinates(
            said.get("groupId") or project.group or key[0],
            said.get("artifactId") or project.artifact or key[1],
            said.get("version") or project.version,
        )
        return _with(manifest, coordinates)
    return Manifest()


def _with(manifest: Manifest, coordinates: Coordinates) -> Manifest:
    import msgspec

    return msgspec.structs.replace(
        manifest, name=coordinates.name, version=coordinates.version or manifest.version
    )


def _agree(
    path: str,
    folder: tuple[str, str],
    project: maven_pom.Project,
    stated: Mapping[str, str],
    notes: Notes,
) -> None:
    """Note a pom that speaks of another artifact than its folder and its properties."""
    pairs = (
        ("groupId", project.group, folder[0]),
        ("artifactId", project.artifact, folder[1]),
        ("groupId", project.group, stated.get("groupId", "")),
        ("artifactId", project.artifact, stated.get("artifactId", "")),
        ("version", project.version, stated.get("version", "")),
    )
    for symbol, one, other in pairs:
        if one and other and one != other and "${" not in one + other and "$" not in other:
            values = (Value("name", one), Value("name", other))
            notes.fact("meta/content-mismatch", path, *values, symbol=f"pom.{symbol}")


def _pom(path: str, data: bytes, notes: Notes) -> maven_pom.Project:
    document = maven_pom.read(data)
    if document.doctype:
        line = document.entities[0][2] if document.entities else document.doctype
        values = [
            Value("url" if "://" in text else "string", text) for _, text, _ in document.entities
        ]
        remote = any("://" in text or text.startswith("/") for _, text, _ in document.entities)
        notes.fact(
            "obfus/container-trick",
            path,
            *values[:8],
            line=line,
            activation="build",
            symbol="pom.doctype",
            snippet=_text(data).split("\n")[line - 1 : line][0] if line else "",
            tags=("document-type", *(("external",) if remote else ())),
        )
        notes.limit("pom-doctype", "a pom with a document type, never expanded", path, "refuse")
    # A pom by itself is what others inherit from; the one in a jar built only that jar.
    when: Activation = "unknown" if "/" in path else "build"
    for command, line in maven_builds.commands(document):
        notes.trigger("maven-execution", when, path, command=command, line=line)
    if document.trouble:
        notes.limit("pom-unreadable", f"cannot be read whole: {document.trouble}", path)
    return maven_pom.project(document)


def _elements(data: bytes, names: tuple[str, ...]) -> Iterator[str]:
    for element in maven_pom.read(data).elements:
        if element.path[-1] in names:
            yield element.text.strip()


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
