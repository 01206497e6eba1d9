"""A child that was taken over can do nothing but answer; each attempt ends within its budget."""

import os
import sys
import time
from pathlib import Path

import msgspec
import pytest

from pratique.confine import Nursery, Outcome
from pratique.confine.nursery import run
from pratique.limits import MIB, Limits
from tests.confine.attacker import OPEN

LIMITS = Limits(wall_seconds=3.0, cpu_seconds=2, memory_bytes=256 * MIB, output_bytes=1 * MIB)


@pytest.fixture(scope="module")
def nursery():
    os.environ["PRATIQUE_TEST_CANARY"] = "canary-secret"
    with Nursery("tests.confine.attacker") as started:
        yield started
    del os.environ["PRATIQUE_TEST_CANARY"]


@pytest.fixture
def attempt(nursery, tmp_path):
    path = tmp_path / "artifact"
    path.write_bytes(b"the artifact")

    def go(payload: str, limits: Limits = LIMITS) -> Outcome:
        with path.open("rb") as file:
            return run(nursery, payload.encode(), file, limits)

    yield go
    # Whatever the child tried, the nursery lives and the next child works.
    assert go("echo").data == b"the artifact"


def test_a_child_reads_the_folder_that_was_opened_for_it(attempt):
    assert b"'attacker.py'" in attempt(f"list {OPEN}").data


def test_a_child_reads_the_file_it_was_handed(attempt):
    outcome = attempt("echo")
    assert outcome.whole
    assert outcome.data == b"the artifact"
    assert outcome.cpu < 1


@pytest.mark.parametrize(
    "payload",
    [
        "socket",
        "raw-socket",
        "fork",
        "exec",
        "write /tmp/pratique-escape",
        "read /etc/passwd",
        "read /proc/1/environ",
        f"read /proc/{os.getpid()}/environ",
        f"ptrace {os.getpid()}",
        f"kill {os.getpid()}",
        f"vm-read {os.getpid()}",
        "memory",
        "setsid",
        "memfd",
        "mount",
        "bpf",
        "unlink /tmp/pratique-escape",
        "daemonise",
        "disk",
        "udp",
        "tcp6",
        "unix-socket",
        "netlink",
        "vsock",
        "write-artifact",
        "truncate-artifact",
        "reopen-artifact",
        "symlink /tmp/pratique-escape",
        "mkdir /tmp/pratique-escape",
        "chmod /tmp",
        "kill-all",
        "kill-parent",
        "ptrace-parent",
        "parent-memory",
        "parent-files",
        f"vm-write {os.getpid()}",
        f"pidfd {os.getpid()}",
        "unshare",
        "io-uring",
        "userfaultfd",
        "keyctl",
        "perf",
        "chroot",
        "setuid",
        "raise-limit",
        "threads",
        f"thread-signal {os.getpid()}",
        "thread-signal-parent",
        f"signal-by-descriptor {os.getpid()}",
        f"queue-signal {os.getpid()}",
        "inode-flags",
        "thaw",
        "type-into-terminal",
        "lock-artifact",
        "lease-artifact",
        "pipe-size",
        "path-handle",
        "clone",
        "take-descriptor",
        "splice",
        "shared-memory",
        "message-queue",
        "pin-parent",
        "limit-parent",
        "old-gate",
        "x32",
        "watch",
        "change-mode",
        "list .",
        "read pyproject.toml",
        "list /tmp",
        f"list {Path.home()}",
        f"list {OPEN.parent}",
        f"read {OPEN.parent / 'test_structure.py'}",
        f"write {OPEN / 'escape'}",
        f"chmod {OPEN}",
        f"symlink {OPEN / 'escape'}",
    ],
)
def test_a_child_is_denied(attempt, payload):
    outcome = attempt(payload)
    assert outcome.data.startswith(b"denied:") or not outcome.whole, outcome
    assert not Path("/tmp/pratique-escape").exists()


def test_a_child_has_no_secret_in_its_environment(attempt):
    outcome = attempt("environment")
    assert b"canary-secret" not in outcome.data


def test_a_child_has_its_file_its_pipe_and_no_terminal(attempt):
    held = attempt("descriptors").data.decode()
    assert held.count("done:") == 3, held
    assert held.index("artifact") < held.index("pipe:") < held.index("/dev/null"), held


def test_a_child_of_root_has_no_capability_but_reading(nursery, tmp_path):
    path = tmp_path / "artifact"
    path.write_bytes(b"the artifact")
    with path.open("rb") as file:
        child = nursery.start(b"sleep", file, LIMITS)
    status = Path(f"/proc/{child.pid}/status")
    until = time.monotonic() + 2
    while "Seccomp:\t2" not in status.read_text() and time.monotonic() < until:
        time.sleep(0.01)
    said = dict(line.split(":\t", 1) for line in status.read_text().splitlines())
    child.kill("timeout")
    child.outcome()
    assert int(said["CapEff"], 16) & ~(1 << 2) == 0, said["CapEff"]
    assert int(said["CapPrm"], 16) & ~(1 << 2) == 0, said["CapPrm"]


def test_a_crash_names_its_signal(attempt):
    outcome = attempt("abort")
    assert (outcome.why, outcome.signal) == ("signal", 11)


@pytest.mark.parametrize("payload", ["sleep", "close"])
def test_a_child_that_ignores_signals_ends_at_its_deadline(attempt, payload):
    begun = time.monotonic()
    outcome = attempt(payload)
    assert outcome.why == "timeout"
    assert time.monotonic() - begun < 6


def test_a_spinning_child_ends_at_its_cpu_limit(attempt):
    patient = msgspec.structs.replace(LIMITS, cpu_seconds=1, wall_seconds=60.0)
    outcome = attempt("spin", patient)
    assert outcome.why == "signal"
    assert outcome.signal in {9, 24}


def test_a_flood_of_output_ends_the_child(attempt):
    outcome = attempt("flood")
    assert outcome.why == "output"
    assert len(outcome.data) <= LIMITS.output_bytes


def test_half_an_answer_is_not_whole(attempt):
    outcome = attempt("half")
    assert not outcome.whole
    assert outcome.code == 3


def test_the_python_that_runs_is_the_one_that_started_it():
    assert sys.executable
