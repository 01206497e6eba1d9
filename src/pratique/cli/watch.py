"""`pratique watch`: review every new upload of a registry as it appears."""

import contextlib
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import platformdirs

from pratique import escape
from pratique.ecosystems import ECOSYSTEMS
from pratique.ecosystems.http import Client, Polite
from pratique.engine import webhook
from pratique.engine.follow import Clients, Follower, Plan, Status
from pratique.engine.journal import Journal
from pratique.engine.local import Local
from pratique.engine.null import Null
from pratique.engine.output import Output, Stream
from pratique.errors import UsageError
from pratique.model import CLASSIFICATIONS
from pratique.review import Reviewer

_SIZE = re.compile(r"([0-9]{1,12})([kKmMgG]?)")
_FACTOR = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}


def _size(text: str) -> int:
    found = _SIZE.fullmatch(text)
    if found is None:
        raise UsageError(f"--rotate {text}: no size; write bytes, or a number with k, m or g")
    return int(found[1]) * _FACTOR[found[2].lower()]


@click.command()
@click.argument("registry", type=click.Choice([name for name in ECOSYSTEMS if name != "unknown"]))
@click.option("--feed", default="", metavar="URL", help="Address of the registry's feed.")
@click.option("--out", type=click.Path(path_type=Path), help="Append verdicts here, one a line.")
@click.option(
    "--rotate", default="0", metavar="SIZE", help="Begin a new file at this size, as 100m."
)
@click.option("--webhook", "hook", metavar="URL", help="Post what is suspicious or worse here.")
@click.option("--webhook-key", type=click.Path(path_type=Path), help="File of the signing key.")
@click.option(
    "--webhook-from",
    type=click.Choice(CLASSIFICATIONS),
    default="suspicious",
    show_default=True,
    help="The mildest verdict that is posted.",
)
@click.option("--since", type=click.IntRange(0), help="Serial to begin after; now if not given.")
@click.option("--state", type=click.Path(path_type=Path), help="Folder that remembers positions.")
@click.option("-j", "--jobs", type=click.IntRange(1, 256), default=2, show_default=True)
@click.option("--poll", type=click.FloatRange(0.01), default=15.0, show_default=True)
@click.option("--outcomes", is_flag=True, help="Write quarantines, removals and yanks too.")
@click.option("--once", is_flag=True, help="Stop when nothing is left to do.")
@click.option("--rehearse", is_flag=True, help="Follow and fetch, but read nothing.")
def command(
    registry: str,
    *,
    feed: str,
    out: Path | None,
    rotate: str,
    hook: str | None,
    webhook_key: Path | None,
    webhook_from: str,
    since: int | None,
    state: Path | None,
    jobs: int,
    poll: float,
    outcomes: bool,
    once: bool,
    rehearse: bool,
) -> int:
    """Review every new upload of REGISTRY, one verdict a line, each file exactly once.

    Stop it in any way and start it again: it takes up where it was.
    """
    plan = Plan(
        since=since,
        once=once,
        outcomes=outcomes,
        poll=poll,
        post_from=webhook_from,
        hook=webhook.read(hook, webhook_key) if hook else None,
    )
    ecosystem = ECOSYSTEMS[registry].following(feed)
    folder = state or Path(platformdirs.user_state_dir("pratique")) / f"watch-{registry}"
    output = Output(out, largest=_size(rotate)) if out else Stream(sys.stdout.buffer)
    with contextlib.ExitStack() as stack:
        journal = stack.enter_context(Journal(folder, output))
        clients = Clients(
            index=stack.enter_context(ecosystem.client()),
            hook=stack.enter_context(Client(polite=Polite(tries=1, timeout=10.0))),
        )
        follower = Follower(
            ecosystem,
            Null() if rehearse else Local(stack.enter_context(Reviewer()), jobs),
            journal,
            clients=clients,
            folder=folder / "files",
            plan=plan,
            status=stack.enter_context(_line()),
        )
        follower.run()
    return 0


@contextlib.contextmanager
def _line() -> Iterator[Callable[[Status], None] | None]:
    """Give what shows where the watch stands, None when stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.status import Status as Spinner
    from rich.text import Text

    with Spinner("starting", console=Console(stderr=True), refresh_per_second=4) as spinner:

        def show(status: Status) -> None:
            line = (
                f"serial {status.position} · {status.queued} waiting · {status.reviewed} reviewed"
                f" · {status.alarms} alarms · {escape.visible(status.doing, 60)}"
            )
            spinner.update(Text(line))

        yield show
