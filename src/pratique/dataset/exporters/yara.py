"""YARA rules of campaigns' indicators; what is redacted makes no rule."""

import re
from collections.abc import Iterator
from pathlib import Path

from pratique.dataset.catalogue import Catalogue
from pratique.dataset.exporters.files import written
from pratique.dataset.indicators import redacted
from pratique.dataset.record import Campaign

_STRINGS = 32


def write(catalogue: Catalogue, folder: Path, split: str) -> tuple[Path, ...]:
    """Write `indicators.yar`: one rule a campaign that has any."""
    del split
    body = (rule.encode() for campaign in catalogue.campaigns() for rule in rules(campaign))
    return (written(folder / "indicators.yar", body),)


def rules(campaign: Campaign) -> Iterator[str]:
    """Yield the rule of one campaign, nothing when it has no indicator that may be shown."""
    texts = [one.partition(":")[2] for one in campaign.indicators]
    shown = [text for text in texts if "[redacted" not in redacted(text)][:_STRINGS]
    if not shown:
        return
    name = "campaign_" + re.sub(r"[^A-Za-z0-9]", "_", campaign.id)
    yield f"rule {name}\n{{\n    meta:\n"
    yield f'        campaign = "{_quoted(campaign.id)}"\n'
    yield f"        samples = {len(campaign.members)}\n    strings:\n"
    for number, text in enumerate(shown):
        yield f'        $s{number} = "{_quoted(text)}"\n'
    yield "    condition:\n        any of them\n}\n\n"


def _quoted(text: str) -> str:
    escaped = text.encode("utf-8", "replace")
    return "".join(
        chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}"
        for byte in escaped
    )
