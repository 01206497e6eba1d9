"""Say what is wrong with rule files beyond what the schema refuses."""

import re
from collections.abc import Iterator
from pathlib import Path

from pratique import vocabulary
from pratique.errors import RuleError
from pratique.rules import load
from pratique.rules.compile import compiled
from pratique.rules.schema import Condition, Example, Rule, children, words

_ID = re.compile(r"[a-z]+/[a-z0-9]+(-[a-z0-9]+)*")
_ATTACK = re.compile(r"T\d{4}(\.\d{3})?")
_HOST = re.compile(r"https?://([A-Za-z0-9.-]+)")
_RESERVED = re.compile(
    r"(.*\.)?(example|invalid|test|localhost)$|^(10|127|192\.168|192\.0\.2|198\.51\.100|203\.0\.113)\b"
)
_NAMED = re.compile(
    r"(.*\.)?(example\.com|github\.com|discord\.com|telegram\.org|oast\.fun|pastebin\.com)$"
    r"|[a-z2-7]{56}\.onion$"
)
"""Hosts that a technique is about and that an inert example has to name."""


def problems(folder: Path = load.CATALOG) -> Iterator[str]:
    """Yield one line for each problem of the rules of a folder; nothing when all is well."""
    rules = []
    for identity, text in load.files(folder):
        try:
            rule = load.parse(text, f"{identity}.yaml")
        except RuleError as error:
            yield str(error)
            continue
        rules.append(rule)
        yield from (f"{identity}.yaml: {problem}" for problem in _of_rule(rule, identity))
    try:
        compiled(tuple(rules))
    except RuleError as error:
        yield str(error)


def _of_rule(rule: Rule, identity: str) -> Iterator[str]:
    if rule.id != identity:
        yield f"id is {rule.id}: it has to spell the path"
    if not _ID.fullmatch(rule.id):
        yield "an id is namespace/technique in kebab-case"
    if rule.id.partition("/")[0] not in {name.partition("/")[0] for name in vocabulary.ids()}:
        yield "its namespace is none of the vocabulary's"
    if rule.summary[:1].isupper() or rule.summary.endswith(".") or "\n" in rule.summary:
        yield 'summary completes "this package …": lower case, one line, no final stop'
    if len(rule.summary) > 110:
        yield "summary is longer than 110 characters: a phone has to show it"
    if len(rule.why.split()) < 15:
        yield "why says too little: what it means, and what an honest case looks like"
    for technique in rule.attack:
        if not _ATTACK.fullmatch(technique):
            yield f"{technique} is no ATT&CK technique"
    if _conditions(rule.match) > 60:
        yield "more than 60 conditions: split it into rules that refer to each other"
    yield from _of_examples(rule)


def _of_examples(rule: Rule) -> Iterator[str]:
    if rule.examples is None or not rule.examples.positive or not rule.examples.negative:
        yield "needs at least one positive and one negative example"
        return
    shown = {example.language for example in rule.examples.positive}
    for language in rule.languages:
        if language not in shown:
            yield f"claims {language} without a positive example in it"
    for example in rule.examples.negative:
        if not example.why:
            yield "a negative example says why it is innocent"
    for example in rule.examples.positive + rule.examples.negative:
        if not (example.code or example.files or example.facts):
            yield "an example has code, files or facts"
        yield from _hosts(example)


def _hosts(example: Example) -> Iterator[str]:
    for text in (example.code, *example.files.values()):
        for host in _HOST.findall(text):
            if _RESERVED.match(host) or _NAMED.match(host) or host[:1].isdigit():
                continue
            yield f"{host}: examples use hosts under .example or .invalid"


def _conditions(condition: Condition) -> int:
    return 1 + sum(_conditions(child) for child in children(condition))


def behaviours(rule: Rule) -> tuple[str, ...]:
    """Return the behaviours that a compiled rule speaks of, in their order."""
    return tuple(dict.fromkeys(_named(rule.match)))


def _named(condition: Condition) -> Iterator[str]:
    yield from words(condition.behaviour)
    for child in children(condition):
        yield from _named(child)
