"""What one upload may cost, and the purse that all its parts spend from.

Limits count real output while it is produced; a declared size is never believed. One `Budget` is
shared by an artifact, everything nested in it and every decoded layer.
"""

import msgspec

MIB = 1024 * 1024


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ceilings of one review; bytes and seconds unless a line says otherwise."""

    artifact_bytes: int = 2048 * MIB
    unpacked_bytes: int = 4096 * MIB
    """All members and nested members together."""
    ratio: int = 1100
    """Produced bytes for each byte read, over a whole stream of at least 16 MiB (deflate's own
    maximum is 1032: a stream near it holds nothing but repetition); a tenth over 256 MiB."""
    members: int = 65_000
    depth: int = 8
    """Containers inside containers, decoded layers included."""
    name_bytes: int = 4096
    name_parts: int = 128
    window_bytes: int = 8 * MIB
    """Members larger than this reach the readers in overlapping windows."""
    metadata_bytes: int = 1 * MIB
    """METADATA, package.json, pom.xml…: what a parser of structured text is given."""
    parse_bytes: int = 1 * MIB
    """Source bytes in one syntax parse."""
    parse_total_bytes: int = 24 * MIB
    steps: int = 4_000_000
    """Abstract evaluation steps for one artifact."""
    value_bytes: int = 4 * MIB
    """One folded constant."""
    layers: int = 256
    """Decoded pieces of code for one artifact."""
    layer_depth: int = 64
    facts_per_member: int = 400
    facts: int = 20_000
    hits_per_member: int = 4_000
    wall_seconds: float = 25.0
    cpu_seconds: int = 25
    memory_bytes: int = 900 * MIB
    output_bytes: int = 40 * MIB
    """What the child may send to its parent."""


class Budget:
    """The mutable purse of one review: every spender asks, and a refusal is remembered.

    `fired` names the limits that were met; the caller adds the Limitation, which knows the member.
    """

    __slots__ = ("fired", "limits", "spent")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.spent: dict[str, int] = {}
        self.fired: list[str] = []

    def spend(self, purse: str, amount: int = 1) -> bool:
        """Take `amount` from the limit of that name; False, once and for ever, when it is empty."""
        total = self.spent.get(purse, 0) + amount
        self.spent[purse] = total
        if total <= getattr(self.limits, purse):
            return True
        if purse not in self.fired:
            self.fired.append(purse)
        return False

    def left(self, purse: str) -> int:
        """Return what remains of one limit, never below zero."""
        ceiling: int = getattr(self.limits, purse)
        return max(0, ceiling - self.spent.get(purse, 0))
