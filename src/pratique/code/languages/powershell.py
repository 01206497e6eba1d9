"""PowerShell: statements, the tricks that hide them, and encoded commands.

Back-ticks inside words, `'a'+'b'`, `-f`, `[char]`, `-join` and `-replace` are folded in the text
first; what is left is split into pipelines whose programs `commands.py` knows.
"""

import base64
import binascii
import re
import zlib
from collections.abc import Iterator

from pratique.code.languages import programs
from pratique.code.languages.commands import MAX_COMMANDS, Command, Meaning, Pipeline
from pratique.code.nested import Script
from pratique.limits import Budget
from pratique.model import Activation, Fact, Location, Value

MAX_DECODED = 1024 * 1024
_ALIASES = {
    "wget": "invoke-webrequest",
    "curl": "invoke-webrequest",
    "iwr": "invoke-webrequest",
    "irm": "invoke-restmethod",
    "iex": "invoke-expression",
    "saps": "start-process",
    "start": "start-process",
    "ri": "remove-item",
    "rm": "remove-item",
    "del": "remove-item",
    "gci": "get-childitem",
    "ls": "get-childitem",
    "dir": "get-childitem",
    "kill": "stop-process",
    "spps": "stop-process",
    "gcb": "get-clipboard",
}
_JOINED = re.compile(r"(['\"])([^'\"\n]*)\1\s*\+\s*(['\"])([^'\"\n]*)\3")
_CHARACTER = re.compile(r"(?i)\[char\]\s*(?:\(\s*)?(0x[0-9a-f]{1,4}|\d{1,5})(?:\s*\))?")
_FORMAT = re.compile(
    r"\(?\s*(['\"])((?:\{\d+\}|[^'\"\n])*)\1\s*-f\s*((?:(['\"])[^'\"\n]*\4\s*,?\s*)+)\)?"
)
_REPLACED = re.compile(
    r"(['\"])([^'\"\n]*)\1\s*(?:\.replace\(|-c?i?replace\s*\(?)\s*(['\"])([^'\"\n]*)\3\s*,\s*"
    r"(['\"])([^'\"\n]*)\5\s*\)?",
    re.IGNORECASE,
)
_BASE64 = re.compile(r"(?i)FromBase64String\s*\(\s*['\"]?([A-Za-z0-9+/=\s]{16,})['\"]?\s*\)")
_SETS = re.compile(r"\$(?:\w+:)?(\w+)\s*=\s*(['\"])([^'\"\n]*)\2\s*(?=[;\n]|$)")
_USES = re.compile(r"\$(?:\w+:)?(\w+)|\$\{(\w+)\}")
_RUNS = re.compile(r"(?i)\b(?:iex|invoke-expression)\b|\.invoke\(|\[scriptblock\]::create|&\s*\(")
_METHODS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?i)\.download(?:string|data)(?:async)?\s*\("), "net/download"),
    (re.compile(r"(?i)\.downloadfile(?:async)?\s*\("), "net/download"),
    (re.compile(r"(?i)\.upload(?:string|file|data|values)\s*\("), "net/upload"),
    (re.compile(r"(?i)net\.sockets\.tcpclient"), "net/socket"),
    (re.compile(r"(?i)\[(?:system\.)?reflection\.assembly\]::load"), "exec/in-memory"),
    (re.compile(r"(?i)virtualalloc|getdelegateforfunctionpointer"), "exec/in-memory"),
    (re.compile(r"(?i)amsiutils|amsiinitfailed|amsiscanbuffer"), "evade/tamper-security"),
    (re.compile(r"(?i)get-wmiobject|get-ciminstance|\bgwmi\b"), "discover/host"),
    (re.compile(r"(?i)\$env:(?:username|computername|userdomain)"), "discover/host"),
    (re.compile(r"(?i)get-childitem\s+env:|\bgci\s+env:|\bdir\s+env:"), "creds/env-dump"),
    (re.compile(r"(?i)copyfromscreen"), "collect/screen"),
    (re.compile(r"(?i)wscript\.shell|shell\.application"), "exec/shell"),
    (re.compile(r"(?i)-encodedcommand|\s-enc\s"), "exec/powershell"),
    (re.compile(r"(?i)servercertificatevalidationcallback"), "net/tls-off"),
    (re.compile(r"(?i)protecteddata\]::unprotect"), "creds/browser"),
    (re.compile(r"(?i)\bcompress-archive\b"), "fs/archive"),
)


def facts(
    text: str,
    location: Location,
    activation: Activation,
    budget: Budget,
    language: str = "powershell",
) -> Iterator[Fact | Script]:
    """Yield what PowerShell text does; same contract as `shell.facts`."""
    from pratique.code.languages import shell

    yield from shell.facts(text, location, activation, budget, language)


def read(
    text: str, location: Location, activation: Activation, budget: Budget
) -> Iterator[Fact | Script]:
    """Yield what PowerShell text does, hidden layers as `Script`."""
    meaning = Meaning("powershell", location, activation, budget)
    plain = fold(text)
    whole = Command(words=("powershell",), text=plain[:4096], line=1)
    if plain != text and _RUNS.search(plain) and not _RUNS.search(text):
        yield meaning.fact("obfus/api-hiding", whole, (Value("code", plain[:512]),))
    fetches = bool(
        re.search(r"(?i)\.download(?:string|data)|invoke-(?:webrequest|rest)|\bi[wr][rm]\b", plain)
    )
    runs = bool(_RUNS.search(plain))
    if fetches and runs:
        yield meaning.chain("exec/download-run", whole, ("net/download", "exec/powershell"))
    for layer, name in _layers(plain):
        if runs:
            yield meaning.fact("obfus/encoded-exec", whole, (Value("code", layer[:512]),))
        yield Script(
            language="powershell",
            text=layer,
            location=location,
            activation=activation,
            decoder=name,
        )
    for pipeline in parse(plain):
        yield from meaning.pipeline(pipeline)
        for command in pipeline:
            yield from _methods(command, meaning)
            if command.program in {"powershell", "pwsh"}:
                yield from started(command, meaning)


def started(command: Command, meaning: Meaning) -> Iterator[Fact | Script]:
    """Yield what a `powershell -EncodedCommand …` on a command line runs."""
    argument = programs.encoded(command.words)
    if not argument:
        return
    decoded = decode(argument)
    text = Value("command", command.text[:1024])
    yield meaning.fact("obfus/encoded-exec", command, (text, Value("code", decoded[:512])))
    if decoded:
        yield Script(
            language="powershell",
            text=decoded,
            location=meaning.location,
            activation=meaning.activation,
            decoder="utf-16-base64",
        )


def decode(argument: str) -> str:
    """Return the text of an encoded command; empty when it is none."""
    try:
        data = base64.b64decode(argument.strip("\"' ") + "==", validate=False)
    except (ValueError, binascii.Error):
        return ""
    return data[:MAX_DECODED].decode("utf-16-le", "ignore")


def fold(text: str) -> str:
    """Return the text with the usual ways of hiding words undone, a bounded number of rounds."""
    if "`" in text:
        text = re.sub(r"`\r?\n", " ", text)
        text = re.sub(r"`(?=[A-Za-z(\-.$])", "", text)
    for _ in range(12):
        before = text
        text = _CHARACTER.sub(_character, text)
        text = _JOINED.sub(lambda match: f"'{match[2]}{match[4]}'", text)
        text = _FORMAT.sub(_formatted, text)
        text = _REPLACED.sub(lambda match: f"'{match[2].replace(match[4], match[6])}'", text)
        if text == before or len(text) > MAX_DECODED:
            break
    known = {match[1].lower(): match[3] for match in _SETS.finditer(text)}
    if known:
        text = _USES.sub(lambda match: _variable(match, known), text)
    text = re.sub(
        r"(?<=[\w)\]])\.\s*(['\"])(\w+)\1(?:\.invoke)?\s*\(", r".\2(", text, flags=re.IGNORECASE
    )
    return re.sub(r"(?<![\w)\]'\"])[&.]\s*\(?\s*(['\"])([\w.-]+)\1\s*\)?", r"\2 ", text)


def parse(text: str) -> Iterator[Pipeline]:
    """Yield the pipelines of a text; parentheses and braces part statements too."""
    pipeline: list[Command] = []
    line, count, start = 1, 0, 0
    quote = ""
    for position, letter in enumerate(text + "\n"):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter in "|;\n{}()":
            command = _command(text[start:position], line)
            if command is not None and count < MAX_COMMANDS:
                pipeline.append(command)
                count += 1
            if letter != "|" and pipeline:
                yield tuple(pipeline)
                pipeline = []
            start = position + 1
        line += letter == "\n"


def _process(words: list[str]) -> list[str]:
    """Return the words of `start` for an interpreter that `Start-Process` starts, else none."""
    program, hidden = "", False
    arguments: list[str] = []
    flag = ""
    for word in words:
        if word.startswith("-") and flag not in {"-argumentlist", "-args"}:
            flag = word.lower()
            continue
        if flag == "-windowstyle":
            hidden = word.lower() in {"hidden", "1"}
        elif flag in {"-argumentlist", "-args"} or (program and not flag):
            arguments.extend(word.split())
        elif flag in {"", "-filepath"} and not program:
            program = word
        flag = flag if flag in {"-argumentlist", "-args"} else ""
    if not programs.interprets(program.lower().removesuffix(".exe")):
        return []
    return ["start", *(("/b",) if hidden else ()), program, *arguments]


def _command(text: str, line: int) -> Command | None:
    stripped = re.sub(r"^\s*\$[\w:]+\s*=\s*", "", text).strip(" \t\r&.")
    if not stripped or stripped.startswith("#"):
        return None
    words = [word.strip("'\"") for word in re.findall(r"\"[^\"]*\"|'[^']*'|[^\s,\"']+", stripped)]
    if not words:
        return None
    words[0] = _ALIASES.get(words[0].lower(), words[0])
    if words[0].lower() == "start-process":
        words = _process(words[1:]) or words
    written = re.search(r">{1,2}\s*([^\s&]+)", stripped)
    return Command(
        words=tuple(words),
        text=stripped[:4096],
        line=line,
        writes=(written[1].strip("'\""),) if written else (),
    )


def _methods(command: Command, meaning: Meaning) -> Iterator[Fact]:
    text = Value("command", command.text[:1024])
    for pattern, behaviour in _METHODS:
        if pattern.search(command.text):
            yield meaning.fact(behaviour, command, (text,))


def _layers(text: str) -> Iterator[tuple[str, str]]:
    """Decode literals given to `FromBase64String`, and what they compress."""
    for match in list(_BASE64.finditer(text))[:16]:
        try:
            data = base64.b64decode(re.sub(r"\s", "", match[1]) + "==")
        except (ValueError, binascii.Error):
            continue
        name = "base64"
        for wbits, codec in ((31, "gzip"), (-15, "deflate")):
            if codec in text.lower() or data[:2] == b"\x1f\x8b":
                inflated = _inflate(data, wbits)
                if inflated:
                    data, name = inflated, f"base64/{codec}"
                    break
        wide = data[1:40:2].count(0) > len(data[1:40:2]) // 2
        yield data[:MAX_DECODED].decode("utf-16-le" if wide else "utf-8", "replace"), name


def _inflate(data: bytes, wbits: int) -> bytes:
    try:
        return zlib.decompressobj(wbits).decompress(data, MAX_DECODED)
    except zlib.error:
        return b""


def _character(match: re.Match[str]) -> str:
    number = int(match[1], 0) if match[1].lower().startswith("0x") else int(match[1])
    return f"'{chr(number)}'" if 31 < number < 0x3000 and number not in {34, 39} else match[0]


def _formatted(match: re.Match[str]) -> str:
    given = [one[1] for one in re.findall(r"(['\"])([^'\"\n]*)\1", match[3])]
    made = re.sub(
        r"\{(\d{1,3})\}",
        lambda slot: given[int(slot[1])] if int(slot[1]) < len(given) else slot[0],
        match[2],
    )
    return f"'{made}'"


def _variable(match: re.Match[str], known: dict[str, str]) -> str:
    value = known.get((match[1] or match[2]).lower())
    after = match.string[match.end() : match.end() + 4].lstrip()
    if value is None or after.startswith("=") or "'" in value:
        return match[0]
    return f"'{value}'"
