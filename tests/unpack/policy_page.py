"""Render the tables of `docs/container-policy.md` from the code: `python -m tests.unpack.policy_page`.

Run without arguments it rewrites the tables between their markers; the test compares only.
"""

import re
from pathlib import Path
from typing import get_args

from pratique.ecosystems.policies import POLICIES
from pratique.model import Feature
from pratique.unpack.codes import CODES

PAGE = Path(__file__).parents[2] / "docs" / "container-policy.md"


def table(name: str) -> str:
    """Return one table by the name of its marker."""
    return "\n".join({"policies": _policies, "codes": _codes, "limits": _limits}[name]())


def rendered(page: str) -> str:
    """Return the page with all tables as the code has them."""
    return re.sub(
        r"(<!-- (\w+) -->\n).*?(<!-- end -->)",
        lambda match: f"{match[1]}{table(match[2])}\n{match[3]}",
        page,
        flags=re.DOTALL,
    )


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _policies() -> list[str]:
    kinds = [policy.kind for policy in POLICIES]
    rows = [_row("feature", *kinds), _row(*["---"] * (len(kinds) + 1))]
    rows += [
        _row(f"`{feature}`", *(policy.action(feature) for policy in POLICIES))
        for feature in get_args(Feature)
    ]
    rows.append(_row("container", *(policy.container for policy in POLICIES)))
    methods = (" ".join(map(str, policy.methods)) for policy in POLICIES)
    rows.append(_row("zip methods", *methods))
    rows.append(
        _row("PAX keywords", *("some" if policy.pax_keys else "none" for policy in POLICIES))
    )
    return rows


def _codes() -> list[str]:
    rows = [_row("code", "feature", "fact", "meaning"), _row(*["---"] * 4)]
    for code, row in CODES.items():
        if row.feature is not None:
            fact = "yes" if row.trick else ""
            rows.append(_row(f"`{code}`", f"`{row.feature}`", fact, row.means))
    return rows


def _limits() -> list[str]:
    rows = [_row("code", "meaning"), _row("---", "---")]
    rows += [_row(f"`{code}`", row.means) for code, row in CODES.items() if row.feature is None]
    return rows


if __name__ == "__main__":
    PAGE.write_text(rendered(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
