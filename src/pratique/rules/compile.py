"""Turn rules as written into rules as matched: references, name patterns and sets resolved.

Compiling also derives `needs`, the behaviours without which a rule cannot match; most rules are
dismissed by it before anything else is looked at.
"""

import fnmatch
from collections.abc import Mapping
from functools import cache

import msgspec
import re2

from pratique import vocabulary
from pratique.errors import RuleError
from pratique.model import ACTIVATIONS, Activation
from pratique.rules.schema import SETS, Condition, Rule, children, words

_KINDS = ("all", "any", "not_", "count", "rule", "behaviour")
Needs = tuple[tuple[str, ...], ...]


def compiled(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Return the rules ready to match; RuleError names the rule that is wrong."""
    by_id = {rule.id: rule for rule in rules}
    if len(by_id) != len(rules):
        raise RuleError("two rules have the same id: rename one")
    return tuple(_compiled(rule, by_id) for rule in rules)


def _compiled(rule: Rule, by_id: Mapping[str, Rule]) -> Rule:
    if rule.needs:
        raise RuleError(f"{rule.id}: needs is derived and never written")
    try:
        match = _resolved(rule.match, _activations(rule.when or "run"), by_id, (rule.id,))
    except (ValueError, re2.error) as error:
        raise RuleError(f"{rule.id}: {error}") from error
    needs = _needs(match)
    if not needs:
        raise RuleError(f"{rule.id}: it would match without any fact: ask for a behaviour")
    return msgspec.structs.replace(
        rule, match=match, needs=needs, examples=None, when=_activations(rule.when or "run")
    )


def _resolved(
    condition: Condition,
    when: tuple[Activation, ...],
    by_id: Mapping[str, Rule],
    path: tuple[str, ...],
) -> Condition:
    """Return one condition with everything below it resolved."""
    given = [name for name in _KINDS if getattr(condition, name)]
    if len(given) != 1:
        raise ValueError(f"a condition has one of {', '.join(_KINDS)}, not {given}")
    when = _activations(condition.when) if condition.when else when
    if condition.rule:
        return _referenced(condition.rule, by_id, path)
    if condition.behaviour:
        return _leaf(condition, when)
    below = msgspec.structs.replace(
        condition,
        all=tuple(_resolved(child, when, by_id, path) for child in condition.all),
        any=tuple(_resolved(child, when, by_id, path) for child in condition.any),
    )
    if condition.not_ is not None:
        inner = _resolved(condition.not_, when, by_id, path)
        below = msgspec.structs.replace(below, not_=inner)
    if condition.count is not None:
        of = tuple(_resolved(child, when, by_id, path) for child in condition.count.of)
        if condition.count.at_least < 1 or not of:
            raise ValueError("count needs at_least of 1 or more, and something to count")
        count = msgspec.structs.replace(condition.count, of=of)
        below = msgspec.structs.replace(below, count=count)
    return below


def _referenced(name: str, by_id: Mapping[str, Rule], path: tuple[str, ...]) -> Condition:
    if name in path:
        raise ValueError(f"rules refer to each other in a circle: {' → '.join((*path, name))}")
    if name not in by_id:
        raise ValueError(f"there is no rule {name}")
    other = by_id[name]
    inner = _resolved(other.match, _activations(other.when or "run"), by_id, (*path, name))
    return Condition(all=(inner,), scope=other.scope)


def _leaf(condition: Condition, when: tuple[Activation, ...]) -> Condition:
    for value in condition.values + condition.absent:
        _pattern(value.matches)
        _pattern(value.unless)
    for pattern in (condition.symbol, condition.member):
        _pattern(pattern)
    for step in condition.via:
        _expanded(step)
    return msgspec.structs.replace(
        condition,
        behaviour=tuple(name for word in words(condition.behaviour) for name in _expanded(word)),
        when=when,
        tags=words(condition.tags),
        untagged=words(condition.untagged),
    )


@cache
def _expanded(pattern: str) -> tuple[str, ...]:
    found = tuple(name for name in vocabulary.ids() if fnmatch.fnmatchcase(name, pattern))
    if not found:
        raise ValueError(f"no behaviour of the vocabulary is called {pattern}")
    return found


@cache
def _pattern(pattern: str) -> None:
    if pattern:
        re2.compile(pattern)


def _activations(given: str | tuple[str, ...]) -> tuple[Activation, ...]:
    """Return the activations that words name, each a set or an activation."""
    result: dict[Activation, None] = {}
    for word in words(given):
        one = tuple(name for name in ACTIVATIONS if name == word)
        if not one and word not in SETS:
            raise ValueError(f"when: {word} is neither an activation nor one of {', '.join(SETS)}")
        result.update(dict.fromkeys(SETS.get(word, one)))
    return tuple(result)


def _needs(condition: Condition) -> Needs:
    """Return groups of behaviours; a match implies one fact of each group."""
    if condition.behaviour:
        return (words(condition.behaviour),)
    if condition.all:
        groups = dict.fromkeys(group for child in condition.all for group in _needs(child))
        return tuple(sorted(groups, key=len))
    if condition.any or condition.count is not None:
        return _union(children(condition))
    return ()


def _union(options: tuple[Condition, ...]) -> Needs:
    """Return what every option asks for: the narrowest group of each, merged."""
    merged: dict[str, None] = {}
    for option in options:
        needs = _needs(option)
        if not needs:
            return ()
        narrowest: tuple[str, ...] = min(needs, key=len)
        merged.update(dict.fromkeys(narrowest))
    return (tuple(merged),)
