"""`pratique dataset stats|show|timeline|search|plots`: look at what is there."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from pratique import escape
from pratique.cli.dataset_place import opened, where
from pratique.dataset import figures, pictures, searching
from pratique.dataset.record import Evidence
from pratique.dataset.store import Store
from pratique.errors import DatasetError


@click.command("stats")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@where
def stats(form: str, folder: Path | None) -> None:
    """Count samples, labels, campaigns and behaviours; say what is lopsided and what lacks."""
    with opened(folder) as store:
        counted = figures.figures(store.catalogue)
    if form == "json":
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(counted)).decode() + "\n")
        return
    for line in _stats(counted):
        click.echo(line)


def _stats(counted: figures.Figures) -> Iterator[str]:
    yield f"samples     {counted.samples}, {counted.stored} stored, {counted.with_facts} with facts"
    yield f"packages    {counted.packages} records without bytes"
    yield f"campaigns   {len(counted.campaigns)}"
    for title, counts in (
        ("ecosystems", counted.ecosystems),
        ("labels", counted.labels),
        ("years", counted.years),
        ("activations", counted.activations),
        ("largest", counted.campaigns[:5]),
        ("behaviours", counted.behaviours[:12]),
    ):
        yield f"{title:12}" + ", ".join(f"{escape.visible(name)} {count}" for name, count in counts)
    for sentence in (*counted.biases, *counted.gaps):
        yield f"note        {escape.visible(sentence, 2000)}"


@click.command("show")
@click.argument("what", metavar="SHA256|PURL")
@where
def show(what: str, folder: Path | None) -> None:
    """Show one sample: claims, campaign, and the evidence in its code."""
    with opened(folder) as store:
        digests = searching.digests(store.catalogue, what)
        if not digests:
            raise DatasetError(f"{what}: no such sample; `pratique dataset search` finds more")
        for sha256 in digests:
            for line in _shown(store, sha256):
                click.echo(line)


def _shown(store: Store, sha256: str) -> Iterator[str]:
    catalogue = store.catalogue
    sample = catalogue.sample(sha256)
    if sample is None:
        return
    yield f"{sha256}  {escape.visible(sample.purl)}  {escape.visible(sample.filename)}"
    yield f"  {sample.size} bytes, first seen {sample.first_seen or 'at a time not known'}"
    for claim in catalogue.claims(sha256):
        gone = f", withdrawn {claim.withdrawn}" if claim.withdrawn else ""
        by = escape.visible(claim.by)
        yield f"  claim     {claim.label} ({claim.confidence}) by {claim.source}: {by}{gone}"
    row = catalogue.rows.execute(
        "select campaign, record from joins where sha256 = ?", (sha256,)
    ).fetchone()
    if row is not None:
        yield f"  campaign  {escape.visible(row[0])}"
    for (record,) in catalogue.rows.execute(
        "select record from evidence where sha256 = ? order by id", (sha256,)
    ):
        one = msgspec.json.decode(record, type=Evidence)
        place = f"{one.member}:{one.line}" + (f" in {one.layer}" if one.layer else "")
        yield f"  evidence  {one.behaviour} at {one.activation}, {escape.visible(place)}"
        if one.snippet:
            yield f"            {escape.visible(one.snippet, 120)}"


@click.command("timeline")
@where
def timeline(folder: Path | None) -> None:
    """Print samples and new campaigns a month, or a year where no month is known."""
    with opened(folder) as store:
        for month, samples, campaigns in searching.timeline(store.catalogue):
            click.echo(f"{month:8} {samples:6} samples {campaigns:5} new campaigns")


@click.command("search")
@click.option("--behaviour", default="", help="An id of the vocabulary.")
@click.option("--activation", default="", help="Only facts that run then.")
@click.option("--host", default="", help="A host in the values of facts.")
@click.option("--file", "member", default="", help="Part of a member's path.")
@click.option("--purl", default="", help="Beginning of a package URL.")
@click.option("--regex", default="", help="RE2 over the strings of facts.")
@click.option("--limit", type=click.IntRange(0), default=0, help="Stop after so many hits.")
@where
def search(*, limit: int, folder: Path | None, **wanted: str) -> None:
    """Find facts by behaviour, host, file, purl or a pattern; all that is given has to hold."""
    query = searching.query(wanted)
    with opened(folder) as store:
        for number, hit in enumerate(searching.hits(store.catalogue, query), 1):
            place = f"{hit.location.member}:{hit.location.line}"
            words = (hit.sha256[:16], hit.purl, hit.behaviour, hit.activation, place, hit.snippet)
            click.echo("  ".join(escape.visible(word, 120) for word in words if word))
            if number == limit:
                return


@click.command("plots")
@click.argument("target", type=click.Path(path_type=Path))
@where
def plots(target: Path, folder: Path | None) -> None:
    """Draw campaign sizes, timeline and behaviours by activation: PNG, SVG and a page."""
    with opened(folder) as store:
        counted = figures.figures(store.catalogue)
    for path in pictures.draw(counted, target):
        click.echo(str(path), err=True)


COMMANDS = (stats, show, timeline, search, plots)
