"""Review bytes without a child: for properties that try thousands of inputs."""

import hashlib

import msgspec

from pratique.ecosystems import identify
from pratique.inspection import inspect
from pratique.limits import Budget, Limits
from pratique.model import Content, Fetched, Inspection, Review
from pratique.review import Reviewer
from pratique.unpack import Walk, recognise

LIMITS = Limits()


def inspection(data: bytes, filename: str, limits: Limits = LIMITS) -> Inspection:
    """Return what the child would say of these bytes."""
    _, artifact = identify(filename, data[:65536])
    return inspect(data, artifact, limits)


def judged(reviewer: Reviewer, data: bytes, filename: str) -> Review:
    """Return the record of these bytes."""
    _, artifact = identify(filename, data[:65536])
    digest = hashlib.sha256(data).hexdigest()
    artifact = msgspec.structs.replace(artifact, sha256=digest, size=len(data))
    fetched = Fetched(artifact=artifact, path="")
    if not data:
        return reviewer.held(artifact, "empty-file", "the file has no bytes")
    return reviewer.judge(fetched, artifact, inspect(data, artifact, LIMITS))


def read_contents(data: bytes, filename: str) -> tuple[bytes, ...]:
    """Return every content of the outermost container, as its walk yields it."""
    ecosystem, artifact = identify(filename, data[:65536])
    policy = ecosystem.policy(artifact, recognise(data[:65536], filename))
    walk = Walk(data, filename=filename, policy=policy, budget=Budget(LIMITS))
    return tuple(item.data for item in walk if isinstance(item, Content))


def seen_digests(found: Inspection) -> set[str]:
    """Return the sha256 of everything that was read, whatever it was called."""
    return {member.sha256 for member in found.members}
