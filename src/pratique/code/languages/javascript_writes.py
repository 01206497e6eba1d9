"""Where JavaScript writes and deletes: other packages, files that it finds, homes and disks."""

import posixpath
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pratique.code.evaluate import constants
from pratique.code.evaluate.plain import MISSING, plain
from pratique.code.evaluate.values import Symbol, Value, deep, render
from pratique.model import Value as FactValue

if TYPE_CHECKING:
    from pratique.code.evaluate.machine import Machine

Arguments = list[Value]
Keywords = dict[str, Value]
_COPIES = frozenset(
    "fs.copyFile fs.copyFileSync fs.cp fs.cpSync fs.rename fs.renameSync fs.symlinkSync".split()
)
_PACKAGE = re.compile(
    r"(?:^|/)node_modules/(?P<name>(?:@[\w.-]+/)?[\w-][\w.-]*)/.*\.(?:[cm]?js|json)$"
)
"""A module of a package that is installed; `.cache` and its like are no packages."""
_FOUND = re.compile(r"\{(?:fs|glob)\.(?:readdir(?:Sync)?|glob(?:Sync)?)(?:\.name)?\}$")
"""A path that ends with the name of a file that was found."""
_WHOLE = re.compile(r"\{os\.homedir\}|\{process\.env\.(?:HOME|USERPROFILE)\}|/$|~|[A-Za-z]:[\\/]?$")
_OUT = re.compile(r"^\{__dirname\}/(?P<rest>.*\.\./.+)$")
_SELF = re.compile(r"\{__dirname\}/[\w./-]+$")
_AMONG = re.compile(r"^(?!\{__dirname\}).*\{(?:fs|glob)\.(?:readdir|glob)(?:Sync)?(?:\.name)?\}/")
"""A path in one of the folders that were found."""
_CODE = re.compile(r"\.[cm]?js$")


def _written(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Say what the path of a file means where it is written, and whose file it is."""
    place = 1 if symbol.path in _COPIES else 0
    if len(arguments) <= place:
        return None
    text = render(arguments[place], 1024)
    constants.seen(machine, text, line, literal=False)
    if place and _SELF.match(render(arguments[0], 512)) and _AMONG.search(text):
        machine.fact("impact/worm", line, symbol.path, (FactValue("path", text),))
    content = arguments[1] if not place and len(arguments) > 1 else None
    if _foreign(machine, text):
        fetched = content is not None and any(one.label == "net/download" for one in deep(content))
        tags = ("package", "fetched") if fetched else ("package",)
        machine.fact("fs/write-foreign", line, symbol.path, (FactValue("path", text),), tags)
    if content is not None and _FOUND.search(text) and not text.startswith("{__dirname}"):
        known = plain(content)
        if known is not MISSING and not content.taints and machine.frame.activation in _EARLY:
            machine.fact("impact/ransom-wipe", line, symbol.path, (FactValue("path", text),))
    return None


_EARLY = frozenset(("install", "import", "build", "startup"))


def _foreign(machine: "Machine", text: str) -> bool:
    """Tell whether a path leads to code of another package: by its name, or out of the own one."""
    own = machine.frame.place.member
    out = _OUT.match(text)
    if out is not None:
        folder = f"node_modules/{posixpath.dirname(own)}"
        text = posixpath.normpath(posixpath.join(folder, out["rest"]))
        return not text.startswith("node_modules/package/") and _CODE.search(text) is not None
    match = _PACKAGE.search(text)
    return match is not None and not own.startswith(f"package/node_modules/{match['name']}/")


def _deleted(
    machine: "Machine", symbol: Symbol, arguments: Arguments, _keywords: Keywords, line: int
) -> Value | None:
    """Record that a home folder or a whole disk is deleted from."""
    shown = render(arguments[0], 1024) if arguments else ""
    if _WHOLE.match(shown):
        machine.fact("impact/ransom-wipe", line, symbol.path, (FactValue("path", shown),))
    return None


SPECIAL: Mapping[str, Callable[..., Any]] = {
    **dict.fromkeys(
        (
            "fs.writeFile",
            "fs.writeFileSync",
            "fs.appendFile",
            "fs.appendFileSync",
            "fs.createWriteStream",
            "fs.outputFile",
            "fs.outputFileSync",
            *sorted(_COPIES),
        ),
        _written,
    ),
    **dict.fromkeys(
        (
            "fs.rm",
            "fs.rmSync",
            "fs.rmdirSync",
            "fs.unlinkSync",
            "fs.removeSync",
            "rimraf",
            "rimraf.sync",
        ),
        _deleted,
    ),
}
"""Functions by canonical symbol."""
