"""Configuration of editors and coding agents inside a package, and the commands that it starts.

Sources: VS Code's documentation of tasks (`runOptions.runOn: folderOpen`), the Model Context
Protocol's client configuration, and agents' documentation of hooks and skills.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from pratique.ecosystems.interface import Description
from pratique.ecosystems.npm_json import document, strings, table, text
from pratique.ecosystems.pypi_layout import Notes, outer
from pratique.model import Activation, Member

MOST = 262_144
_JSON = re.compile(
    r"(?:^|/)(?:\.vscode/(?:tasks|launch|settings)|\.claude/settings(?:\.local)?|\.?mcp(?:_config)?|"
    r"claude_desktop_config|\.cursor/(?:mcp|hooks)|\.(?:gemini|zed)/settings|\.amazonq/mcp|"
    r"\.(?:roo|cline|kiro/settings)/mcp|\.devcontainer/devcontainer|\.?devcontainer)\.json$"
)
_TOML = re.compile(r"(?:^|/)\.codex/config\.toml$")
_TEXT = re.compile(
    r"(?:^|/)(?:SKILL|CLAUDE|AGENTS|GEMINI|copilot-instructions)\.md$|(?:^|/)\.cursorrules$|"
    r"(?:^|/)\.(?:cursor/rules|claude/(?:commands|agents))/[^/]+\.mdc?$"
)
_ENDS = (".json", ".toml", ".md", ".mdc", ".cursorrules")
_FENCE = re.compile(
    r"^[ \t]*(?:```|~~~)[ \t]*(?:sh|bash|shell|zsh|console|powershell|ps1)\b[^\n]*\n",
    re.MULTILINE,
)
_COMMENT = re.compile(rb'("[^"\\\n]*+(?:\\.[^"\\\n]*+)*+")|//[^\n]*|/\*.*?\*/', re.DOTALL)


def wanted(path: str) -> bool:
    """Tell whether a member, by its path from the package's top, is such a file."""
    return path.endswith(_ENDS) and bool(
        _JSON.search(path) or _TOML.search(path) or _TEXT.search(path)
    )


def added(
    found: Description, members: tuple[Member, ...], contents: Mapping[str, bytes]
) -> Description:
    """Return what an archive says with the commands that its tools' configuration starts.

    A folder for containers that develop the project is left out: where the project's own sources
    are shipped it is part of them, and what it fetches are the project's tools.
    """
    notes = Notes()
    files = {
        path: member.path
        for path, member in outer(members)
        if wanted(path) and "devcontainer" not in path
    }
    configurations(files, contents, notes)
    if not notes.triggers:
        return found
    return msgspec.structs.replace(found, triggers=(*found.triggers, *notes.triggers))


def configurations(files: Mapping[str, str], contents: Mapping[str, bytes], notes: Notes) -> None:
    """Note the commands that editors and agents start because a file says so."""
    for path, member in files.items():
        data = contents.get(member)
        if data is None:
            continue
        if _JSON.search(path) or _TOML.search(path):
            stated = _stated(path, data[:MOST])
            for command, activation in _commands(stated, path):
                at = data.find(command.partition(" ")[0].encode()[:40])
                line = data.count(b"\n", 0, max(at, 0)) + 1
                notes.trigger("tool-command", activation, member, command=command, line=line)
        elif _TEXT.search(path):
            for command, line in _fenced(data[:MOST].decode("utf-8", "replace")):
                notes.trigger("agent-text", "call", member, command=command, line=line)


def _stated(path: str, data: bytes) -> Mapping[str, Any]:
    if _JSON.search(path):
        return document(_COMMENT.sub(rb"\1", data))[0]
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8", "replace"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _commands(stated: Mapping[str, Any], path: str) -> Iterator[tuple[str, Activation]]:
    """Yield command lines, and whether they start by themselves."""
    waiting: list[tuple[Any, Activation]] = [(stated, "call")]
    if re.search(r"mcp|\.(?:claude|codex|gemini|zed)/|claude_desktop", path):
        waiting = [(stated, "entrypoint")]
    for _ in range(2_000):
        if not waiting:
            return
        value, when = waiting.pop()
        if isinstance(value, list):
            waiting.extend((one, when) for one in value[:200])
        elif isinstance(value, dict):
            if "folderOpen" in strings(value.get("runOptions")):
                when = "startup"
            for key, inner in value.items():
                started = (
                    "startup" if key in {"hooks", "SessionStart", "postCreateCommand"} else when
                )
                waiting.append((inner, started))
            line = _line(value)
            if line:
                yield line, when


def _line(value: Mapping[str, Any]) -> str:
    given = value.get("command") or value.get("runtimeExecutable")
    arguments = value.get("args") or value.get("runtimeArgs")
    if not given and isinstance(arguments, list):
        given = value.get("path")
    command = text(given) or " ".join(strings(given, 1) if isinstance(given, list) else ())
    if isinstance(arguments, list):
        command += "".join(" " + _quoted(one) for one in arguments[:64] if isinstance(one, str))
    return command.strip() or text(table(value).get("postCreateCommand"))


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "'\\''") + "'" if re.search(r"[\s;|&<>\"'$`]", word) else word


def _fenced(found: str) -> Iterator[tuple[str, int]]:
    for match in _FENCE.finditer(found):
        end = found.find("```", match.end())
        body = found[match.end() : end if end >= 0 else match.end() + 4096]
        first = found.count("\n", 0, match.end()) + 1
        for place, line in enumerate(body.split("\n")[:100]):
            if line.strip():
                yield line.strip().removeprefix("$ "), first + place
