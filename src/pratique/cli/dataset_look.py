"""Placeholder."""

import click

COMMANDS: tuple[click.Command, ...] = ()
