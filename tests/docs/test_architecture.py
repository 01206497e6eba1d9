"""The walk in `docs/architecture.md` goes through modules and names that exist."""

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text()
SOURCE = ROOT / "src" / "pratique"
STEPS = re.findall(r"^\| \d+ \| `([\w/]+\.py)` `([\w.]+)` \|", PAGE, re.MULTILINE)
PATHS = sorted(set(re.findall(r"`([\w/-]+\.(?:py|toml|yaml))`", PAGE)))


def test_the_walk_has_all_its_steps() -> None:
    assert len(STEPS) == len(re.findall(r"^\| \d+ \|", PAGE, re.MULTILINE)) >= 16


@pytest.mark.parametrize("path", PATHS)
def test_every_file_that_is_named_exists(path: str) -> None:
    assert (SOURCE / path).is_file() or (ROOT / path).is_file()


@pytest.mark.parametrize(("path", "name"), STEPS)
def test_every_step_names_something_of_its_module(path: str, name: str) -> None:
    dotted = "pratique." + path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    found: object = import_module(dotted)
    for part in name.split("."):
        found = getattr(found, part)
    assert callable(found)


def test_every_folder_of_the_source_stands_in_the_tiers() -> None:
    tiers = PAGE.partition("## Tiers")[2].partition("## ")[0]
    folders = [path.parent.name for path in SOURCE.glob("*/__init__.py")]
    assert [name for name in folders if not re.search(rf"\b{name}\b", tiers)] == []
