"""Regenerate the lists of popular names in src/pratique/identity/lists.

    python support/popular_names.py pypi PATH/TO/top-pypi-packages.min.json
    python support/popular_names.py npm  PATH/TO/npm-high-impact/lib/top-download.js

PyPI: `hugovk/top-pypi-packages`. npm: `wooorm/npm-high-impact` (MIT). Only names are kept, most
popular first. crates.io and Maven Central have no such public source that is kept; their lists are
small, written by hand and checked in as they are.
"""

import json
import re
import sys
from pathlib import Path

LISTS = Path(__file__).resolve().parent.parent / "src" / "pratique" / "identity" / "lists"
MOST = {"pypi": 8000, "npm": 8000}


def names(ecosystem: str, text: str) -> list[str]:
    """Return the names of a source, most popular first."""
    if ecosystem == "pypi":
        return [re.sub(r"[-_.]+", "-", row["project"]).lower() for row in json.loads(text)["rows"]]
    return re.findall(r"^\s*'([^']+)',?$", text, re.MULTILINE)


def main() -> None:
    """Write one list."""
    if len(sys.argv) != 3 or sys.argv[1] not in MOST:
        sys.exit(__doc__)
    ecosystem, source = sys.argv[1:]
    found = list(dict.fromkeys(names(ecosystem, Path(source).read_text(encoding="utf-8"))))
    kept = found[: MOST[ecosystem]]
    (LISTS / f"{ecosystem}.txt").write_text("\n".join(kept) + "\n", encoding="utf-8")
    print(f"{ecosystem}: {len(kept)} of {len(found)} names")


if __name__ == "__main__":
    main()
