"""What changed between two archives, for people; for rules the same is said in facts."""

from typing import Literal

import msgspec

from pratique.model.artifact import Artifact
from pratique.model.fact import Fact

ChangeKind = Literal["added", "removed", "moved", "changed"]


class MemberChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One member that is not the same on both sides; paths without the archive's top folder."""

    kind: ChangeKind
    old: str = ""
    """Member path in the old archive, as its inspection names it."""
    new: str = ""
    old_size: int = 0
    new_size: int = 0


class TextChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The changed lines of one member, as hunks of a unified diff."""

    old: str = ""
    new: str = ""
    hunks: tuple[str, ...] = ()
    cut: bool = False
    """Whether lines were left out to keep the report small."""


class Comparison(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Two archives side by side."""

    schema: int = 1
    old: Artifact
    new: Artifact
    members: tuple[MemberChange, ...] = ()
    same: int = 0
    """Members with equal bytes on both sides."""
    facts: tuple[Fact, ...] = ()
    texts: tuple[TextChange, ...] = ()
    dependencies_added: tuple[str, ...] = ()
    dependencies_removed: tuple[str, ...] = ()
    triggers_added: tuple[str, ...] = ()
    triggers_removed: tuple[str, ...] = ()
