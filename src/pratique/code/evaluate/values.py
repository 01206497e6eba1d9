"""What an expression may stand for: constants, symbols, containers, functions, or not known.

Every value carries *taints* (what a source gave, and where) and a *trail* (decoders it came
through), so that whatever is built from a secret still says so when it reaches a sink.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from pratique.code import ir
from pratique.model import Location

if TYPE_CHECKING:
    from pratique.code.evaluate.scope import Scope

MAX_TAINTS = 16
MAX_OPTIONS = 4
_DEPTH = 4
"""How deep values are asked for what they hold."""
_ASKED = 20_000
"""Things after which a value is not asked deeper."""
MAX_TEXT = 4096
"""Characters of a text that is known in part."""


class Taint(NamedTuple):
    """What a source gave: a behaviour, and where the source stands."""

    label: str
    location: Location
    symbol: str = ""
    shown: str = ""
    """The address, path or name that the source was asked for."""


def ordered(taint: Taint) -> tuple[str, str, int, str, str, str]:
    """Return what taints are sorted by: locations have no order of their own."""
    where = taint.location
    return (taint.label, where.member, where.line, where.layer, taint.symbol, taint.shown)


Taints = frozenset[Taint]
CLEAN: Taints = frozenset()


class Value:
    """Something not known, except for its taints and perhaps parts of its text."""

    __slots__ = ("taints", "text", "trail")

    def __init__(self, taints: Taints = CLEAN, text: str = "", trail: tuple[str, ...] = ()) -> None:
        self.taints = taints
        self.text = text
        """Text with `{…}` for what is not known; empty when nothing is."""
        self.trail = trail


class Constant(Value):
    """A value that is known."""

    __slots__ = ("literal", "value")

    def __init__(
        self,
        value: Any,  # noqa: ANN401 any constant of any language
        taints: Taints = CLEAN,
        trail: tuple[str, ...] = (),
        *,
        literal: bool = False,
    ) -> None:
        self.value = value
        self.taints = taints
        self.trail = trail
        self.literal = literal
        """Written as it is, not computed."""
        self.text = ""


class Symbol(Value):
    """Something of a library, by its dotted name, or what a call of it gave."""

    __slots__ = ("called", "hidden", "state")

    def __init__(
        self,
        path: str,
        taints: Taints = CLEAN,
        *,
        called: bool = False,
        hidden: str = "",
        state: "dict[str, Value] | None" = None,
        trail: tuple[str, ...] = (),
    ) -> None:
        self.text = path
        self.taints = taints
        self.called = called
        """A result or an instance, not the name itself."""
        self.hidden = hidden
        """How it was reached when not by its name: getattr, __import__, globals…; `computed` at
        the end when the name was put together."""
        self.state = state
        """Attributes that were set, arguments it was made with; shared by all who hold it."""
        self.trail = trail

    @property
    def path(self) -> str:
        """Return the canonical dotted name."""
        return self.text


class Items(Value):
    """A list, tuple, set or generator whose elements are followed."""

    __slots__ = ("items", "kind", "open")

    def __init__(
        self, kind: str, items: list[Value], taints: Taints = CLEAN, *, is_open: bool = False
    ) -> None:
        self.kind = kind
        self.items = items
        self.taints = taints
        self.trail = ()
        self.text = ""
        self.open = is_open
        """There may be more elements than these."""


class Table(Value):
    """A dictionary or an object whose keys are known."""

    __slots__ = ("open", "pairs")

    def __init__(
        self, pairs: dict[Any, Value], taints: Taints = CLEAN, *, is_open: bool = False
    ) -> None:
        self.pairs = pairs
        self.taints = taints
        self.trail = ()
        self.text = ""
        self.open = is_open


class Closure(Value):
    """A function of the artifact with the scope that it was defined in."""

    __slots__ = ("attributes", "defaults", "function", "owner", "receiver", "scope")

    def __init__(
        self,
        function: ir.Function,
        scope: "Scope",
        receiver: Value | None = None,
        owner: "Kind | None" = None,
    ) -> None:
        self.function = function
        self.scope = scope
        self.receiver = receiver
        self.owner = owner
        self.defaults: dict[str, Value] = {}
        self.attributes: dict[str, Value] | None = None
        """Properties that were set on the function itself."""
        self.taints = CLEAN
        self.trail = ()
        self.text = ""


class Kind(Value):
    """A class of the artifact."""

    __slots__ = ("attributes", "bases", "name")

    def __init__(self, name: str, bases: tuple[Value, ...], attributes: dict[str, Value]) -> None:
        self.name = name
        self.bases = bases
        self.attributes = attributes
        self.taints = CLEAN
        self.trail = ()
        self.text = ""


class Instance(Value):
    """An object of a class of the artifact; its attributes are followed."""

    __slots__ = ("attributes", "kind")

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.attributes: dict[str, Value] = {}
        self.taints = CLEAN
        self.trail = ()
        self.text = ""


class Namespace(Value):
    """A module of the artifact, or the names of a scope as a mapping (`globals()`)."""

    __slots__ = ("scope", "symbol")

    def __init__(self, scope: "Scope", symbol: str = "") -> None:
        self.scope = scope
        self.symbol = symbol
        self.taints = CLEAN
        self.trail = ()
        self.text = ""


class Method(Value):
    """A method of a value, not called yet."""

    __slots__ = ("name", "receiver")

    def __init__(self, receiver: Value, name: str) -> None:
        self.receiver = receiver
        self.name = name
        self.taints = receiver.taints
        self.trail = receiver.trail
        self.text = ""


class Partial(Value):
    """A callable with some arguments bound already."""

    __slots__ = ("arguments", "callee", "keywords")

    def __init__(self, callee: Value, arguments: list[Value], keywords: dict[str, Value]) -> None:
        self.callee = callee
        self.arguments = arguments
        self.keywords = keywords
        self.taints = CLEAN
        self.trail = ()
        self.text = ""


class Options(Value):
    """One of a few values, depending on what is not known."""

    __slots__ = ("options",)

    def __init__(self, options: tuple[Value, ...]) -> None:
        self.options = options
        self.taints = union(options)
        self.trail = max((one.trail for one in options), key=len)
        self.text = ""


UNKNOWN = Value()


def union(values: Iterable[Value]) -> Taints:
    """Return all taints of some values, at most `MAX_TAINTS`."""
    found = CLEAN
    for value in values:
        if value.taints:
            found = found | value.taints if found else value.taints
    if len(found) > MAX_TAINTS:
        found = _cut(found)
    return found


def _cut(taints: Taints) -> Taints:
    """Keep the first of each label, then the rest, up to the limit."""
    order = sorted(taints, key=lambda one: (one.label, one.location.member, one.location.line))
    first = {one.label: one for one in reversed(order)}
    kept = list(first.values())
    kept.extend(one for one in order if one not in kept)
    return frozenset(kept[:MAX_TAINTS])


def trail(values: Iterable[Value]) -> tuple[str, ...]:
    """Return the longest trail of decoders among some values."""
    longest: tuple[str, ...] = ()
    for value in values:
        if len(value.trail) > len(longest):
            longest = value.trail
    return longest


def deep(value: Value, depth: int = _DEPTH) -> Taints:
    """Return the taints of a value and of everything inside it, each thing asked once.

    What holds the same things in many places (the objects of a large program all know each other)
    would be gone through for each way that leads there.
    """
    found = value.taints
    kind = value.__class__
    if kind is Constant or kind is Value or kind is Closure:  # most are: nothing is inside
        return found
    seen = {id(value)}
    level: list[Value] = [value]
    for _ in range(depth):
        inner: list[Value] = []
        for holder in level:
            for one in _inside(holder):
                if one.taints:
                    found = found | one.taints
                kind = one.__class__
                if kind is Constant or kind is Value or kind is Closure:
                    continue
                if id(one) not in seen:
                    seen.add(id(one))
                    inner.append(one)
        if not inner or len(seen) > _ASKED:
            break
        level = inner
    return found if len(found) <= MAX_TAINTS else _cut(found)


def _inside(value: Value) -> Iterable[Value]:
    """Return the first of what a value holds."""
    if isinstance(value, Items):
        return value.items[:256]
    if isinstance(value, Table):
        return list(value.pairs.values())[:256]
    if isinstance(value, Instance):
        return list(value.attributes.values())[:64]
    if isinstance(value, Options):
        return value.options
    if isinstance(value, Symbol) and value.state:
        return list(value.state.values())[:16]
    return ()


def options(value: Value) -> tuple[Value, ...]:
    """Return the values that a value may be."""
    return value.options if isinstance(value, Options) else (value,)


def join(left: Value, right: Value) -> Value:
    """Return a value that may be either; more than `MAX_OPTIONS` of them are not told apart."""
    if left is right:
        return left
    if same(left, right):
        return left
    found: list[Value] = []
    for one in (*options(left), *options(right)):
        if type(one) is Value and not one.taints and not one.text:
            continue
        if not any(same(one, other) for other in found):
            found.append(one)
    if not found:
        return UNKNOWN
    if len(found) == 1:
        return found[0]
    if len(found) > MAX_OPTIONS:
        merged = union(found)
        kept = found[: MAX_OPTIONS - 1]
        return Options((*kept, Value(merged)))
    return Options(tuple(found))


def same(left: Value, right: Value) -> bool:
    """Tell whether two values are certainly the same."""
    if left is right:
        return True
    if type(left) is not type(right) or left.taints != right.taints:
        return False
    if isinstance(left, Constant) and isinstance(right, Constant):
        return type(left.value) is type(right.value) and bool(left.value == right.value)
    if isinstance(left, Symbol) and isinstance(right, Symbol):
        return left.path == right.path and left.state is right.state
    if isinstance(left, Closure) and isinstance(right, Closure):
        return left.function is right.function
    return type(left) is Value and left.text == right.text


def render(value: Value, limit: int = MAX_TEXT, depth: int = 3) -> str:
    """Return a value as text, `{…}` standing for what is not known."""
    if isinstance(value, Constant):
        plain = value.value
        if isinstance(plain, str):
            return plain[:limit]
        if isinstance(plain, bytes):
            return plain[:limit].decode("latin-1")
        return str(plain)[:limit]
    if isinstance(value, Symbol):
        state = value.state if depth else None
        for key in ("path", "url") if state else ():
            if state is not None and key in state:
                return render(state[key], limit, depth - 1)
        return "{" + value.path + "}"
    if isinstance(value, Items) and depth:
        return " ".join(render(one, limit, depth - 1) for one in value.items[:64])[:limit]
    if isinstance(value, Options) and depth:
        return render(value.options[0], limit, depth - 1)
    return value.text[:limit] if value.text else "{}"
