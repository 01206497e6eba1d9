"""`pratique dataset export|schema`: what the world may have of it; never bytes of samples."""

import sys
from pathlib import Path

import click

from pratique.cli.dataset_place import opened, secret, where
from pratique.dataset import record
from pratique.dataset.exporters import EXPORTERS
from pratique.dataset.exporters.files import written
from pratique.dataset.importers import zips


@click.command("export")
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "forms",
    multiple=True,
    type=click.Choice(tuple(EXPORTERS)),
    help="Several may be given; all of them by default.",
)
@click.option("--split", default="", help="The split that samples are marked with.")
@where
def export(target: Path, forms: tuple[str, ...], split: str, folder: Path | None) -> None:
    """Write the dataset to the folder TARGET: records, Parquet, OSV, STIX, YARA, CSV, data card."""
    with opened(folder) as store:
        for form in forms or tuple(EXPORTERS):
            paths = EXPORTERS[form](store.catalogue, target, split)
            shown = paths[0].name if len(paths) == 1 else f"{len(paths)} files"
            click.echo(f"{form}: {shown}", err=True)


@click.command("schema")
def schema() -> None:
    """Print the JSON Schema of the records."""
    sys.stdout.write(record.schema().decode())


@click.command("release")
@click.argument("sha256")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--password", default="infected", show_default=True)
@where
@secret
def release(
    *,
    sha256: str,
    target: Path,
    password: str,
    folder: Path | None,
    key_file: Path | None,
    keyring: bool,
) -> None:
    """Hand one LIVE sample on, as an encrypted zip in the new file TARGET; it is audited."""
    with opened(folder, key_file, keyring=keyring) as store:
        data = store.read(sha256, f"release to {target.name}")
        written(target, (zips.sealed(((f"{sha256}.sample", data),), password),))
    click.echo(f"{target}: a live sample; its password is {password}", err=True)


COMMANDS = (export, schema, release)
