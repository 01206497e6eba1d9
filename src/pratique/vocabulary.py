"""The closed list of behaviours that facts may carry, read from `vocabulary.toml`."""

import tomllib
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

Kind = Literal["capability", "indicator", "chain", "metadata"]


class Behaviour(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One behaviour, whichever engine saw it and in whichever language."""

    kind: Kind
    means: str
    attack: tuple[str, ...]
    """MITRE ATT&CK technique ids."""


@cache
def _table() -> dict[str, Behaviour]:
    text = resources.files("pratique").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, Behaviour])


def ids() -> tuple[str, ...]:
    """Return every behaviour id, in the order of the file."""
    return tuple(_table())


def known(behaviour: str) -> bool:
    """Tell whether an id is in the vocabulary."""
    return behaviour in _table()


def get(behaviour: str) -> Behaviour:
    """Return one behaviour; an unknown id is a programming error and raises KeyError."""
    return _table()[behaviour]
