"""What a detector found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Outline:
    """A box around a vessel."""

    left: int
    top: int
    width: int
    height: int
    score: float


@dataclass(frozen=True)
class Result:
    """All boxes of one picture."""

    path: str
    outlines: tuple

    def __len__(self):
        return len(self.outlines)
