"""What Node and browsers do that calls alone do not say: processes, files, patched globals."""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pratique.code.evaluate.plain import MISSING, plain
from pratique.code.evaluate.values import (
    UNKNOWN,
    Closure,
    Constant,
    Instance,
    Items,
    Partial,
    Symbol,
    Table,
    Taint,
    Value,
    deep,
    ordered,
    render,
)
from pratique.code.languages import javascript_members as members
from pratique.code.languages import javascript_writes as writes
from pratique.code.languages.javascript_regex import Regex

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine

Arguments = list[Value]
Keywords = dict[str, Value]
_NODES = ("node", "nodejs", "process.execPath", "bun", "process.argv0", "process.argv")
_SOURCES = (".js", ".cjs", ".mjs")
_CODE = frozenset(("-e", "--eval", "-p", "--print", "-pe"))
_WALLETS = re.compile(
    r"^(?:window\.(?:ethereum|solana|phantom|tronWeb|tronLink|web3|BinanceChain|keplr|okxwallet|unisat"
    r"|backpack|coinbaseWalletExtension|trustwallet|petra|aptos|cardano|sui|leap|solflare)"
    r"|@solana/|solana\.|ethers\b|@ethersproject/|web3\b|viem\b|tronweb\b|@mysten/|@ton/|xrpl\b)"
)
_CARRIERS = re.compile(
    r"^(?:XMLHttpRequest\.prototype|window|fetch|WebSocket\.prototype|http|https)"
)
_RECEIVERS = frozenset(
    "to recipient toPubkey pubkey destination toAddress recipientAddress address account payee "
    "beneficiary payTo".split()
)
_ADDRESS = re.compile(r"0x\[|\[13\]|bc1|\[LM|T\[|\{40\}|\{25,|\{33\}|\[1-9A-HJ-NP-Za-km-z\]|4\[")


def _process(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Take program and arguments together, and follow what Node itself is given to run."""
    from pratique.code.evaluate import layers

    if len(arguments) > 1 and isinstance(arguments[1], Items):
        given = arguments[1]
        words = Items("list", [arguments[0], *given.items], given.taints, is_open=given.open)
        arguments[:2] = [words, Items("list", [])]
        program = render(words.items[0], 512).strip("{}").rpartition("/")[2]
        texts = [render(one, 65_536) for one in given.items[:6]]
        if program.removesuffix(".exe") in _NODES:
            place = next((at for at, one in enumerate(texts) if one in _CODE), -1)
            code = given.items[place + 1] if 0 <= place < len(given.items) - 1 else None
            known = plain(code) if code is not None else MISSING
            if code is not None and isinstance(known, str):
                if code.trail:
                    from pratique.code.evaluate import sinks

                    sinks.code(machine, Symbol("node -e"), code, "javascript", line)
                else:
                    layers.enter(machine, known, (), "node -e", "javascript", line)
            for text in texts[:2]:
                machine.modules.run_path(machine, text, line)
    del symbol
    return None


def _forked(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    if not arguments:
        return None
    first = arguments[0]
    blob = first.state.get("#text") if isinstance(first, Symbol) and first.state else None
    if blob is not None:  # a worker of a text that stands in memory under an address
        from pratique.code.evaluate import sinks

        machine.fact("exec/dynamic-code", line, "Worker")
        sinks.code(machine, Symbol("Worker"), blob, "javascript", line)
    machine.modules.run_path(machine, render(first, 1024), line)
    return None


def _blob(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, _line: int
) -> Value | None:
    """Keep the text that a blob is made of; its address stands for it."""
    from pratique.code.evaluate import operators

    parts = arguments[0].items if arguments and isinstance(arguments[0], Items) else []
    text = operators.joined(machine, parts) if parts else UNKNOWN
    return Symbol("Blob", deep(text), called=True, state={"#text": text}, trail=text.trail)


def _read(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Give what a file holds, where that is known, with what its path says of it."""
    from pratique.code.evaluate import files
    from pratique.model import Value as FactValue

    if not arguments:
        return None
    path = arguments[0]
    shown = render(path, 2048)
    tags = ("hidden-call",) if symbol.hidden else ()
    values = (FactValue("path", shown),) if shown.strip("{} ") else ()
    machine.fact("fs/read", line, symbol.path, values, tags)
    for one in sorted(deep(path), key=ordered):
        if one.symbol.startswith("string."):  # what the path means is used, not only written
            machine.fact(one.label, line, symbol.path, (FactValue("path", one.shown),))
    taint = Taint("fs/read", machine.frame.place.location(line), symbol.path, shown[:512])
    found = files.read(machine, path)
    taints = files.told(path) | {taint} | (deep(found) if found is not None else frozenset())
    made: Value
    if isinstance(found, Constant) and isinstance(found.value, bytes | str):
        data = found.value
        textual = any(isinstance(plain(one), str | dict) for one in arguments[1:2])
        if isinstance(data, bytes) and (textual or symbol.path.endswith("readFileSync")):
            data = data.decode("utf-8", "replace") if textual else data
        own = shown.endswith(_SOURCES)  # read where it stands, like every module
        made = Constant(data, taints, found.trail if own else (*found.trail, "file"))
    else:
        made = Symbol(symbol.path, taints, called=True)
    members.given(machine, symbol.path.rpartition(".")[2], made, arguments)
    return made


def _elements(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Say that fields of a page are read where a function that was put in between runs."""
    taints = frozenset[Taint]()
    if machine.interposed:
        place = machine.frame.place.location(line)
        taints = frozenset((Taint("collect/keylog", place, symbol.path),))
        machine.fact("collect/keylog", line, symbol.path, (), ("intercepted",))
    del arguments
    return Symbol("document.Element", taints, called=True)


def assigned(machine: "Machine", holder: Value, name: str, value: Value, line: int) -> None:
    """Follow members that are set: handlers, patched functions, addresses put in their place."""
    if isinstance(holder, Symbol):
        if name.startswith("on") and isinstance(value, Closure | Partial) and holder.called:
            given = Table({"data": _given(holder)}, holder.taints, is_open=True)
            members.later(machine, value, [given])
        elif name == "src" and holder.called and holder.path in {"Image", "document.Element"}:
            _fetched(machine, holder, value, line)
        elif holder.path in members.GLOBALS and not isinstance(value, Closure):
            machine.globals[name] = value
        elif not holder.called and isinstance(value, Closure):
            _patched(machine, holder, name, value, line)
    elif isinstance(value, Closure) and name in _PATCHED and type(holder) is Value:
        through = _through(holder)
        if through:  # what a replaced loader gives, patched in its turn
            _interpose(machine, f"{through}.{name}", value, line)
    if name in _RECEIVERS and not (isinstance(holder, Instance) or _fresh(holder)):
        _redirected(machine, holder, name, value, line)


def _fresh(holder: Value) -> bool:
    """Tell whether an object was made here of nothing that came through a patched function."""
    return isinstance(holder, Table) and not holder.taints


def _given(holder: Symbol) -> Value:
    return Value(holder.taints, "", holder.trail)


def _fetched(machine: "Machine", holder: Symbol, value: Value, line: int) -> None:
    from pratique.code.evaluate import library

    if holder.path == "Image" or deep(value):
        library.call(machine, Symbol("Image.src"), [value], {}, line)


def _patched(machine: "Machine", holder: Symbol, name: str, value: Closure, line: int) -> None:
    """Run a function that is put in the place of a global one, with what it will be given."""
    from pratique.model import Value as FactValue

    path = f"{holder.path}.{name}"
    wallet = _WALLETS.match(holder.path) is not None
    if not wallet and not (_CARRIERS.match(path) and name in _PATCHED):
        return
    machine.fact("hook/monkeypatch", line, path, (FactValue("name", path),))
    _interpose(machine, path, value, line)


def _interpose(machine: "Machine", path: str, value: Closure, line: int) -> None:
    """Run what was put in the place of a function later, with what passes through it."""
    taint = Taint("hook/monkeypatch", machine.frame.place.location(line), path)
    given: list[Value] = [Value(frozenset((taint,))) for _ in value.function.parameters]
    members.later(machine, Partial(Symbol("#interposed"), [value], {}), given)


_PATCHED = frozenset("fetch open send request get post write".split())


def _interposed(
    machine: "Machine", _symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    from pratique.code.evaluate import calls

    machine.interposed += 1
    try:
        return calls.invoke(machine, arguments[0], arguments[1:], {}, line)
    finally:
        machine.interposed -= 1


def _redirected(machine: "Machine", holder: Value, name: str, value: Value, line: int) -> None:
    """Record that the receiver in a call of a wallet is exchanged for one the code knows."""
    from pratique.model import Value as FactValue

    through = _through(holder)
    known = plain(value)
    if not through or _through(value):
        return
    if isinstance(known, str) and len(known) > 20:
        values = (FactValue("wallet", known[:128]), FactValue("name", name))
        machine.fact("impact/transaction-hijack", line, through, values)
    elif isinstance(value, Symbol) and value.called and _WALLETS.match(through):
        machine.fact("impact/transaction-hijack", line, through, (FactValue("name", name),))


def _order(taint: Taint) -> tuple[str, str, int, str]:
    place = taint.location
    return taint.label, place.member, place.line, taint.shown


def _through(value: Value) -> str:
    """Return the name of the patched function that a value came through."""
    found = sorted(one.symbol for one in deep(value) if one.label == "hook/monkeypatch")
    return found[0] if found else ""


def replaced(machine: "Machine", receiver: Value, arguments: list[Value], line: int) -> None:
    """Record that addresses are replaced in what passes through a patched function."""
    from pratique.model import Value as FactValue

    through = _through(receiver)
    if not through or not arguments:
        return
    pattern = plain(arguments[0])
    if isinstance(pattern, Regex) and _ADDRESS.search(pattern.source):
        values = (FactValue("string", pattern.source[:256]),)
        machine.fact("impact/transaction-hijack", line, through, values)


def _digested(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Say that what was fetched is checked against a digest."""
    if arguments and any(one.label == "net/download" for one in deep(arguments[0])):
        machine.fact("net/download", line, symbol.path, (), ("digest-checked",))
    return None


def _endless(
    machine: "Machine", symbol: Symbol, _arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Record a loop that nothing ends: whoever loads it waits for ever."""
    machine.fact("impact/protest", line, symbol.path, (), ("endless",))
    return UNKNOWN


_SECRETS = re.compile(
    r"(?i)^_*(?:private_?key|secret_?key|mnemonic|seed_?phrase|recovery_?phrase)$"
)


def parameter(machine: "Machine", name: str, line: int) -> Value:
    """Return what a caller that is not known gives for a parameter of this name."""
    if not _SECRETS.match(name):
        return UNKNOWN
    place = machine.frame.place.location(line)
    return Value(frozenset((Taint("creds/wallet", place, name, name),)))


SPECIAL: Mapping[str, Callable[..., Any]] = {
    **writes.SPECIAL,
    "#endless": _endless,
    "crypto.createHash.update": _digested,
    "crypto.Hash.update": _digested,
    "child_process.spawn": _process,
    "child_process.spawnSync": _process,
    "child_process.execFile": _process,
    "child_process.execFileSync": _process,
    "execa": _process,
    "execa.execa": _process,
    "pty.spawn": _process,
    "child_process.fork": _forked,
    "Blob": _blob,
    "buffer.Blob": _blob,
    "URL.createObjectURL": lambda _machine, _symbol, arguments, *_: next(iter(arguments), UNKNOWN),
    "worker_threads.Worker": _forked,
    "Worker": _forked,
    "fs.readFile": _read,
    "fs.readFileSync": _read,
    "fs.createReadStream": _read,
    "Deno.readTextFile": _read,
    "Deno.readTextFileSync": _read,
    "document.querySelectorAll": _elements,
    "document.querySelector": _elements,
    "document.getElementById": _elements,
    "document.getElementsByName": _elements,
    "document.getElementsByTagName": _elements,
    "#interposed": _interposed,
}
"""Functions by canonical symbol."""
