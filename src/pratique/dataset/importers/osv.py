"""Read OSV records of malicious packages (ossf/malicious-packages): folder, file or stream.

A record names releases, rarely files, so it becomes a `Package`; where it names digests, claims
about those files are made too. Keys that are not of the schema are reported and kept.
"""

import hashlib
import itertools
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from pratique.dataset.importers import names
from pratique.dataset.importers.options import Options
from pratique.dataset.intake import Item, Told, Unread
from pratique.dataset.record import Claim, Package, Sample
from pratique.errors import DatasetError
from pratique.model import EcosystemId

ECOSYSTEMS: dict[str, EcosystemId] = {
    "PyPI": "pypi",
    "npm": "npm",
    "crates.io": "crates",
    "Maven": "maven",
}
_KEYS = frozenset(
    "schema_version id modified published withdrawn aliases related upstream summary details "
    "severity affected references credits database_specific".split()
)
_AFFECTED_KEYS = frozenset(
    "package severity ranges versions ecosystem_specific database_specific".split()
)
_DATABASE_KEYS = frozenset(("malicious-packages-origins", "iocs"))
_LARGEST = 8 * 1024 * 1024


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """OSV's `package`."""

    ecosystem: str = ""
    name: str = ""
    purl: str = ""


class Range(msgspec.Struct, frozen=True, kw_only=True):
    """OSV's `ranges[]`."""

    type: str = ""
    events: tuple[dict[str, str], ...] = ()


class Affected(msgspec.Struct, frozen=True, kw_only=True):
    """OSV's `affected[]`."""

    package: Named = msgspec.field(default_factory=Named)
    versions: tuple[str, ...] = ()
    ranges: tuple[Range, ...] = ()
    database_specific: dict[str, object] = {}


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """The keys of an OSV record that the dataset uses."""

    id: str = ""
    """Empty in drafts, which are then known by their place."""
    modified: str = ""
    published: str = ""
    withdrawn: str = ""
    summary: str = ""
    details: str = ""
    aliases: tuple[str, ...] = ()
    affected: tuple[Affected, ...] = ()
    database_specific: dict[str, object] = {}


def count(place: Path, options: Options) -> int:
    """Return how many files there are; a stream does not say."""
    total = len(_paths(place)) if place.is_dir() else 0
    return min(total, options.limit) if options.limit else total


def items(place: Path, options: Options, known: Mapping[str, str]) -> Iterator[Item]:
    """Yield every record that is new or has changed."""
    taken = 0
    for name, raw in _raw(place):
        digest = hashlib.sha256(raw).hexdigest()
        if known.get(name) == digest:
            continue
        yield parsed(name, raw, options.source or "osv")
        taken += 1
        if taken == options.limit:
            return


def parsed(name: str, raw: bytes, source: str) -> Item:
    """Return what one record says, or why it cannot be read."""
    digest = hashlib.sha256(raw).hexdigest()
    try:
        tree = msgspec.json.decode(raw)
        record = msgspec.convert(tree, Record)
        record = record if record.id else msgspec.structs.replace(record, id=name)
    except (msgspec.DecodeError, msgspec.ValidationError, RecursionError) as error:
        return Unread(item=name, why=f"not an OSV record ({error})")
    if not record.affected:
        return Unread(item=name, why="names no affected package")
    unknown = [key for key in tree if key not in _KEYS]
    unknown += [f"database_specific.{key}" for key in record.database_specific
                if key not in _DATABASE_KEYS]  # fmt: skip
    unknown += [f"affected.{key}" for key in dict.fromkeys(itertools.chain(*tree["affected"]))
                if key not in _AFFECTED_KEYS]  # fmt: skip
    packages = tuple(
        _package(record, number, one, source=source, digest=digest, unknown=tuple(unknown), raw=raw)
        for number, one in enumerate(record.affected)
    )
    claims = tuple(_claims(packages, source, digest))
    samples = tuple(Sample(sha256=claim.sha256) for claim in claims)
    return Told(item=name, digest=digest, packages=packages, claims=claims, samples=samples)


def _package(
    record: Record,
    number: int,
    affected: Affected,
    *,
    source: str,
    digest: str,
    unknown: tuple[str, ...],
    raw: bytes,
) -> Package:
    ecosystem = ECOSYSTEMS.get(affected.package.ecosystem.partition(":")[0], "unknown")
    events = [event for one in affected.ranges for event in one.events]
    return Package(
        id=record.id if not number else f"{record.id}#{number}",
        purl=names.purl(ecosystem, affected.package.name),
        ecosystem=ecosystem,
        name=affected.package.name,
        versions=affected.versions,
        ranges=tuple(f"{kind}:{value}" for event in events for kind, value in event.items()),
        source=source,
        source_digest=digest,
        published=record.published,
        modified=record.modified,
        withdrawn=record.withdrawn,
        summary=record.summary,
        details=record.details,
        aliases=record.aliases,
        hashes=tuple(_hashes(affected.database_specific)),
        indicators=tuple(
            _indicators(record.database_specific) | _indicators(affected.database_specific)
        ),
        origins=tuple(_origins(record.database_specific)),
        unknown_keys=unknown,
        original=raw.decode("utf-8", "replace") if not number else "",
    )


def _claims(packages: tuple[Package, ...], source: str, digest: str) -> Iterator[Claim]:
    for package in packages:
        for sha256 in package.hashes:
            yield Claim(
                sha256=sha256,
                source=source,
                source_digest=digest,
                time=package.published,
                label="malicious",
                by=package.id,
                withdrawn=package.withdrawn,
            )


def _strings(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, list):
        for one in found:
            yield from _strings(one)


def _field(tree: object, *path: str) -> object:
    for key in path:
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree


def _indicators(tree: dict[str, object]) -> dict[str, None]:
    found = [
        f"{kind}:{text}"
        for key, kind in (("domains", "host"), ("urls", "url"), ("ip_addresses", "ip"))
        for text in _strings(_field(tree, "iocs", key))
    ]
    return dict.fromkeys(found)


def _hashes(tree: dict[str, object]) -> Iterator[str]:
    for text in _strings(_field(tree, "indicators", "sha256")):
        if len(text) == 64:
            yield text.lower()


def _origins(tree: dict[str, object]) -> Iterator[str]:
    origins = tree.get("malicious-packages-origins")
    for one in origins if isinstance(origins, list) else ():
        words = [_field(one, key) for key in ("source", "id", "sha256")]
        yield " ".join(word for word in words if isinstance(word, str))


def _paths(place: Path) -> list[Path]:
    return sorted(path for path in place.rglob("*.json") if path.is_file())


def _raw(place: Path) -> Iterator[tuple[str, bytes]]:
    try:
        if str(place) == "-":
            yield from _lines(sys.stdin.buffer.read().splitlines())
        elif place.is_dir():
            for path in _paths(place):
                yield path.relative_to(place).as_posix(), path.read_bytes()[:_LARGEST]
        elif place.suffix == ".jsonl":
            yield from _lines(place.read_bytes().splitlines())
        else:
            yield place.name, place.read_bytes()
    except OSError as error:
        raise DatasetError(f"{place}: cannot be read ({error.strerror})") from error


def _lines(lines: list[bytes]) -> Iterator[tuple[str, bytes]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield f"line {number}", line
