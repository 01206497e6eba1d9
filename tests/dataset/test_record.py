from pathlib import Path

import msgspec
import pytest

from pratique.dataset import record

ROOT = Path(__file__).resolve().parents[2]


def test_the_published_schema_is_that_of_the_code():
    published = (ROOT / "docs" / "dataset.schema.json").read_bytes()
    assert published == record.schema(), "run `pratique dataset schema > docs/dataset.schema.json`"


def test_a_label_outside_the_list_is_refused():
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"sha256":"a","source":"b","label":"evil"}', type=record.Claim)


def test_every_label_of_the_issue_is_there():
    wanted = "malicious compromised dependency-confusion proof-of-concept spam protestware grayware"
    assert set(wanted.split()) | {"benign", "unknown"} == set(record.LABELS)
