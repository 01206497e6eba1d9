"""Try every case on the real reviewer and print what came of it: `python -m tests.hostile.run`.

Exits 1 unless every twin got what its table says, nothing was cleared that should not be, nothing
got out of its child, and nobody took more than 30 seconds and 1 GiB.
"""

import argparse
import sys
from collections.abc import Sequence

from tests.hostile.case import Case, twins
from tests.hostile.suite import TABLES, cases, waits_for
from tests.hostile.trial import Trial, bench


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the chosen cases, print the table and the summary, return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.hostile.run")
    parser.add_argument("words", nargs="*", help="only cases whose id contains one of these")
    parser.add_argument("--list", action="store_true", help="print the tables, try nothing")
    parser.add_argument("--quick", action="store_true", help="leave out the heavy cases")
    chosen = parser.parse_args(arguments)
    wanted = [one for one in cases() if _wanted(one, chosen.words)]
    if chosen.quick:
        wanted = [one for one in wanted if not one.heavy]
    if chosen.list:
        for case in wanted:
            print(f"{case.id:34} {case.harmless:28} {case.signal:11} {case.note}")
        return 0
    trials: list[Trial] = []
    with bench() as place:
        for twin in twins(tuple(wanted)):
            trial = place.attempt(twin)
            trials.append(trial)
            print(line(trial), flush=True)
    print(summary(trials, len(wanted)))
    _print_waiting()
    return 1 if not trials or any(trial.fails for trial in trials) else 0


def line(trial: Trial) -> str:
    """Return one row of the table of outcomes."""
    codes = ", ".join(trial.review.verdict.codes[:3])
    row = (
        f"{'FAIL' if trial.fails else 'ok':4} {trial.twin.id:40} {trial.classification:11}"
        f" {trial.seconds:6.2f} s {trial.peak >> 20:5} MiB  {codes}"
    )
    if trial.deviates:
        row += f"  (expected {trial.twin.expected})"
    return row + "".join(f"  ESCAPE: {what}" for what in trial.escaped)


def summary(trials: Sequence[Trial], count: int) -> str:
    """Return what `make hostile` promises to print."""
    clear = sum(trial.false_clear for trial in trials)
    escapes = sum(bool(trial.escaped) for trial in trials)
    over = sum(trial.over_budget for trial in trials)
    deviating = sum(trial.deviates for trial in trials)
    outcomes: dict[str, list[int]] = {}
    for trial in trials:
        counts = outcomes.setdefault(trial.classification, [0, 0])
        counts[trial.twin.payload.signal] += 1
    rows = [f"\n{'outcome':12} {'harmless':>8} {'signal':>8}"]
    rows += [f"{name:12} {quiet:8} {loud:8}" for name, (quiet, loud) in sorted(outcomes.items())]
    slowest = max(trials, key=lambda trial: trial.seconds, default=None)
    largest = max(trials, key=lambda trial: trial.peak, default=None)
    if slowest and largest:
        rows.append(f"\nslowest {slowest.seconds:.1f} s ({slowest.twin.id}), "
                    f"largest {largest.peak >> 20} MiB ({largest.twin.id})")  # fmt: skip
    said = f"{count} cases, {clear} false clear, {escapes} escapes, {over} over budget"
    if deviating:
        said += f", {deviating} not as expected"
    return "\n".join((*rows, said))


def _print_waiting() -> None:
    waiting = [waits_for(case) for table in TABLES.values() for case in table if waits_for(case)]
    for name in sorted(set(waiting)):
        print(f"not tried: {waiting.count(name)} cases for {name}, which is not read yet")


def _wanted(case: Case, words: Sequence[str]) -> bool:
    return not words or any(word in case.id for word in words)


if __name__ == "__main__":
    sys.exit(main())
