"""What a `package.json` says: names, dependencies, scripts, commands, entries.

Source: npm's documentation of `package.json`, and `normalize-package-data` for its short forms.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pratique.ecosystems.npm_json import strings, table, text
from pratique.model import Dependency, EntryPoint, Manifest

DEPENDENCIES = 5_000
ENTRIES = 2_000
_SCOPES = {
    "dependencies": "runtime",
    "optionalDependencies": "optional",
    "peerDependencies": "peer",
    "devDependencies": "development",
}
_ADDRESS = re.compile(
    r"(?i)(?:git\+|git:|git@|https?:|ssh:|github:|gitlab:|bitbucket:|gist:|file:)"
)
_SHORT = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+(?:#\S*)?")
_PERSON = re.compile(r"^\s*([^<(]*?)\s*(?:<([^>]*)>)?\s*(?:\(([^)]*)\))?\s*$")


def manifest(stated: Mapping[str, Any], readme: str = "") -> Manifest:
    """Return what an archive's own `package.json` claims."""
    people = tuple(_people(stated))
    repository = stated.get("repository")
    repository = text(repository) or text(table(repository).get("url")) or None
    urls = (text(stated.get("homepage")), repository, text(table(stated.get("bugs")).get("url")))
    return Manifest(
        name=text(stated.get("name"))[:512] or None,
        version=text(stated.get("version"))[:256] or None,
        summary=text(stated.get("description"))[:2048],
        description=readme[:65_536],
        author=next((name for name, _ in people if name), "")[:512],
        emails=tuple(dict.fromkeys(email[:320] for _, email in people if email))[:50],
        urls=tuple(one[:2048] for one in urls if one),
        repository=repository,
        dependencies=tuple(dependencies(stated)),
        entry_points=tuple(entries(stated)),
        scripts=tuple(
            EntryPoint(group="script", name=name[:256], target=command[:2048])
            for name, command in scripts(stated)
        ),
        requires=text(table(stated.get("engines")).get("node"))[:256],
    )


def scripts(stated: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield name and command of every script."""
    for place, (name, command) in enumerate(table(stated.get("scripts")).items()):
        if place >= ENTRIES:
            return
        if isinstance(command, str):
            yield name, command


def dependencies(stated: Mapping[str, Any]) -> Iterator[Dependency]:
    """Yield every dependency; an optional one overrides the runtime one of its name, as in npm."""
    bundled = stated.get("bundledDependencies", stated.get("bundleDependencies"))
    inside = set(strings(bundled)) if isinstance(bundled, list) else set()
    optional = table(stated.get("optionalDependencies"))
    count = 0
    for key, scope in _SCOPES.items():
        for name, wanted in table(stated.get(key)).items():
            if count >= DEPENDENCIES or not isinstance(wanted, str):
                continue
            if scope == "runtime" and name in optional:
                continue
            count += 1
            found = "bundled" if name in inside and scope == "runtime" else scope
            yield Dependency(
                name=name[:512],
                requirement=wanted[:512],
                scope=found,
                url=wanted[:2048] if is_address(wanted) else None,
            )


def is_address(wanted: str) -> bool:
    """Tell whether a requirement names a place instead of versions.

    >>> is_address("git+https://h.example/a.git"), is_address("user/repo"), is_address("^1.0.0")
    (True, True, False)
    """
    plain = wanted.strip()
    return bool(_ADDRESS.match(plain)) or _SHORT.fullmatch(plain) is not None


def entries(stated: Mapping[str, Any]) -> Iterator[EntryPoint]:
    """Yield commands (`bin`) and what an import loads (`main`, `module`, `browser`, `exports`).

    The condition `types` is no import's: compilers ask it for declarations.
    """
    yield from commands(stated)
    for group in ("main", "module", "browser", "exports", "imports", "unpkg", "jsdelivr"):
        for place, target in enumerate(strings(stated.get(group), without="types")):
            if place >= ENTRIES:
                break
            if target.strip():
                yield EntryPoint(group=group, name=group, target=target[:512])


def subpaths(stated: Mapping[str, Any]) -> frozenset[str]:
    """Return the targets that only an import of a path below the package's name loads."""
    below: set[str] = set()
    above: set[str] = set()
    for key, value in table(stated.get("exports")).items():
        (below if key.startswith("./") else above).update(strings(value))
    return frozenset(below - above)


def commands(stated: Mapping[str, Any]) -> Iterator[EntryPoint]:
    """Yield the commands that an installation puts on the path."""
    given = stated.get("bin")
    if isinstance(given, str):
        name = text(stated.get("name")).rpartition("/")[2]
        given = {name: given}
    for place, (name, target) in enumerate(table(given).items()):
        if place >= ENTRIES:
            return
        if isinstance(target, str):
            yield EntryPoint(group="bin", name=name[:256], target=target[:512])
    folder = text(table(stated.get("directories")).get("bin"))
    if folder and not given:
        yield EntryPoint(group="bin", name="*", target=folder[:512])


def _people(stated: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    given = [stated.get("author")]
    for key in ("maintainers", "contributors"):
        more = stated.get(key)
        given.extend(more[:20] if isinstance(more, list) else ())
    for one in given:
        if isinstance(one, dict):
            yield text(one.get("name")), text(one.get("email"))
        elif isinstance(one, str):
            match = _PERSON.match(one[:1024])
            yield (match[1], match[2] or "") if match else (one[:512], "")
