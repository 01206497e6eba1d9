"""The work list of one artifact: unpack, look, describe, follow, until nothing is left.

The work list: unpack the container, let the code reader look at every member, ask the ecosystem
what the archive says of itself, let the reader follow the code; whatever turns out to be a
container (a member, an overlay, a decoded layer) goes back to the walkers under the same budget.
"""

import hashlib
import mmap
from collections import deque
from collections.abc import Iterator

import msgspec

from pratique import code, ecosystems, unpack
from pratique.code import activation
from pratique.ecosystems import policies
from pratique.inspection.prints import Prints
from pratique.inspection.request import Sketching
from pratique.limits import Budget, Limits
from pratique.model import (
    Artifact,
    ArtifactKind,
    ContainerPolicy,
    Content,
    Coverage,
    Fact,
    Inspection,
    Layer,
    Limitation,
    Manifest,
    Member,
    Skip,
    Trigger,
)

NESTABLE = frozenset(("zip", "tar", "gzip", "bzip2", "xz", "zstd"))
NESTED_BYTES = 192 * 1024 * 1024
"""The largest container inside another that is read; what is larger is held."""
_SPOKEN = {"npm": "javascript", "crates": "rust"}
"""What text is read as whose name says nothing, by ecosystem; else Python."""
_ARCHIVES = frozenset(("wheel", "sdist", "npm", "crate", "jar"))
"""Kinds whose file is no source: one that holds text all the same is read as source."""
_TRICK = "obfus/container-trick"
_VIEWS = 16
"""Other views of members that say what the archive is."""
_LISTS = 4
"""How much longer than other metadata a list of files may be."""
_WHOLE = "#trailing@0"
"""What a walk calls a container that it could make nothing of; to walk it again shows no more."""
ROUNDS = 4
"""How often code may unveil containers whose code unveils containers."""


def inspect(
    data: bytes | mmap.mmap,
    artifact: Artifact,
    limits: Limits,
    sketch: Sketching = "never",
    *,
    follow: bool = True,
) -> Inspection:
    """Return everything that one artifact's bytes show, with the proof of what was looked at."""
    return _Worklist(data, artifact, limits, sketch).run(follow=follow)


class _Pending(msgspec.Struct, frozen=True, kw_only=True):
    """A container that waits to be walked."""

    data: bytes | bytearray | mmap.mmap
    filename: str
    policy: ContainerPolicy
    prefix: str = ""
    depth: int = 0


class _Worklist:
    """What is left to walk, and what was found so far."""

    def __init__(
        self, data: bytes | mmap.mmap, artifact: Artifact, limits: Limits, sketch: Sketching
    ) -> None:
        self.data = data
        self.artifact = artifact
        self.budget = Budget(limits)
        self.ecosystem = ecosystems.ECOSYSTEMS[artifact.ecosystem]
        self.reader = code.Reader(self.budget)
        self.members: list[Member] = []
        self.contents: dict[str, bytes] = {}
        self.views: dict[str, bytes] = {}
        """What another reader sees in the place of some of these."""
        self.facts: list[Fact] = []
        self.layers: list[Layer] = []
        self.limitations: list[Limitation] = []
        self.queue: deque[_Pending] = deque()
        self.windows: bytearray | None = None
        self.listed = 0
        self.analysed = 0
        self.accounted = 0
        self.unread: dict[str, str] = {}
        self.layout = artifact.kind
        self.prints = Prints(sketch)

    def run(self, *, follow: bool) -> Inspection:
        head = bytes(self.data[:65536])
        container = unpack.recognise(head, self.artifact.filename)
        policy = self.ecosystem.policy(self.artifact, container)
        self.queue.append(_Pending(data=self.data, filename=self.artifact.filename, policy=policy))
        self._drain(outermost=True)
        manifest = self._describe()
        if follow:
            self._follow(manifest)
        return self._inspection(container, manifest)

    def _drain(self, *, outermost: bool = False) -> None:
        while self.queue:
            accounted = self._walk(self.queue.popleft())
            if outermost:
                self.accounted = accounted
                outermost = False

    def _walk(self, pending: _Pending) -> int:
        """Read one container and, as they come, those inside it; return the bytes explained."""
        walk = unpack.Walk(
            pending.data,
            filename=pending.filename,
            policy=pending.policy,
            budget=self.budget,
            prefix=pending.prefix,
        )
        for item in walk:
            self._take(item, pending.depth)
        self.listed += walk.listed
        return walk.accounted

    def _take(self, item: object, depth: int) -> None:
        match item:
            case Content():
                self._look(item, depth)
            case Fact():
                self.facts.append(item)
            case Layer():
                self.layers.append(item)
            case Limitation():
                self.limitations.append(item)
                if item.effect == "hold" and item.member:
                    self.unread.setdefault(item.member, item.code)
            case code.Nested():
                self._nest(item.data, item.name, depth)

    def _look(self, content: Content, depth: int) -> None:
        member = content.member
        for item in self.reader.look(*self._as_read(content)):
            self._take(item, depth)
        whole = self._whole(content)
        if content.final:
            self.analysed += 1
            self.members.append(member)
            if member.kind != "file":
                return
            self.prints.take(content)
            if content.offset == 0:
                self._keep(content, depth)
            again = member.path.rpartition("!/")[2] == _WHOLE
            inside = None if whole is None or again else self._nested(whole, member.path, depth)
            if inside is not None:
                self._walk(inside)

    def _as_read(self, content: Content) -> tuple[Content, str]:
        """Return content as some installer writes it: a link, a device, an odd name is a file.

        Zeros around it are the padding of an archive that is read otherwise.
        """
        member = content.member
        if member.kind != "file" and content.data:
            content = msgspec.structs.replace(
                content, member=msgspec.structs.replace(member, kind="file")
            )
        elif not (member.view or member.raw or self._odd(member.path)):
            return content, ""
        bare = content.data.strip(b"\0") if content.final and not content.offset else content.data
        if unpack.recognise(bare[:4096], member.path) != "text":
            return content, ""
        return (
            msgspec.structs.replace(content, data=bare),
            _SPOKEN.get(self.artifact.ecosystem, "python"),
        )

    def _odd(self, path: str) -> bool:
        """Tell whether a name does not say what its bytes are, or is the upload's own."""
        if path == self.artifact.filename:
            return self.artifact.kind in _ARCHIVES
        last = path.rpartition("/")[2]
        return path[:1] == "#" or path[-1:] in ". " or ":" in last or not path.isprintable()

    def _whole(self, content: Content) -> bytes | bytearray | None:
        """Return a member whole; one of many windows only if it may be a container."""
        if content.offset == 0:
            self.windows = None
            if content.final:
                return content.data
            if unpack.recognise(content.data[:65536], content.member.path) in NESTABLE:
                self.windows = bytearray(content.data)
            return None
        if self.windows is None:
            return None
        self.windows[content.offset :] = content.data
        if len(self.windows) > NESTED_BYTES:
            self.windows = None
            detail = f"a container inside, larger than {NESTED_BYTES} bytes"
            self.limitations.append(
                Limitation(code="limit-nested-bytes", member=content.member.path, detail=detail)
            )
            return None
        return self.windows if content.final else None

    def _keep(self, content: Content, depth: int) -> None:
        """Keep the bytes that `describe` will ask for."""
        member = content.member
        plain = unpack.unmarked(member.path)
        if depth or (member.view and plain == member.path):
            return
        most = self.budget.limits.metadata_bytes * _LISTS
        wanted = min(self.ecosystem.wants(plain), most)
        if not wanted:
            return
        if plain == member.path:
            self.contents[member.path] = content.data[:wanted]
        elif len(self.views) < _VIEWS:
            self.views[member.path] = content.data[:wanted]

    def _nest(self, data: bytes, name: str, depth: int) -> None:
        """Queue bytes that are a container themselves."""
        pending = self._nested(data, name, depth)
        if pending is not None:
            self.queue.append(pending)

    def _nested(self, data: bytes | bytearray, name: str, depth: int) -> _Pending | None:
        """Return the work on bytes that are a container, or end as one; None when they are none."""
        if not unpack.container_of(data, name):
            return None
        if depth + 1 >= self.budget.limits.depth:
            self.budget.spend("depth", self.budget.limits.depth + 1)
            self.limitations.append(
                Limitation(code="limit-depth", member=name, detail="containers nested too deeply")
            )
            return None
        return _Pending(
            data=data,
            filename=name.rpartition("/")[2],
            policy=policies.NESTED,
            prefix=name + "!/",
            depth=depth + 1,
        )

    def _describe(self) -> Manifest:
        description = self.ecosystem.describe(self.artifact, tuple(self.members), self.contents)
        self.triggers = description.triggers + tuple(self._other_views(description.triggers))
        self.layout = description.layout or self.artifact.kind
        self.facts.extend(description.facts)
        self.limitations.extend(description.limitations)
        for view, data in self.views.items():
            self._described(view, data, description)
        return description.manifest

    def _described(self, view: str, data: bytes, first: ecosystems.Description) -> None:
        """Add what another reader learns who sees a view in the place of the member."""
        plain = unpack.unmarked(view)
        contents = {**self.contents, plain: data}
        again = self.ecosystem.describe(self.artifact, tuple(self.members), contents)
        self.triggers += tuple(
            msgspec.structs.replace(one, member=view) if one.member == plain else one
            for one in again.triggers
            if one not in first.triggers
        )
        for fact in again.facts:
            if fact not in first.facts:
                member = view if fact.location.member == plain else fact.location.member
                place = msgspec.structs.replace(fact.location, member=member)
                self.facts.append(msgspec.structs.replace(fact, location=place))

    def _other_views(self, triggers: tuple[Trigger, ...]) -> Iterator[Trigger]:
        """Yield the triggers of members that another reader sees in the place of a trigger's."""
        named: dict[str, list[Trigger]] = {}
        for trigger in triggers:
            named.setdefault(trigger.member, []).append(trigger)
        for member in self.members:
            if "#" in member.path and member.path not in self.views:
                for trigger in named.get(unpack.unmarked(member.path), ()):
                    if trigger.member != member.path:
                        yield msgspec.structs.replace(trigger, member=member.path)

    def _follow(self, manifest: Manifest) -> None:
        for _ in range(ROUNDS):
            for item in self.reader.finish(self.triggers, manifest, self.layout):
                self._take(item, 1)
            if not self.queue:
                return
            self._drain()
        self.limitations.append(
            Limitation(code="limit-rounds", detail="code unveils containers without end")
        )

    def _inspection(self, container: str, manifest: Manifest) -> Inspection:
        digest = hashlib.sha256(self.data).hexdigest()
        size = len(self.data)
        fired = tuple(self.budget.fired)
        skipped = tuple(Skip(member=name, reason=why) for name, why in self.unread.items())
        coverage = Coverage(
            sha256=digest,
            size=size,
            accounted=self.accounted,
            listed=self.listed,
            analysed=self.analysed,
            skipped=skipped[:1000],
            fired=fired,
            engine=code.digest(),
            versions=code.versions(),
        )
        return Inspection(
            sha256=digest,
            size=size,
            container=container,
            members=tuple(self.members),
            manifest=manifest,
            triggers=self.triggers,
            facts=tuple(_unique(_set_aside(self.facts, self.artifact.kind))),
            layers=tuple(self.layers),
            limitations=tuple(self.limitations) + tuple(_fired(fired, self.limitations)),
            coverage=coverage,
            fingerprints=self.prints.finish(self.facts),
        )


def _set_aside(facts: list[Fact], kind: ArtifactKind) -> Iterator[Fact]:
    """Yield the facts, tricks of containers among tests' data told as what tests hold."""
    for fact in facts:
        if fact.behaviour == _TRICK and fact.activation == "unknown":
            outer = fact.location.member.partition("!/")[0]
            if "/" in outer and activation.of_path(outer, kind, frozenset()) == "test":
                yield msgspec.structs.replace(fact, activation="test")
                continue
        yield fact


def _unique(facts: Iterator[Fact]) -> Iterator[Fact]:
    """Yield each fact once: two views and fixpoints see the same thing twice."""
    seen: set[Fact] = set()
    for fact in facts:
        if fact not in seen:
            seen.add(fact)
            yield fact


def _fired(fired: tuple[str, ...], limitations: list[Limitation]) -> Iterator[Limitation]:
    """Yield a hold for every limit that fired and that nobody has spoken about."""
    said = {limitation.code for limitation in limitations}
    for name in fired:
        code_ = "limit-" + name.replace("_", "-")
        if code_ not in said:
            yield Limitation(code=code_, detail=f"the limit {name} was met")
