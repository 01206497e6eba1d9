"""Find samples and facts: by digest, purl, behaviour, host, file or a pattern over strings."""

from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec
import re2

from pratique import vocabulary
from pratique.dataset import frozen
from pratique.dataset.catalogue import Catalogue
from pratique.errors import UsageError
from pratique.model import ACTIVATIONS, Activation, Fact, Location


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What a fact has to show; empty fields ask for nothing."""

    behaviour: str = ""
    activation: str = ""
    host: str = ""
    member: str = ""
    purl: str = ""
    regex: str = ""
    """RE2 over values and snippet."""


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One fact of one sample."""

    sha256: str
    purl: str
    behaviour: str
    activation: Activation
    location: Location
    snippet: str


def query(wanted: Mapping[str, str]) -> Query:
    """Return a checked query; UsageError names what is wrong."""
    found = msgspec.convert(dict(wanted), Query)
    if found.behaviour and not vocabulary.known(found.behaviour):
        raise UsageError(f"--behaviour: {found.behaviour} is not in the vocabulary")
    if found == Query():
        raise UsageError("name what to find: --behaviour, --host, --file, --purl or --regex")
    if found.activation and found.activation not in ACTIVATIONS:
        raise UsageError(f"--activation: {found.activation} is none of {', '.join(ACTIVATIONS)}")
    _pattern(found.regex)
    return found


def _pattern(text: str) -> "re2._Regexp":
    options = re2.Options()
    options.log_errors = False  # the error says it; the library's own log would say it twice
    try:
        return re2.compile(text, options)
    except re2.error as error:
        why = error.args[0] if error.args else ""
        said = why.decode("utf-8", "replace") if isinstance(why, bytes) else str(why)
        raise UsageError(f"--regex: not a pattern of RE2 ({said})") from error


def hits(catalogue: Catalogue, wanted: Query) -> Iterator[Hit]:
    """Yield facts that show everything that is wanted."""
    pattern = _pattern(wanted.regex) if wanted.regex else None
    only = (wanted.behaviour,) if wanted.behaviour else ()
    purls = {one.sha256: one.purl for one in catalogue.samples()}
    for seen in frozen.facts(catalogue, only):
        purl = purls.get(seen.sha256, "")
        if not purl.startswith(wanted.purl):
            continue
        for fact in seen.facts:
            if _shows(fact, wanted) and (pattern is None or _spells(fact, pattern)):
                yield Hit(
                    sha256=seen.sha256,
                    purl=purl,
                    behaviour=fact.behaviour,
                    activation=fact.activation,
                    location=fact.location,
                    snippet=fact.snippet,
                )


def _shows(fact: Fact, wanted: Query) -> bool:
    return (
        wanted.behaviour in {"", fact.behaviour}
        and wanted.activation in {"", fact.activation}
        and wanted.member in fact.location.member
        and (not wanted.host or any(wanted.host in one.text for one in fact.values))
    )


def _spells(fact: Fact, pattern: "re2._Regexp") -> bool:
    texts = (fact.snippet, *(one.text for one in fact.values))
    return any(pattern.search(text) is not None for text in texts)


def digests(catalogue: Catalogue, what: str) -> tuple[str, ...]:
    """Return the samples that a digest, its beginning (8 or more) or a purl names."""
    if what.startswith("pkg:"):
        found = [one.sha256 for one in catalogue.samples() if one.purl == what]
        return tuple(found)
    if len(what) < 8:
        return ()
    rows = catalogue.rows.execute(
        "select sha256 from samples where sha256 >= ? and sha256 < ? order by sha256 limit 20",
        (what.lower(), what.lower() + "g"),
    )
    return tuple(str(row[0]) for row in rows)


def timeline(catalogue: Catalogue) -> tuple[tuple[str, int, int], ...]:
    """Return month (or year), samples first seen then, and campaigns that began then."""
    samples = Counter(one.first_seen[:7] or "unknown" for one in catalogue.samples())
    begun = Counter(one.first_seen[:7] or "unknown" for one in catalogue.campaigns())
    return tuple((month, samples[month], begun[month]) for month in sorted(samples | begun))
