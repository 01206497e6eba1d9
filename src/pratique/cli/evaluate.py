"""`pratique evaluate`: detection measured by the protocol of `docs/evaluation.md`."""

from pathlib import Path

import click
import msgspec
import platformdirs

from pratique.review import Reviewer
from pratique.training.evaluate import Row, rows, table
from pratique.training.samples import PER_CAMPAIGN, Repository, Sample, fewer, listed, locked


@click.command()
@click.option("--benign", multiple=True, type=click.Path(path_type=Path), help="Corpus lock file.")
@click.option("--corpus", multiple=True, help="Name of a lock file under bench/corpora.")
@click.option("--root", type=click.Path(path_type=Path), envvar="PRATIQUE_CORPORA")
@click.option("--samples", type=click.Path(path_type=Path), help="Bare repository of samples.")
@click.option("--only", type=click.Path(path_type=Path), help="The list of samples to read.")
@click.option("--split", type=click.Choice(["train", "dev"]), default="dev", show_default=True)
@click.option(
    "--per-campaign", default=PER_CAMPAIGN, show_default=True, type=click.IntRange(1, PER_CAMPAIGN)
)
@click.option("--limit", type=click.IntRange(1), help="Only so many benigns and campaigns.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Keep a JSON line a benign or train row."
)
def command(
    benign: tuple[Path, ...],
    corpus: tuple[str, ...],
    root: Path | None,
    samples: Path | None,
    only: Path | None,
    split: str,
    per_campaign: int,
    limit: int | None,
    out: Path | None,
) -> None:
    """Review corpora and print recall, false alarms and cost.

    `--per-campaign` takes fewer archives of each campaign, `--limit` fewer groups; both choose by
    digest, so that two runs see the same. Rows of the `dev` split are never written down: it is
    scored, its misses stay closed.
    """
    folder = root or platformdirs.user_cache_path("pratique") / "corpora"
    locks = (*benign, *(Path("bench/corpora") / f"{name}.jsonl" for name in corpus))
    honest = tuple(sample for lock in locks for sample in locked(lock, folder))
    bad = listed(only, split, per_campaign) if samples and only else ()
    honest, bad = fewer(honest, limit), fewer(bad, limit)
    repository = Repository(samples) if samples else None
    with Reviewer() as reviewer:
        good_rows = _run(honest, reviewer, None)
        bad_rows = _run(bad, reviewer, repository)
    if repository:
        repository.close()
    if out:
        kept = good_rows + (bad_rows if split == "train" else ())
        out.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in kept))
    click.echo(table(bad_rows, good_rows))


def _run(
    samples: tuple[Sample, ...], reviewer: Reviewer, repository: Repository | None
) -> tuple[Row, ...]:
    done = rows(samples, reviewer, repository)
    stream = click.get_text_stream("stderr")  # type: ignore[operator]  # the stream is a TextIO
    with click.progressbar(done, length=len(samples), file=stream) as bar:
        return tuple(bar)
