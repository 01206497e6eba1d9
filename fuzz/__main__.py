"""Fuzz every target, one after the other: `python -m fuzz --minutes N [target …]`.

The corpus of a target is kept in the user's cache folder and grows from run to run. A crash, a leak
of memory past 2 GiB or an input that takes over 25 seconds is a finding: its input is copied to
`fuzz/findings/<target>/`, and this command exits 1.
"""

import argparse
import importlib.util
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import platformdirs

from fuzz import seeds
from fuzz.targets import TARGETS

FINDINGS = Path(__file__).resolve().parent / "findings"
_COUNT = re.compile(
    r"Done (\d+) runs|stat::number_of_executed_units: +(\d+)|^#(\d+)\s", re.MULTILINE
)
_COVERED = re.compile(r"cov: (\d+)")


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What came of fuzzing one target."""

    target: str
    seconds: float
    runs: int
    covered: int
    findings: tuple[str, ...] = ()


def main() -> int:
    """Fuzz the chosen targets and print a line for each."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", help="names of targets; default: all")
    parser.add_argument("--minutes", type=float, default=15.0, help="for each target")
    parser.add_argument("--list", action="store_true", help="print the names of the targets")
    chosen = parser.parse_args()
    if chosen.list:
        print("\n".join(TARGETS))
        return 0
    unknown = [name for name in chosen.targets if name not in TARGETS]
    if unknown:
        parser.error(f"no such target: {', '.join(unknown)}; see --list")
    if importlib.util.find_spec("atheris") is None:
        print("fuzzing needs atheris, for Python 3.11 or 3.12 on Linux: run make fuzz")
        return 1
    failed = False
    for name in chosen.targets or TARGETS:
        result = fuzz(name, chosen.minutes)
        failed = failed or bool(result.findings)
        found = ", ".join(result.findings) or "nothing found"
        cost = f"{result.seconds:7.0f} s {result.runs:9} runs {result.covered:6} edges"
        print(f"{name:14} {cost}  {found}", flush=True)
    return 1 if failed else 0


def fuzz(name: str, minutes: float) -> Result:
    """Fuzz one target in a process of its own."""
    folder = Path(platformdirs.user_cache_dir("pratique")) / "fuzz" / name
    crashes = folder.with_name(name + "-crashes")
    crashes.mkdir(parents=True, exist_ok=True)
    seeds.write(name, folder)
    options = [
        f"-max_total_time={int(minutes * 60)}", "-rss_limit_mb=2048", "-timeout=25",
        f"-max_len={seeds.LARGEST}", "-print_final_stats=1", f"-artifact_prefix={crashes}/",
    ]  # fmt: skip
    command = [sys.executable, "-m", "fuzz.one", name, str(folder), *options]
    begun = time.monotonic()
    before = set(crashes.iterdir())
    environment = {**os.environ, "PRATIQUE_LOGLEVEL": "ERROR"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    (folder.with_name(name + ".log")).write_text(done.stdout + done.stderr)
    kept = tuple(_kept(name, path) for path in sorted(set(crashes.iterdir()) - before))
    if done.returncode and not kept:
        kept = (f"ended with {done.returncode}, see its log",)
    said = done.stdout + done.stderr
    runs = max((int(word) for match in _COUNT.findall(said) for word in match if word), default=0)
    covered = max((int(word) for word in _COVERED.findall(said)), default=0)
    seconds = time.monotonic() - begun
    return Result(target=name, seconds=seconds, runs=runs, covered=covered, findings=kept)


def _kept(name: str, path: Path) -> str:
    """Copy a finding where it is replayed by the tests."""
    place = FINDINGS / name / path.name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(path.read_bytes())
    return place.name


if __name__ == "__main__":
    sys.exit(main())
