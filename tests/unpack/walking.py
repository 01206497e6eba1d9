"""Walk an archive and gather what was said, for every test of this folder."""

import msgspec

from pratique.ecosystems import policies
from pratique.limits import Budget, Limits
from pratique.model import Content, Fact, Limitation, Member
from pratique.unpack import Walk

NAMES = {
    "wheel": "tidewaiter-1.0-py3-none-any.whl",
    "sdist-zip": "tidewaiter-1.0.zip",
    "sdist-tar": "tidewaiter-1.0.tar.gz",
    "npm": "tidewaiter-1.0.tgz",
    "crate": "tidewaiter-1.0.crate",
    "jar": "tidewaiter-1.0.jar",
    "egg": "tidewaiter-1.0-py3.11.egg",
    "nested": "data.bin",
    "unknown": "data.bin",
}


class Seen(msgspec.Struct, frozen=True):
    """Everything that one walk yielded."""

    contents: dict[str, bytes]
    members: dict[str, Member]
    limitations: tuple[Limitation, ...]
    facts: tuple[Fact, ...]
    container: str
    complete: bool
    fired: tuple[str, ...]

    @property
    def codes(self) -> set[str]:
        return {limitation.code for limitation in self.limitations}

    @property
    def tricks(self) -> set[str]:
        return {fact.symbol for fact in self.facts}

    @property
    def outcome(self) -> str:
        """What this would be called if nothing but the container counted."""
        effects = {limitation.effect for limitation in self.limitations}
        if "refuse" in effects:
            return "refused"
        return "held" if "hold" in effects or not self.complete else "clear"


def walk(
    data: bytes,
    kind: str,
    *,
    filename: str | None = None,
    limits: Limits | None = None,
    prefix: str = "",
) -> Seen:
    budget = Budget(limits or Limits())
    walker = Walk(
        data,
        filename=NAMES[kind] if filename is None else filename,
        policy=policies.get(kind),
        budget=budget,
        prefix=prefix,
    )
    contents: dict[str, bytes] = {}
    members: dict[str, Member] = {}
    said: list[Limitation] = []
    facts: list[Fact] = []
    final = 0
    for piece in walker:
        match piece:
            case Content(member=member, data=window, offset=offset):
                if offset:
                    assert (
                        contents[member.path][offset:]
                        == window[: len(contents[member.path]) - offset]
                    )
                contents[member.path] = contents.get(member.path, b"")[:offset] + window
                members[member.path] = member
                final += piece.final
            case Limitation():
                said.append(piece)
            case Fact():
                facts.append(piece)
    assert walker.accounted <= len(data)
    assert final == walker.listed
    complete = walker.accounted == len(data) > 0 and not budget.fired
    return Seen(
        contents,
        members,
        tuple(said),
        tuple(facts),
        walker.container,
        complete,
        tuple(budget.fired),
    )
