"""The other side of the nursery: the clean process that forks sealed children."""

import contextlib
import gc
import importlib
import os
import select
import signal
import socket
from types import ModuleType

import msgspec

from pratique.confine import seal
from pratique.confine.nursery import Report, Request

_YOUNG = 20_000
"""Objects between two collections in a child, which lives for milliseconds."""


def main(entry: str, control: int) -> None:
    """Warm the entry module, then fork a child per request until the other side closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    channel = socket.socket(fileno=control)
    module = importlib.import_module(entry)
    module.warm()
    seal.prepare()
    gc.collect()
    gc.disable()
    gc.freeze()
    children: dict[int, int] = {}  # pidfd → pid
    poller = select.poll()
    poller.register(control, select.POLLIN)
    while True:
        for ready, _ in poller.poll():
            if ready == control:
                if not _serve(channel, module, children, poller):
                    _end(children)
                    return
            else:
                poller.unregister(ready)
                _reap(channel, ready, children.pop(ready))


def _serve(
    channel: socket.socket, module: ModuleType, children: dict[int, int], poller: select.poll
) -> bool:
    message, files, _, _ = socket.recv_fds(channel, 1 << 20, 2)
    if not message:
        return False
    request = msgspec.msgpack.decode(message, type=Request)
    if request.kill:
        if request.kill in children.values():
            os.kill(request.kill, signal.SIGKILL)
        return True
    data, pipe = files
    pid = os.fork()
    if pid == 0:
        _child(channel, module, request, data, pipe)
    os.close(data)
    os.close(pipe)
    handle = os.pidfd_open(pid)
    children[handle] = pid
    poller.register(handle, select.POLLIN)
    channel.send(msgspec.msgpack.encode(Report(pid=pid)))
    return True


def _child(
    channel: socket.socket, module: ModuleType, request: Request, data: int, pipe: int
) -> None:
    code = 70
    try:
        os.setpgid(0, 0)
        channel.close()
        os.dup2(0, 2)  # the null device: what reads hostile bytes has no way to a terminal
        os.dup2(data, 0)
        os.dup2(pipe, 1)
        ruleset = seal.prepared()
        for low, high in ((3, ruleset), (ruleset + 1, 4096)) if ruleset >= 3 else ((3, 4096),):
            os.closerange(low, high)
        seal.apply(memory_bytes=request.memory_bytes, cpu_seconds=request.cpu_seconds)
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
