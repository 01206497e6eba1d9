"""Commands in sources of C and its kin, which no front end reads: what they give to a shell.

A build script compiles them and a constructor runs them before `main`; one line is enough. Only
commands that fetch what they run are told: to start a program is what honest C does, too.
"""

import re
from collections.abc import Iterator

from pratique.code import marks
from pratique.model import Activation, Content, Fact, Location, Value

_SUFFIXES = (".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".m", ".mm")
_CALL = re.compile(
    rb"\b(_?w?system|_?w?popen|WinExec|execlp?|ShellExecute[AW]?|CreateProcess[AW]?)"
    rb"\s{0,4}\(([^;{}]{4,2000});"
)
_LITERAL = re.compile(rb'"((?:[^"\\\n]|\\.)*)"')
_APART = re.compile(rb'"\s*"')
_CONSTRUCTOR = re.compile(rb"__attribute__\s*\(\(\s*(?:__)?constructor")
_COMMENT = re.compile(rb"//|^[ \t]*\*|/\*")
_TOLD = frozenset(("exec/download-run", "exec/powershell", "net/reverse-shell"))
_MOST = 20


def facts(content: Content) -> Iterator[Fact]:
    """Yield the commands of one window that fetch what they run."""
    path, data = content.member.path, content.data
    if not path.lower().endswith(_SUFFIXES):
        return
    when: Activation = "startup" if _CONSTRUCTOR.search(data) else "call"
    for match in list(_CALL.finditer(data))[:_MOST]:
        if _COMMENT.search(data, data.rfind(b"\n", 0, match.start()) + 1, match.start()):
            continue
        words = b" ".join(_LITERAL.findall(_APART.sub(b"", match[2]))).replace(b'\\"', b'"')
        command = words.decode("utf-8", "replace")
        line = data.count(b"\n", 0, match.start()) + 1 if not content.offset else 0
        for behaviour in sorted({one.behaviour for one in marks.classify(command)} & _TOLD):
            yield Fact(
                behaviour=behaviour,
                location=Location(member=path, line=line, offset=content.offset + match.start()),
                activation=when,
                source="text",
                language="text",
                symbol=f"c.{match[1].decode()}",
                values=(Value("command", command[:2048]),),
                snippet=match[0][:240].decode("utf-8", "replace"),
            )
