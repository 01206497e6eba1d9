"""What people get wrong: one plain line that says what, where and what to do, and the exit code."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.ecosystems.building import wheel_files
from tests.ecosystems.serving import Server, always

WHEEL = "demo-1.0-py3-none-any.whl"


def pratique(*arguments: str, index: str = "http://127.0.0.1:9/simple/", **more: str):
    """Run the real command with pip's configuration pointing at an index of the test."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    environment = kept | {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": index} | more
    command = [sys.executable, "-m", "pratique.cli", *arguments]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    files = wheel_files()
    with zipfile.ZipFile(tmp_path / WHEEL, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, body in files.items():
            archive.writestr(zipfile.ZipInfo(path, (2020, 2, 2, 0, 0, 0)), body)
    return tmp_path / WHEEL


def one_line(done, *words: str) -> None:
    """Assert one line on stderr without a traceback that has all these words."""
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("pratique: ")
    for word in words:
        assert word in lines[0]


def test_an_honest_wheel_is_clear(wheel: Path) -> None:
    done = pratique("review", str(wheel))
    assert (done.returncode, done.stderr) == (0, "")
    assert "CLEAR" in done.stdout


def test_a_missing_file(tmp_path: Path) -> None:
    done = pratique("review", str(tmp_path / "none.whl"))
    assert done.returncode == 1
    one_line(done, "none.whl", "No such file", "pypi:name==version")


def test_an_empty_folder(tmp_path: Path) -> None:
    done = pratique("review", str(tmp_path))
    assert done.returncode == 1
    one_line(done, str(tmp_path), "no artifact", "name wheels")


def test_an_empty_file_is_held(tmp_path: Path) -> None:
    (tmp_path / WHEEL).touch()
    done = pratique("review", str(tmp_path / WHEEL))
    assert (done.returncode, done.stderr) == (3, "")
    assert "empty-file" in done.stdout


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_truncated_wheel_is_not_clear(wheel: Path, share: float) -> None:
    wheel.write_bytes(wheel.read_bytes()[: int(wheel.stat().st_size * share)])
    done = pratique("review", str(wheel), "--format", "jsonl")
    assert (done.returncode, done.stderr) == (3, "")
    said = json.loads(done.stdout)
    assert said["verdict"]["classification"] in {"held", "refused"}
    assert any(one["effect"] in {"hold", "refuse"} for one in said["limitations"])


def test_an_unknown_project() -> None:
    with Server({}) as server:
        done = pratique("review", "pypi:demo==1.0", index=f"{server.url}/simple/")
    assert done.returncode == 1
    one_line(done, "no project demo", "check the spelling", server.url)


def answered(server: Server, wheel: Path, digest: str, status: int = 200) -> None:
    """Let a server offer one wheel under a digest."""
    listing = {
        "meta": {"api-version": "1.0"},
        "name": "demo",
        "files": [
            {"filename": WHEEL, "url": f"{server.url}/{WHEEL}", "hashes": {"sha256": digest}}
        ],
    }
    kind = "application/vnd.pypi.simple.v1+json"
    server.routes["/simple/demo/"] = always(json.dumps(listing).encode(), Content_Type=kind)
    server.routes[f"/{WHEEL}"] = always(wheel.read_bytes(), status)


def test_a_version_that_is_not_there(wheel: Path) -> None:
    with Server({}) as server:
        answered(server, wheel, hashlib.sha256(wheel.read_bytes()).hexdigest())
        done = pratique("review", "pypi:demo==2.0", index=f"{server.url}/simple/")
    assert done.returncode == 1
    one_line(done, "demo has no version 2.0", "1.0")


def test_a_file_that_is_gone(wheel: Path) -> None:
    with Server({}) as server:
        answered(server, wheel, hashlib.sha256(wheel.read_bytes()).hexdigest(), 404)
        done = pratique("review", "pypi:demo==1.0", index=f"{server.url}/simple/")
    assert done.returncode == 1
    one_line(done, WHEEL)


def test_a_digest_that_does_not_match_is_held(wheel: Path) -> None:
    with Server({}) as server:
        answered(server, wheel, "0" * 64)
        done = pratique(
            "review", "pypi:demo==1.0", "--format", "jsonl", index=f"{server.url}/simple/"
        )
    assert done.returncode == 3
    said = json.loads(done.stdout)
    assert said["verdict"]["classification"] == "held"
    assert [one["code"] for one in said["limitations"]] == ["digest"]


def test_no_network() -> None:
    done = pratique("review", "pypi:demo==1.0")
    assert done.returncode == 1
    one_line(done, "127.0.0.1:9", "check the network")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("review",), ("name something to review", "pypi:name==version")),
        (("review", "pypi:demo=="), ("demo==", "name==version")),
        (("review", "x.whl", "--format", "nope"), ("nope", "jsonl")),
        (("reviwe",), ("reviwe",)),
    ],
)
def test_a_wrong_use_says_what_to_write(arguments: tuple[str, ...], words: tuple[str, ...]) -> None:
    done = pratique(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


def test_what_can_be_reviewed_is_reviewed_beside_what_cannot(wheel: Path) -> None:
    done = pratique("review", str(wheel), str(wheel.with_name("none.whl")), "--format", "jsonl")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    one_line(done, "none.whl")
