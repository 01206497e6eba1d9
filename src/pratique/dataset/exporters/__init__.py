"""Exporters, one format each: a function from a catalogue to files in a new folder.

Adding one is a module here and a line in `EXPORTERS`.
"""

from collections.abc import Callable
from pathlib import Path

from pratique.dataset.catalogue import Catalogue
from pratique.dataset.exporters import card, osv, parquet, records, stix, tables, yara

Exporter = Callable[[Catalogue, Path, str], tuple[Path, ...]]
"""From a catalogue, a folder and the name of a split to the files that were written."""

EXPORTERS: dict[str, Exporter] = {
    "records": records.write,
    "parquet": parquet.write,
    "osv": osv.write,
    "stix": stix.write,
    "yara": yara.write,
    "csv": tables.write,
    "card": card.write,
}
"""Name of each format."""

__all__ = ["EXPORTERS", "Exporter"]
