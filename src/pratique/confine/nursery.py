"""Start children from a clean, warmed process, and collect what they say.

    this process ── request, file, pipe ──▶ nursery (clean, warmed) ── fork ──▶ child (sealed)
          ▲                                     │ pid, exit status                │
          └────────────── result, through the pipe ◀──────────────────────────────┘

The nursery is started by exec with an empty environment: neither it nor its children hold any
secret of this process. It never opens what it is handed.
"""

import contextlib
import os
import select
import socket
import sys
import time
from typing import BinaryIO, Self

import msgspec

from pratique.errors import ConfineError
from pratique.limits import Limits


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What the nursery is told: start a child with this payload, or kill one."""

    payload: bytes = b""
    memory_bytes: int = 0
    cpu_seconds: int = 0
    kill: int = 0


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What the nursery tells: a child was started (`pid`), or has ended."""

    pid: int
    ended: bool = False
    signal: int = 0
    code: int = 0
    cpu: float = 0.0
    """User and system CPU seconds of the child."""
    peak: int = 0
    """Largest resident size of the child, in bytes."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How a child ended, and the bytes it sent."""

    data: bytes = b""
    why: str = "exit"
    """exit, signal, timeout, output (it sent more than it may) or nursery (that process died)."""
    signal: int = 0
    code: int = 0
    cpu: float = 0.0
    peak: int = 0

    @property
    def whole(self) -> bool:
        """Whether the child ended by itself, in order, having said something."""
        return self.why == "exit" and self.signal == 0 and self.code == 0 and bool(self.data)


class Child:
    """One running child. Poll `fileno()` for reading, call `pump()` until it returns True."""

    def __init__(self, nursery: "Nursery", pid: int, pipe: int, limits: Limits) -> None:
        self._nursery = nursery
        self.pid = pid
        self._pipe = pipe
        self._limits = limits
        self._parts: list[bytes] = []
        self._received = 0
        self._why = "exit"
        self.deadline = time.monotonic() + limits.wall_seconds

    def fileno(self) -> int:
        """Return the descriptor that becomes readable when the child says something or ends."""
        return self._pipe

    def pump(self) -> bool:
        """Read what is there; True once the child has closed its end or had to be killed."""
        if time.monotonic() > self.deadline:
            return self.kill("timeout")
        try:
            part = os.read(self._pipe, 1 << 20)
        except BlockingIOError:
            return False
        if not part:
            return True
        self._received += len(part)
        if self._received > self._limits.output_bytes:
            return self.kill("output")
        self._parts.append(part)
        return False

    def wait(self) -> None:
        """Pump until the child has closed its end or had to be killed."""
        poller = select.poll()
        poller.register(self._pipe, select.POLLIN)
        while True:
            poller.poll(1000 * max(0.0, self.deadline - time.monotonic()) + 10)
            if self.pump():
                return

    def kill(self, why: str) -> bool:
        """End the child now; its outcome will say why. Returns True, as `pump` does at an end."""
        self._why = why
        self._nursery.send(Request(kill=self.pid))
        return True

    def outcome(self) -> Outcome:
        """Wait for the exit status and return what came of it. Call once, after `pump` is True."""
        os.close(self._pipe)
        report = self._nursery.ended(self.pid, 0.5)
        if report is None:  # it closed its pipe and lives on
            self.kill("timeout" if self._why == "exit" else self._why)
            report = self._nursery.ended(self.pid, 10.0)
        data = b"".join(self._parts)
        if report is None:
            return Outcome(data=data, why="nursery")
        why = "signal" if report.signal and self._why == "exit" else self._why
        return Outcome(
            data=data,
            why=why,
            signal=report.signal,
            code=report.code,
            cpu=report.cpu,
            peak=report.peak,
        )


class Nursery:
    """The process that forks children. Use as a context manager; it ends with its owner.

    `entry` names a module with `warm()`, called once, which returns the folders that children may
    read beside Python's own; `rehearse()`, called once before the second child, or before any with
    `closed=True` where children cannot open files; and `work(payload, file) -> bytes`, called in
    each child with the request's payload and an open file descriptor.
    """

    def __init__(self, entry: str) -> None:
        import subprocess

        self._reports: dict[int, Report] = {}
        self._started: list[int] = []
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket = ours
        command = "import sys; sys.path[:] = sys.argv[3:]; "
        command += "from pratique.confine.forker import main; main(sys.argv[1], int(sys.argv[2]))"
        arguments = [sys.executable, "-I", "-S", "-c", command, entry, str(theirs.fileno())]
        try:
            self._process: subprocess.Popen[bytes] = subprocess.Popen(
                [*arguments, *sys.path],
                env={key: os.environ[key] for key in _KEPT if key in os.environ},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
            )
        except OSError as error:
            raise ConfineError(f"the reading process could not be started: {error}") from error
        finally:
            theirs.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """Process id of the nursery, for measuring its memory."""
        return self._process.pid

    def start(self, payload: bytes, file: BinaryIO, limits: Limits) -> Child:
        """Fork a child that works on an open file; it has its own limits and its own pipe."""
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        request = Request(
            payload=payload, memory_bytes=limits.memory_bytes, cpu_seconds=limits.cpu_seconds
        )
        try:
            socket.send_fds(
                self._socket, [msgspec.msgpack.encode(request)], [file.fileno(), writing]
            )
        except OSError as error:
            os.close(reading)
            raise ConfineError("the reading process has ended; start again") from error
        finally:
            os.close(writing)
        while not self._started:
            self._receive(None)
        return Child(self, self._started.pop(0), reading, limits)

    def send(self, request: Request) -> None:
        """Send a request without descriptors; a dead nursery is noticed where it matters."""
        with contextlib.suppress(OSError):
            self._socket.send(msgspec.msgpack.encode(request))

    def ended(self, pid: int, seconds: float) -> Report | None:
        """Return the exit report of a child, waiting for it at most so long."""
        until = time.monotonic() + seconds
        while pid not in self._reports:
            left = until - time.monotonic()
            if left <= 0 or not self._receive(left):
                return None
        return self._reports.pop(pid)

    def _receive(self, seconds: float | None) -> bool:
        self._socket.settimeout(seconds)
        try:
            message = self._socket.recv(65536)
        except TimeoutError:
            return False
        except ConnectionError:
            message = b""
        if not message:
            raise ConfineError("the reading process ended unexpectedly; run `pratique doctor`")
        report = msgspec.msgpack.decode(message, type=Report)
        if report.ended:
            self._reports[report.pid] = report
        else:
            self._started.append(report.pid)
        return True

    def close(self) -> None:
        """End the nursery; its children die with it."""
        import subprocess

        self._socket.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


_KEPT = ("PRATIQUE_CACHE", "PRATIQUE_CACHE_DIR", "HOME", "XDG_CACHE_HOME", "LANG")
"""Variables that say where the compiled pattern database is; none of them is a secret."""


def run(nursery: Nursery, payload: bytes, file: BinaryIO, limits: Limits) -> Outcome:
    """Start one child and wait for its end."""
    child = nursery.start(payload, file, limits)
    child.wait()
    return child.outcome()
