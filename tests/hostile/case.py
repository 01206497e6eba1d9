"""A case of the suite: an upload, and what must be answered to it."""

from collections.abc import Callable
from typing import TypeAlias

import msgspec

from pratique.model import CLASSIFICATIONS, Classification
from tests.hostile.payload import HARMLESS, SIGNAL, Payload

Build: TypeAlias = Callable[[Payload], bytes]


class Case(msgspec.Struct, frozen=True):
    """One row of a table; the columns stand in this order."""

    id: str
    filename: str
    build: Build
    harmless: str
    """What the harmless twin must get: one classification, or several joined by `|`."""
    signal: Classification
    """The least that the twin with the known-signal module must get; never `clear`."""
    note: str
    registry: bytes | None = None
    """What the registry says about the release, where the case is about that."""

    @property
    def heavy(self) -> bool:
        """Whether the case takes seconds, so that it runs only in the whole suite."""
        return self.note.startswith("heavy: ")


class Twin(msgspec.Struct, frozen=True, kw_only=True):
    """One half of a case."""

    case: Case
    payload: Payload

    @property
    def id(self) -> str:
        """Name the twin: the case, and which half of it."""
        return f"{self.case.id}{'+signal' if self.payload.signal else ''}"

    @property
    def expected(self) -> str:
        """Say what is allowed, as the table shows it."""
        if self.payload.signal:
            return f"{self.case.signal} or worse"
        return self.case.harmless

    def allows(self, classification: str) -> bool:
        """Whether a classification is what the table asks for."""
        if classification not in CLASSIFICATIONS:
            return False
        if not self.payload.signal:
            return classification in self.case.harmless.split("|")
        ranks = {name: rank for rank, name in enumerate(CLASSIFICATIONS)}
        return ranks[classification] >= max(1, ranks[self.case.signal])


def twins(cases: tuple[Case, ...]) -> tuple[Twin, ...]:
    """Return both halves of every case."""
    return tuple(Twin(case=case, payload=each) for case in cases for each in (HARMLESS, SIGNAL))
