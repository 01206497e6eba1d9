"""Match rules against facts: pure, linear in the facts, and silent for most artifacts at once.

Facts are indexed by behaviour, rules by those of which they need one, and a rule is looked at only
when each behaviour that it needs is there: an innocent artifact costs a few dictionary look-ups.
Patterns run on google-re2, which has no backtracking; each is compiled when a fact reaches it.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice

import re2

from pratique import vocabulary
from pratique.model import (
    ACTIVATIONS,
    CONFIDENCES,
    SEVERITIES,
    ArtifactKind,
    EcosystemId,
    Fact,
    Finding,
    Location,
    Value,
)
from pratique.rules.schema import Condition, Count, Rule, Scope, ValueTest

Evidence = tuple[Fact, ...]
_EVIDENCE = 16
"""Facts kept for one condition, locations and values kept in one finding."""
_FINDINGS = 8
"""Findings of one rule in one artifact; the rest would say the same."""
_TEXT = 240
_TESTED = 8 * 1024 * 1024
"""Characters of one value that patterns see: twice what the evaluator folds into one constant."""
_LEXICAL = "lexical"
"""Of facts read off words alone: nothing rests on them."""
_OPEN = frozenset(("file", "python"))
"""Steps to code that stands readable in a file or a command."""
_RANK = {name: place for place, name in enumerate(ACTIVATIONS)}
_KIND = {"chain": 0, "indicator": 1, "capability": 2, "metadata": 3}


class Index:
    """Facts by behaviour."""

    __slots__ = ("by_behaviour",)

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.by_behaviour: dict[str, list[Fact]] = {}
        for fact in facts:
            self.by_behaviour.setdefault(fact.behaviour, []).append(fact)

    def has(self, needs: tuple[tuple[str, ...], ...]) -> bool:
        """Tell whether each group names a behaviour that was seen."""
        seen = self.by_behaviour
        return all(any(name in seen for name in group) for group in needs)

    def facts(self, behaviours: Iterable[str]) -> Iterator[Fact]:
        """Yield the facts of some behaviours."""
        return chain.from_iterable(self.by_behaviour.get(name, ()) for name in behaviours)


def findings(
    rules: tuple[Rule, ...],
    facts: Iterable[Fact],
    ecosystem: EcosystemId,
    kind: ArtifactKind,
) -> tuple[Finding, ...]:
    """Return what the rules find: the most severe, confident and early finding first."""
    index = Index(facts)
    found: list[Finding] = []
    needing = _needing(rules)
    places = {place for name in index.by_behaviour for place in needing.get(name, ())}
    for place in sorted(places):
        rule = rules[place]
        if rule.ecosystems and ecosystem not in rule.ecosystems:
            continue
        if rule.kinds and kind not in rule.kinds:
            continue
        if index.has(rule.needs):
            found += _of_rule(rule, index)
    return tuple(sorted(found, key=_order))


def _needing(rules: tuple[Rule, ...]) -> dict[str, list[int]]:
    """Return the places of the rules that cannot match without one of a group of behaviours.

    Of one catalogue there is one index: comparing catalogues costs more than matching.
    """
    known = _INDEXED.get(id(rules))
    if known is not None and known[0] is rules:
        return known[1]
    needing: dict[str, list[int]] = {}
    for place, rule in enumerate(rules):
        for name in rule.needs[0]:
            needing.setdefault(name, []).append(place)
    if len(_INDEXED) >= _CATALOGUES:
        _INDEXED.clear()
    _INDEXED[id(rules)] = rules, needing
    return needing


_CATALOGUES = 8
_INDEXED: dict[int, tuple[tuple[Rule, ...], dict[str, list[int]]]] = {}


def _order(finding: Finding) -> tuple[bool, int, int, int]:
    return (
        finding.nursery,
        -SEVERITIES.index(finding.severity),
        -CONFIDENCES.index(finding.confidence),
        _RANK[finding.activation],
    )


def _of_rule(rule: Rule, index: Index) -> list[Finding]:
    matched = []
    for place in _places(rule.scope, rule.match, index):
        evidence = _evidence(rule.match, place)
        if evidence:
            matched.append(_finding(rule, evidence))
    matched.sort(key=lambda one: (_RANK[one.activation], one.location.member, one.location.line))
    return matched[:_FINDINGS]


def _evidence(condition: Condition, index: Index) -> Evidence | None:
    """Return the facts that make a condition hold, () where absence does, None where it fails."""
    if condition.behaviour:
        hits = tuple(islice(_hits(condition, index), _EVIDENCE))
        return hits or None
    if condition.scope is not None:
        narrowed = (_combined(condition, one) for one in _places(condition.scope, condition, index))
        return next((evidence for evidence in narrowed if evidence is not None), None)
    return _combined(condition, index)


def _combined(condition: Condition, index: Index) -> Evidence | None:
    if condition.all:
        return _all(condition.all, index)
    if condition.any:
        held = [found for child in condition.any if (found := _evidence(child, index)) is not None]
        return tuple(dict.fromkeys(chain.from_iterable(held))) if held else None
    if condition.count is not None:
        return _counted(condition.count, index)
    if condition.not_ is not None:
        return () if _evidence(condition.not_, index) is None else None
    return None


def _all(conditions: tuple[Condition, ...], index: Index) -> Evidence | None:
    total: list[Fact] = []
    for child in conditions:
        found = _evidence(child, index)
        if found is None:
            return None
        total += found
    return tuple(dict.fromkeys(total))


def _counted(count: Count, index: Index) -> Evidence | None:
    held = [found for child in count.of if (found := _all_hits(child, index)) is not None]
    facts = tuple(dict.fromkeys(chain.from_iterable(held)))
    distinct = _DISTINCT[count.distinct](facts) if count.distinct != "condition" else len(held)
    return facts[:_EVIDENCE] if distinct >= count.at_least else None


def _all_hits(condition: Condition, index: Index) -> Evidence | None:
    """Like `_evidence`, but a leaf gives every fact: they are going to be counted."""
    if condition.behaviour:
        return tuple(_hits(condition, index)) or None
    return _evidence(condition, index)


_DISTINCT: dict[str, Callable[[Evidence], int]] = {
    "behaviour": lambda facts: len({fact.behaviour for fact in facts}),
    "value": lambda facts: len({value.text for fact in facts for value in fact.values}),
    "member": lambda facts: len({fact.location.member for fact in facts}),
    "fact": len,
}


def _hits(condition: Condition, index: Index) -> Iterator[Fact]:
    for fact in index.facts(condition.behaviour):
        if _LEXICAL in fact.tags and _LEXICAL not in condition.tags:
            continue
        if fact.activation in condition.when and _meets(condition, fact):
            yield fact


def _meets(condition: Condition, fact: Fact) -> bool:
    """Tell whether one fact passes one leaf; cheap tests first."""
    if condition.source and fact.source not in condition.source:
        return False
    if condition.languages and fact.language not in condition.languages:
        return False
    if any(tag not in fact.tags for tag in condition.tags):
        return False
    if any(tag in fact.tags for tag in condition.untagged):
        return False
    if condition.depth and depth(fact.location) < condition.depth:
        return False
    if condition.plain and fact.location.layer:
        return False
    if condition.via and not _passes(condition.via, fact.via):
        return False
    if condition.symbol and not _found(condition.symbol, fact.symbol):
        return False
    if condition.member and not _found(condition.member, fact.location.member):
        return False
    if any(_valued(test, fact.values) for test in condition.absent):
        return False
    return all(_valued(test, fact.values) for test in condition.values)


def depth(location: Location) -> int:
    """Return how many decoders deep a place is; 0 in plain sight."""
    steps = location.layer.split("/") if location.layer else []
    return len(steps) if any(step not in _OPEN for step in steps) else 0


def _passes(wanted: tuple[str, ...], via: tuple[str, ...]) -> bool:
    """Tell whether a chain touches the wanted behaviours in their order."""
    steps = iter(via)
    return all(any(_named(pattern, step) for step in steps) for pattern in wanted)


def _named(pattern: str, behaviour: str) -> bool:
    if pattern.endswith("*"):
        return behaviour.startswith(pattern[:-1])
    return behaviour == pattern


def _valued(test: ValueTest, values: tuple[Value, ...]) -> bool:
    for value in values:
        if test.kinds and value.kind not in test.kinds:
            continue
        if test.matches and not _found(test.matches, value.text):
            continue
        if test.unless and _found(test.unless, value.text):
            continue
        return True
    return False


def _found(pattern: str, text: str) -> bool:
    return bool(text) and _compiled(pattern).search(text[:_TESTED]) is not None


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> "re2._Regexp":
    return re2.compile(pattern)


def _places(scope: Scope, condition: Condition, index: Index) -> Iterator[Index]:
    """Yield the facts that concern a condition, place by place."""
    if scope == "artifact":
        yield index
        return
    key = _KEYS[scope]
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in index.facts(_behaviours(condition)):
        groups.setdefault(key(fact), []).append(fact)
    yield from (Index(facts) for facts in groups.values())


_KEYS: dict[str, Callable[[Fact], tuple[object, ...]]] = {
    "folder": lambda fact: (fact.location.member.rpartition("/")[0],),
    "member": lambda fact: (fact.location.member,),
    "function": lambda fact: (fact.location.member, fact.location.layer, fact.scope),
    "expression": lambda fact: (fact.location.member, fact.location.layer, fact.location.line),
}


@lru_cache(maxsize=4096)
def _behaviours(condition: Condition) -> tuple[str, ...]:
    if condition.behaviour:
        return tuple(condition.behaviour)
    below = condition.all + condition.any
    if condition.not_ is not None:
        below += (condition.not_,)
    if condition.count is not None:
        below += condition.count.of
    return tuple(dict.fromkeys(chain.from_iterable(_behaviours(child) for child in below)))


def _finding(rule: Rule, evidence: Evidence) -> Finding:
    """Return the finding whose place is the strongest of its facts."""
    decisive = min(evidence, key=_strength)
    places = chain.from_iterable((fact.location, *fact.trail) for fact in evidence)
    behaviours = tuple(dict.fromkeys(fact.behaviour for fact in evidence))
    attack = chain(rule.attack, *(vocabulary.get(name).attack for name in behaviours))
    values = (value.text[:_TEXT] for fact in (decisive, *evidence) for value in fact.values)
    return Finding(
        rule=rule.id,
        summary=rule.summary,
        severity=rule.severity,
        confidence=rule.confidence,
        activation=decisive.activation,
        location=decisive.location,
        evidence=tuple(islice(dict.fromkeys(places), _EVIDENCE)),
        behaviours=behaviours,
        attack=tuple(dict.fromkeys(attack)),
        snippet=decisive.snippet[:_TEXT],
        values=tuple(islice(dict.fromkeys(values), _EVIDENCE)),
        nursery=rule.status == "nursery",
    )


def _strength(fact: Fact) -> tuple[int, int, int, str, int]:
    kind = _KIND[vocabulary.get(fact.behaviour).kind]
    place = fact.location
    hidden = 0 if place.layer else 1
    return (kind, _RANK[fact.activation], hidden, place.member, place.line)
