"""`pratique doctor`: what isolation and which libraries are in force."""

import importlib.metadata
import platform

import click

from pratique.confine import seal

_LIBRARIES = ("hyperscan", "isal", "google-re2", "tree-sitter", "lief", "msgspec", "pyseccomp")


@click.command()
def command() -> None:
    """Say what a reading child is denied on this machine, and which libraries do the reading."""
    sealed = seal.prepare().seal
    rows = [
        ("python", platform.python_version()),
        ("kernel", f"{platform.system()} {platform.release()}"),
        ("resource limits", "in force" if sealed.resource_limits else "missing"),
        ("no new privileges", "in force" if sealed.no_new_privileges else "missing"),
        ("seccomp", "in force" if sealed.seccomp else "missing: install libseccomp"),
        (
            "landlock",
            f"in force (interface {sealed.landlock})"
            if sealed.landlock
            else "missing: the kernel has none, so children open no files at all",
        ),
    ]
    rows += [(name, _version(name)) for name in _LIBRARIES]
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        click.echo(f"{name:<{width}}  {value}")


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
