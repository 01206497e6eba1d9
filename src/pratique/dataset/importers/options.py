"""What every importer may be told."""

from pathlib import Path

import msgspec

from pratique.dataset.record import Label
from pratique.model import EcosystemId


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """Choices of one import."""

    only: Path | None = None
    """A list (JSON lines, gzip) of paths and digests; nothing else is read."""
    label: Label = "malicious"
    """What a plain folder's or a registry layout's files are claimed to be."""
    ecosystem: EcosystemId = "pypi"
    """Of a plain folder or a registry layout, which do not say."""
    source: str = ""
    """Name of the source in claims; by default that of the layout."""
    password: str = "infected"  # noqa: S105  # the field's public convention, no secret
    """Of zips; the world's convention by default."""
    limit: int = 0
    """At most so many items; 0 for all."""
