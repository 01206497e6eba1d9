"""Divide samples for training and testing: no campaign on two sides, nothing from the future.

Campaigns are ordered by their first sighting; the earliest train, later ones validate and test, so
that a detector is tested on what came after it. Where times are equal a keyed hash decides. The
challenge split takes whole campaigns that are alone in what they do. The digest covers every line.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from pratique.dataset.record import Campaign, Split
from pratique.errors import DatasetError

PARTS = (("train", 0.6), ("validation", 0.2), ("test", 0.2))
ORDER = ("train", "validation", "test", "challenge")
CHALLENGE = 0.1
"""Part of the campaigns, the oddest ones, that nobody tunes on."""


def divide(
    name: str,
    campaigns: Sequence[Campaign],
    behaviours: Mapping[str, str],
    made: str,
    seed: str = "pratique",
) -> Split:
    """Return a split of all members; `behaviours` are each sample's, in words.

    A campaign's oddness is how few others show the same set of behaviours.
    """
    shapes = {one.id: _shape(one, behaviours) for one in campaigns}
    often = Counter(shapes.values())
    odd = sorted(campaigns, key=lambda one: (often[shapes[one.id]], _draw(seed, one.members[0])))
    challenge = {one.id for one in odd[: int(len(campaigns) * CHALLENGE)]}
    rest = sorted(
        (one for one in campaigns if one.id not in challenge),
        key=lambda one: (one.first_seen or "0000", _draw(seed, one.members[0])),
    )
    parts: dict[str, list[str]] = {
        "challenge": [sha256 for one in campaigns if one.id in challenge for sha256 in one.members]
    }
    start = 0.0
    for part, share in PARTS:
        end = start + share
        chosen = rest[round(start * len(rest)) : round(end * len(rest))]
        parts[part] = [sha256 for one in chosen for sha256 in one.members]
        start = end
    split = Split(
        name=name,
        made=made,
        seed=seed,
        train=tuple(sorted(parts["train"])),
        validation=tuple(sorted(parts["validation"])),
        test=tuple(sorted(parts["test"])),
        challenge=tuple(sorted(parts["challenge"])),
    )
    return msgspec.structs.replace(split, digest=digest(split))


def digest(split: Split) -> str:
    """Return the sha256 over name, parts and members."""
    total = hashlib.sha256(f"{split.name}\n".encode())
    for part in ORDER:
        for sha256 in getattr(split, part):
            total.update(f"{part} {sha256}\n".encode())
    return total.hexdigest()


def problems(split: Split, campaigns: Sequence[Campaign]) -> tuple[str, ...]:
    """Return what is wrong with a split: changed, overlapping, a campaign on two sides."""
    found = []
    if digest(split) != split.digest:
        found.append("its members are not those that were frozen: the digest differs")
    where: dict[str, str] = {}
    for part in ORDER:
        for sha256 in getattr(split, part):
            if sha256 in where:
                found.append(f"{sha256} stands in {where[sha256]} and in {part}")
            where[sha256] = part
    for campaign in campaigns:
        parts = {where[sha256] for sha256 in campaign.members if sha256 in where}
        if len(parts) > 1:
            found.append(
                f"campaign {campaign.id} stands in {', '.join(sorted(parts))}: it was joined after "
                "the split was frozen; make another split, under a new name"
            )
    return tuple(found)


def part_of(split: Split, sha256: str) -> str:
    """Return the part that a sample stands in; DatasetError for a split that lacks it."""
    for part in ORDER:
        if sha256 in getattr(split, part):
            return part
    raise DatasetError(f"{sha256}: not in split {split.name}; it came after it was frozen")


def _shape(campaign: Campaign, behaviours: Mapping[str, str]) -> str:
    words = {word for one in campaign.members[:8] for word in behaviours.get(one, "").split()}
    return " ".join(sorted(words))


def _draw(seed: str, sha256: str) -> str:
    return hashlib.sha256(f"{seed}:{sha256}".encode()).hexdigest()
