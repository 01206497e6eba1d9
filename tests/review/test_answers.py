"""An answer that no honest child can have given is told from one that it can."""

import msgspec
import pytest

from pratique.errors import InputError
from pratique.limits import Limits
from pratique.model import Coverage, Fact, Inspection, Location
from pratique.review import answers

LIMITS = Limits(facts=2, members=2)


def said(*facts: Fact) -> bytes:
    coverage = Coverage(sha256="0" * 64, size=1)
    made = Inspection(sha256="0" * 64, size=1, container="zip", coverage=coverage, facts=facts)
    return msgspec.msgpack.encode(made)


def fact(**fields) -> Fact:
    return Fact(**{"behaviour": "exec/process", "location": Location(member="a"), **fields})


def test_what_fits_the_limits_is_taken():
    assert len(answers.inspection(said(*[fact()] * 10), LIMITS).facts) == 10


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x81",
        said()[:-1],
        said(fact(behaviour="no/such")),
        said(fact(via=("exec/process", "no/such"))),
        said(*[fact()] * 11),
        said(fact(tags=("",) * 41)),
    ],
)
def test_what_cannot_be_is_refused(data):
    with pytest.raises(answers.AnswerError):
        answers.inspection(data, LIMITS)


def test_an_unreadable_reply_to_a_query_is_an_error_with_a_sentence():
    with pytest.raises(InputError, match="unreadable answer"):
        answers.answer(b"\xc1")
