"""The names of a module, class or function, with a journal so that branches can be undone."""

from typing import TYPE_CHECKING

from pratique.code.evaluate.values import UNKNOWN, Value, join

if TYPE_CHECKING:
    from pratique.code.evaluate.record import Place


class Journal:
    """What was bound since a point, so that the other branch can start from there."""

    __slots__ = ("entries",)

    def __init__(self) -> None:
        self.entries: list[tuple[dict[str, Value], str, Value | None]] = []


class Scope:
    """Names and their values, and where to look further."""

    __slots__ = ("borrowed", "kind", "lexical", "names", "parent", "place", "rebound", "stars")

    def __init__(self, kind: str, place: "Place", parent: "Scope | None" = None) -> None:
        self.kind = kind
        """module, class, function, or space: a module inside a module."""
        self.place = place
        """The text whose names these are."""
        self.names: dict[str, Value] = {}
        self.parent = parent
        self.lexical: bool = parent is not None and parent.lexical
        """A name lives where it was declared, not where it is assigned."""
        self.borrowed: dict[str, Scope] = {}
        """Names declared global or nonlocal, and the scope that holds them."""
        self.rebound = 0
        """How often a name of a module was bound anew."""
        self.stars: list[Value] = []
        """Modules whose names were all imported."""

    @property
    def top(self) -> "Scope":
        """Return the module's own scope."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    def find(self, name: str) -> Value | None:
        """Return what a name is bound to here or further out."""
        scope: Scope | None = self
        while scope is not None:
            found = scope.names.get(name)
            if found is not None and (scope.kind != "class" or scope is self):
                return found
            scope = scope.parent
        return None

    def bind(self, name: str, value: Value, journal: Journal | None = None) -> None:
        """Bind a name, where it is declared to live."""
        holder = self.borrowed.get(name, self) if self.borrowed else self
        if self.lexical and name not in self.names and self.kind != "class":
            holder = self._declaring(name)
        if journal is not None:
            journal.entries.append((holder.names, name, holder.names.get(name)))
        if name in holder.names and holder.kind == "module":
            holder.rebound += 1
        holder.names[name] = value

    def _declaring(self, name: str) -> "Scope":
        """Return the scope further out that declares a name, else the outermost."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
            if name in scope.names and scope.kind != "class":
                return scope
        return scope


def undo(journal: Journal) -> dict[tuple[int, str], tuple[dict[str, Value], Value]]:
    """Take back everything in a journal and return what had been bound last."""
    last: dict[tuple[int, str], tuple[dict[str, Value], Value]] = {}
    for names, name, _ in journal.entries:
        key = (id(names), name)
        if key not in last and name in names:
            last[key] = (names, names[name])
    for names, name, before in reversed(journal.entries):
        if before is None:
            names.pop(name, None)
        else:
            names[name] = before
    journal.entries.clear()
    return last


def merge(
    left: dict[tuple[int, str], tuple[dict[str, Value], Value]],
    right: dict[tuple[int, str], tuple[dict[str, Value], Value]],
    outer: Journal | None,
) -> None:
    """Bind what two branches bound: either value where both or only one did."""
    for key in {**left, **right}:
        names, value = left.get(key) or right[key]
        if key in left and key in right:
            value = join(value, right[key][1])
        else:
            before = names.get(key[1])
            if before is not None and before is not UNKNOWN:
                value = join(value, before)
        if outer is not None:
            outer.entries.append((names, key[1], names.get(key[1])))
        names[key[1]] = value
