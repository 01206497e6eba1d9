"""The locked corpora: what the locks promise, and how a build goes on where it stopped."""

import hashlib
import re

import pytest
from bench.corpus_lock import CorpusError, Entry, load, names, pairs, path_of, present, reserved

from bench import corpus, corpus_lock, corpus_npm

CORPORA = names()


def entry(data: bytes, name: str = "tide") -> Entry:
    return Entry(
        ecosystem="npm",
        name=name,
        version="1.0.0",
        filename=f"{name}-1.0.0.tgz",
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        unpacked_size=len(data),
    )


def cached(root, data: bytes) -> None:
    """Lay bytes into npm's cache, which is addressed by sha512."""
    digest = hashlib.sha512(data).hexdigest()
    folder = root / "npm-work" / "cache" / "_cacache" / "content-v2" / "sha512"
    path = folder / digest[:2] / digest[2:4] / digest[4:]
    path.parent.mkdir(parents=True)
    path.write_bytes(data)


def test_reserved_projects_are_told_by_their_name():
    assert reserved("pypi", "ruamel.yaml")
    assert reserved("pypi", "Ruamel_YAML")
    assert not reserved("pypi", "flask")
    assert not reserved("npm", "@babel/core")


@pytest.mark.parametrize("name", CORPORA)
def test_a_lock_holds_no_reserved_project_no_address_and_no_file_twice(name):
    entries = load(name)
    text = corpus_lock.lock_of(name).read_text()
    assert "://" not in text
    assert all(re.fullmatch(r"[0-9a-f]{64}", one.sha256) for one in entries)
    if not name.endswith("-pairs"):
        assert len({one.sha256 for one in entries}) == len(entries)


@pytest.mark.parametrize("name", [name for name in CORPORA if name.endswith("-pairs")])
def test_a_pair_is_two_releases_of_one_project(name):
    found = pairs(name)
    assert all(old.version != new.version for old, new in found)
    assert len({new.name for _, new in found}) == len(found)


def test_the_benigns_are_what_uploads_look_like():
    entries = load("pypi-benign")
    sdists = sum("sdist" in one.strata for one in entries)
    small = sum("small" in one.strata for one in entries)
    assert len(entries) >= 400
    assert sdists * 2 >= len(entries)
    assert small * 3 >= len(entries)
    assert len(load("npm-benign")) >= 600
    assert len(pairs("pypi-pairs")) >= 110
    assert len(pairs("npm-pairs")) >= 60


def test_a_reserved_project_in_a_lock_is_an_error_that_names_it(tmp_path, monkeypatch):
    monkeypatch.setattr(corpus_lock, "LOCKS", tmp_path)
    line = b'{"ecosystem":"pypi","name":"ruamel-yaml","version":"1","filename":"f","sha256":"0",'
    (tmp_path / "odd.jsonl").write_bytes(line + b'"size":1,"unpacked_size":1}\n')
    with pytest.raises(CorpusError, match="line 1: ruamel-yaml is a reserved project"):
        load("odd")


@pytest.mark.parametrize("name", [name for name in CORPORA if name.startswith(("pypi", "npm"))])
def test_the_page_counts_what_the_locks_hold(name):
    page = (corpus_lock.LOCKS.parent.parent / "docs" / "corpora.md").read_text()
    (row,) = [line for line in corpus.table() if line.startswith(f"| {name} |")]
    assert row in page, "run `python -m bench.corpus list` and copy the row to docs/corpora.md"


def test_an_unknown_corpus_is_a_clear_error(capsys):
    assert corpus.main(["build", "no-such"]) == 2
    assert "no corpus is called 'no-such': take one of" in capsys.readouterr().err


def test_what_the_cache_of_npm_holds_goes_to_its_place(tmp_path, monkeypatch):
    monkeypatch.setenv("PRATIQUE_CORPORA", str(tmp_path))
    cached(tmp_path, b"one")
    here, away = entry(b"one"), entry(b"two", "swell")
    assert list(corpus_npm.place((here, away))) == [away]
    assert present(here)
    assert path_of(here).read_bytes() == b"one"
    assert corpus.sound(here)


def test_a_damaged_artifact_is_found_and_removed(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PRATIQUE_CORPORA", str(tmp_path / "corpora"))
    monkeypatch.setattr(corpus_lock, "LOCKS", tmp_path)
    one = entry(b"one")
    corpus_lock.write("tiny", (one,))
    path_of(one).parent.mkdir(parents=True)
    path_of(one).write_bytes(b"0ne")
    assert corpus.main(["verify", "tiny"]) == 1
    assert "not what the lock names" in capsys.readouterr().err
    assert not present(one)
