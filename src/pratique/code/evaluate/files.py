"""Which file is which: what is written to a path, read from it, and run from it."""

from pratique.code import marks
from pratique.code.api import Meaning
from pratique.code.evaluate import uses
from pratique.code.evaluate.machine import Machine
from pratique.code.evaluate.values import (
    CLEAN,
    Constant,
    Items,
    Symbol,
    Taints,
    Value,
    deep,
    render,
    trail,
)
from pratique.model import Location
from pratique.model import Value as FactValue

MAX_FILES = 512
_STARTED_IN = frozenset(("process.cwd", "Deno.cwd", "os.getcwd"))


class Written:
    """What a path is known to hold."""

    __slots__ = ("content", "location", "marks", "path", "symbol", "taints")

    def __init__(self, path: str, location: Location, symbol: str) -> None:
        self.path = path
        self.location = location
        self.symbol = symbol
        self.taints: Taints = CLEAN
        self.content: Value | None = None
        self.marks: tuple[str, ...] = ()


def _path_of(machine: Machine, symbol: Symbol, bound: "object", line: int) -> str:
    paths = bound.role("path")  # type: ignore[attr-defined]  # Bound of library, which imports this
    holder: Value | None = paths[0] if paths else None
    if holder is None and symbol.state:
        holder = symbol.state.get("path")
    if holder is None:
        return ""
    text = render(holder)
    return text if text.strip("{}") else f"{{{symbol.path}:{machine.frame.place.member}:{line}}}"


def before(
    machine: Machine,
    symbol: Symbol,
    meaning: Meaning,
    bound: "object",
    does: tuple[str, ...],
    line: int,
) -> None:
    """Remember what a call writes, and to which path."""
    contents = bound.role("content")  # type: ignore[attr-defined]  # Bound
    fetched = "net/download" in does and bound.role("path")  # type: ignore[attr-defined]
    if not contents and not fetched:
        return
    path = _path_of(machine, symbol, bound, line)
    if not path or len(machine.files) > MAX_FILES:
        return
    written = machine.files.get(path)
    if written is None:
        location = machine.frame.place.location(line)
        written = machine.files[path] = Written(path, location, symbol.path)
    for content in contents:
        uses.overwritten(machine, path, content, symbol.path, line)
        written.taints |= deep(content)
        written.marks = max(written.marks, trail([content]), key=len)
        if written.content is None:
            written.content = content
            if isinstance(content, Constant) and _autostarts(path):
                machine.modules.run_file(machine, written, line)
        _waits(machine, symbol, bound, path, content, line)
    if fetched:
        from pratique.code.evaluate.values import Taint

        urls = bound.role("url")  # type: ignore[attr-defined]
        shown = render(urls[0], 512) if urls else ""
        place = machine.frame.place.location(line)
        taint = Taint("net/download", place, symbol.path, shown)
        written.taints |= {taint}
        _waits(machine, symbol, bound, path, Value(frozenset((taint,))), line)


def _waits(
    machine: Machine, symbol: Symbol, bound: "object", path: str, content: Value, line: int
) -> None:
    """Record that what was fetched is written where it runs by itself, at the next start."""
    fetched = [one for one in deep(content) if one.label == "net/download"]
    if not fetched:
        return
    from pratique.code.evaluate import sinks

    holders = bound.role("path") or [(symbol.state or {}).get("path", Value())]  # type: ignore[attr-defined]  # Bound
    meant = {one.label for holder in holders for one in deep(holder)}
    if _autostarts(path) or not meant.isdisjoint(_LATER):
        shown = (FactValue("path", path[:512]),)
        sinks.chain(
            machine, "exec/download-run", line, symbol.path, fetched[0], "persist/autostart", shown
        )


_LATER = frozenset(("persist/autostart", "persist/schedule", "persist/service"))


def _autostarts(path: str) -> bool:
    """Tell whether what is written there runs by itself at some later time."""
    return any(one.behaviour.startswith("persist/") for one in marks.classify(path))


def opened(machine: Machine, made: Symbol, bound: "object", line: int) -> Value:
    """Give what reads a file the content and the taints of what was written to it."""
    state = made.state
    if made.path == "file" and state is not None and "path" not in state:
        state["path"] = Value(CLEAN, f"{{temporary:{machine.frame.place.member}:{line}}}")
    if made.path == "file" and state is None:
        text = f"{{temporary:{machine.frame.place.member}:{line}}}"
        made.state = state = {"path": Value(CLEAN, text)}
    if made.path == "file" and state is not None:
        state["name"] = state["path"]
        made.taints = made.taints | deep(state["path"])
    del bound
    return made


def read(machine: Machine, path: Value) -> Value | None:
    """Return what is in a file of that path: written before, or a member of the artifact."""
    text = render(path)
    written = machine.files.get(text)
    if written is not None and written.content is not None:
        content = written.content
        if isinstance(content, Constant):
            return Constant(content.value, written.taints, written.marks)
        return Value(written.taints, content.text, written.marks)
    member = machine.modules.data(text)
    if member is not None:
        return Constant(member, deep(path))
    if written is not None:
        return Value(written.taints, "", written.marks)
    return None


def told(place: Value) -> Taints:
    """Return what the path of a file or module says of what is in it.

    Which one is found depends on the folder that the program was started in; what is in it does
    not say where that is.
    """
    return frozenset(one for one in deep(place) if one.symbol not in _STARTED_IN)


def run_from(machine: Machine, values: list[Value]) -> list[Written]:
    """Return what was written to the paths that a command names."""
    texts: list[str] = []
    for value in values:
        if isinstance(value, Items):
            texts.extend(render(one) for one in value.items[:64])
        texts.append(render(value))
    found: list[Written] = []
    for path, written in machine.files.items():
        name = path.rpartition("/")[2].rpartition("\\")[2]
        for text in texts:
            if path in text or (len(name) > 3 and name.strip("{}.") and name in text):
                found.append(written)
                break
    return found
