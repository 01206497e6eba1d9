"""What becomes of an upload whose bytes are not the promised ones."""

import base64
import hashlib
import json

import pytest

from pratique.ecosystems import ECOSYSTEMS
from pratique.ecosystems.http import Client, Polite
from pratique.engine import gather
from pratique.engine.journal import Queued
from pratique.model import Event
from tests.ecosystems.serving import Server, always

BODY = b"the file that was uploaded"


def _gathered(monkeypatch, tmp_path, file, tries):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    digest = base64.b64encode(hashlib.sha512(BODY).digest()).decode()
    with Server({"/a/-/a-1.0.0.tgz": file}) as server:
        dist = {"tarball": f"{server.url}/a/-/a-1.0.0.tgz", "integrity": f"sha512-{digest}"}
        packument = {
            "name": "a",
            "versions": {"1.0.0": {"name": "a", "version": "1.0.0", "dist": dist}},
            "time": {"1.0.0": "2026-01-01T00:00:00.000Z"},
        }
        server.routes["/a"] = always(json.dumps(packument).encode())
        monkeypatch.setenv("npm_config_registry", server.url)
        event = Event(
            ecosystem="npm", kind="upload", name="a", version="1.0.0",
            filename="a-1.0.0.tgz", serial=1,
        )  # fmt: skip
        row = Queued(id=1, event=event, tries=tries)
        with Client(polite=Polite(tries=1), sleep=lambda _: None) as client:
            found = list(gather.gather([row], ECOSYSTEMS["npm"], client, tmp_path / "files"))
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("tries", [0, 9])
def test_one_broken_answer_is_asked_again_however_many_tries_there_were(
    monkeypatch, tmp_path, tries
):
    answers = {1: b"x" * len(BODY)}
    found = _gathered(
        monkeypatch, tmp_path, lambda times: (200, {}, answers.get(times, BODY)), tries
    )
    assert found.state == "ready"
    assert found.fetched.artifact.sha256 == hashlib.sha256(BODY).hexdigest()


@pytest.mark.parametrize(("tries", "state"), [(0, "failed"), (9, "ready")])
def test_bytes_that_stay_wrong_are_reviewed_as_what_they_are(monkeypatch, tmp_path, tries, state):
    found = _gathered(monkeypatch, tmp_path, always(b"x" * len(BODY)), tries)
    assert found.state == state
    if found.fetched is not None:
        assert found.fetched.expected_sha256 != found.fetched.artifact.sha256


def test_bytes_that_differ_each_time_are_no_file(monkeypatch, tmp_path):
    answers = lambda times: (200, {}, b"%d" % times * len(BODY))  # noqa: E731
    assert _gathered(monkeypatch, tmp_path, answers, 9).state == "failed"
