"""Dependencies that a release gained, and what is odd about them."""

import re
from collections.abc import Iterable

from pratique.model import Dependency, Fact, Location, Manifest, Value

_EXACT = re.compile(r"^\s*(={2,3}\s*)?v?\d+(\.\d+)*([.\-+]?[A-Za-z0-9.\-+]+)?\s*$")
_COUNTED = frozenset(("runtime", "optional", "bundled", "build"))


def added(old: Manifest, new: Manifest) -> tuple[Dependency, ...]:
    """Return what the new manifest declares and the old one does not, by name and by source.

    A dependency that changed to a URL counts as new: its code comes from somewhere else now.
    """
    before = {(one.name.lower(), bool(one.url)) for one in old.dependencies}
    return tuple(
        one
        for one in new.dependencies
        if one.scope in _COUNTED and (one.name.lower(), bool(one.url)) not in before
    )


def exactly_pinned(dependency: Dependency) -> bool:
    """Tell whether only one version can be meant."""
    return bool(_EXACT.match(dependency.requirement))


def unused(
    dependencies: Iterable[Dependency],
    mentioned: frozenset[str],
    young: frozenset[str],
    manifest: str,
) -> tuple[Fact, ...]:
    """Return `meta/dependency-anomaly` facts for new dependencies.

    `mentioned` are names that some code of the artifact mentions, `young` those that the registry
    says are under a week old, `manifest` the member that declares them. One sign is common
    in honest updates (a plugin is never imported, a pin is a habit); only two together, or code
    from a URL, are tagged `new` and so count for rules.
    """
    facts = []
    for one in dependencies:
        signs = []
        if one.name not in mentioned:
            signs.append("never-imported")
        if one.name in young:
            signs.append("young")
        if exactly_pinned(one):
            signs.append("pinned")
        if one.url:
            signs.append("url")
        if not signs:
            continue
        decisive = one.url or "young" in signs or {"never-imported", "pinned"} <= set(signs)
        tags = (*signs, "new") if decisive and len(signs) > 1 else tuple(signs)
        facts.append(
            Fact(
                behaviour="meta/dependency-anomaly",
                location=Location(member=manifest),
                source="diff",
                symbol=one.name,
                values=(Value("name", one.name), Value("string", one.url or one.requirement)),
                snippet=f"{one.name} {one.url or one.requirement}: {', '.join(signs)}"[:240],
                tags=tags,
            )
        )
    return tuple(facts)
