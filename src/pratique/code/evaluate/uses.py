"""What the arguments of a call say beside the call: places, decoded addresses, named secrets."""

import re
from typing import TYPE_CHECKING

from pratique.code.decoders import HIDES
from pratique.code.evaluate import constants
from pratique.code.evaluate.machine import Machine
from pratique.code.evaluate.values import (
    CLEAN,
    UNKNOWN,
    Constant,
    Items,
    Symbol,
    Table,
    Taints,
    Value,
    ordered,
    render,
)
from pratique.model import Value as FactValue

if TYPE_CHECKING:
    from pratique.code.evaluate.library import Bound

_ENDS = ("url", "host", "address", "command", "argv")
_USES = ("path", "url", "host", "command", "argv")
_FOREIGN = re.compile(
    r"(?:~|\{os\.path\.expanduser\}|\{pathlib\.Path\.home\}|\{os\.getenv\}|%(?:userprofile|(?:local)?appdata)%)(?:[/\\]|$)"
    r"|/(?:home|root|etc|usr|opt|Library)/|/[\w.-]+$|[A-Za-z]:[/\\](?:Users|Windows|Program)|"
    r".*(?:site|dist)-packages[/\\]|\{site\.getsitepackages\}",
    re.IGNORECASE,
)
"""Outside the artifact's own folder and what is there for everybody."""
_OWN = re.compile(r"\.cache\b|\.local/share|[/\\]Caches?[/\\]|^/tmp|^/dev/(?:null|std|tty)")
_NAMED = re.compile(
    r"(?:wallet_?)?priv(?:ate)?_?key|pk_?hex|mnemonics?|(?:seed|secret|recovery)_?(?:phrase|words)",
    re.IGNORECASE,
)
_KEY = re.compile(r"\{key:(\w+)\}")
_OPEN = re.compile(r"(?:\w+://)?[\w.-]{3,}[\s/:?]")
"""A host or a program; what is written out so in the source hides nothing."""
_HOSTS = frozenset(("net/suspicious-host", "net/anonymizer"))
_QUOTES = (b'"', b"'", b"`")
_WALKS = re.compile(r"(?i)walk|rglob")
_EVERYTHING = re.compile(
    r"(?:~|/|/home|/root|/Users|[A-Za-z]:|%userprofile%|\{os\.path\.expanduser\}|\{pathlib\.Path\.home\})[/\\]*",
    re.IGNORECASE,
)
"""All that a user has, and not a folder of some program in it."""
_WALKED = re.compile(r"\{(?:os\.(?:walk|listdir|scandir)|glob\.i?glob|pathlib\.Path\.r?glob)")


def covered(machine: Machine, symbol: Symbol, bound: "Bound") -> tuple[str, ...]:
    """Tell whether an address or a command was decoded before it is used."""
    source = machine.frame.place.source
    held = symbol.state or {}
    ends = [value for role in _ENDS for value in bound.role(role)]
    ends += [held[name] for name in _ENDS if name in held]
    for value in ends:
        first = value.items[0] if isinstance(value, Items) and value.items else value
        if HIDES.isdisjoint(first.trail):
            continue
        named = _OPEN.match(render(first))
        if named is None or not any(mark + named[0].encode() in source for mark in _QUOTES):
            return ("decoded-value",)
    return ()


def keys(machine: Machine, payloads: list[Value], line: int, sent: tuple[FactValue, ...]) -> None:
    """Record that a key or phrase which the caller gives goes to an address of the code's own."""
    if not any(one.kind == "url" and one.text.startswith("http") for one in sent):
        return
    for name in _KEY.findall(" ".join(_flat(one, 4) for one in payloads)):
        place = machine.frame.place.location(line)
        machine.fact(
            "net/exfil-chain",
            line,
            name,
            sent,
            ("key",),
            via=("creds/wallet", "net/upload"),
            trail=(place, place),
        )
        return


def _flat(value: Value, depth: int) -> str:
    if isinstance(value, Items | Table) and depth:
        inner = value.items if isinstance(value, Items) else value.pairs.values()
        return " ".join(_flat(one, depth - 1) for one in list(inner)[:16])
    if isinstance(value, Symbol) and value.state and value.path.startswith("java.net.http."):
        return " ".join(_flat(one, depth - 1) for one in list(value.state.values())[:16])
    return value.text[:256] if type(value) is Value else ""


def parameter(_machine: Machine, name: str, _line: int) -> Value:
    """Return what an unknown caller gives for a parameter: not known, but for a key's name."""
    return Value(CLEAN, f"{{key:{name}}}") if _NAMED.fullmatch(name) else UNKNOWN


def noted(machine: Machine, bound: "Bound", does: tuple[str, ...], path: str, line: int) -> None:
    """Record that a call uses what a constant means, and which place it writes to or deletes."""
    named_only = not does and path.startswith(("pathlib.", "os.path.", "os.fspath"))
    for role in () if named_only else _USES:
        for value in bound.role(role):
            for taint in value.taints:
                if taint.symbol.startswith(("string.", "host.")):
                    shown = (FactValue("string", taint.shown), *_key_line(taint.label, bound))
                    machine.fact(taint.label, line, path, shown)
    for value in (*bound.role("url"), *bound.role("host")) if does else ():
        for one in constants.meaning(machine, render(value, 512)):
            if one.behaviour in _HOSTS and not one.weak:
                machine.fact(one.behaviour, line, path, (one.value,), ("used",))
    for value in bound.role("path"):
        text = render(value, 512)
        if not isinstance(value, Constant) and text.strip("{}/. ") and "/" in text:
            felt = constants.seen(machine, text, line, literal=False)
            if type(value) is Value:  # what is read there carries what the place means
                value.taints = value.taints | felt
        if "fs/write" in does and _FOREIGN.match(text) and not _OWN.search(text):
            machine.fact("fs/write-foreign", line, path, (FactValue("path", text),))
        if "fs/delete" in does:
            _wiped(machine, value, path, line)
        if "fs/delete" in does and _own(machine, text):
            machine.fact("evade/self-erase", line, path, (FactValue("path", text),))


def _wiped(machine: Machine, value: Value, symbol: str, line: int) -> None:
    """Record that what a walk through all of a home folder or disk finds is deleted."""
    for taint in sorted(value.taints, key=ordered):
        walked = taint.label == "fs/enumerate" and _WALKS.search(taint.symbol)
        if walked and _EVERYTHING.fullmatch(taint.shown):
            here = machine.frame.place.location(line)
            shown = (FactValue("path", taint.shown),)
            machine.fact("impact/ransom-wipe", line, symbol, shown, trail=(taint.location, here))
            return


def _key_line(label: str, bound: "Bound") -> tuple[FactValue, ...]:
    """Return the line that is written to the keys that may log in, where it stands in the code."""
    if label != "persist/ssh-key":
        return ()
    texts = (render(one, 512) for one in bound.role("content"))
    return tuple(FactValue("key", text) for text in texts if text.strip("{}"))


def overwritten(machine: Machine, path: str, content: Value, symbol: str, line: int) -> None:
    """Record that files which were walked through are written over with what was encrypted."""
    sealed = isinstance(content, Symbol) and content.path.endswith((".encrypt", ".update"))
    if sealed and _WALKED.search(path):
        machine.fact("impact/ransom-wipe", line, symbol, (FactValue("path", path[:512]),))


def _own(machine: Machine, text: str) -> bool:
    """Tell whether a path is the module that is being run, or its folder."""
    member = machine.frame.place.member
    return len(text) > 3 and (text == member or member.startswith(f"{text.rstrip('/')}/"))


def answered(bound: "Bound") -> Taints:
    """Return what the answer of a host is because of who was asked: an address, credentials."""
    return frozenset(
        taint
        for value in bound.role("url")
        for taint in value.taints
        if taint.symbol.startswith("host.")
    )
