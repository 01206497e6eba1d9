"""Crates that Cargo's configuration takes from a folder: local registries and vendored sources."""

import hashlib
import json

import pytest

from pratique.ecosystems import ECOSYSTEMS, crates_config
from pratique.ecosystems.http import Client
from pratique.errors import NotFoundError

CRATES = ECOSYSTEMS["crates"]
MANIFEST = '[package]\nname = "demo_one"\nversion = "1.0.0"\n'


@pytest.fixture
def configured(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CARGO_HOME", raising=False)
    (tmp_path / "work" / ".cargo").mkdir(parents=True)
    (tmp_path / "work" / "src").mkdir()
    monkeypatch.chdir(tmp_path / "work" / "src")

    def configure(kind, folder):
        (tmp_path / "work" / ".cargo" / "config.toml").write_text(
            '[source.crates-io]\nreplace-with = "here"\n'
            f'[source.here]\n{kind} = "{folder}"\n[http]\nproxy = ""\n'
        )
        made = tmp_path / "work" / folder
        made.mkdir()
        return made

    return configure


def fetched(text, folder):
    with Client() as client:
        return list(CRATES.fetch(CRATES.target(text), client, folder / "out"))


def unpacked(folder, **digests):
    (folder / "src").mkdir(parents=True)
    files = {"Cargo.toml": MANIFEST, "src/lib.rs": "pub fn f() {}\n"}
    for name, text in files.items():
        (folder / name).write_text(text)
    listed = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}
    checksums = {"files": {**listed, **digests}, "package": "a" * 64}
    (folder / ".cargo-checksum.json").write_text(json.dumps(checksums))


def test_paths_are_taken_from_the_folder_that_holds_the_configuration(configured):
    folder = configured("directory", "vendor")
    assert crates_config.source().folder == folder


def test_a_local_registry_gives_its_files_and_their_digests(configured, tmp_path):
    folder = configured("local-registry", "registry")
    (folder / "demo-1.0.0.crate").write_bytes(b"old")
    (folder / "demo-1.10.0.crate").write_bytes(b"new")
    index = folder / "index" / "de" / "mo" / "demo"
    index.parent.mkdir(parents=True)
    digest = hashlib.sha256(b"another").hexdigest()
    index.write_text(json.dumps({"name": "demo", "vers": "1.10.0", "cksum": digest}) + "\n")
    (found,) = fetched("demo", tmp_path)
    assert found.artifact.version == "1.10.0"
    assert found.artifact.sha256 == hashlib.sha256(b"new").hexdigest()
    assert found.expected_sha256 == digest


@pytest.mark.parametrize("name", ["demo_one", "demo_one-1.0.0"])
def test_a_vendored_crate_is_packed_again_always_alike(configured, tmp_path, name):
    unpacked(configured("directory", "vendor") / name)
    first, second = fetched("demo_one@1.0.0", tmp_path / "a") + fetched("demo_one", tmp_path / "b")
    assert first.artifact.sha256 == second.artifact.sha256
    assert first.artifact.filename == "demo_one-1.0.0.crate"
    assert first.expected_sha256 is None


def test_a_vendored_file_that_was_changed_or_added_is_not_what_was_promised(configured, tmp_path):
    folder = configured("directory", "vendor") / "demo_one"
    unpacked(folder)
    (folder / "build.rs").write_text("fn main() {}\n")
    (found,) = fetched("demo_one", tmp_path)
    assert found.expected_sha256 == "a" * 64
    (folder / "build.rs").unlink()
    (folder / "src" / "lib.rs").write_text("pub fn g() {}\n")
    (found,) = fetched("demo_one", tmp_path)
    assert found.expected_sha256 == "a" * 64


def test_a_crate_that_is_not_there_is_said(configured, tmp_path):
    configured("directory", "vendor")
    with pytest.raises(NotFoundError, match=r"no crate demo in .*vendor"):
        fetched("demo", tmp_path)
