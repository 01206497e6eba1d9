"""What public scanners say of the same artifacts, in aggregate figures, in one run with us.

    python -m bench.peers --guarddog PYTHON [--corpus pypi-benign] [--limit N]
                          [--samples REPOSITORY --only LIST --split train|dev]

`PYTHON` is the interpreter of an environment of its own that has GuardDog. Samples are read from
git, shown to the peer in memory-backed files that nothing runs, and deleted; no path, name or row
of any of them is printed or kept.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from bench.corpus_lock import lock_of, root
from bench.speed import floor
from pratique.training.samples import Repository, Sample, listed, locked
from pratique.training.statistics import interval

THRESHOLDS = (("score > 0", 0.01), ("high risk, score >= 7", 7.0))
DRIVER = Path(__file__).with_name("peer_guarddog.py")


class Peer:
    """A scanner in a process of its own, asked one path after the other."""

    def __init__(self, python: str) -> None:
        self._process = subprocess.Popen(
            [python, str(DRIVER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def ask(self, path: Path) -> tuple[float, float]:
        """Return the score and the CPU seconds of one artifact."""
        asking = cast("IO[str]", self._process.stdin)
        answering = cast("IO[str]", self._process.stdout)
        asking.write(f"{path}\n")
        asking.flush()
        line = answering.readline()
        if not line:
            sys.exit("peers: the scanner ended; is GuardDog installed in that environment?")
        said = json.loads(line)
        return float(said["score"]), float(said["cpu"])

    def close(self) -> None:
        """End the process."""
        cast("IO[str]", self._process.stdin).close()
        self._process.wait(timeout=60)


def benign(corpus: str, limit: int) -> Iterator[tuple[Sample, Path]]:
    """Yield the artifacts of a locked corpus."""
    samples = locked(lock_of(corpus), root())
    step = max(1, len(samples) // limit) if limit else 1
    yield from ((sample, Path(sample.path)) for sample in samples[::step])


def malicious(folder: Path, only: Path, split: str, limit: int) -> Iterator[tuple[Sample, Path]]:
    """Yield one sample a campaign, each for as long as it is looked at."""
    repository = Repository(folder)
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # no disk
    chosen = listed(only, split, 1)
    step = max(1, len(chosen) // limit) if limit else 1
    try:
        for sample in chosen[::step]:
            with tempfile.TemporaryDirectory(dir=memory) as place:
                path = Path(place) / sample.filename
                path.write_bytes(repository.blob(sample))
                yield sample, path
    finally:
        repository.close()


def shares(title: str, scores: list[float]) -> None:
    """Print the share of alerts at each threshold, with its 95 % interval."""
    for name, least in THRESHOLDS:
        hits = sum(score >= least for score in scores)
        low, high = interval(hits, len(scores))
        share = hits / len(scores)
        print(f"{title:<28} {name:<24} {share:7.1%}  [{low:.1%}, {high:.1%}]  of {len(scores)}")


def main() -> None:
    """Ask, and print aggregate figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--guarddog", required=True)
    parser.add_argument("--corpus", default="pypi-benign")
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--samples", type=Path)
    parser.add_argument("--only", type=Path)
    parser.add_argument("--split", choices=("train", "dev"), default="dev")
    chosen = parser.parse_args()
    peer = Peer(chosen.guarddog)
    strata: dict[str, list[float]] = defaultdict(list)
    ours = theirs = 0.0
    for sample, path in benign(chosen.corpus, chosen.limit):
        score, spent = peer.ask(path)
        theirs += spent
        ours += floor(path)
        for stratum in ("all", *sample.strata):
            strata[stratum].append(score)
    for stratum in ("all", "sdist", "wheel", "small"):
        if strata[stratum]:
            shares(f"alarms on benign: {stratum}", strata[stratum])
    print(f"CPU against inflate and sha256, in sum: {theirs / ours:.1f} x")
    if chosen.samples and chosen.only:
        found = malicious(chosen.samples, chosen.only, chosen.split, chosen.limit)
        shares(f"campaigns of {chosen.split}", [peer.ask(path)[0] for _, path in found])
    peer.close()


if __name__ == "__main__":
    main()
