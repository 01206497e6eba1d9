"""`pratique diff`: what changed between two releases, for people."""

import sys
import tempfile
from pathlib import Path

import click

from pratique import report
from pratique.cli import previous, targets
from pratique.errors import InputError, PratiqueError
from pratique.model import Fetched
from pratique.review import Against, Reviewer, compare


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--format", "form", type=click.Choice(tuple(report.DIFFS)), default="text")
def command(old: str, new: str, form: str) -> None:
    """Compare OLD with NEW: files, purls or releases; OLD may be `previous` or a version.

    Shows behaviours, triggers, dependencies and members that came, went or changed, and the changed
    code side by side.
    """
    with tempfile.TemporaryDirectory(prefix="pratique-") as name, Reviewer() as reviewer:
        folder = Path(name)
        after = _one(new, folder)
        before = previous.find(old, after.artifact, folder)
        compared = compare(reviewer, after, Against(old=before, texts=True))
        coloured = form == "text" and sys.stdout.isatty()
        shown = compared.comparison
        pieces = report.render_diff_terminal(shown) if coloured else report.render_diff(shown, form)
        for piece in pieces:
            sys.stdout.write(piece)


def _one(text: str, folder: Path) -> Fetched:
    errors: list[PratiqueError] = []
    found = list(targets.artifacts((text,), (), folder, errors.append))
    if errors:
        raise errors[0]
    if not found:
        raise InputError(f"{text}: nothing to compare was found")
    return next((one for one in found if one.artifact.kind in {"sdist", "npm"}), found[0])
