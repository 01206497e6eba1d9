"""Watches of crates.io and Maven Central against their stand-ins: each file once, late ones too."""

import itertools

import pytest

from tests.engine import watching
from tests.engine.standin import STORM
from tests.engine.standin_releases import CratesStandIn, MavenStandIn

BOTH = pytest.mark.parametrize("stand_in", [CratesStandIn, MavenStandIn])


def _expected(server):
    return {(one.filename, one.sha256) for one in server.world.kept}


@BOTH
def test_every_release_is_reviewed_once_and_late_ones_too(stand_in, tmp_path):
    with stand_in(tmp_path / "home", 60) as server:
        kept = server.world.kept
        assert any(one.born > after.born for one, after in itertools.pairwise(kept))
        watching.survive(server, tmp_path, 0, "--rehearse", patience=60)
        expected = _expected(server)
    found = watching.reviewed(tmp_path)
    assert set(found) == expected
    assert set(found.values()) == {1}


@BOTH
def test_storm_and_three_kills_lose_and_double_nothing(stand_in, tmp_path):
    with stand_in(tmp_path / "home", 40, STORM) as server:
        watching.survive(server, tmp_path, 3, "--rehearse", patience=120)
        expected = _expected(server)
        assert {"refused", "broken", "half", "dropped"} <= set(server.counts)
    found = watching.reviewed(tmp_path)
    assert set(found) == expected
    assert set(found.values()) == {1}


@pytest.mark.soak
@BOTH
def test_a_thousand_releases_in_a_storm_with_ten_kills(stand_in, tmp_path):
    with stand_in(tmp_path / "home", 1000, STORM) as server:
        watching.survive(server, tmp_path, 10, patience=880)
        expected = _expected(server)
    assert set(watching.reviewed(tmp_path)) == expected
    assert set(watching.reviewed(tmp_path).values()) == {1}
