"""Members that are no text and yet hold code: compiled Python, pickles, native programs.

`look` reads each as it passes; `modules` gives compiled Python to the evaluator where no source
tells what it does, or where the source beside it is another.
"""

import re
from collections.abc import Iterator, Mapping

from pratique.code import activation, binary, bytecode, bytecode_ir, pickles
from pratique.code.evaluate import Source
from pratique.code.nested import Nested, Script
from pratique.limits import Budget
from pratique.model import ArtifactKind, Content, Fact, Limitation, Location, Value

KEPT_BYTES = 33_554_432
"""Compiled Python that is kept of one artifact."""
_CACHED = re.compile(r"(?:^|/)__pycache__/([^/]+?)\.[a-z]+-?\d+[^/]*\.py[co]$")
_WORDS = re.compile(rb"[^\W\d]\w*|(?<=\W)[^\x00-\x7f]+")
_MADE = frozenset(
    """
    __module__ __qualname__ __annotations__ __annotate__ __annotate_func__ __doc__ __class__
    __classcell__ __classdict__ __classdictcell__ __static_attributes__ __firstlineno__ __name__
    __conditional_annotations__ __type_params__ __prepare__ __locals__ __build_class__ __debug__
    __enter__ __exit__ __aenter__ __aexit__ AssertionError None True False Ellipsis
    """.split()
)
"""Names that a compiler writes by itself."""


class Sealed:
    """What is kept of an artifact's sealed members until its sources are known."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._compiled: dict[str, bytes] = {}
        self._kept = 0
        self._natives: dict[str, binary.Native] = {}
        self._modules: dict[str, str] = {}
        """Native modules that were Python once, by what compiled them."""
        self._pure = False
        self._sourced = False
        self._scripts: list[Script] = []
        self.imported: set[str] = set()
        """Compiled modules that an import runs, whatever their source says."""

    def look(self, content: Content) -> Iterator[Fact | Limitation | Nested]:
        """Yield what one window of a member shows, and keep compiled Python."""
        native = binary.recognise(content.data) if not content.offset else None
        path = content.member.path
        if native is not None:
            self._natives[path] = native
            compiler = binary.compiled_by(content.data)
            if compiler:
                self._modules[path] = compiler
            yield from binary.facts(content, native)
            return
        if path.endswith((".c", ".cpp", ".pyx", ".pxd")):
            self._sourced = True
        if path.endswith(".dist-info/WHEEL"):
            self._pure = b"Root-Is-Purelib: true" in content.data
        if path.lower().endswith((".pyc", ".pyo")) or bytecode.version_of(content.data[:4]):
            yield from self._keep(content)
            return
        for item in pickles.facts(content, self._budget):
            if isinstance(item, Script):
                self._scripts.append(item)
            else:
                yield item

    def taken(self) -> list[Script]:
        """Return the code that pickles hand to an interpreter. Once."""
        scripts, self._scripts = self._scripts, []
        return scripts

    def _keep(self, content: Content) -> Iterator[Limitation]:
        self._kept += len(content.data)
        whole = content.final and not content.offset
        if whole and self._kept <= KEPT_BYTES and len(content.data) <= bytecode.MAX_BYTES:
            self._compiled[content.member.path] = content.data
        else:
            detail = "more compiled Python than is read"
            yield Limitation(code="limit-bytecode", member=content.member.path, detail=detail)

    def modules(
        self, sources: Mapping[str, bytes], kind: ArtifactKind
    ) -> Iterator[Source | Fact | Limitation]:
        """Yield compiled modules that no source speaks for, and what is odd about them. Once."""
        yield from self._misplaced(kind)
        yield from self._unsourced(sources, kind)
        compiled, self._compiled = self._compiled, {}
        for path, data in compiled.items():
            code = bytecode.read(data)
            beside = source_of(path)
            text = sources.get(beside)
            if code is None:
                if text is None:
                    yield _unread(path, data)
                continue
            if text is not None and not _differs(code, text):
                continue
            tested = activation.of_path(beside, kind, frozenset()) == "test"
            if bytecode.unchecked(data) if text is not None else not _CACHED.search(path):
                kept = "no-source" if text is None else "differs"
                yield _fact(path, f"bytecode.{kept}", code)
                if not tested:
                    self.imported.add(path)
            name, package = activation.dotted(beside if text is None else path, kind)
            made = Source(path, b"", name, package=package)
            made.program = bytecode_ir.lower(code)
            yield made

    def _misplaced(self, kind: ArtifactKind) -> Iterator[Fact]:
        """Yield native members where an archive promises none."""
        natives, self._natives = self._natives, {}
        if kind != "sdist" and not (kind == "wheel" and self._pure):
            return
        for path, native in natives.items():
            yield Fact(
                behaviour="exec/native-load",
                location=Location(member=path),
                activation="call",
                source="binary",
                language=native.format,
                symbol="binary.in-sdist" if kind == "sdist" else "binary.in-pure-wheel",
                values=(Value("path", path),),
            )

    def _unsourced(self, sources: Mapping[str, bytes], kind: ArtifactKind) -> Iterator[Fact]:
        """Yield Python that was compiled to native code where archives hold source."""
        modules, self._modules = self._modules, {}
        if self._sourced or (kind != "sdist" and not (kind == "wheel" and self._pure)):
            return
        for path, compiler in modules.items():
            folder, _, name = path.rpartition("/")
            beside = f"{folder}/{name.partition('.')[0]}.py"
            if beside in sources or activation.of_path(path, kind, frozenset()) == "test":
                continue
            yield Fact(
                behaviour="obfus/packer",
                location=Location(member=path),
                activation="import",
                source="binary",
                language="python",
                symbol="binary.module-without-source",
                values=(Value("string", f"Python compiled by {compiler}"),),
            )


def source_of(path: str) -> str:
    """Return where the source of a compiled member would stand.

    >>> source_of("a/__pycache__/b.cpython-311.pyc"), source_of("a/b.pyc")
    ('a/b.py', 'a/b.py')
    """
    cached = _CACHED.search(path)
    if cached is None:
        return path[:-1] if path[-4:-1] == ".py" else path
    folder = path[: cached.start()]
    return f"{folder}/{cached[1]}.py" if folder else f"{cached[1]}.py"


def _differs(code: bytecode.Code, text: bytes) -> bool:
    """Tell whether compiled code uses names that its source does not hold."""
    words = {word.decode("utf-8", "replace") for word in _WORDS.findall(text)}
    for name in bytecode.names(code):
        for part in name.split("."):
            if part in words or part in _MADE or not part.isidentifier() or not part.isascii():
                continue
            if part.startswith("_") and "__" in part[1:] and part[part.index("__", 1) :] in words:
                continue
            return True
    return False


def _fact(path: str, symbol: str, code: bytecode.Code) -> Fact:
    number = ".".join(map(str, code.version))
    return Fact(
        behaviour="obfus/container-trick",
        location=Location(member=path),
        source="bytecode",
        language="python",
        symbol=symbol,
        values=(Value("string", f"compiled by Python {number}"),),
    )


def _unread(path: str, data: bytes) -> Limitation:
    """Hold what an interpreter might run; what none would take, by its header, is only said."""
    named = path.lower().endswith((".pyc", ".pyo"))
    begins = any(data[at : at + 1] in {b"c", b"\xe3"} for at in (8, 12, 16))
    taken = len(data) > 16 and data[2:4] == b"\r\n" and (named or begins)
    return Limitation(
        code="bytecode-unread",
        effect="hold" if taken else "note",
        member=path,
        detail="compiled Python without a source that cannot be read",
    )
