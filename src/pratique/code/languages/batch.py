"""Windows `cmd` lines and batch files, taken apart into pipelines without running anything."""

import re
from collections.abc import Iterator

from pratique.code.languages import powershell, programs
from pratique.code.languages.commands import MAX_COMMANDS, Command, Meaning, Pipeline
from pratique.code.nested import Script
from pratique.limits import Budget
from pratique.model import Activation, Fact, Location

_SEPARATOR = re.compile(r"&&|\|\||[&|\n()]")
_SET = re.compile(r'\s*set\s+"?([^=\s"/]+)=([^"\n]*)"?\s*', re.IGNORECASE)
_VARIABLE = re.compile(r"%([^%\s:]+)(?::~(-?\d+)(?:,(-?\d+))?)?%|!([^!\s]+)!")


def read(
    text: str, location: Location, activation: Activation, budget: Budget
) -> Iterator[Fact | Script]:
    """Yield what batch text does; PowerShell inside it comes as `Script`."""
    meaning = Meaning("batch", location, activation, budget)
    for pipeline in parse(text):
        yield from meaning.pipeline(pipeline)
        for command in pipeline:
            if command.program in {"powershell", "pwsh", "powershell_ise"}:
                yield from powershell.started(command, meaning)


def parse(text: str) -> Iterator[Pipeline]:
    """Yield the pipelines of a text, with the variables put in that it sets itself."""
    variables: dict[str, str] = {}
    line, count = 1, 0
    pipeline: list[Command] = []
    for piece, sign in _pieces(text.replace("\r\n", "\n").replace("^\n", "")):
        written = _expand(piece, variables)
        assigned = _SET.fullmatch(written)
        if assigned:
            variables[assigned[1].lower()] = assigned[2][:4096]
        command = _command(written, line)
        line += piece.count("\n") + (sign == "\n")
        if command is not None and count < MAX_COMMANDS:
            pipeline.append(command)
            count += 1
        if sign != "|" and pipeline:
            yield tuple(pipeline)
            pipeline = []
    if pipeline:
        yield tuple(pipeline)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Cut at separators outside quotes; a caret takes the meaning of the next letter away."""
    start = position = 0
    quoted = False
    kept: list[str] = []
    while position < len(text):
        letter = text[position]
        if letter == '"':
            quoted = not quoted
        elif letter == "\n":
            quoted = False
        if letter == "^" and not quoted:
            kept.append(text[start:position])
            kept.append(text[position + 1 : position + 2])
            position += 2
            start = position
            continue
        match = None if quoted else _SEPARATOR.match(text, position)
        if match is None:
            position += 1
            continue
        kept.append(text[start:position])
        yield "".join(kept), match[0]
        kept = []
        start = position = match.end()
    kept.append(text[start:])
    yield "".join(kept), ""


def _expand(text: str, variables: dict[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        name = (match[1] or match[4]).lower()
        known = variables.get(name)
        if known is None:
            return match[0]
        if match[2] is None:
            return known
        begin = int(match[2])
        size = match[3]
        part = known[begin:]
        return part[: int(size)] if size is not None else part

    return _VARIABLE.sub(value, text)[:65536]


def _command(text: str, line: int) -> Command | None:
    stripped = text.strip().lstrip("@").strip()
    if not stripped or re.match(r"(?i)(?:rem\b|::|:\w)", stripped):
        return None
    writes = [match[1].strip('"') for match in re.finditer(r'\d?>{1,2}\s*("[^"]+"|\S+)', stripped)]
    plain = re.sub(r'\d?>{1,2}\s*(?:"[^"]+"|\S+)', " ", stripped)
    words = tuple(word.replace('"', "") for word in re.findall(r'(?:"[^"]*+"|[^\s"]++)++', plain))
    words = _without_if(words)
    if not words:
        return None
    if words[0].lower() == "start":
        # The first quoted argument is the window's title.
        rest = [word for word in words[1:] if not word.startswith("/") and word]
        if rest and (programs.interprets(rest[0].lower().removesuffix(".exe")) or len(rest) > 1):
            words = ("start", *(word for word in words[1:] if word.startswith("/")), *rest)
    writes = [file for file in writes if not file.startswith("&")]
    return Command(words=words, text=stripped[:4096], line=line, writes=tuple(writes))


def _without_if(words: tuple[str, ...]) -> tuple[str, ...]:
    lower = [word.lower() for word in words]
    if lower[:1] == ["if"]:
        for position, word in enumerate(lower):
            if word in {"exist", "defined", "errorlevel"}:
                return words[position + 2 :]
            if "==" in word or word in {"equ", "neq", "gtr", "lss"}:
                return words[position + (1 if "==" in word and len(word) > 2 else 2) :]
    if "do" in lower and lower[0] == "for":
        return words[lower.index("do") + 1 :]
    return words
