"""A child that was taken over: each payload names something it tries; it answers what came of it."""

import ctypes
import errno
import os
import resource
import signal
import socket
import struct
import tempfile
import threading
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
    except RuntimeError as error:
        return f"denied:{error}"
    except ValueError as error:
        return f"denied:{error}"
    return f"done:{result}"


def _connect():
    with socket.socket() as stream:
        stream.settimeout(1)
        stream.connect(("127.0.0.1", 9))


def _fill_memory():
    return len([bytearray(64 << 20) for _ in range(64)])


def _daemonise():
    os.setsid()
    if os.fork():
        os._exit(0)
    time.sleep(60)


def _threads():
    for _ in range(200):
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    return "200 threads"


def _fill_disk():
    with tempfile.TemporaryFile() as file:
        return file.write(bytes(1 << 20))


def _open_socket(family, kind):
    with socket.socket(family, kind) as made:
        return made.fileno()


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
        "list": lambda: [each.name for each in Path(argument).iterdir()],
        "ptrace": lambda: _syscall(101, 16, int(argument or 0), 0, 0),
        "kill": lambda: os.kill(int(argument), 0),
        "memory": _fill_memory,
        "setsid": os.setsid,
        "unlink": lambda: Path(argument).unlink(),
        "daemonise": _daemonise,
        "threads": _threads,
        "disk": _fill_disk,
        "udp": lambda: _open_socket(socket.AF_INET, socket.SOCK_DGRAM),
        "tcp6": lambda: _open_socket(socket.AF_INET6, socket.SOCK_STREAM),
        "unix-socket": lambda: _open_socket(socket.AF_UNIX, socket.SOCK_STREAM),
        "netlink": lambda: _open_socket(socket.AF_NETLINK, socket.SOCK_RAW),
        "vsock": lambda: _open_socket(socket.AF_VSOCK, socket.SOCK_STREAM),
        "write-artifact": lambda: os.write(file, b"x"),
        "truncate-artifact": lambda: os.ftruncate(file, 0),
        "reopen-artifact": lambda: os.open(f"/proc/self/fd/{file}", os.O_RDWR),
        "symlink": lambda: Path(argument).symlink_to("/etc"),
        "mkdir": lambda: Path(argument).mkdir(),
        "chmod": lambda: Path(argument).chmod(0o777),
        "kill-all": lambda: os.kill(-1, 0),
        "kill-parent": lambda: os.kill(os.getppid(), signal.SIGKILL),
        "ptrace-parent": lambda: _syscall(101, 16, os.getppid(), 0, 0),
        "parent-memory": lambda: os.open(f"/proc/{os.getppid()}/mem", os.O_RDONLY),
        "parent-files": lambda: [each.name for each in Path(f"/proc/{os.getppid()}/fd").iterdir()],
        "vm-write": lambda: _syscall(311, int(argument), 0, 0, 0, 0, 0),
        "pidfd": lambda: _syscall(434, int(argument), 0),
        "unshare": lambda: _syscall(272, 0x10000000),
        "io-uring": lambda: _syscall(425, 1, 0),
        "userfaultfd": lambda: _syscall(323, 0),
        "keyctl": lambda: _syscall(250, 0, 0, 0),
        "perf": lambda: _syscall(298, 0, 0, 0, 0, 0),
        "chroot": lambda: os.chroot("/"),
        "setuid": lambda: os.setuid(0),
        "raise-limit": _raise_limit,
        "memfd": lambda: _syscall(319, b"x", 0),
        "vm-read": lambda: _syscall(310, int(argument), 0, 0, 0, 0, 0),
        "mount": lambda: _syscall(165, b"none", b"/mnt", b"tmpfs", 0, 0),
        "bpf": lambda: _syscall(321, 0, struct.pack("=Q", 0), 8),
    }
    return _tries(actions[what]).encode()


def _raise_limit():
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)


def _syscall(number, *arguments):
    value = ctypes.CDLL(None, use_errno=True).syscall(number, *arguments)
    if value < 0:
        raise OSError(ctypes.get_errno(), "syscall")
    return value
