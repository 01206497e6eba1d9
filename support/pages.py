"""Write the pages under docs/ that follow from the program: the command line and the rules.

    python support/pages.py [--check]

`--check` writes nothing and exits 1 when a page does not say what the program does.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
CLI_PAGE = ROOT / "docs" / "cli.md"
WIDTH = 100
_INTRODUCTION = """# The command line

Written by `support/pages.py` from the commands' own help.

| exit code | meaning |
|---|---|
| 0 | everything `clear` (or `--no-exit-codes`) |
| 1 | a failure: something asked for was not reviewed |
| 2 | a wrong use of the command |
| 3 | something `held` or `refused` |
| 11 | something `suspicious` |
| 12 | something `malicious` |

`PRATIQUE_CACHE=off` keeps nothing between runs; `PRATIQUE_LOGLEVEL=DEBUG` says what is done.
"""


def cli_page() -> str:
    """Return the page of every command's help."""
    from pratique.cli import cli

    context = click.Context(
        cli, info_name="pratique", max_content_width=WIDTH, terminal_width=WIDTH
    )
    return _INTRODUCTION + "".join(_sections(cli, context))


def _sections(group: click.Group, context: click.Context) -> Iterator[str]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        inner = click.Context(
            command, context, info_name=name, max_content_width=WIDTH, terminal_width=WIDTH
        )
        yield f"\n## {inner.command_path}\n\n```text\n{command.get_help(inner)}\n```\n"
        if isinstance(command, click.Group):
            yield from _sections(command, inner)


def main() -> None:
    """Write the pages, or check them."""
    check = "--check" in sys.argv
    page = cli_page()
    old = not CLI_PAGE.exists() or CLI_PAGE.read_text(encoding="utf-8") != page
    if old and check:
        print("cli.md")
    elif old:
        CLI_PAGE.write_text(page, encoding="utf-8")
    command = [sys.executable, str(ROOT / "support" / "rule_pages.py"), *sys.argv[1:]]
    failed = subprocess.run(command, check=False).returncode
    sys.exit(bool(failed or (old and check)))


if __name__ == "__main__":
    main()
