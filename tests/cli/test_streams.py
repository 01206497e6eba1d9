"""Odd files, odd names and odd standard streams end in one clear line and the right exit code."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.hostile.packages import WHEEL, wheel
from tests.hostile.payload import HARMLESS, SIGNAL

COMMAND = [sys.executable, "-m", "pratique.cli", "review"]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / WHEEL).write_bytes(wheel(SIGNAL.python))
    return tmp_path


def run(*arguments, **options) -> subprocess.CompletedProcess[bytes]:
    options = {"stdout": subprocess.PIPE, "stdin": subprocess.DEVNULL, **options}
    return subprocess.run(
        [*COMMAND, *arguments], stderr=subprocess.PIPE, check=False, timeout=60, **options
    )


def test_a_pipe_and_a_device_are_refused_in_a_line(folder):
    os.mkfifo(folder / "tidewaiter-1.0.tar.gz")
    for path in (folder / "tidewaiter-1.0.tar.gz", "/dev/zero"):
        done = run(str(path))
        assert done.returncode == 1
        assert done.stderr.count(b"\n") == 1
        assert b"is a device or a pipe; copy it to a file" in done.stderr


def test_an_empty_name_is_a_usage_error():
    done = run("")
    assert done.returncode == 2
    assert b"an empty name" in done.stderr


def test_a_name_that_is_no_utf8_is_spelled_out(tmp_path):
    name = os.fsencode(tmp_path) + b"/caf\xe9-1.0-py3-none-any.whl"
    with open(name, "wb") as file:  # noqa: PTH123  # a name that is no text
        file.write(wheel(SIGNAL.python))
    for target in (name, os.fsencode(tmp_path)):
        done = run(target)
        assert done.returncode == 12, done.stderr
        assert b"Traceback" not in done.stderr
        assert b"caf\\xe9" in done.stdout


def test_a_closed_output_leaves_the_exit_code(folder):
    line = '"$@" >&-'
    arguments = ["sh", "-c", line, "sh", *COMMAND, str(folder / WHEEL)]
    done = subprocess.run(arguments, stderr=subprocess.PIPE, check=False, timeout=60)
    assert done.returncode == 12, done.stderr
    assert done.stderr == b""


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_full_output_is_a_failure_in_a_line(folder, form):
    with open("/dev/full", "wb") as full:  # noqa: PTH123  # a device
        done = run("--format", form, str(folder / WHEEL), stdout=full)
    assert done.returncode == 1
    assert (
        done.stderr == b"pratique: standard output: cannot be written (No space left on device)\n"
    )


def test_what_cannot_be_read_in_a_folder_stops_nothing_behind_it(folder):
    (folder / "a-1.0-py3-none-any.whl").symlink_to("/proc/self/mem")
    done = run(str(folder))
    assert done.returncode == 12
    assert b"cannot be read" in done.stderr
    assert b"MALICIOUS" in done.stdout


def test_an_interrupt_is_one_line_and_leaves_nobody_behind(tmp_path):
    for number in range(300):
        path = tmp_path / f"tidewaiter-1.{number}-py3-none-any.whl"
        path.write_bytes(wheel(HARMLESS.python))
    process = subprocess.Popen(
        [*COMMAND, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=_listening,  # noqa: PLW1509 - no thread runs here
    )
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130, said
    assert said.strip() == b"pratique: stopped"
    until = time.monotonic() + 5
    while _alive(process.pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _alive(process.pid)


def _listening() -> None:
    """Take interrupts, also where whoever started the tests in the background does not."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_what_an_error_or_a_warning_quotes_cannot_steer_the_terminal(tmp_path):
    path = tmp_path / "requirements.txt"
    path.write_text(f"-e \x1b[31mred\none\x1b]0;title\x07 @ x\nlong {'x' * 100_000}\n")
    done = run("-r", str(path))
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert len(lines) == 3
    assert all(line.startswith("pratique: ") and len(line) < 1100 for line in lines)
    assert "\\x1b[31mred" in lines[0]
    assert "one\\x1b]0;title\\x07" in lines[1]
    assert b"\x1b" not in done.stderr
