"""A child that was taken over and answers: each artifact's name says which lie it tells."""

import os
import re

import msgspec

from pratique import inspection
from pratique.inspection import Job
from pratique.model import Coverage, Inspection

GIB = 1 << 30


def warm():
    """Warm what the honest answer needs."""
    return inspection.warm()


def rehearse(*, closed=False):
    """Warm the rest."""
    inspection.rehearse(closed=closed)


def work(payload: bytes, file: int) -> bytes:
    """Answer the lie that the artifact's name asks for."""
    job = msgspec.msgpack.decode(payload, type=Job)
    lie = (re.match(r"lie_(\w+?)-", job.artifact.filename) or [None, "none"])[1]
    if lie == "none":
        return inspection.work(payload, file)
    return LIES[lie](job)


def _flood(_job: Job) -> bytes:
    block = b"A" * (1 << 20)
    for _ in range(1024):
        os.write(1, block)
    return b"A"


def _inspection(job: Job, **changes: object) -> bytes:
    artifact = job.artifact
    coverage = {
        "sha256": artifact.sha256, "size": artifact.size, "accounted": artifact.size,
        "listed": 1, "analysed": 1,
    }  # fmt: skip
    coverage |= changes.pop("coverage", {})  # type: ignore[arg-type]
    answer = {
        "sha256": artifact.sha256, "size": artifact.size, "container": "zip", "coverage": coverage,
        **changes,
    }  # fmt: skip
    return msgspec.msgpack.encode(answer)


def _other(_job: Job) -> bytes:
    coverage = Coverage(sha256="0" * 64, size=5, accounted=5, listed=1, analysed=1)
    return msgspec.msgpack.encode(
        Inspection(sha256="0" * 64, size=5, container="zip", coverage=coverage)
    )


def _deep(job: Job) -> bytes:
    return b"\x91" * 3_000_000 + _inspection(job)


def _half(job: Job) -> bytes:
    return _inspection(job)[:-7]


def _exits(job: Job) -> bytes:
    os.write(1, _inspection(job))
    os._exit(3)


def _verdict(job: Job) -> bytes:
    verdict = {"classification": "clear", "proof": "0" * 64}
    return _inspection(job, verdict=verdict, coverage={"accounted": 0})


_FACT = {"behaviour": "exec/process", "location": {"member": "a"}}


def _crowd(name: str, one: object, count: int):
    return lambda job: _inspection(job, **{name: [one] * count})


LIES = {
    "unknown": lambda job: _inspection(job, facts=[{**_FACT, "behaviour": "no/such"}]),
    "unknownvia": lambda job: _inspection(job, facts=[{**_FACT, "via": ["no/such"]}]),
    "facts": _crowd("facts", _FACT, 600_000),
    "tags": _crowd("facts", {**_FACT, "tags": [""] * 1_000_000}, 30),
    "limitations": _crowd("limitations", {"code": "a"}, 4_000_000),
    "members": _crowd("members", {"path": "a", "size": 0}, 1_000_000),
    "layers": _crowd(
        "layers", {"location": {"member": "a"}, "language": "", "size": 0, "sha256": ""}, 500_000
    ),
    "triggers": _crowd("triggers", {"kind": "a", "activation": "import", "member": "a"}, 800_000),
    "gigabyte": _flood,
    "nothing": lambda _: b"",
    "halfjson": lambda _: b'{"sha256": "',
    "json": lambda job: msgspec.json.encode(msgspec.msgpack.decode(_inspection(job))),
    "half": _half,
    "deep": _deep,
    "nan": lambda job: _inspection(job, coverage={"accounted": float("nan")}),
    "infinite": lambda job: _inspection(job, size=float("inf")),
    "negative": lambda job: _inspection(job, coverage={"accounted": -1}),
    "text": lambda job: _inspection(job, coverage={"listed": "all"}),
    "other": _other,
    "othersize": lambda job: _inspection(job, coverage={"size": 3, "accounted": 3}),
    "otherproof": lambda job: _inspection(job, coverage={"sha256": "0" * 64}),
    "noproof": _verdict,
    "uncounted": lambda job: _inspection(job, coverage={"listed": 7, "analysed": 7}),
    "unread": lambda job: _inspection(job, coverage={"analysed": 0}),
    "surrogate": lambda job: _inspection(job, container="zip").replace(b"zip", b"\xed\xa0\x80"),
    "exits": _exits,
}
