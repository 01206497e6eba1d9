"""A STIX 2.1 bundle: campaigns, files, indicators with patterns, and what indicates what.

Ids are UUIDv5 over our own ids, so that a second export names the same things the same.
"""

import uuid
from collections.abc import Iterator
from pathlib import Path

import msgspec

from pratique.dataset.catalogue import Catalogue
from pratique.dataset.exporters.files import written
from pratique.dataset.indicators import redacted
from pratique.dataset.record import Campaign
from pratique.dataset.store import now

_SPACE = uuid.UUID("9f0b2ab4-7f0c-5b3c-8d55-6f2f6b3d1c11")
_PATTERNS = {
    "host": "[domain-name:value = '{}']",
    "ip": "[ipv4-addr:value = '{}']",
    "url": "[url:value = 'https://{}']",
}
Thing = dict[str, object]


def write(catalogue: Catalogue, folder: Path, split: str) -> tuple[Path, ...]:
    """Write `bundle.stix.json`."""
    del split
    made = now().removesuffix("Z") + ".000Z"  # STIX asks for milliseconds
    things: dict[object, Thing] = {}
    names = {one.sha256: one.filename for one in catalogue.samples()}
    for campaign in catalogue.campaigns():
        for thing in _of(campaign, names, made):
            things.setdefault(thing["id"], thing)
    bundle = {
        "type": "bundle",
        "id": f"bundle--{uuid.uuid5(_SPACE, made)}",
        "objects": list(things.values()),
    }
    return (written(folder / "bundle.stix.json", (msgspec.json.encode(bundle),)),)


def _of(campaign: Campaign, names: dict[str, str], made: str) -> Iterator[Thing]:
    whole = _thing("campaign", campaign.id, made) | {"name": campaign.id}
    if campaign.family:
        whole["aliases"] = [campaign.family]
    yield whole
    for text in campaign.indicators:
        kind, _, value = text.partition(":")
        shown = redacted(value)
        if kind not in _PATTERNS or "[redacted" in shown or (kind == "ip" and ":" in value):
            continue
        pattern = _PATTERNS[kind].format(shown.replace("\\", "\\\\").replace("'", "\\'"))
        yield from _indicator(campaign, text, pattern, made)
    for sha256 in campaign.members:
        pattern = f"[file:hashes.'SHA-256' = '{sha256}']"
        name = names.get(sha256, "")
        yield from _indicator(campaign, sha256, pattern, made, redacted(name))


def _indicator(
    campaign: Campaign, key: str, pattern: str, made: str, name: str = ""
) -> Iterator[Thing]:
    found = _thing("indicator", key, made) | {
        "pattern": pattern,
        "pattern_type": "stix",
        "valid_from": made,
        "indicator_types": ["malicious-activity"],
    }
    yield found | ({"name": name} if name else {})
    yield _thing("relationship", f"{campaign.id} {key}", made) | {
        "relationship_type": "indicates",
        "source_ref": found["id"],
        "target_ref": _id("campaign", campaign.id),
    }


def _thing(kind: str, key: str, made: str) -> Thing:
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": _id(kind, key),
        "created": made,
        "modified": made,
    }


def _id(kind: str, key: str) -> str:
    return f"{kind}--{uuid.uuid5(_SPACE, f'{kind} {key}')}"
