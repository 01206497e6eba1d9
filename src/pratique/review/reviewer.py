"""Review one artifact: start its child, read what it says, judge, and answer with a record.

The record starts as `held(not-started)`; only a completed child with a coverage proof overwrites
it. Nothing that a child says can lower anything: its digest is recomputed here.
"""

import hashlib
from io import BufferedReader
from pathlib import Path
from typing import Self

import msgspec

from pratique import identity, rules, verdict
from pratique.confine import Child, Nursery, Outcome
from pratique.ecosystems import ECOSYSTEMS
from pratique.errors import InputError
from pratique.inspection import Job, Sketching
from pratique.limits import Limits
from pratique.model import (
    Artifact,
    Coverage,
    Fact,
    Fetched,
    Finding,
    Inspection,
    Limitation,
    Review,
    Score,
    Verdict,
)
from pratique.review import answers
from pratique.review.known import Known, configured

ENTRY = "pratique.inspection"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller may choose about a review."""

    limits: Limits = msgspec.field(default_factory=Limits)
    thresholds: verdict.Settings = msgspec.field(default_factory=verdict.Settings)
    sketch: Sketching | None = None
    """None sketches code where it may be looked up, so not without an index."""
    index: str = ""
    """Index of known malware (`pratique dataset index`); empty takes PRATIQUE_INDEX, or none."""


class Reviewer:
    """Holds what many reviews share: the nursery and the rules. Use as a context manager."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self._nursery = Nursery(ENTRY)
        self._rules = rules.catalog()
        named = self.settings.index
        self._known = Known(Path(named)) if named else configured()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._nursery.close()

    @property
    def nursery_pid(self) -> int:
        """Process id of the nursery, for measuring memory."""
        return self._nursery.pid

    def start(self, fetched: Fetched, *, follow: bool = True) -> "Running":
        """Start a review; several may run at once. Raises InputError for an unreadable file.

        Without `follow` the review is no verdict: it knows members, triggers and metadata only.
        """
        path = Path(fetched.path)
        try:
            file = path.open("rb")
        except OSError as error:
            raise InputError(
                f"{path}: cannot be read ({error.strerror}); check the name"
            ) from error
        with file:
            digest = _sha256(file)
            artifact = msgspec.structs.replace(
                fetched.artifact, sha256=digest, size=path.stat().st_size
            )
            if not artifact.size:
                return Running(self, fetched, artifact, None)
            sketch = self.settings.sketch or ("decisive" if self._known else "never")
            limits = self.settings.limits
            job = Job(artifact=artifact, limits=limits, sketch=sketch, follow=follow)
            payload = msgspec.msgpack.encode(job)
            child = self._nursery.start(payload, file, self.settings.limits)
        return Running(self, fetched, artifact, child)

    def run(self, fetched: Fetched, payload: bytes) -> Outcome:
        """Give a child any payload about an artifact's file, and wait for what it says."""
        try:
            with Path(fetched.path).open("rb") as file:
                child = self._nursery.start(payload, file, self.settings.limits)
        except OSError as error:
            raise InputError(f"{fetched.path}: cannot be read ({error.strerror})") from error
        child.wait()
        return child.outcome()

    def review(self, fetched: Fetched) -> Review:
        """Review one artifact and wait for the answer."""
        running = self.start(fetched)
        running.wait()
        return running.finish()

    def judge(
        self,
        fetched: Fetched,
        artifact: Artifact,
        inspection: Inspection,
        extra: tuple[Fact, ...] = (),
    ) -> Review:
        """Turn what was seen into findings, score and verdict. Pure but for the rules' cache."""
        ecosystem = ECOSYSTEMS[artifact.ecosystem]
        facts = inspection.facts + extra
        facts += tuple(identity.naming(artifact, inspection.manifest))
        if fetched.metadata:
            facts += ecosystem.metadata_facts(artifact, inspection.manifest, fetched.metadata)
        limitations = inspection.limitations + _mismatches(fetched, artifact, inspection)
        if self._known is not None:
            known, unknown = self._known.facts(inspection)
            facts += known
            limitations += unknown
        coverage = msgspec.structs.replace(inspection.coverage, rules=rules.digest())
        findings, score, decided = self._decided(artifact, facts, limitations, coverage)
        return Review(
            artifact=artifact,
            verdict=decided,
            score=score,
            findings=findings,
            limitations=limitations,
            coverage=coverage,
            triggers=inspection.triggers,
            facts=facts,
            layers=inspection.layers,
            members=inspection.members,
            manifest=inspection.manifest,
            fingerprints=inspection.fingerprints,
        )

    def again(
        self, review: Review, extra: tuple[Fact, ...], notes: tuple[Limitation, ...] = ()
    ) -> Review:
        """Judge a review anew with facts and notes that came from elsewhere than its archive.

        Nothing of what was known is dropped. An artifact that no child has read stays held.
        """
        if not extra and not notes:
            return review
        facts, limitations = review.facts + extra, review.limitations + notes
        findings, score, decided = self._decided(
            review.artifact, facts, limitations, review.coverage
        )
        return msgspec.structs.replace(
            review,
            facts=facts,
            limitations=limitations,
            findings=findings,
            score=score,
            verdict=decided,
        )

    def _decided(
        self,
        artifact: Artifact,
        facts: tuple[Fact, ...],
        limitations: tuple[Limitation, ...],
        coverage: Coverage,
    ) -> tuple[tuple[Finding, ...], Score, Verdict]:
        findings = rules.findings(self._rules, facts, artifact.ecosystem, artifact.kind)
        score = verdict.score(findings, facts)
        chosen = self.settings.thresholds
        decided = verdict.decide(findings, score, limitations, coverage, chosen, facts=facts)
        return findings, score, decided

    def held(self, artifact: Artifact, code: str, detail: str) -> Review:
        """Return the record of an artifact that could not be inspected at all."""
        limitation = Limitation(code=code, detail=detail)
        coverage = Coverage(sha256=artifact.sha256, size=artifact.size)
        score = verdict.score((), ())
        return Review(
            artifact=artifact,
            verdict=verdict.decide((), score, (limitation,), coverage, self.settings.thresholds),
            score=score,
            limitations=(limitation,),
            coverage=coverage,
        )


class Running:
    """A review under way. Poll `fileno()`, call `pump()` until True, then `finish()`."""

    def __init__(
        self, reviewer: Reviewer, fetched: Fetched, artifact: Artifact, child: Child | None
    ) -> None:
        self._reviewer = reviewer
        self._fetched = fetched
        self._artifact = artifact
        self._child = child
        self.inspection: Inspection | None = None
        """What the child said, once `finish` has accepted it."""
        self.outcome = Outcome()
        self.pending = child is not None
        """Whether the child still has something to say."""

    @property
    def child(self) -> Child:
        """The child; only an empty artifact has none, and that is never pending."""
        if self._child is None:
            raise InputError("an empty file has no reading process")
        return self._child

    def pump(self) -> bool:
        """Read what the child has said; True once it has said all."""
        if self.pending and self.child.pump():
            self.pending = False
        return not self.pending

    def wait(self) -> None:
        """Block until the child has said all that it will say."""
        if self.pending:
            self.child.wait()
            self.pending = False

    def finish(self) -> Review:
        """Return the record. Whatever the child did, there is one."""
        reviewer, artifact = self._reviewer, self._artifact
        if self._child is None:
            return reviewer.held(artifact, "empty-file", "the file has no bytes")
        self.outcome = outcome = self._child.outcome()
        if not outcome.whole:
            return reviewer.held(artifact, *_cause(outcome))
        try:
            inspection = answers.inspection(outcome.data, reviewer.settings.limits)
        except answers.AnswerError as error:
            return reviewer.held(artifact, "child-output", str(error))
        if inspection.sha256 != artifact.sha256:
            return reviewer.held(artifact, "digest", "the file changed while it was read")
        self.inspection = inspection
        return reviewer.judge(self._fetched, artifact, inspection)


def review(fetched: Fetched, settings: Settings | None = None) -> Review:
    """Review one artifact with a nursery of its own; for many, keep a `Reviewer`."""
    with Reviewer(settings) as reviewer:
        return reviewer.review(fetched)


def _cause(outcome: Outcome) -> tuple[str, str]:
    match outcome.why:
        case "timeout":
            return "child-timeout", "the reading process did not end in time and was killed"
        case "output":
            return "child-output", "the reading process sent more than it may"
        case "signal":
            return "child-signal", f"the reading process died of signal {outcome.signal}"
        case "nursery":
            return "child-lost", "the process that starts readers ended"
    if outcome.code == 71:
        return "child-memory", "reading needs more memory than one artifact may use"
    return "child-exit", f"the reading process ended with code {outcome.code}"


def _mismatches(
    fetched: Fetched, artifact: Artifact, inspection: Inspection
) -> tuple[Limitation, ...]:
    if fetched.expected_sha256 and fetched.expected_sha256 != artifact.sha256:
        promised = fetched.expected_sha256
        return (
            Limitation(
                code="digest",
                detail=f"the registry promised sha256 {promised}, the file has {artifact.sha256}",
            ),
        )
    proof = inspection.coverage
    if (proof.sha256, proof.size, inspection.size) != (
        artifact.sha256,
        artifact.size,
        artifact.size,
    ):
        return (Limitation(code="child-output", detail="the proof is of another file"),)
    if proof.analysed != len(inspection.members):
        return (Limitation(code="child-output", detail="the proof counts other members"),)
    return ()


def _sha256(file: BufferedReader) -> str:
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest
