"""A data card in Markdown, generated from the data: counts, biases, gaps, ethics."""

from collections.abc import Iterator
from pathlib import Path

from pratique import escape
from pratique.dataset import figures
from pratique.dataset.catalogue import Catalogue
from pratique.dataset.exporters.files import written

_TOP = 25


def write(catalogue: Catalogue, folder: Path, split: str) -> tuple[Path, ...]:
    """Write `card.md`."""
    del split
    text = "\n".join(card(figures.figures(catalogue), catalogue)) + "\n"
    return (written(folder / "card.md", (text.encode(),)),)


def card(counted: figures.Figures, catalogue: Catalogue) -> Iterator[str]:
    """Yield the lines of the card."""
    yield "# Data card: known malware of package registries\n"
    yield (
        f"{counted.samples} samples ({counted.stored} with bytes in an encrypted store, "
        f"{counted.with_facts} with frozen facts), {counted.packages} records about releases "
        f"without bytes, {len(counted.campaigns)} campaigns, {counted.disputed} samples about "
        "which sources disagree.\n"
    )
    for title, counts in (
        ("Ecosystems", counted.ecosystems),
        ("Years of first sighting", counted.years),
        ("Labels, one a claim", counted.labels),
        ("Sources, one a claim", counted.sources),
        ("Activations, samples each", counted.activations),
        ("Largest campaigns", counted.campaigns[:_TOP]),
        ("Behaviours, samples each", counted.behaviours),
    ):
        yield from _table(title, counts)
    yield from _splits(catalogue)
    yield from _listed("Biases", counted.biases)
    yield from _listed("Gaps", counted.gaps)
    yield "## Ethics\n"
    yield (
        "No live sample leaves the store with any of these files. Tokens, mail addresses and names "
        "of home folders found in payloads are redacted. A label is a source's claim: it can be "
        "wrong, and people who published an honest package can be hurt by it. Do not act on a "
        "project because of this data alone.\n"
    )


def _table(title: str, counts: figures.Counts) -> Iterator[str]:
    yield f"## {title}\n\n| | samples |\n|---|---:|"
    yield from (f"| {escape.markdown(name)} | {count} |" for name, count in counts)
    yield ""


def _listed(title: str, sentences: tuple[str, ...]) -> Iterator[str]:
    yield f"## {title}\n"
    yield from (f"- {escape.markdown(one, 4000)}" for one in sentences)
    yield ""


def _splits(catalogue: Catalogue) -> Iterator[str]:
    yield "## Splits\n\n| name | train | validation | test | challenge | digest |"
    yield "|---|---:|---:|---:|---:|---|"
    for one in catalogue.splits():
        sizes = (len(one.train), len(one.validation), len(one.test), len(one.challenge))
        cells = " | ".join(str(size) for size in sizes)
        yield f"| {escape.markdown(one.name)} | {cells} | `{one.digest}` |"
    yield ""
