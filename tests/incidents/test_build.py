"""The incidents are built alike each time, are well formed, inert, and say where to look."""

import csv
import email.parser
import hashlib
import io
import json
import shutil
import subprocess
import tarfile
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.incidents.build import HERE, Built, build
from tests.incidents.case import cases, load
from tests.incidents.inert import live_hosts

FOLDERS = cases(HERE)
IDS = tuple(folder.name for folder in FOLDERS)
WHOLE = {"wheel", "npm"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    out = tmp_path_factory.mktemp("incidents")
    return {folder.name: build(folder, out) for folder in FOLDERS}


def contents(path: Path) -> dict[str, bytes]:
    """Return the members of an archive as the standard library reads them."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            return {name: archive.read(name) for name in archive.namelist()}
    with tarfile.open(path) as archive:
        members = [member for member in archive.getmembers() if member.isfile()]
        return {member.name: archive.extractfile(member).read() for member in members}  # type: ignore[union-attr]


def all_contents(built: dict[str, Built]) -> Iterator[tuple[str, str, bytes]]:
    for case, one in built.items():
        for archive in one.archives:
            for name, body in contents(archive.path).items():
                yield f"{case}/{archive.path.name}", name, body


def test_every_row_of_the_table_is_there() -> None:
    assert len(FOLDERS) == 13
    assert all(f"`{name}`" in (HERE / "README.md").read_text() for name in IDS)


def test_most_incidents_demand_the_strongest_verdict() -> None:
    demanded = [
        {release.expect for release in load(folder).release if release.role == "bad"}
        for folder in FOLDERS
    ]
    assert sum("malicious" in one for one in demanded) >= 10
    assert not any("clear" in one for one in demanded)


@pytest.mark.parametrize("name", IDS)
def test_each_incident_has_a_clear_previous_and_a_bad_release_with_evidence(name: str) -> None:
    case = load(HERE / name)
    roles = {release.role: release for release in case.release}
    assert roles["previous"].expect == "clear"
    assert not roles["previous"].evidence
    for release in case.release:
        if release.expect != "clear":
            assert release.evidence, release.role
            assert release.why, release.role
        if release.against:
            assert release.against in roles


def test_a_second_build_is_the_same_byte_for_byte(built: dict[str, Built], tmp_path: Path) -> None:
    for folder in FOLDERS:
        again = build(folder, tmp_path)
        first = built[folder.name]
        for old, new in zip(first.archives, again.archives, strict=True):
            assert old.path.read_bytes() == new.path.read_bytes(), old.path.name


def test_planted_texts_stand_on_their_lines(built: dict[str, Built]) -> None:
    for one in built.values():
        for planted in one.planted:
            lines = contents(planted.archive)[planted.member].split(b"\n")
            assert planted.text.encode() in lines[planted.line - 1]


def test_previous_releases_are_without_the_planted_texts(built: dict[str, Built]) -> None:
    for one in built.values():
        texts = {planted.text.encode() for planted in one.planted if planted.role == "bad"}
        for archive in one.archives:
            if archive.role in {"previous", "repository"}:
                whole = b"\n".join(contents(archive.path).values())
                assert not [text for text in texts if text in whole]


def test_bad_releases_change_something_honest_too(built: dict[str, Built]) -> None:
    for name, one in built.items():
        roles = {archive.role: archive for archive in one.archives if archive.kind in WHOLE}
        old, new = (contents(roles[role].path) for role in ("previous", "bad"))
        hidden = {planted.member for planted in one.planted}
        touched = {path for path in new if path in old and new[path] != old[path]} - hidden
        honest = [path for path in touched if path.endswith((".py", ".js", ".ts"))]
        assert honest, name


def test_wheels_record_what_they_hold(built: dict[str, Built]) -> None:
    wheels = [a.path for one in built.values() for a in one.archives if a.kind == "wheel"]
    assert wheels
    for path in wheels:
        members = contents(path)
        record = next(name for name in members if name.endswith("/RECORD"))
        rows = {row[0]: row for row in csv.reader(io.StringIO(members[record].decode()))}
        assert set(rows) == set(members)
        for name, body in members.items():
            digest = urlsafe_b64encode(hashlib.sha256(body).digest()).rstrip(b"=").decode()
            assert name == record or rows[name][1:] == [f"sha256={digest}", str(len(body))]


def test_metadata_names_the_release(built: dict[str, Built]) -> None:
    for one in built.values():
        versions = {release.role: release.version for release in one.case.release}
        for archive in one.archives:
            members = contents(archive.path)
            for name, body in members.items():
                if name.endswith((".dist-info/METADATA", "/PKG-INFO")):
                    said = email.parser.BytesParser().parsebytes(body)
                    assert said["Version"] == versions[archive.role]
                if name == "package/package.json":
                    assert json.loads(body)["version"] == versions[archive.role]


def test_registry_answers_carry_the_archives_digests(built: dict[str, Built]) -> None:
    for one in built.values():
        for archive in one.archives:
            answers = sorted((archive.path.parent / "registry").glob("*.json"))
            text = "".join(path.read_text() for path in answers)
            kind = hashlib.sha1 if archive.kind == "npm" else hashlib.sha256
            if answers:
                assert kind(archive.path.read_bytes()).hexdigest() in text


def test_no_address_leads_anywhere(built: dict[str, Built]) -> None:
    for where, name, body in all_contents(built):
        assert not live_hosts(body), f"{where}: {name}"
    for piece in HERE.glob("*/pieces/*"):
        assert not live_hosts(piece.read_bytes()), piece


def test_python_files_compile(built: dict[str, Built]) -> None:
    for where, name, body in all_contents(built):
        if name.endswith(".py"):
            compile(body, f"{where}/{name}", "exec")


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node to check syntax")
def test_javascript_files_parse(built: dict[str, Built], tmp_path: Path) -> None:
    seen = set()
    for place, (where, name, body) in enumerate(all_contents(built)):
        if not name.endswith(".js") or body in seen:
            continue
        seen.add(body)
        module = b"\nexport " in body or body.startswith((b"import ", b"export "))
        path = tmp_path / f"{place}.{'mjs' if module else 'cjs'}"
        path.write_bytes(body)
        done = subprocess.run(["node", "--check", path], capture_output=True, check=False)
        assert done.returncode == 0, f"{where}: {name}: {done.stderr[-300:]!r}"


def test_committed_files_are_small() -> None:
    for path in HERE.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.stat().st_size < 60_000, path
