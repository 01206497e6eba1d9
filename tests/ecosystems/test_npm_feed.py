"""npm's feed of changes: what its entries mean, where it is, and what is no feed."""

import json

import pytest

from pratique.ecosystems import ECOSYSTEMS, npm_config
from pratique.ecosystems.http import Client, Polite
from pratique.errors import FetchError, NetworkError
from pratique.model import Event
from tests.ecosystems.serving import Server, always


@pytest.fixture
def client():
    with Client(polite=Polite(tries=1), sleep=lambda _: None) as one:
        yield one


def _changes(client, body, since=5):
    with Server({f"/db/_changes?since={since}&limit=10000": always(body)}) as server:
        return ECOSYSTEMS["npm"].following(f"{server.url}/db").changes(since, client)


def test_entries_come_in_order_once_and_only_after_the_position(client):
    rows = [
        {"seq": 9, "id": "b", "changes": [{"rev": "3-x"}]},
        {"seq": "7-g1AAA", "id": "@s/a", "changes": [{"rev": "1-x"}]},
        {"seq": 9, "id": "b", "changes": [{"rev": "3-x"}]},
        {"seq": 5, "id": "old", "changes": []},
        {"seq": 10, "id": "c", "changes": [{"rev": "4-x"}], "deleted": True},
        {"seq": 11, "id": "_design/app", "changes": "odd"},
    ]
    found = _changes(client, json.dumps({"results": rows}).encode())
    assert [(one.serial, one.name, one.kind) for one in found] == [
        (7, "@s/a", "change"),
        (9, "b", "change"),
        (10, "c", "remove"),
        (11, "_design/app", "other"),
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html>", "no JSON"),
        (b"[]", "no object"),
        (b"[" * 100_000, "no JSON"),
        (b"{}", "no results"),
        (b'{"results": [{"id": "a"}]}', "no sequence number"),
        (b'{"results": [{"id": "a", "seq": -1}]}', "no sequence number"),
        (b'{"results": ["a"]}', "no sequence number"),
    ],
)
def test_what_is_no_feed_is_an_error_that_says_so(client, body, said):
    with pytest.raises(NetworkError, match=said):
        _changes(client, body)


def test_the_head_is_the_database_s_own(client):
    with Server({"/db": always(b'{"update_seq": 123}')}) as server:
        assert ECOSYSTEMS["npm"].following(f"{server.url}/db").head(client) == 123


@pytest.mark.parametrize(
    ("asked", "versions"), [("2-x", ["1.0.0"]), ("3-x", None), ("", ["1.0.0"])]
)
def test_a_packument_from_before_the_change_is_no_answer(client, monkeypatch, asked, versions):
    dist = {"tarball": "http://h.example/p.tgz", "integrity": "sha512-x"}
    body = {"_rev": "2-y", "versions": {"1.0.0": {"dist": dist}}}
    event = Event(ecosystem="npm", kind="change", name="pkg", serial=9, action=asked)
    with Server({"/pkg": always(json.dumps(body).encode())}) as server:
        monkeypatch.setenv("npm_config_registry", server.url)
        found = ECOSYSTEMS["npm"].uploads(event, client)
    assert (None if found is None else [one.version for one in found]) == versions


def test_the_feed_stands_beside_the_registry_or_is_named(tmp_path):
    env = {"HOME": str(tmp_path), "npm_config_registry": "https://registry.own.example/"}
    assert npm_config.feed(env, tmp_path) == "https://replicate.own.example/registry"
    named = {**env, "PRATIQUE_NPM_FEED": "https://feed.example/db"}
    assert npm_config.feed(named, tmp_path) == "https://feed.example/db"
    env["npm_config_registry"] = "https://mirror.example/npm/"
    with pytest.raises(FetchError, match="PRATIQUE_NPM_FEED"):
        npm_config.feed(env, tmp_path)
