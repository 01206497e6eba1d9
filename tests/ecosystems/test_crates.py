"""crates.io: names, manifests, what a build runs, the sparse index and source replacement."""

import hashlib
import json

import pytest

from pratique.cli import lockfiles
from pratique.ecosystems import ECOSYSTEMS, crates_config, crates_names, identify
from pratique.ecosystems.http import Client, Polite
from pratique.errors import NetworkError, NotFoundError, UsageError
from pratique.model import Target
from tests.ecosystems.building import describe
from tests.ecosystems.serving import Server, always

CRATES = ECOSYSTEMS["crates"]
TOP = "demo-1.0.0"
PACKAGE = '[package]\nname = "demo"\nversion = "1.0.0"\n'
BODY = b"a crate"


def _described(files, filename=f"{TOP}.crate"):
    whole = {"Cargo.toml": PACKAGE, "src/lib.rs": "", **files}
    return describe(filename, {f"{TOP}/{path}": text for path, text in whole.items()})


def _triggers(found):
    return {(one.kind, one.activation, one.member) for one in found.triggers}


def test_a_crate_is_known_by_its_name():
    ecosystem, artifact = identify("md-5-0.10.6.crate")
    assert (ecosystem.id, artifact.kind) == ("crates", "crate")
    assert (artifact.name, artifact.version) == ("md-5", "0.10.6")
    assert artifact.purl == "pkg:cargo/md-5@0.10.6"


def test_versions_order_as_semver():
    written = ["1.0.0", "1.0.0-rc.2", "nonsense", "1.0.0-rc.10", "0.9.9", "1.0.1", "1.0.0-alpha"]
    assert sorted(written, key=crates_names.version_key) == [
        "nonsense", "0.9.9", "1.0.0-alpha", "1.0.0-rc.2", "1.0.0-rc.10", "1.0.0", "1.0.1",
    ]  # fmt: skip


def test_a_build_script_and_a_macro_run_at_build():
    found = _described({"build.rs": "fn main() {}"})
    assert ("build.rs", "build", f"{TOP}/build.rs") in _triggers(found)
    macro = _described({"Cargo.toml": PACKAGE + "[lib]\nproc-macro = true\n"})
    assert ("proc-macro", "build", f"{TOP}/src/lib.rs") in _triggers(macro)


def test_a_build_script_elsewhere_is_found_and_one_switched_off_is_not():
    manifest = PACKAGE + 'build = "src/tables.rs"\n'
    found = _described({"Cargo.toml": manifest, "src/tables.rs": ""})
    assert ("build.rs", "build", f"{TOP}/src/tables.rs") in _triggers(found)
    off = _described({"Cargo.toml": PACKAGE + "build = false\n", "build.rs": ""})
    assert not any(one.kind == "build.rs" for one in off.triggers)


def test_a_build_script_that_is_missing_is_a_hold():
    found = _described({"Cargo.toml": PACKAGE + 'build = "gone.rs"\n'})
    assert [one.code for one in found.limitations] == ["build-script"]


def test_the_two_manifests_that_disagree_are_a_finding():
    original = PACKAGE + "[dependencies]\nserde = '1'\n"
    built = PACKAGE + 'build = "x.rs"\n[dependencies]\nserde = "1"\nhidden = "1"\n'
    found = _described({"Cargo.toml": built, "Cargo.toml.orig": original, "x.rs": ""})
    told = {
        (one.symbol, value.text)
        for one in found.facts
        if one.behaviour == "meta/manifest-confusion"
        for value in one.values
    }
    assert told == {("build", "none → x.rs"), ("dependencies", "hidden")}


def test_what_a_workspace_sets_is_no_disagreement():
    original = PACKAGE + (
        "[lib]\nproc_macro = true\n[dependencies]\na = { workspace = true }\n"
        "[build_dependencies]\nc = '1'\n[target.'cfg(unix)'.dependencies]\nb = '1'\n"
    )
    built = PACKAGE + (
        '[lib]\npath = "src/lib.rs"\nproc_macro = true\n[dependencies.a]\nversion = "1"\n'
        'package = "other"\n[build-dependencies.c]\nversion = "1"\n'
        "[target.\"cfg(unix)\".dependencies.b]\nversion = '1'\n"
    )
    found = _described({"Cargo.toml": built, "Cargo.toml.orig": original})
    assert not [one for one in found.facts if one.behaviour.startswith("meta/")]


@pytest.mark.parametrize(
    ("built", "original", "told"),
    [
        ("[dependencies.a]\npackage = 'evil'\n", "[dependencies]\na = '1'\n", "evil"),
        ("[build-dependencies.a]\nversion = '1'\n", "[dependencies]\na = '1'\n", "a"),
        ("[lib]\npath = 'evil.rs'\n", "", "src/lib.rs → evil.rs"),
        ("[lib]\nproc-macro = true\n", "", "True"),
    ],
)
def test_what_only_the_built_manifest_has_is_a_finding(built, original, told):
    files = {"Cargo.toml": PACKAGE + built, "Cargo.toml.orig": PACKAGE + original, "evil.rs": ""}
    found = [one for one in _described(files).facts if one.behaviour == "meta/manifest-confusion"]
    assert [value.text for one in found for value in one.values] == [told]


def test_the_same_manifest_twice_says_nothing():
    found = _described({"Cargo.toml.orig": PACKAGE})
    assert not [one for one in found.facts if one.behaviour.startswith("meta/")]


def test_a_manifest_that_cannot_be_read_is_a_hold():
    deep = "a" + ".b" * 50_000 + " = 1"
    for text in ("[package", deep, "x = " + "[" * 100_000):
        found = _described({"Cargo.toml": text})
        assert "crate-manifest" in {one.code for one in found.limitations}


def test_two_top_folders_are_refused():
    files = {f"{TOP}/Cargo.toml": PACKAGE, "other/x.rs": ""}
    found = describe(f"{TOP}.crate", files)
    assert {(one.code, one.effect) for one in found.limitations} == {("crate-top-folder", "refuse")}


def test_a_cargo_configuration_that_runs_a_program_is_told():
    config = '[build]\nrustc-wrapper = "tools/wrap.sh"\n'
    found = _described({".cargo/config.toml": config, "tools/wrap.sh": "#!/bin/sh\n"})
    facts = [one for one in found.facts if one.symbol == "rustc-wrapper"]
    assert facts[0].values[0].text == "tools/wrap.sh"
    assert facts[0].location.line == 2


@pytest.fixture
def client():
    with Client(polite=Polite(tries=2), sleep=lambda _: None) as one:
        yield one


@pytest.fixture
def index(monkeypatch, tmp_path):
    line = {"name": "demo", "vers": "1.0.0", "deps": [], "yanked": False}
    lines = [
        {**line, "cksum": hashlib.sha256(BODY).hexdigest()},
        {**line, "vers": "1.1.0", "cksum": "0" * 64},
        {**line, "vers": "2.0.0", "cksum": "0" * 64, "yanked": True},
    ]
    routes = {"/index/de/mo/demo": always("\n".join(map(json.dumps, lines)).encode())}
    with Server(routes) as server:
        config = json.dumps({"dl": f"{server.url}/dl/{{crate}}-{{version}}.crate"})
        routes["/index/config.json"] = always(config.encode())
        routes["/dl/demo-1.0.0.crate"] = always(BODY)
        routes["/dl/demo-1.1.0.crate"] = always(b"something else")
        home = tmp_path / "cargo"
        home.mkdir()
        (home / "config.toml").write_text(
            f'[source.crates-io]\nreplace-with = "mirror"\n'
            f'[source.mirror]\nregistry = "sparse+{server.url}/index/"\n'
        )
        monkeypatch.setenv("CARGO_HOME", str(home))
        monkeypatch.chdir(tmp_path)
        yield server


def _fetched(client, folder, version=None):
    target = Target(ecosystem="crates", name="demo", version=version)
    return list(CRATES.fetch(target, client, folder))


def test_a_release_is_fetched_from_the_source_that_replaces_the_registry(index, client, tmp_path):
    (found,) = _fetched(client, tmp_path / "got", "1.0.0")
    assert found.artifact.sha256 == found.expected_sha256 == hashlib.sha256(BODY).hexdigest()
    assert found.artifact.purl == "pkg:cargo/demo@1.0.0"
    assert b'"1.0.0"' in found.metadata


def test_a_wrong_checksum_is_yielded_with_both_digests(index, client, tmp_path):
    (found,) = _fetched(client, tmp_path / "got", "1.1.0")
    assert found.expected_sha256 == "0" * 64 != found.artifact.sha256


def test_without_a_version_the_newest_that_is_not_yanked_is_meant(index, client, tmp_path):
    assert _fetched(client, tmp_path / "got")[0].artifact.version == "1.1.0"


def test_what_is_not_there_is_said(index, client, tmp_path):
    with pytest.raises(NotFoundError, match="no version 9"):
        _fetched(client, tmp_path, "9.0.0")
    with pytest.raises(NotFoundError, match="check the spelling"):
        CRATES.history("absent", client)


def test_an_answer_that_is_no_index_is_said(index, client):
    index.routes["/index/de/mo/demo"] = always(b"<html>")
    with pytest.raises(NetworkError, match="sparse index"):
        CRATES.history("demo", client)


def test_a_replacement_in_a_circle_or_by_git_is_a_usage_error(tmp_path):
    home = tmp_path / ".cargo"
    home.mkdir()
    circle = '[source.crates-io]\nreplace-with = "a"\n[source.a]\nreplace-with = "a"\n'
    git = '[source.crates-io]\nreplace-with = "g"\n[source.g]\ngit = "https://git.example/x"\n'
    for text in (circle, git):
        (home / "config.toml").write_text(text)
        with pytest.raises(UsageError):
            crates_config.source({"HOME": str(tmp_path)}, tmp_path)


def test_a_dependency_that_the_index_hides_is_a_finding():
    manifest = _described({"Cargo.toml": PACKAGE + '[dependencies]\nhidden = "1"\n'}).manifest
    line = json.dumps({"name": "demo", "vers": "1.0.0", "deps": [{"name": "shown"}]}).encode()
    artifact = identify("demo-1.0.0.crate")[1]
    (fact,) = CRATES.metadata_facts(artifact, manifest, line)
    assert (fact.behaviour, fact.values[0].text) == ("meta/manifest-confusion", "hidden")


def test_a_lock_file_names_the_crates_of_a_registry(tmp_path):
    path = tmp_path / "Cargo.lock"
    path.write_text(
        'version = 3\n[[package]]\nname = "own"\nversion = "0.1.0"\n'
        '[[package]]\nname = "serde"\nversion = "1.0.1"\nchecksum = "' + "a" * 64 + '"\n'
        'source = "registry+https://github.com/rust-lang/crates.io-index"\n'
    )
    found = list(lockfiles.targets(path, failed=pytest.fail))
    assert [(one.ecosystem, one.name, one.version) for one in found] == [
        ("crates", "serde", "1.0.1")
    ]
    assert found[0].hashes == ("sha256:" + "a" * 64,)


def test_variables_stand_in_the_place_of_cargos_files(tmp_path):
    (tmp_path / ".cargo").mkdir()
    (tmp_path / ".cargo" / "config.toml").write_text(
        '[source.crates-io]\nreplace-with = "my-own"\n[registries.my-own]\nindex = "x"\n'
    )
    environment = {
        "HOME": str(tmp_path),
        "CARGO_REGISTRIES_MY_OWN_INDEX": "sparse+https://own.example/index",
        "CARGO_HTTP_PROXY": "http://proxy.example:3128",
    }
    found = crates_config.source(environment, tmp_path)
    assert found.index == "https://own.example/index/"
    assert found.proxy == "http://proxy.example:3128"


def test_a_broken_configuration_of_cargo_is_told(tmp_path, caplog):
    (tmp_path / ".cargo").mkdir()
    (tmp_path / ".cargo" / "config.toml").write_text("[source")
    crates_config.source({"HOME": str(tmp_path)}, tmp_path)
    assert "cannot be read, so what it says of sources is not known" in caplog.text
