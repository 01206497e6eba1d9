"""Read the members of one artifact: a look at each, then the code followed from its triggers."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import partial

import msgspec

from pratique.code import (
    activation,
    classes,
    lexical,
    overlay,
    prefilter,
    reach,
    scripts,
    select,
    text,
    windows,
)
from pratique.code.atoms import Group
from pratique.code.evaluate import Exhausted, Frame, Machine, Modules, Place, Recorder, Source
from pratique.code.evaluate import layers as layered
from pratique.code.evaluate.calls import enter
from pratique.code.evaluate.scope import Scope
from pratique.code.evaluate.values import UNKNOWN, Closure, Kind, Value
from pratique.code.languages import compiled_by, named
from pratique.code.languages.language import Language
from pratique.code.nested import Nested, Script
from pratique.code.patience import Patience
from pratique.code.sealed import Sealed
from pratique.limits import Budget
from pratique.model import (
    Activation,
    ArtifactKind,
    Content,
    Effect,
    Fact,
    Layer,
    Limitation,
    Manifest,
    Trigger,
)

SMALL = 65_536
"""In an artifact with less source than this, what is suspicious in one module is so in all."""
TINY = 24_576
"""In an artifact with less source than this, all that does anything is read."""
ROOT_BYTES = 24_576
"""Roots of activation that are shorter than this are parsed whole."""
ROOT_STEPS = 600_000
MODULE_STEPS = 60_000
SWEEP_STEPS = 3_000
HANDED_ROUNDS = 4
"""How often code of one language may hide code of another."""
DATA_BYTES = 1_048_576
KEPT_BYTES = 33_554_432
_ROOTS = re.compile(r"(?:^|/)(?:setup|__init__|__main__|sitecustomize|usercustomize)\.py$|\.pth$")
_SHEBANG = re.compile(rb"^#!.*\b(python|node|sh|bash|zsh)", re.IGNORECASE)
_TEXTUAL = (
    ".txt .md .rst .json .toml .cfg .ini .yaml .yml .xml .html .css .csv .pth .sh .bat .ps1"
).split()
_HOOKS = {
    "backend": re.compile(r"build_\w+$|get_requires_for_\w+$|prepare_metadata_\w+$"),
    "build-backend": re.compile(r"build_\w+$|get_requires_for_\w+$|prepare_metadata_\w+$"),
    "pytest-plugin": re.compile(r"pytest_\w+$"),
    "conftest": re.compile(r"pytest_\w+$"),
    "setuptools-hook": re.compile(r"(?!)"),
    "annotation-processor": re.compile(r"(?:<init>|init|process|visit|apply|create)\b"),
    "agent": re.compile(r"(?:premain|agentmain)\b"),
    "service": re.compile(r"<init>|(?:onStartup|initialize|init|configure|install|load|start)\b"),
    "maven-plugin": re.compile(r"<init>|(?:execute|afterProjectsRead|afterSessionStart)\b"),
    "maven-extension": re.compile(r"<init>|(?:afterProjectsRead|afterSessionStart|init)\b"),
    "gradle-plugin": re.compile(r"<init>|apply\b"),
    "spring": re.compile(r"<init>|(?:run|initialize|onApplicationEvent|afterPropertiesSet|post\w+)"),
    "web": re.compile(r"<init>|(?:init|contextInitialized|onStartup)\b"),
    "main": re.compile(r"main\b"),
}
"""Which functions of a trigger's module are called by name: PEP 517's, pytest's hooks."""
_RANKED: tuple[Activation, ...] = (
    "install",
    "build",
    "startup",
    "import",
    "entrypoint",
    "unknown",
    "test",
)

Item = Fact | Layer | Limitation | Nested


class _Seen:
    """One source with its hits and the classes of what they stand for."""

    __slots__ = ("classes", "data", "hits")

    def __init__(self, data: bytes, hits: prefilter.Hits) -> None:
        self.data = data
        self.hits = hits
        self.classes: frozenset[str] = frozenset()


class Reader:
    """What is kept of one artifact between the look at its members and the end."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.sources: dict[str, dict[str, _Seen]] = {}
        """Language id → path → what was seen there."""
        self.data: dict[str, bytes] = {}
        self.scripts: dict[str, tuple[str, bytes]] = {}
        """Path → which shell's language, and the text."""
        self.sealed = Sealed(budget)
        self._kept = 0
        self._done: set[str] = set()

    # -- one member

    def look(self, content: Content, hint: str = "") -> Iterator[Item]:
        """Yield what the bytes of one window show, and keep what deserves a closer look.

        `hint` is the language of text whose name cannot be trusted to say it.
        """
        path = content.member.path
        if content.member.kind != "file" or not content.data:
            return
        language = named(path) or _by_shebang(content.data) or _hinted(hint)
        whole = compiled_by(content.data)
        if whole is not None:
            yield from self._compiled(content, whole)
            return
        if language is None or (b"\0" in content.data[:64] and language.compiled):
            yield from self._other(content)
            return
        data, codec = text.utf8(content.data)
        if codec:
            yield text.encoding_fact(content, codec, language.id)
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data
        hits = prefilter.scan(data, _group(language.id))
        yield from _aside(path, text.facts(content, hits, language.id))
        if language.id == "python" and "compatible-letter" in hits.shapes:
            data = text.plain_letters(data)
            hits = _rescan(data, language.id)
        most = self.budget.limits.parse_bytes if hits.overflow else len(data)
        for start, piece in lexical.pieces(data, most):
            name = path if start == 0 and not content.offset else f"{path}@{content.offset + start}"
            seen = _Seen(piece, hits if piece is data else _rescan(piece, language.id))
            seen.classes = classes.of(seen.hits, seen.data, language.id)
            if codec:
                seen.classes |= {"hiding", "evaluate"}
            self.sources.setdefault(language.id, {})[name] = seen

    def _compiled(self, content: Content, language: Language) -> Iterator[Item]:
        """Keep a compiled member whole; one that came in windows cannot be read."""
        path = content.member.path
        if content.offset or not content.final:
            if not content.offset:
                detail = "compiled code larger than what is read at once"
                yield Limitation(code="limit-compiled", member=path, detail=detail)
            return
        seen = _Seen(content.data, prefilter.scan(content.data, "class"))
        seen.classes = classes.of(seen.hits, seen.data, "class")
        self.sources.setdefault(language.id, {})[path] = seen

    def _other(self, content: Content) -> Iterator[Item]:
        path = content.member.path
        binary = b"\0" in content.data[:4096] and not path.endswith(tuple(_TEXTUAL))
        hits = prefilter.scan(content.data, "binary" if binary else "text")
        yield from text.facts(content, hits, "" if binary else "text")
        yield from self.sealed.look(content)
        if content.final and not content.offset:
            yield from overlay.facts(content)
            if len(content.data) <= DATA_BYTES and self._kept < KEPT_BYTES:
                self.data[path] = content.data
                self._kept += len(content.data)
            shell = "" if binary else scripts.language_of(path, content.data)
            if shell:
                self.scripts[path] = (shell, content.data)
        if path.endswith(".pth"):
            lines = _pth(content.data)
            self.sources.setdefault("python", {})[path] = _Seen(lines, _rescan(lines, "python"))

    # -- the whole

    def finish(
        self, triggers: tuple[Trigger, ...], manifest: Manifest, kind: ArtifactKind
    ) -> Iterator[Item]:
        """Yield what the code does, and when. May be called again after more looks."""
        del manifest
        from pratique.code.languages import table

        handed: dict[str, list[Script]] = {}
        members = {path: one for path, one in self.scripts.items() if path not in self._done}
        for item in scripts.facts(members, triggers if not self._done else (), kind, self.budget):
            if isinstance(item, Script):
                handed.setdefault(item.language, []).append(item)
            else:
                yield item
        self._done.update(members)
        sealed: list[Source] = []
        texts = {path: seen.data for path, seen in self.sources.get("python", {}).items()}
        for thing in self.sealed.modules(texts, kind):
            if isinstance(thing, Source):
                sealed.append(thing)
            else:
                yield thing
        for script in self.sealed.taken():
            handed.setdefault(script.language, []).append(script)
        for _ in range(HANDED_ROUNDS):
            given, handed = handed, {}
            for name, language in table().items():
                sources = self.sources.get(name, {})
                fresh = {path for path in sources if path not in self._done}
                scripts_ = given.pop(name, [])
                compiled, sealed = (sealed, []) if name == "python" else ([], sealed)
                if not fresh and not scripts_ and not compiled:
                    continue
                self._done.update(fresh)
                run = _Run(self, language, sources if fresh else {}, triggers, kind, compiled)
                yield from run.items(scripts_)
                for script in run.modules.handed:
                    handed.setdefault(script.language, []).append(script)
            if not handed:
                return

    def member(self, path: str) -> bytes | None:
        """Return the bytes of a data member that code means by a path."""
        name = path.replace("\\", "/").rpartition("/")[2]
        if len(name) < 3:
            return None
        for known, data in self.data.items():
            if known.rpartition("/")[2] == name:
                return data
        for sources in self.sources.values():
            for known, seen in sources.items():
                if known.rpartition("/")[2] == name:
                    return seen.data
        return None


class _Run:
    """One evaluation of the sources in one language."""

    def __init__(
        self,
        reader: Reader,
        language: Language,
        sources: dict[str, _Seen],
        triggers: tuple[Trigger, ...],
        kind: ArtifactKind,
        compiled: list[Source],
    ) -> None:
        limits = reader.budget.limits
        self.reader = reader
        self.language = language
        self.triggers = triggers
        self.kind = kind
        self.given = activation.of_triggers(triggers)
        self.hooked = frozenset(one.member for one in triggers if one.kind in _HOOKS)
        for path in reader.sealed.imported:
            self.given.setdefault(path, "import")
        self.lines: dict[str, tuple[int, ...]] = {}
        self.left: list[str] = []
        self.seen = sources
        chosen = [*self._chosen(sources), *compiled]
        self.record = Recorder(limits.facts_per_member)
        self.modules = Modules(chosen, reader.member, reader.budget)
        self.machine = Machine(language, self.record, self.modules, limits.value_bytes)
        self.patience = Patience(self.machine, reader.budget)

    def _chosen(self, sources: dict[str, _Seen]) -> Iterator[Source]:
        """Yield the modules that are parsed, each with the part of it that is."""
        spoken = self.language.id
        size = sum(len(seen.data) for seen in sources.values())
        small = size <= SMALL
        union = frozenset(one for seen in sources.values() for one in seen.classes)
        anywhere = small and (select.wanted(union, spoken) or windows.acts(union, self.language))
        anywhere = anywhere or (size <= TINY and spoken == "python" and select.acts(union))
        texts = {path: seen.data for path, seen in sources.items()}
        followed = windows.followed(texts, self.given) if self.language.windows else frozenset()
        for path, seen in sources.items():
            when = self.given.get(path) or self._package(path)
            early = when in {"install", "build", "startup"} or path in followed
            root = early or (when is not None and _ROOTS.search(path) is not None)
            called = path in self.hooked
            root = root or called or _odd(path)
            suspicious = bool(seen.hits) if anywhere else self._suspicious(path, seen)
            suspicious = suspicious or (anywhere and self.language.windows)
            if not suspicious and not (root and (early or called or self._runs(seen))):
                self.left.append(path)
                continue
            data, lines = seen.data, None
            if self.language.compiled and data.startswith(self.language.compiled):
                name, package = activation.dotted(path, self.kind)
                yield Source(path, data, name, package=package)
                continue
            if self.language.windows:
                if len(data) > ROOT_BYTES:
                    found = windows.chosen(data, seen.hits, spoken)
                    if found is None:
                        self.left.append(path)
                        continue
                    data, lines = found
            elif len(data) > ROOT_BYTES or not root:
                blocks, lines = select.sparse(seen.data, seen.hits, spoken, seen.classes)
                data = blocks if self.language.sparse or len(data) > select.MOST else data
            if lines is not None:
                self.lines[path] = lines
            for start, piece in lexical.pieces(data, self.reader.budget.limits.parse_bytes):
                part = f"{path}@{start}" if start else path
                name, package = activation.dotted(part, self.kind)
                yield Source(part, piece, name, package=package)

    def _suspicious(self, path: str, seen: _Seen) -> bool:
        """Tell whether what a module holds together matters, given when it may run."""
        if self.language.id != "python":
            return select.wanted(seen.classes, self.language.id)
        if not select.wanted(seen.classes):
            return False
        aside = activation.of_path(path, self.kind, frozenset()) == "test"
        if aside and path not in self.given:
            return False
        return select.wanted(seen.classes - {"host"}) or self._runs(seen)

    def _runs(self, seen: _Seen) -> bool:
        """Tell whether an import may run what the hits of a module stand for."""
        if self.language.id != "python" or not seen.hits:
            return bool(seen.hits)
        return reach.imported(seen.data, select.blocks(seen.data), seen.hits)

    def _package(self, path: str) -> Activation | None:
        """Tell whether a source distribution's member is what an import of its package runs."""
        if self.kind != "sdist" or not path.endswith("/__init__.py"):
            return None
        short = activation.inner(path, self.kind)
        if short.count("/") != 1 or activation.of_path(path, self.kind, frozenset()) == "test":
            return None
        return "import"

    def items(self, handed: list[Script]) -> Iterator[Item]:
        """Evaluate everything once, from the triggers outwards, and yield what was found."""
        given = self.given
        yield from lexical.facts(
            ((path, self.seen[path].data, self.seen[path].hits) for path in self.left),
            self.language.id,
        )
        packages = frozenset(
            activation.inner(source.path, self.kind).rpartition("/")[0]
            for source in self.modules.by_path.values()
            if source.package
        )
        order: list[tuple[int, str, Activation]] = []
        for path in self.modules.by_path:
            when = given.get(path) or activation.of_path(path, self.kind, packages)
            if when not in _RANKED:
                when = "import"
            order.append((_RANKED.index(when), path, when))
        for _, path, when in sorted(order):
            steps = ROOT_STEPS if when in {"install", "build", "startup"} else MODULE_STEPS
            source = self.modules.by_path[path]
            top = partial(self._top, source, when)
            self.patience.work(steps, path, when, top, partial(_forget, source))
        for script in handed:
            self._handed(script)
        self._entrypoints()
        self._sweep(dict((path, when) for _, path, when in order))
        self.patience.again()
        yield from self.record.facts.values()
        yield from self.record.layers.values()
        yield from self.record.limitations.values()

    def _top(self, source: Source, when: Activation) -> None:
        self.modules.run(self.machine, source, when)
        self.modules.drain(self.machine)

    def _handed(self, script: Script) -> None:
        """Read code that a shell script gives to an interpreter of this language."""
        place = script.location
        self.machine.frame = Frame(
            place=Place(place.member, b"", place.layer, place.line),
            activation=script.activation,
            scope=Scope("module", Place(place.member, b""), None),
            returned=[],
        )
        marks = (script.decoder,) if script.decoder else ()

        def action() -> None:
            layered.enter(self.machine, script.text, marks, "-c", self.language.id, place.line)
            self.modules.drain(self.machine)

        self.patience.work(MODULE_STEPS, place.member, script.activation, action)

    def _entrypoints(self) -> None:
        """Call what entry points, build back ends and test runners call by name."""
        for trigger in self.triggers:
            hooks = _HOOKS.get(trigger.kind)
            if hooks is None and (trigger.activation != "entrypoint" or ":" not in trigger.target):
                continue
            module, _, name = trigger.target.partition(":")
            source = self.modules.by_path.get(trigger.member) if hooks else None
            source = source or self.modules.find(module.strip())
            if source is None or source.scope is None:
                continue
            wanted = name.partition("[")[0].strip().partition(".")[0]
            for bound, value in _functions(source.scope):
                if isinstance(value, Closure) and (
                    bound == wanted or (hooks is not None and hooks.match(bound))
                ):
                    self._call(value, trigger.activation, MODULE_STEPS, bound)

    def _sweep(self, when: dict[str, Activation]) -> None:
        """Enter every function that nothing called."""
        for closure, name in list(self.machine.defined):
            if id(closure.function) in self.machine.seen:
                continue
            place = closure.scope.place
            member = place.member
            if not place.layer and not self._marked(member, closure):
                continue
            at: Activation = "test" if when.get(member) == "test" else "call"
            self._call(closure, at, SWEEP_STEPS, name)

    def _marked(self, member: str, closure: Closure) -> bool:
        """Tell whether a function has a hit between its first and its last line."""
        lines = self.lines.get(member)
        if lines is None:
            return True
        function = closure.function
        place = bisect_left(lines, function.line)
        return place < len(lines) and lines[place] <= max(function.end, function.line)

    def _call(self, closure: Closure, when: Activation, steps: int, name: str) -> None:
        place = closure.scope.place
        machine = self.machine
        machine.frame = Frame(
            place=place, activation=when, scope=closure.scope, scope_name=name, returned=[]
        )
        if self.reader.budget.left("steps") <= 0:
            return
        given = self.language.parameter
        arguments = [
            given(machine, one.name, closure.function.line) if given is not None else UNKNOWN
            for one in closure.function.parameters
            if not one.kind
        ]

        def action() -> None:
            enter(machine, closure, list(arguments), {})
            self.modules.drain(machine)

        self.patience.work(steps, place.member, "call", action)


def _functions(scope: Scope) -> list[tuple[str, Value]]:
    """Return what a module binds, and the methods of its classes where those are modules."""
    found = list(scope.names.items())
    for value in scope.names.values():
        if isinstance(value, Kind):
            found.extend(value.attributes.items())
    return found


def _forget(source: Source) -> None:
    """Make the top level of a module something to be evaluated again."""
    source.scope = source.started = None


def _aside(path: str, found: Iterator[Item]) -> Iterator[Item]:
    """Say of what the text of a test shows that it stands in a test."""
    test = activation.of_path(path, "npm", frozenset()) == "test"
    for item in found:
        if test and isinstance(item, Fact):
            yield msgspec.structs.replace(item, activation="test")
        else:
            yield item


def _rescan(data: bytes, language: str) -> prefilter.Hits:
    return prefilter.scan(data, _group(language))


def _group(language: str) -> Group:
    groups: dict[str, Group] = {
        "python": "python",
        "javascript": "javascript",
        "rust": "rust",
        "java": "java",
    }
    return groups.get(language, "text")


def _hinted(hint: str) -> Language | None:
    from pratique.code.languages import table

    return table().get(hint) if hint else None


def _by_shebang(data: bytes) -> Language | None:
    match = _SHEBANG.match(data[:200])
    if match is None:
        return None
    return named({b"python": "x.py", b"node": "x.js"}.get(match[1].lower(), "x"))


def _odd(path: str) -> bool:
    """Tell whether code lies behind the end of a member that is no archive by its name."""
    outer = path.rpartition("!/")[0]
    return bool(outer) and not outer.lower().endswith((".zip", ".whl", ".egg", ".jar", ".tgz", "gz"))


def _pth(data: bytes) -> bytes:
    """Return the lines of a path configuration file that are run, the others left blank."""
    lines = data.replace(b"\r", b"\n").split(b"\n")
    return b"\n".join(
        line if line.startswith((b"import ", b"import\t")) else b"" for line in lines
    )


__all__ = ["Item", "Place", "Reader", "Scope"]
