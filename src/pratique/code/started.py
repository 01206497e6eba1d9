"""Files of the package that commands start: from the lines of a shell to the members they name.

A lifecycle script may go through any number of hands (`sh setup`, `cd lib && node x`, a script that
starts another); what it ends in runs when the first one ran, under whatever name it lies there.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from pratique.code.languages import programs, shell
from pratique.code.languages.commands import unwrapped
from pratique.code.scripts import language_of
from pratique.model import Trigger

MOST = 200
"""Files that are followed from the commands of one artifact."""
TEXT = 65_536
"""Characters of one script whose commands are followed."""
DEEPEST = 4
_WORDS = 8
_MAKE = frozenset(("make", "gmake", "nmake"))
_MAKEFILES = ("GNUmakefile", "makefile", "Makefile")
_RECIPE = re.compile(r"^\t[@+-]*(.*)$|\$\(shell\s+([^()\n]*)\)", re.MULTILINE)
_RUNNERS: dict[str, str] = {
    **dict.fromkeys(("source", "."), "shell"),
    **dict.fromkeys("npx bunx tsx ts-node electron nw qode node.exe".split(), "javascript"),
    **dict.fromkeys(("$npm_node_execpath", "$npm_config_node", "$node"), "javascript"),
}
_HERE = re.compile(r"^(?:\$\{?(?:PWD|INIT_CWD)\}?|\$\(pwd\)|%CD%|`pwd`)(?:/|\\|$)")
_BESIDE = re.compile(r"^(?:\$\(dirname [^)]*\)|\$\{(?:0|BASH_SOURCE)%/\*\}|%~dp0)(?:/|\\|$)?")
_ENDINGS: dict[str, tuple[str, ...]] = {
    "javascript": ("", ".js", ".cjs", ".mjs", "/index.js"),
    "shell": ("", ".sh"),
}


def triggers(
    given: Iterable[Trigger], scripts: Mapping[str, bytes], members: Iterable[str], top: str
) -> Iterator[Trigger]:
    """Yield a trigger for each member that the commands of others start, and those that it starts.

    `scripts` are the texts that shells may read, `top` the folder that commands are started in.
    The kind of a trigger is `started-<language>`, after what its member is read as.
    """
    files = dict.fromkeys(members)
    waiting = [
        (one.command or _text(scripts.get(one.member, b"")), one, top)
        for one in given
        if one.command or _shell_of(one.member, scripts)
    ]
    seen: set[str] = set()
    for text, cause, folder in waiting:  # grows: what is started starts others
        if len(seen) > MOST:
            return
        beside = cause.member.rpartition("/")[0]
        for language, member, there in _started(text, folder, beside, files, 0):
            if member in seen:
                continue
            seen.add(member)
            found = Trigger(
                kind=f"started-{language}",
                activation=cause.activation,
                member=member,
                target=member,
            )
            yield found
            if member in scripts and language in {"shell", "make"}:
                data = scripts[member] if language == "shell" else recipes(scripts[member])
                waiting.append((_text(data), found, there))


def _text(data: bytes) -> str:
    return data[:TEXT].decode("utf-8", "replace")


def _started(
    text: str, folder: str, beside: str, files: Mapping[str, None], depth: int
) -> Iterator[tuple[str, str, str]]:
    """Yield language, member and folder of what a text starts; `cd` is followed."""
    if depth > DEEPEST:
        return
    for pipeline in shell.parse(text[:TEXT]):
        for command in pipeline:
            words = unwrapped(command).words
            name = unwrapped(command).program.lstrip("(")
            if name in {"cd", "pushd", "chdir"} and len(words) > 1:
                folder = _joined(folder, beside, words[-1])
                continue
            language = programs.interprets(name) or _RUNNERS.get(name, "")
            if name in _MAKE:
                yield from _made(words, folder, beside, files)
                continue
            inner = programs.inline(name, words) if language in {"shell", "batch"} else ""
            if inner:
                yield from _started(inner, folder, beside, files, depth + 1)
                continue
            for word in _candidates(words, language):
                found = _member(_joined(folder, beside, word), language, files)
                if found:
                    yield language or "shell", found, folder


def recipes(data: bytes) -> bytes:
    """Return what a makefile gives to shells, on the lines where it stands."""
    text = data.decode("utf-8", "replace").replace("\\\n\t", "\\\n")
    lines = []
    for line in text.split("\n"):
        found = [one[1] or one[2] or "" for one in _RECIPE.finditer(line)]
        lines.append("; ".join(found).replace("$$", "$"))
    return "\n".join(lines).encode()


def _made(
    words: tuple[str, ...], folder: str, beside: str, files: Mapping[str, None]
) -> Iterator[tuple[str, str, str]]:
    """Yield the makefile that `make` reads, and where its recipes run."""
    named = ""
    for flag, word in pairwise(words):
        if flag in {"-C", "--directory"}:
            folder = _joined(folder, beside, word)
        elif flag in {"-f", "--file", "/f"}:
            named = word
    for one in (named,) if named else _MAKEFILES:
        path = _joined(folder, beside, one)
        if path in files:
            yield "make", path, folder
            return


def _candidates(words: tuple[str, ...], language: str) -> Iterator[str]:
    """Yield the words that may be files: a program by its path, and what interpreters are given."""
    if not language:
        if words and "/" in words[0].replace("\\", "/"):
            yield words[0]
        return
    for word in words[1 : _WORDS + 1]:
        plain = word.partition("=")[2] if word.startswith("--") else word
        if plain and not plain.startswith("-"):
            yield plain


def _member(path: str, language: str, files: Mapping[str, None]) -> str:
    return next((path + one for one in _ENDINGS.get(language, ("",)) if path + one in files), "")


def _joined(folder: str, beside: str, word: str) -> str:
    """Return where a word leads from a folder of the artifact."""
    plain = word.strip("()\"'").replace("\\", "/")
    if _BESIDE.match(plain):
        folder, plain = beside, _BESIDE.sub("", plain)
    plain = _HERE.sub("", plain)
    parts = [one for one in folder.split("/") if one]
    for part in plain.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def _shell_of(path: str, texts: Mapping[str, bytes]) -> str:
    """Return which shell's language a text is written in by its name or first line."""
    return language_of(path, texts[path]) if path in texts else ""
