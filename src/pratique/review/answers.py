"""What a child says is data: decode it, and refuse what no honest child can have said."""

from functools import cache

import msgspec

from pratique import vocabulary
from pratique.errors import InputError
from pratique.inspection import Answer
from pratique.limits import Limits
from pratique.model import Fact, Inspection

_PARTS = 10
"""Values, tags and places that a fact has on the average at most."""


class AnswerError(InputError):
    """A child said something that cannot be; the message says what."""


def inspection(data: bytes, limits: Limits) -> Inspection:
    """Return the inspection that a child sent, or raise AnswerError.

    A child that was taken over may say anything that fits the schema: behaviours that are in no
    vocabulary, and so much of everything that judging and telling it would cost more than reading.
    """
    try:
        said = msgspec.msgpack.decode(data, type=Inspection)
    except (msgspec.DecodeError, ValueError) as error:
        raise AnswerError(f"unreadable answer: {error}") from error
    if not _behaviours().issuperset(
        each for fact in said.facts for each in (fact.behaviour, *fact.via)
    ):
        raise AnswerError("the answer names a behaviour that is in no vocabulary")
    counts = (
        ("members", len(said.members), 2 * limits.members),
        ("facts", len(said.facts), 5 * limits.facts),
        ("parts of facts", sum(map(_parts, said.facts)), 2 * limits.facts * _PARTS),
        ("limitations", len(said.limitations), 2 * limits.members),
        ("layers", len(said.layers), 2 * limits.facts),
        ("triggers", len(said.triggers), 2 * limits.members),
    )
    for name, count, most in counts:
        if count > most:
            raise AnswerError(f"the answer has {count} {name}, more than its limits allow")
    return said


@cache
def _behaviours() -> frozenset[str]:
    return frozenset(vocabulary.ids())


def answer(data: bytes) -> Answer:
    """Return what a child sent for a query, or raise AnswerError."""
    try:
        return msgspec.msgpack.decode(data, type=Answer)
    except (msgspec.DecodeError, ValueError) as error:
        raise AnswerError(f"unreadable answer: {error}") from error


def _parts(fact: Fact) -> int:
    return len(fact.values) + len(fact.tags) + len(fact.via) + len(fact.trail)
