"""`pratique review`: point it at something, get a verdict with evidence and proof."""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from pratique import engine, report
from pratique.cli import stderr, targets, wanted
from pratique.cli.lockfiles import Failed
from pratique.errors import InputError, PratiqueError
from pratique.model import Fetched, Review
from pratique.review import Reviewer, releases, together

EXIT = {"clear": 0, "held": 3, "refused": 3, "suspicious": 11, "malicious": 12}
"""Exit code of each classification; of several artifacts the worst counts."""


@click.command()
@click.argument("what", nargs=-1, metavar="TARGET...")
@click.option(
    "-r",
    "--requirement",
    "requirements",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Review what a requirements or lock file names.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(tuple(report.FORMATS)),
    default="text",
    show_default=True,
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the report here.")
@click.option("-j", "--jobs", type=click.IntRange(1, 256), default=1, show_default=True)
@wanted.options
@click.option("--no-exit-codes", is_flag=True, help="Exit 0 whatever the verdicts are.")
def command(
    what: tuple[str, ...],
    requirements: tuple[Path, ...],
    form: str,
    output: Path | None,
    jobs: int,
    *,
    no_exit_codes: bool,
    **asked: Any,  # noqa: ANN401  # the fields of `Wanted`
) -> int:
    """Review packages: files, folders, purls, or releases such as `pypi:name==version`.

    `-` reads one artifact from standard input.
    """
    failures: list[PratiqueError] = []
    classes: set[str] = set()
    with tempfile.TemporaryDirectory(prefix="pratique-") as folder, Reviewer() as reviewer:
        artifacts = targets.artifacts(what, requirements, Path(folder), _failed(failures))
        more_wanted = wanted.Wanted(**asked)
        if more_wanted.anything:
            from pratique.cli.background import Background

            more = Background(more_wanted, reviewer, Path(folder), _failed(failures))
            reviewed = more.reviews(artifacts)
        else:
            reviewed = engine.reviews(artifacts, reviewer, jobs)
        stream = _reviews(reviewed, reviewer, classes, Path(folder))
        if form == "text" and output is None and sys.stdout.isatty():
            _write(report.render_terminal(stream), None)
        else:
            _write(report.render(stream, form), output)
    worst = max((EXIT[name] for name in classes), default=0)
    if failures and worst < EXIT["suspicious"]:
        return 1
    return 0 if no_exit_codes or form == "sarif" else worst


def _failed(failures: list[PratiqueError]) -> Failed:
    def failed(error: PratiqueError) -> None:
        failures.append(error)
        stderr.tell(error)

    return failed


def _reviews(
    reviewed: Iterator[tuple[Fetched, Review]],
    reviewer: Reviewer,
    classes: set[str],
    folder: Path,
) -> Iterator[Review]:
    """Yield reviews, archives of one release compared; what was fetched is deleted then."""
    for group in releases(reviewed):
        for fetched, review in together(reviewer, group):
            classes.add(review.verdict.classification)
            if Path(fetched.path).is_relative_to(folder):
                Path(fetched.path).unlink(missing_ok=True)
            yield review


def _write(pieces: Iterator[str], output: Path | None) -> None:
    if output is None:
        for piece in pieces:
            _say(piece)
        return
    try:
        with output.open("w", encoding="utf-8") as file:
            file.writelines(pieces)
    except OSError as error:
        raise InputError(f"{output}: cannot be written ({error.strerror})") from error


def _say(piece: str) -> None:
    try:
        sys.stdout.write(piece)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is left in the buffer goes nowhere
        raise InputError(f"standard output: cannot be written ({error.strerror})") from error
