"""Whatever an installer of this machine puts on disk, the reviewer has seen.

Inert archives are installed offline into a scratch folder; nothing of them is run. What is asserted,
and all that is said, is our own outcome: every file that appeared is one of the contents we read.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from tests.hostile.case import Case
from tests.hostile.judging import inspection, read_contents, seen_digests
from tests.hostile.packages import CRATE, JAR, NPM, SDIST, WHEEL
from tests.hostile.payload import HARMLESS
from tests.hostile.suite import TABLES

MARKED = msgspec.structs.replace(
    HARMLESS,
    signal=True,
    python=b'"""Inert."""\n\nMARK = "quay"\n',
    setup=HARMLESS.setup + b'MARK = "quay"\n',
    javascript=b"module.exports = 'quay';\n",
)
"""Inert, and unlike the harmless twin, so that two contents of one name can be told apart."""
WRITTEN = frozenset(
    "INSTALLER REQUESTED direct_url.json RECORD .lock uv_cache.json .package-lock.json package-lock.json".split()
)
"""What installers write themselves, beside the starters of scripts in `bin`."""
SECONDS = 60
SELECTED = {
    "zip": WHEEL,
    "names in zips": WHEEL,
    "wheels": WHEEL,
    "tar": SDIST,
    "members of tars": SDIST,
    "npm and crates": NPM,
    "jars": JAR,
}


def chosen(filename: str) -> list[Case]:
    return [
        case
        for name, wanted in SELECTED.items()
        for case in TABLES[name]
        if wanted == filename == case.filename and not case.heavy and "bomb" not in case.id
    ]


def installed(folder: Path) -> dict[str, str]:
    """Return the sha256 of every file that appeared, but for what installers write themselves."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
        and not path.is_symlink()
        and path.name not in WRITTEN
        and path.parent.name != "bin"
    }


def unseen(data: bytes, filename: str, folder: Path) -> list[str]:
    """Return what appeared and is no content, nor part of one, that the reviewer had before it."""
    found = inspection(data, filename)
    if found.coverage.fired:  # a limit that was met is said, and holds
        return []
    if any(one.code.startswith("duplicate-") for one in found.limitations if one.effect != "note"):
        return []  # refused; what arrives of two that are written to one place is left to chance
    digests = seen_digests(found)
    missing = [name for name, digest in installed(folder).items() if digest not in digests]
    if not missing:
        return []
    contents = read_contents(data, filename)
    sparse = any(limitation.code == "tar-sparse" for limitation in found.limitations)

    def had(body: bytes) -> bool:
        parts = [part for part in body.split(b"\0") if part] if sparse else [body]
        return all(any(part in content for content in contents) for part in parts)

    return [name for name in missing if not had((folder / name).read_bytes())]


def outside(scratch: Path, allowed: set[str]) -> list[str]:
    return [each.name for each in scratch.iterdir() if each.name not in allowed]


def run(command: list[str], cwd: Path) -> None:
    """Run an installer; it may fail, and it has no index, no hooks and no home of ours."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(cwd),
        "PIP_CONFIG_FILE": "/dev/null",
        "PIP_NO_INDEX": "1",
        "PIP_NO_CACHE_DIR": "1",
        "UV_OFFLINE": "1",
        "UV_NO_CONFIG": "1",
        "UV_CACHE_DIR": str(cwd / "cache"),
        "npm_config_cache": str(cwd / "cache"),
        "npm_config_offline": "true",
        "npm_config_ignore_scripts": "true",
        "npm_config_update_notifier": "false",
    }
    subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, timeout=SECONDS, check=False
    )


@pytest.fixture
def scratch(tmp_path):
    place = tmp_path / "deep" / "deeper" / "scratch"
    place.mkdir(parents=True)
    yield place
    assert {each.name for each in tmp_path.iterdir()} == {"deep"}
    assert {each.name for each in (tmp_path / "deep").iterdir()} == {"deeper"}


def _wheel_installers() -> list[str]:
    uv = Path(sys.executable).with_name("uv")
    return ["pip", *(["uv"] if uv.exists() else [])]


@pytest.mark.slow
@pytest.mark.parametrize("tool", _wheel_installers())
def test_what_is_installed_from_a_wheel_was_seen(tool, tmp_path):
    failures, arrived = [], 0
    for number, case in enumerate(chosen(WHEEL)):
        if tool == "pip" and number % 8:
            continue  # it takes half a second to start; the other installer gets every case
        scratch = tmp_path / str(number)
        scratch.mkdir()
        data = case.build(MARKED)
        (scratch / WHEEL).write_bytes(data)
        target = ["--no-deps", "--target", str(scratch / "site"), str(scratch / WHEEL)]
        if tool == "pip":
            run([sys.executable, "-m", "pip", "install", "-q", "--no-compile", *target], scratch)
        else:
            uv = str(Path(sys.executable).with_name("uv"))
            run([uv, "pip", "install", "-q", "--python", sys.executable, *target], scratch)
        if (scratch / "site").exists():
            arrived += bool(installed(scratch / "site"))
            failures += [f"{case.id}: {name}" for name in unseen(data, WHEEL, scratch / "site")]
        failures += [f"{case.id}: {name}" for name in outside(scratch, {WHEEL, "site", "cache"})]
        shutil.rmtree(scratch)
    assert not failures
    assert arrived > 5, "no installer of this machine installed anything: the test shows nothing"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("npm") is None, reason="no npm on this machine")
def test_what_is_installed_from_a_tarball_was_seen(tmp_path):
    failures, arrived = [], 0
    for number, case in enumerate(chosen(NPM)):
        scratch = tmp_path / str(number)
        scratch.mkdir()
        data = case.build(MARKED)
        (scratch / NPM).write_bytes(data)
        (scratch / "package.json").write_text('{"name": "scratch", "version": "1.0.0"}')
        command = ["npm", "install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund"]
        run([*command, f"./{NPM}"], scratch)
        if (scratch / "node_modules").exists():
            arrived += bool(installed(scratch / "node_modules"))
            failures += [
                f"{case.id}: {name}" for name in unseen(data, NPM, scratch / "node_modules")
            ]
    assert not failures
    assert arrived > 5


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("jar") is None, reason="no JDK on this machine")
def test_what_is_taken_out_of_a_jar_was_seen(tmp_path):
    failures, arrived = [], 0
    for number, case in enumerate(chosen(JAR)):
        scratch = tmp_path / str(number)
        (scratch / "out").mkdir(parents=True)
        data = case.build(MARKED)
        (scratch / JAR).write_bytes(data)
        run(["jar", "xf", f"../{JAR}"], scratch / "out")
        arrived += bool(installed(scratch / "out"))
        failures += [f"{case.id}: {name}" for name in unseen(data, JAR, scratch / "out")]
        failures += [f"{case.id}: {name}" for name in outside(scratch, {JAR, "out"})]
    assert not failures
    assert arrived > 3


@pytest.mark.slow
def test_what_any_tar_reader_takes_out_of_an_sdist_was_seen(tmp_path):
    failures, arrived = [], 0
    readers = [name for name in ("tar", "bsdtar", "busybox") if shutil.which(name)]
    for number, case in enumerate([*chosen(SDIST), *_crates()]):
        data = case.build(MARKED)
        for reader in readers:
            scratch = tmp_path / f"{number}-{reader}"
            (scratch / "out").mkdir(parents=True)
            (scratch / case.filename).write_bytes(data)
            words = [reader, "tar"] if reader == "busybox" else [reader]
            run([*words, "-xzf", f"../{case.filename}"], scratch / "out")
            arrived += bool(installed(scratch / "out"))
            failures += [
                f"{case.id}: {name}" for name in unseen(data, case.filename, scratch / "out")
            ]
            shutil.rmtree(scratch)
    assert not failures
    assert arrived > 5


def _crates() -> list[Case]:
    return [case for case in TABLES["npm and crates"] if case.filename == CRATE]
