"""`pratique hunt`: a rule, YARA or an indicator over everything that the dataset has seen."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from pratique import escape, vocabulary
from pratique.cli.dataset_place import opened, secret, where
from pratique.dataset.store import Store
from pratique.engine import hunt
from pratique.errors import UsageError
from pratique.review import Reviewer

_YARA = (".yar", ".yara")


@click.command()
@click.argument("what", metavar="RULE|YARA|INDICATOR")
@click.option("--bytes", "over_bytes", is_flag=True, help="Search an indicator in bytes, too.")
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text")
@click.option("--limit", type=click.IntRange(0), default=0, help="Stop after so many hits.")
@where
@secret
def command(
    *,
    what: str,
    over_bytes: bool,
    form: str,
    limit: int,
    folder: Path | None,
    key_file: Path | None,
    keyring: bool,
) -> None:
    """Search the dataset for WHAT, and print hits as they are found.

    A rule (a file, or an id of the catalogue) runs over the frozen facts; a .yar file over the
    bytes of members, which needs the key; anything else is looked for in the values of facts.
    """
    with opened(folder, key_file, keyring=keyring) as store:
        found = set()
        for hit in itertools.islice(_hits(store, what, over_bytes=over_bytes), limit or None):
            found.add(hit.sha256)
            click.echo(_line(hit) if form == "text" else msgspec.json.encode(hit).decode())
    click.echo(f"{len(found)} samples", err=True)


def _hits(store: Store, what: str, *, over_bytes: bool) -> Iterator[hunt.Hit]:
    if what.endswith(_YARA) or over_bytes:
        search = hunt.yara(Path(what)) if what.endswith(_YARA) else hunt.text(what)
        _ = store.secret  # a missing key is said before anything is searched
        with Reviewer() as reviewer:
            yield from hunt.by_bytes(store, reviewer, search)
    elif what.endswith((".yaml", ".yml")) or _is_id(what):
        yield from hunt.by_rule(store.catalogue, hunt.rule(what))
    elif vocabulary.known(what):
        raise UsageError(
            f"{what}: a behaviour and no rule; use `pratique dataset search --behaviour {what}`"
        )
    else:
        yield from hunt.by_value(store.catalogue, what)


def _is_id(what: str) -> bool:
    from pratique import rules

    return any(rule.id == what for rule in rules.catalog())


def _line(hit: hunt.Hit) -> str:
    place = f"{hit.location.member}:{hit.location.line}"
    layer = f" in {hit.location.layer}" if hit.location.layer else ""
    words = (hit.sha256[:16], hit.purl, hit.what, place + layer, hit.snippet)
    return "  ".join(escape.visible(word, 120) for word in words if word)
