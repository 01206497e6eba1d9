"""Take from the calling process whatever a reader of hostile bytes does not need.

Layers, each used where the kernel has it: rlimits, no-new-privs, not dumpable, no capabilities,
Landlock (read-only below Python's own folders, so that lazy imports work), seccomp (an allow-list
without sockets, processes, signals, or writing files; `fcntl` and `ioctl` only for what Python asks
of a file it opened: both can send signals and change inodes). Source: `landlock(7)`, `seccomp(2)`,
`capabilities(7)`.
"""

import ctypes
import os
import platform
import resource
import struct
import sys
import sysconfig
from functools import cache
from pathlib import Path

import msgspec

import pratique

_PR_SET_PDEATHSIG = 1
_PR_GET_DUMPABLE = 3
_PR_SET_DUMPABLE = 4
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2
_LANDLOCK_CREATE_RULESET = 444
_LANDLOCK_ADD_RULE = 445
_LANDLOCK_RESTRICT_SELF = 446
_LANDLOCK_READ = 0x4 | 0x8  # READ_FILE | READ_DIR
_LANDLOCK_FS_ALL = {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF, 4: 0x7FFF}
_LANDLOCK_FS_NEWEST = 0xFFFF
_INSTALLED = ("site-packages", "dist-packages", "lib-dynload")

_ALLOWED = (
    "read readv pread64 preadv write writev lseek close fstat newfstatat stat lstat statx access "
    "faccessat faccessat2 readlink readlinkat getdents64 getcwd dup "
    "mmap munmap mprotect mremap madvise brk mincore membarrier "
    "futex set_robust_list rseq sched_yield sched_getaffinity getcpu "
    "rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack restart_syscall "
    "clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday time times "
    "getrusage getrandom getpid gettid getppid getuid geteuid getgid getegid uname sysinfo "
    "poll ppoll select pselect6 exit exit_group"
).split()
_FCNTL = (0, 1, 2, 3, 1030)  # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC
_IOCTL = (0x5401, 0x802C542A, 0x5450, 0x5451)  # TCGETS, TCGETS2, FIONCLEX, FIOCLEX
_SYS_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPABILITY_VERSION = 0x20080522
_CAP_DAC_READ_SEARCH = 1 << 2
"""Kept where there were any: root reads modules in folders of others, as Landlock allows."""


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """What is in force in a sealed child; `pratique doctor` prints it."""

    no_new_privileges: bool
    landlock: int
    """Version of the kernel's Landlock interface in use; 0 where it has none."""
    seccomp: bool
    resource_limits: bool = True


class Sealing(msgspec.Struct, frozen=True, kw_only=True):
    """What is built once in the parent of many children, so that a child only has to apply it."""

    seal: Seal
    ruleset: int
    """Descriptor of the Landlock ruleset, which must stay open until `apply`; -1 for none."""
    program: ctypes.Array[ctypes.c_char] | None
    """The seccomp program; None where the library or the kernel lacks it."""
    capset: int
    """Number of the call that drops capabilities; 0 where there are none to drop."""


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


@cache
def landlock_version() -> int:
    """Return the kernel's Landlock interface version, 0 where there is none."""
    if sys.platform != "linux":
        return 0
    return max(0, int(_libc().syscall(_LANDLOCK_CREATE_RULESET, None, 0, 1)))


@cache
def _filter(*, may_open: bool) -> bytes:
    """Compile the seccomp allow-list once; empty where the library or the kernel lacks it."""
    try:
        import tempfile

        import pyseccomp
    except (ImportError, OSError, RuntimeError):
        return b""
    rules = pyseccomp.SyscallFilter(pyseccomp.ERRNO(1))
    for name in _ALLOWED:
        try:
            rules.add_rule(pyseccomp.ALLOW, name)
        except (OSError, ValueError):
            continue  # this architecture has no call of that name
    for name, requests in (("fcntl", _FCNTL), ("ioctl", _IOCTL)):
        for request in requests:
            equal = pyseccomp.Arg(1, pyseccomp.EQ, request)
            rules.add_rule(pyseccomp.ALLOW, name, equal)
    if may_open:
        # only O_RDONLY, O_CLOEXEC, O_DIRECTORY, O_NOFOLLOW, O_LARGEFILE: nothing that writes,
        # and no O_PATH, which Landlock does not see
        writing = 0o3 | 0o100 | 0o1000 | 0o2000 | 0o10000000
        argument = pyseccomp.Arg(2, pyseccomp.MASKED_EQ, writing, 0)
        rules.add_rule(pyseccomp.ALLOW, "openat", argument)
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()


def _ruleset(folders: tuple[str, ...]) -> int:
    """Open a Landlock ruleset that allows reading some folders; -1 where not possible."""
    version = landlock_version()
    if not version:
        return -1
    libc = _libc()
    handled = _LANDLOCK_FS_ALL.get(version, _LANDLOCK_FS_NEWEST)
    network = 3 if version >= 4 else 0
    attributes = struct.pack("=QQQ", handled, network, 3 if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = int(libc.syscall(_LANDLOCK_CREATE_RULESET, attributes, size, 0))
    if ruleset < 0:
        return -1
    for folder in folders:
        try:
            handle = os.open(folder, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue
        rule = struct.pack("=Qi", _LANDLOCK_READ, handle)
        libc.syscall(_LANDLOCK_ADD_RULE, ruleset, 1, rule, 0)
        os.close(handle)
    return ruleset


def readable_folders() -> tuple[str, ...]:
    """Return the folders that a sealed child may read: where Python's modules and libraries are.

    Not all of `sys.path`: it may hold the folder where somebody works, with what lies beside.
    """
    folders = {*map(sysconfig.get_path, ("stdlib", "platstdlib", "purelib", "platlib"))}
    folders |= {entry for entry in sys.path if Path(entry).name in _INSTALLED}
    folders |= {str(Path(pratique.__file__).parent), str(Path(msgspec.__file__).parent.parent)}
    folders |= {"/lib", "/lib64", "/usr/lib"}
    return tuple(sorted(folder for folder in folders if Path(folder).is_dir()))


def prepare(folders: tuple[str, ...] = ()) -> Sealing:
    """Build the filters once in the parent of many children, and say what will be in force.

    `folders` may be read beside Python's own.
    """
    ruleset = _ruleset(readable_folders() + folders)
    if sys.platform == "linux":
        _libc().prctl(_PR_GET_DUMPABLE, 0, 0, 0, 0)  # what is loaded here no child has to load
    program = _filter(may_open=ruleset >= 0)
    return Sealing(
        seal=Seal(
            no_new_privileges=sys.platform == "linux",
            landlock=landlock_version() if ruleset >= 0 else 0,
            seccomp=bool(program),
        ),
        ruleset=ruleset,
        program=ctypes.create_string_buffer(program, len(program)) if program else None,
        capset=_SYS_CAPSET.get(platform.machine(), 0) if not os.geteuid() else 0,
    )


def mapped() -> int:
    """Return the bytes that are mapped into this process, which a fork of it starts with."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    return int(pages) * resource.getpagesize()


def _limit(ceiling: int, cpu_seconds: int) -> None:
    for which, value in (
        (resource.RLIMIT_AS, ceiling),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        hard = resource.getrlimit(which)[1]
        soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (soft, soft))


def _seccomp(libc: ctypes.CDLL, program: ctypes.Array[ctypes.c_char]) -> bool:
    header = struct.pack("=HxxxxxxQ", len(program) // 8, ctypes.addressof(program))
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, header, 0, 0) == 0)


def _drop_capabilities(libc: ctypes.CDLL, number: int) -> None:
    """Give up every capability but that of reading."""
    kept = _CAP_DAC_READ_SEARCH
    sets = struct.pack("=6I", kept, kept, 0, 0, 0, 0)
    libc.syscall(number, struct.pack("=Ii", _CAPABILITY_VERSION, 0), sets)


def apply(sealing: Sealing, *, ceiling: int, cpu_seconds: int) -> None:
    """Seal the calling process for good. Everything it still needs must be open by now.

    `ceiling` is in bytes of mapped memory, what was mapped before included.
    """
    _limit(ceiling, cpu_seconds)
    if sys.platform != "linux":
        return
    libc = _libc()
    libc.prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if sealing.ruleset >= 0:
        libc.syscall(_LANDLOCK_RESTRICT_SELF, sealing.ruleset, 0)
        os.close(sealing.ruleset)
    if sealing.capset:
        _drop_capabilities(libc, sealing.capset)
    if sealing.program is not None:
        _seccomp(libc, sealing.program)
