"""The command line: a command parses, calls, renders; everything else is done below.

One file a command, listed in `COMMANDS`; a command's module is imported only when it is asked for,
so that `pratique review` does not pay for the others.
"""

import gc
import importlib
import os
import sys

import click

import pratique
from pratique.cli import stderr
from pratique.errors import PratiqueError, UsageError

COMMANDS: dict[str, str] = {
    "review": "review files, folders or releases",
    "diff": "show what changed between two releases",
    "watch": "review every new upload of a registry as it appears",
    "rules": "list, show, test and lint the rules",
    "schema": "print the JSON Schema of a review",
    "doctor": "say what isolation and which libraries are in force",
    "dataset": "keep, cluster, match and export known malware",
    "hunt": "search the dataset for a rule, YARA or an indicator",
    "evaluate": "measure detection over a corpus",
}
"""Name of each command's module in this package, and its one line in `--help`."""


class _Lazy(click.Group):
    """A group that imports a command when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"pratique.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table without importing what it names."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(pratique.__version__, prog_name="pratique")
def cli() -> None:
    """Review packages before people install them.

    Exit codes: 0 clear, 1 failure, 2 usage, 3 held or refused, 11 suspicious, 12 malicious.
    """


def main() -> None:
    """Run the command line; every error of ours is one line on stderr, never a traceback."""
    _open_closed()
    stderr.log()
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except UsageError as error:
        stderr.tell(error)
        code = 2
    except PratiqueError as error:
        stderr.tell(error)
        code = 1
    except (KeyboardInterrupt, click.Abort):
        stderr.tell("stopped")
        code = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    gc.freeze()  # what is left ends with the process: looking for cycles in it takes 25 ms
    sys.exit(code if isinstance(code, int) else 0)


def _open_closed() -> None:
    """Give what the caller closed a file that leads nowhere, before another one gets its number."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w")
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w")
