"""Measure the dataset at sizes that it does not have yet, on synthetic fingerprints.

`python -m bench.dataset match [samples]` looks uploads up in an index of that many different
samples; `python -m bench.dataset growth` clusters up to a million sketches.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from pratique.dataset import index, match
from pratique.dataset.neighbours import pairs
from pratique.dataset.points import Point
from pratique.model import Coverage, Fact, Fingerprints, Inspection, Location, Member, Value

KIT = 20
"""Samples that are variants of one another."""
SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)


def sketches(count: int, seed: int = 1) -> "np.ndarray[tuple[int, int], np.dtype[np.uint32]]":
    """Return sketches in kits of 20 whose members are about 0.85 alike."""
    draw = np.random.default_rng(seed)
    kits = draw.integers(0, 2**32, (-(-count // KIT), 128), dtype=np.uint32)
    rows = np.repeat(kits, KIT, axis=0)[:count]
    changed = draw.random(rows.shape, dtype=np.float32) < 0.08
    rows[changed] = draw.integers(0, 2**32, int(changed.sum()), dtype=np.uint32)
    return rows


def points(count: int) -> Iterator[Point]:
    """Yield as many different samples, each with a payload and an indicator."""
    for number, row in enumerate(sketches(count).tolist()):
        yield Point(
            sha256=f"{number * 0x9E3779B97F4A7C15 % 2**64:016x}{number:048x}",
            tokens=tuple(row),
            shingles=200,
            payloads=(f"{number * 0xD6E8FEB86659FD93 % 2**64:016x}{number:048x}",),
            indicators=(f"host:c{number}.attacker.example.xyz",),
            decisive=("exec/download-run",),
        )


def upload(point: Point, *, known: bool) -> Inspection:
    """Return an upload that is a variant of a sample, or a stranger, with 200 members."""
    members = tuple(
        Member(path=f"p/m{n}.py", sha256=f"{n * 77 + 5:064x}"[::-1]) for n in range(200)
    )
    tokens = point.tokens if known else tuple((one * 31 + 7) % 2**32 for one in point.tokens)
    facts = tuple(
        Fact(
            behaviour="exec/download-run",
            activation="install",
            location=Location(member="p/setup.py", line=n),
            values=(Value("url", f"https://h{n}.someone.example.xyz/x"),),
        )
        for n in range(30)
    )
    return Inspection(
        sha256="ff" * 32,
        size=1,
        container="zip",
        members=members,
        facts=facts,
        coverage=Coverage(sha256="ff" * 32, size=1),
        fingerprints=Fingerprints(
            tokens=tokens, shingles=200, members=tuple(one.sha256 for one in members)
        ),
    )


def measure_match(count: int) -> None:
    """Print how long one look-up takes over so many different samples, and the index's size."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index.sqlite"
        known = list(points(count))
        began = time.perf_counter()
        size = index.build(path, known, {}, {})
        print(
            f"index of {count}: {size / 1e6:.0f} MB, built in {time.perf_counter() - began:.0f} s"
        )
        with match.Index(path) as opened:
            for name, is_known in (("variants", True), ("strangers", False)):
                spent, cpu, hits = [], [], 0
                for number in range(0, count, max(1, count // 500)):
                    seen = upload(known[number], known=is_known)
                    began, before = time.perf_counter(), time.thread_time()
                    hits += bool(opened.matches(seen))
                    cpu.append((time.thread_time() - before) * 1000)
                    spent.append((time.perf_counter() - began) * 1000)
                spent.sort()
                cpu.sort()
                print(
                    f"{name}: median {statistics.median(spent):.2f} ms, "
                    f"99% {spent[len(spent) * 99 // 100]:.2f} ms "
                    f"(CPU: 99% {cpu[len(cpu) * 99 // 100]:.2f} ms, most {cpu[-1]:.2f} ms), "
                    f"{hits} of {len(spent)} known"
                )


def measure_growth() -> None:
    """Print how long finding near-duplicates takes as the dataset grows."""
    for count in SIZES:
        rows = sketches(count)
        wall, cpu = time.perf_counter(), time.process_time()
        found, _ = pairs(rows, 0.75)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(f"{count:8} sketches: {wall:6.1f} s, {cpu:6.1f} s of CPU, {len(found)} pairs")


def main() -> None:
    """Run what the command line names."""
    if sys.argv[1:2] == ["growth"]:
        measure_growth()
    else:
        measure_match(int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)


if __name__ == "__main__":
    main()
