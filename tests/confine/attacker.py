"""A child that was taken over: each payload names something it tries; it answers what came of it."""

import ctypes
import errno
import fcntl
import mmap
import os
import resource
import signal
import socket
import struct
import tempfile
import threading
import time
from pathlib import Path

OPEN = Path(__file__).parent
"""The folder that children may read beside Python's own."""


def warm():
    """Nothing to warm."""
    return (str(OPEN),)


def rehearse(*, closed=False):
    """Nothing to rehearse."""
    del closed


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


def _signal_by_descriptor(victim):
    """Have the kernel send a signal when the pipe can be written to: no call that is named kill."""
    fcntl.fcntl(1, fcntl.F_SETOWN, victim)
    fcntl.fcntl(1, 10, signal.SIGKILL)
    return fcntl.fcntl(1, fcntl.F_SETFL, os.O_ASYNC | os.O_WRONLY)


def _old_system_calls():
    """Call through the gate of 32-bit programs, whose numbers mean other calls."""
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")
    place = ctypes.addressof(ctypes.c_char.from_buffer(code))
    return ctypes.CFUNCTYPE(ctypes.c_int)(place)()


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
    if what == "descriptors":
        return repr([_tries(lambda n=n: Path(f"/proc/self/fd/{n}").readlink()) for n in range(64)
                     if _tries(lambda n=n: os.fstat(n)).startswith("done")]).encode()  # fmt: skip
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
        "thread-signal": lambda: _syscall(234, int(argument), int(argument), 0),
        "thread-signal-parent": lambda: _syscall(234, os.getppid(), os.getppid(), 9),
        "signal-by-descriptor": lambda: _signal_by_descriptor(int(argument)),
        "queue-signal": lambda: _syscall(129, int(argument), 9, bytes(128)),
        "inode-flags": lambda: fcntl.ioctl(file, 0x40086602, struct.pack("l", 0x40)),
        "thaw": lambda: fcntl.ioctl(file, 0xC0045878, 0),
        "type-into-terminal": lambda: fcntl.ioctl(2, 0x5412, b"x"),
        "lock-artifact": lambda: fcntl.lockf(file, fcntl.LOCK_SH),
        "lease-artifact": lambda: fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK),
        "pipe-size": lambda: fcntl.fcntl(1, 1031, 1 << 20),
        "path-handle": lambda: os.open("/etc/shadow", os.O_PATH),
        "clone": lambda: _syscall(435, bytes(64), 64),
        "take-descriptor": lambda: _syscall(438, 0, 0, 0),
        "splice": lambda: _syscall(275, 0, 0, 1, 0, 1, 0),
        "shared-memory": lambda: _syscall(29, 0, 4096, 0o1600),
        "message-queue": lambda: _syscall(68, 0, 0o1600),
        "pin-parent": lambda: _syscall(203, os.getppid(), 8, struct.pack("=Q", 1)),
        "limit-parent": lambda: _syscall(302, os.getppid(), 7, struct.pack("=QQ", 3, 3), 0),
        "old-gate": _old_system_calls,
        "x32": lambda: _syscall(0x40000000 + 39),
        "watch": lambda: _syscall(294, 0),
        "change-mode": lambda: os.fchmod(file, 0o777),
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
