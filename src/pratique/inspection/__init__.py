"""Read one artifact from end to end; runs in the sealed child and sees nothing but its bytes.

`warm`, `rehearse` and `work` are what the nursery calls (see `confine`). A `Job` asks for a whole
inspection, a `Query` for the texts of a few members or for names that code mentions, which
comparisons need. The readers are imported by who reads: a parent that only asks does not load them.
"""

import mmap
import os
import sys
from functools import cache
from typing import Any

import msgspec

from pratique.inspection.request import Answer, Job, Query, Sketching
from pratique.limits import Limits
from pratique.model import Artifact, Inspection

__all__ = ["Answer", "Job", "Query", "Sketching", "inspect", "rehearse", "warm", "work"]

_LARGEST = (1 << 63) - 1
RECURSION = 4_000
"""Python's own limit in a reading process; a hundred layers inside each other need about 1,500."""


def warm() -> tuple[str, ...]:
    """Load what the first child needs, and return the folders that it may read for the rest."""
    from pratique import code
    from pratique.inspection import worklist

    del worklist
    _jobs()
    return code.ready()


def rehearse(*, closed: bool = False) -> None:
    """Load grammars, pattern databases and tables, so that no child has to.

    `closed` children cannot open files: for them all is loaded that any could ever need.
    """
    from pratique import code, ecosystems
    from pratique.inspection import query, rehearsal

    del query
    code.warm(closed=closed)
    ecosystems.warm()
    rehearsal.rehearse()


def inspect(
    data: bytes | mmap.mmap,
    artifact: Artifact,
    limits: Limits,
    sketch: Sketching = "never",
    *,
    follow: bool = True,
) -> Inspection:
    """Inspect one artifact in this process. Never raises for what the bytes are."""
    from pratique.inspection import worklist

    return worklist.inspect(data, artifact, limits, sketch, follow=follow)


def work(payload: bytes, file: int) -> bytes:
    """Do what a `Job` or a `Query` asks with the open file, and return the encoded answer."""
    sys.setrecursionlimit(RECURSION)
    job = _jobs().decode(payload)
    size = os.fstat(file).st_size
    data: mmap.mmap | bytes = mmap.mmap(file, size, access=mmap.ACCESS_READ) if size else b""
    if isinstance(job, Job):
        return _encoded(inspect(data, job.artifact, job.limits, job.sketch, follow=job.follow))
    from pratique.inspection.query import answer

    asked = answer(data, job.artifact, job.limits, job.texts, frozenset(job.mentions))
    return _encoded(asked)


@cache
def _jobs() -> msgspec.msgpack.Decoder[Job | Query]:
    """Return what decodes a payload; made before any child is, as that resolves every type."""
    return msgspec.msgpack.Decoder(Job | Query)


def _encoded(record: Inspection | Answer) -> bytes:
    """Encode an answer; constants of code may hold half surrogates, which are then spelled out.

    A number that no record can hold becomes the largest that one can.
    """
    try:
        return msgspec.msgpack.encode(record)
    except (UnicodeEncodeError, OverflowError):
        return msgspec.msgpack.encode(_spelled(msgspec.to_builtins(record)))


def _spelled(plain: Any) -> Any:  # noqa: ANN401  # any record as plain values
    if isinstance(plain, str):
        return plain.encode("utf-8", "backslashreplace").decode()
    if isinstance(plain, int):
        return max(-_LARGEST, min(plain, _LARGEST))
    if isinstance(plain, dict):
        return {key: _spelled(value) for key, value in plain.items()}
    if isinstance(plain, list | tuple):
        return [_spelled(value) for value in plain]
    return plain
