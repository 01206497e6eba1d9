"""A progress bar for downloads, on stderr and only when that is a terminal."""

import contextlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pratique import escape

if TYPE_CHECKING:
    from pratique.ecosystems.http import Progress


@contextlib.contextmanager
def bar() -> Iterator["Progress | None"]:
    """Give what a client calls while it downloads, None when nobody would see it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TransferSpeedColumn
    from rich.progress import Progress as Shown

    shown = Shown(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with shown:
        task = shown.add_task("", total=None, visible=False)

        def update(name: str, done: int, total: int) -> None:
            shown.update(
                task,
                description=escape.visible(name, 48),
                completed=done,
                total=total or None,
                visible=done != total,
            )

        yield update
