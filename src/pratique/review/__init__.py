"""Review artifacts: start children, judge what they say, compare releases, answer with records."""

from pratique.compare import manifest_member
from pratique.review.against import Against, Compared, compare, limitation
from pratique.review.dependencies import inherited, worth_review
from pratique.review.release import releases, together
from pratique.review.reviewer import ENTRY, Reviewer, Running, Settings, review

__all__ = [
    "ENTRY",
    "Against",
    "Compared",
    "Reviewer",
    "Running",
    "Settings",
    "compare",
    "inherited",
    "limitation",
    "manifest_member",
    "releases",
    "review",
    "together",
    "worth_review",
]
