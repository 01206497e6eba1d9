"""The other side of the nursery: the clean process that forks sealed children."""

import contextlib
import ctypes
import gc
import importlib
import os
import select
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import msgspec

from pratique.confine import pages, seal
from pratique.confine.nursery import Report, Request

_YOUNG = 20_000
"""Objects between two collections in a child, which lives for milliseconds."""


def main(entry: str, control: int) -> None:
    """Warm the entry module, then fork a child per request until the other side closes.

    The first child is forked from what every artifact needs. Only before the second is all loaded
    that any may need, so that a command over one artifact does not pay for it; without Landlock a
    child opens no files and could not load what is missing, so there it is loaded at once.
    """
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    channel = socket.socket(fileno=control)
    module = importlib.import_module(entry)
    sealing = seal.prepare(module.warm())
    forked, rehearsed = 0, not sealing.seal.landlock
    if rehearsed:
        module.rehearse(closed=True)
    mapped, fork = _settle(), _forking()
    children: dict[int, int] = {}  # pidfd → pid
    poller = select.poll()
    poller.register(control, select.POLLIN)
    while True:
        for ready, _ in poller.poll():
            if ready != control:
                poller.unregister(ready)
                _reap(channel, ready, children.pop(ready))
                continue
            message, files = _asked(channel)
            if not message:
                _end(children)
                os._exit(0)  # nothing here is worth taking apart
            request = msgspec.msgpack.decode(message, type=Request)
            if request.kill:
                if request.kill in children.values():
                    os.kill(request.kill, signal.SIGKILL)
                continue
            if forked and not rehearsed:
                module.rehearse()
                pages.collapse()
                mapped, fork = _settle(), _forking()
                rehearsed = True
            ceiling = mapped + request.memory_bytes
            pid = fork()
            if pid == 0:
                _child(module, sealing, request, ceiling, files)
            handle = _forked(channel, pid, files)
            forked += 1
            children[handle] = pid
            poller.register(handle, select.POLLIN)


def _asked(channel: socket.socket) -> tuple[bytes, list[int]]:
    """Return the next request; an empty one once whoever asks has ended or was stopped."""
    try:
        message, files, _, _ = socket.recv_fds(channel, 1 << 20, 2)
    except ConnectionError:
        return b"", []
    return message, files


def _settle() -> int:
    """Leave garbage behind, and collect no more: a collection writes to every page of the heap.

    Returns the bytes that every child starts with.
    """
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    gc.disable()
    gc.freeze()
    return seal.mapped()


def _forking() -> Callable[[], int]:
    """Return what forks this process.

    `os.fork` has every child seed generators and renew locks, which is for threads that there are
    not here: a twelfth of what a small artifact costs.
    """
    if sys.platform != "linux" or len(list(Path("/proc/self/task").iterdir())) > 1:
        return os.fork
    fork: Callable[[], int] = ctypes.PyDLL(None).fork
    return fork


def _forked(channel: socket.socket, pid: int, files: list[int]) -> int:
    """Leave the files to a child that was forked and say so; return its descriptor."""
    for descriptor in files:
        os.close(descriptor)
    if pid < 0:
        raise OSError("no process can be forked")
    handle = os.pidfd_open(pid)
    with contextlib.suppress(OSError):  # whoever asked is gone, which the next request tells
        channel.send(msgspec.msgpack.encode(Report(pid=pid)))
    return handle


def _child(
    module: ModuleType, sealing: seal.Sealing, request: Request, ceiling: int, files: list[int]
) -> None:
    data, pipe = files
    code = 70
    try:
        os.setpgid(0, 0)
        os.dup2(0, 2)  # the null device: what reads hostile bytes has no way to a terminal
        os.dup2(data, 0)
        os.dup2(pipe, 1)
        ruleset = sealing.ruleset
        for low, high in ((3, ruleset), (ruleset + 1, 4096)) if ruleset >= 3 else ((3, 4096),):
            os.closerange(low, high)
        seal.apply(sealing, ceiling=ceiling, cpu_seconds=request.cpu_seconds)
        gc.set_threshold(_YOUNG, 20, 50)
        gc.enable()
        answer = module.work(request.payload, 0)
        view = memoryview(answer)
        while view:
            view = view[os.write(1, view) :]
        code = 0
    except MemoryError:
        code = 71
    finally:
        os._exit(code)


def _reap(channel: socket.socket, handle: int, pid: int) -> None:
    _, status, usage = os.wait4(pid, 0)
    os.close(handle)
    exited = os.waitstatus_to_exitcode(status)
    report = Report(
        pid=pid,
        ended=True,
        signal=-exited if exited < 0 else 0,
        code=max(0, exited),
        cpu=usage.ru_utime + usage.ru_stime,
        peak=usage.ru_maxrss * 1024,
    )
    with contextlib.suppress(OSError):
        channel.send(msgspec.msgpack.encode(report))


def _end(children: dict[int, int]) -> None:
    for pid in children.values():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
