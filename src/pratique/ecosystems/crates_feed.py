"""The feed of releases: crates.io's RSS of updates, by the second of publication.

The feed holds the last hour or the last hundred releases, whichever is more; a watch that rested
longer than that is told so. An entry names crate and version; the index names file and digest.
"""

import logging
import os
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from pratique.ecosystems import crates_config, maven_pom
from pratique.errors import FetchError, NetworkError
from pratique.model import Event

if TYPE_CHECKING:
    from pratique.ecosystems.http import Client

LOG = logging.getLogger(__name__)
FEED_VARIABLE = "PRATIQUE_CRATES_FEED"
ANSWER_BYTES = 16 * 1024 * 1024
NAME = 64
VERSION = 128
WINDOW = 100
"""Entries below which the feed is the whole of what there is."""
_ITEM = ("rss", "channel", "item")


def address(environment: Mapping[str, str] | None = None) -> str:
    """Return where the feed is: a setting, else that of crates.io where Cargo uses crates.io."""
    env = os.environ if environment is None else environment
    named = env.get(FEED_VARIABLE, "").strip()
    found = named or crates_config.source(env).feed
    if not found:
        raise FetchError(
            "the registry that Cargo is configured for has no known feed: name one with --feed or "
            + FEED_VARIABLE
        )
    return found


def head(client: "Client", feed: str = "") -> int:
    """Return the second before the newest release, which may have company."""
    return max((event.serial for event in _entries(client, feed)), default=1) - 1


def changes(since: int, client: "Client", feed: str = "") -> tuple[Event, ...]:
    """Return what was released after a second, oldest first, each release once."""
    events = _entries(client, feed)
    oldest = min((event.serial for event in events), default=0)
    if 0 < since < oldest and len(events) >= WINDOW:
        LOG.warning(
            "the feed begins at %s and the watch stood at %s: releases between are not in it",
            oldest,
            since,
        )
    new = {event: None for event in events if event.serial > since}
    return tuple(sorted(new, key=lambda event: event.serial))


def _entries(client: "Client", feed: str) -> list[Event]:
    url = client.trust(feed or address())
    return parse(client.get(url, limit=ANSWER_BYTES).body)


def parse(body: bytes) -> list[Event]:
    """Return the releases of a feed; raises NetworkError for what is none, or is cut short."""
    document = maven_pom.read(body, ANSWER_BYTES)
    if document.trouble or document.doctype:
        raise NetworkError("crates' feed gives no whole RSS; check its address (--feed)")
    if not document.elements or document.elements[0].path != ("rss",):
        raise NetworkError("crates' feed gives no RSS; check its address (--feed)")
    items: dict[int, dict[str, str]] = {}
    for place, element in enumerate(document.elements):
        if element.path == _ITEM:
            items[place] = {}
        elif element.parent in items:
            items[element.parent].setdefault(element.path[-1], element.text.strip())
    return [_event(item) for item in items.values()]


def _event(item: Mapping[str, str]) -> Event:
    """Return one entry; crates and versions stand in elements of their own, and in the link."""
    crate, version = _release(item)
    try:
        when = parsedate_to_datetime(item.get("pubDate", ""))
        serial = int((when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError) as error:
        raise NetworkError("crates' feed has an entry without a date; trying later") from error
    if not crate or not version:
        raise NetworkError("crates' feed has an entry without crate and version; trying later")
    return Event(
        ecosystem="crates",
        kind="upload",
        name=crate[:NAME],
        version=version[:VERSION],
        filename=f"{crate[:NAME]}-{version[:VERSION]}.crate",
        serial=serial,
        time=serial,
        action="release",
    )


def _release(item: Mapping[str, str]) -> tuple[str, str]:
    parts = item.get("link", "").rstrip("/").split("/crates/")[-1].split("/")
    linked = (parts[0], parts[1]) if len(parts) == 2 else ("", "")  # crate, version
    return item.get("name") or linked[0], item.get("version") or linked[1]
