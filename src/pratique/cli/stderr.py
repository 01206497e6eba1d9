"""What a person is told beside the report: errors and warnings, one line each.

They quote names, addresses and lines of lock files, which anybody may have written; so all of them
pass through the escaper here, and none can steer the terminal or fill it.
"""

import logging
import os

import click

from pratique import escape

LONGEST = 1000
"""Characters of one message."""


class _Line(logging.Formatter):
    """Formats a record as one visible line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line as it may be shown."""
        return escape.visible(super().format(record), LONGEST)


def tell(what: object) -> None:
    """Say one line on standard error."""
    click.echo(f"pratique: {escape.visible(str(what), LONGEST)}", err=True)


def log() -> None:
    """Send warnings to standard error, and what `PRATIQUE_LOGLEVEL` asks for."""
    level = os.environ.get("PRATIQUE_LOGLEVEL", "").upper()
    shape = "%(levelname)s %(name)s: %(message)s" if level else "pratique: %(message)s"
    handler = logging.StreamHandler()
    handler.setFormatter(_Line(shape))
    logger = logging.getLogger("pratique")
    logger.addHandler(handler)
    if level:
        logger.setLevel(level if level in logging.getLevelNamesMapping() else "INFO")
