"""The few statistics of the protocol: intervals, thresholds, rates by group."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pratique.errors import CorpusError

Interval = tuple[float, float]


def interval(hits: int, total: int) -> Interval:
    """Return the 95 % Wilson interval of a proportion (Wilson 1927); (0, 1) for no trial.

    >>> low, high = interval(0, 400)
    >>> round(high, 4)
    0.0095
    """
    if not total:
        return 0.0, 1.0
    z = 1.959964
    share = hits / total
    middle = share + z * z / (2 * total)
    spread = z * ((share * (1 - share) + z * z / (4 * total)) / total) ** 0.5
    scale = 1 + z * z / total
    low, high = (middle - spread) / scale, (middle + spread) / scale
    return (0.0 if hits == 0 else max(0.0, low), 1.0 if hits == total else min(1.0, high))


def threshold(benign: Sequence[float], rate: float) -> float:
    """Return the lowest score that at most `rate` of the benign scores reach or exceed."""
    if not benign:
        raise CorpusError("a threshold needs benign scores")
    allowed = int(rate * len(benign) + 1e-9)
    ordered = sorted(benign, reverse=True)
    return ordered[allowed] + 1e-9 if allowed < len(ordered) else 0.0


def by_group(outcomes: Iterable[tuple[str, bool]]) -> float:
    """Return the mean over groups of each group's share of hits."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for group, hit in outcomes:
        groups[group].append(hit)
    if not groups:
        return 0.0
    return sum(sum(hits) / len(hits) for hits in groups.values()) / len(groups)


def precision(recall: float, alarms: float, prevalence: float) -> float:
    """Return the share of true alerts at a prevalence of malware among uploads."""
    true = recall * prevalence
    false = alarms * (1 - prevalence)
    return true / (true + false) if true + false else 0.0
