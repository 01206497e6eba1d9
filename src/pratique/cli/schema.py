"""`pratique schema`: the JSON Schema of a review."""

import click
import msgspec

from pratique.model import Review


@click.command()
def command() -> None:
    """Print the JSON Schema of a review record, as `--format json` and `jsonl` write it."""
    schema = msgspec.json.schema(Review)
    click.echo(msgspec.json.format(msgspec.json.encode(schema), indent=2))
