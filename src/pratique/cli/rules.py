"""`pratique rules`: list, show, test and lint the rules."""

from pathlib import Path

import click
import msgspec

from pratique.errors import RuleError
from pratique.rules import lint, load
from pratique.rules.compile import compiled
from pratique.rules.schema import Example, Rule

_FOLDER = click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=load.CATALOG,
    show_default="the catalogue that ships with pratique",
    help="Folder of rules, <namespace>/<technique>.yaml.",
)


@click.group("rules")
def command() -> None:
    """List, show, test and lint the rules that findings come from."""


@command.command("list")
@click.option("--status", type=click.Choice(["stable", "nursery"]), help="Only these.")
@click.option("--namespace", help="Only rules of a namespace, such as net.")
@click.option("--language", help="Only rules that claim a language.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@_FOLDER
def listed(
    status: str | None, namespace: str | None, language: str | None, form: str, folder: Path
) -> None:
    """Print one line a rule: id, severity, confidence, status and what it says."""
    chosen = [
        rule
        for rule in load.read(folder)
        if status in {None, rule.status}
        and namespace in {None, rule.id.partition("/")[0]}
        and (language is None or language in rule.languages)
    ]
    if form == "json":
        bare = [msgspec.structs.replace(rule, examples=None) for rule in chosen]
        click.echo(msgspec.json.format(msgspec.json.encode(bare)).decode())
        return
    for rule in chosen:
        level = f"{rule.severity}/{rule.confidence}"
        click.echo(f"{rule.id:34} {level:15} {rule.status:8} this package {rule.summary}")


@command.command()
@click.argument("rule_id", metavar="RULE")
@_FOLDER
def show(rule_id: str, folder: Path) -> None:
    """Print a rule as it is written, with its reason and its examples."""
    for identity, text in load.files(folder):
        if identity == rule_id:
            click.echo(text.decode("utf-8"), nl=False)
            return
    raise RuleError(f"{rule_id}: no such rule; `pratique rules list` names them all")


@command.command()
@click.argument("rule_ids", metavar="[RULE]...", nargs=-1)
@click.option("--facts", is_flag=True, help="Show the facts that an example gave.")
@_FOLDER
def test(rule_ids: tuple[str, ...], facts: bool, folder: Path) -> None:  # noqa: FBT001  # a flag
    """Run the examples of rules through the real readers; exit 1 when one does not behave."""
    from pratique.training import examples

    written = load.read(folder)
    unknown = set(rule_ids) - {rule.id for rule in written}
    if unknown:
        raise RuleError(f"{min(unknown)}: no such rule; `pratique rules list` names them all")
    catalogue = compiled(written)
    chosen = [rule for rule in written if not rule_ids or rule.id in rule_ids]
    failed = [failure for rule in chosen for failure in examples.failures(rule, catalogue)]
    for failure in failed:
        found = ", ".join(failure.found) or "nothing"
        click.echo(f"{failure.rule}: {failure.example} does not behave; found: {found}")
        for line in failure.facts if facts else ():
            click.echo(f"    {line}")
    total = sum(len(_examples(rule)) for rule in chosen)
    click.echo(f"{len(chosen)} rules, {total} examples, {len(failed)} failed", err=True)
    if failed:
        raise click.exceptions.Exit(1)


@command.command("lint")
@_FOLDER
def linted(folder: Path) -> None:
    """Check the files of rules; exit 1 when something is wrong with one."""
    problems = tuple(lint.problems(folder))
    for problem in problems:
        click.echo(problem)
    count = sum(1 for _ in load.files(folder))
    click.echo(f"{count} rules, {len(problems)} problems", err=True)
    if problems or not count:
        raise click.exceptions.Exit(1)


def _examples(rule: Rule) -> tuple[Example, ...]:
    given = rule.examples
    return given.positive + given.negative if given is not None else ()
