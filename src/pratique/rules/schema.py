"""What a rule file may say, as strict records: an unknown word in a file is an error.

A rule is a tree of conditions over facts. A leaf tests one fact (behaviour, activation, values,
symbol, tags, layer, chain); `all`, `any`, `not` and `count` combine leaves; `scope` says where the
parts of a combination have to meet; `rule` stands for the condition of another rule.
The shape follows capa's rules, the severity and confidence those of zizmor.
"""

from typing import Literal

import msgspec

from pratique.model import (
    ACTIVATIONS,
    Activation,
    ArtifactKind,
    Confidence,
    EcosystemId,
    Fact,
    FactSource,
    Severity,
    ValueKind,
)

Scope = Literal["expression", "function", "member", "folder", "artifact"]
Status = Literal["nursery", "stable"]
Language = Literal[
    "python", "javascript", "typescript", "rust", "java", "shell", "powershell", "none"
]
Words = str | tuple[str, ...]
"""One word or several: `behaviour: exec/shell` and `behaviour: [exec/shell, exec/process]`."""

SETS: dict[str, tuple[Activation, ...]] = {
    "early": ("install", "build", "startup", "import"),
    "late": ("entrypoint", "call", "unknown"),
    "run": ("install", "build", "startup", "import", "entrypoint", "call", "unknown"),
    "any": ACTIVATIONS,
}
"""Names for sets of activations; a condition without `when` means `run`: tests and dead code say
nothing about what a package does to the one who installs it."""


class ValueTest(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One of a fact's values has one of these kinds, matches, and is no exception."""

    kinds: tuple[ValueKind, ...] = ()
    """Empty allows every kind."""
    matches: str = ""
    """An RE2 pattern searched for anywhere; empty matches everything."""
    unless: str = ""
    """An RE2 pattern that a value must not match (RE2 has no look-ahead)."""


class Count(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """At least so many different ones: conditions that hold, or values, behaviours, facts seen."""

    at_least: int
    of: tuple["Condition", ...]
    distinct: Literal["condition", "behaviour", "value", "member", "fact"] = "condition"


class Condition(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    rename={"not_": "not"},
):
    """One node: exactly one of `all`, `any`, `not`, `count`, `rule`, `behaviour` is given."""

    all: tuple["Condition", ...] = ()
    any: tuple["Condition", ...] = ()
    not_: "Condition | None" = None
    count: Count | None = None
    rule: str = ""
    """Another rule's id; its condition stands here, with its own scope and `when`."""
    scope: Scope | None = None
    """Of `all`, `any`, `count`: one place of this size has to hold the whole."""

    behaviour: Words = ()
    """Ids of the vocabulary; `creds/*` stands for a namespace, `*` for all."""
    when: Words = ()
    """Activations or names of sets; without it the rule's own `when`."""
    values: tuple[ValueTest, ...] = ()
    """Each of them met by some value of the fact."""
    absent: tuple[ValueTest, ...] = ()
    """None of them met by any value of the fact."""
    symbol: str = ""
    """An RE2 pattern over the resolved name."""
    tags: Words = ()
    """All of these."""
    untagged: Words = ()
    """None of these."""
    source: tuple[FactSource, ...] = ()
    languages: tuple[str, ...] = ()
    """Only where a technique exists in one language; behaviours are language-neutral."""
    member: str = ""
    """An RE2 pattern over the path of the member."""
    depth: int = 0
    """In a decoded layer: at least so many decoders deep."""
    plain: bool = False
    """In plain sight: in no layer."""
    via: tuple[str, ...] = ()
    """Of a chain: these behaviours in this order, others may stand between."""


class Example(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """The least that shows the technique, or the innocent neighbour that must stay silent."""

    language: Language
    filename: str = ""
    """Where `code` stands; by default the file that its ecosystem runs at installation."""
    code: str = ""
    files: dict[str, str] = {}
    """More files of the artifact, path to text."""
    facts: tuple[Fact, ...] = ()
    """Facts given as such: what a comparison, an identity check or a sandbox would have said."""
    why: str = ""
    """Of a negative: why it is innocent."""


class Examples(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Both sides of the line that a rule draws."""

    positive: tuple[Example, ...]
    negative: tuple[Example, ...]


class Rule(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One rule file."""

    id: str
    """`namespace/technique`, the path of the file."""
    summary: str
    """Completes "this package …"."""
    why: str
    """Prose for the person who has to decide: what it means, what an honest case looks like."""
    severity: Severity
    confidence: Confidence
    status: Status = "nursery"
    attack: tuple[str, ...] = ()
    """ATT&CK techniques beyond those of the behaviours."""
    languages: tuple[Language, ...] = ()
    """Claimed, each with a positive example; none for rules over metadata and traces."""
    ecosystems: tuple[EcosystemId, ...] = ()
    """Empty means all."""
    kinds: tuple[ArtifactKind, ...] = ()
    """Empty means all."""
    when: Words = ()
    """Activations or names of sets, for every leaf that says none itself."""
    scope: Scope = "artifact"
    match: Condition
    examples: Examples | None = None
    """Always written; dropped from the compiled set, which matching needs not."""
    needs: tuple[tuple[str, ...], ...] = ()
    """Derived: without one behaviour of each group the rule cannot match. Never written."""


def words(value: Words) -> tuple[str, ...]:
    """Return one word or several as several."""
    return (value,) if isinstance(value, str) else value


def children(condition: Condition) -> tuple[Condition, ...]:
    """Return the conditions directly under one."""
    below = condition.all + condition.any
    if condition.not_ is not None:
        below += (condition.not_,)
    if condition.count is not None:
        below += condition.count.of
    return below
