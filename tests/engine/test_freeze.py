from pratique.dataset import frozen
from pratique.engine.freeze import engine, freeze
from tests.dataset import made


def test_facts_are_frozen_once_and_again_when_the_engine_changes(tmp_path):
    item = made.found("thief-one", made.thief("thief-one"))
    with made.filled(tmp_path, item) as store:
        sha256 = item.sample.sha256
        facts = frozen.facts_of(store.catalogue, sha256)
        assert {"net/exfil-chain"} <= {fact.behaviour for fact in facts}
        assert frozen.rest_of(store.catalogue, sha256).fingerprints.shingles > 20
        assert frozen.stale(store.catalogue, engine()) == ()
        assert frozen.stale(store.catalogue, "another engine") == (sha256,)
        evidence = frozen.evidence(sha256, facts)
        assert evidence[0].member == "thief-one-1.0/setup.py"
        assert evidence[0].line


def test_a_blob_that_does_not_open_is_told_and_the_others_are_read(tmp_path):
    items = [made.found(n, made.thief(n)) for n in ("thief-one", "thief-two")]
    with made.filled(tmp_path, *items, facts=False) as store:
        store.blobs.remove(items[0].sample.sha256)
        digests = frozen.stale(store.catalogue, engine())
        said = set(freeze(store, digests, 2))
        assert said == {"!" + items[0].sample.sha256, items[1].sample.sha256}


def test_an_empty_and_a_broken_file_are_frozen_with_what_was_wrong(tmp_path):
    items = [made.found("empty", b""), made.found("broken", b"\x1f\x8b" + b"x" * 50)]
    with made.filled(tmp_path, *items) as store:
        for item in items:
            rest = frozen.rest_of(store.catalogue, item.sample.sha256)
            assert {one.effect for one in rest.limitations} & {"hold", "refuse"}
