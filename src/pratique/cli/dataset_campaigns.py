"""`pratique dataset cluster|campaigns|name|merge|split-off|split|verify|index|agree`."""

import gzip
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from pratique import escape
from pratique.cli.dataset_place import opened, place, where
from pratique.dataset import agreement, grouping, index, split
from pratique.dataset.cluster import Decision
from pratique.dataset.store import now
from pratique.errors import DatasetError, InputError


@click.command("cluster")
@click.option("--anew", is_flag=True, help="Compare everything again, also what was settled.")
@where
def cluster(folder: Path | None, *, anew: bool) -> None:
    """Group the samples into campaigns; what people decided stays."""
    began = time.monotonic(), time.process_time()
    with opened(folder, write=True) as store:
        found = grouping.regroup(store.catalogue, anew=anew)
    wall, cpu = time.monotonic() - began[0], time.process_time() - began[1]
    largest = max((len(one.members) for one in found.campaigns), default=0)
    click.echo(
        f"{len(found.joins)} samples in {len(found.campaigns)} campaigns, "
        f"the largest of {largest}; {wall:.1f} s, {cpu:.1f} s of CPU",
        err=True,
    )


@click.command("campaigns")
@click.argument("campaign_id", metavar="[CAMPAIGN]", required=False)
@click.option("--least", type=click.IntRange(1), default=2, show_default=True, help="Members.")
@where
def campaigns(campaign_id: str | None, least: int, folder: Path | None) -> None:
    """List campaigns, or one with its members and why each is in it."""
    with opened(folder) as store:
        if campaign_id is None:
            shown = [one for one in store.catalogue.campaigns() if len(one.members) >= least]
            for one in sorted(shown, key=lambda one: (-len(one.members), one.id)):
                family = f"  family {one.family}" if one.family else ""
                period = f"{one.first_seen or '?'}…{one.last_seen or '?'}"
                click.echo(f"{len(one.members):6} {period:14} {escape.visible(one.id)}{family}")
            return
        grouping.named(store.catalogue, campaign_id)
        for name, join in store.catalogue.joins():
            if name == campaign_id:
                to = f" {join.to[:16]}" if join.to else ""
                detail = escape.visible(join.detail, 80)
                click.echo(f"{join.sha256}  joined because {join.why}{to} {detail}".rstrip())


@click.command("name")
@click.argument("campaign_id")
@click.argument("new_name")
@click.option("--family", default="", help="Name of the kit or family.")
@where
def name(campaign_id: str, new_name: str, family: str, folder: Path | None) -> None:
    """Name a campaign YYYY-MM-slug; the name stays through every later clustering."""
    grouping.check_id(new_name)
    with opened(folder, write=True) as store:
        found = grouping.named(store.catalogue, campaign_id)
        members = (found.members[0],)
        _decide(store, Decision(kind="name", members=members, value=new_name, family=family))


@click.command("merge")
@click.argument("campaign_ids", nargs=-1, required=True)
@click.option("--why", default="", help="Reason, kept with the decision.")
@where
def merge(campaign_ids: tuple[str, ...], why: str, folder: Path | None) -> None:
    """Make one campaign of several."""
    with opened(folder, write=True) as store:
        found = [grouping.named(store.catalogue, one) for one in campaign_ids]
        members = tuple(one.members[0] for one in found)
        _decide(store, Decision(kind="merge", members=members, value=why))


@click.command("split-off")
@click.argument("digests", nargs=-1, required=True, metavar="SHA256...")
@click.option("--why", default="", help="Reason, kept with the decision.")
@where
def split_off(digests: tuple[str, ...], why: str, folder: Path | None) -> None:
    """Take samples out of their campaign, together."""
    with opened(folder, write=True) as store:
        unknown = [one for one in digests if store.catalogue.sample(one) is None]
        if unknown:
            raise DatasetError(f"{unknown[0]}: no such sample")
        _decide(store, Decision(kind="split", members=tuple(sorted(digests)), value=why))


def _decide(store: grouping.HasCatalogue, decision: Decision) -> None:
    grouping.decide(store.catalogue, decision, now())
    found = grouping.regroup(store.catalogue, anew=True)
    click.echo(f"{len(found.campaigns)} campaigns now", err=True)


@click.command("split")
@click.argument("split_name", metavar="NAME")
@click.option("--seed", default="pratique", show_default=True)
@where
def split_(split_name: str, seed: str, folder: Path | None) -> None:
    """Divide the samples by campaign and time, and freeze the division by digest."""
    with opened(folder, write=True) as store:
        made = grouping.divided(store.catalogue, split_name, now(), seed)
    sizes = ", ".join(f"{part} {len(getattr(made, part))}" for part in split.ORDER)
    click.echo(f"{made.name}: {sizes}; digest {made.digest}")


@click.command("verify")
@click.argument("split_name", metavar="[NAME]", required=False)
@where
def verify(split_name: str | None, folder: Path | None) -> int:
    """Check that splits are as they were frozen and keep campaigns apart; exit 1 when not."""
    wrong = 0
    with opened(folder) as store:
        known = [one for one in store.catalogue.splits() if split_name in {None, one.name}]
        if not known:
            raise DatasetError(f"{split_name or 'no name given'}: there is no such split")
        for one in known:
            found = split.problems(one, tuple(store.catalogue.campaigns()))
            wrong += len(found)
            click.echo(f"{one.name}: {'whole' if not found else 'NOT whole'}  {one.digest}")
            for problem in found:
                click.echo(f"  {problem}")
    return 1 if wrong else 0


@click.command("index")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@where
def write_index(path: Path | None, folder: Path | None) -> None:
    """Write the index that reviews look uploads up in (PRATIQUE_INDEX names it for them)."""
    target = path or place(folder) / "index.sqlite"
    with opened(folder) as store:
        size = index.build(target, *grouping.index_parts(store.catalogue))
    click.echo(f"{target}: {size / 1e6:.1f} MB", err=True)


@click.command("agree")
@click.argument("listing", type=click.Path(path_type=Path))
@click.option("--without", type=click.IntRange(0), default=3, show_default=True)
@click.option("--split", "part", help="Only lines of this split.")
@where
def agree(listing: Path, without: int, part: str | None, folder: Path | None) -> None:
    """Compare the campaigns with another clustering: a list with sha256 and campaign a line."""
    reference = {row.sha256: row.campaign for row in _listed(listing)
                 if part in {None, row.split}}  # fmt: skip
    if not reference:
        raise InputError(f"{listing}: no line of it is asked for; check --split")
    with opened(folder) as store:
        found = {join.sha256: name for name, join in store.catalogue.joins()}
    figures = agreement.agreement(reference, found, without)
    for field in figures.__struct_fields__:
        click.echo(f"{field:16} {getattr(figures, field):.4f}".rstrip("0").rstrip("."))
    click.echo(f"{'cubed_f1':16} {figures.cubed_f1:.4f}")


class _Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A line of another clustering; what else it says is its own affair."""

    sha256: str
    campaign: str
    split: str | None = None


def _listed(listing: Path) -> Iterator[_Listed]:
    place = str(listing)
    try:
        raw = listing.read_bytes()
        lines = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).splitlines()
        for number, line in enumerate(lines, 1):
            place = f"{listing}:{number}"
            yield msgspec.json.decode(line, type=_Listed)
    except (OSError, EOFError, zlib.error, msgspec.DecodeError) as error:
        raise InputError(f"{place}: no list with sha256 and campaign a line ({error})") from error


COMMANDS = (
    cluster, campaigns, name, merge, split_off, split_, verify, write_index, agree
)  # fmt: skip
