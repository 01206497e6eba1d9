"""POSIX shell: command lines and scripts, taken apart into pipelines without running anything.

The tokenizer is our own: strings that reach a shell are short, often cut or half unknown, and a
grammar's error recovery loses exactly the odd ones. What depends on the machine (globs, unknown
variables) stays as it is written; variables that the text itself sets are put in.
"""

import base64
import binascii
import re
from collections.abc import Iterator

import msgspec

from pratique.code import marks
from pratique.code.languages import batch, commands, powershell, programs
from pratique.code.languages.commands import Command, Meaning, Pipeline
from pratique.code.nested import Script
from pratique.limits import Budget
from pratique.model import Activation, Fact, Location, Value

MAX_TEXT = 512 * 1024
MAX_DEPTH = 8
_WINDOWS = re.compile(
    r"(?i)%\w+%|\b[a-z]:\\|\bcmd(?:\.exe)?\s+/[ck]\b|^\s*(?:start|reg|schtasks|del|attrib|taskkill|"
    r"certutil|bitsadmin|copy|move|powershell(?:\.exe)?)\s|\.(?:exe|bat|ps1|vbs)\b|>\s*nul\b"
)
_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
_ASSIGNED = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
_VIA = {
    "exec/download-run": ("net/download", "exec/shell"),
    "net/reverse-shell": ("net/socket", "exec/shell"),
}
_ECHO = frozenset(("echo", "printf"))


def facts(
    text: str,
    location: Location,
    activation: Activation,
    budget: Budget,
    language: str = "shell",
) -> Iterator[Fact | Script]:
    """Yield what a command line or script does; code of other languages comes as `Script`.

    A location without a line is a member's: its facts get the lines of the text. PowerShell and
    `cmd` lines are recognised and handed to their readers.
    """
    seen: set[Fact | Script] = set()
    for item in _facts(text[:MAX_TEXT], location, activation, budget, language, 0):
        if item not in seen:
            seen.add(item)
            yield item


def _facts(
    text: str,
    location: Location,
    activation: Activation,
    budget: Budget,
    language: str,
    depth: int,
) -> Iterator[Fact | Script]:
    if depth > MAX_DEPTH or not text.strip():
        return
    if language == "powershell":
        found = powershell.read(text, location, activation, budget)
    elif language == "batch" or (language == "shell" and _WINDOWS.search(text)):
        found = batch.read(text, location, activation, budget)
    else:
        found = read(text, location, activation, budget)
    yield from _marks(text, location, activation, language)
    for item in found:
        if isinstance(item, Script) and item.language in {"shell", "powershell", "batch"}:
            place = item.location
            if item.decoder:
                layer = "/".join(filter(None, (place.layer, item.decoder)))
                place = msgspec.structs.replace(place, layer=layer[:200])
            yield from _facts(item.text, place, activation, budget, item.language, depth + 1)
        else:
            yield item


def read(
    text: str, location: Location, activation: Activation, budget: Budget
) -> Iterator[Fact | Script]:
    """Yield what POSIX shell text does."""
    meaning = Meaning("shell", location, activation, budget)
    variables: dict[str, str] = {}
    for pipeline in parse(text, variables):
        yield from meaning.pipeline(pipeline)
        yield from _decoded(pipeline, meaning)


def parse(text: str, variables: dict[str, str] | None = None) -> Iterator[Pipeline]:
    """Yield the pipelines of a text; assignments are remembered in `variables`."""
    yield from _Parser(text.replace("\\\n", " "), {} if variables is None else variables).run()


def _marks(text: str, location: Location, activation: Activation, language: str) -> Iterator[Fact]:
    """Yield what strings in the text mean by themselves: hosts, secrets' places, known lines."""
    for found in marks.classify(text):
        if found.weak:
            continue
        start = text.find(found.value.text[:40])
        line = location.line or (text.count("\n", 0, max(start, 0)) + 1)
        via = _VIA.get(found.behaviour, ())
        at = msgspec.structs.replace(location, line=line)
        yield Fact(
            behaviour=found.behaviour,
            location=at,
            activation=activation,
            language=language,
            symbol=found.symbol,
            values=(found.value,),
            via=via,
            trail=(at, at) if via else (),
            snippet=found.value.text[:240],
        )


def _decoded(pipeline: Pipeline, meaning: Meaning) -> Iterator[Fact | Script]:
    """Read again what `echo … | base64 -d | sh` would run, where the text is known."""
    if len(pipeline) < 3:
        return
    head, last = pipeline[0], pipeline[-1]
    language = programs.interprets(last.program)
    if not language:
        return
    data: bytes | None = None
    if head.program in _ECHO and len(head.words) > 1:
        data = " ".join(word for word in head.words[1:] if not word.startswith("-")).encode()
    elif head.inputs:
        data = head.inputs[0].encode()
    names: list[str] = []
    for command in pipeline[1:-1]:
        if data is None:
            return
        data, name = _step(command, data)
        names.append(name)
    if data and names:
        text = data.decode("utf-8", "replace")
        yield meaning.fact("obfus/encoded-exec", last, (Value("code", text[:512]),))
        yield Script(
            language=language,
            text=text,
            location=meaning.location,
            activation=meaning.activation,
            decoder="/".join(names),
        )


def _step(command: Command, data: bytes) -> tuple[bytes | None, str]:
    name = command.program
    try:
        if name in {"base64", "gbase64"}:
            return base64.b64decode(data + b"=="), "base64"
        if name == "base32":
            return base64.b32decode(data.strip()), "base32"
        if name == "xxd":
            return binascii.unhexlify(re.sub(rb"\s", b"", data)), "hex"
    except (ValueError, binascii.Error):
        return None, name
    if name == "rev":
        return data.strip()[::-1], "reversed"
    if name in {"cat", "tee"}:
        return data, name
    if name == "tr" and command.words[1:3] == ("A-Za-z", "N-ZA-Mn-za-m"):
        turned = bytes.maketrans(
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
            b"NOPQRSTUVWXYZABCDEFGHIJKLMnopqrstuvwxyzabcdefghijklm",
        )
        return data.translate(turned), "rot13"
    return None, name


class _Parser:
    """A bounded reader of shell words; never fails, reads on behind what it does not know."""

    def __init__(self, text: str, variables: dict[str, str], depth: int = 0) -> None:
        self.text = text
        self.position = 0
        self.line = 1
        self.variables = variables
        self.depth = depth
        self.heredocs: list[tuple[str, list[str]]] = []

    def run(self) -> Iterator[Pipeline]:
        count = 0
        pipeline: list[Command] = []
        while self.position < len(self.text) and count < commands.MAX_COMMANDS:
            command, end = self._command()
            if command is not None:
                pipeline.append(command)
                count += 1
            if end not in {"|", "|&"} and pipeline:
                yield tuple(pipeline)
                pipeline = []
        if pipeline:
            yield tuple(pipeline)

    def _command(self) -> tuple[Command | None, str]:
        start, line = self.position, self.line
        words: list[str] = []
        reads: list[str] = []
        writes: list[str] = []
        inputs: list[str] = []
        inner: list[Pipeline] = []
        end = ""
        while self.position < len(self.text):
            self._blanks()
            end = self._separator()
            if end:
                break
            redirect = re.compile(r"\d*(<<<|<<-?|>>|&>>?|>\||>&|<&|<>|>|<)").match(
                self.text, self.position
            )
            if redirect:
                self.position = redirect.end()
                self._blanks()
                process = self.text.startswith("(", self.position)
                target = self._word(inner) if not process else self._process(inner)
                self._redirect(redirect[1], target, reads, writes, inputs)
                continue
            before = self.position
            words.append(self._word(inner))
            if self.position == before:
                self.position += 1
        text = self.text[start : self.position].strip(" \t\n;|&")
        if end == "\n":
            self._documents()
        while len(words) > 1 or (words and not words[0]):
            assigned = _ASSIGNED.fullmatch(words[0])
            if words[0] and not assigned:
                break
            words.pop(0)
        if len(words) == 1 and (assigned := _ASSIGNED.fullmatch(words[0])):
            self.variables[assigned[1]] = assigned[2][:4096]
            words = [] if not inner else words
        if not words and not inner:
            return None, end
        command = Command(
            words=tuple(words),
            text=text[:4096],
            line=line,
            inputs=tuple(inputs),
            reads=tuple(reads),
            writes=tuple(writes),
            substitutions=tuple(inner),
            background=end == "&" and any(one.endswith("/dev/null") for one in writes),
        )
        return command, end

    def _redirect(
        self, sign: str, target: str, reads: list[str], writes: list[str], inputs: list[str]
    ) -> None:
        if sign.startswith("<<<"):
            inputs.append(target)
        elif sign.startswith("<<"):
            self.heredocs.append((target, inputs))
            self._documents_ahead()
        elif sign in {"<", "<&", "<>"}:
            reads.append(target)
        elif not target.isdecimal() and target != "-":
            writes.append(target)

    def _documents_ahead(self) -> None:
        """Read the body of a here-document now, and cut it out of what is still to come."""
        name, inputs = self.heredocs.pop()
        start = self.text.find("\n", self.position)
        if start < 0:
            return
        match = re.compile(rf"^[\t ]*{re.escape(name)}[ \t]*$", re.MULTILINE).search(
            self.text, start + 1
        )
        end = match.start() if match else len(self.text)
        inputs.append(self.text[start + 1 : end])
        self.text = self.text[: start + 1] + self.text[match.end() + 1 if match else end :]

    def _documents(self) -> None:
        self.heredocs.clear()

    def _blanks(self) -> None:
        text = self.text
        while self.position < len(text):
            letter = text[self.position]
            if letter in " \t\r":
                self.position += 1
            elif letter == "#" and (self.position == 0 or text[self.position - 1] in " \t\n;"):
                end = text.find("\n", self.position)
                self.position = end if end >= 0 else len(text)
            else:
                return

    def _separator(self) -> str:
        text = self.text
        for sign in ("&&", "||", "|&", ";;", "|", ";", "&", "\n", "(", ")"):
            if text.startswith(sign, self.position):
                if sign == "&" and text.startswith("&>", self.position):
                    return ""
                self.position += len(sign)
                self.line += sign == "\n"
                return sign
        if re.compile(r"[{}](?=\s|$|;)").match(text, self.position):
            self.position += 1
            return ";"
        return ""

    def _word(self, inner: list[Pipeline]) -> str:
        parts: list[str] = []
        text = self.text
        while self.position < len(text):
            letter = text[self.position]
            if letter in " \t\r\n;|&()" or (letter in "<>" and not self._is_process()):
                break
            if letter in "<>":
                self.position += 1
                parts.append(self._process(inner))
            elif letter == "\\":
                parts.append(text[self.position + 1 : self.position + 2])
                self.position += 2
            elif letter == "'":
                parts.append(self._until("'"))
            elif letter == '"':
                parts.append(self._quoted(inner))
            elif letter == "`":
                parts.append(self._substituted(self._until("`"), inner))
            elif letter == "$":
                parts.append(self._dollar(inner))
            else:
                end = re.compile(r"[\s;|&()<>\\'\"`$]").search(text, self.position + 1)
                stop = end.start() if end else len(text)
                parts.append(text[self.position : stop])
                self.position = stop
        return "".join(parts)[:65536]

    def _is_process(self) -> bool:
        return self.text.startswith(("<(", ">("), self.position)

    def _process(self, inner: list[Pipeline]) -> str:
        return self._substituted(self._balanced(), inner)

    def _until(self, mark: str) -> str:
        start = self.position + 1
        end = self.text.find(mark, start)
        end = end if end >= 0 else len(self.text)
        self.position = end + 1
        self.line += self.text.count("\n", start, end)
        return self.text[start:end]

    def _quoted(self, inner: list[Pipeline]) -> str:
        self.position += 1
        parts: list[str] = []
        text = self.text
        while self.position < len(text) and text[self.position] != '"':
            letter = text[self.position]
            if letter == "\\" and text[self.position + 1 : self.position + 2] in '"\\$`\n':
                parts.append(text[self.position + 1 : self.position + 2])
                self.position += 2
            elif letter == "$":
                parts.append(self._dollar(inner))
            elif letter == "`":
                parts.append(self._substituted(self._until("`"), inner))
            else:
                end = re.compile(r'[\\$`"]').search(text, self.position + 1)
                stop = end.start() if end else len(text)
                parts.append(text[self.position : stop])
                self.line += text.count("\n", self.position, stop)
                self.position = stop
        self.position += 1
        return "".join(parts)

    def _dollar(self, inner: list[Pipeline]) -> str:
        text = self.text
        if text.startswith("$((", self.position):
            self.position += 1
            return "$" + self._balanced()
        if text.startswith("$(", self.position):
            self.position += 1
            return self._substituted(self._balanced(), inner)
        if text.startswith("$'", self.position):
            self.position += 1
            return _ansi(self._until("'"))
        match = _VARIABLE.match(text, self.position)
        if match is None:
            brace = re.compile(r"\$\{[^}]{0,200}\}|\$.?").match(text, self.position)
            written = brace[0] if brace else "$"
            self.position += max(1, len(written))
            return written
        self.position = match.end()
        return self.variables.get(match[1] or match[2], match[0])

    def _balanced(self) -> str:
        """Return what stands between this parenthesis and its partner."""
        start = self.position + 1
        level, position, quote = 0, self.position, ""
        while position < len(self.text):
            letter = self.text[position]
            if quote:
                quote = "" if letter == quote else quote
            elif letter in "'\"":
                quote = letter
            elif letter == "(":
                level += 1
            elif letter == ")":
                level -= 1
                if not level:
                    break
            position += 1
        self.position = position + 1
        return self.text[start:position]

    def _substituted(self, text: str, inner: list[Pipeline]) -> str:
        if self.depth < MAX_DEPTH and len(inner) < 32:
            inner.extend(_Parser(text, self.variables, self.depth + 1).run())
        return f"$({text[:200]})"


def _ansi(text: str) -> str:
    try:
        return text.encode("latin-1", "backslashreplace").decode("unicode_escape")
    except UnicodeDecodeError:
        return text
