"""What a child is asked and what it answers to a query; the parent needs no more than this."""

from typing import Literal

import msgspec

from pratique.limits import Limits
from pratique.model import Artifact

Sketching = Literal["never", "decisive", "always"]
"""Whether code gets a near-duplicate sketch, which costs as much as inflating it: never, only in an
artifact that shows a chain or an indicator, or always."""


class Job(msgspec.Struct, frozen=True, kw_only=True, tag="job"):
    """The payload of a child: which artifact to inspect, under which limits."""

    artifact: Artifact
    limits: Limits
    sketch: Sketching = "never"
    follow: bool = True
    """False looks at every member and follows no code: enough where no behaviour is asked for."""


class Query(msgspec.Struct, frozen=True, kw_only=True, tag="query"):
    """The payload of a child that is asked about an artifact that was inspected before."""

    artifact: Artifact
    limits: Limits
    texts: tuple[str, ...] = ()
    """Members whose text is wanted."""
    mentions: tuple[str, ...] = ()
    """Dependency names; the answer says which of them some code mentions."""


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """The text of one member, cut to 256 KiB, undecodable bytes replaced."""

    member: str
    text: str


class Answer(msgspec.Struct, frozen=True, kw_only=True, tag="answer"):
    """What a query found."""

    texts: tuple[Text, ...] = ()
    mentioned: tuple[str, ...] = ()
