"""`pratique dataset claim|pair|snapshot`: what people know about samples."""

import getpass
from pathlib import Path
from typing import cast

import click

from pratique.cli.dataset_place import opened, where
from pratique.dataset.record import LABELS, Claim, Confidence, Label, Pair, Snapshot
from pratique.dataset.store import Store, now
from pratique.errors import DatasetError, InputError


@click.command("claim")
@click.argument("sha256")
@click.argument("label", type=click.Choice(LABELS))
@click.option("--confidence", type=click.Choice(["low", "medium", "high"]), default="medium")
@click.option("--why", default="", help="Reason, kept with the claim.")
@click.option("--withdraw", is_flag=True, help="Take the same claim back; it stays, marked.")
@where
def claim(
    *, sha256: str, label: str, confidence: str, why: str, withdraw: bool, folder: Path | None
) -> None:
    """Say what a sample is; what others said of it stays beside."""
    with opened(folder, write=True) as store:
        _known(store, sha256)
        made = Claim(
            sha256=sha256,
            source="person",
            time=now(),
            label=cast("Label", label),
            confidence=cast("Confidence", confidence),
            by=getpass.getuser(),
            detail=why,
            withdrawn=now() if withdraw else "",
        )
        with store.catalogue.transaction():
            store.catalogue.add_claim(made)
        said = sorted({one.label for one in store.catalogue.claims(sha256)})
    click.echo(f"{sha256}: {', '.join(said)}", err=True)


@click.command("pair")
@click.argument("bad", metavar="SHA256")
@click.option("--previous", default="", help="Digest of the clean release before.")
@click.option("--next", "following", default="", help="Digest of the clean release after.")
@where
def pair(*, bad: str, previous: str, following: str, folder: Path | None) -> None:
    """Set a compromised release between its clean neighbours."""
    with opened(folder, write=True) as store:
        for sha256 in (bad, previous, following):
            if sha256:
                _known(store, sha256)
        with store.catalogue.transaction():
            store.catalogue.add_pair(Pair(bad=bad, previous_clean=previous, next_clean=following))


@click.command("snapshot")
@click.argument("sha256")
@click.argument("file", type=click.Path(path_type=Path))
@where
def snapshot(*, sha256: str, file: Path, folder: Path | None) -> None:
    """Keep a registry's metadata of a sample, from FILE, as it stands now."""
    try:
        metadata = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: cannot be read ({error})") from error
    with opened(folder, write=True) as store:
        _known(store, sha256)
        with store.catalogue.transaction():
            store.catalogue.add_snapshot(Snapshot(sha256=sha256, taken=now(), metadata=metadata))


def _known(store: Store, sha256: str) -> None:
    if store.catalogue.sample(sha256) is None:
        raise DatasetError(f"{sha256}: no such sample; `pratique dataset search` finds more")


COMMANDS = (claim, pair, snapshot)
