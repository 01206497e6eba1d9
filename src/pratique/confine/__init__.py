"""Spawn and limit a child: bytes in, bytes out, nothing else.

`nursery.Nursery` starts one clean process (no environment, no secrets, never sees package bytes)
that is warmed once and forks one child per artifact; `seal` takes everything from that child that
it does not need. See `docs/decisions/0002-the-nursery.md`.
"""

from pratique.confine.nursery import Child, Nursery, Outcome

__all__ = ["Child", "Nursery", "Outcome"]
