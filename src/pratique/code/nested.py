"""What a reader hands back because somebody else must read it: containers and scripts."""

import msgspec

from pratique.model import Activation, Fact, Layer, Limitation, Location


class Nested(msgspec.Struct, frozen=True, kw_only=True):
    """A container found in a layer, an overlay or appended bytes: it goes back to the walkers."""

    name: str
    data: bytes


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """Code of another language found inside a command: it goes back to that language's reader."""

    language: str
    """python, shell, powershell, batch, javascript, perl…"""
    text: str
    location: Location
    activation: Activation = "unknown"
    decoder: str = ""
    """How it was hidden: `base64`, `utf-16-base64`; empty in plain sight."""


Item = Fact | Layer | Limitation | Nested
"""What reading yields."""
