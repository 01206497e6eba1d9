"""What a release says about itself, against what the one before said.

All of it is the uploader's to write, so the facts are tagged `forgeable`: a takeover may leave all
as it was, and a project may move. They order what a person looks at; no rule rests on them.
"""

import re
from collections.abc import Iterator

from pratique.model import Fact, Location, Manifest, Value

_WORDS = re.compile(r"[^\W\d_]{3,}")
_KEPT = 0.2
"""A README that keeps less than this share of its words is another README."""
_LONG = 40
"""Words from which a README can be compared."""


def metadata(old: Manifest, new: Manifest, member: str) -> Iterator[Fact]:
    """Yield `meta/release-anomaly` facts for claims that changed from the ground up."""
    if old.repository and new.repository and _place(old.repository) != _place(new.repository):
        text = f"the source is now {new.repository}, before {old.repository}"
        yield _fact(member, "repository-changed", text, new.repository)
    if old.repository and not new.repository:
        yield _fact(member, "repository-dropped", f"no longer names {old.repository}", "")
    before = {one.lower() for one in old.emails}
    if before and new.emails and before.isdisjoint(one.lower() for one in new.emails):
        text = f"every address changed: {', '.join(new.emails[:3])}"
        yield _fact(member, "emails-changed", text, new.emails[0])
    words, now = _words(old.description), _words(new.description)
    if len(words) >= _LONG and len(words & now) < _KEPT * len(words):
        yield _fact(member, "readme-replaced", "its README is another one", "")


def _place(address: str) -> str:
    return address.lower().removesuffix("/").removesuffix(".git").partition("://")[2]


def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORDS.findall(text))


def _fact(member: str, tag: str, text: str, value: str) -> Fact:
    return Fact(
        behaviour="meta/release-anomaly",
        location=Location(member=member),
        source="diff",
        values=(Value("string", value[:200]),) if value else (),
        snippet=text[:240],
        tags=(tag, "forgeable"),
    )
