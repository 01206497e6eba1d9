"""The feeds of crates.io and Maven Central: what entries mean, what is none, how spans are halved."""

import json
import logging
import time
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest

from pratique.ecosystems import crates_feed, maven_feed
from pratique.errors import FetchError, NetworkError

FEED = "http://feed.example/"


class Asked:
    """Answers as a function of the address says, and remembers who was asked."""

    def __init__(self, answer):
        self.answer = answer
        self.addresses = []

    def trust(self, url):
        return url

    def get(self, url, *, limit):
        self.addresses.append(url)
        body = self.answer(url)
        assert len(body) <= limit
        return SimpleNamespace(body=body)


def item(name, version, second, extra=""):
    date = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(second))
    return (
        f"<item><title>{name}</title><link>https://crates.example/crates/{name}/{version}</link>"
        f"<pubDate>{date}</pubDate>{extra}</item>"
    )


def rss(*items):
    return f"<rss version='2.0'><channel><title>x</title>{''.join(items)}</channel></rss>".encode()


def test_releases_of_crates_come_in_order_once_and_only_after_the_position():
    body = rss(item("b", "2.0.0", 30), item("a", "1.0.0", 20), item("b", "2.0.0", 30))
    found = crates_feed.changes(19, Asked(lambda _: body), FEED)
    assert [(one.serial, one.name, one.version) for one in found] == [
        (20, "a", "1.0.0"),
        (30, "b", "2.0.0"),
    ]
    assert [one.filename for one in found] == ["a-1.0.0.crate", "b-2.0.0.crate"]
    assert crates_feed.changes(30, Asked(lambda _: body), FEED) == ()
    assert crates_feed.head(Asked(lambda _: body), FEED) == 29
    assert crates_feed.head(Asked(lambda _: rss()), FEED) == 0


def test_an_entry_of_crates_may_name_crate_and_version_itself():
    body = rss(item("x", "1", 5, "<name>y</name><version>2</version>"))
    (event,) = crates_feed.parse(body)
    assert (event.name, event.version) == ("y", "2")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "RSS"),
        (b"<html></html>", "no RSS"),
        (b"<rss><channel><item>", "no whole RSS"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><rss></rss>", "no whole RSS"),
        (rss("<item><link>https://crates.example/crates/a/1</link></item>"), "without a date"),
        (
            rss("<item><pubDate>Thu, 01 Jan 1970 00:00:09 +0000</pubDate></item>"),
            "without crate and version",
        ),
    ],
)
def test_what_is_no_feed_of_crates_is_an_error_that_says_so(body, said):
    with pytest.raises(NetworkError, match=said):
        crates_feed.parse(body)


def test_a_watch_of_crates_that_rested_too_long_is_told_so(caplog):
    body = rss(*(item(f"c{number}", "1", 1000 + number) for number in range(crates_feed.WINDOW)))
    with caplog.at_level(logging.WARNING):
        crates_feed.changes(900, Asked(lambda _: body), FEED)
    assert "begins at 1000" in caplog.text
    caplog.clear()
    crates_feed.changes(1000, Asked(lambda _: body), FEED)
    assert not caplog.text


def row(second, **more):
    return {
        "g": "org.acme",
        "a": f"a{second}",
        "v": "1",
        "p": "jar",
        "timestamp": second * 1000,
    } | more


def search(rows, most=maven_feed.ROWS):
    """Answer as the search does: what a span holds, a page at a time."""

    def answer(url):
        query = parse_qs(urlsplit(url).query)
        low, high = query["q"][0].removeprefix("timestamp:[").removesuffix("]").split(" TO ")
        found = [one for one in rows if int(low) <= one["timestamp"] <= int(high)]
        start = int(query["start"][0])
        page = found[start : start + min(most, int(query["rows"][0]))]
        return json.dumps({"response": {"numFound": len(found), "docs": page}}).encode()

    return Asked(answer)


def test_releases_of_maven_come_in_order_with_their_files():
    client = search([row(30, ec=[".jar", ".pom", "-sources.jar"]), row(20, p="pom")])
    found = maven_feed.changes(10, client, FEED)
    assert [(one.serial, one.name, one.filename) for one in found] == [
        (20, "org.acme:a20", "a20-1.pom"),
        (30, "org.acme:a30", "a30-1.jar"),
        (30, "org.acme:a30", "a30-1.pom"),
    ]
    assert maven_feed.changes(30, client, FEED) == ()


def test_a_span_of_maven_with_too_much_in_it_is_halved_and_read_to_its_last_page():
    now = int(time.time())
    rows = [row(now - 9000 + number) for number in range(maven_feed.MOST + 500)]
    client = search(rows)
    since, seen = now - 10_000, []
    for _ in range(20):
        found = maven_feed.changes(since, client, FEED)
        if not found:
            break
        seen += [one.name for one in found]
        since = found[-1].serial
    assert sorted(seen) == sorted(f"org.acme:{one['a']}" for one in rows)
    assert len(seen) == len(set(seen))


def test_an_empty_half_of_a_span_is_no_end():
    now = int(time.time())
    rows = [row(now - number % 50) | {"a": f"b{number}"} for number in range(maven_feed.MOST + 100)]
    found = maven_feed.changes(1, search(rows), FEED)
    assert found


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"<html>", "no answer"),
        (b"{}", "no answer"),
        (b'{"response": {"numFound": 1, "docs": [{}]}}', "without a time"),
        (b'{"response": {"numFound": 1, "docs": [{"timestamp": -1}]}}', "without a time"),
        (b'{"response": {"numFound": 3, "docs": []}}', "last page"),
    ],
)
def test_what_is_no_answer_of_maven_s_search_is_an_error_that_says_so(answer, said):
    body = json.loads(answer) if answer[:1] == b"{" else {}
    client = Asked(lambda _: answer)
    if body.get("response", {}).get("numFound") == 3:
        client = Asked(
            lambda url: (
                answer
                if "start=0" not in url
                else json.dumps({"response": {"numFound": 3, "docs": [row(20)]}}).encode()
            )
        )
    with pytest.raises(NetworkError, match=said):
        maven_feed.changes(10, client, FEED)


def test_names_that_would_leave_their_folder_are_passed_over():
    rows = [row(20, g="../../x"), row(21, a="a/b"), row(22, v="1?x"), row(23)]
    found = maven_feed.changes(10, search(rows), FEED)
    assert {one.name for one in found} == {"org.acme:a23"}


@pytest.mark.parametrize("feed", [crates_feed, maven_feed])
def test_a_feed_is_named_by_a_setting(feed):
    assert feed.address({feed.FEED_VARIABLE: FEED}) == FEED


def test_a_mirror_whose_feed_is_not_known_says_what_to_name(monkeypatch):
    monkeypatch.setattr(
        maven_feed.maven_config, "repository", lambda _env: SimpleNamespace(feed="")
    )
    with pytest.raises(FetchError, match=maven_feed.FEED_VARIABLE):
        maven_feed.address({})
