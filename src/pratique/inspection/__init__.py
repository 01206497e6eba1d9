"""Read one artifact from end to end; runs in the sealed child and sees nothing but its bytes.

`warm` and `work` are what the nursery calls (see `confine`). A `Job` asks for a whole inspection, a
`Query` for the texts of a few members or for names that code mentions, which comparisons need.
"""

import mmap
import os

import msgspec

from pratique import code
from pratique.inspection.query import Answer, answer
from pratique.inspection.worklist import inspect
from pratique.limits import Limits
from pratique.model import Artifact

__all__ = ["Answer", "Job", "Query", "inspect", "warm", "work"]


class Job(msgspec.Struct, frozen=True, kw_only=True, tag="job"):
    """The payload of a child: which artifact to inspect, under which limits."""

    artifact: Artifact
    limits: Limits


class Query(msgspec.Struct, frozen=True, kw_only=True, tag="query"):
    """The payload of a child that is asked about an artifact that was inspected before."""

    artifact: Artifact
    limits: Limits
    texts: tuple[str, ...] = ()
    """Members whose text is wanted."""
    mentions: tuple[str, ...] = ()
    """Dependency names; the answer says which of them some code mentions."""


def warm() -> None:
    """Load grammars, pattern databases and tables, so that no child has to."""
    code.warm()


def work(payload: bytes, file: int) -> bytes:
    """Do what a `Job` or a `Query` asks with the open file, and return the encoded answer."""
    job = msgspec.msgpack.decode(payload, type=Job | Query)
    size = os.fstat(file).st_size
    data: mmap.mmap | bytes = mmap.mmap(file, size, access=mmap.ACCESS_READ) if size else b""
    match job:
        case Query():
            asked = answer(data, job.artifact, job.limits, job.texts, frozenset(job.mentions))
            return msgspec.msgpack.encode(asked)
        case _:
            return msgspec.msgpack.encode(inspect(data, job.artifact, job.limits))
