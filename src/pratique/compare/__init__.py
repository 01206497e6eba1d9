"""What changed: release against release, archive against archive, as facts and for people.

Pure: two inspections go in. Nothing is read again; a member with the same digest on both sides is
the same. Facts carry `diff` as their source; those that the old side did not show are tagged `new`.
"""

from collections.abc import Iterator

from pratique.compare.archives import mismatches
from pratique.compare.behaviours import gained
from pratique.compare.dependencies import added as dependencies_added
from pratique.compare.dependencies import exactly_pinned, unused
from pratique.compare.likeness import Alike, alike, strays
from pratique.compare.metadata import metadata
from pratique.compare.pairing import paired
from pratique.compare.payloads import payloads
from pratique.compare.sources import unexplained
from pratique.compare.texts import hunks
from pratique.compare.triggers import new_triggers, trigger_names
from pratique.model import Artifact, Comparison, Dependency, Fact, Inspection, Member

__all__ = [
    "Alike",
    "alike",
    "changes",
    "comparison",
    "dependencies_added",
    "exactly_pinned",
    "gained",
    "hunks",
    "manifest_member",
    "mismatches",
    "new_dependencies",
    "paired",
    "strays",
    "unexplained",
    "unused",
]


def changes(old: Inspection, new: Inspection, alike: Alike = ()) -> Iterator[Fact]:
    """Yield what the new release shows that the old one did not."""
    pairs = paired(old.members, new.members, alike)
    yield from gained(old.facts, new.facts)
    yield from new_triggers(old.triggers, new.triggers)
    yield from payloads(old.members, new.members, pairs)
    yield from metadata(old.manifest, new.manifest, manifest_member(new.members))


def manifest_member(members: tuple[Member, ...]) -> str:
    """Return the path of the member that states the metadata, empty when there is none."""
    names = ("METADATA", "PKG-INFO", "package.json", "Cargo.toml", "pom.xml")
    paths = sorted((member.path.count("/"), member.path) for member in members)
    return next((path for _, path in paths if path.rpartition("/")[2] in names), "")


def new_dependencies(old: Inspection, new: Inspection) -> tuple[Dependency, ...]:
    """Return dependencies that only the new manifest declares."""
    return dependencies_added(old.manifest, new.manifest)


def comparison(
    old_artifact: Artifact,
    new_artifact: Artifact,
    old: Inspection,
    new: Inspection,
    facts: tuple[Fact, ...],
    *,
    alike: Alike = (),
) -> Comparison:
    """Return the two sides for people, without texts."""
    pairs = paired(old.members, new.members, alike)
    before, after = trigger_names(old.triggers), trigger_names(new.triggers)
    return Comparison(
        old=old_artifact,
        new=new_artifact,
        members=pairs.changes,
        same=pairs.same,
        facts=facts,
        dependencies_added=_names(dependencies_added(old.manifest, new.manifest)),
        dependencies_removed=_names(dependencies_added(new.manifest, old.manifest)),
        triggers_added=tuple(sorted(after - before)),
        triggers_removed=tuple(sorted(before - after)),
    )


def _names(dependencies: tuple[Dependency, ...]) -> tuple[str, ...]:
    return tuple(f"{one.name} {one.url or one.requirement}".strip() for one in dependencies)
