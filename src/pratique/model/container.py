"""What an archive holds, and what an ecosystem allows an archive to be."""

from typing import Literal

import msgspec

MemberKind = Literal["file", "directory", "link", "special"]
Action = Literal["accept", "note", "hold", "refuse"]
Feature = Literal[
    "type-mismatch",
    "data-descriptor",
    "unusual-method",
    "prefix-bytes",
    "trailing-bytes",
    "pax-local",
    "pax-global",
    "gnu-long-name",
    "sparse",
    "link",
    "special-file",
    "duplicate-equal",
    "duplicate-exact",
    "duplicate-normalised",
    "duplicate-casefold",
    "header-disagreement",
    "name-dot",
    "name-invalid",
    "encrypted",
    "setuid",
    "unusual-container",
    "corrupt",
    "gap-bytes",
    "comment",
    "name-encoding",
    "name-unusual",
    "gnu-with-pax",
    "link-outside",
    "stream-second",
    "top-folder",
]


class ContainerPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """One column of the policy table: what each feature of a container leads to.

    A feature that is not listed has the action of `otherwise`. Source: the registries' own upload
    checks and the table in `docs/container-policy.md`.
    """

    kind: str
    """wheel, sdist-zip, sdist-tar, npm, crate, jar, egg, nested or unknown."""
    container: Literal["zip", "tar.gz", "any"]
    actions: tuple[tuple[Feature, Action], ...] = ()
    otherwise: Action = "refuse"
    methods: tuple[int, ...] = (0, 8)
    """Zip compression methods that are allowed."""
    pax_keys: tuple[str, ...] = ()
    """PAX keywords that are accepted in a local header without a hold."""

    def action(self, feature: Feature) -> Action:
        """Return what this policy does with a feature."""
        return next((action for name, action in self.actions if name == feature), self.otherwise)


class Member(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry of a container, as our strict reader sees it."""

    path: str
    """Canonical name; nested members read `outer.zip!/inner.py`, other views `name#2.py`."""
    kind: MemberKind = "file"
    size: int = 0
    """Real size in bytes, counted while reading."""
    sha256: str = ""
    raw: str = ""
    """Hex of the name's bytes when they differ from the UTF-8 of the path."""
    language: str = ""
    """What the content was read as: python, javascript, elf, png, zip, text, data…"""
    view: str = ""
    """Which reader sees this one when readers differ: first, last, local, central…; else empty."""
    link: str = ""
    """The target of a link."""
    modified: int = 0
    """Unix time that the header claims."""
    mode: int = 0


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """A member together with its bytes, or with one window of them. Lives in the child only."""

    member: Member
    """Size and sha256 are final only in the last window."""
    data: bytes
    offset: int = 0
    """Where `data` starts in the member."""
    final: bool = True
