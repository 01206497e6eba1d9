"""Code inside values: what reaches an evaluator or a shell is read as code in its own right."""

import hashlib
import re
from collections.abc import Iterator

from pratique.code import ir
from pratique.code.evaluate.machine import Exhausted, Frame, Machine
from pratique.code.evaluate.plain import plain
from pratique.code.evaluate.record import Place
from pratique.code.evaluate.scope import Scope
from pratique.code.evaluate.values import (
    Constant,
    Items,
    Partial,
    Symbol,
    Taint,
    Value,
    deep,
    render,
)
from pratique.model import Fact, Layer, Limitation, Location
from pratique.model import Value as FactValue

MOST_LAYERS = 512
DEEPEST = 96
"""Layers inside layers that are followed."""
SHOWN = 2048
_COMMAND = 4096
_STARTS = re.compile(
    r"(?:\bpython[\d.]*w?(?:\.exe)?|\{sys\.executable[^}]*\})[\"']?\s+(?:-[uBEIsSOq]\s+)*"
    r"(?:-m\s+([A-Za-z_][\w.]*)|[\"']?([^\"'\s;|&<>-][^\"'\s;|&<>]*\.pyw?)\b)"
)
"""Python started on a module or a file."""
_NODE = re.compile(
    r"(?:\bnode(?:js|\.exe)?|\{process\.(?:execPath|argv0?)[^}]*\})[\"']?\s+(?:-\S+\s+)*"
    r"[\"']?([^\"'\s;|&<>-][^\"'\s;|&<>]*\.[cm]?js)\b"
)
"""Node started on a file."""
_LOCAL = re.compile(r"^(?!/|[A-Za-z]:|~)[\w./\\ {}-]*\.(?:pyw?|sh|bat|cmd|ps1|vbs|exe|scr)$")
"""A program named by a relative path: one of the package's own."""
_BINDING = frozenset((ir.Assign, ir.Function, ir.Class))
_PYTHONS = ("python", "sys.executable", "pypy", "py")
_SHELLS = ("sh", "bash", "zsh", "dash", "cmd", "cmd.exe", "ash", "ksh")


def enter(
    machine: Machine,
    code: str | bytes,
    marks: tuple[str, ...],
    symbol: str,
    language: str,
    line: int,
) -> Value | None:
    """Read code that an evaluator runs, with the names of the place where it runs."""
    data = code.encode("utf-8", "surrogatepass") if isinstance(code, str) else code
    data = data.lstrip(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    frame = machine.frame
    if machine.layer_count >= MOST_LAYERS or frame.place.depth >= DEEPEST:
        machine.record.limitation(
            Limitation(
                code="limit-layers",
                member=frame.place.member,
                detail="more hidden layers than read",
            )
        )
        return None
    place = _place(machine, data, marks, symbol, line)
    located = Location(member=place.member, line=place.at, layer=place.layer)
    digest = hashlib.sha256(data).hexdigest()
    text = data[:SHOWN].decode("utf-8", "replace")
    fresh = machine.record.layer(
        Layer(location=located, language=language, size=len(data), sha256=digest, text=text)
    )
    machine.layer_count += fresh
    if language != machine.language.id:
        hand_on(
            machine,
            text if len(data) <= SHOWN else data.decode("utf-8", "replace"),
            language,
            located,
            "/".join(marks),
        )
        return None
    return _run(machine, place, data)


def hand_on(
    machine: Machine, text: str, language: str, location: Location, decoder: str = ""
) -> None:
    """Keep code of another language for that language's own evaluation."""
    from pratique.code.nested import Script

    machine.modules.handed.append(
        Script(
            language=language,
            text=text,
            location=location,
            activation=machine.frame.activation,
            decoder=decoder,
        )
    )


def _place(machine: Machine, data: bytes, marks: tuple[str, ...], symbol: str, line: int) -> Place:
    outer = machine.frame.place
    steps = "/".join((*marks[:12], symbol.rpartition(".")[2] or "exec"))
    path = f"{outer.layer}/{steps}" if outer.layer else steps
    return Place(outer.member, data, path, outer.at if outer.layer else line, outer.depth + 1)


def _run(
    machine: Machine, place: Place, data: bytes, program: ir.Program | None = None
) -> Value | None:
    outer, journal = machine.frame, machine.journal
    program = program or machine.language.lower(data, 1)
    scope = Scope("module", place, outer.scope)
    machine.frame = frame = Frame(
        place=place,
        activation=outer.activation,
        scope=scope,
        guards=outer.guards,
        silenced=outer.silenced,
        depth=outer.depth,
        returned=[],
    )
    machine.journal = None
    result: Value | None = None
    try:
        machine.run(program.body[:-1], scope)
        for statement in program.body[-1:]:
            expression = getattr(statement, "expression", None)
            if expression is None or expression.__class__ in _BINDING:
                machine.run((statement,), scope)
            else:  # once: a layer in a layer would be read twice as often at each depth
                result = machine.peek(expression, scope)
    finally:
        machine.frame, machine.journal = outer, journal
    if result is None and len(frame.returned) == 1 and type(frame.returned[0]) is not Value:
        result = Partial(Symbol("#returned"), frame.returned, {})  # of a function made of a text
    if outer.scope is not None:
        for name, value in scope.names.items():
            outer.scope.top.names.setdefault(name, value)
            outer.scope.names[name] = value
    return result


def compiled(
    machine: Machine, data: bytes, marks: tuple[str, ...], symbol: str, line: int
) -> Value | None:
    """Read serialised code that is run, as far as its instructions tell what they do."""
    from pratique.code import bytecode_ir

    program = bytecode_ir.program(data)
    if program is None:
        detail = "serialised code that cannot be read is run"
        member = machine.frame.place.member
        machine.record.limitation(Limitation(code="bytecode-unread", member=member, detail=detail))
        program = ir.Program(body=())
    return assembled(machine, program, data, (*marks[:12], symbol), line)


def assembled(
    machine: Machine,
    program: ir.Program,
    data: bytes,
    steps: tuple[str, ...],
    line: int,
) -> Value | None:
    """Run the tree of compiled code as a layer; the last of the steps is what runs it."""
    place = _place(machine, b"", steps[:-1], steps[-1], line)
    located = Location(member=place.member, line=place.at, layer=place.layer)
    digest = hashlib.sha256(data).hexdigest()
    depth = machine.frame.place.layer.count("/")
    if machine.layer_count >= MOST_LAYERS or depth > DEEPEST:
        return None
    machine.layer_count += machine.record.layer(
        Layer(location=located, language="bytecode", size=len(data), sha256=digest)
    )
    return _run(machine, place, data, program)


def written(machine: Machine, path: str, content: Constant, line: int) -> None:
    """Read a file that code writes and then runs, by its ending."""
    name = path.lower()
    if name.endswith((".py", ".pyw")):
        enter(machine, content.value, (*content.trail, "file"), "run", "python", line)
    elif name.endswith((".ps1", ".psm1")):
        command(machine, content, "powershell", line)
    elif name.endswith((".sh", ".bash", ".command", ".bat", ".cmd", ".vbs")):
        command(machine, content, "shell", line)
    elif machine.language.id == "python" and name.startswith("{temporary"):
        enter(machine, content.value, (*content.trail, "file"), "run", "python", line)


def command(machine: Machine, value: Value, language: str, line: int) -> None:
    """Read a string that reaches a shell."""
    if isinstance(value, Items):
        argv(machine, value, line)
        return
    text = render(value, 65536)
    if text.strip("{} "):
        _shell(machine, text, language, line)
        _leaks(machine, value, text, line)


def argv(machine: Machine, value: Value, line: int) -> None:
    """Read an argument list: an interpreter's own code, a shell's command, or a program."""
    if not isinstance(value, Items) or not value.items:
        text = "" if isinstance(value, Items) else render(value, 65536)
        if not text.strip("{} ") or (text.startswith("{") and " " not in text):
            return
        _shell(machine, text, "shell", line)
        _leaks(machine, value, text, line)
        return
    words = [render(one, 65536) for one in value.items]
    program = words[0].strip("{}").rpartition("/")[2].rpartition("\\")[2].lower()
    options = [word.lower() for word in words[1:4]]
    if any(program.startswith(name) for name in _PYTHONS):
        _python(machine, value, words, line)
    elif program in _SHELLS and any(one in {"-c", "/c", "-ic", "-lc", "/k"} for one in options):
        place = next(at for at, one in enumerate(words) if one.lower() in _SWITCHES)
        _shell(machine, " ".join(words[place + 1 :]), "shell", line)
    elif program.startswith(("powershell", "pwsh")):
        _shell(machine, " ".join(words), "powershell", line)
    else:
        _shell(machine, " ".join(_quoted(word) for word in words), "shell", line)
    _leaks(machine, value, " ".join(words), line)


_SWITCHES = frozenset(("-c", "/c", "-ic", "-lc", "/k"))


def _python(machine: Machine, value: Items, words: list[str], line: int) -> None:
    if "-c" in words[:6]:
        place = words.index("-c") + 1
        if place < len(value.items):
            code = plain(value.items[place])
            if isinstance(code, str | bytes):
                marks = value.items[place].trail
                enter(machine, code, marks, "python -c", "python", line)
    elif "-m" in words[:6]:
        _shell(machine, " ".join(["python", *words[1:]]), "shell", line)
    else:
        for word in words[1:3]:
            machine.modules.run_path(machine, word, line)
            _absent(machine, word, line)
        loaded(machine, words[1] if len(words) > 1 else "", "python", line)


def loaded(machine: Machine, path: str, symbol: str, line: int) -> None:
    """Read a member that is run as Python though its name does not say so, or is compiled."""
    from pratique.code import bytecode

    if path.endswith(machine.language.suffixes) or machine.language.id != "python":
        return
    data = machine.modules.data(path)
    if data is None or data[:4] in {b"\x7fELF", b"\xcf\xfa\xed\xfe"}:
        return
    if bytecode.version_of(data) is not None:
        compiled(machine, data, ("file",), symbol, line)
    elif b"\0" not in data[:4096]:
        enter(machine, data, ("file",), symbol, "python", line)


def _quoted(word: str) -> str:
    return word if word and not any(one in word for one in " ;|&<>'\"$`") else f"'{word}'"


def _shell(machine: Machine, text: str, language: str, line: int) -> None:
    from pratique.code.languages import shell

    if len(text) < _COMMAND:
        for match in _STARTS.finditer(text):
            if match[1]:
                machine.modules.run_module(machine, match[1])
            else:
                machine.modules.run_path(machine, match[2], line)
                _absent(machine, match[2], line)
        for match in _NODE.finditer(text):
            machine.modules.run_path(machine, match[1], line)
        _absent(machine, text.split(" ", 1)[0], line)
    frame = machine.frame
    location = frame.place.location(line)
    take(machine, shell.facts(text, location, frame.activation, machine.modules.budget, language))


_LOOKED = re.compile(r"\{(?:os\.(?:walk|scandir|listdir)|glob\.i?glob|shutil\.which)")
"""What the code found on the machine it runs on."""


def _absent(machine: Machine, path: str, line: int) -> None:
    """Note that a file of the package is run which the artifact does not hold."""
    text = path.strip("\"'")
    if machine.frame.activation != "install" or not _LOCAL.search(text) or _LOOKED.match(text):
        return
    name = text.rpartition("/")[2].rpartition("\\")[2]
    if machine.modules.data(name) is None and not any(one.endswith(name) for one in machine.files):
        machine.fact("exec/process", line, "absent", (FactValue("path", text[:512]),), ("absent",))


def take(machine: Machine, items: Iterator[object]) -> None:
    """Write down facts that another reader found, and read code that it hands back."""
    from pratique.code.nested import Script

    frame = machine.frame
    for item in items:
        if isinstance(item, Fact):
            key = (item.behaviour, item.location, item.symbol, item.via)
            machine.record.facts.setdefault(key, item)
        elif isinstance(item, Script):
            if item.language == machine.language.id:
                marks = (item.decoder,) if item.decoder else ()
                outer = frame.place.at or item.location.line
                try:
                    enter(machine, item.text, marks, "-c", item.language, outer)
                except Exhausted:
                    return
            else:
                machine.modules.handed.append(item)
        elif isinstance(item, Limitation):
            machine.record.limitation(item)


def _leaks(machine: Machine, value: Value, text: str, line: int) -> None:
    """Draw the chain from what was stolen to a command that talks to the network."""
    if not any(
        word in text for word in ("curl", "wget", "nc ", "http", "nslookup", "dig ", "ping")
    ):
        return
    from pratique.code.evaluate.sinks import chain

    for taint in deep(value):
        if taint.label.startswith(("creds/", "collect/", "discover/")):
            values = (FactValue("command", text[:512]),)
            chain(machine, "net/exfil-chain", line, "shell", taint, "exec/shell", values)
            return


def troubled(machine: Machine, member: str, trouble: str) -> None:
    """Say what of a source could not be read; a syntax error alone hides nothing."""
    if trouble == "too-deep":
        machine.record.limitation(
            Limitation(code="code-too-deep", member=member, detail="nested too deeply to follow")
        )
    if trouble == "broken":
        detail = "compiled code that cannot be taken apart"
        machine.record.limitation(Limitation(code="code-broken", member=member, detail=detail))


__all__ = [
    "Symbol",
    "Taint",
    "argv",
    "assembled",
    "command",
    "compiled",
    "enter",
    "loaded",
    "take",
    "written",
]
