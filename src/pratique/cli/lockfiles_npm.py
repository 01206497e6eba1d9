"""Read what the lock files of npm, Yarn and pnpm name: releases with their integrity.

Yarn's and pnpm's are read line by line: their writers put one fact on a line, and a reader of all
of YAML would follow what an adversary can write there (aliases, tags).
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from pratique.model import Target

_NAME = re.compile(r"(?:@[\w.~-]+/)?[\w.~-]+")
_YARN_KEY = re.compile(r'^"?((?:@[^/\s"]+/)?[^@\s"]+)@([^"\n]*)"?.*:\s*$')
_FIELD = re.compile(r'^  ["\']?(version|integrity|resolved|resolution)["\']?:?\s+"?([^"\n]+)"?\s*$')
_PNPM_KEY = re.compile(
    r"^  ['\"]?/?((?:@[^/\s'\"]+/)?[^@/\s'\"]+)[@/](\d[^('\"_:\s]*)[^:]*['\"]?:\s*$"
)
_INTEGRITY = re.compile(r"integrity:\s*['\"]?(sha\d+-[A-Za-z0-9+/=]+)")


def package_lock(text: str) -> Iterator[Target]:
    """Yield the releases of a `package-lock.json` or `npm-shrinkwrap.json`, any version of it."""
    document = msgspec.json.decode(text, type=dict[str, Any])
    packages = document.get("packages")
    if isinstance(packages, dict):
        for path, entry in packages.items():
            if isinstance(entry, dict) and "node_modules/" in path and not entry.get("link"):
                named = entry.get("name") or path.rpartition("node_modules/")[2]
                yield from _target(named, entry.get("version"), entry)
        return
    waiting = [document.get("dependencies")]
    while waiting:
        listed = waiting.pop()
        for name, entry in listed.items() if isinstance(listed, dict) else ():
            if isinstance(entry, dict):
                waiting.append(entry.get("dependencies"))
                yield from _target(name, entry.get("version"), entry)


def yarn(text: str) -> Iterator[Target]:
    """Yield the releases of a `yarn.lock`, of the first Yarn or of those after it."""
    name, fields = "", dict[str, str]()
    for line in (*text.splitlines(), "end:"):
        if line[:1] not in {"", " ", "#"}:
            if name:
                yield from _yarn(name, fields)
            match = _YARN_KEY.match(line)
            name, fields = (match[1] if match else ""), {}
            if match and re.match(r"(?:workspace|file|link|portal|git|https?|patch):", match[2]):
                name = ""
        elif match := _FIELD.match(line):
            fields.setdefault(match[1], match[2])


def _yarn(name: str, fields: dict[str, str]) -> Iterator[Target]:
    resolution = fields.get("resolution", "")
    if resolution:
        real, _, rest = resolution[1:].partition("@")
        if not rest.startswith("npm:"):
            return
        name = resolution[0] + real
    given = {"integrity": fields.get("integrity"), "resolved": fields.get("resolved")}
    yield from _target(name, fields.get("version"), given)


def pnpm(text: str) -> Iterator[Target]:
    """Yield the releases of a `pnpm-lock.yaml`."""
    inside = False
    held: tuple[str, str] | None = None
    for line in (*text.splitlines(), "end:"):
        if line[:1] not in {"", " ", "#"}:
            if held:
                yield from _target(*held, {})
            inside, held = line.startswith("packages:"), None
        elif inside and (match := _PNPM_KEY.match(line)):
            if held:
                yield from _target(*held, {})
            held = (match[1], match[2])
        elif inside and held and (found := _INTEGRITY.search(line)):
            yield from _target(*held, {"integrity": found[1]})
            held = None
        elif inside and held and re.search(r"\b(?:tarball|repo|directory):", line):
            held = None


def _target(name: object, version: object, entry: dict[str, Any]) -> Iterator[Target]:
    """Yield one locked release; what comes from git, a file or an address has no registry."""
    if not isinstance(name, str) or not isinstance(version, str) or not _NAME.fullmatch(name):
        return
    if not version[:1].isdigit():
        return
    resolved = entry.get("resolved")
    if isinstance(resolved, str) and not resolved.startswith(("https:", "http:")):
        return
    integrity = entry.get("integrity")
    hashes = (integrity,) if isinstance(integrity, str) and integrity else ()
    yield Target(ecosystem="npm", name=name, version=version, hashes=hashes)
