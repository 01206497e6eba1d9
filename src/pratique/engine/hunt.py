"""Hunt through the past: a rule over frozen facts, YARA or a text over the bytes of members.

Facts need neither samples nor key. Bytes are unsealed into memory, their archives are opened by a
child as in every review, and only what the child says of their text is searched.
"""

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from pratique import rules
from pratique.dataset import frozen
from pratique.dataset.catalogue import Catalogue
from pratique.dataset.record import Sample
from pratique.dataset.store import Store
from pratique.ecosystems import identify
from pratique.errors import DatasetError, RuleError
from pratique.inspection import Query
from pratique.inspection.request import Text
from pratique.limits import Limits
from pratique.model import Fetched, Location
from pratique.review import Reviewer, answers
from pratique.rules import load
from pratique.rules.compile import compiled

_TEXTS = 64
"""Members of one sample that are read as text."""


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One place in one sample."""

    sha256: str
    purl: str
    what: str
    location: Location
    snippet: str = ""


Search = Callable[[bytes], Iterator[tuple[int, str]]]
"""From a text to offsets and what was found there."""


def rule(named: str) -> rules.Rule:
    """Return a rule ready to match: a file's, or one of the catalogue by its id."""
    path = Path(named)
    if not path.is_file():
        found = next((one for one in rules.catalog() if one.id == named), None)
        if found is None:
            raise RuleError(f"{named}: neither a file nor a rule's id; `pratique rules list`")
        return found
    written = load.parse(path.read_bytes(), named)
    others = tuple(one for one in load.read() if one.id != written.id)
    return compiled((written, *others))[0]


def by_rule(catalogue: Catalogue, wanted: rules.Rule) -> Iterator[Hit]:
    """Yield every finding of a rule over all frozen facts, sample by sample."""
    narrowest = min(wanted.needs, key=len, default=())
    for seen in frozen.facts(catalogue, narrowest):
        found = rules.findings((wanted,), seen.facts, seen.ecosystem, seen.kind)
        for one in found:
            yield Hit(
                sha256=seen.sha256,
                purl=_purl(catalogue, seen.sha256),
                what=one.rule,
                location=one.location,
                snippet=one.snippet,
            )


def by_value(catalogue: Catalogue, text: str) -> Iterator[Hit]:
    """Yield every fact one of whose values holds a text, and samples whose digest it is."""
    sample = catalogue.sample(text.lower())
    if sample is not None:
        whole = Location(member=sample.filename)
        yield Hit(sha256=sample.sha256, purl=sample.purl, what="sha256", location=whole)
    for seen in frozen.facts(catalogue):
        for fact in seen.facts:
            value = next((one for one in fact.values if text in one.text), None)
            if value is not None:
                yield Hit(
                    sha256=seen.sha256,
                    purl=_purl(catalogue, seen.sha256),
                    what=f"{value.kind} in {fact.behaviour}",
                    location=fact.location,
                    snippet=fact.snippet,
                )


def yara(path: Path) -> Search:
    """Return the search that a file of YARA rules stands for."""
    try:
        import yara_x
    except ImportError as error:
        raise DatasetError("yara-x is missing; install pratique with the extra `yara`") from error
    try:
        compiled_rules = yara_x.compile(path.read_text(encoding="utf-8"))
    except (yara_x.CompileError, OSError, UnicodeDecodeError) as error:
        first = str(error).strip().partition("\n")[0]
        raise RuleError(f"{path}: not readable as YARA ({first})") from error

    def search(data: bytes) -> Iterator[tuple[int, str]]:
        for found in compiled_rules.scan(data).matching_rules:
            offsets = [match.offset for one in found.patterns for match in one.matches]
            yield min(offsets, default=0), found.identifier

    return search


def text(wanted: str) -> Search:
    """Return the search for a text."""
    pattern = re.compile(re.escape(wanted.encode()))
    return lambda data: ((match.start(), wanted) for match in pattern.finditer(data))


def by_bytes(store: Store, reviewer: Reviewer, search: Search) -> Iterator[Hit]:
    """Yield what a search finds in the members of every stored sample."""
    for sha256 in sorted(store.catalogue.stored()):
        sample = store.catalogue.sample(sha256)
        if sample is not None:
            for member, data in _texts(store, reviewer, sample):
                for offset, what in search(data):
                    line = data.count(b"\n", 0, offset) + 1
                    yield Hit(
                        sha256=sha256,
                        purl=sample.purl,
                        what=what,
                        location=Location(member=member, line=line, offset=offset),
                    )


def _texts(store: Store, reviewer: Reviewer, sample: Sample) -> Iterator[tuple[str, bytes]]:
    rest = frozen.rest_of(store.catalogue, sample.sha256)
    names = tuple(one.path for one in rest.members if one.kind == "file") if rest else ()
    if not names:
        return
    data = store.read(sample.sha256, "hunt")
    memory = os.memfd_create("sample", os.MFD_CLOEXEC)
    try:
        with os.fdopen(os.dup(memory), "wb") as file:
            file.write(data)
        _, artifact = identify(sample.filename, data[:65536])
        query = Query(artifact=artifact, limits=Limits(), texts=names[:_TEXTS])
        fetched = Fetched(artifact=artifact, path=f"/proc/self/fd/{memory}")
        outcome = reviewer.run(fetched, msgspec.msgpack.encode(query))
    finally:
        os.close(memory)
    texts: tuple[Text, ...] = ()
    if outcome.whole:
        with contextlib.suppress(answers.AnswerError):  # as if it had not been read
            texts = answers.answer(outcome.data).texts
        for one in texts:
            yield one.member, one.text.encode("utf-8", "replace")


def _purl(catalogue: Catalogue, sha256: str) -> str:
    sample = catalogue.sample(sha256)
    return sample.purl if sample is not None else ""
