"""The changelog: what its entries mean, and what is no changelog."""

import time
import xmlrpc.client

import pytest

from pratique.ecosystems import pypi_feed
from pratique.errors import NetworkError


def _answer(value):
    return xmlrpc.client.dumps((value,), methodresponse=True, allow_none=True).encode()


def test_scalars_come_out_in_order_and_untouched():
    rows = [["a", None, 1, "add py3 file x.whl", 5], ["b<&>", "1.0", 2, "", 6]]
    assert pypi_feed.parse(_answer(rows)) == (
        "a",
        None,
        1,
        "add py3 file x.whl",
        5,
        "b<&>",
        "1.0",
        2,
        "",
        6,
    )
    plain = b"<methodResponse><params><param><value>text</value></param></params></methodResponse>"
    assert pypi_feed.parse(plain) == ("text",)


@pytest.mark.parametrize(
    ("action", "kind", "filename"),
    [
        ("add py3 file six-1.0-py3-none-any.whl", "upload", "six-1.0-py3-none-any.whl"),
        ("add source file six-1.0.tar.gz", "upload", "six-1.0.tar.gz"),
        ("remove file six-1.0.tar.gz", "remove", "six-1.0.tar.gz"),
        ("create", "create", ""),
        ("new release", "create", ""),
        ("remove project", "remove", ""),
        ("yank release", "yank", ""),
        ("project quarantined", "quarantine", ""),
        ("release quarantine cleared", "quarantine-cleared", ""),
        ("add Owner somebody", "owner", ""),
        ("something new", "other", ""),
    ],
)
def test_actions_are_told_apart(action, kind, filename):
    assert pypi_feed.classify(action) == (kind, filename)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b'<!DOCTYPE x [<!ENTITY a "b">]><methodResponse>&a;</methodResponse>', "document type"),
        (_answer([["a", None, 1, "x", 5]] * 50)[:900], "no XML-RPC"),
        (b"", "no XML-RPC"),
        (b"<html>busy</html", "no XML-RPC"),
        (b"<a>" * 1000, "nested too deeply"),
        (b"<value><int>" + b"9" * 5000 + b"</int></value>", "18 digits"),
        (xmlrpc.client.dumps(xmlrpc.client.Fault(4, "busy")).encode(), "the feed refuses"),
    ],
)
def test_what_is_no_answer_is_an_error_of_one_line(body, why):
    with pytest.raises(NetworkError, match=why) as caught:
        pypi_feed.parse(body)
    assert "\n" not in str(caught.value)


def test_fifty_thousand_entries_are_read_within_two_seconds():
    body = _answer(
        [["name", "1.0", 1700000000, "add source file x-1.tar.gz", n] for n in range(50_000)]
    )
    began = time.process_time()
    assert len(pypi_feed.parse(body)) == 250_000
    assert time.process_time() - began < 2.0
