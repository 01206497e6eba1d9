"""The re-enactments are built alike each time, are well formed, inert, and say where to look."""

import io
import json
import re
import shutil
import subprocess
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.incidents.build import Built
from tests.incidents.case import Ecosystem
from tests.incidents.inert import live_hosts
from tests.reenactments import java
from tests.reenactments.build import HERE, build
from tests.reenactments.case import folders, load

needs_javac = pytest.mark.skipif(not java.available(), reason="needs a Java compiler")
FOLDERS = tuple(one for one in folders(HERE) if one.parent.name != "maven" or java.available())
LEAST: Mapping[Ecosystem, int] = {"npm": 25, "crates": 12, "maven": 12, "pypi": 20}


def key(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    out = tmp_path_factory.mktemp("reenactments")
    return {key(folder): build(folder, out) for folder in FOLDERS}


def contents(path: Path | io.BytesIO) -> dict[str, bytes]:
    """Return the members of an archive as the standard library reads them, nested jars too."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            found = {name: archive.read(name) for name in archive.namelist()}
        for name, body in list(found.items()):
            if body.startswith(b"PK\x03\x04"):
                inner = contents(io.BytesIO(body))
                found |= {f"{name}!/{path}": text for path, text in inner.items()}
        return found
    assert isinstance(path, Path)
    with tarfile.open(path) as archive:
        members = [member for member in archive.getmembers() if member.isfile()]
        return {member.name: archive.extractfile(member).read() for member in members}  # type: ignore[union-attr]


def all_contents(built: dict[str, Built]) -> Iterator[tuple[str, str, bytes]]:
    for case, one in built.items():
        for archive in one.archives:
            for name, body in contents(archive.path).items():
                yield f"{case}/{archive.path.name}", name, body


@pytest.mark.parametrize("ecosystem", LEAST)
def test_every_ecosystem_has_its_techniques_and_twins(ecosystem: Ecosystem) -> None:
    every = [load(folder) for folder in folders(HERE, ecosystem)]
    assert sum(one.expect != "clear" for one in every) >= LEAST[ecosystem]
    assert sum(one.expect == "clear" for one in every) >= 5


@pytest.mark.parametrize("ecosystem", LEAST)
def test_the_readme_counts_them(ecosystem: Ecosystem) -> None:
    every = [load(folder).expect for folder in folders(HERE, ecosystem)]
    twins = every.count("clear")
    row = f"| `{ecosystem}` | {len(every) - twins} | {twins} |"
    assert row in (HERE / "README.md").read_text()


@pytest.mark.parametrize("folder", folders(HERE), ids=key)
def test_techniques_have_evidence_and_twins_have_a_technique(folder: Path) -> None:
    said = load(folder)
    if said.expect == "clear":
        assert folder.name.startswith("twin-")
        assert not said.evidence
        assert (folder.parent / said.twin_of / "expected.toml").exists(), said.twin_of
    else:
        assert said.evidence
        assert said.source
        assert not said.twin_of


def test_no_two_packages_share_a_name() -> None:
    names = [(folder.parent.name, load(folder).name) for folder in folders(HERE)]
    assert len(names) == len(set(names))


def test_a_second_build_is_the_same_byte_for_byte(built: dict[str, Built], tmp_path: Path) -> None:
    java.compiled.cache_clear()
    for folder in FOLDERS:
        again = build(folder, tmp_path)
        for old, new in zip(built[key(folder)].archives, again.archives, strict=True):
            assert old.path.read_bytes() == new.path.read_bytes(), old.path.name


def test_planted_texts_stand_on_their_lines(built: dict[str, Built]) -> None:
    seen = 0
    for one in built.values():
        for planted in one.planted:
            body = contents(planted.archive)[planted.member]
            seen += 1
            if not planted.member.endswith(".class"):
                assert planted.text.encode() in body.split(b"\n")[planted.line - 1]
    assert seen > len(FOLDERS) / 2


@needs_javac
@pytest.mark.skipif(shutil.which("javap") is None, reason="needs javap to list line numbers")
def test_planted_lines_of_classes_have_code(built: dict[str, Built], tmp_path: Path) -> None:
    for case, one in built.items():
        for place, planted in enumerate(one.planted):
            if planted.member.endswith(".class"):
                path = tmp_path / f"{case.replace('/', '-')}-{place}.class"
                path.write_bytes(contents(planted.archive)[planted.member])
                command = ["javap", "-l", "-p", str(path)]
                done = subprocess.run(command, capture_output=True, text=True, check=False)
                assert f"line {planted.line}:" in done.stdout, f"{case}: {planted.member}"


def test_manifests_parse_and_name_the_release(built: dict[str, Built]) -> None:
    checked = 0
    for one in built.values():
        for archive in one.archives:
            members = contents(archive.path)
            version = one.case.release[0].version
            if archive.kind == "npm":
                said = json.loads(members["package/package.json"])
                assert (said["name"], said["version"]) == (one.case.name, version)
                checked += 1
            if archive.kind == "crate":
                top = f"{one.case.name}-{version}"
                package = tomllib.loads(members[f"{top}/Cargo.toml"].decode())["package"]
                assert (package["name"], package["version"]) == (one.case.name, version)
                checked += 1
            if archive.kind == "wheel":
                assert any(name.endswith(".dist-info/RECORD") for name in members)
                checked += 1
            if archive.kind == "jar":
                assert next(iter(members)) == "META-INF/MANIFEST.MF"
                assert any(name.endswith("pom.properties") for name in members)
                checked += 1
    assert checked > 50


def test_no_address_leads_anywhere(built: dict[str, Built]) -> None:
    for where, name, body in all_contents(built):
        assert not live_hosts(body), f"{where}: {name}"
    for piece in HERE.glob("*/*/pieces/*"):
        assert not live_hosts(piece.read_bytes()), piece


def test_python_files_compile(built: dict[str, Built]) -> None:
    for where, name, body in all_contents(built):
        if name.endswith(".py"):
            compile(body, f"{where}/{name}", "exec")


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node to check syntax")
def test_javascript_files_parse(built: dict[str, Built], tmp_path: Path) -> None:
    for place, (where, name, body) in enumerate(all_contents(built)):
        if not name.endswith(".js"):
            continue
        module = re.search(rb"^(?:export|import) ", body, re.MULTILINE) is not None
        path = tmp_path / f"{place}.{'mjs' if module else 'cjs'}"
        path.write_bytes(body)
        done = subprocess.run(["node", "--check", path], capture_output=True, check=False)
        assert done.returncode == 0, f"{where}: {name}: {done.stderr[-300:]!r}"


def test_committed_files_are_small() -> None:
    for path in HERE.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.stat().st_size < 30_000, path
