"""How far two clusterings agree: pairs, and B-cubed with one vote a cluster of the reference.

Bagga and Baldwin 1998 for B-cubed; every reference cluster weighs the same, whatever its size,
because one campaign with half of all samples would otherwise be the whole figure.
"""

from collections import Counter
from collections.abc import Hashable, Mapping

import msgspec


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of one comparison."""

    samples: int
    reference: int
    """Clusters of the reference."""
    found: int
    """Clusters found."""
    pair_precision: float
    pair_recall: float
    cubed_precision: float
    cubed_recall: float

    @property
    def cubed_f1(self) -> float:
        """Return the harmonic mean of B-cubed precision and recall."""
        total = self.cubed_precision + self.cubed_recall
        return 2 * self.cubed_precision * self.cubed_recall / total if total else 0.0


def agreement(
    reference: Mapping[str, Hashable], found: Mapping[str, Hashable], without: int = 0
) -> Agreement:
    """Compare what both know, without the `without` largest clusters of the reference."""
    sizes = Counter(reference.values())
    largest = {name for name, _ in sizes.most_common(without)}
    names = [one for one, where in reference.items() if one in found and where not in largest]
    wanted = Counter(reference[one] for one in names)
    got = Counter(found[one] for one in names)
    both = Counter((reference[one], found[one]) for one in names)
    same = sum(_pairs(count) for count in both.values())
    precision = recall = 0.0
    for (here, there), count in both.items():
        precision += count * count / got[there] / wanted[here]
        recall += count * count / wanted[here] / wanted[here]
    return Agreement(
        samples=len(names),
        reference=len(wanted),
        found=len(got),
        pair_precision=_part(same, sum(_pairs(count) for count in got.values())),
        pair_recall=_part(same, sum(_pairs(count) for count in wanted.values())),
        cubed_precision=_part(precision, len(wanted)),
        cubed_recall=_part(recall, len(wanted)),
    )


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _part(some: float, whole: float) -> float:
    return some / whole if whole else 1.0
