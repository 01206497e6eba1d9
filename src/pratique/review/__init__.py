"""Review artifacts: start children, judge what they say, compare releases, answer with records."""

from pratique.review.against import Against, Compared, compare
from pratique.review.reviewer import ENTRY, Reviewer, Running, Settings, review

__all__ = [
    "ENTRY",
    "Against",
    "Compared",
    "Reviewer",
    "Running",
    "Settings",
    "compare",
    "review",
]
