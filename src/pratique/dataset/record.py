"""What the dataset says of a sample: claims with their provenance, evidence, campaign, pair, split.

The Structs are the stored rows, the lines of our own export and the published JSON Schema
(`schema()`). Claims are kept one by one, also where they disagree; nothing is ever averaged.
"""

from typing import Literal

import msgspec

from pratique.model import Activation, EcosystemId

SCHEMA = 1
"""Raised when a reader of the old record would misread the new one."""

Label = Literal[
    "malicious",
    "compromised",
    "dependency-confusion",
    "proof-of-concept",
    "spam",
    "protestware",
    "grayware",
    "benign",
    "unknown",
]
LABELS: tuple[Label, ...] = (
    "malicious",
    "compromised",
    "dependency-confusion",
    "proof-of-concept",
    "spam",
    "protestware",
    "grayware",
    "benign",
    "unknown",
)
BAD: frozenset[Label] = frozenset(
    ("malicious", "compromised", "dependency-confusion", "proof-of-concept", "protestware")
)
"""Labels of what a review should recognise when it comes back."""

Confidence = Literal["low", "medium", "high"]
SplitName = Literal["train", "validation", "test", "challenge"]


class Sample(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One artifact that the dataset knows; its bytes may or may not be in the store."""

    schema: int = SCHEMA
    sha256: str
    purl: str = ""
    filename: str = ""
    size: int = 0
    ecosystem: EcosystemId = "unknown"
    name: str = ""
    version: str = ""
    first_seen: str = ""
    """ISO 8601, as are all times here; the earliest date that anything about it carries."""
    uploaded: str = ""
    reported: str = ""
    quarantined: str = ""
    removed: str = ""


class Claim(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one source said of one sample, with where and when it said so."""

    sha256: str
    source: str
    """Name of the source, such as `pypi_malregistry` or `person`."""
    source_digest: str = ""
    """Digest of the source's state: a commit, or the sha256 of a manifest or record."""
    time: str = ""
    """When the source said it; empty when it does not say."""
    label: Label
    confidence: Confidence = "medium"
    by: str = ""
    """Who or what said it within the source: a path, a record id, a person's role."""
    detail: str = ""
    withdrawn: str = ""
    """When the source took it back; the claim stays."""


class Package(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a source said of a release whose bytes it does not give (an OSV record)."""

    id: str
    purl: str
    """Without a version."""
    ecosystem: EcosystemId
    name: str
    versions: tuple[str, ...] = ()
    ranges: tuple[str, ...] = ()
    """`introduced:X`, `fixed:Y`, `last_affected:Z`, in the source's order."""
    label: Label = "malicious"
    source: str = "osv"
    source_digest: str = ""
    published: str = ""
    modified: str = ""
    withdrawn: str = ""
    summary: str = ""
    details: str = ""
    aliases: tuple[str, ...] = ()
    hashes: tuple[str, ...] = ()
    """Digests of files that the record names."""
    indicators: tuple[str, ...] = ()
    """`host:…`, `url:…`, `ip:…` as the record gives them."""
    origins: tuple[str, ...] = ()
    unknown_keys: tuple[str, ...] = ()
    """Keys of the record that this program does not know; nothing is dropped silently."""
    original: str = ""
    """The record as it came, so that nothing is lost."""


class Evidence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One place that shows what a sample does."""

    sha256: str
    member: str
    behaviour: str
    activation: Activation
    line: int = 0
    end_line: int = 0
    offset: int = -1
    """Byte where the span begins, -1 when only the line is known."""
    end_offset: int = -1
    """Byte behind the span; -1 where lines say it, or only the beginning is known."""
    layer: str = ""
    snippet: str = ""


class Campaign(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Samples that one author or kit made, with why they are held to be."""

    id: str
    """`YYYY-MM-slug`; what a person named keeps its name."""
    members: tuple[str, ...]
    """Digests, sorted."""
    indicators: tuple[str, ...] = ()
    family: str = ""
    named_by: str = ""
    """`person` when somebody named, split or merged it; empty for the clustering's own."""
    first_seen: str = ""
    last_seen: str = ""


class Join(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a sample stands in its campaign: joined to `to` because of `why`."""

    sha256: str
    to: str
    """The sample that it was joined with; empty for the first."""
    why: str
    """near-duplicate, shared-member, shared-indicator, equal-facts, first or person."""
    detail: str = ""


class Pair(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A compromised release between its clean neighbours."""

    bad: str
    previous_clean: str = ""
    next_clean: str = ""


class Snapshot(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Registry metadata as it stood at review, before any takedown."""

    sha256: str
    taken: str
    metadata: str
    """The registry's own JSON."""


class Split(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A frozen division of the samples; `digest` is over every line of it."""

    name: str
    made: str = ""
    seed: str = ""
    train: tuple[str, ...] = ()
    validation: tuple[str, ...] = ()
    test: tuple[str, ...] = ()
    challenge: tuple[str, ...] = ()
    digest: str = ""


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of our own export: exactly one record is set."""

    schema: int = SCHEMA
    sample: Sample | None = None
    claim: Claim | None = None
    package: Package | None = None
    evidence: Evidence | None = None
    campaign: Campaign | None = None
    join: Join | None = None
    campaign_id: str = ""
    """Of a join: the campaign that it is about."""
    pair: Pair | None = None
    snapshot: Snapshot | None = None
    split: Split | None = None


def schema() -> bytes:
    """Return the JSON Schema of our export's lines, which stands in `docs/dataset.schema.json`."""
    published = msgspec.json.schema(Line)
    published["$id"] = f"pratique-dataset-{SCHEMA}"
    return msgspec.json.format(msgspec.json.encode(published, order="sorted"), indent=1) + b"\n"
