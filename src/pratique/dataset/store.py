"""The dataset on disk: catalogue and sealed blobs, held together so that neither outruns the other.

A blob is durable before the catalogue mentions it; so a kill leaves at most a blob without a row,
which the next import takes as it is and `collect` deletes otherwise. Every read is written down.
"""

import datetime as dt
import getpass
import hashlib
from pathlib import Path
from typing import Self

import msgspec

from pratique.dataset import blobs, key, sealing
from pratique.dataset.catalogue import Catalogue
from pratique.dataset.record import Sample
from pratique.errors import DatasetError


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What an integrity check found."""

    blobs: int
    missing: tuple[str, ...] = ()
    """Samples whose blob is not there."""
    damaged: tuple[str, ...] = ()
    """Blobs that do not open, or hold something else."""
    orphans: tuple[str, ...] = ()
    """Blobs that no row mentions."""
    catalogue: tuple[str, ...] = ()
    """What SQLite says of its file."""

    @property
    def whole(self) -> bool:
        """Tell whether nothing is lost; orphans are no loss."""
        return not (self.missing or self.damaged or self.catalogue)


class Store:
    """An open dataset. Without a key everything but bytes of samples can be used."""

    def __init__(self, folder: Path, *, secret: bytes | None = None, write: bool = False) -> None:
        self.folder = folder
        self.catalogue = Catalogue(folder, write=write)
        self._secret = secret
        try:
            self._know_key(write=write)
            address = self.catalogue.meta("blobs") or str(folder / "blobs")
            self.blobs = blobs.opened(address)
        except DatasetError:
            self.catalogue.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.catalogue.close()

    def _know_key(self, *, write: bool) -> None:
        if self._secret is None:
            return
        known = self.catalogue.meta("key")
        given = key.check(self._secret)
        if known and known != given:
            raise DatasetError(f"{self.folder}: the key is not the one that it was made with")
        if not known and write:
            with self.catalogue.transaction():
                self.catalogue.set_meta("key", given)

    @property
    def secret(self) -> bytes:
        """Return the key; DatasetError when none was given."""
        if self._secret is None:
            raise DatasetError(
                f"{self.folder}: this needs the key: --key-file, {key.VARIABLE} or --keyring"
            )
        return self._secret

    def put(self, sample: Sample, data: bytes) -> bool:
        """Store one sample's bytes; True when they were not there. The row is the caller's."""
        if hashlib.sha256(data).hexdigest() != sample.sha256:
            raise DatasetError(
                f"{sample.filename}: its bytes have another digest than was promised"
            )
        secret = self.secret
        if self._opens(sample.sha256):
            return False
        self.blobs.put(sample.sha256, sealing.seal(secret, sample.sha256, data))
        return True

    def _opens(self, sha256: str) -> bool:
        """Tell whether a good blob is there; a damaged one is written anew by whoever asks."""
        if not self.blobs.has(sha256):
            return False
        try:
            sealing.unseal(self.secret, sha256, self.blobs.get(sha256))
        except DatasetError:
            return False
        return True

    def read(self, sha256: str, why: str) -> bytes:
        """Return a sample's bytes; who asked, when and why is written down first."""
        secret = self.secret
        with self.catalogue.transaction():
            self.catalogue.rows.execute(
                "insert into audit (at, who, sha256, why) values (?, ?, ?, ?)",
                (now(), getpass.getuser(), sha256, why),
            )
        return sealing.unseal(secret, sha256, self.blobs.get(sha256))

    def audits(self) -> tuple[tuple[str, str, str, str], ...]:
        """Return every read: time, user, digest, reason."""
        rows = self.catalogue.rows.execute("select at, who, sha256, why from audit order by id")
        return tuple((str(at), str(who), str(sha256), str(why)) for at, who, sha256, why in rows)

    def check(self) -> Checked:
        """Open every blob and compare with the catalogue."""
        secret = self.secret
        acknowledged = self.catalogue.stored()
        damaged, there = [], set()
        for sha256 in self.blobs.digests():
            there.add(sha256)
            try:
                sealing.unseal(secret, sha256, self.blobs.get(sha256))
            except (DatasetError, ValueError):
                damaged.append(sha256)
        return Checked(
            blobs=len(there),
            missing=tuple(sorted(acknowledged - there)),
            damaged=tuple(damaged),
            orphans=tuple(sorted(there - acknowledged)),
            catalogue=self.catalogue.problems(),
        )

    def collect(self) -> int:
        """Delete blobs that no row mentions and what interrupted writes left; return how many."""
        acknowledged = self.catalogue.stored()
        gone = self.blobs.sweep()
        for sha256 in tuple(self.blobs.digests()):
            if sha256 not in acknowledged:
                self.blobs.remove(sha256)
                gone += 1
        return gone


def now() -> str:
    """Return the time in UTC, ISO 8601 to the second."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
