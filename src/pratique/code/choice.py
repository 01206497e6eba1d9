"""Choose the modules of an artifact that are parsed, and of each the part that is.

Roots of activation are: what runs at installation whole, what an import runs where hits are
reached. Of the rest those that hold a combination that could matter (`select`, `windows`).
"""

import re
from collections.abc import Iterator, Mapping

from pratique.code import (
    activation,
    beside,
    classes,
    lexical,
    prefilter,
    prose,
    reach,
    select,
    windows,
)
from pratique.code.evaluate import Source
from pratique.code.languages.language import Language
from pratique.model import Activation, ArtifactKind, Trigger

SMALL = 65_536
"""In an artifact with less source than this, what is suspicious in one module is so in all."""
TINY = 24_576
"""In an artifact with less source than this, all that does anything is read."""
ROOT_BYTES = 24_576
"""Roots of activation that are shorter than this are parsed whole."""
_ROOTS = re.compile(r"(?:^|/)(?:setup|__init__|__main__|sitecustomize|usercustomize)\.py$|\.pth$")
_DOING = frozenset(("run", "evaluate", "drop", "secret", "bad"))
"""Classes that matter alone where an import runs what they stand for."""
_PLAIN = frozenset(("python", "rust", "java"))
"""Languages of which a tiny artifact is read whenever it acts at all."""
_ARCHIVES = (".zip", ".whl", ".egg", ".jar", ".tgz", "gz")
HOOKS = {
    "backend": re.compile(r"build_\w+$|get_requires_for_\w+$|prepare_metadata_\w+$"),
    "build-backend": re.compile(r"build_\w+$|get_requires_for_\w+$|prepare_metadata_\w+$"),
    "pytest-plugin": re.compile(r"pytest_\w+$"),
    "conftest": re.compile(r"pytest_\w+$"),
    "setuptools-hook": re.compile(r"(?!)"),
    "annotation-processor": re.compile(r"(?:<init>|init|process|visit|apply|create)\b"),
    "agent": re.compile(r"(?:premain|agentmain)\b"),
    "service": re.compile(r"<init>|(?:onStartup|initialize|init|configure|install|load|start)\b"),
    "maven-plugin": re.compile(r"<init>|(?:execute|afterProjectsRead|afterSessionStart)\b"),
    "maven-extension": re.compile(r"<init>|(?:afterProjectsRead|afterSessionStart|init|onEvent)\b"),
    "gradle-plugin": re.compile(r"<init>|apply\b"),
    "spring": re.compile(
        r"<init>|(?:run|initialize|onApplicationEvent|afterPropertiesSet|post\w+)"
    ),
    "web": re.compile(r"<init>|(?:init|contextInitialized|onStartup)\b"),
    "main": re.compile(r"main\b"),
}
"""Which functions of a trigger's module are called by name: PEP 517's, pytest's hooks."""


class Seen:
    """One source with its hits and the classes of what they stand for."""

    __slots__ = ("classes", "data", "hits", "odd")

    def __init__(self, data: bytes, hits: prefilter.Hits) -> None:
        self.data = data
        self.hits = hits
        self.classes: frozenset[str] = frozenset()
        self.odd: frozenset[str] = frozenset()
        """Classes of what the bytes are, whatever their words are."""

    def silence(self) -> None:
        """Forget the words that are prose, and what they alone stood for."""
        hits = prose.without(self.hits, self.data)
        if len(hits) != len(self.hits):
            self.hits = hits
            self.classes = classes.of(hits, self.data, "python") | self.odd


class Choice:
    """What is known of when the members of an artifact run, and what was left unparsed."""

    def __init__(
        self,
        language: Language,
        triggers: tuple[Trigger, ...],
        kind: ArtifactKind,
        parse_bytes: int,
    ) -> None:
        self.language = language
        self.kind = kind
        self.parse_bytes = parse_bytes
        self.given = activation.of_triggers(triggers)
        self.hooked = frozenset(one.member for one in triggers if one.kind in HOOKS)
        self.lines: dict[str, tuple[int, ...]] = {}
        """Member that is parsed in part → the lines that have hits."""
        self.left: list[str] = []
        self.large = False
        self.once: set[str] = set()
        """Members that are read for what an import of them runs, and for nothing else."""
        self.read: Mapping[str, Seen] = {}
        self.named: set[bytes] | None = None
        """Words by which modules that are no tests may import others; None before it is asked."""
        self.own = ""
        """The only top folder with code."""

    def sources(self, sources: Mapping[str, Seen]) -> Iterator[Source]:
        """Yield the modules that are parsed, each with the part of it that is."""
        picked = dict(self._picked(sources))
        if picked and self.language.id == "python":
            picked.update(self._hanging(sources, picked))
            picked.update(_feeding(sources, picked))
        if picked and self.language.windows and not self.large:
            texts = {path: seen.data for path, seen in sources.items()}
            picked = {**dict.fromkeys(windows.leading(texts, self.given, picked), False), **picked}
        if picked and self.language.compiled:
            picked.update(
                dict.fromkeys(
                    beside.classes(
                        {path: bool(seen.hits) for path, seen in sources.items()}, picked
                    ),
                    False,
                )
            )
        if self.language.id == "rust":
            texts = {path: seen.data for path, seen in sources.items()}
            roots = [path for path in picked if self._early(path)]
            picked.update(dict.fromkeys(beside.modules(texts, roots), True))
        for path, seen in sources.items():
            if path in picked:
                yield from self._parts(path, seen, root=picked[path])
            else:
                self.left.append(path)

    def _picked(self, sources: Mapping[str, Seen]) -> Iterator[tuple[str, bool]]:
        """Yield the members that deserve parsing, and whether each is a root of activation."""
        spoken = self.language.id
        self.read = sources
        self.own = activation.alone(sources, self.kind)
        size = sum(len(seen.data) for seen in sources.values())
        self.large = size > SMALL
        if self.large and spoken == "python":
            for path, seen in sources.items():
                if _may_matter(seen.classes) and not self._early(path):
                    seen.silence()
        union = frozenset(one for seen in sources.values() for one in seen.classes)
        acts = select.wanted(union, spoken) or windows.acts(union, self.language)
        anywhere = size <= SMALL and acts
        anywhere = anywhere or (size <= TINY and spoken in _PLAIN and select.acts(union))
        hides = self.language.windows and windows.hides(union)
        texts = {path: seen.data for path, seen in sources.items()}
        followed = windows.followed(texts, self.given) if self.language.windows else frozenset()
        carriers = frozenset(map(_carrier, sources)) - {b""}
        apart = self._apart(texts, union) if self.language.windows else frozenset()
        for path, seen in sources.items():
            if path in apart:
                continue
            if path.endswith((".d.ts", ".d.mts", ".d.cts")) and path not in self.given:
                continue  # declarations of types: nothing in them runs
            called = self._early(path) or path in followed or self._hooked(path, seen)
            called = called or any(name in seen.data for name in carriers)
            called = called or (size <= SMALL and spoken == "rust" and _foreign(seen.data))
            root = called or self._root(path)
            suspicious = bool(seen.hits) if anywhere else self._suspicious(path, seen)
            suspicious = suspicious or (anywhere and (hides or bool(self.language.compiled)))
            suspicious = suspicious or ("long-line" in seen.hits.shapes and self._behind(seen))
            if suspicious or called or (root and self._runs(seen)):
                yield path, root

    def _apart(self, texts: Mapping[str, bytes], union: frozenset[str]) -> frozenset[str]:
        """Return the tests that nothing else loads, where names of modules are not put together."""
        if not union.isdisjoint(("reach", "hiding", "bad", "sums")):
            return frozenset()
        aside = [
            path
            for path in texts
            if path not in self.given
            and activation.of_path(path, self.kind, frozenset(), self.own) == "test"
        ]
        return windows.apart(texts, frozenset(aside)) if aside else frozenset()

    def _hooked(self, path: str, seen: Seen) -> bool:
        """Tell whether a member is called by name, or is a main file that does something."""
        if path not in self.hooked:
            return False
        return not self.language.windows or not _DOING.isdisjoint(seen.classes)

    def _behind(self, seen: Seen) -> bool:
        """Tell whether a hit stands so far in a line that nothing else looks there."""
        if self.language.id != "python" or len(seen.data) < _FAR:
            return False
        ends = [end for end, _ in seen.hits.offsets()]
        return any(seen.data.find(b"\n", max(0, end - _FAR), end) < 0 for end in ends[-64:])

    def _early(self, path: str) -> bool:
        return self.given.get(path) in {"install", "build", "startup"}

    def _root(self, path: str) -> bool:
        known = path in self.given or self._package(path) is not None
        return _odd(path) or (known and _ROOTS.search(path) is not None)

    def _hanging(
        self, sources: Mapping[str, Seen], picked: Mapping[str, bool]
    ) -> Iterator[tuple[str, bool]]:
        """Yield roots that call what was picked while they are imported, and users of aliases."""
        stems = {_stem(path): path for path in picked}
        exported: dict[bytes, set[bytes]] = {}
        renamed = {stem: self._renamed(sources[path]) for stem, path in stems.items()}
        renamed = {stem: names for stem, names in renamed.items() if names}
        for path, seen in sources.items():
            if path in picked or len(seen.data) > SMALL:
                continue
            given = renamed.keys() & set(reach.imports(seen.data)) if renamed else ()
            if any(reach.mentioned(seen.data, renamed[stem]) for stem in given):
                yield path, self._root(path)
                continue
            if not self._root(path) or len(seen.data) > ROOT_BYTES:
                continue
            for stem in set(reach.imports(seen.data)) & set(stems):
                if stem not in exported:
                    other = sources[stems[stem]]
                    exported[stem] = reach.exported(other.data, other.hits)
            names = reach.taken(seen.data, exported)
            if names and reach.calls(seen.data, select.blocks(seen.data), names):
                yield path, True

    def _renamed(self, seen: Seen) -> set[bytes]:
        """Return the names that a module gives to what runs or evaluates, where they are new."""
        if _DOING.isdisjoint(seen.classes):
            return set()
        names = reach.aliases(seen.data, select.acting(seen.hits, _DOING, self.language.id))
        words = seen.hits.words() if names else frozenset()
        return {name for name in names if name.decode("utf-8", "replace") not in words}

    def _whole(self, path: str, data: bytes, *, root: bool) -> bool:
        """Tell whether a member is parsed from end to end: what installs is, if it can be."""
        if self._early(path):
            return len(data) <= self.parse_bytes
        return root and len(data) <= ROOT_BYTES

    def _parts(self, path: str, seen: Seen, *, root: bool) -> Iterator[Source]:
        """Yield what is parsed of one member."""
        data, lines = seen.data, None
        if self.language.compiled and data.startswith(self.language.compiled):
            name, package = activation.dotted(path, self.kind)
            yield Source(path, data, name, package=package)
            return
        if self.language.windows:
            if len(data) > ROOT_BYTES and not self._whole(path, data, root=root):
                found = windows.chosen(data, seen.hits, self.language.id)
                if found is None:
                    self.left.append(path)
                    return
                data, lines = found
        elif seen.hits and not self._whole(path, data, root=root):
            found_ = seen.classes if self.large else frozenset()
            blocks, lines = select.sparse(seen.data, seen.hits, self.language.id, found_)
            if not blocks.strip():
                blocks = seen.data  # one block that is too long to be told apart
            data = blocks if self.language.sparse or len(data) > select.MOST else data
        if lines is not None:
            self.lines[path] = lines
        if len(data) > self.parse_bytes:
            data = _VAST.sub(b"''", data)
        for start, piece in lexical.pieces(data, self.parse_bytes):
            part = f"{path}@{start}" if start else path
            name, package = activation.dotted(part, self.kind)
            yield Source(part, piece, name, package=package)

    def _suspicious(self, path: str, seen: Seen) -> bool:
        """Tell whether what a module holds together matters, given when it may run."""
        if self.language.id != "python":
            return select.wanted(seen.classes, self.language.id)
        wanted = select.wanted(seen.classes)
        if not wanted and _DOING.isdisjoint(seen.classes):
            return False
        aside = self._aside(path)
        if aside and (wanted or not self._reached(path)):
            return False
        if not wanted:
            self.once.add(path)
            return self._runs(seen)
        return select.wanted(seen.classes - {"host"}) or self._runs(seen)

    def _aside(self, path: str) -> bool:
        """Tell whether a module is a test that nothing runs by itself."""
        when = activation.of_path(path, self.kind, frozenset(), self.own)
        return when == "test" and path not in self.given

    def _reached(self, path: str) -> bool:
        """Tell whether something that is no test imports a module, or an early one names it."""
        if self.named is None:
            self.named = set()
            for other, seen in self.read.items():
                if self._early(other):
                    self.named.update(reach.names(seen.data))
                elif not self._aside(other):
                    self.named.update(reach.imports(seen.data))
        return _stem(path) in self.named

    def _runs(self, seen: Seen) -> bool:
        """Tell whether an import may run what the hits of a module stand for."""
        if self.language.id != "python" or not seen.hits:
            return bool(seen.hits)
        offsets = select.acting(seen.hits, seen.classes, self.language.id)
        return bool(offsets) and reach.imported(seen.data, select.blocks(seen.data), offsets)

    def _package(self, path: str) -> Activation | None:
        """Tell whether a source distribution's member is what an import of its package runs."""
        if self.kind != "sdist" or not path.endswith("/__init__.py"):
            return None
        short = activation.inner(path, self.kind)
        if (
            short.count("/") != 1
            or activation.of_path(path, self.kind, frozenset(), self.own) == "test"
        ):
            return None
        return "import"


def _feeding(sources: Mapping[str, Seen], picked: Mapping[str, bool]) -> Iterator[tuple[str, bool]]:
    """Yield small modules that a module which hides what it reaches imports: its names' letters."""
    stems: dict[bytes, list[str]] = {}
    for path, seen in sources.items():
        if path not in picked and len(seen.data) <= ROOT_BYTES and not _CALLS.search(seen.data):
            stems.setdefault(_stem(path), []).append(path)
    waiting = [path for path in picked if "hiding" in sources[path].classes]
    found: set[str] = set()
    while waiting and len(found) < _FED:
        for stem in stems.keys() & set(reach.imports(sources[waiting.pop()].data)):
            fresh = [path for path in stems[stem] if path not in found]
            found.update(fresh)
            waiting.extend(fresh)
            yield from ((path, True) for path in fresh)


_FED = 16
"""Modules that are read for the letters they may hold."""
_CALLS = re.compile(rb"^(?:@|def|class|async)\b|^[\w.]+\(", re.MULTILINE)
"""What a module does not have that holds nothing but letters, or hands them on."""


def _foreign(data: bytes) -> bool:
    """Tell whether Rust names a function of C by hand that runs something: no word else tells."""
    return b"extern" in data and _FOREIGN.search(data) is not None


_FOREIGN = re.compile(
    rb"\bfn\s+(?:system|popen|exec[lv]p?e?|posix_spawnp?|dlopen|memfd_create)\s*\("
)


def _may_matter(found: frozenset[str]) -> bool:
    return select.wanted(found) or not _DOING.isdisjoint(found)


_FAR = 100_000
_VAST = re.compile(rb"'[^'\\\n]{65536,}'|\"[^\"\\\n]{65536,}\"")
"""Texts that are too large to be parsed with what stands around them."""


def _stem(path: str) -> bytes:
    """Return the last part of a module's dotted name."""
    folder, _, name = path.rpartition("/")
    stem = name.partition(".")[0]
    return (folder.rpartition("/")[2] if stem == "__init__" else stem).encode()


def _odd(path: str) -> bool:
    """Tell whether code lies behind the end of a member that is no archive by its name."""
    outer = path.rpartition("!/")[0]
    return bool(outer) and not outer.lower().endswith(_ARCHIVES)


def _carrier(path: str) -> bytes:
    """Return the file name of the member that such code lies in; empty for ordinary code."""
    outer = path.rpartition("!/")[0]
    return outer.rpartition("/")[2].partition("+")[0].encode() if _odd(path) else b""
