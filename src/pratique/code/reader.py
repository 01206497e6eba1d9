"""Read the members of one artifact: a look at each, then the code followed from its triggers."""

import re
from collections.abc import Iterator

import msgspec

from pratique.code import (
    activation,
    beside,
    classes,
    lexical,
    native_text,
    overlay,
    prefilter,
    scripts,
    text,
)
from pratique.code.atoms import Group
from pratique.code.choice import Seen
from pratique.code.evaluate import Source
from pratique.code.following import Run
from pratique.code.languages import NAMES, compiled_by, language, named
from pratique.code.languages.language import Language
from pratique.code.nested import Item, Script
from pratique.code.sealed import Sealed
from pratique.limits import Budget
from pratique.model import ArtifactKind, Content, Fact, Limitation, Manifest, Member, Trigger

HANDED_ROUNDS = 4
"""How often code of one language may hide code of another."""
DATA_BYTES = 1_048_576
KEPT_BYTES = 33_554_432
_RUN_AS: dict[str, str] = {"npm": "javascript", "crate": "rust"}
"""What a trigger's member is compiled or loaded as, whatever its name is."""
_FOLLOWED = frozenset(("install", "startup", "import"))
"""When commands run that are followed into the files they name: where nobody asks for them.

A crate is built where it is used; other packages are built by those who make them."""
_TOPPED = frozenset(("npm", "sdist", "crate"))
"""Kinds whose members lie in one folder, which commands are started in."""
_NO_CODE = (
    *(".json", ".gyp", ".gypi", ".toml", ".npmrc", ".node", ".md", ".yml", ".yaml", ".py"),
    *(".css", ".scss", ".less", ".html", ".svg", ".vue", ".map"),
)
_SHEBANG = re.compile(rb"^#!.*\b(python|node|sh|bash|zsh)", re.IGNORECASE)
_TEXTUAL = (
    ".txt .md .rst .json .toml .cfg .ini .yaml .yml .xml .html .css .csv .pth .sh .bat .ps1"
).split()


class Reader:
    """What is kept of one artifact between the look at its members and the end."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.sources: dict[str, dict[str, Seen]] = {}
        """Language id → path → what was seen there."""
        self.data: dict[str, bytes] = {}
        self.scripts: dict[str, tuple[str, bytes]] = {}
        """Path → which shell's language, and the text."""
        self.sealed = Sealed(budget)
        self.packages: set[str] = set()
        """Members that make a folder a package, empty ones too."""
        self._kept = 0
        self._done: set[str] = set()
        self._promotions: set[str] = set()

    # -- one member

    def look(self, content: Content, hint: str = "") -> Iterator[Item]:
        """Yield what the bytes of one window show, and keep what deserves a closer look.

        `hint` is the language of text whose name cannot be trusted to say it.
        """
        path = content.member.path
        if path.endswith("/__init__.py"):
            self.packages.add(path)
        if content.member.kind != "file" or not content.data:
            return
        spoken = named(path) or _by_shebang(content.data) or _hinted(hint)
        whole = compiled_by(content.data)
        if whole is not None:
            yield from self._compiled(content, whole)
            return
        if spoken is None or (b"\0" in content.data[:64] and spoken.compiled):
            yield from self._other(content)
            return
        data, codec = text.utf8(content.data)
        if codec:
            yield text.encoding_fact(content, codec, spoken.id)
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data
        hits = prefilter.scan(data, _group(spoken.id))
        yield from _aside(path, text.facts(content, hits, spoken.id))
        if spoken.id == "python" and "compatible-letter" in hits.shapes:
            data = text.plain_letters(data)
            hits = _rescan(data, spoken.id)
        most = self.budget.limits.parse_bytes if hits.overflow else len(data)
        for start, piece in lexical.pieces(data, most):
            name = path if start == 0 and not content.offset else f"{path}@{content.offset + start}"
            seen = Seen(piece, hits if piece is data else _rescan(piece, spoken.id))
            seen.odd = frozenset(("hiding", "evaluate")) if codec else frozenset()
            seen.classes = classes.of(seen.hits, seen.data, spoken.id) | seen.odd
            self.sources.setdefault(spoken.id, {})[name] = seen

    def _compiled(self, content: Content, spoken: Language) -> Iterator[Item]:
        """Keep a compiled member whole; one that came in windows cannot be read."""
        path = content.member.path
        if content.offset or not content.final:
            if not content.offset:
                detail = "compiled code larger than what is read at once"
                yield Limitation(code="limit-compiled", member=path, detail=detail)
            return
        if 3 * int.from_bytes(content.data[8:10], "big") > len(content.data):
            detail = "a constant pool larger than its file"
            yield Limitation(code="code-broken", member=path, detail=detail)
        seen = Seen(content.data, prefilter.scan(content.data, "class"))
        seen.classes = classes.of(seen.hits, seen.data, "class")
        self.sources.setdefault(spoken.id, {})[path] = seen

    def _other(self, content: Content) -> Iterator[Item]:
        path = content.member.path
        binary = b"\0" in content.data[:4096] and not path.endswith(tuple(_TEXTUAL))
        hits = prefilter.scan(content.data, "binary" if binary else "text")
        yield from text.facts(content, hits, "" if binary else "text")
        yield from native_text.facts(content)
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
            self.sources.setdefault("python", {})[path] = Seen(lines, _rescan(lines, "python"))

    # -- the whole

    def finish(
        self, triggers: tuple[Trigger, ...], manifest: Manifest, kind: ArtifactKind
    ) -> Iterator[Item]:
        """Yield what the code does, and when. May be called again after more looks."""
        del manifest
        triggers = (*triggers, *self._started(triggers, kind))
        yield from self._promoted(triggers, kind)
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
            for name in NAMES:
                sources = self.sources.get(name, {})
                fresh = {path for path in sources if path not in self._done}
                scripts_ = given.pop(name, [])
                compiled, sealed = (sealed, []) if name == "python" else ([], sealed)
                if not fresh and not scripts_ and not compiled:
                    continue
                self._done.update(fresh)
                read = sources if fresh else {}
                run = Run(self, language(name), read, triggers, kind, compiled)
                yield from run.items(scripts_)
                for script in run.modules.handed:
                    handed.setdefault(script.language, []).append(script)
            if not handed:
                return

    def _started(self, triggers: tuple[Trigger, ...], kind: ArtifactKind) -> list[Trigger]:
        """Return what the commands of triggers start in the package, read as what starts it."""
        when = _FOLLOWED | {"build"} if kind == "crate" else _FOLLOWED
        given = [one for one in triggers if one.activation in when]
        if not any(one.command for one in given):
            return []
        from pratique.code import started

        members = [*self.data, *(path for one in self.sources.values() for path in one)]
        top = members[0].partition("/")[0] if members and kind in _TOPPED else ""
        found = list(
            started.triggers(
                given,
                {path: data for path, data in self.data.items() if b"\0" not in data[:4096]},
                members,
                top,
            )
        )
        for one in found:
            data = self.data.get(one.member, b"")
            if one.kind == "started-make":
                data = started.recipes(data)
            if data and one.kind in {"started-shell", "started-make"}:
                self.scripts.setdefault(one.member, ("shell", data))
        return found

    def _promoted(self, triggers: tuple[Trigger, ...], kind: ArtifactKind) -> Iterator[Item]:
        """Read what is run under a name that does not say so, as what runs it reads it."""
        hint = _RUN_AS.get(kind, "")
        if not hint:
            return
        for path in {trigger.member: None for trigger in triggers}:
            if not path.endswith(_NO_CODE) and path not in self.scripts:
                yield from self._as(path, hint)
        for _ in range(beside.ROUNDS if "rust" in self.sources else 0):
            named_ = {
                name
                for path, seen in self.sources["rust"].items()
                for name in beside.elsewhere(path, seen.data)
                if name in self.data and name not in self._promotions
            }
            if not named_:
                return
            for path in sorted(named_):
                yield from self._as(path, "rust")

    def _as(self, path: str, hint: str) -> Iterator[Item]:
        """Look at a member again, as source of a language."""
        data = self.data.get(path, b"")
        if data and b"\0" not in data[:4096] and path not in self._promotions:
            member = Member(path=path, size=len(data))
            yield from self.look(Content(member=member, data=data), hint)
        self._promotions.add(path)

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
    return language(hint) if hint in NAMES else None


def _by_shebang(data: bytes) -> Language | None:
    match = _SHEBANG.match(data[:200])
    if match is None:
        return None
    return named({b"python": "x.py", b"node": "x.js"}.get(match[1].lower(), "x"))


def _pth(data: bytes) -> bytes:
    """Return the lines of a path configuration file that are run, the others left blank."""
    lines = data.replace(b"\r", b"\n").split(b"\n")
    return b"\n".join(line if line.startswith((b"import ", b"import\t")) else b"" for line in lines)


__all__ = ["Item", "Reader"]
