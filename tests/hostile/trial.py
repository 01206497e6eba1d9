"""Try one twin on the real reviewer, and say what came of it."""

import os
import resource
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from pratique.ecosystems import identify
from pratique.limits import Limits
from pratique.model import Fetched, Review
from pratique.review import Reviewer, Settings
from tests.hostile.case import Twin

SECONDS = 30.0
BYTES = 1 << 30
CANARY = "PRATIQUE_HOSTILE_CANARY"


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one twin."""

    twin: Twin
    review: Review
    seconds: float
    peak: int
    """Largest resident size of the child, in bytes."""
    escaped: tuple[str, ...] = ()
    """What the child left behind or reached outside its file."""

    @property
    def classification(self) -> str:
        """The verdict's word."""
        return self.review.verdict.classification

    @property
    def false_clear(self) -> bool:
        """Whether the known-signal module passed."""
        return self.twin.payload.signal and self.classification == "clear"

    @property
    def over_budget(self) -> bool:
        """Whether the review took more than anybody may."""
        return self.seconds > SECONDS or self.peak > BYTES

    @property
    def deviates(self) -> bool:
        """Whether the table says something else."""
        return not self.twin.allows(self.classification)

    @property
    def fails(self) -> bool:
        """Whether anything is not as it should be."""
        return bool(self.escaped) or self.over_budget or self.false_clear or self.deviates


class Bench:
    """A reviewer with a work folder, and a watch over what must not change around it."""

    def __init__(self, reviewer: Reviewer, folder: Path) -> None:
        self.reviewer = reviewer
        self.folder = folder
        self.nursery = reviewer.nursery_pid
        self.around = _around(folder)

    def attempt(self, twin: Twin) -> Trial:
        """Build the twin's upload, review it in a child, and look around afterwards."""
        path = self.folder / "upload" / twin.case.filename
        path.parent.mkdir(exist_ok=True)
        data = twin.case.build(twin.payload)
        path.write_bytes(data)
        _, artifact = identify(path.name, data[:65536])
        fetched = Fetched(artifact=artifact, path=str(path), metadata=twin.case.registry)
        begun = time.perf_counter()
        running = self.reviewer.start(fetched)
        running.wait()
        review = running.finish()
        seconds = time.perf_counter() - begun
        escaped = tuple(self._escapes(path, zlib.crc32(data)))
        path.unlink()
        peak = running.outcome.peak
        return Trial(twin=twin, review=review, seconds=seconds, peak=peak, escaped=escaped)

    def _escapes(self, upload: Path, check: int) -> Iterator[str]:
        if self.reviewer.nursery_pid != self.nursery or not Path(f"/proc/{self.nursery}").exists():
            yield "the process that starts readers is gone"
        if zlib.crc32(upload.read_bytes()) != check:
            yield "the upload was changed"
        if [each.name for each in upload.parent.iterdir()] != [upload.name]:
            yield "something was written beside the upload"
        new = _around(self.folder) - self.around
        if new:
            yield f"something was written: {sorted(new)[:3]}"
        left = _children(self.nursery)
        if left:
            yield f"a child lives on: {left}"


@contextmanager
def bench() -> Iterator[Bench]:
    """Yield a bench in a scratch folder of its own, with a secret that no child may see."""
    os.environ[CANARY] = "canary-secret"
    folder = tempfile.TemporaryDirectory(prefix="pratique-hostile-")
    with folder as name, Reviewer(Settings(limits=Limits())) as reviewer:
        yield Bench(reviewer, Path(name))
    del os.environ[CANARY]


def parent_peak() -> int:
    """Return the largest resident size of this process so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _around(folder: Path) -> set[str]:
    """Return what stands where a payload would land: beside the scratch folder, above it, at /."""
    names = {f"work/{each.name}" for each in folder.iterdir() if each.name != "upload"}
    for place in (Path.cwd(), Path("/"), Path("/etc/cron.d"), Path("/dev/shm")):
        if place.is_dir():
            names |= {
                f"{place}/{each.name}"
                for each in place.iterdir()
                if "tide" in each.name or "harbour" in each.name or place.name == "cron.d"
            }
    temporary = folder.parent
    names |= {str(each) for pattern in ("*tide*", "*harbour*", "*.py") for each in
              temporary.glob(pattern)}  # fmt: skip
    return names


def _children(pid: int) -> list[int]:
    """Return the children of the nursery that still run a moment after the review."""
    until = time.monotonic() + 2.0
    while time.monotonic() < until:
        tasks = Path(f"/proc/{pid}/task/{pid}/children")
        left = [int(word) for word in tasks.read_text().split()] if tasks.exists() else []
        if not left:
            return []
        time.sleep(0.01)
    return left
