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
from pratique.code.languages import batch, powershell, programs
from pratique.code.languages.commands import Command, Meaning, Pipeline
from pratique.code.languages.shell_words import Parser
from pratique.code.nested import Script
from pratique.limits import Budget
from pratique.model import Activation, Fact, Location, Value

MAX_TEXT = 512 * 1024
MAX_DEPTH = 8
_WINDOWS = re.compile(
    r"(?i)%\w+%|\b[a-z]:\\|\bcmd(?:\.exe)?\s+/[ck]\b|^\s*(?:start|reg|schtasks|del|attrib|taskkill|"
    r"certutil|bitsadmin|copy|move|powershell(?:\.exe)?)\s|\.(?:exe|bat|ps1|vbs)\b|>\s*nul\b"
)
_COMMENTS = re.compile(r"(?im)^[ \t]*(?:#|::|rem\b).*$")
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
    for item in _facts(text[:MAX_TEXT], location, activation, budget, language):
        if item not in seen:
            seen.add(item)
            yield item


def _facts(
    text: str,
    location: Location,
    activation: Activation,
    budget: Budget,
    language: str,
    *,
    depth: int = 0,
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
            deeper = _facts(item.text, place, activation, budget, item.language, depth=depth + 1)
            yield from deeper
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
    yield from Parser(text, {} if variables is None else variables).run()


def _marks(text: str, location: Location, activation: Activation, language: str) -> Iterator[Fact]:
    """Yield what strings in the text mean by themselves: hosts, secrets' places, known lines."""
    for found in marks.classify(_COMMENTS.sub("", text)):
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
