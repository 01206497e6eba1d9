"""A child that was taken over: each payload names something it tries; it answers what came of it."""

import ctypes
import errno
import os
import signal
import socket
import struct
import time
from pathlib import Path


def warm() -> None:
    """Nothing to warm."""


def _tries(action):
    try:
        result = action()
    except OSError as error:
        return f"denied:{errno.errorcode.get(error.errno, error.errno)}"
    except MemoryError:
        return "denied:memory"
    return f"done:{result}"


def _connect():
    with socket.socket() as stream:
        stream.settimeout(1)
        stream.connect(("127.0.0.1", 9))


def _fill_memory():
    blocks = []
    for _ in range(64):
        blocks.append(bytearray(64 << 20))
    return len(blocks)


def _raw_socket():
    number = ctypes.CDLL(None, use_errno=True).syscall(41, 2, 1, 0)
    if number < 0:
        raise OSError(ctypes.get_errno(), "socket")
    return number


def work(payload: bytes, file: int) -> bytes:
    """Do what the payload says."""
    what, _, argument = payload.decode().partition(" ")
    if what == "echo":
        return os.read(file, 1 << 20)
    if what == "environment":
        return Path("/proc/self/environ").read_bytes() + repr(dict(os.environ)).encode()
    if what == "die":
        os.kill(os.getpid(), int(argument))
    if what == "abort":
        ctypes.string_at(0)
    if what == "sleep":
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        time.sleep(60)
    if what == "spin":
        while True:
            pass
    if what == "flood":
        while True:
            os.write(1, b"A" * 65536)
    if what == "close":
        os.close(1)
        time.sleep(60)
    if what == "half":
        os.write(1, b'{"half":')
        os._exit(3)
    actions = {
        "socket": _connect,
        "raw-socket": _raw_socket,
        "fork": os.fork,
        "exec": lambda: os.execv("/bin/true", ["/bin/true"]),
        "write": lambda: os.open(argument, os.O_WRONLY | os.O_CREAT),
        "read": lambda: Path(argument).read_bytes(),
        "list": lambda: os.listdir(argument),
        "ptrace": lambda: _syscall(101, 16, int(argument or 0), 0, 0),
        "kill": lambda: os.kill(int(argument), 0),
        "memory": _fill_memory,
        "setsid": os.setsid,
        "unlink": lambda: os.unlink(argument),
        "memfd": lambda: _syscall(319, b"x", 0),
        "vm-read": lambda: _syscall(310, int(argument), 0, 0, 0, 0, 0),
        "mount": lambda: _syscall(165, b"none", b"/mnt", b"tmpfs", 0, 0),
        "bpf": lambda: _syscall(321, 0, struct.pack("=Q", 0), 8),
    }
    return _tries(actions[what]).encode()


def _syscall(number, *arguments):
    value = ctypes.CDLL(None, use_errno=True).syscall(number, *arguments)
    if value < 0:
        raise OSError(ctypes.get_errno(), "syscall")
    return value
