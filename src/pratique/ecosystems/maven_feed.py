"""The feed of releases: Maven Central's search, by the second of publication.

The search has no order to rely on and becomes aware of a release some time after it; so a question
covers a span of time, is read to its last page, and `LATE` seconds are asked again each time.
Of a release's many files the pom, and the jar, war or ear beside it, are reviewed.
"""

import os
import re
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import msgspec

from pratique.ecosystems import maven_config
from pratique.errors import FetchError, NetworkError
from pratique.model import Event

if TYPE_CHECKING:
    from pratique.ecosystems.http import Client

FEED_VARIABLE = "PRATIQUE_MAVEN_FEED"
ANSWER_BYTES = 16 * 1024 * 1024
ROWS = 200
MOST = 4000
"""Releases that one span may hold before it is halved."""
LATE = 3600
"""Seconds by which an entry may appear behind a newer one."""
SUFFIXES = (".jar", ".war", ".ear", ".pom")
_PLAIN = re.compile(r"[A-Za-z0-9._+\-]{1,200}")


def address(environment: Mapping[str, str] | None = None) -> str:
    """Return where to search: a setting, else Central's search where Central is configured."""
    env = os.environ if environment is None else environment
    named = env.get(FEED_VARIABLE, "").strip()
    found = named or maven_config.repository(env).feed
    if not found:
        raise FetchError(
            "the mirror that Maven is configured for has no known search: name one with --feed or "
            + FEED_VARIABLE
        )
    return found


def head(client: "Client", feed: str = "") -> int:
    """Return now: what the search does not know yet is found by asking again."""
    client.trust(feed or address())
    return int(time.time())


def changes(since: int, client: "Client", feed: str = "") -> tuple[Event, ...]:
    """Return what was released after a second, oldest first; maybe not all that is new."""
    url = client.trust(feed or address())
    now = int(time.time()) + LATE
    low, high = since, now
    while True:
        count, rows = _page(client, url, low, high, 0)
        if count > MOST and high - low > 1:
            high = (low + high) // 2
        elif not count and high < now:
            low, high = high, now
        else:
            break
    while rows and len(rows) < count:
        more = _page(client, url, low, high, len(rows))[1]
        if not more:
            raise NetworkError("maven's search ends before its last page; trying later")
        rows += more
    new = {event: None for row in rows for event in _events(row) if event.serial > since}
    return tuple(sorted(new, key=lambda event: event.serial))


def _page(
    client: "Client", url: str, low: int, high: int, start: int
) -> tuple[int, list[dict[str, Any]]]:
    """Return how many releases a span has, its first second excluded, and some of them."""
    query = {
        "q": f"timestamp:[{(low + 1) * 1000} TO {high * 1000 + 999}]",
        "core": "gav",
        "rows": ROWS,
        "start": start,
        "wt": "json",
    }
    answer = client.get(f"{url}?{urlencode(query)}", limit=ANSWER_BYTES)
    try:
        found = msgspec.json.decode(answer.body, type=_Answer).response
    except (msgspec.DecodeError, RecursionError) as error:
        raise NetworkError("maven's search gives no answer; check its address (--feed)") from error
    return found.numFound, found.docs


class _Response(msgspec.Struct, frozen=True, kw_only=True):
    numFound: int  # noqa: N815  # the search's own word
    docs: list[dict[str, Any]]


class _Answer(msgspec.Struct, frozen=True, kw_only=True):
    response: _Response


def _events(row: Mapping[str, Any]) -> Iterator[Event]:
    """Yield an upload for every file of a release that is reviewed."""
    moment = row.get("timestamp")
    if not isinstance(moment, int) or not 0 <= moment < 10**15:
        raise NetworkError("maven's search has a release without a time; trying later")
    group, name, version = (str(row.get(key, "")) for key in ("g", "a", "v"))
    plain = all(_PLAIN.fullmatch(one) and ".." not in one for one in (group, name, version))
    told = row.get("ec")
    endings = [f".{row.get('p', 'jar')}"] if not isinstance(told, list) else told
    for suffix in SUFFIXES if plain else ():
        if suffix in endings:
            yield Event(
                ecosystem="maven",
                kind="upload",
                name=f"{group}:{name}",
                version=version,
                filename=f"{name}-{version}{suffix}",
                serial=moment // 1000,
                time=moment // 1000,
                action=suffix,
            )
