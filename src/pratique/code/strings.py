"""What strings mean, read from `api/strings.toml`: expressions ("marks") and tables of hosts."""

from functools import cache
from importlib import resources

import msgspec

from pratique.code import compiled
from pratique.model import ValueKind


class Mark(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One meaning of strings that look alike."""

    id: str
    behaviour: str
    any: tuple[str, ...]
    value: ValueKind = "string"
    exact: bool = False
    """Upper and lower case differ."""
    raw: bool = True
    """Means something in any text, not only as a constant of code."""
    check: str = ""
    """A function of `marks.CHECKS` that must agree."""
    weak: bool = False

    @property
    def symbol(self) -> str:
        """What facts call it."""
        return f"string.{self.id}"


class HostGroup(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Hosts of one kind."""

    group: str
    behaviour: str
    names: tuple[str, ...]
    path: str = ""
    """Expression that the rest of the URL must match."""
    weak: bool = False
    """Honest code names such hosts too: says something only beside something else."""

    @property
    def symbol(self) -> str:
        """What facts call it."""
        return f"host.{self.group}"


class Strings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file."""

    directives: tuple[str, ...]
    """Phrases that address an automatic reviewer; a blank stands for one to three."""
    mark: tuple[Mark, ...]
    hosts: tuple[HostGroup, ...]


@cache
def load() -> Strings:
    """Read the file once."""
    file = resources.files("pratique.code.api").joinpath("strings.toml")
    return msgspec.convert(compiled.document(file), Strings)


@cache
def host_groups() -> dict[str, HostGroup]:
    """Index the groups by host name."""
    return {name: group for group in load().hosts for name in group.names}
