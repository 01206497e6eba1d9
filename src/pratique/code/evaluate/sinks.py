"""Where values end: code that is evaluated, shells, the network. Meeting values make chains."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pratique.code.api import Meaning
from pratique.code.decoders import HIDES, Marshalled
from pratique.code.evaluate import files, layers, uses
from pratique.code.evaluate.machine import Machine
from pratique.code.evaluate.plain import MISSING, plain
from pratique.code.evaluate.source import environment
from pratique.code.evaluate.values import (
    Closure,
    Constant,
    Items,
    Symbol,
    Table,
    Taint,
    Taints,
    Value,
    deep,
    options,
    ordered,
    render,
    trail,
)
from pratique.code.marks import classify
from pratique.model import Value as FactValue
from pratique.model import ValueKind

if TYPE_CHECKING:
    from pratique.code.evaluate.library import Bound

_ELSEWHERE = re.compile(r"(?:https?|wss?|tcp|udp)://[\w-]+\.|\d+\.\d+\.\d+\.\d+")
"""A receiver that code names itself: what a patched function was given leaves for elsewhere."""
_NAMED = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,6}\.[a-z]{2,24}")
_HOST = re.compile(r"https://(?:[\w-]+\.)*([\w-]{4,})\.(?:com|org)(?:[/:?]|$)")
"""The name of a service in the address of its interface."""
_DOMAIN = re.compile(r"(?:https://)?(?:[\w-]+\.)*([\w-]{4,})\.[a-z]{2,10}(?:[/:?]|$)")
_ITSELF = re.compile(r"(?:https?://)?(?:localhost|127\.0\.0\.1)(?:[/:?]|$)")
_SHORT = {"gh": "github"}
_RECEIVED = re.compile(r"socket\.(?:\w+\.)*(?:recv\w*|makefile|read\w*)$")
_STOLEN = ("creds/", "collect/", "discover/")
_RUNS = frozenset(
    ("exec/process", "exec/shell", "exec/native-load", "exec/powershell", "exec/in-memory")
)
_SENDS = ("net/http", "net/socket", "net/upload", "net/dns", "net/exfil-webhook")
_MEMORY_FILE = re.compile(r"/(?:proc/(?:self|\d+|\{[^}]*\})|dev)/fd/")
"""A descriptor as a program: what it holds may be on no disk."""
_SHELL = re.compile(r"(?:^|[/\\])(?:(?:ba|da|z|k|a)?sh|cmd(?:\.exe)?)$|^\{", re.IGNORECASE)
_HOLE = re.compile(r"\{[^{}]*\}|https?://\S+")
"""What is not known, or the address that stands for what it answered."""
_WORDS = re.compile(r"\w")
_SHELLS = ("/bin/sh", "/bin/bash", "cmd.exe", "powershell", "/bin/zsh", "sh -i", "bash -i")


def reached(
    machine: Machine,
    symbol: Symbol,
    meaning: Meaning,
    bound: "Bound",
    does: tuple[str, ...],
    evaluates: str,
    line: int,
) -> Value | None:
    """Follow the arguments of a call to where they end; a result other than the usual, or None."""
    payloads = bound.role("payload")
    if payloads and not symbol.path.startswith("subprocess."):
        _leaves(machine, symbol, payloads, bound, line)
        if "net/dns" in does and any(
            one.label.startswith(_STOLEN) for p in payloads for one in deep(p)
        ):
            from pratique.code.evaluate.library import fact_values

            machine.fact("net/exfil-dns", line, symbol.path, fact_values(bound))
    if any(one in _RUNS for one in does):
        _process(machine, symbol, bound, does, line)
    callees = bound.role("callee")
    if callees:
        _callees(machine, callees, bound, line)
    if not evaluates:
        return None
    if evaluates in {"shell", "powershell"}:
        for value in (*bound.role("command"), *bound.role("argv")):
            layers.command(machine, value, evaluates, line)
        return None
    result: Value | None = None
    for value in bound.role("code"):
        choice = options(value)
        optional = any(not trail([one]) and plain(one) is MISSING for one in choice)
        for one in choice:
            result = code(machine, symbol, one, evaluates, line, optional=optional) or result
    scope = machine.frame.scope
    for table in (*bound.extra, *bound.named.values()):
        if isinstance(table, Table) and scope is not None:  # the names that the code binds
            table.pairs = {**scope.names, **table.pairs}
    return result


def code(
    machine: Machine,
    symbol: Symbol,
    value: Value,
    language: str,
    line: int,
    *,
    optional: bool = False,
) -> Value | None:
    """Follow a value into an evaluator: a layer, and the chains that it shows.

    Where decoding is `optional`, code that is not encoded may come the same way: whoever hides
    code of his own knows that it is.
    """
    fetched = downloads(deep(value))
    known = plain(value)
    marks = trail([value])
    if isinstance(value, Closure) or (isinstance(value, Symbol) and not value.called):
        return None
    if fetched:
        chain(machine, "exec/remote-code", line, symbol.path, fetched[0], "exec/dynamic-code")
    if marks and language != "serialised":
        tags: tuple[str, ...] = ("undecoded",) if known is MISSING else ()
        if tags and optional:
            tags = (*tags, "optional")
        if len(marks) >= 3:
            tags = (*tags, "deep")
        values = (FactValue("string", "/".join(marks)[:256]),)
        machine.fact("obfus/encoded-exec", line, symbol.path, values, tags)
    elif machine.coarse and known is MISSING:
        values = (FactValue("string", "computed"),)  # what takes so long was meant to be hidden
        machine.fact("obfus/encoded-exec", line, symbol.path, values, ("computed", "undecoded"))
    if isinstance(known, str | bytes):
        return layers.enter(machine, known, marks, symbol.path, language, line)
    if isinstance(known, Marshalled):
        return layers.compiled(machine, known.data, marks, symbol.path, line)
    return None


def downloads(taints: Iterable[Taint]) -> list[Taint]:
    """Return what was fetched in the order of its place; a set has another order each run."""
    return sorted({one for one in taints if one.label == "net/download"}, key=ordered)


def chain(
    machine: Machine,
    behaviour: str,
    line: int,
    symbol: str,
    source: Taint,
    sink: str,
    values: tuple[FactValue, ...] = (),
    tags: tuple[str, ...] = (),
) -> None:
    """Record that what a source gave reaches a sink."""
    here = machine.frame.place.location(line)
    between = (place.location(line) for place, line in machine.frame.called)
    shown: tuple[FactValue, ...] = ()
    if source.shown:
        kind: ValueKind = "url" if "://" in source.shown else "name"
        shown = (FactValue(kind, source.shown),)
    machine.fact(
        behaviour,
        line,
        symbol,
        (*shown, *values),
        tags,
        via=(source.label, sink),
        trail=(source.location, *between, here),
    )


def _place(taint: Taint) -> tuple[str, str, int, str, str, str]:
    """Return what taints are ordered by, so that two runs name the same source."""
    where = taint.location
    return (taint.label, where.member, where.line, where.layer, taint.symbol, taint.shown)


def _leaves(
    machine: Machine, symbol: Symbol, payloads: list[Value], bound: "Bound", line: int
) -> None:
    from pratique.code.evaluate.library import fact_values

    found: Taints = frozenset()
    for one in payloads:
        found |= deep(one)
    if symbol.called:
        found |= symbol.taints
    values = fact_values(bound)
    if symbol.state:
        for name in ("url", "host", "address"):
            if name in symbol.state:
                values = (*values, FactValue("url", render(symbol.state[name], 512)))
    asked = {taint for one in bound.role("url") for taint in one.taints}
    stolen = sorted(
        (
            one
            for one in found
            if (one.label.startswith(_STOLEN) or one.label == "fs/enumerate")
            and not (one.symbol.startswith("host.") and one in asked)
            and not (one.label == "fs/enumerate" and one in asked)  # a name in an address
            and not _its_own(one, values, asked)
        ),
        key=_place,
    )
    if any(_ELSEWHERE.match(one.text) or _NAMED.fullmatch(one.text) for one in values):
        stolen += sorted((one for one in found if one.label == "hook/monkeypatch"), key=_place)
    seen: set[str] = set()
    for taint in stolen:
        if taint.label not in seen:
            seen.add(taint.label)
            chain(machine, "net/exfil-chain", line, symbol.path, taint, "net/upload", values)
    uses.keys(machine, payloads, line, values)
    machine.modules.sent(machine, payloads, line)


_ENVIRONMENT = ("creds/env-secret", "creds/ci-secret")


def _its_own(taint: Taint, values: tuple[FactValue, ...], asked: set[Taint]) -> bool:
    """Tell whether a token goes to the service that it is for.

    GITHUB_TOKEN is for github.com; what an address out of the same environment is given is its own.
    """
    if taint.label not in _ENVIRONMENT:
        return False
    given = any(one.label in _ENVIRONMENT and one.symbol == taint.symbol for one in asked)
    if given and not any("://" in one.text for one in values):
        return True
    hosts = [one.text for one in values if one.kind in {"url", "host"}]
    hosts = [one for one in hosts if not _ITSELF.match(one)]  # a stand-in, for tests
    return bool(hosts) and all(_serves(one, taint.shown) for one in hosts)


def _serves(host: str, name: str) -> bool:
    """Tell whether a service is what a token is named after.

    Whose tokens are stolen is known, and a domain like such a service's is soon registered: theirs
    go to the ends of addresses where theirs are.
    """
    words = [_SHORT.get(word, word) for word in name.lower().split("_")]
    known = _HOST.match(host)
    if known is not None:
        return known[1].lower() in words
    own = _DOMAIN.match(host)
    coveted = environment(name) == "creds/ci-secret" or classify(name, "env")
    return own is not None and not coveted and own[1].lower() == words[0]


def _process(
    machine: Machine, symbol: Symbol, bound: "Bound", does: tuple[str, ...], line: int
) -> None:
    from pratique.code.evaluate.library import fact_values

    runs = [*bound.role("argv"), *bound.role("command"), *bound.role("path"), *bound.role("code")]
    given = [*bound.all()]
    sink = next((one for one in does if one in _RUNS), "exec/process")
    values = fact_values(bound)
    fetched = downloads(one for value in runs for one in deep(value))
    told = _told(runs, does)
    if fetched and told:
        sink = "exec/shell"  # the whole command line is what a server answered
    heard = [one for value in runs for one in deep(value) if one.label == "net/listen"]
    if heard and told:
        chain(machine, "exec/remote-code", line, symbol.path, heard[0], "exec/shell", values)
    for written in files.run_from(machine, runs):
        fetched.extend(downloads(written.taints))
        path = (FactValue("path", written.path[:512]),)
        if not HIDES.isdisjoint(written.marks):
            found = (FactValue("string", "/".join(written.marks)[:256]), *path)
            machine.fact("obfus/encoded-exec", line, symbol.path, found, ("program",))
        if written.marks or isinstance(written.content, Constant):
            machine.modules.run_file(machine, written, line)
        values = (*values, *path)
    if fetched:
        chain(machine, "exec/download-run", line, symbol.path, fetched[0], sink, values)
    text = " ".join(render(one) for one in runs)
    held = any(one.label == "exec/in-memory" for value in runs for one in deep(value))
    if _MEMORY_FILE.match(text) or (held and machine.language.id == "rust"):
        machine.fact("exec/in-memory", line, "memfd.run", values)
    handles = [one for name, one in bound.named.items() if name in {"stdin", "stdout", "stderr"}]
    sockets = any(
        isinstance(one, Symbol) and one.path.startswith("socket.socket") for one in handles
    )
    if sockets or (machine.modules.wired and any(shell in text for shell in _SHELLS)):
        place = machine.frame.place.location(line)
        taint = Taint("net/socket", place, symbol.path)
        chain(machine, "net/reverse-shell", line, symbol.path, taint, sink, values)
    received = [one for value in runs for one in deep(value) if _RECEIVED.match(one.symbol)]
    if received:
        chain(machine, "net/reverse-shell", line, symbol.path, received[0], sink, values)
    for value in bound.role("argv"):
        layers.argv(machine, value, line)
    for value in bound.role("path"):
        machine.modules.run_path(machine, render(value), line)
    del given


def _told(runs: list[Value], does: tuple[str, ...]) -> bool:
    """Tell whether nothing but what came from elsewhere is given to a shell as its command."""
    if "exec/shell" in does:
        return bool(runs) and " " not in render(runs[0]).strip()
    for one in (each for value in runs for each in options(value)):
        words = [render(word) for word in one.items[:4]] if isinstance(one, Items) else []
        if len(words) == 3 and _SHELL.search(words[0]) and words[1].lower() in {"-c", "/c"}:
            return not _WORDS.search(_HOLE.sub("", words[2]))
    return False


def _callees(machine: Machine, callees: list[Value], bound: "Bound", line: int) -> None:
    """Call what a thread, a timer or an exit hook will call."""
    from pratique.code.evaluate import calls

    given = bound.named.get("args")
    arguments = list(given.items) if isinstance(given, Items) else list(bound.extra)
    for callee in callees:
        for one in options(callee):
            calls.invoke(machine, one, arguments, {}, line)


def called(machine: Machine, callee: Value, line: int) -> None:
    """Record a call of something that came from the network, or that nobody can name."""
    for taint in downloads(callee.taints):
        if type(callee) is Value and callee.trail:
            chain(machine, "exec/remote-code", line, "", taint, "exec/dynamic-code")
            return
