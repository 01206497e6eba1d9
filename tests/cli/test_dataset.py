"""The dataset's commands from end to end, on inert samples."""

import gzip
import hashlib
import json
import subprocess
import sys

import pytest

from tests.dataset import made
from tests.dataset.importers.test_osv import RECORD


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.delenv("PRATIQUE_INDEX", raising=False)
    monkeypatch.setenv("PRATIQUE_DATASET", str(tmp_path / "dataset"))

    def run(*words, group="dataset"):
        answer = subprocess.run(
            [sys.executable, "-m", "pratique.cli", group, *map(str, words)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in answer.stderr, answer.stderr
        return answer

    return run


@pytest.fixture
def source(tmp_path):
    entries = []
    for name in ("thief-one", "thief-two"):
        path = tmp_path / "source" / name / "1.0" / f"{name}-1.0.tar.gz"
        path.parent.mkdir(parents=True)
        path.write_bytes(made.thief(name))
        digest = hashlib.sha256(made.thief(name)).hexdigest()
        relative = str(path.relative_to(tmp_path / "source"))
        entries.append({"path": relative, "sha256": digest, "campaign": "a", "mtime_year": 2024})
    listing = tmp_path / "list.jsonl.gz"
    listing.write_bytes(gzip.compress("\n".join(map(json.dumps, entries)).encode()))
    return tmp_path / "source", listing


def _imported(run, source, *more):
    place, listing = source
    assert run("key").returncode == 0
    return run("import", place, "--layout", "malregistry", "--only", listing, *more)


@pytest.mark.slow
def test_from_import_to_look_up(run, source, tmp_path):
    answer = _imported(run, source)
    assert answer.returncode == 0, answer.stderr
    assert "2 new" in answer.stderr
    assert run("import", source[0], "--layout", "malregistry", "--only", source[1]).returncode == 0
    assert "2 samples in 1 campaigns" in run("cluster").stderr
    listed = run("campaigns").stdout
    assert "2024-00-thief-one" in listed or "2024-00-thief-two" in listed
    name = listed.split()[2]
    assert "joined because near-duplicate" in run("campaigns", name).stdout
    assert run("name", name, "2024-01-env-thief", "--family", "kit").returncode == 0
    assert "2024-01-env-thief" in run("campaigns").stdout
    assert run("split", "v1").returncode == 0
    assert "v1: whole" in run("verify").stdout
    assert "cubed_f1         1.0000" in run("agree", source[1], "--without", "0").stdout
    assert run("index").returncode == 0
    assert run("check").stdout.startswith("2 blobs, 0 without a row")
    found = run("creds/environment-early", group="hunt")
    assert found.returncode == 0
    assert "thief-one" in run("drop.invalid", group="hunt").stdout
    assert "evidence" in run("show", "pkg:pypi/thief-one@1.0").stdout
    assert "2024" in run("timeline").stdout
    assert "No samples of" in run("stats").stdout
    assert json.loads(run("stats", "--format", "json").stdout)["samples"] == 2
    assert "thief" in run("search", "--behaviour", "net/exfil-chain", "--limit", "1").stdout
    assert run("plots", tmp_path / "plots").returncode == 0
    assert {path.suffix for path in (tmp_path / "plots").iterdir()} == {".png", ".svg", ".html"}
    assert "freeze" in run("audit").stdout


def test_a_sample_is_handed_on_in_a_zip_with_a_password(run, source, tmp_path):
    _imported(run, source, "--no-freeze")
    digest = hashlib.sha256(made.thief("thief-one")).hexdigest()
    assert run("release", digest, tmp_path / "out.zip").returncode == 0
    assert made.thief("thief-one")[:40] not in (tmp_path / "out.zip").read_bytes()
    assert "release to out.zip" in run("audit").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("stats",), "no dataset is there"),
        (("import", "nowhere"), "there is nothing"),
        (("index",), "no dataset is there"),
        (("show", "12"), "no dataset is there"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(run, words, said):
    answer = run(*words)
    assert answer.returncode == 1
    assert said in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_wrong_uses_are_said(run, source, tmp_path):
    place, listing = source
    answer = run("import", place, "--layout", "malregistry", "--only", listing)
    assert "needs the key" in answer.stderr
    _imported(run, source, "--no-freeze")
    (tmp_path / "other").write_text("ab" * 32 + "\n")
    answer = run("check", "--key-file", tmp_path / "other")
    assert "not the one that it was made with" in answer.stderr
    assert "not in the vocabulary" in run("search", "--behaviour", "x/y").stderr
    assert "not a pattern" in run("search", "--regex", "(").stderr
    assert "no such campaign" in run("campaigns", "2024-01-x").stderr
    assert "YYYY-MM-slug" in run("name", "a", "b").stderr
    assert "no campaigns yet" in run("split", "v1").stderr
    assert "no such split" in run("verify").stderr
    assert "no such sample" in run("split-off", "00" * 32).stderr
    assert run("search", "--behaviour", "x/y").returncode == 2


def test_names_full_of_control_bytes_do_not_reach_the_terminal(run, tmp_path):
    run("key")
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "a\x1b[31m.tar.gz").write_bytes(made.thief("thief-one"))
    answer = run("import", tmp_path / "odd", "--layout", "folder", "--no-freeze")
    assert answer.returncode == 0
    digest = hashlib.sha256(made.thief("thief-one")).hexdigest()
    shown = run("show", digest).stdout
    assert "\x1b" not in shown
    assert "\\x1b" in shown


def test_people_claim_pair_and_keep_metadata(run, source, tmp_path):
    _imported(run, source, "--no-freeze")
    one, two = (hashlib.sha256(made.thief(n)).hexdigest() for n in ("thief-one", "thief-two"))
    assert "malicious, spam" in run("claim", one, "spam", "--why", "looked").stderr
    assert run("claim", one, "spam", "--withdraw").returncode == 0
    assert "spam (medium) by person" in run("show", one).stdout
    assert "withdrawn" in run("show", one).stdout
    assert run("pair", one, "--previous", two).returncode == 0
    assert "no such sample" in run("pair", "00" * 32).stderr
    (tmp_path / "m.json").write_text("{}")
    assert run("snapshot", one, tmp_path / "m.json").returncode == 0
    assert json.loads(run("stats", "--format", "json").stdout)["snapshots"] == 1


def test_layouts_are_recognised_and_what_needs_no_bytes_needs_no_key(run, tmp_path):
    (tmp_path / "all.jsonl").write_text(json.dumps(RECORD) + "\n{broken\n")
    assert run("init").returncode == 0
    answer = run("import", tmp_path / "all.jsonl")
    assert answer.returncode == 1  # one line could not be read
    assert "1 new" in answer.stderr
    assert "line 2: not an OSV record" in answer.stderr
    assert json.loads(run("stats", "--format", "json").stdout)["packages"] == 1
    assert run("export", tmp_path / "out", "--format", "records").returncode == 0
    again = run("import", tmp_path / "out", "--dataset", tmp_path / "other")
    assert again.returncode == 0
    assert "0 not read" in again.stderr


def test_what_is_asked_wrongly_of_a_dataset_is_said_and_not_guessed(run, source, tmp_path):
    _imported(run, source, "--no-freeze")
    assert "name what to find" in run("search").stderr
    assert "none of install" in run("search", "--activation", "late").stderr
    answer = run("search", "--regex", "(")
    assert answer.stderr == "pratique: --regex: not a pattern of RE2 (missing ): ()\n"
    behaviour = run("exec/download-run", group="hunt")
    assert "a behaviour and no rule" in behaviour.stderr
    assert behaviour.returncode == 2
    assert "no such split" in run("export", tmp_path / "out", "--split", "x").stderr
    (tmp_path / "file").write_text("\n{}\n")
    assert "cannot be written" in run("plots", tmp_path / "file" / "below").stderr
    assert "file:1: no list" in run("agree", tmp_path / "file").stderr
    assert "nowhere: no list" in run("agree", tmp_path / "nowhere").stderr
    assert "check --split" in run("agree", source[1], "--split", "x").stderr
    (tmp_path / "dataset" / "catalogue.sqlite").write_bytes(b"")
    assert "the catalogue is empty" in run("stats").stderr


def test_keys_that_are_not_known_are_said_at_the_import(run, tmp_path):
    (tmp_path / "MAL-2024-9.json").write_text(json.dumps(RECORD | {"zebra": 1}))
    answer = run("import", tmp_path / "MAL-2024-9.json", "--layout", "osv")
    assert "kept as they came: " in answer.stderr
    assert "zebra (1)" in answer.stderr
