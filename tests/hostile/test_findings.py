"""What fuzzing found once is tried for ever; and every target works at all."""

from pathlib import Path

import pytest
from fuzz import seeds
from fuzz.targets import TARGETS

from pratique import code

FINDINGS = Path(seeds.__file__).parent / "findings"
KEPT = sorted(path for path in FINDINGS.rglob("*") if path.is_file() and path.parent != FINDINGS)


@pytest.fixture(scope="module", autouse=True)
def _warm():
    code.warm()


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.name[:20]}")
def test_a_finding_is_none_any_more(path):
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_a_target_takes_its_seeds(name):
    count = 0
    for data in seeds.seeds(name):
        if len(data) <= seeds.LARGEST and count < 12:
            TARGETS[name](data)
            count += 1
    TARGETS[name](b"")
    TARGETS[name](b"\0\xff" * 300)
