"""What a mail address says about who holds it. Pure; the lists are shipped.

An address at a throw-away domain belongs to nobody who wants to be found again. One at a free
provider says nothing: half of all honest maintainers have one. It says something where the project
was published from an own domain before: whoever takes an account over brings an address along.
"""

from functools import cache
from importlib import resources
from typing import Literal

_Kind = Literal["disposable", "free"]


def disposable(address: str) -> bool:
    """Tell whether an address, or its parent domain, is handed out to be thrown away."""
    return _listed(address, "disposable")


def free(address: str) -> bool:
    """Tell whether anyone gets an address at that domain."""
    return _listed(address, "free")


def _listed(address: str, kind: _Kind) -> bool:
    _, at, domain = address.strip(" <>\"'").lower().rpartition("@")
    parts = domain.rstrip(".").split(".")
    if not at or len(parts) < 2:
        return False
    known = _domains(kind)
    return any(".".join(parts[start:]) in known for start in range(len(parts) - 1))


@cache
def _domains(kind: _Kind) -> frozenset[str]:
    file = resources.files("pratique.identity").joinpath("lists", f"{kind}-mail.txt")
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
