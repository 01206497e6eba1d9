"""Honest updates: what comparing a release with the one before adds, and what it costs.

    python -m bench.pairs pypi-pairs npm-pairs [--out FILE]

Each pair of a lock is reviewed alone and against its previous release. Alarms that only the
comparison caused are named with the rules behind them; CPU is that of all processes, children
included, the two plain reviews against the one comparison.
"""

import argparse
import os
import resource
from collections.abc import Iterator
from pathlib import Path

import msgspec

from bench.corpus_lock import pairs as locked
from bench.corpus_lock import path_of, present
from pratique.ecosystems import identify
from pratique.model import CLASSIFICATIONS, Fetched, Review
from pratique.review import Against, Reviewer, compare

ALERT = CLASSIFICATIONS.index("suspicious")


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Two consecutive releases of one project."""

    ecosystem: str
    name: str
    old: Path
    new: Path


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What the reviews of one pair said and cost."""

    pair: str
    old: str
    alone: str
    against: str
    rules: tuple[str, ...]
    added: tuple[str, ...]
    """Rules that only the comparison made match."""
    plain_cpu: float
    compared_cpu: float

    @property
    def caused(self) -> bool:
        """Tell whether the comparison alone made it an alarm."""
        return _rank(self.alone) < ALERT <= _rank(self.against)


def _rank(classification: str) -> int:
    return [str(one) for one in CLASSIFICATIONS].index(classification)


def pairs(names: list[str]) -> Iterator[Pair]:
    """Yield the pairs of some locks whose two artifacts are on this machine."""
    for name in names:
        for old, new in locked(name):
            if present(old) and present(new):
                yield Pair(
                    ecosystem=new.ecosystem, name=new.name, old=path_of(old), new=path_of(new)
                )


def measured(reviewer: Reviewer, pair: Pair) -> Row:
    """Review one pair both ways."""
    old, new = _fetched(pair.old), _fetched(pair.new)
    begun = _cpu(reviewer)
    before, alone = reviewer.review(old), reviewer.review(new)
    middle = _cpu(reviewer)
    against = compare(reviewer, new, Against(old=old)).review
    done = _cpu(reviewer)
    return Row(
        pair=f"{pair.ecosystem}:{pair.name} {pair.old.name} -> {pair.new.name}",
        old=before.verdict.classification,
        alone=alone.verdict.classification,
        against=against.verdict.classification,
        rules=tuple(sorted(_rules(against))),
        added=tuple(sorted(_rules(against) - _rules(alone))),
        plain_cpu=round(middle - begun, 4),
        compared_cpu=round(done - middle, 4),
    )


def _rules(review: Review) -> set[str]:
    return {one.rule for one in review.findings if not one.nursery}


def _fetched(path: Path) -> Fetched:
    with path.open("rb") as file:
        return Fetched(path=str(path), artifact=identify(path.name, file.read(65_536))[1])


def _cpu(reviewer: Reviewer) -> float:
    """Return the CPU seconds of this process and of the nursery with its dead children."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    stat = Path(f"/proc/{reviewer.nursery_pid}/stat").read_text(encoding="ascii")
    fields = stat.rpartition(")")[2].split()
    ticks = sum(int(fields[place]) for place in (11, 12, 13, 14))
    return own.ru_utime + own.ru_stime + ticks / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print the table and the list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("locks", nargs="+")
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    rows = []
    with Reviewer() as reviewer:
        for pair in pairs(chosen.locks):
            rows.append(measured(reviewer, pair))
            if chosen.out:
                with chosen.out.open("ab") as file:
                    file.write(msgspec.json.encode(rows[-1]) + b"\n")
    report(rows)


def report(rows: list[Row]) -> None:
    """Print what was found over all pairs."""
    caused = [row for row in rows if row.caused]
    alarms = [row for row in rows if _rank(row.against) >= ALERT]
    plain, compared = sum(row.plain_cpu for row in rows), sum(row.compared_cpu for row in rows)
    print(f"pairs {len(rows)}, caused by comparison {len(caused)}, alarms in all {len(alarms)}")
    print(f"cpu: two reviews {plain:.1f} s, comparison {compared:.1f} s, {compared / plain:.2f} x")
    for row in alarms:
        why = "comparison" if row.caused else "alone"
        print(f"  {row.against} ({why}): {row.pair}: {', '.join(row.added or row.rules)}")


if __name__ == "__main__":
    main()
