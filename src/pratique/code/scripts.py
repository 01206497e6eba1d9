"""Members and trigger commands in the languages of shells, and what they hand to other readers."""

import re
from collections.abc import Iterator, Mapping

from pratique.code import activation
from pratique.code.nested import Script
from pratique.limits import Budget
from pratique.model import Activation, ArtifactKind, Fact, Location, Trigger

_ENDINGS = {
    ".sh": "shell",
    ".bash": "shell",
    ".zsh": "shell",
    ".command": "shell",
    ".bat": "batch",
    ".cmd": "batch",
    ".ps1": "powershell",
    ".psm1": "powershell",
}
_SHEBANG = re.compile(rb"^#!\s*\S*(?:/|env\s+)(?:ba|da|z|k|a)?sh\b")
_HOOKS = re.compile(r"(?:^|/)\.(?:husky|githooks)/[a-z][a-z-]*$")
"""Hooks of git that a tool runs by `sh`, whatever their first line says."""
MOST = 262_144
"""Bytes of one script that are read."""
_NO_SHELL = frozenset(
    "pth console-script gui-script data-script setuptools-hook pytest-plugin plugin".split()
)
"""Triggers whose command is a line of Python or a name."""


def language_of(path: str, head: bytes) -> str:
    """Return the shell whose language a member is written in; empty for none of them."""
    dot = path.rfind(".")
    found = _ENDINGS.get(path[dot:].lower(), "") if dot > path.rfind("/") else ""
    return found or ("shell" if _SHEBANG.match(head[:80]) or _HOOKS.search(path) else "")


def facts(
    members: Mapping[str, tuple[str, bytes]],
    triggers: tuple[Trigger, ...],
    kind: ArtifactKind,
    budget: Budget,
) -> Iterator[Fact | Script]:
    """Yield what shell members and the command lines of triggers do."""
    commands = [one for one in triggers if one.command and one.kind not in _NO_SHELL]
    if not members and not commands:
        return
    from pratique.code.languages import shell

    given = activation.of_triggers(triggers)
    for path, (language, data) in members.items():
        when: Activation = given.get(path, "unknown")
        if when == "unknown":
            when = _of_path(path, kind)
        text = data[:MOST].decode("utf-8", "replace")
        yield from shell.facts(text, Location(member=path), when, budget, language)
    for trigger in commands:
        place = Location(member=trigger.member, line=trigger.line)
        yield from shell.facts(trigger.command, place, trigger.activation, budget)


def _of_path(path: str, kind: ArtifactKind) -> Activation:
    return "test" if activation.of_path(path, kind, frozenset()) == "test" else "call"
