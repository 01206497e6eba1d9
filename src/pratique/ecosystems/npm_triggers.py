"""What of an npm package runs when: lifecycle scripts, native builds, commands, entries.

Sources: npm's documentation of scripts, `node-gyp`'s and gyp's of command expansions, Node's of
modules and conditional exports. Registry installs run `preinstall`, `install` and `postinstall`;
`prepare` and its neighbours run where a package is installed from git, hence as a build.
"""

import re
import shlex
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from pratique.ecosystems import npm_manifest
from pratique.ecosystems.npm_json import table
from pratique.ecosystems.pypi_hooks import escapes
from pratique.ecosystems.pypi_layout import Notes
from pratique.ecosystems.pypi_lists import COMMANDS
from pratique.model import Activation, EntryPoint, Value

LIFECYCLE: dict[str, Activation] = {
    "preinstall": "install",
    "install": "install",
    "postinstall": "install",
    "preprepare": "build",
    "prepare": "build",
    "postprepare": "build",
    "prepublish": "build",
}
ACTIONS = 50
"""Actions of one `binding.gyp` that are followed."""
_DEEPEST = 6
_EXPANSION = re.compile(rb"<[!|]@?\(")
_ACTION = re.compile(rb"""["']action["']\s*:\s*\[([^\]]{1,4096})\]""")
_QUOTED = re.compile(rb"""'((?:[^'\\]++|\\.)*+)'|"((?:[^"\\]++|\\.)*+)\"""")
_WORD = re.compile(r"[^\s\"'`;|&()<>,=]+")
_NODES = frozenset(
    "node nodejs ts-node tsx bun deno electron nw qode -r --require --import".split()
)
_FLAGS = r"(?:\s+(?:--(?:prefix|cwd|dir|workspace)[=\s]\S+|-[Cw]\s+\S+|-\S+))*"
_RUNNERS = re.compile(
    rf"\b(?:npm|pnpm|yarn|bun){_FLAGS}\s+(?:run(?:-script)?{_FLAGS}\s+)?([\w:@./-]+)"
    r"|\bnode(?:\s+-\S+)*?\s+--run[=\s]\s*([\w:@./-]+)"
    r"|\b(?:npm-run-all2?|run-[sp])((?:\s+[\w:@./*-]+)+)"
)
_SHORT = {"t": "test", "tst": "test", "it": "test", "install-test": "test"}
_FAILS = re.compile(r"\S\s*(?:&&|;)\s*(?:exit\s+[1-9]\d*|false)\s*$")
"""A build that always fails: from git, as an optional dependency, it leaves no trace."""
_ENDINGS = (
    "",
    ".js",
    ".cjs",
    ".mjs",
    ".json",
    ".node",
    ".ts",
    "/index.js",
    "/index.cjs",
    "/index.mjs",
)
_OWNERS = {"npm": "npm", "npx": "npm", "node": "node", "yarn": "yarn", "pnpm": "pnpm", "bun": "bun"}


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """One `package.json` with what surrounds it."""

    member: str
    text: bytes
    stated: dict[str, Any]
    files: dict[str, str]
    """Paths from the package's top, and the members that they are."""
    project: str


def resolve(path: str, files: Mapping[str, str]) -> str:
    """Return the member that a path means, as Node would look for it; empty for none.

    `files` maps paths from the package's top to members.
    """
    parts: list[str] = []
    for part in path.replace("\\", "/").split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in {"", "."}:
            parts.append(part)
    plain = "/".join(parts)
    for ending in _ENDINGS:
        name = plain + ending if plain else ending.lstrip("/")
        if name and name in files:
            return files[name]
    return ""


def lifecycle(package: Package, notes: Notes, names: frozenset[str] = frozenset(LIFECYCLE)) -> None:
    """Note every lifecycle script, and the files of the package that its command runs."""
    scripts = dict(npm_manifest.scripts(package.stated))
    for name, activation in LIFECYCLE.items():
        command = scripts.get(name) if name in names else ""
        if not command or not command.strip():
            continue
        line = line_of(package.text, name, b'"scripts"')
        for place, one in enumerate(_commands(command, scripts, set())):
            # A build runs where the project is developed; what it runs by name is its tool chain.
            when = "unknown" if place and activation == "build" else activation
            notes.trigger(name, when, package.member, command=one, line=line)
            for path in _named(one, package.files, strict=activation == "build"):
                notes.trigger(name, when, path, target=path)
        if activation == "install" or _FAILS.search(command):
            values = (Value("name", name), Value("command", command))
            notes.fact(
                "hook/install-script",
                package.member,
                *values,
                activation=activation,
                line=line,
                symbol=name,
                snippet=f'"{name}": "{command}"',
            )


def native(gyp: str, text: bytes, package: Package, notes: Notes) -> None:
    """Note the commands that a `binding.gyp` runs while it is read, and the implicit build."""
    scripts = table(package.stated.get("scripts"))
    if package.stated.get("gypfile") is False:
        return
    if "install" not in scripts and "preinstall" not in scripts:
        command = "node-gyp rebuild"
        notes.trigger("binding.gyp", "install", gyp, command=command)
        notes.fact(
            "hook/install-script",
            gyp,
            Value("command", command),
            activation="install",
            symbol="binding.gyp",
            tags=("implicit",),
        )
    expansions(gyp, text, package, notes)


def expansions(gyp: str, text: bytes, package: Package, notes: Notes) -> None:
    """Note the commands in a file of gyp, `binding.gyp` or one that it may include."""
    for match in _EXPANSION.finditer(text):
        command = _balanced(text, match.end())
        line = text.count(b"\n", 0, match.start()) + 1
        notes.trigger("binding.gyp", "install", gyp, command=command, line=line)
        for path in _named(command, package.files):
            notes.trigger("binding.gyp", "install", path, target=path)
    for match in list(_ACTION.finditer(text))[:ACTIONS]:
        _built(gyp, match, text, package, notes)


def _built(gyp: str, match: re.Match[bytes], text: bytes, package: Package, notes: Notes) -> None:
    """Note the command of one action of a build."""
    parts = [one[1] or one[2] or b"" for one in _QUOTED.finditer(match[1])]
    words = [part.decode("utf-8", "replace") for part in parts]
    shell = len(words) == 3 and words[1] in {"-c", "/c", "-lc"}
    command = words[2] if shell else shlex.join(words)
    line = text.count(b"\n", 0, match.start()) + 1
    notes.trigger("binding.gyp", "install", gyp, command=command, line=line)
    for path in _named(command, package.files):
        notes.trigger("binding.gyp", "install", path, target=path)


def entries(package: Package, notes: Notes) -> None:
    """Note commands, and what `require` and `import` of the package load.

    A command that can be imported by a path of its own, so that other programs find it, is no
    part of what an import of the package loads.
    """
    loaded = False
    commands: set[str] = set()
    below = npm_manifest.subpaths(package.stated)
    for point in npm_manifest.entries(package.stated):
        if point.group == "bin":
            _command(package, point, notes)
            commands.add(resolve(point.target, package.files))
            continue
        for path in _pattern(point.target, package.files):
            if point.group == "exports" and point.target in below and path in commands:
                continue
            loaded = loaded or point.group in {"main", "exports"}
            notes.trigger(point.group, "import", path, target=package.project)
    if not loaded:
        index = resolve("", package.files)
        if index:
            notes.trigger("main", "import", index, target=package.project)


def line_of(text: bytes, key: str, after: bytes = b"") -> int:
    """Return the line where a key stands, the first one behind `after` when that occurs."""
    start = max(0, text.find(after)) if after else 0
    wanted = re.compile(rb'"' + re.escape(key.encode()) + rb'"\s*:')
    match = wanted.search(text, start) or wanted.search(text)
    return text.count(b"\n", 0, match.start()) + 1 if match else 1


def _commands(command: str, scripts: Mapping[str, str], seen: set[str]) -> Iterator[str]:
    """Yield a command line and, after it, those of the scripts that it runs by name."""
    yield command
    if len(seen) > _DEEPEST:
        return
    for name in _ran(command):
        for one in (f"pre{name}", name, f"post{name}"):
            if one in scripts and one not in seen and scripts[one] != command:
                seen.add(one)
                yield from _commands(scripts[one], scripts, seen)
        if name == "start" and "start" not in scripts and "start" not in seen:
            seen.add("start")
            yield "node server.js"


def _ran(command: str) -> Iterator[str]:
    """Yield the names of scripts that a command line runs."""
    for match in _RUNNERS.finditer(command):
        for name in (match[1] or match[2] or match[3]).split()[:20]:
            yield _SHORT.get(name, name)


def _named(command: str, files: Mapping[str, str], *, strict: bool = False) -> Iterator[str]:
    """Yield the members that the words of a command name; strict: those that Node is given."""
    before = ""
    seen: set[str] = set()
    for word in _WORD.findall(command[:4096]):
        plain = word.replace("\\", "/")
        guess = before in _NODES or (not strict and plain.startswith(("./", "../")))
        bare = "" if strict else files.get(plain.removeprefix("./"), "")
        found = resolve(plain, files) if guess else bare
        if found and found not in seen:
            seen.add(found)
            yield found
        if not word.startswith("-") or word in _NODES:
            before = plain.rpartition("/")[2].removesuffix(".exe")


def _balanced(text: bytes, start: int) -> str:
    depth, position = 1, start
    limit = min(len(text), start + 4096)
    while position < limit:
        byte = text[position]
        depth += (byte == 0x28) - (byte == 0x29)
        if depth == 0:
            break
        position += 1
    return text[start:position].decode("utf-8", "replace").replace('\\"', '"')


def _command(package: Package, point: EntryPoint, notes: Notes) -> None:
    """Note one command, and one that is named like a program that people type."""
    if point.name == "*":
        folder = point.target.strip("./") + "/"
        for path, found in package.files.items():
            if path.startswith(folder) and "/" not in path[len(folder) :]:
                notes.trigger("bin", "entrypoint", found, target=path)
        return
    path = resolve(point.target, package.files)
    notes.trigger("bin", "entrypoint", path or package.member, target=point.name)
    name = point.name.rpartition("/")[2] if point.name.startswith("@") else point.name
    plain = package.project.rpartition("/")[2]
    if escapes(name):
        notes.limit(
            "script-traversal", f"a command named as a path: {name}", package.member, "refuse"
        )
        notes.fact(
            "hook/entrypoint-shadow",
            package.member,
            Value("path", name),
            activation="entrypoint",
            tags=("traversal",),
        )
    elif name.lower() in COMMANDS and _OWNERS.get(name.lower()) != plain:
        notes.fact(
            "hook/entrypoint-shadow",
            package.member,
            Value("name", name),
            activation="entrypoint",
            symbol=name.lower(),
            line=line_of(package.text, point.name, b'"bin"'),
            tags=("own-name",) if plain == name.lower() else (),
        )


def _pattern(target: str, files: Mapping[str, str]) -> Iterator[str]:
    """Yield the members that an entry names; a star stands for any text."""
    if "*" not in target:
        found = resolve(target, files)
        if found:
            yield found
        return
    head, _, tail = target.removeprefix("./").partition("*")
    tail = tail.rpartition("*")[2]
    for path, member in files.items():
        if path.startswith(head) and path.endswith(tail):
            yield member
