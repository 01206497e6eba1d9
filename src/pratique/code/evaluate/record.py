"""Where facts are written down: with their place, once each, with the strongest activation."""

from collections.abc import Iterable

from pratique.model import ACTIVATIONS, Activation, Fact, Layer, Limitation, Location, Value

RANK = {activation: rank for rank, activation in enumerate(ACTIVATIONS)}
SNIPPET = 240
MAX_VALUES = 8
VALUE_TEXT = 512
_BLANKS = 200
"""Blanks before code that stand it outside every window that a person looks at."""


class Place:
    """The text that is being evaluated: a member, or a layer decoded from one."""

    __slots__ = ("at", "depth", "layer", "member", "source", "starts")

    def __init__(
        self, member: str, source: bytes, layer: str = "", at: int = 0, depth: int = 0
    ) -> None:
        self.member = member
        self.source = source
        self.layer = layer
        self.at = at
        """For a layer: the line of the member where it is run."""
        self.depth = depth
        """How many layers lie around this text."""
        self.starts: list[int] | None = None

    def _start(self, line: int) -> int:
        if self.starts is None:
            self.starts = [0]
            position = self.source.find(b"\n")
            while position >= 0:
                self.starts.append(position + 1)
                position = self.source.find(b"\n", position + 1)
        return self.starts[min(max(line, 1), len(self.starts)) - 1]

    def location(self, line: int) -> Location:
        """Return where a line of this text stands."""
        if not self.layer:
            return Location(member=self.member, line=line)
        offset = self._start(line)
        return Location(member=self.member, line=self.at, layer=self.layer, offset=offset)

    def snippet(self, line: int) -> str:
        """Return the text of a line, cut."""
        start = self._start(line)
        end = self.source.find(b"\n", start)
        text = self.source[start : end if end >= 0 else None]
        return text[: SNIPPET * 60].strip()[:SNIPPET].decode("utf-8", "replace")

    def pushed(self, line: int) -> bool:
        """Tell whether the line holds code after a great many blanks."""
        start = self._start(line)
        end = self.source.find(b"\n", start)
        text = self.source[start : end if end >= 0 else None].rstrip()
        return b" " * _BLANKS in text or b"\t" * (_BLANKS // 4) in text


_EARLY = frozenset(("install", "build", "startup", "import"))


def _apart(left: Activation, right: Activation) -> bool:
    """Tell whether only one of two activations comes without being asked."""
    return (left in _EARLY) != (right in _EARLY)


def _named(tags: Iterable[str], place: Place, line: int) -> tuple[str, ...]:
    """Return the tags of a fact with those that its place gives it."""
    named = set(tags)
    if place.layer:
        named.add("decoded")
    if place.pushed(line):
        named.add("whitespace-hidden")
    return tuple(sorted(named))


_Key = tuple[str, Location, str, tuple[str, ...]]


class Recorder:
    """The facts, layers and limitations of one artifact."""

    __slots__ = ("_order", "facts", "full", "layers", "limit", "limitations", "per_member")

    def __init__(self, limit: int) -> None:
        self.facts: dict[_Key, Fact] = {}
        self.layers: dict[tuple[str, str], Layer] = {}
        self.limitations: dict[tuple[str, str], Limitation] = {}
        self.limit = limit
        self.per_member: dict[tuple[str, str], int] = {}
        self.full = False

    def fact(
        self,
        behaviour: str,
        place: Place,
        line: int,
        activation: Activation,
        *,
        language: str,
        symbol: str = "",
        scope: str = "",
        values: Iterable[Value] = (),
        tags: Iterable[str] = (),
        via: tuple[str, ...] = (),
        trail: tuple[Location, ...] = (),
    ) -> None:
        """Write a fact down; one that is known already takes the stronger activation."""
        location = place.location(line)
        key = (behaviour, location, symbol, via)
        known = self.facts.get(key)
        kept = tuple(dict.fromkeys(values))[:MAX_VALUES]
        if known is not None and _apart(known.activation, activation):
            if activation not in _EARLY and all(value in known.values for value in kept):
                return
            key, known = self._aside(key, known, activation)
        if known is not None:
            stronger = RANK[activation] < RANK[known.activation]
            fresh = [value for value in kept if value not in known.values]
            if not stronger and (not fresh or len(known.values) >= MAX_VALUES):
                return
            activation = activation if stronger else known.activation
            kept = (*known.values, *fresh)[:MAX_VALUES]
            tags = (*known.tags, *tags)
            trail = known.trail or trail
        elif self._crowded(place.member, behaviour):
            return
        self.facts[key] = Fact(
            behaviour=behaviour,
            location=location,
            activation=activation,
            language=language,
            symbol=symbol[:200],
            scope=scope,
            values=kept,
            via=via,
            trail=trail[:8],
            snippet=place.snippet(line),
            tags=_named(tags, place, line),
        )

    def _aside(self, key: _Key, known: Fact, activation: Activation) -> tuple[_Key, Fact | None]:
        """Keep what a later call gives from what runs unasked, and the other way round."""
        aside = (*key[:3], (*key[3], "later"))
        if activation in _EARLY:
            self.facts.setdefault(aside, known)
            return key, None
        return aside, self.facts.get(aside)

    def _crowded(self, member: str, behaviour: str) -> bool:
        """Bound one behaviour in one member, so that decoys cannot crowd out another."""
        count = self.per_member.get((member, behaviour), 0) + 1
        self.per_member[member, behaviour] = count
        if count > self.limit or len(self.facts) > 50 * self.limit:
            self.full = True
            return True
        return False

    def layer(self, layer: Layer) -> bool:
        """Write a layer down; False when it is known."""
        key = (layer.sha256, layer.location.member)
        if key in self.layers:
            return False
        self.layers[key] = layer
        return True

    def limitation(self, limitation: Limitation) -> None:
        """Write down what could not be read, once."""
        self.limitations.setdefault((limitation.code, limitation.member), limitation)
