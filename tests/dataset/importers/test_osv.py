import json

from pratique.dataset import intake
from pratique.dataset.importers import Options, osv
from pratique.dataset.intake import Unread
from tests.dataset import made

RECORD = {
    "schema_version": "1.5.0",
    "id": "MAL-2024-1",
    "published": "2024-05-05T00:00:00Z",
    "modified": "2024-05-06T00:00:00Z",
    "summary": "Malicious code in thing (PyPI)",
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "Thing.One"},
            "versions": ["1.0", "1.1"],
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2"}]}],
            "database_specific": {"indicators": {"sha256": ["AB" * 32]}},
        }
    ],
    "database_specific": {
        "malicious-packages-origins": [{"source": "somebody", "id": "X-1", "sha256": "cd" * 32}],
        "iocs": {"domains": ["c2.example.invalid"], "ip_addresses": ["192.0.2.1"]},
    },
}


def _one(record):
    return osv.parsed("x.json", json.dumps(record).encode(), "osv")


def test_a_record_is_kept_with_origins_indicators_ranges_and_digests():
    told = _one(RECORD)
    (package,) = told.packages
    assert package.purl == "pkg:pypi/thing-one"
    assert package.versions == ("1.0", "1.1")
    assert package.ranges == ("introduced:0", "fixed:2")
    assert package.indicators == ("host:c2.example.invalid", "ip:192.0.2.1")
    assert package.origins == ("somebody X-1 " + "cd" * 32,)
    assert [claim.sha256 for claim in told.claims] == ["ab" * 32]
    assert json.loads(package.original) == RECORD


def test_a_withdrawn_record_stays_and_says_so():
    told = _one(RECORD | {"withdrawn": "2024-06-01T00:00:00Z"})
    assert told.packages[0].withdrawn == "2024-06-01T00:00:00Z"
    assert told.claims[0].withdrawn == "2024-06-01T00:00:00Z"


def test_unknown_keys_are_reported_and_nothing_is_lost():
    strange = RECORD | {"verdict": "bad"}
    strange["database_specific"] = RECORD["database_specific"] | {"x-y": 1}
    strange["affected"] = [RECORD["affected"][0] | {"odd": 2}]
    (package,) = _one(strange).packages
    assert package.unknown_keys == ("verdict", "database_specific.x-y", "affected.odd")
    assert json.loads(package.original)["verdict"] == "bad"


def test_odd_shapes_inside_database_specific_hurt_nobody():
    odd = RECORD | {"database_specific": {"iocs": [1], "malicious-packages-origins": {"a": 1}}}
    assert _one(odd).packages[0].indicators == ()


def test_a_draft_without_an_id_is_known_by_its_place():
    draft = {key: value for key, value in RECORD.items() if key != "id"}
    assert _one(draft).packages[0].id == "x.json"


def test_what_is_no_record_is_said():
    for raw in (b"", b"[]", b'{"id": 1}', b'{"id": "a"}', b"[" * 5000):
        assert isinstance(osv.parsed("x", raw, "osv"), Unread)


def test_folder_file_and_lines_say_the_same(tmp_path):
    body = json.dumps(RECORD)
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "MAL-2024-1.json").write_text(body)
    (tmp_path / "one.json").write_text(body)
    (tmp_path / "all.jsonl").write_text(body + "\n\n")
    found = [
        next(osv.items(place, Options(), {})).packages
        for place in (tmp_path / "d", tmp_path / "one.json", tmp_path / "all.jsonl")
    ]
    assert found[0] == found[1] == found[2]


def test_several_affected_become_several_records_and_taking_twice_is_taking_once(tmp_path):
    double = RECORD | {"affected": RECORD["affected"] * 2}
    with made.filled(tmp_path, facts=False) as store:
        for outcome in ("new", "known"):
            (progress,) = intake.take(store, "osv", [_one(double)])
            assert progress.outcome == outcome
        assert [one.id for one in store.catalogue.packages()] == ["MAL-2024-1", "MAL-2024-1#1"]
