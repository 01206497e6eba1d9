"""Memory: the peak of a whole command on a large wheel, and growth over many artifacts.

    python -m bench.memory [--megabytes 100] [--artifacts 500]

The peak is the largest sum of PSS (proportional set size: shared pages counted once) over the
command and all its children, sampled every 20 ms. Growth is the PSS of the reviewer and its nursery
after a tenth of the artifacts and after all of them.
"""

import argparse
import contextlib
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from bench.corpus_lock import load, path_of
from pratique.ecosystems import identify
from pratique.model import Fetched
from pratique.review import Reviewer

MIB = 1 << 20
LINE = "def f{0}(a, b):\n    return a * {0} + b[{0} % 7 : {0}] or dict(key='{1:032x}')\n\n"


def large_wheel(folder: Path, megabytes: int) -> Path:
    """Write a wheel that unpacks to so many MiB: native code, data, and sources."""
    chance = random.Random(1)  # the same wheel each time
    path = folder / "large-1.0-cp311-cp311-linux_x86_64.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        half = megabytes * MIB // 2
        archive.writestr("large/_core.so", b"\x7fELF\x02\x01\x01" + chance.randbytes(half))
        archive.writestr("large/weights.bin", chance.randbytes(half // 2))
        lines = [LINE.format(number, chance.getrandbits(128)) for number in range(20_000)]
        size = sum(map(len, lines))
        for number in range(max(1, half // 2 // size)):
            archive.writestr(f"large/part{number}.py", "".join(lines))
        for name in ("METADATA", "WHEEL", "RECORD"):
            archive.writestr(f"large-1.0.dist-info/{name}", "Name: large\nVersion: 1.0\n")
    return path


def pss(pid: int) -> int:
    """Return the PSS in KiB of a process, 0 for one that has ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(row.split()[1]) for row in text.splitlines() if row.startswith("Pss:")), 0)


def tree(pid: int) -> Iterator[int]:
    """Yield a process and all that descend from it."""
    yield pid
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in listed.read_text().split():
                yield from tree(int(child))


def peak(command: list[str]) -> float:
    """Return the peak PSS in MiB of a command and its children."""
    highest = 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            highest = max(highest, sum(map(pss, tree(process.pid))))
            time.sleep(0.02)
    return highest / 1024


def growth(number: int) -> tuple[float, float]:
    """Return the PSS in MiB after a tenth of so many reviews, and after all of them."""
    entries = load("pypi-benign")
    with Reviewer() as reviewer:
        seen = []
        for count in range(1, number + 1):
            entry = entries[count % len(entries)]
            _, artifact = identify(entry.filename)
            reviewer.review(Fetched(artifact=artifact, path=str(path_of(entry))))
            if count in {number // 10, number}:
                seen.append((pss(os.getpid()) + pss(reviewer.nursery_pid)) / 1024)
    return seen[0], seen[-1]


def main() -> None:
    """Print both figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--artifacts", type=int, default=500)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wheel = large_wheel(Path(folder), chosen.megabytes)
        command = [sys.executable, "-m", "pratique.cli", "review", str(wheel), "--format", "jsonl"]
        print(f"peak PSS, a wheel of {chosen.megabytes} MiB  {peak(command):6.0f} MiB")
    early, late = growth(chosen.artifacts)
    print(f"PSS after {chosen.artifacts // 10} artifacts        {early:6.0f} MiB")
    print(f"PSS after {chosen.artifacts} artifacts       {late:6.0f} MiB")


if __name__ == "__main__":
    main()
