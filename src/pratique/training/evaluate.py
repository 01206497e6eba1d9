"""Score a set of samples, and print the table of the protocol (`docs/evaluation.md`).

A held or refused malicious artifact is a miss. Only `suspicious` and above count as alerts.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from pratique.model import Review
from pratique.review import Reviewer
from pratique.training.samples import Repository, Sample, opened
from pratique.training.statistics import by_group, interval, precision, threshold

ALERTS = ("suspicious", "malicious")
UPLOADS_A_DAY = 10_685
"""Files uploaded to PyPI on an average day of 2025 (3.9 million a year)."""
PREVALENCE = 1 / 500
CALLED = ("call", "entrypoint", "unknown")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What the evaluation keeps of one review."""

    key: str
    group: str
    malicious: bool
    strata: tuple[str, ...]
    classification: str
    score: float
    rules: tuple[str, ...]
    codes: tuple[str, ...]
    place: str
    """The decisive evidence as `member:line layer`."""
    activation: str
    layered: bool
    cpu: float

    @property
    def alert(self) -> bool:
        """Whether a person would be called."""
        return self.classification in ALERTS


def rows(
    samples: Iterable[Sample], reviewer: Reviewer, repository: Repository | None
) -> Iterator[Row]:
    """Review every sample, one after the other, and yield what is kept of it."""
    for sample in samples:
        with opened(sample, repository) as fetched:
            running = reviewer.start(fetched)
            running.wait()
            review = running.finish()
        yield _row(sample, review, running.outcome.cpu)


def _row(sample: Sample, review: Review, cpu: float) -> Row:
    findings = [finding for finding in review.findings if not finding.nursery]
    first = findings[0] if findings else None
    place = first.location if first else None
    codes = [limit.code for limit in review.limitations if limit.effect != "note"]
    return Row(
        key=sample.key,
        group=sample.group,
        malicious=sample.malicious,
        strata=sample.strata,
        classification=review.verdict.classification,
        score=review.score.value,
        rules=tuple(dict.fromkeys(finding.rule for finding in findings)),
        codes=tuple(dict.fromkeys(codes)),
        place=f"{place.member}:{place.line} {place.layer}".strip() if place else "",
        activation=first.activation if first else "",
        layered=any(finding.location.layer for finding in findings),
        cpu=cpu,
    )


def table(malicious: Sequence[Row], benign: Sequence[Row]) -> str:
    """Return the figures of the protocol as Markdown."""
    parts = [*_recall(malicious), *_operating_points(malicious, benign), *_strata(malicious)]
    return "\n".join([*parts, *_benign(benign)]) + "\n"


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def _rate(hits: int, total: int) -> str:
    low, high = interval(hits, total)
    share = hits / total if total else 0.0
    return f"{_percent(share)} [{100 * low:.1f}, {100 * high:.1f}] ({hits}/{total})"


def _recall(malicious: Sequence[Row]) -> Iterator[str]:
    if not malicious:
        return
    alerts = sum(row.alert for row in malicious)
    worst = sum(row.classification == "malicious" for row in malicious)
    campaigns = by_group((row.group, row.alert) for row in malicious)
    kinds = Counter(row.classification for row in malicious)
    yield "| known malware | figure |\n|---|---|"
    yield f"| campaigns | {len({row.group for row in malicious})} |"
    yield f"| recall per campaign, `suspicious` or above | {_percent(campaigns)} |"
    yield f"| recall per archive, `suspicious` or above | {_rate(alerts, len(malicious))} |"
    yield f"| recall per archive, `malicious` | {_rate(worst, len(malicious))} |"
    others = ", ".join(f"{name} {kinds[name]}" for name in ("clear", "held", "refused"))
    yield f"| misses by classification | {others} |\n"


def _operating_points(malicious: Sequence[Row], benign: Sequence[Row]) -> Iterator[str]:
    if not malicious or not benign:
        return
    scores = [row.score for row in benign]
    yield "| false-positive rate | threshold | recall per campaign | per archive | alerts a day "
    yield "| precision at 1 in 500 |\n|---|---|---|---|---|---|"
    for name, rate in (("1 %", 0.01), ("0.1 %", 0.001), (f"0 of {len(benign)}", 0.0)):
        cut = threshold(scores, rate)
        hits = [row for row in malicious if row.score >= cut]
        alarms = sum(score >= cut for score in scores) / len(scores)
        recall = len(hits) / len(malicious)
        campaigns = by_group((row.group, row.score >= cut) for row in malicious)
        daily = UPLOADS_A_DAY * (alarms + recall * PREVALENCE)
        share = precision(recall, alarms, PREVALENCE)
        yield (
            f"| {name} | {cut:.3f} | {_percent(campaigns)} | "
            f"{_rate(len(hits), len(malicious))} | {daily:.0f} | {_percent(share)} |"
        )
    yield ""


def _strata(malicious: Sequence[Row]) -> Iterator[str]:
    if not malicious:
        return
    found = [row for row in malicious if row.alert]
    yield "| stratum of found malware (decisive evidence) | archives |\n|---|---|"
    for name, activations in (
        ("install, build or start-up", ("install", "build", "startup")),
        ("import", ("import",)),
        ("call-time", CALLED),
    ):
        yield f"| {name} | {sum(row.activation in activations for row in found)} |"
    yield f"| evidence in a decoded layer | {sum(row.layered for row in found)} |\n"
    yield "| stratum of known malware | recall per campaign | per archive |\n|---|---|---|"
    for stratum in sorted({name for row in malicious for name in row.strata}):
        rows_ = [row for row in malicious if stratum in row.strata]
        campaigns = by_group((row.group, row.alert) for row in rows_)
        alerts = sum(row.alert for row in rows_)
        yield f"| {stratum} | {_percent(campaigns)} | {_rate(alerts, len(rows_))} |"
    yield ""


def _benign(benign: Sequence[Row]) -> Iterator[str]:
    if not benign:
        return
    yield "| benign stratum | `suspicious` or above | `malicious` | held or refused |"
    yield "|---|---|---|---|"
    strata = ["all", *sorted({name for row in benign for name in row.strata})]
    for stratum in strata:
        chosen = [row for row in benign if stratum == "all" or stratum in row.strata]
        alerts = sum(row.alert for row in chosen)
        worst = sum(row.classification == "malicious" for row in chosen)
        held = sum(row.classification in {"held", "refused"} for row in chosen)
        total = len(chosen)
        yield f"| {stratum} | {_rate(alerts, total)} | {worst} | {_rate(held, total)} |"
    cpu = sorted(row.cpu for row in benign)
    yield f"\nCPU a child: {sum(cpu) / len(cpu):.3f} s mean, {cpu[len(cpu) // 2]:.3f} s median.\n"
