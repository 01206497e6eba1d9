"""When code runs: from triggers, paths and what a package is, to one activation a module."""

import re
from collections.abc import Iterable

from pratique.model import Activation, ArtifactKind, Trigger

_TEST = re.compile(
    r"(?:^|/)(?:tests?|testing|_tests?|unittests?|test_[^/]*|[^/]*_tests?|docs?|examples?|samples?|"
    r"benchmarks?|bench|fixtures?|testdata|test[- ](?:cases?|data|files?|suites?)|__tests__|"
    r"spec|specs|demos?|tutorials?|e2e|stories|"
    r"conftest\.py|(?:tests?|bench(?:mark)?s?)\.[cm]?[jt]sx?|tests?\.py|test_[^/]*\.py|[^/]*_test\.py|"
    r"[^/]*\.(?:test|spec|stories|bench|test-d)\.[cm]?[jt]sx?)(?:/|$)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?:tests?[_-]\w|\w[\w.-]*[_-]tests?$)", re.IGNORECASE)
_ASIDE = re.compile(
    r"(?:^|/)(?:scripts?|tools?|(?:scripts?|tools?)-[\w-]+|[\w-]+-(?:scripts?|tools?)|ci|\.ci|\.github|\.gitlab|dev|dev[\w-]*(?:tools?|scripts?)|contrib|hack|misc|utils?_dev|"
    r"release|packaging|admin|maint|notebooks?|tasks\.py|noxfile\.py|fabfile\.py|conf\.py|"
    r"dodo\.py|bootstrap\.py|runtests\.py|manage\.py|versioneer\.py|ez_setup\.py|waf)(?:/|$)",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"(?:^|/)\.[\w-]")
"""Folders and files of a project's own tools, which no installation brings along."""


def inner(path: str, kind: ArtifactKind) -> str:
    """Return a path from the package's own top: without an sdist's folder and `src/`."""
    if kind in {"sdist", "crate", "npm"} and "/" in path:
        path = path.partition("/")[2]
    for root in ("src/", "lib/", "python/"):
        if kind == "sdist" and path.startswith(root):
            return path[len(root) :]
    return path


def dotted(path: str, kind: ArtifactKind) -> tuple[str, bool]:
    """Return the module name that a Python file has once installed, and whether it is a package.

    >>> dotted("demo-1.0/src/demo/__init__.py", "sdist"), dotted("demo/a.py", "wheel")
    (('demo', True), ('demo.a', False))
    """
    if path.endswith((".class", ".java")):
        return _class(path.rpartition("!/")[2]), False
    if path.endswith(".rs"):
        return _crate(inner(path, kind)), True
    parts = inner(path.rpartition("!/")[2] if "!/" in path else path, kind).split("/")
    if len(parts) > 2 and parts[0].endswith(".data"):
        parts = parts[2:]
    stem = parts[-1].rpartition(".")[0] or parts[-1]
    package = stem in {"__init__", "index"}
    names = parts[:-1] if package else [*parts[:-1], stem]
    return ".".join(names), package


def _crate(path: str) -> str:
    """Return the path of a Rust module inside its crate; that of a build script is empty.

    >>> _crate("src/lib.rs"), _crate("src/a/mod.rs"), _crate("build.rs")
    ('crate', 'crate.a', '')
    """
    stem = path.removesuffix(".rs").removesuffix("/mod")
    if not stem.startswith("src/"):
        return "" if stem == "build" else stem.replace("/", ".")
    names = stem.split("/")[1:]
    return ".".join(("crate", *(names if names[-1:] not in (["lib"], ["main"]) else names[:-1])))


_CLASSES = re.compile(
    r"^(?:META-INF/versions/\d+/|WEB-INF/classes/|BOOT-INF/classes/|src/main/java/)"
)


def _class(path: str) -> str:
    """Return the full name of a class by its place in a jar.

    >>> _class("META-INF/versions/11/a/B$C.class"), _class("WEB-INF/classes/D.class")
    ('a.B$C', 'D')
    """
    return _CLASSES.sub("", path).rpartition(".")[0].replace("/", ".")


def alone(paths: Iterable[str], kind: ArtifactKind) -> str:
    """Return the only top folder with code, which is what the artifact is there for; or nothing.

    A package of npm that has code on top is there for that.

    >>> alone(("demo-1.0/setup.py", "demo-1.0/demo/a.py"), "sdist")
    'demo'
    >>> alone(("package/index.js", "package/test/a.js"), "npm")
    ''
    """
    parted = [inner(one, kind).partition("/") for one in paths]
    if kind == "npm" and not all(slash for _, slash, _ in parted):
        return ""
    tops = {top for top, slash, _ in parted if slash}
    return tops.pop() if len(tops) == 1 else ""


def _tests(short: str, own: str) -> bool:
    """Tell whether a path is that of tests, examples or documents.

    A package on top that is called `kind_test` or `test-kind` is what people import.

    >>> _tests("tests/a.py", ""), _tests("kind_test/a.py", ""), _tests("demo/a.py", "demo")
    (True, False, False)
    """
    top, _, rest = short.partition("/")
    if rest and (top == own or _NAMED.match(top)):
        short = rest
    return _TEST.search(short) is not None


def of_path(path: str, kind: ArtifactKind, packages: frozenset[str], own: str = "") -> Activation:
    """Return when the top level of a module runs that no trigger names.

    `packages` are the folders, from the package's top, that have an `__init__`; `own` is the top
    folder that the artifact is there for, whatever it is called.
    """
    if kind in {"jar", "war"} and path.endswith((".class", ".java")):
        return "import"  # a package's name says nothing: whoever names a class starts it
    short = inner(path, kind)
    if _tests(short, own) or (kind in {"sdist", "crate"} and _UNSEEN.search(short)):
        return "test"
    folder, _, name = short.rpartition("/")
    if kind == "sdist" and folder not in packages and _ASIDE.search(f"{folder}/"):
        return "test"  # scripts that no installation brings along
    if kind == "sdist" and folder not in packages and name.endswith(".py") and "-" in name:
        return "test"  # no name that could be imported
    if kind in {"wheel", "sdist"} and name == "__main__.py":
        return "entrypoint"  # `python -m` runs it; an import of its package does not
    if kind in {"wheel", "sdist"} and name.endswith((".js", ".mjs", ".cjs", ".ts", ".jsx", ".tsx")):
        return "dead"  # for a browser: nothing in a Python package runs it by itself
    if kind == "npm":  # what is loaded is named by the manifest, the rest by what is loaded
        return "unknown"
    if kind == "wheel" or not folder or folder in packages:
        return "unknown" if kind != "wheel" and _ASIDE.search(short) else "import"
    return "unknown"


def of_triggers(triggers: tuple[Trigger, ...]) -> dict[str, Activation]:
    """Return the strongest activation that triggers give to members."""
    from pratique.model import ACTIVATIONS

    rank = {name: place for place, name in enumerate(ACTIVATIONS)}
    found: dict[str, Activation] = {}
    for trigger in triggers:
        if trigger.kind in {"backend", "entry-point", "console-script"}:
            continue
        if trigger.command and trigger.kind not in {"pth", "data-script"}:
            continue
        known = found.get(trigger.member)
        if known is None or rank[trigger.activation] < rank[known]:
            found[trigger.member] = trigger.activation
    return found
