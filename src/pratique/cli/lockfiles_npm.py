"""Read what the lock files of npm, Yarn and pnpm name: releases with their integrity.

Yarn's and pnpm's are read line by line: their writers put one fact on a line, and a reader of all
of YAML would follow what an adversary can write there (aliases, tags). A reader yields releases,
and a sentence for each entry that no registry has; packages in the project's own folders yield
nothing.
"""

import base64
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec

from pratique.ecosystems import npm_config
from pratique.model import Target

_NAME = re.compile(r"(?:@[\w.~-]+/)?[\w.~-]+")
_ALIAS = re.compile(r"npm:((?:@[^/@]+/)?[^/@]+)@(.+)")
_OWN = re.compile(r"(?:workspace|link|portal|patch|directory):|file:(?!.*\.t(?:gz|ar\.gz)$)|\.")
_YARN_KEY = re.compile(r'^"?((?:@[^/\s"]+/)?[^@\s"]+)@([^"\n]*)"?.*:\s*$')
_FIELD = re.compile(r'^  ["\']?(version|integrity|resolved|resolution)["\']?:?\s+"?([^"\n]+)"?\s*$')
_PNPM_KEY = re.compile(r"^  (['\"]?)/?(\S.*?)\1:\s*$")
_PNPM_RELEASE = re.compile(r"((?:@[^/\s]+/)?[^@/\s]+)[@/](\d[^(_:\s]*)(?:[(_].*)?")
_INTEGRITY = re.compile(r"integrity:\s*['\"]?(sha\d+-[A-Za-z0-9+/=]+)")
_ELSEWHERE = re.compile(r"\b(tarball|repo|directory):\s*['\"]?([^\s,'\"}]+)")
_SHA1 = re.compile(r"#([0-9a-f]{40})$")


def package_lock(text: str) -> Iterator[Target | str]:
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
                version = entry.get("version")
                alias = _ALIAS.fullmatch(version) if isinstance(version, str) else None
                if alias:
                    yield from _target(alias[1], alias[2], entry)
                else:
                    yield from _target(name, version, entry)


def yarn(text: str) -> Iterator[Target | str]:
    """Yield the releases of a `yarn.lock`, of the first Yarn or of those after it."""
    name, wanted, fields = "", "", dict[str, str]()
    for line in (*text.splitlines(), "end:"):
        if line[:1] not in {"", " ", "#"}:
            if name and not _OWN.match(wanted):
                yield from _yarn(name, wanted, fields)
            match = _YARN_KEY.match(line)
            name, wanted = match.groups() if match else ("", "")
            fields = {}
        elif match := _FIELD.match(line):
            fields.setdefault(match[1], match[2])


def _yarn(name: str, wanted: str, fields: dict[str, str]) -> Iterator[Target | str]:
    given: dict[str, Any] = dict(fields)
    resolution = fields.get("resolution", "")
    if resolution:
        real, _, rest = resolution[1:].partition("@")
        name = resolution[0] + real
        plain, _, binding = rest.removeprefix("npm:").partition("::")
        if not rest.startswith("npm:") or "__archiveUrl=" in binding:
            given["resolved"] = binding or plain
    elif alias := _ALIAS.fullmatch(wanted.partition(",")[0]):
        name = alias[1]
    if (pinned := _SHA1.search(fields.get("resolved", ""))) and "integrity" not in given:
        given["integrity"] = "sha1-" + base64.b64encode(bytes.fromhex(pinned[1])).decode()
    yield from _target(name, fields.get("version"), given)


def pnpm(text: str) -> Iterator[Target | str]:
    """Yield the releases of a `pnpm-lock.yaml`."""
    inside = False
    key, fields = "", dict[str, str]()
    for line in (*text.splitlines(), "end:"):
        top = line[:1] not in {"", " ", "#"}
        match = _PNPM_KEY.match(line) if inside and not top else None
        if (top or match) and key:
            yield from _pnpm(key, fields)
        if top:
            inside, key = line.startswith("packages:"), ""
        elif match:
            key, fields = match[2], {}
        elif inside and key:
            if found := _INTEGRITY.search(line):
                fields["integrity"] = found[1]
            if found := _ELSEWHERE.search(line):
                fields[found[1]] = found[2]


def _pnpm(key: str, fields: dict[str, str]) -> Iterator[Target | str]:
    if "directory" in fields or _OWN.match(key):
        return
    resolved = fields.get("repo") or fields.get("tarball")
    # Under a registry's own digest it does not matter where the archive lies.
    if "integrity" in fields and "repo" not in fields:
        resolved = None
    match = _PNPM_RELEASE.fullmatch(key)
    name, version = match.groups() if match else (key, "")
    given = {"integrity": fields.get("integrity"), "resolved": resolved}
    yield from _target(name, version, given)


def _target(name: object, version: object, entry: dict[str, Any]) -> Iterator[Target | str]:
    """Yield one locked release, or say that it comes from git, a file or an address."""
    if not isinstance(name, str) or not isinstance(version, str):
        return
    if _OWN.match(version) or entry.get("inBundle") or entry.get("bundled"):
        return  # a project's own, or inside the tarball of the package that bundles it
    resolved, integrity = entry.get("resolved"), entry.get("integrity")
    pinned = isinstance(integrity, str) and bool(integrity)
    address = "" if version[:1].isdigit() else version
    if isinstance(resolved, str) and not _registered(name, version, resolved, pinned=pinned):
        address = resolved
    if not version and not address:
        yield f"{name}: has no version; review it by itself"
        return
    if address or not _NAME.fullmatch(name):
        why = f"comes from {address}" if address else "has a name that no registry has"
        yield f"{name}: {why}; review it by itself"
        return
    hashes = (integrity,) if isinstance(integrity, str) and integrity else ()
    yield Target(ecosystem="npm", name=name, version=version, hashes=hashes)


def _registered(name: str, version: str, resolved: str, *, pinned: bool) -> bool:
    """Tell whether what lies at an address is what the configured registry has under this name.

    A digest decides that by itself. Without one, only the address can: registries lay tarballs
    out as `<name>/-/<file>`, and anything else is somebody's own archive.
    """
    if not resolved.startswith(("https:", "http:")):
        return False
    if pinned:
        return True
    parts = urlsplit(resolved.replace("%2f", "/").replace("%2F", "/"))
    file = f"/{name}/-/{name.rpartition('/')[2]}-{version}.tgz"
    registry = urlsplit(npm_config.settings().of(name))
    return parts.hostname == registry.hostname and parts.path.endswith(file)
