"""Review a release against another one: each is inspected once, and the old one only as needed.

The facts of the comparison join the facts of the new release, so that rules can ask for what is
new. What the registry says of both (attestations, publishers, cadence) joins through `identity`.
"""

from collections.abc import Callable

import msgspec

from pratique import compare as comparing
from pratique.errors import CompareError
from pratique.inspection import Answer, Query
from pratique.model import (
    Comparison,
    Fact,
    Fetched,
    Inspection,
    Limitation,
    MemberChange,
    Review,
    TextChange,
)
from pratique.review import answers
from pratique.review.reviewer import Reviewer

TEXTS = 40
"""Changed members whose lines are shown; code first."""
ASKED = 24
"""New dependencies whose age is asked for."""
_CODE = (".py", ".pth", ".js", ".cjs", ".mjs", ".ts", ".sh", ".ps1", ".rs", ".java", ".json")


class Against(msgspec.Struct, frozen=True, kw_only=True):
    """What to compare with, and what the caller found out beforehand."""

    old: Fetched
    is_young: Callable[[str], bool] | None = None
    """Tells of a new dependency whether the registry says that it is under a week old."""
    extra: tuple[Fact, ...] = ()
    """Facts about publisher, provenance and cadence."""
    texts: bool = False
    """Whether to bring the changed lines, for `pratique diff`."""


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """The review of the new release and the comparison that went into it."""

    review: Review
    comparison: Comparison


def compare(reviewer: Reviewer, new: Fetched, against: Against) -> Compared:
    """Inspect the new release, then of the old one what the comparison asks for, and judge.

    Whatever the old release is, it has no say in how the new one is read. Where the new one does
    nothing that could be new, what the old one's code does is not asked.

    Raises CompareError when the old release cannot be inspected; a new release that cannot be is
    held as in any review.
    """
    second = reviewer.start(new)
    second.wait()
    new_review, inspection = second.finish(), second.inspection
    first = reviewer.start(against.old, follow=_acts(inspection))
    first.wait()
    old_review, old = first.finish(), first.inspection
    if old is None:
        why = old_review.limitations[0].code if old_review.limitations else "not read"
        name = against.old.artifact.filename
        raise CompareError(f"{name}: cannot be compared with ({why}); name another release")
    if inspection is None:
        empty = Comparison(old=old_review.artifact, new=new_review.artifact)
        return Compared(review=new_review, comparison=empty)
    alike = _alike(reviewer, against.old, new, old, inspection)
    facts = _facts(reviewer, new, old, inspection, against, alike=alike)
    review = reviewer.judge(new, new_review.artifact, inspection, extra=facts)
    artifacts = old_review.artifact, new_review.artifact
    shown = comparing.comparison(*artifacts, old, inspection, facts, alike=alike)
    if against.texts:
        texts = _texts(reviewer, against.old, new, shown.members)
        shown = msgspec.structs.replace(shown, texts=texts)
    return Compared(review=review, comparison=shown)


def _acts(inspection: Inspection | None) -> bool:
    """Tell whether a release shows anything that the one before may have shown, too."""
    if inspection is None:
        return False
    return bool(inspection.layers) or any(comparing.gained((), inspection.facts))


def _alike(
    reviewer: Reviewer, before: Fetched, after: Fetched, old: Inspection, new: Inspection
) -> comparing.Alike:
    """Return which removed member became which added one, by their texts; seldom asked."""
    gone, come = comparing.strays(old.members, new.members)
    if not gone or not come:
        return ()
    first, second = _ask(reviewer, before, texts=gone), _ask(reviewer, after, texts=come)
    return comparing.alike(
        {text.member: text.text for text in first.texts},
        {text.member: text.text for text in second.texts},
    )


def _facts(
    reviewer: Reviewer,
    new: Fetched,
    old: Inspection,
    inspection: Inspection,
    against: Against,
    *,
    alike: comparing.Alike,
) -> tuple[Fact, ...]:
    facts = tuple(comparing.changes(old, inspection, alike)) + against.extra
    gained = comparing.new_dependencies(old, inspection)
    if gained:
        names = tuple(one.name for one in gained)
        reply = _ask(reviewer, new, mentions=names)
        mentioned = frozenset(reply.mentioned)
        asked = against.is_young
        young = frozenset(name for name in names[:ASKED] if asked is not None and asked(name))
        manifest = comparing.manifest_member(inspection.members)
        facts += comparing.unused(gained, mentioned, young, manifest)
    return facts


def _ask(
    reviewer: Reviewer,
    fetched: Fetched,
    texts: tuple[str, ...] = (),
    mentions: tuple[str, ...] = (),
) -> Answer:
    payload = Query(
        artifact=fetched.artifact,
        limits=reviewer.settings.limits,
        texts=texts,
        mentions=mentions,
    )
    outcome = reviewer.run(fetched, msgspec.msgpack.encode(payload))
    if not outcome.whole:
        raise CompareError(f"{fetched.artifact.filename}: its texts could not be read again")
    try:
        return answers.answer(outcome.data)
    except answers.AnswerError as error:
        raise CompareError(f"{fetched.artifact.filename}: {error}") from error


def _texts(
    reviewer: Reviewer, old: Fetched, new: Fetched, members: tuple[MemberChange, ...]
) -> tuple[TextChange, ...]:
    chosen = [one for one in members if one.kind != "removed" and one.new.endswith(_CODE)][:TEXTS]
    before = _ask(reviewer, old, texts=tuple(one.old for one in chosen if one.old))
    after = _ask(reviewer, new, texts=tuple(one.new for one in chosen))
    left = {text.member: text.text for text in before.texts}
    right = {text.member: text.text for text in after.texts}
    return tuple(
        comparing.hunks(one, left.get(one.old, ""), right.get(one.new, "")) for one in chosen
    )


def limitation(detail: str) -> Limitation:
    """Return the note that says what could not be compared."""
    return Limitation(code="not-compared", effect="note", detail=detail)
