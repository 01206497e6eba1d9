"""A watch of npm against its stand-in: each new release once, and no release from before."""

import pytest

from tests.engine import watching
from tests.engine.standin import STORM
from tests.engine.standin_npm import NpmStandIn, NpmWorld


def _expected(world):
    return {(one.filename, one.sha256) for one in world.kept}


def _found(folder, world):
    """Return how often each file was reviewed, but for projects that were removed on the way."""
    found = watching.reviewed(folder)
    removed = {one.filename for one in world.changes if one.name in world.removed}
    return {key: times for key, times in found.items() if key[0] not in removed}


def test_every_new_release_is_reviewed_once_and_no_old_one(tmp_path):
    world = NpmWorld(60)
    assert any(not one.version for one in world.changes)
    assert any(one.name.startswith("@") for one in world.kept)
    with NpmStandIn(world) as server:
        done = watching.once(server, tmp_path, "--rehearse")
    assert done.returncode == 0, done.stderr
    found = _found(tmp_path, world)
    assert set(found) == _expected(world)
    assert set(found.values()) == {1}


def test_storm_and_three_kills_lose_and_double_nothing(tmp_path):
    world = NpmWorld(90)
    with NpmStandIn(world, STORM) as server:
        watching.survive(
            server,
            tmp_path,
            3,
            "--rehearse",
            "--rotate",
            "16k",
            patience=120,
            ended=lambda: _expected(world) <= set(_found(tmp_path, world)),
        )
        assert {"refused", "broken", "half", "stale", "dropped"} <= set(server.counts)
    found = _found(tmp_path, world)
    assert set(found) == _expected(world)
    assert set(watching.reviewed(tmp_path).values()) == {1}


def test_a_removed_project_is_an_outcome(tmp_path):
    world = NpmWorld(120)
    assert world.removed
    with NpmStandIn(world) as server:
        watching.once(server, tmp_path, "--rehearse", "--outcomes")
    said = [line for line in watching.lines(tmp_path) if line.get("outcome") == "remove"]
    assert {line["event"]["name"] for line in said} == world.removed


def test_a_second_run_takes_up_where_the_first_ended(tmp_path):
    with NpmStandIn(NpmWorld(20)) as server:
        watching.once(server, tmp_path, "--rehearse")
        before = watching.lines(tmp_path)
        watching.once(server, tmp_path, "--rehearse")
    assert before
    assert watching.lines(tmp_path) == before


def test_a_watch_that_begins_now_reviews_nothing_that_was_there(tmp_path):
    world = NpmWorld(20)
    with NpmStandIn(world) as server:
        done = watching.once(server, tmp_path, "--rehearse", "--since", str(world.newest))
    assert done.returncode == 0, done.stderr
    assert not watching.reviewed(tmp_path)


@pytest.mark.soak
def test_two_thousand_releases_in_a_storm_with_ten_kills(tmp_path):
    world = NpmWorld(2000, answer=400)
    with NpmStandIn(world, STORM) as server:
        seconds = watching.survive(
            server,
            tmp_path,
            10,
            patience=1_500,
            ended=lambda: set(_found(tmp_path, world)) >= _expected(world),
        )
    found = _found(tmp_path, world)
    print(f"{len(found)} of {len(world.kept)} files in {seconds:.0f} s")
    assert set(found) == _expected(world)
    assert set(watching.reviewed(tmp_path).values()) == {1}
