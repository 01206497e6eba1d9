"""A watch against the stand-in: everything exactly once, whatever the weather and whoever kills."""

import hashlib
import hmac
import json

import pytest

from tests.engine import watching
from tests.engine.standin import STORM, StandIn, World


def _expected(world):
    return {(one.filename, one.sha256) for one in world.kept}


def test_fair_weather_reviews_each_upload_once_late_ones_and_duplicates_included(tmp_path):
    world = World(60)
    assert world.late
    assert len({entry[3] for entry in world.entries}) < len(world.entries)
    with StandIn(world) as server:
        done = watching.once(server, tmp_path, "--rehearse", "--outcomes")
    assert done.returncode == 0, done.stderr
    found = watching.reviewed(tmp_path)
    assert set(found) == _expected(world)
    assert set(found.values()) == {1}


def test_storm_and_three_kills_lose_and_double_nothing(tmp_path):
    world = World(90)
    with StandIn(world, STORM) as server:
        watching.survive(server, tmp_path, 3, "--rehearse", "--rotate", "16k", patience=120)
        assert {"refused", "broken", "half", "stale", "dropped"} <= set(server.counts)
    found = watching.reviewed(tmp_path)
    assert set(found) == _expected(world)
    assert set(found.values()) == {1}
    assert len(list(tmp_path.glob("out.jsonl.*"))) >= 2


def test_files_that_are_gone_and_outcomes_are_said(tmp_path):
    world = World(100)
    assert world.gone
    with StandIn(world) as server:
        watching.once(server, tmp_path, "--rehearse", "--outcomes")
    said = [line for line in watching.lines(tmp_path) if "outcome" in line]
    assert {line["event"]["filename"] for line in said if line["outcome"] == "gone"} == world.gone
    assert {line["outcome"] for line in said} >= {"gone", "remove", "quarantine"}


def test_without_outcomes_only_files_that_could_not_be_had_are_said(tmp_path):
    with StandIn(World(100)) as server:
        watching.once(server, tmp_path, "--rehearse")
    said = {line["outcome"] for line in watching.lines(tmp_path) if "outcome" in line}
    assert said == {"gone"}


def test_pages_are_asked_for_conditionally(tmp_path):
    with StandIn(World(40)) as server:
        watching.once(server, tmp_path, "--rehearse")
        first = server.counts.get("not-modified", 0)
    assert first > 0


def test_a_second_run_takes_up_where_the_first_ended(tmp_path):
    with StandIn(World(20)) as server:
        watching.once(server, tmp_path, "--rehearse")
        before = watching.lines(tmp_path)
        watching.once(server, tmp_path, "--rehearse")
    assert watching.lines(tmp_path) == before


def test_since_begins_after_a_serial(tmp_path):
    world = World(20)
    middle = world.uploads[10].serial
    with StandIn(world) as server:
        watching.once(server, tmp_path, "--rehearse", "--since", str(middle))
    later = {one.filename for one in world.kept if one.serial > middle}
    assert {name for name, _ in watching.reviewed(tmp_path)} >= later
    assert len(watching.reviewed(tmp_path)) < len(world.kept)


def test_a_webhook_gets_signed_messages_even_when_it_fails_at_first(tmp_path):
    key = tmp_path / "key"
    key.write_bytes(b"0123456789abcdef0123")
    world = World(6)
    with StandIn(world) as server:
        server.deaf = 2
        done = watching.once(
            server,
            tmp_path,
            "--rehearse",
            "--webhook",
            f"{server.url}/hook",
            "--webhook-key",
            str(key),
            "--webhook-from",
            "held",
        )
        assert done.returncode == 0, done.stderr
        posts = server.posts
    assert {json.loads(body)["artifact"]["filename"] for _, body in posts} == {
        one.filename for one in world.kept
    }
    for headers, body in posts:
        signed = headers["X-Pratique-Time"].encode() + b"." + body
        expected = hmac.new(key.read_bytes(), signed, hashlib.sha256).hexdigest()
        assert headers["X-Pratique-Signature"] == f"sha256={expected}"
    assert len({headers["X-Pratique-Delivery"] for headers, _ in posts}) == len(world.kept)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--rotate", "ten"), "no size"),
        (("--webhook", "http://127.0.0.1:9/"), "needs a key"),
    ],
)
def test_wrong_settings_are_one_line_and_exit_2(tmp_path, more, said):
    with StandIn(World(1)) as server:
        done = watching.once(server, tmp_path, "--rehearse", *more)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_second_watch_on_the_same_state_is_refused(tmp_path):
    with StandIn(World(5)) as server:
        first = watching.start(server, tmp_path, "--rehearse")
        try:
            while not (tmp_path / "state" / "lock").exists():
                assert first.poll() is None
            done = watching.once(server, tmp_path, "--rehearse")
        finally:
            watching.kill(first)
    assert done.returncode == 1
    assert "another watch is using it" in done.stderr


@pytest.mark.soak
def test_two_thousand_uploads_in_a_storm_with_ten_kills(tmp_path):
    world = World(2000)
    with StandIn(world, STORM) as server:
        seconds = watching.survive(server, tmp_path, 10, patience=880)
    found = watching.reviewed(tmp_path)
    print(f"{len(found)} of {len(world.kept)} files in {seconds:.0f} s")
    assert set(found) == _expected(world)
    assert set(found.values()) == {1}
    assert seconds <= 900
