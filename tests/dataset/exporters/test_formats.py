"""What every format for the world has in common, and what each of them promises."""

import csv
import json
import os
from pathlib import Path

import pytest

from pratique.dataset.importers import osv as reading

SCHEMAS = Path(__file__).parent / "schemas"
ALLOWED_BELOW = {"cwes", "indicators", "iocs", "ghsa"}
ALLOWED = {"malicious-packages-origins", "iocs"}


def test_no_secret_of_a_payload_and_no_name_of_a_user_is_in_any_file(exported):
    import pyarrow.parquet as pq

    text = "".join(
        path.read_text(errors="replace") for path in exported.rglob("*")
        if path.is_file() and path.suffix != ".parquet"
    )  # fmt: skip
    text += "".join(str(pq.read_table(path).to_pylist()) for path in exported.glob("*.parquet"))
    assert "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDs" not in text
    assert "/home/victim" not in text
    assert "[redacted" in text
    assert "c2.attacker.xyz" in text


def test_osv_records_have_one_affected_and_only_keys_that_are_allowed(exported):
    paths = sorted(exported.glob("osv/*/*/*.json"))
    assert [path.parent.name for path in paths] == ["noisy", "thief-one", "thief-two"]
    for path in paths:
        record = json.loads(path.read_text())
        (affected,) = record["affected"]
        assert set(affected["database_specific"]) <= ALLOWED_BELOW
        assert set(record["database_specific"]) <= ALLOWED
        assert affected["package"]["purl"] == f"pkg:pypi/{affected['package']['name']}"
        assert affected["versions"] == ["1.0"]
        told = reading.parsed("x", path.read_bytes(), "osv")
        assert told.packages[0].unknown_keys == ()


def test_osv_records_follow_the_official_schema(exported):
    import jsonschema

    named = os.environ.get("OSV_SCHEMA") or SCHEMAS / "osv" / "schema.json"
    schema = json.loads(Path(named).read_text())
    check = jsonschema.Draft202012Validator(schema)
    records = [json.loads(path.read_text()) for path in exported.glob("osv/*/*/*.json")]
    assert len(records) == 3
    for record in records:
        check.validate(record)
        assert list(check.iter_errors(record | {"modified": "yesterday"}))


def test_croissant_is_valid_and_its_records_load(exported):
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import mlcroissant

        dataset = mlcroissant.Dataset(jsonld=str(exported / "croissant.json"))
        assert not dataset.metadata.ctx.issues.errors
        assert not dataset.metadata.ctx.issues.warnings
        counts = {name: sum(1 for _ in dataset.records(record_set=name))
                  for name in ("samples", "claims", "facts")}  # fmt: skip
    assert counts["samples"] == 5  # four stored and one that an OSV record names by digest
    assert counts["claims"] == 5
    assert counts["facts"] > 5


def test_parquet_carries_labels_campaigns_splits_and_no_bytes(exported):
    import pyarrow.parquet as pq

    rows = {row["name"]: row for row in pq.read_table(exported / "samples.parquet").to_pylist()}
    assert rows["thief-one"]["labels"] == ["malicious"]
    assert rows["thief-one"]["campaign"] == rows["thief-two"]["campaign"] != ""
    assert rows["thief-one"]["split"] == rows["thief-two"]["split"] != ""
    assert len(rows["thief-one"]["sketch"]) == 128


def test_no_cell_of_the_csv_is_a_formula(exported):
    with (exported / "samples.csv").open() as file:
        rows = list(csv.reader(file))
    assert rows[0][0] == "sha256"
    assert len(rows) == 6
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell]


def test_yara_rules_compile_and_find_their_indicator(exported):
    yara_x = pytest.importorskip("yara_x")
    rules = yara_x.compile((exported / "indicators.yar").read_text())
    assert list(rules.scan(b"x https://c2.attacker.xyz/collect").matching_rules)
    assert not list(rules.scan(b"nothing").matching_rules)


def test_the_stix_bundle_refers_only_to_what_is_in_it(exported):
    bundle = json.loads((exported / "bundle.stix.json").read_text())
    things = {one["id"]: one for one in bundle["objects"]}
    assert len(things) == len(bundle["objects"])
    relations = [one for one in things.values() if one["type"] == "relationship"]
    assert relations
    for one in relations:
        assert one["source_ref"] in things
        assert one["target_ref"] in things
    assert {one["type"] for one in things.values()} == {"campaign", "indicator", "relationship"}


def test_every_thing_of_the_stix_bundle_follows_the_official_schemas(exported):
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource

    files = (SCHEMAS / "stix").rglob("*.json")
    known = {path.stem: json.loads(path.read_text()) for path in files}
    registry = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in known.values()
    )
    checks = {
        name: Draft202012Validator(
            schema, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER
        )
        for name, schema in known.items()
    }
    bundle = json.loads((exported / "bundle.stix.json").read_text())
    assert bundle.keys() == {"type", "id", "objects"}
    for one in bundle["objects"]:
        check = checks[one["type"]]
        check.validate(one)
        assert list(check.iter_errors(one | {"id": "nameless"}))
        assert list(check.iter_errors(one | {"created": "yesterday"}))


def test_the_card_says_counts_biases_gaps_and_ethics(exported):
    text = (exported / "card.md").read_text()
    for part in (
        "## Ecosystems",
        "## Biases",
        "## Gaps",
        "## Ethics",
        "## Splits",
        "No samples of",
    ):
        assert part in text
