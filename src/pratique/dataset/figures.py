"""Count what is in a dataset, and say from the counts where it is lopsided and what it lacks."""

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from pratique import vocabulary
from pratique.dataset import frozen
from pratique.dataset.catalogue import Catalogue
from pratique.model import ACTIVATIONS

Counts = tuple[tuple[str, int], ...]


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """All counts of one state of a dataset."""

    samples: int
    stored: int
    with_facts: int
    packages: int
    ecosystems: Counts
    years: Counts
    months: Counts
    labels: Counts
    sources: Counts
    campaigns: Counts
    """Size of each campaign, largest first."""
    behaviours: Counts
    """Samples that show each."""
    activations: Counts
    heat: tuple[tuple[str, str, int], ...]
    """Behaviour, activation, samples."""
    disputed: int
    """Samples about which claims disagree."""
    pairs: int
    snapshots: int
    held: int
    """Samples whose reading met a limit or another hold."""
    newest: str

    @property
    def biases(self) -> tuple[str, ...]:
        """Return sentences about what is over-represented."""
        return tuple(_biases(self))

    @property
    def gaps(self) -> tuple[str, ...]:
        """Return sentences about what is not there."""
        return tuple(_gaps(self))


def figures(catalogue: Catalogue) -> Figures:
    """Count everything, reading the frozen facts once."""
    samples = tuple(catalogue.samples())
    claims = tuple(catalogue.claims())
    behaviours: Counter[str] = Counter()
    activations: Counter[str] = Counter()
    heat: Counter[tuple[str, str]] = Counter()
    with_facts = 0
    for seen in frozen.facts(catalogue):
        with_facts += 1
        shown = {(fact.behaviour, fact.activation) for fact in seen.facts}
        heat.update(shown)
        behaviours.update({behaviour for behaviour, _ in shown})
        activations.update({str(activation) for _, activation in shown})
    labels: dict[str, set[str]] = {}
    for claim in claims:
        labels.setdefault(claim.sha256, set()).add(claim.label)
    return Figures(
        samples=len(samples),
        stored=len(catalogue.stored()),
        with_facts=with_facts,
        packages=sum(1 for _ in catalogue.packages()),
        ecosystems=_counts(Counter(str(one.ecosystem) for one in samples)),
        years=_by_name(Counter(one.first_seen[:4] or "unknown" for one in samples)),
        months=_by_name(Counter(one.first_seen[:7] or "unknown" for one in samples)),
        labels=_counts(Counter(str(one.label) for one in claims)),
        sources=_counts(Counter(one.source for one in claims)),
        campaigns=_counts(Counter({one.id: len(one.members) for one in catalogue.campaigns()})),
        behaviours=_counts(behaviours),
        activations=tuple((str(one), activations[one]) for one in ACTIVATIONS),
        heat=tuple((one, when, count) for (one, when), count in sorted(heat.items())),
        disputed=sum(len(found) > 1 for found in labels.values()),
        pairs=sum(1 for _ in catalogue.pairs()),
        snapshots=sum(1 for _ in catalogue.snapshots()),
        held=catalogue.rows.execute("select count(*) from frozen where held != ''").fetchone()[0],
        newest=max((one.first_seen for one in samples), default=""),
    )


def _counts(counter: Mapping[str, int]) -> Counts:
    return tuple(sorted(counter.items(), key=lambda one: (-one[1], one[0])))


def _by_name(counter: Mapping[str, int]) -> Counts:
    return tuple(sorted(counter.items()))


def _biases(counted: Figures) -> Iterable[str]:
    total = counted.samples or 1
    for name, count in counted.campaigns[:3]:
        if count > total * 0.05:
            yield f"Campaign {name} alone is {count / total:.0%} of all samples."
    for name, count in counted.ecosystems[:1]:
        yield f"{count / total:.0%} of the samples are of {name}."
    for name, count in sorted(counted.years, key=lambda one: -one[1])[:1]:
        yield f"{count / total:.0%} of the samples are of the year {name}."
    for name, count in counted.sources[:1]:
        yield f"{count} claims come from one source, {name}, and share its errors."


def _gaps(counted: Figures) -> Iterable[str]:
    there = {name for name, _ in counted.ecosystems}
    lacking = [name for name in ("pypi", "npm", "crates", "maven") if name not in there]
    if lacking:
        yield f"No samples of {', '.join(lacking)}."
    shown = {name for name, _ in counted.behaviours}
    never = [
        name
        for name in vocabulary.ids()
        if name not in shown and vocabulary.get(name).kind in {"indicator", "chain"}
    ]
    if never:
        yield f"Behaviours that no sample shows: {', '.join(never)}."
    if not counted.pairs:
        yield "No pairs of a compromised release and its clean neighbours."
    if not counted.snapshots:
        yield "No registry metadata as it stood before takedown."
    if "benign" not in {name for name, _ in counted.labels}:
        yield "No benign samples: false alarms cannot be measured on it."
    if counted.held:
        yield f"{counted.held} samples could not be read fully; their facts are a lower bound."
    without = counted.samples - counted.with_facts
    if without:
        yield f"{without} samples have no facts: their bytes are not in the store, or not read."
