import re
from pathlib import Path
from typing import get_args

import pratique.unpack
from pratique.model import Feature
from pratique.unpack.codes import CODES
from tests.unpack.policy_page import PAGE, rendered

SOURCES = [
    path.read_text(encoding="utf-8") for path in Path(pratique.unpack.__file__).parent.glob("*.py")
]


def test_the_page_shows_the_tables_as_the_code_has_them():
    page = PAGE.read_text(encoding="utf-8")
    assert rendered(page) == page, "run: python -m tests.unpack.policy_page"


def test_every_feature_has_a_code_and_the_other_way_round():
    assert {row.feature for row in CODES.values()} - {None} == set(get_args(Feature))


def test_every_code_is_uttered_somewhere():
    text = "".join(source for source in SOURCES if "MappingProxyType" not in source)
    assert [code for code in CODES if f'"{code}"' not in text] == []


def test_codes_are_kebab_case():
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) for code in CODES)
