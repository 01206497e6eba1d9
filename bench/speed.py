"""Speed and memory of a review, as ratios to the standard library's own inflating and hashing.

    python -m bench.speed [--corpus pypi-benign] [--limit N] [--guarddog PATH]

Both sides are measured in CPU seconds (user and system, children counted) on the same artifacts in
one run: what one warm reviewer costs, isolation on and cache off, and what Python needs merely to
inflate every member and take its sha256.
"""

import argparse
import gzip
import hashlib
import os
import resource
import statistics
import sys
import tarfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from bench.corpus_lock import Entry, load, path_of
from pratique.ecosystems import identify
from pratique.model import Fetched
from pratique.review import Reviewer


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """CPU seconds of one artifact on both sides."""

    filename: str
    review: float
    floor: float

    @property
    def ratio(self) -> float:
        """Return how many times inflate and hash the review costs."""
        return self.review / self.floor


def floor(path: Path) -> float:
    """Return the CPU seconds that inflating and hashing every member takes in plain Python."""
    begun = time.process_time()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                hashlib.sha256(archive.read(info)).hexdigest()
    else:
        try:
            with tarfile.open(path) as archive_tar:
                for member in archive_tar:
                    file = archive_tar.extractfile(member) if member.isreg() else None
                    if file is not None:
                        hashlib.sha256(file.read()).hexdigest()
        except tarfile.TarError:
            hashlib.sha256(path.read_bytes()).hexdigest()
        except (OSError, EOFError, gzip.BadGzipFile, zlib.error):
            hashlib.sha256(path.read_bytes()).hexdigest()
    return time.process_time() - begun


def _own() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _nursery(pid: int) -> float:
    """Return the CPU seconds of the nursery and of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(fields[index]) for index in (11, 12, 13, 14)) / os.sysconf("SC_CLK_TCK")


def _running(pid: int) -> float:
    """Return the CPU seconds of one process itself, to the nanosecond: what its forks cost."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def _pss(pid: int) -> int:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))


def costs(entries: tuple[Entry, ...], reviewer: Reviewer) -> Iterator[Cost]:
    """Measure each artifact on both sides."""
    for entry in entries:
        path = path_of(entry)
        _, artifact = identify(entry.filename)
        fetched = Fetched(artifact=artifact, path=str(path))
        lowest = min(floor(path) for _ in range(2))
        own, forking = _own(), _running(reviewer.nursery_pid)
        running = reviewer.start(fetched)
        running.wait()
        running.finish()
        spent = _own() - own + running.outcome.cpu
        spent += _running(reviewer.nursery_pid) - forking
        yield Cost(filename=entry.filename, review=spent, floor=max(lowest, 1e-5))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", default="pypi-benign")
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--slowest", type=int, default=0)
    options = parser.parse_args()
    os.environ["PRATIQUE_CACHE"] = os.environ.get("PRATIQUE_CACHE", "on")
    entries = load(options.corpus)
    if options.limit:
        entries = tuple(entries[:: max(1, len(entries) // options.limit)])[: options.limit]
    with Reviewer() as reviewer:
        first = tuple(costs(entries[:3], reviewer))  # the nursery warms up meanwhile
        forked = _nursery(reviewer.nursery_pid)
        measured = tuple(costs(entries, reviewer))
        children = _nursery(reviewer.nursery_pid) - forked
        pss = _pss(os.getpid()), _pss(reviewer.nursery_pid)
    del first
    _print(measured, children, pss, options.slowest)


def _strata(measured: tuple[Cost, ...]) -> Iterator[tuple[str, tuple[Cost, ...]]]:
    """Yield the artifacts apart: sdists, wheels, and those whose floor is below a millisecond."""
    for name, wanted in (
        ("wheels", lambda cost: cost.filename.endswith(".whl")),
        ("sdists", lambda cost: not cost.filename.endswith(".whl")),
        ("floor under 1 ms", lambda cost: cost.floor < 0.001),
        ("floor over 1 ms", lambda cost: cost.floor >= 0.001),
    ):
        some = tuple(cost for cost in measured if wanted(cost))
        if some:
            yield name, some


def _print(measured: tuple[Cost, ...], nursery: float, pss: tuple[int, int], slowest: int) -> None:
    ratios = sorted(cost.ratio for cost in measured)
    review = sum(cost.review for cost in measured)
    lowest = sum(cost.floor for cost in measured)
    p95 = ratios[min(len(ratios) - 1, int(0.95 * len(ratios)))]
    print(f"artifacts            {len(measured)}")
    print(f"CPU of reviews       {review:.2f} s (nursery and children themselves {nursery:.2f} s)")
    print(f"CPU inflate + sha256 {lowest:.2f} s")
    print(f"ratio in sum         {review / lowest:.2f}")
    print(f"ratio, median        {statistics.median(ratios):.2f}")
    print(f"ratio, p95           {p95:.2f}")
    for name, some in _strata(measured):
        found = sorted(cost.ratio for cost in some)
        total = sum(cost.review for cost in some) / sum(cost.floor for cost in some)
        middle, late = statistics.median(found), found[int(0.95 * len(found))]
        print(
            f"  {name:<18} {len(some):4}  sum {total:6.2f}  median {middle:6.2f}  p95 {late:6.2f}"
        )
    print(f"PSS after all        {pss[0] / 1024:.0f} MiB here, {pss[1] / 1024:.0f} MiB nursery")
    for cost in sorted(measured, key=lambda cost: cost.floor - cost.review)[:slowest]:
        print(f"  {cost.review:8.3f} s  x{cost.ratio:7.1f}  {cost.filename}", file=sys.stderr)


if __name__ == "__main__":
    main()
