"""Every promise of the threat model is held by a test that exists."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "threat-model.md"
LINK = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_every_promise_names_a_test_that_exists():
    links = LINK.findall(PAGE.read_text())
    assert len(links) > 30
    for path, name in links:
        tree = ast.parse((ROOT / path).read_text())
        assert name in {
            node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
        }, f"{path}::{name}"


def test_every_row_of_the_promises_has_a_test():
    promises = PAGE.read_text().partition("## What is promised")[2].partition("## What is not")[0]
    rows = [line for line in promises.splitlines() if line.startswith("| ")]
    rows = [row for row in rows if not row.startswith("| promise |")]
    assert len(rows) >= 15
    assert all(LINK.search(row) for row in rows)
