"""`pratique dataset init|import|refresh|check|collect|audit`: what gets in, and is it whole."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO, cast, get_args

import click

from pratique import escape
from pratique.cli.dataset_place import opened, place, secret, where
from pratique.dataset import frozen, intake
from pratique.dataset.importers import IMPORTERS, Options, recognise
from pratique.dataset.record import LABELS, Label
from pratique.dataset.store import Store
from pratique.model import EcosystemId

SHOWN = 50
"""Unread items that are named one by one; the rest is counted."""


@click.command("init")
@click.option("--blobs", default="", help="Address of the blobs: a folder, or s3://, gs://, az://.")
@where
@secret
def init(blobs: str, folder: Path | None, key_file: Path | None, *, keyring: bool) -> None:
    """Make a dataset, or lift an older one to this version."""
    with opened(folder, key_file, keyring=keyring, write=True) as store:
        if blobs:
            with store.catalogue.transaction():
                store.catalogue.set_meta("blobs", blobs)
    click.echo(f"{place(folder)}: ready", err=True)


@click.command("import")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--layout", type=click.Choice(tuple(IMPORTERS)), help="Recognised when not given.")
@click.option("--only", type=click.Path(path_type=Path), help="List of what may be read.")
@click.option("--label", type=click.Choice(LABELS), default="malicious", show_default=True)
@click.option("--ecosystem", type=click.Choice(get_args(EcosystemId)), default="pypi")
@click.option("--source-name", default="", help="Name of the source in claims.")
@click.option("--password", default="infected", show_default=True, help="Of encrypted zips.")
@click.option("--limit", type=click.IntRange(min=0), default=0, help="At most so many items.")
@click.option("--freeze/--no-freeze", default=True, help="Read the facts of what is new.")
@click.option("-j", "--jobs", type=click.IntRange(1, 256), default=1, show_default=True)
@where
@secret
def import_(
    *,
    source: Path,
    layout: str | None,
    only: Path | None,
    label: str,
    ecosystem: str,
    source_name: str,
    password: str,
    limit: int,
    jobs: int,
    folder: Path | None,
    key_file: Path | None,
    freeze: bool,
    keyring: bool,
) -> int:
    """Take samples and claims from SOURCE; what was taken before is not read again."""
    name = layout or recognise(source)
    options = Options(
        only=only,
        label=cast("Label", label),
        ecosystem=cast("EcosystemId", ecosystem),
        source=source_name,
        password=password,
        limit=limit,
    )
    with opened(folder, key_file, keyring=keyring, write=True) as store:
        unread = _taken(store, name, source, options)
        if freeze:
            refreshed(store, jobs)
    return 1 if unread else 0


def _taken(store: Store, name: str, source: Path, options: Options) -> int:
    importer = IMPORTERS[name]
    if importer.needs_key:
        _ = store.secret  # a missing key is said before anything is read
    label = f"{name}:{options.source or source.resolve().name}"
    known = intake.known(store, label)
    items = importer.read(source, options, known)
    counts: Counter[str] = Counter()
    keys: Counter[str] = Counter()
    left = max(0, importer.count(source, options) - len(known))
    with click.progressbar(
        intake.take(store, label, items), length=left or None, label="import", file=_stderr()
    ) as bar:
        for progress in bar:
            counts[progress.outcome] += 1
            keys.update(progress.unknown_keys)
            if progress.outcome == "unread" and counts["unread"] <= SHOWN:
                shown = f"{escape.visible(progress.item)}: {escape.visible(progress.why)}"
                click.echo(f"pratique: not read: {shown}", err=True)
    click.echo(
        f"{counts['new']} new, {counts['known']} known, {counts['unread']} not read, "
        f"{len(known)} taken before",
        err=True,
    )
    if keys:
        named = ", ".join(f"{key} ({count})" for key, count in keys.most_common(SHOWN))
        said = f"keys that are not known here, kept as they came: {named}"
        click.echo(f"pratique: {escape.visible(said, 2000)}", err=True)
    return counts["unread"]


def refreshed(store: Store, jobs: int, limit: int = 0, only: tuple[str, ...] | None = None) -> int:
    """Freeze the facts of samples that have none of this engine; return how many failed."""
    from pratique.engine import freeze as freezing

    found = frozen.stale(store.catalogue, freezing.engine()) if only is None else only
    digests = found[: limit or None]
    if not digests:
        return 0
    failed = 0
    with click.progressbar(
        freezing.freeze(store, digests, jobs),
        length=len(digests), label="facts ", file=_stderr(),
    ) as bar:  # fmt: skip
        for sha256 in bar:
            failed += sha256.startswith("!")
    click.echo(f"facts of {len(digests) - failed} samples frozen, {failed} did not open", err=True)
    return failed


@click.command("refresh")
@click.option("-j", "--jobs", type=click.IntRange(1, 256), default=1, show_default=True)
@click.option("--limit", type=click.IntRange(min=0), default=0, help="At most so many samples.")
@click.option("--failed", is_flag=True, help="Only samples whose reading process failed before.")
@where
@secret
def refresh(
    *,
    jobs: int,
    limit: int,
    failed: bool,
    folder: Path | None,
    key_file: Path | None,
    keyring: bool,
) -> int:
    """Read again what a change of the engine made stale."""
    with opened(folder, key_file, keyring=keyring, write=True) as store:
        only = frozen.failed_before(store.catalogue) if failed else None
        return 1 if refreshed(store, jobs, limit, only) else 0


@click.command("check")
@where
@secret
def check(folder: Path | None, key_file: Path | None, *, keyring: bool) -> int:
    """Open every blob, compare with the catalogue; exit 1 when something is lost."""
    with opened(folder, key_file, keyring=keyring) as store:
        found = store.check()
    click.echo(f"{found.blobs} blobs, {len(found.orphans)} without a row")
    for text, names in (
        ("missing", found.missing), ("damaged", found.damaged), ("catalogue", found.catalogue)
    ):  # fmt: skip
        for name in names:
            click.echo(f"{text}: {name}")
    return 0 if found.whole else 1


@click.command("collect")
@where
@secret
def collect(folder: Path | None, key_file: Path | None, *, keyring: bool) -> None:
    """Delete blobs that no row mentions, and what interrupted writes left."""
    with opened(folder, key_file, keyring=keyring, write=True) as store:
        click.echo(f"{store.collect()} deleted")


@click.command("audit")
@where
def audit(folder: Path | None) -> None:
    """Print every read of a sample: when, who, which, why."""
    with opened(folder) as store:
        for line in _audits(store):
            click.echo(line)


def _audits(store: Store) -> Iterator[str]:
    for words in store.audits():
        yield "  ".join(escape.visible(word) for word in words)


def _stderr() -> TextIO:
    return sys.stderr


COMMANDS = (init, import_, refresh, check, collect, audit)
