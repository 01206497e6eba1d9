"""Regenerate the lists of names that language models invent, in src/pratique/identity/lists.

    python support/invented_names.py PATH/TO/slopsquatting.csv

The source is `0pstech/slopsquatting-dataset` (CC BY 4.0, VDB). Of its names those are kept that did
not exist, with high risk, and of more than one word: the others are words that stood in a sentence.
"""

import csv
import sys
from pathlib import Path

LISTS = Path(__file__).resolve().parent.parent / "src" / "pratique" / "identity" / "lists"
HEAD = (
    "# Names that language models recommended and that did not exist then: VDB's slopsquatting\n"
    "# dataset (CC BY 4.0, https://vdb.ai.kr). Made by support/invented_names.py.\n"
)
ECOSYSTEMS = {"PyPI": "pypi", "npm": "npm", "crates.io": "crates"}


def main() -> None:
    """Write one list an ecosystem."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    found: dict[str, set[str]] = {}
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            ecosystem = ECOSYSTEMS.get(row["ecosystem"])
            wanted = row["risk"] == "high" and row["registry_status"] == "nonexistent"
            if ecosystem and wanted and not row["name"].isalnum():
                found.setdefault(ecosystem, set()).add(row["name"].lower())
    for ecosystem, names in found.items():
        body = HEAD + "\n".join(sorted(names)) + "\n"
        (LISTS / f"invented-{ecosystem}.txt").write_text(body, encoding="utf-8")
        print(f"{ecosystem}: {len(names)} names")


if __name__ == "__main__":
    main()
