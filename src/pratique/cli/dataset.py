"""`pratique dataset`: the catalogue of known malware, from import to export."""

from pathlib import Path

import click

from pratique.cli import (
    dataset_campaigns,
    dataset_claims,
    dataset_import,
    dataset_look,
    dataset_out,
)
from pratique.cli.dataset_place import place
from pratique.dataset import key as keys


@click.group("dataset")
def command() -> None:
    """Keep, cluster, match and export known malware; no live sample ships with pratique."""


@command.command("key")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--keyring", is_flag=True, help="Put the key into the system's keyring as well.")
def make_key(file: Path | None, *, keyring: bool) -> None:
    """Make a key for the store, in a new FILE; keep a copy elsewhere: nothing opens without it."""
    path = file or place() / "key"
    made = keys.new(path)
    if keyring:
        keys.keep(made)
    click.echo(f"{path}: a new key; without it no stored sample can be read again", err=True)


for one in (
    *dataset_import.COMMANDS,
    *dataset_claims.COMMANDS,
    *dataset_campaigns.COMMANDS,
    *dataset_look.COMMANDS,
    *dataset_out.COMMANDS,
):
    command.add_command(one)
