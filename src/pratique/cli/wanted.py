"""The options of `pratique review` that ask for more than the archive; `background.py` obeys."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
import msgspec

_Command = TypeVar("_Command", bound=Callable[..., object])


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What the options ask for."""

    against: str = ""
    registry: Path | None = None
    source: Path | None = None
    trust_root: Path | None = None
    with_dependencies: bool = False
    snapshot: Path | None = None

    @property
    def anything(self) -> bool:
        """Tell whether reviews need more than their archive."""
        return self != Wanted()


def options(function: _Command) -> _Command:
    """Add the options to a command; they arrive as keywords of the same names as `Wanted`'s."""
    folder = click.Path(path_type=Path, exists=True, file_okay=False)
    anything = click.Path(path_type=Path, exists=True)
    for option in reversed(
        (
            click.option(
                "--against",
                default="",
                metavar="previous|VERSION|FILE",
                help="Compare with another release, so that rules can ask what is new.",
            ),
            click.option(
                "--registry",
                type=folder,
                help="Take the registry's metadata from this folder (see --snapshot).",
            ),
            click.option(
                "--source",
                type=anything,
                help="A checkout or archive of the tag: say which files it does not explain.",
            ),
            click.option(
                "--trust-root",
                type=anything,
                help="Sigstore trust root for attestations; the shipped one by default.",
            ),
            click.option(
                "--with-dependencies",
                is_flag=True,
                help="Review new, young and exactly pinned dependencies too.",
            ),
            click.option(
                "--snapshot",
                type=click.Path(path_type=Path, file_okay=False),
                help="Store the registry's metadata here as it is now.",
            ),
        )
    ):
        function = option(function)
    return function
