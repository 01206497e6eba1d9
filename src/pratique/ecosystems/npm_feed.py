"""The feed of changes: every project whose packument changed, by sequence number.

Source: CouchDB's `_changes` as npm's replication host serves it: pages of at most 10,000 entries
`{seq, id, changes: [{rev}], deleted?}`, a project only at its newest number. An entry names no
release, and a change need be none; so it becomes a `change`, which `uploads` turns into the
releases of the packument, once that has reached the revision of the entry.
"""

import re
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import msgspec

from pratique.ecosystems import npm_config, npm_index
from pratique.ecosystems.npm_json import table, text
from pratique.errors import NetworkError, NotFoundError
from pratique.model import Event

if TYPE_CHECKING:
    from pratique.ecosystems.http import Client

ANSWER_BYTES = 64 * 1024 * 1024
PAGE = 10_000
NAME = 214
PROBES = 5
"""Entries that are asked for the moment of a position."""
_SEQUENCE = re.compile(r"([0-9]{1,18})(?:-.*)?", re.DOTALL)
_GENERATION = re.compile(r"([0-9]{1,9})-")


def head(client: "Client", address: str = "") -> int:
    """Return the newest sequence number."""
    found = _document(client, client.trust(address or npm_config.feed()))
    return _sequence(found.get("update_seq"))


def changes(since: int, client: "Client", address: str = "") -> tuple[Event, ...]:
    """Return a page of what changed after a sequence number, in order, each entry once."""
    seen: dict[tuple[int, str], Event] = {}
    for event in _page(since, client, address, PAGE):
        if event.serial > since:
            seen.setdefault((event.serial, event.name), event)
    return tuple(sorted(seen.values(), key=lambda event: event.serial))


def moment(since: int, client: "Client", address: str = "") -> float:
    """Return when the feed stood at a sequence number, 0 when it does not say.

    A project stands in the feed at its last change, so the packument of the first entry says when
    that was.
    """
    for event in _page(since, client, address, PROBES):
        if event.kind != "change" or event.serial <= since:
            continue
        try:
            found = npm_index.packument(event.name, client)
        except NotFoundError:
            continue
        modified = npm_index.moment(text(table(found.get("time")).get("modified")))
        if modified:
            return modified
    return 0.0


def uploads(event: Event, client: "Client") -> tuple[Event, ...] | None:
    """Return an upload for every release of a changed project; None when the answer is older."""
    found = npm_index.packument(event.name, client)
    if _generation(text(found.get("_rev")), 1 << 40) < _generation(event.action, 0):
        return None
    return tuple(
        Event(
            ecosystem="npm",
            kind="upload",
            name=event.name,
            version=file.version,
            filename=file.filename,
            serial=event.serial,
            time=int(file.uploaded),
            action=file.integrity[:512],
        )
        for file in npm_index.releases(event.name, found).files
    )


def _page(since: int, client: "Client", address: str, limit: int) -> Iterator[Event]:
    base = client.trust(address or npm_config.feed()).rstrip("/")
    query = urlencode({"since": since, "limit": limit})
    found = _document(client, f"{base}/_changes?{query}").get("results")
    if not isinstance(found, list):
        raise NetworkError("npm's feed gives no results; check its address (--feed)")
    now = int(time.time())
    for row in found[: 2 * PAGE]:
        yield _event(table(row), now)


def _event(row: Mapping[str, Any], now: int) -> Event:
    """Return one entry; its time is when it was seen, for the feed says none."""
    name, serial = text(row.get("id")), _sequence(row.get("seq"))
    revisions = row.get("changes")
    first = table(revisions[0]) if isinstance(revisions, list) and revisions else {}
    plain = 0 < len(name) <= NAME and not name.startswith("_")
    removed = row.get("deleted") is True
    return Event(
        ecosystem="npm",
        kind="other" if not plain else "remove" if removed else "change",
        name=name[:NAME],
        serial=serial,
        time=now,
        action=text(first.get("rev"))[:128],
    )


def _sequence(value: object) -> int:
    """Read a number, or a text that begins with one, as clusters of CouchDB write it."""
    if isinstance(value, int) and 0 <= value < 10**18:
        return value
    found = _SEQUENCE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise NetworkError("npm's feed names no sequence number; check its address (--feed)")
    return int(found[1])


def _generation(revision: str, otherwise: int) -> int:
    """Return which change of a project a revision is the result of.

    >>> _generation("12-0a1b", 0)
    12
    """
    found = _GENERATION.match(revision)
    return int(found[1]) if found else otherwise


def _document(client: "Client", url: str) -> Mapping[str, Any]:
    answer = client.get(url, headers={"Accept": "application/json"}, limit=ANSWER_BYTES)
    try:
        made = msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise NetworkError("npm's feed gives no JSON; check its address (--feed)") from error
    if not isinstance(made, dict):
        raise NetworkError("npm's feed gives no object; check its address (--feed)")
    return made
