import os

import msgspec
import pytest

from pratique.dataset import frozen, grouping, index, match
from pratique.dataset.points import Point
from pratique.errors import DatasetError
from pratique.model import Coverage, Fact, Fingerprints, Inspection, Location, Member, Value
from tests.dataset import made


@pytest.fixture(scope="module")
def path(small, tmp_path_factory):
    grouping.regroup(small.catalogue)
    path = tmp_path_factory.mktemp("index") / "index.sqlite"
    index.build(path, *grouping.index_parts(small.catalogue))
    return path


def _seen(small, name, data, label="malicious"):
    sha256 = made.found(name, data, label).sample.sha256
    rest = frozen.rest_of(small.catalogue, sha256)
    return msgspec.structs.replace(rest, facts=frozen.facts_of(small.catalogue, sha256))


def test_the_same_bytes_are_known_with_campaign_and_evidence(small, path):
    seen = _seen(small, "thief-one", made.thief("thief-one"))
    with match.Index(path) as opened:
        found = opened.matches(seen)
    assert found[0].kind == "digest"
    assert found[0].campaign.startswith("2024-05-thief-one")
    (fact, *_) = match.facts(found)
    assert fact.behaviour == "meta/known-bad"
    assert fact.source == "dataset"
    texts = [value.text for value in fact.values]
    assert found[0].campaign in texts
    assert f"pratique dataset show {seen.sha256}" in texts


def test_a_near_duplicate_is_known_only_with_its_behaviours(small, path):
    seen = _seen(small, "thief-one", made.thief("thief-one"))
    other = msgspec.structs.replace(
        seen, sha256="00" * 32, fingerprints=msgspec.structs.replace(seen.fingerprints, members=())
    )
    with match.Index(path) as opened:
        assert [one.kind for one in opened.matches(other)] == ["near-duplicate"]
        innocent = msgspec.structs.replace(other, facts=())
        assert opened.matches(innocent) == ()


def test_a_payload_member_is_known_in_another_package(small, path):
    seen = _seen(small, "thief-one", made.thief("thief-one"))
    moved = tuple(msgspec.structs.replace(one, path="deep/" + one.path) for one in seen.members)
    other = msgspec.structs.replace(
        seen,
        sha256="00" * 32,
        members=moved,
        fingerprints=msgspec.structs.replace(seen.fingerprints, tokens=()),
    )
    with match.Index(path) as opened:
        found = opened.matches(other)
    assert {one.kind for one in found} == {"member"}
    assert found[0].member == "deep/thief-one-1.0/setup.py"


def test_an_honest_package_and_what_it_shares_are_not_known(small, path):
    seen = _seen(small, "adder", made.honest("adder"), "benign")
    with match.Index(path) as opened:
        assert opened.matches(seen) == ()


def _point(number, **more):
    return Point(sha256=f"{number:064x}", **more)


def _inspection(*values):
    fact = Fact(behaviour="net/http", location=Location(member="a"), values=values)
    return Inspection(
        sha256="ff" * 32, size=1, container="zip", facts=(fact,),
        coverage=Coverage(sha256="ff" * 32, size=1),
    )  # fmt: skip


def test_an_indicator_is_known_unless_an_honest_sample_shows_it(tmp_path):
    points = [
        _point(1, indicators=("host:c2.attacker.xyz", "host:cdn.everybody.dev")),
        _point(2, indicators=("host:cdn.everybody.dev",), benign=True),
    ]
    index.build(tmp_path / "i", points, {f"{1:064x}": "2024-01-x"}, {})
    with match.Index(tmp_path / "i") as opened:
        (found,) = opened.matches(_inspection(Value("url", "https://c2.attacker.xyz/a")))
        assert (found.kind, found.campaign) == ("indicator", "2024-01-x")
        assert opened.matches(_inspection(Value("host", "cdn.everybody.dev"))) == ()


def test_a_new_index_takes_the_place_of_the_old_at_once(tmp_path):
    path = tmp_path / "i"
    index.build(path, [_point(1)], {}, {})
    with match.Index(path) as old:
        index.build(path, [_point(2)], {}, {})
        seen = msgspec.structs.replace(_inspection(), sha256=f"{1:064x}")
        assert old.matches(seen)
        with match.Index(path) as new:
            assert not new.matches(seen)
    assert [one.name for one in tmp_path.iterdir()] == ["i"]


def test_what_is_no_index_is_said(tmp_path):
    with pytest.raises(DatasetError, match="no index is there"):
        match.Index(tmp_path / "none")
    (tmp_path / "bad").write_bytes(b"x" * 5000)
    with pytest.raises(DatasetError, match="not an index"):
        match.Index(tmp_path / "bad")


def test_many_members_and_values_stay_cheap(tmp_path):
    index.build(tmp_path / "i", [_point(1)], {}, {})
    digests = tuple(os.urandom(32).hex() for _ in range(5000))
    seen = msgspec.structs.replace(
        _inspection(*(Value("host", f"h{n}.attacker.xyz") for n in range(3000))),
        members=tuple(Member(path=f"m{n}", sha256=one) for n, one in enumerate(digests)),
        fingerprints=Fingerprints(members=digests),
    )
    with match.Index(tmp_path / "i") as opened:
        assert opened.matches(seen) == ()
