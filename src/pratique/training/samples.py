"""Where evaluation gets its artifacts: locked benign corpora, and a bare repository of malware.

Malware is read from git as a blob into anonymous memory and never touches a disk; only paths in
the given list are read, and every blob must have the digest that the list states.
"""

import gzip
import hashlib
import os
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Literal, cast

import msgspec

from pratique.ecosystems import identify
from pratique.errors import CorpusError
from pratique.model import Fetched

PER_CAMPAIGN = 3
"""At most so many archives of one campaign count in a test."""
SMALL = 20_000


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """One artifact of an evaluation, and what is known of it."""

    key: str
    """Stable name: path in the list, or ecosystem/name/version/filename."""
    filename: str
    sha256: str
    group: str
    """The campaign, or the project."""
    malicious: bool
    strata: tuple[str, ...]
    path: str = ""
    """File on disk; empty for what is read from the repository."""


class _Listed(msgspec.Struct, frozen=True, kw_only=True):
    path: str
    sha256: str
    size: int
    campaign: str
    split: Literal["train", "dev"]


class _Locked(msgspec.Struct, frozen=True, kw_only=True):
    ecosystem: str
    name: str
    version: str
    filename: str
    sha256: str
    unpacked_size: int
    strata: tuple[str, ...] = ()


def listed(path: Path, split: str, per_campaign: int = PER_CAMPAIGN) -> tuple[Sample, ...]:
    """Return the first archives, by digest, of every campaign in one split of the open list."""
    try:
        lines = gzip.decompress(path.read_bytes()).splitlines()
    except (OSError, EOFError) as error:
        raise CorpusError(f"{path}: the list of samples cannot be read ({error})") from error
    campaigns: dict[str, list[_Listed]] = defaultdict(list)
    for line in lines:
        entry = msgspec.json.decode(line, type=_Listed)
        if entry.split == split:
            campaigns[entry.campaign].append(entry)
    chosen = []
    for campaign in sorted(campaigns):
        entries = sorted(campaigns[campaign], key=lambda entry: entry.sha256)
        for entry in entries[:per_campaign]:
            filename = entry.path.rpartition("/")[2]
            chosen.append(
                Sample(
                    key=entry.path,
                    filename=filename,
                    sha256=entry.sha256,
                    group=campaign,
                    malicious=True,
                    strata=("wheel" if filename.endswith(".whl") else "sdist",),
                )
            )
    return tuple(chosen)


def locked(lock: Path, root: Path) -> tuple[Sample, ...]:
    """Return the artifacts of a locked corpus; each must be on disk (`make corpus`)."""
    samples = []
    for line in lock.read_bytes().splitlines():
        entry = msgspec.json.decode(line, type=_Locked)
        file = root / entry.ecosystem / entry.sha256[:2] / entry.sha256 / entry.filename
        if not file.is_file():
            raise CorpusError(f"{lock.name}: {entry.filename} is not on disk; run `make corpus`")
        small = ("small",) if entry.unpacked_size < SMALL else ()
        samples.append(
            Sample(
                key=f"{entry.ecosystem}/{entry.name}/{entry.version}/{entry.filename}",
                filename=entry.filename,
                sha256=entry.sha256,
                group=f"{entry.ecosystem}/{entry.name}",
                malicious=False,
                strata=tuple(dict.fromkeys(entry.strata + small)),
                path=str(file),
            )
        )
    return tuple(samples)


def fewer(samples: tuple[Sample, ...], groups: int | None) -> tuple[Sample, ...]:
    """Return the samples of so many groups, chosen by digest; all of them without a number."""
    if groups is None:
        return samples
    by_digest = sorted(samples, key=lambda one: one.sha256)
    kept = frozenset(list(dict.fromkeys(one.group for one in by_digest))[:groups])
    return tuple(one for one in samples if one.group in kept)


class Repository:
    """A bare git repository of samples, read blob by blob through one `git cat-file`."""

    def __init__(self, folder: Path) -> None:
        command = ["git", "-C", str(folder), "cat-file", "--batch"]
        self._git = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def blob(self, sample: Sample) -> bytes:
        """Return the bytes of a listed sample; CorpusError when the digest is not the list's."""
        asking = cast("IO[bytes]", self._git.stdin)
        answering = cast("IO[bytes]", self._git.stdout)
        asking.write(f"HEAD:{sample.key}\n".encode())
        asking.flush()
        header = answering.readline().split()
        if len(header) != 3 or header[1] != b"blob":
            raise CorpusError(f"{sample.key}: not in the repository of samples")
        data = answering.read(int(header[2]))
        answering.read(1)
        if hashlib.sha256(data).hexdigest() != sample.sha256:
            raise CorpusError(f"{sample.key}: its digest is not the one in the list")
        return data

    def close(self) -> None:
        """End git."""
        if self._git.stdin is not None:
            self._git.stdin.close()
        if self._git.stdout is not None:
            self._git.stdout.close()
        self._git.wait()


@contextmanager
def opened(sample: Sample, repository: Repository | None) -> Iterator[Fetched]:
    """Give a sample as something to review; what comes from the repository stays in memory."""
    _, artifact = identify(sample.filename)
    if sample.path:
        yield Fetched(artifact=artifact, path=sample.path)
        return
    if repository is None:
        raise CorpusError(f"{sample.key}: no repository of samples was given")
    descriptor = os.memfd_create("sample")
    try:
        with os.fdopen(os.dup(descriptor), "wb") as file:
            file.write(repository.blob(sample))
        yield Fetched(artifact=artifact, path=f"/proc/self/fd/{descriptor}")
    finally:
        os.close(descriptor)
